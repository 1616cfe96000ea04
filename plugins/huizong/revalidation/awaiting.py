"""Reports that waited for a name of the catalogue, judged again once it is there: no department sends anything a second time.

A line of the catalogue is a person's act; what follows from it needs no second one. So this is a revalidation that nobody has
to start (decision 0015): the same comparison, the same line of the journal, the same judgement of the archived bytes. It
takes only what gets better by it; what would get worse waits for a person and `huizong revalidate`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.catalogue.folder.adding import file_of, text_of
from huizong.model import Verdict
from huizong.proposing.lines import Proposal, Proposer, Waiting, knows
from huizong.revalidation import revalidating
from huizong.revalidation.outcomes import ChangedSubmission, Reach
from huizong.revalidation.rejudging import Consequences
from huizong.settings import Settings
from huizong.steps import preparing
from huizong.warehouse import connect
from huizong.warehouse.queries import query

log = logging.getLogger(__name__)

APPROVER = "huizong"
RULE = "names-added"  # the scope under which the journal keeps such a decision
_BETTER_FIRST = (Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_QUERIES, Verdict.PARTIALLY_ACCEPTED, Verdict.RETURNED)
_NAMED_AT_MOST = 20


def take_up(settings: Settings) -> int:
    """Judge again every report that waits for a name which the catalogue has now; returns how many were.

    Afterwards each name that still waits has its proposed line. Killed anywhere and run again it does what is left.
    """
    catalogue = preparing.catalogue_of(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        preparing.put_in_force(settings, connection, catalogue)
        found = _known_now(connection, catalogue)
        done = _judge_again(settings, connection, catalogue, found) if found else 0
        refresh(connection, catalogue)
    return done


def _known_now(connection: Connection, catalogue: Catalogue) -> dict[int, list[str]]:
    """The submissions that wait for a name which the catalogue has, with those names."""
    with connection.cursor() as cursor:
        cursor.execute(query("unmatched_reports"), {"catalogue_hash": catalogue.hash})
        rows = cursor.fetchall()
    connection.commit()
    found: dict[int, list[str]] = {}
    for submission_id, kind, name, form, basis in rows:
        if knows(catalogue, kind, name, form, basis):
            found.setdefault(submission_id, []).append(name)
    return found


def _judge_again(settings: Settings, connection: Connection, catalogue: Catalogue, found: dict[int, list[str]]) -> int:
    names = list(dict.fromkeys(name for each in found.values() for name in each))
    shown = "、".join(names[:_NAMED_AT_MOST]) + (f"等{len(names)}项" if len(names) > _NAMED_AT_MOST else "")
    decided = revalidating.Decided(APPROVER, f"目录已收录：{shown}", Reach(None, RULE))
    done = revalidating.apply_to(settings, connection, catalogue, frozenset(found), better, decided)
    if done is None:
        return 0  # figures came in all the while: the next run tries again
    taken = {change.examined.submission_id for change in done.changes}
    _leave(connection, catalogue, set(found) - taken)
    log.info("names of the catalogue: %d reports judged again, %d left for a person", len(taken & set(found)), len(set(found) - taken))
    return len(taken)


def better(comparison: Consequences) -> Consequences:
    """The comparison without the reports of which an attempt would get a worse verdict, or lose a figure."""
    changes = [change for change in comparison.changes if change.judged_again]
    worse = {change.examined.report for change in changes if _is_worse(change)}
    kept = tuple(change for change in changes if change.examined.report not in worse)
    reports = {change.examined.report for change in kept}
    examined = tuple(one for one in comparison.examined if one.report in reports)
    return Consequences(examined, kept, (), comparison.drafts)


def _is_worse(change: ChangedSubmission) -> bool:
    rank = {verdict.value: number for number, verdict in enumerate(_BETTER_FIRST)}
    return bool(change.held) or rank.get(change.verdict, len(rank)) > rank.get(change.examined.verdict, len(rank))


def _leave(connection: Connection, catalogue: Catalogue, submissions: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        parameters = {"submissions": sorted(submissions), "catalogue_hash": catalogue.hash, "noted_at": datetime.now(UTC)}
        cursor.execute(query("unmatched_leave"), parameters)
    connection.commit()


# --- proposals ---


def refresh(connection: Connection, catalogue: Catalogue) -> None:
    """Give each name that waits its number, and the lines that would let it in under this catalogue; commits."""
    with connection.cursor() as cursor:
        cursor.execute(query("unmatched_stale"), {"catalogue_hash": catalogue.hash})
        ((stale,),) = cursor.fetchall()
        if stale:
            cursor.execute(query("unmatched_number"))
            proposer = Proposer(catalogue)
            for waiting in waiting_names(connection):
                cursor.execute(query("unmatched_propose"), {**_row(catalogue, proposer.propose(waiting)), "catalogue_hash": catalogue.hash})
    connection.commit()


def waiting_names(connection: Connection) -> Iterator[Waiting]:
    """Every name that waits and has its number; the connection's transaction goes on."""
    with connection.cursor() as cursor:
        cursor.execute(query("unmatched_waiting"))
        rows = cursor.fetchall()
    by_name: dict[tuple[str, str], list[tuple[int | None, str | None, str | None, str | None, str | None, str | None, int]]] = {}
    for number, kind, name, *rest in rows:
        by_name.setdefault((kind, name), []).append((number, *rest))
    for (kind, name), found in sorted(by_name.items(), key=lambda item: item[1][0][0] or 0):
        number = found[0][0]
        if number is None:
            continue
        forms = tuple(dict.fromkeys(form for _, form, *_ in found if form))
        bases = {form: tuple(dict.fromkeys(basis for _, own, basis, *_ in found if own == form and basis)) for form in forms}
        units: dict[str, int] = {}
        for *_, unit, figures in found:
            if unit:
                units[unit] = units.get(unit, 0) + figures
        unit = max(units, key=lambda text: (units[text], text)) if units else None
        codes = tuple(dict.fromkeys(code for _, _, _, code, *_ in found if code))
        reporters = tuple(dict.fromkeys(reporter for _, _, _, _, reporter, *_ in found if reporter))
        yield Waiting(number, kind, name, unit, forms, bases, codes, reporters)


def _row(catalogue: Catalogue, proposal: Proposal) -> dict[str, object]:
    texts = [(file_of(catalogue.folder, line), text_of(catalogue.folder, line)) for line in proposal.lines]
    return {
        "number": proposal.waiting.number,
        "nearest": proposal.nearest,
        "nearest_name": proposal.nearest_name,
        "file": texts[0][0] if texts else None,
        "line": texts[0][1] if texts else None,
        "more": [f"{file}: {line}" for file, line in texts[1:]],
        "wanted": proposal.wanted,
    }
