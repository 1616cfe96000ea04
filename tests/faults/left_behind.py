"""A few samples dropped, and all that runs leave behind of them: what an undisturbed run and a killed one must have alike."""

import re
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from huizong.flow import pipeline
from huizong.intake import Journal
from huizong.settings import INCLUDE, Settings
from huizong.warehouse import connect

SAMPLES = ("栗坪镇/2025-05", "栗坪镇/2025-06", "桐坳镇/2025-06", "雁洲镇/2025-H1", "麦弯镇/2025-06")
# What tells of the way there: pages of the last runs, and what changed between two publications, of which a kill makes more or fewer.
LATELY = {"data_docs", "修订通知.csv"}
STATEMENTS = {
    "figures": "select organisation, indicator, period, basis, reporter, form, value, status, place, known_to = 'infinity'"
    " from core.figure order by 1, 2, 3, 4, 5, 6, known_from",
    "submissions": "select file, verdict, reporter, form, period, sequence from raw.submission order by 1, 2",
    "issues": "select s.file, i.rule, i.place, i.severity, i.message from quality.issue as i"
    " join raw.submission as s using (submission_id) order by 1, 2, 3, 4, 5",
    "rollups": "select period, organisation, indicator, basis, method, value, reported, expected from mart.rollup order by 1, 2, 3, 4, 5",
    "arrivals": "select path, sha256, state from raw.arrival order by 1",
    "receipts": "select count(*), count(written_at) from quality.receipt",
}


@dataclass(frozen=True)
class State:
    """All that a run leaves behind, without the instants."""

    tables: dict
    outbox: list
    archive: list
    inbox: list
    published: list
    journal: list


def state_of(settings: Settings) -> State:
    tables = {}
    with closing(connect(settings.owner_url)) as connection, connection.cursor() as cursor:
        for name, statement in STATEMENTS.items():
            cursor.execute(statement)
            tables[name] = cursor.fetchall()
    return State(
        tables,
        sorted(re.sub(r"\d{8}-\d{6}_", "", str(path.relative_to(settings.outbox))) for path in files(settings.outbox)),
        sorted({path.name for path in files(settings.archive) if "journal" not in path.parts} - publications_of(settings)),
        [str(path) for path in files(settings.inbox)],
        sorted(str(path.relative_to(settings.published)) for path in files(settings.published) if not LATELY.intersection(path.parts)),
        journal_of(settings),
    )


def publications_of(settings: Settings) -> set:
    """What each publication changed lies in the archive; how many there were on the way, and with what, is a matter of the instants."""
    return {entry.text("content") for entry in Journal(settings.archive / "journal").entries() if entry.event == "published"}


def journal_of(settings: Settings) -> list:
    """What the journal comes to: each arrival, whether it was judged, by which catalogue; a judgement that was lost is written again."""
    arrivals, judged = {}, {}
    for entry in Journal(settings.archive / "journal").entries():
        if entry.event == "arrival":
            arrivals[entry.text("arrival_id")] = (entry.text("path"), entry.text("sha256"))
        elif entry.event == "judged":
            judged |= dict.fromkeys(entry.texts("arrivals"), entry.text("catalogue"))
    return sorted((*content, judged.get(arrival)) for arrival, content in arrivals.items())


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def drop_samples(settings: Settings) -> None:
    for sample in SAMPLES:
        shutil.copytree(INCLUDE / "samples" / sample, settings.inbox / sample)


def settle(settings: Settings) -> None:
    """Run until the inbox is empty; a file must have rested before it is taken."""
    for _ in range(20):
        pipeline.run_once(settings)
        if not files(settings.inbox):
            return
    raise AssertionError(f"still in the inbox: {files(settings.inbox)}")
