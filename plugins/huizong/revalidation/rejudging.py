"""Submissions judged twice in a private copy of the warehouse: as they were, and under the catalogue in force."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.checking import judge
from huizong.checking.rules.compiled import rules_of
from huizong.reading.pool import ReaderPool
from huizong.revalidation.outcomes import ChangedSubmission, Examined, JudgedFault, Outcome, Reach, SubmissionJudgement, compare
from huizong.settings import Settings
from huizong.steps.drafting import Arrival
from huizong.steps.trying import draft_or_failed
from huizong.warehouse import connect, staging
from huizong.warehouse.queries import query
from huizong.warehouse.schema import catalogue_tables

RUN_AT_MOST = 100
Drafts = Mapping[int, staging.StagedDraft]
CatalogueOf = Callable[[str], Catalogue]


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a changed catalogue changes: what was looked at, what changes, and what the catalogue in force can't read any more.

    `drafts` are the submissions as they read under it, by submission_id.
    """

    examined: tuple[Examined, ...]
    changes: tuple[ChangedSubmission, ...]
    unread: tuple[Examined, ...]
    drafts: Drafts


def find_examined(connection: Connection, catalogue_hash: str, scope: Reach) -> tuple[Examined, ...]:
    """The submissions that the scope asks about, report after report, in their order of arrival."""
    with connection.cursor() as cursor:
        cursor.execute(query("revalidate_submissions"), {"catalogue_hash": catalogue_hash, "period": scope.period, "rule": scope.rule})
        return tuple(Examined(*row) for row in cursor.fetchall())


def compare_all(
    scratch: Settings, catalogue: Catalogue, catalogue_of: CatalogueOf, scope: Reach, only: Set[int] | None = None
) -> Consequences:
    """Judge what the scope asks about under both catalogues in the scratch database; nothing is loaded anywhere.

    With `only` no other reports than those of these submissions, each with all its attempts.
    """
    with closing(connect(scratch.database_url, role="huizong_loader")) as connection:
        examined = find_examined(connection, catalogue.hash, scope)
        if only is not None:
            reports = {one.report for one in examined if one.submission_id in only}
            examined = tuple(one for one in examined if one.report in reports)
        if not examined:
            return Consequences((), (), (), {})
        with ReaderPool.of(scratch) as pool:
            return _compare(scratch, connection, pool, _Catalogues(catalogue, catalogue_of), scope, examined)


@dataclass(frozen=True, slots=True)
class _Catalogues:
    """The one in force, and how one that was is found by its hash."""

    in_force: Catalogue
    once: CatalogueOf


def _compare(
    scratch: Settings, connection: Connection, pool: ReaderPool, catalogues: _Catalogues, scope: Reach, examined: tuple[Examined, ...]
) -> Consequences:
    catalogue = catalogues.in_force
    drafts = {one.submission_id: draft for one in examined if (draft := draft_of(scratch, connection, pool, catalogue, one))}
    readable = tuple(one for one in examined if one.submission_id in drafts)
    before: dict[int, SubmissionJudgement] = {}
    for judged_under in sorted({one.judged_under for one in readable} - {catalogue.hash}):
        old = catalogues.once(judged_under)
        then = [one for one in readable if one.judged_under == judged_under]
        old_drafts = {one.submission_id: draft for one in then if (draft := draft_of(scratch, connection, pool, old, one))}
        before |= _judge(scratch, connection, old, then, old_drafts)
    after = _judge(scratch, connection, catalogue, readable, drafts)
    stored = _stored(connection, readable)
    names = rules_by_form(catalogue)
    found = (
        compare(
            one,
            stored.get(one.submission_id, ()),
            before.get(one.submission_id, after[one.submission_id]),
            after[one.submission_id],
            names[one.form, _version(catalogue, one)],
            scope.rule,
        )
        for one in readable
    )
    unread = tuple(one for one in examined if one.submission_id not in drafts)
    return Consequences(examined, tuple(change for change in found if change is not None), unread, drafts)


def _version(catalogue: Catalogue, one: Examined) -> int:
    """The version of its form for its period; the newest where none held, as when the file stated a period of none."""
    return (catalogue.form_on(one.form, Period.parse(one.period).last_day) or catalogue.form(one.form)).version


def draft_of(
    settings: Settings, connection: Connection, pool: ReaderPool, catalogue: Catalogue, one: Examined
) -> staging.StagedDraft | None:
    """The submission read from the archive again; None if its file doesn't read as that report under the catalogue.

    Its explanations stay out: they were taken when they came, and hold for their values.
    """
    arrival = Arrival(one.arrival_id, one.folder_reporter, one.folder, one.folder_below, one.file_name, one.file_sha256, one.received_at)
    for item in draft_or_failed(settings, connection, pool, catalogue, arrival):
        draft = item.draft
        if (draft.reporter, draft.form, draft.period, draft.sha256) == (*one.report, one.sha256):
            return replace(item, draft=replace(draft, explanations=()), revalidates=one.submission_id)
    return None


def rules_by_form(catalogue: Catalogue) -> Mapping[tuple[str, int], frozenset[str]]:
    """The names under which faults of a form in its version are told: its relations, and the issue types."""
    anywhere = frozenset(kind.code for kind in catalogue.issue_types)
    names: dict[tuple[str, int], set[str]] = {(form.code, form.version): set() for form in catalogue.forms}
    for rule in rules_of(catalogue):
        if rule.form is not None:
            names[rule.form.code, rule.form.version].add(rule.name.rpartition("@")[0])
    return {form: anywhere | own for form, own in names.items()}


def _judge(
    scratch: Settings, connection: Connection, catalogue: Catalogue, examined: Sequence[Examined], drafts: Drafts
) -> dict[int, SubmissionJudgement]:
    """The judgement of each submission that reads, under the catalogue; its staging is cleared again."""
    catalogue_tables.sync(connection, catalogue)
    judged: dict[int, SubmissionJudgement] = {}
    for batch in _batches([one for one in examined if one.submission_id in drafts]):
        run_id = uuid.uuid4().hex
        staging.write(connection, run_id, [drafts[one.submission_id] for one in batch], catalogue)
        judge(scratch, connection, run_id, catalogue)
        judged |= _read_judgements(connection, run_id)
        with connection.cursor() as cursor:
            cursor.execute(query("load_clear"), {"run_id": run_id})
        connection.commit()
    return judged


def _batches(examined: Sequence[Examined]) -> Iterator[list[Examined]]:
    """The submissions in runs of limited size, the attempts of one report together."""
    batch: list[Examined] = []
    for _, attempts in groupby(examined, key=lambda one: one.report):
        batch += attempts
        if len(batch) >= RUN_AT_MOST:
            yield batch
            batch = []
    if batch:
        yield batch


def _read_judgements(connection: Connection, run_id: str) -> dict[int, SubmissionJudgement]:
    faults: dict[int, list[JudgedFault]] = {}
    figures: dict[int, list[Outcome]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query("revalidate_issues"), {"run_id": run_id})
        for submission_id, *fault in cursor.fetchall():
            faults.setdefault(submission_id, []).append(JudgedFault(*fault))
        cursor.execute(query("revalidate_figures"), {"run_id": run_id})
        for submission_id, *figure in cursor.fetchall():
            figures.setdefault(submission_id, []).append(Outcome(*figure))
        cursor.execute(query("revalidate_verdicts"), {"run_id": run_id})
        return {
            submission_id: SubmissionJudgement(verdict, tuple(faults.get(submission_id, ())), tuple(figures.get(submission_id, ())))
            for submission_id, verdict in cursor.fetchall()
        }


def _stored(connection: Connection, examined: Sequence[Examined]) -> dict[int, list[JudgedFault]]:
    stored: dict[int, list[JudgedFault]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query("revalidate_stored"), {"submissions": [one.submission_id for one in examined]})
        for submission_id, *fault in cursor.fetchall():
            stored.setdefault(submission_id, []).append(JudgedFault(*fault))
    return stored
