"""A period put back to one of its earlier publications, as it was shown then (DESIGN §6, revert)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.publishing.dirty import clear, raise_dirty
from huizong.publishing.history import Occasion, record
from huizong.publishing.period_files import announce, write_periods
from huizong.publishing.publish import standing_of
from huizong.publishing.working_out import carry, join
from huizong.settings import Settings
from huizong.warehouse.locks import held, publish_key
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class Standing:
    """How a period stands: its last publication, the last one before it that showed something else (None: there is none).

    `known` is the instant of the latest figures that it could be made of; `kept` is why it stays as it is: final, reverted, or empty.
    """

    number: int
    known: datetime
    earlier: int | None
    kept: str


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was put back: the publication's number, its rows, the files written."""

    number: int
    rows: int
    files: tuple[Path, ...]


def standing(connection: Connection, period: str) -> Standing | None:
    """How the period stands; None if it was never published."""
    with connection.cursor() as cursor:
        cursor.execute(query("reversion_state"), {"period": period})
        found = cursor.fetchone()
    return None if found is None else Standing(*found)


def put_back(
    connection: Connection,
    settings: Settings,
    catalogue: Catalogue,
    period: str,
    decide: Callable[[Standing | None], int],
    at: datetime | None = None,
) -> PutBack:
    """Show the period as its publication of the number that `decide` gives, and write its files.

    `decide` is called while nothing can be published, with how the period stands, and has written the decision down when it
    returns; what it raises is passed on, and nothing is done.
    """
    year = Period.parse(period).year
    connection.rollback()
    with held(connection, publish_key(year), publish_key(year + 1), publish_key(year + 2)):
        number = decide(standing(connection, period))
        moment = at or datetime.now(UTC)
        values: dict[str, object] = {"period": period, "periods": [period], "number": number, "published_at": moment}
        with connection.cursor() as cursor:
            cursor.execute(query("next_revision"))
            values["revision"] = revision = int((cursor.fetchone() or (0,))[0])
            cursor.execute(query("reversion_put_back"), values)
            cursor.execute(query("gate_open"), values)
        join(connection, (period,))
        following = carry(connection, (period,))
        record(connection, settings, (period,), Occasion(catalogue.hash, revision, moment, number))
        for each, read in following.items():
            record(connection, settings, (each,), Occasion(catalogue.hash, read, moment))
        raised = raise_dirty(connection, following, moment)
        renewed = (period, *raised)
        rows = {each: number for each, (number, _) in standing_of(connection, renewed).items()}
        notices = announce(connection, settings, renewed, moment)
        connection.commit()
        written = write_periods(connection, settings, catalogue, renewed, sum(rows.values()))
        clear(connection, raised)
        connection.commit()
    return PutBack(number, rows.get(period, 0), (*notices, *written.files))
