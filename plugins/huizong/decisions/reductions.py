"""Announced reductions (核减通知): a cumulative may fall where the county has said so; in the journal first (PRACTICE, Checks)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, timedelta

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.decisions.deciding import ArchivedFile, DecisionError, arrive_again
from huizong.flow import pipeline
from huizong.intake import Journal, record_arrivals
from huizong.intake.taking import REDUCTION, next_instant
from huizong.settings import Settings
from huizong.steps import answering, preparing, waves
from huizong.warehouse import connect
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class Reduction:
    """What the notice says: its number, and whose cumulative of which indicator it lowers in which period."""

    document: str
    indicator: str
    period: str
    organisations: tuple[str, ...]
    registrar: str


def announce(settings: Settings, reduction: Reduction) -> waves.BatchSummary:
    """Register a reduction, and judge the reports anew in which it was held; returns what they came to.

    Raises DecisionError for what the catalogue doesn't know, for no flow, or for what is registered already.
    """
    catalogue = preparing.prepare(settings)
    _assert_sound(reduction, catalogue)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        journal = Journal(settings.archive / "journal")
        with journal.writing():
            record_arrivals(connection, catalogue, journal)
            organisations = _not_yet_covered(connection, reduction)
            decided_at = next_instant(connection).astimezone(UTC)
            journal.append(
                REDUCTION,
                decided_at.year,
                document=reduction.document.strip(),
                indicator=reduction.indicator,
                period=reduction.period,
                organisations=organisations,
                registrar=reduction.registrar.strip(),
                decided_at=decided_at.isoformat(timespec="microseconds"),
            )
            arrivals = [
                arrive_again(journal, file, decided_at + timedelta(microseconds=number))
                for number, file in enumerate(_blocked(connection, reduction, organisations), start=1)
            ]
            record_arrivals(connection, catalogue, journal)
    judged = pipeline.judge_batch(settings, arrivals) if arrivals else waves.NOTHING
    answering.write_receipts(settings)
    return judged


def _assert_sound(reduction: Reduction, catalogue: Catalogue) -> None:
    if not reduction.document.strip() or not reduction.registrar.strip():
        raise DecisionError("a reduction needs the number of its document and the name of who registers it")
    if not reduction.organisations:
        raise DecisionError("a reduction needs the organisations that it is about")
    try:
        indicator = catalogue.indicator(reduction.indicator)
        for organisation in reduction.organisations:
            catalogue.organisation(organisation)
        Period.parse(reduction.period)
    except (KeyError, ValueError) as error:
        raise DecisionError(f"the catalogue doesn't know that: {error}") from error
    if indicator.kind != "flow":
        raise DecisionError(f"{indicator.name} is no flow: only a cumulative can be reduced")


def _not_yet_covered(connection: Connection, reduction: Reduction) -> list[str]:
    """The organisations for which the document is not registered yet; raises DecisionError if it is for all."""
    with connection.cursor() as cursor:
        cursor.execute(
            query("reduction_known"),
            {
                "document": reduction.document.strip(),
                "indicator": reduction.indicator,
                "period": reduction.period,
                "organisations": list(reduction.organisations),
            },
        )
        known = {organisation for (organisation,) in cursor.fetchall()}
    left = [organisation for organisation in dict.fromkeys(reduction.organisations) if organisation not in known]
    if not left:
        raise DecisionError(f"{reduction.document} is registered already for {', '.join(sorted(known))}")
    return left


def _blocked(connection: Connection, reduction: Reduction, organisations: Sequence[str]) -> list[ArchivedFile]:
    with connection.cursor() as cursor:
        key = {"organisations": list(organisations), "indicator": reduction.indicator, "period": reduction.period}
        cursor.execute(query("reduction_blocked"), key)
        return [ArchivedFile(*row) for row in cursor.fetchall()]
