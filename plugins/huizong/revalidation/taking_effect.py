"""A decision to judge again takes effect: all that it does in one transaction, its line on disk before the commit."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.checking import judge
from huizong.intake import Journal
from huizong.revalidation.journal_lines import Again, RevalidationLine, write
from huizong.revalidation.rejudging import find_examined
from huizong.settings import Settings
from huizong.warehouse import loading, staging
from huizong.warehouse.locks import LOAD, lock_transaction
from huizong.warehouse.queries import query
from huizong.warehouse.server.scratch import last_commit

Enter = Callable[[], None]
Record = Callable[[datetime], None]


class OvertakenError(Exception):
    """Figures were loaded while submissions were compared: the comparison is out of date."""


def staged_again(draft: staging.StagedDraft, again: Again) -> staging.StagedDraft:
    """The draft as that of the arrival by which its submission is judged again."""
    return staging.StagedDraft(again.again, draft.received_at, draft.draft, draft.revalidates)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a decision takes effect: at the instant `known_from` that it had, on replay; else now.

    Now `clock` is the last commit that was compared with, and the decision is written into the `journal`.
    """

    known_from: datetime | None = None
    clock: str | None = None
    journal: Journal | None = None


def take_effect(
    settings: Settings,
    connection: Connection,
    catalogue: Catalogue,
    decision: RevalidationLine,
    staged: Sequence[staging.StagedDraft],
    when: Moment,
) -> datetime:
    """Everything that the decision does in one transaction under the loading lock; its line is on disk before the commit.

    Raises OvertakenError if figures were loaded since they were compared.
    """
    examined: list[int] = []

    def enter() -> None:
        if when.clock is not None and last_commit(connection) != when.clock:
            raise OvertakenError
        if decision.scope.rule is None:
            examined.extend(one.submission_id for one in find_examined(connection, decision.catalogue, decision.scope))
        for again in decision.again:
            _execute(connection, "arrive", asdict(again))

    def record(instant: datetime) -> None:
        at = {"known_from": instant, "catalogue": decision.catalogue}
        for void in decision.void:
            _execute(connection, "void", {**asdict(void), **at})
        _execute(connection, "examined", {**at, "submissions": examined})
        _execute(connection, "receipts", {**at, "arrivals": [again.again for again in decision.again if again.receipt]})
        said = {"approver": decision.approver, "reason": decision.reason, **asdict(decision.scope)}
        _execute(connection, "note", {**at, **said, "judged_again": len(decision.again), "voided": len(decision.void)})
        if when.journal is not None:
            write(when.journal, decision, instant)

    if not staged:
        return _without_run(connection, enter, record, when.known_from)
    run_id = uuid.uuid4().hex
    try:
        staging.write(connection, run_id, staged, catalogue)
        judge(settings, connection, run_id, catalogue)
        beside = loading.SameTransaction(enter, record)
        return loading.load(connection, run_id, catalogue, beside, known_from=when.known_from).known_from
    except BaseException:
        connection.rollback()
        with connection.cursor() as cursor:
            cursor.execute(query("load_clear"), {"run_id": run_id})
        connection.commit()
        raise


def _without_run(connection: Connection, enter: Enter, record: Record, known_from: datetime | None) -> datetime:
    """The same where no submission is judged again."""
    connection.rollback()
    try:
        lock_transaction(connection, LOAD)
        enter()
        instant = loading.take_instant(connection, known_from)
        record(instant)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return instant


def _execute(connection: Connection, step: str, values: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query(f"revalidate_{step}"), values)
