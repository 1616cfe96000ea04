"""A county's year through a running system: four forms a town and month, with all that goes wrong in a year.

Run: `python benchmarks/soak.py [TOWNS] [MONTHS] [SEED] [MINUTES]` (default 24, 12, 1, and as long as it takes; after so many minutes
no other month is begun). `make run` is started with a county of its own, and ended in the end. Each month is dropped in four groups and
waited for; faults are corrected, queries explained in the marked workbook, one period is made final, corrected, and opened again.
Meanwhile everything that the processes take is noted. At the end every promise of DESIGN §9 is held against what was dropped, a second
run must change nothing, and a rebuild must come to the same. Exit status 1 if a promise is broken, or a process's memory or descriptors
grow in the second half beyond the bounds of `soak_watch.py`.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import psutil
import soak_watch
from openpyxl import load_workbook
from soak_county import write_county
from soak_promises import broken, content, told
from soak_year import STOCK_ROW, Drop, Year, period_of

from huizong.decisions import finalising
from huizong.decisions.finalising import Finalisation
from huizong.flow import pipeline
from huizong.replay.rebuilding import DifferentError, rebuild
from huizong.settings import REPOSITORY, Settings
from huizong.warehouse import connect
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.server_in_use import embedded_folder, server_in_use
from huizong_airflow.samples import SAMPLES, read_expected

TOWNS, MONTHS, SEED = 24, 12, 1
START_SECONDS, PATIENCE_SECONDS, BETWEEN_GROUPS = 600.0, 1800.0, 6.0
REASON = "新增2家规上企业，当月增产较多，已与企业核对"
REASON_COLUMN, ACTION_COLUMN, FIRST_ROW = 10, 2, 6  # of the sheet 差错清单
FORM, TOWN = "F-HEALTH-M", 0  # whose figure of the final period is corrected
WAITS = (
    "select (select count(*) from raw.arrival where state = 'received'), (select count(*) from quality.receipt where written_at is null),"
    " (select count(*) from meta.dirty_period where period not in (select f.period from meta.final_period as f)),"
    " (select count(*) from raw.arrival where removed_at is null)"
)


@dataclass
class County:
    """The system under the soak, and what was put into it."""

    settings: Settings
    dropped: list[tuple[str, str]] = field(default_factory=list)
    asked: list[Drop] = field(default_factory=list)
    explained: int = 0

    def drop(self, drop: Drop) -> None:
        """Put a file into the inbox by rename, as a share's server does."""
        target = self.settings.inbox / drop.folder / drop.name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(drop.content)
        part.replace(target)
        self.dropped.append((f"{drop.folder}/{drop.name}", hashlib.sha256(drop.content).hexdigest()))
        if drop.kind == "asked":
            self.asked.append(drop)

    def until_settled(self, process: subprocess.Popen[bytes]) -> float:
        """Seconds until nothing lies, waits, is due or dirty. Raises TimeoutError, or RuntimeError if the system has ended."""
        began = time.monotonic()
        with closing(connect(self.settings.owner_url)) as connection, connection.cursor() as cursor:
            while True:
                cursor.execute(WAITS)
                left = cursor.fetchone()
                connection.rollback()
                lying = sum(1 for path in self.settings.inbox.rglob("*") if path.is_file())
                if left == (0, 0, 0, 0) and not lying:
                    return time.monotonic() - began
                if process.poll() is not None:
                    raise RuntimeError(f"the system has ended with {process.returncode}")
                if time.monotonic() - began > PATIENCE_SECONDS:
                    raise TimeoutError(f"{lying} lie; waiting, due, dirty, not removed: {left}")
                time.sleep(0.5)

    def explain(self) -> int:
        """Fill in 「说明」 in the marked workbook of every file that was asked about, and drop it; returns how many."""
        before = self.explained
        for drop in self.asked:
            marked = sorted((self.settings.outbox / drop.folder).glob(f"*{Path(drop.name).stem}*.xlsx"))
            if not marked:
                raise RuntimeError(f"no marked copy of {drop.folder}/{drop.name}")
            book = load_workbook(marked[-1])
            sheet = book["差错清单"]
            asking = [row for row in range(FIRST_ROW, sheet.max_row + 1) if "说明" in str(sheet.cell(row, ACTION_COLUMN).value)]
            if not asking:
                continue  # what it would be compared with is held: nothing was asked
            for row in asking:
                sheet.cell(row, REASON_COLUMN).value = REASON
            filled = io.BytesIO()
            book.save(filled)
            self.drop(Drop(drop.folder, marked[-1].name, filled.getvalue(), "explanation"))
            self.explained += 1
        self.asked.clear()
        return self.explained - before

    def value(self, statement: str, *values: object) -> object:
        """The one value that a question has for an answer."""
        with closing(connect(self.settings.owner_url)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return (cursor.fetchone() or (None,))[0]


def started(home: Path) -> subprocess.Popen[bytes]:
    """`make run` on a home of its own, once it has settled; the sample county's files are none of this county's."""
    known = {sample.file: hashlib.sha256((SAMPLES / sample.file).read_bytes()).hexdigest() for sample in read_expected().samples}
    (home / "dropped.json").write_text(json.dumps(known, ensure_ascii=False), "utf-8")
    environment = {**os.environ, "HUIZONG_HOME": str(home), "HUIZONG_CATALOGUE": str(home / "catalogue"), "PYTHONPATH": "plugins"}
    with (home / "run.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "huizong_airflow.stack"], cwd=REPOSITORY, env=environment, stdout=log, stderr=log)
    until = time.monotonic() + START_SECONDS
    while "running; Ctrl-C" not in (home / "run.log").read_text("utf-8"):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the system does not start: {(home / 'run.log').read_text('utf-8')[-600:]}")
        time.sleep(0.5)
    return process


def live(county: County, year: Year, watch: soak_watch.Watch, process: subprocess.Popen[bytes], minutes: float) -> list[str]:
    """The year, month by month; what went otherwise than it must, and prints what each month took."""
    until = time.monotonic() + 60 * minutes
    trouble, before = list[str](), None
    period = period_of(year.final) if year.final is not None else ""
    key = (f"W{TOWN:04d}", STOCK_ROW[FORM], period, "current")
    held = "select value from mart.figure_latest where organisation = %s and indicator = %s and period = %s and basis = %s"
    for number in range(year.months):
        if time.monotonic() > until and number > (year.final or 0) + 1:
            break
        watch.month, began, already = number, time.monotonic(), len(county.dropped)
        groups = year.bursts(number)
        if year.final is not None and number == year.final + 1:
            before = year.truth[key]
            groups[-1].append(year.corrected_stock(TOWN, FORM, year.final))
        for group in groups:
            for drop in group:
                county.drop(drop)
            time.sleep(BETWEEN_GROUPS)
        settled = county.until_settled(process)
        explained = county.explain()
        county.until_settled(process)
        if number == year.final:
            finalising.decide(
                county.settings, Finalisation(period, is_final=True, approver="局长", reason="与各镇逐项核对过，新增2家企业已查实")
            )
        if before is not None and number == (year.final or 0) + 1:
            found = county.value(held, *key)
            trouble += [] if found == before else [f"{key} of a final period is {found}, must stay {before}"]
            finalising.decide(county.settings, Finalisation(period, is_final=False, approver="局长", reason="一镇少报2人，订正后重新打开"))
            county.dropped.append(next(one for one in reversed(county.dropped) if "订正" in one[0] and period in one[0]))  # arrives again
            county.until_settled(process)
        files = len(county.dropped) - already
        print(
            f"{period_of(number)}: {files} files, {explained} explanations among them; settled {settled:.0f} s after the last group,"
            f" {time.monotonic() - began:.0f} s in all",
            flush=True,
        )
    for drop in year.rest():
        county.drop(drop)
    county.until_settled(process)
    county.explain()
    county.until_settled(process)
    accepted = county.value("select count(distinct submission_id) from quality.explanation where accepted")
    return trouble + ([] if accepted == county.explained else [f"{county.explained} explanations were given, {accepted} are accepted"])


def afterwards(county: County) -> list[str]:
    """What a second run and a rebuild change, which must be nothing."""
    found, before = [], content(county.settings)
    for what in ("a second run", "a rebuild"):
        try:
            if what == "a rebuild":
                rebuild(county.settings)
            else:
                pipeline.run_once(county.settings)
        except DifferentError as error:
            found.append(f"{what} comes out different: {error}")
        after = content(county.settings)
        found += [f"{what} changes {name}" for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    return found


def main() -> int:
    """Runs all of it, prints the tables."""
    towns, months, seed = (int(sys.argv[n]) if len(sys.argv) > n else default for n, default in ((1, TOWNS), (2, MONTHS), (3, SEED)))
    minutes = float(sys.argv[4]) if len(sys.argv) > 4 else inf
    final = None if months < 3 else 1 if months < 6 else 2
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="huizong-soak-") as place:
        home = Path(place)
        write_county(home / "catalogue", towns)
        settings = Settings.from_environment({"HUIZONG_HOME": str(home), "HUIZONG_CATALOGUE": str(home / "catalogue")})
        year = Year(towns, months, Random(seed), final)  # noqa: S311  (nothing secret)
        process, server = started(home), EmbeddedServer(embedded_folder(settings)).start()
        try:
            with server_in_use(settings) as ours:
                county = County(ours)
                with soak_watch.Watch(ours, process.pid, server) as watch:
                    trouble = live(county, year, watch, process, minutes)
                lived = time.monotonic() - began
                process.send_signal(signal.SIGTERM)
                process.wait(180)
                found = broken(ours, year.truth, county.dropped)
                found["a final period stays, explanations are taken"] = trouble
                found["a second run and a rebuild change nothing"] = afterwards(county)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(180)
            shutil.rmtree(server.data.parent, ignore_errors=True)  # as root it lies elsewhere
            print((home / "run.log").read_text("utf-8")[-3000:] if process.returncode else "the system ended as it must")
    courses = soak_watch.courses(watch.samples)
    grown = soak_watch.growing(courses)
    print(
        f"\n{towns} towns, {watch.month + 1} months, {len(county.dropped)} files, {lived:.0f} s, seed {seed}, {len(watch.samples)} looks\n"
    )
    print(f"load {os.getloadavg()[1]:.1f} on {psutil.cpu_count()} processors; looks that failed: {len(watch.failed)} {watch.failed[:2]}\n")
    print("\n".join((*soak_watch.lines(courses), "", "| promise | |", "|---|---|", *told(found))))
    print(f"\n{sum(map(bool, found.values()))} promises broken, {len(grown)} processes grow: {grown}")
    return 1 if grown or any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
