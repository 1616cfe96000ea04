"""The warehouse built anew from archive and journal: the proof that they are enough (DESIGN §7)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.catalogue.from_folder import load_snapshot
from huizong.decisions import confirming
from huizong.flow import publication
from huizong.intake import Archive, Journal, JournalLine, record_arrivals
from huizong.intake.taking import QUARANTINED, TRIED
from huizong.publishing.gate import NotConservedError
from huizong.publishing.history import restore
from huizong.publishing.working_out import work_out
from huizong.reading.pool import ReaderPool
from huizong.revalidation import revalidating
from huizong.revalidation.journal_lines import decisions as revalidations
from huizong.settings import Settings
from huizong.steps import preparing, waves
from huizong.steps.drafting import Arrival
from huizong.warehouse import connect
from huizong.warehouse.connection import knows_owner
from huizong.warehouse.equality import Equality, compare, nothing_there
from huizong.warehouse.queries import query
from huizong.warehouse.replacing import replace_content
from huizong.warehouse.schema import catalogue_tables
from huizong.warehouse.server.seed import migrated_server


class RebuildError(Exception):
    """A journal that can't be replayed; the message says which line and why."""


@dataclass(frozen=True, slots=True)
class JudgedTogether:
    """One judgement of the journal: the arrivals that took effect together, when, under which catalogue.

    `given_up` are those that were returned because our code failed over them, with the reason: they are not tried again.
    """

    known_from: datetime
    arrivals: tuple[str, ...]
    catalogue: str
    given_up: Mapping[str, str] = field(default_factory=dict)


class DifferentError(RebuildError):
    """What was built anew is not what was there; the warehouse is left as it was. `equality` says where."""

    def __init__(self, equality: Equality) -> None:
        super().__init__(f"{equality.count} rows differ between the warehouse and what archive and journal tell")
        self.equality = equality


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was replayed, how many files were skipped by reason, and how the result compares with what was there.

    `troubles` are periods that stand as they were published, since their rollups don't add up.
    """

    replayed: waves.BatchSummary
    skipped: Mapping[str, int]
    equality: Equality
    troubles: tuple[str, ...] = ()


def rebuild(settings: Settings, *, accept_differences: bool = False) -> Rebuilt:
    """Replay every judgement at its own instant on a server of the moment, put the result in the warehouse's place, publish.

    The warehouse is what it was until the new one stands and was found equal: figures, submissions, faults, and the rollups
    of every period that is published as it stands; then it is replaced in one transaction. Final periods have the rollups
    that they were made final with. Arrivals without a judgement stay waiting for the next ingest. Receipts fall due again;
    writing them gives the same files.
    Raises DifferentError where it is not equal, unless the differences are accepted; RebuildError when the journal names a
    catalogue or an arrival that it does not hold, or went on meanwhile, if the warehouse is of an older schema, or where its
    owner is not known.
    """
    if not knows_owner(settings.owner_url):
        raise RebuildError("the warehouse's owner is not known here: run `huizong rebuild --yes` where HUIZONG_OWNER_URL is the owner's")
    journal = Journal(settings.archive / "journal")
    entries = list(journal.entries())
    end = (entries[-1].file, entries[-1].end) if entries else ("", 0)
    compared: list[Equality] = []
    with migrated_server(settings.home / "cache", grows=True) as server:
        urls = server.urls()
        scratch = replace(settings, database_url=urls.loader, owner_url=urls.owner)
        total = _replay(scratch, entries)
        _publish_quietly(scratch, entries)
        with closing(connect(urls.owner)) as built:

            def check(target: Connection) -> None:
                # What only arrived meanwhile is in the journal still, and is entered by the next ingest.
                new = [entry.event for entry in journal.entries(end) if entry.event not in ("arrival", "catalogue")]
                if new:
                    raise RebuildError(
                        f"the journal went on while it was replayed ({len(new)} lines, {new[0]}): stop the ingest, then try again"
                    )
                compared.append(_compare(target, built, accept_differences=accept_differences))

            replace_content(built, settings.owner_url, check)
            skipped = _skipped(built, entries)
    troubles: list[str] = []
    for period in publication.dirty_periods(settings):
        try:
            publication.publish_if_dirty(settings, period)
        except NotConservedError as error:
            troubles.append(str(error))
    return Rebuilt(total, skipped, compared[0], tuple(troubles))


def _compare(target: Connection, built: Connection, *, accept_differences: bool) -> Equality:
    """How the warehouse and the one that was built compare; raises unless they are equal or that is accepted."""
    if why_not := nothing_there(target):
        if "older schema" in why_not and not accept_differences:
            raise RebuildError(f"the warehouse can't be compared with: {why_not}, or say --accept-differences")
        return Equality({}, (), 0, why_not=why_not)
    equality = compare(target, built)
    if not equality.rows:
        return replace(equality, differences=(), count=0, why_not="the warehouse was empty")
    if not equality.is_equal and not accept_differences:
        raise DifferentError(equality)
    return equality


def _publish_quietly(scratch: Settings, entries: Sequence[JournalLine]) -> None:
    """The rollups as they were published, then those of open periods as today's figures have them."""
    with closing(connect(scratch.database_url, role="huizong_loader")) as connection:
        restore(connection, Archive.of(scratch), entries)
        with connection.cursor() as cursor:
            cursor.execute(query("rebuild_settle"))
        connection.commit()
        work_out(connection, scratch, preparing.load_catalogue(scratch.catalogue), datetime.now(UTC))


def _skipped(built: Connection, entries: Sequence[JournalLine]) -> dict[str, int]:
    """How many files are in the journal and not in the warehouse by a verdict of their own, by reason."""
    given_up = {arrival for step in judgements(entries) for arrival in step.given_up}
    aside = {entry.text("arrival_id") for entry in entries if entry.event == QUARANTINED}
    tried = {entry.text("arrival_id") for entry in entries if entry.event == TRIED}
    judged = {arrival for step in judgements(entries) for arrival in step.arrivals}
    arrived = {entry.text("arrival_id") for entry in entries if entry.event == "arrival"}
    with built.cursor() as cursor:
        cursor.execute(query("rebuild_failed"))
        failed = {arrival for (arrival,) in cursor.fetchall()}
    reasons = {
        "not judged yet: the next ingest does it": len(arrived - judged - aside - tried),
        "given up at the time, since the program failed over them": len(given_up | (aside - judged)),
        "could not be read now, though they were at the time": len(failed - given_up),
    }
    return {reason: count for reason, count in reasons.items() if count}


def _replay(scratch: Settings, entries: Sequence[JournalLine]) -> waves.BatchSummary:
    """Everything that the journal tells, into an empty database."""
    journal, archive = Journal(scratch.archive / "journal"), Archive.of(scratch)
    snapshots = {entry.text("hash"): entry.text("snapshot") for entry in entries if entry.event == "catalogue"}
    judged = list(judgements(entries))
    current = preparing.prepare(scratch)
    total = waves.NOTHING
    with (
        tempfile.TemporaryDirectory(prefix="huizong-rebuild-") as folder,
        closing(connect(scratch.database_url, role="huizong_loader")) as connection,
        ReaderPool.of(scratch) as pool,
    ):
        record_arrivals(connection, current, journal)
        replay = _Replay(scratch, connection, pool, archive, snapshots, Path(folder), current)
        decided = sorted((*confirmations(entries), *revalidations(entries)), key=_known_from)
        for step in judged:
            while decided and _known_from(decided[0]) < step.known_from:
                replay.decide(decided.pop(0))
            total = total.plus(replay.judge(step))
        for entry in decided:
            replay.decide(entry)
        replay.put_in_force(current.hash, "at the end")
    return total


@dataclass
class _Replay:
    """What the replay of a journal needs at every step; `in_force` is the catalogue in the tables of core."""

    settings: Settings
    connection: Connection
    pool: ReaderPool
    archive: Archive
    snapshots: Mapping[str, str]
    folder: Path
    in_force: Catalogue

    def __post_init__(self) -> None:
        self._catalogues = {self.in_force.hash: self.in_force}

    def judge(self, step: JudgedTogether) -> waves.BatchSummary:
        """One judgement at its own instant, under its own catalogue."""
        catalogue = self.put_in_force(step.catalogue, f"used at {step.known_from}")
        with self.connection.cursor() as cursor:
            cursor.execute(query("rebuild_arrivals"), {"arrivals": list(step.arrivals)})
            wave = [Arrival(*row) for row in cursor.fetchall()]
        if len(wave) != len(step.arrivals):
            raise RebuildError(f"the journal lacks arrivals of the judgement at {step.known_from}: {len(wave)} of {len(step.arrivals)}")
        once = waves.JudgedOnce(wave, step.known_from, step.given_up)
        return waves.judge_again(self.settings, self.connection, self.pool, catalogue, once)

    def decide(self, entry: JournalLine) -> None:
        """One person's decision at its own instant."""
        if entry.event == confirming.EVENT:
            confirming.replay(self.connection, entry)
            return
        catalogue = self.put_in_force(entry.text("catalogue"), f"used at {entry.text('known_from')}")
        revalidating.replay(self.settings, self.connection, self.pool, catalogue, entry)

    def put_in_force(self, wanted: str, when: str) -> Catalogue:
        """The catalogue of that hash, entered into core if another is there."""
        if wanted not in self._catalogues:
            if wanted not in self.snapshots:
                raise RebuildError(f"the journal has no snapshot of the catalogue {wanted} {when}")
            content = self.archive.read(self.snapshots[wanted])
            self._catalogues[wanted] = load_snapshot(content, self.folder / wanted)
        catalogue = self._catalogues[wanted]
        if self.in_force.hash != wanted:
            catalogue_tables.sync(self.connection, catalogue)
            self.in_force = catalogue
        return catalogue


def _known_from(entry: JournalLine) -> datetime:
    return datetime.fromisoformat(entry.text("known_from"))


def confirmations(entries: Iterable[JournalLine]) -> list[JournalLine]:
    """Every confirmation of a candidate, in order; of one whose commit never came the repeated line alone."""
    last = {(e.text("arrival"), e.number("submission_no"), e.number("figure_no")): e for e in entries if e.event == confirming.EVENT}
    return sorted(last.values(), key=_known_from)


def judgements(entries: Iterable[JournalLine]) -> list[JudgedTogether]:
    """Every judgement that took effect, in order: the last one of each arrival.

    A line whose commit never came is followed by another of the same arrivals; where a wave fell apart into single
    arrivals, the later single lines take them out of the earlier one.
    """
    last: dict[str, JudgedTogether] = {}
    for entry in entries:
        if entry.event == "judged":
            step = _judged(entry)
            last.update(dict.fromkeys(step.arrivals, step))
    kept: dict[datetime, list[str]] = {}
    for arrival, step in last.items():
        kept.setdefault(step.known_from, []).append(arrival)
    steps = {step.known_from: step for step in last.values()}
    return [_only(steps[instant], tuple(sorted(kept[instant]))) for instant in sorted(kept)]


def _only(step: JudgedTogether, arrivals: tuple[str, ...]) -> JudgedTogether:
    """A judgement as far as it took effect."""
    return replace(step, arrivals=arrivals, given_up={one: reason for one, reason in step.given_up.items() if one in arrivals})


def _judged(entry: JournalLine) -> JudgedTogether:
    """A judgement's line; one that gave nothing up has no word of it."""
    given_up = dict(zip(entry.texts("quarantined"), entry.texts("reasons"), strict=True)) if "quarantined" in entry.content else {}
    return JudgedTogether(
        datetime.fromisoformat(entry.text("known_from")), tuple(entry.texts("arrivals")), entry.text("catalogue"), given_up
    )
