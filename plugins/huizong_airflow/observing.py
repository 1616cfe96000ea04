"""What a run tells those who watch the system: its counters, and where its figures came from. Nothing at all unless somebody listens."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

import psycopg2

from huizong.settings import Settings
from huizong.warehouse.connection import WarehouseError
from huizong_airflow import lineage, metrics

if TYPE_CHECKING:
    from huizong.publishing import Publication

log = logging.getLogger(__name__)


def ingested(settings: Settings) -> None:
    """At the end of a run that judged files. What can't be told fails no run: it is said in the log, and counted by the next one."""
    if not metrics.are_on() and not lineage.is_on():
        return
    from huizong.catalogue import CatalogueError
    from huizong.flow import measuring

    try:
        measured = measuring.since_last(settings)
    except (WarehouseError, CatalogueError, psycopg2.Error) as error:
        log.warning("what the run did could not be counted: %s", str(error).splitlines()[0])
        return
    metrics.send(measured)
    lineage.files_became_figures(settings, measured.archived)


def published(settings: Settings, publications: Iterable[Publication | None]) -> None:
    """At the end of a task that published: the files that were written, and how many periods still wait."""
    done = [one for one in publications if one is not None]
    if done and lineage.is_on():
        lineage.figures_became_rollups(settings, [path for one in done for path in one.files])
    if not metrics.are_on():
        return
    from huizong.flow import publication

    try:
        metrics.send_dirty(len(publication.dirty_periods(settings)))
    except (WarehouseError, psycopg2.Error) as error:
        log.warning("how many periods wait could not be counted: %s", str(error).splitlines()[0])
