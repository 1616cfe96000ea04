"""Publication as a step of the flow: which periods wait for it, one of them published, its files once things have come to rest."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import psycopg2
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.settings import Settings
from huizong.steps.preparing import catalogue_of, loader_connection
from huizong.warehouse import WarehouseError
from huizong.warehouse.queries import query

if TYPE_CHECKING:
    from huizong.publishing import AsIs, Publication

log = logging.getLogger(__name__)

# Files of a period wait for an end of what comes in, not longer: a thousand forms at once are to be published within 90 s.
FILES_SECONDS = 45.0
# Rollups wait for an end of what is being judged so long at most, where that is more than so many files: to work out a county takes
# as long for one of them as for all.
ROLLUPS_SECONDS, FEW = 30.0, 8
LOOK_SECONDS = 0.5


def dirty_periods(settings: Settings) -> list[str]:
    """Periods whose rollups are older than their figures."""
    from huizong import publishing  # it loads what writes workbooks

    with loader_connection(settings) as connection:
        return [dirty.period for dirty in publishing.dirty_periods(connection)]


def periods_to_publish(settings: Settings) -> list[str]:
    """The same without those that lack nothing but files which wait for the rest of what is being judged (`publish_if_dirty`)."""
    from huizong import publishing

    with loader_connection(settings) as connection:
        return [dirty.period for dirty in publishing.dirty_periods(connection, FILES_SECONDS)]


def publish(settings: Settings, period: str, *, with_files: bool = True, whole: bool = True, with_docs: bool = True) -> Publication:
    """Compute and publish the rollups of one period and of those above it; bring the Data Docs up to date.

    All of it, not only what is made of something new, unless not `whole`. Without files these are left for when things come to
    rest (`publish_if_dirty`), and the Data Docs with them; who writes these himself says so.
    Raises NotConservedError, when all else is done, where rollups are not what they count: a fault of ours, for an engineer.
    """
    from huizong import publishing

    catalogue = catalogue_of(settings)
    with loader_connection(settings) as connection:
        manner = publishing.Manner(with_files=with_files, whole=whole)
        publication = publishing.publish(connection, settings, catalogue, period, manner=manner)
        log.info("published %s: %d rollup rows; %d periods stopped", period, publication.rows, len(publication.stopped))
        if with_files and with_docs:
            _write_data_docs(settings, connection, catalogue)
    if broken := [one for one in publication.stopped if one.kind == "conservation"]:
        raise publishing.NotConservedError("; ".join(f"{one.period} stays as it was published: {one.line}" for one in broken))
    return publication


def publish_if_dirty(settings: Settings, period: str, *, with_docs: bool = True) -> Publication | None:
    """Publish a period unless the publication of another has done for it meanwhile.

    While arrivals wait to be judged its files wait too, up to FILES_SECONDS: the next wave would make them old.
    """
    if period not in dirty_periods(settings):
        return None
    with loader_connection(settings) as connection, connection.cursor() as cursor:
        cursor.execute(query("publish_at_rest"), {"period": period, "seconds": FILES_SECONDS})
        ((is_time,),) = cursor.fetchall()
    return publish(settings, period, with_files=is_time, whole=False, with_docs=with_docs)


def wait_for_many(settings: Settings, seconds: float = ROLLUPS_SECONDS) -> None:
    """Return as soon as few arrivals wait to be judged, and after so many seconds in any case.

    Of a thousand forms at once the first are judged long before the last: a publication begun then would take the machine from the
    others, and be done again.
    """
    until = time.monotonic() + seconds
    with loader_connection(settings) as connection, connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(query("publish_many_wait"), {"few": FEW})
            ((many,),) = cursor.fetchall()
            connection.rollback()
            if not many:
                return
            time.sleep(LOOK_SECONDS)


def publish_as_is(settings: Settings, period: str) -> AsIs:
    """The page of a period as today's figures give it, marked as no final one; changes no state.

    Raises WarehouseError for a database of another schema, and as `publishing.publish_as_is` does.
    """
    from huizong import publishing

    catalogue = catalogue_of(settings)
    with loader_connection(settings) as connection:
        try:
            return publishing.publish_as_is(connection, settings, catalogue, period)
        except (psycopg2.errors.UndefinedTable, psycopg2.errors.UndefinedColumn, psycopg2.errors.UndefinedFunction) as error:
            raise WarehouseError("the warehouse was never migrated, or not to this version: run `huizong migrate` first") from error


def write_data_docs(settings: Settings) -> None:
    """Bring the engineers' pages up to date; whatever goes wrong with them is logged."""
    with loader_connection(settings) as connection:
        _write_data_docs(settings, connection, catalogue_of(settings))


def _write_data_docs(settings: Settings, connection: Connection, catalogue: Catalogue) -> None:
    """The engineers' pages; whatever goes wrong with them is logged, for the period is published already."""
    from huizong import publishing

    try:
        publishing.write_data_docs(connection, settings, catalogue)
    except Exception:  # Great Expectations raises whatever its parts raise; the next publication tries again
        log.exception("the data docs could not be written")
