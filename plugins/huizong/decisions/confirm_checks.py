"""What the rules say of a figure that a person wants to take in: the same rules, beside what the report has given already."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import RealDictCursor

from huizong.catalogue import Catalogue
from huizong.checking import judge
from huizong.model import Basis, Draft, Figure, Maturity, Status
from huizong.settings import Settings
from huizong.warehouse import staging
from huizong.warehouse.queries import query

_NUMBER = re.compile(r"\d+(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Told:
    """One fault that the figure has a part in; `holds` if a file's figure would be held by it."""

    rule: str
    severity: str
    message: str
    holds: bool


@dataclass(frozen=True, slots=True)
class CandidateReport:
    """The report that the figure came in: its file and bytes, who reported, and for which period."""

    submission_id: int
    arrival_id: str
    file: str
    sha256: str
    reporter: str
    form: str
    period: str


def digit_weight(text: str, value: Decimal | None) -> Decimal | None:
    """The weight of the last digit written, in the unit of the value (4.5亿元 for 万元: 1000); None where no digits stand there."""
    found = _NUMBER.search(text.replace(",", "").replace("，", ""))
    if value is None or not found or not Decimal(found[0]):
        return None
    return (abs(value / Decimal(found[0])) * Decimal(1).scaleb(-len(found[1] or ""))).normalize()


def faults_of(
    settings: Settings, connection: Connection, catalogue: Catalogue, report: CandidateReport, figure: Figure
) -> tuple[Told, ...]:
    """Judge the figure as the first of a submission of its report, with the live figures of the same period beside it.

    What holds it comes first. Nothing is loaded; its staging is cleared. Commits.
    """
    beside = _neighbours(connection, report, figure)
    draft = Draft(report.file, report.sha256, report.reporter, report.form, report.period, kind="narrative", figures=(figure, *beside))
    # judged again, not sent: rules about sending have nothing to say
    staged = staging.StagedDraft(report.arrival_id, datetime.now(UTC), draft, revalidates=report.submission_id)
    run_id = uuid.uuid4().hex
    try:
        staging.write(connection, run_id, [staged], catalogue)
        judge(settings, connection, run_id, catalogue)
        with connection.cursor() as cursor:
            cursor.execute(query("confirm_faults"), {"run_id": run_id})
            return tuple(Told(*row) for row in cursor.fetchall())
    finally:
        connection.rollback()
        with connection.cursor() as cursor:
            cursor.execute(query("load_clear"), {"run_id": run_id})
        connection.commit()


def _neighbours(connection: Connection, report: CandidateReport, figure: Figure) -> tuple[Figure, ...]:
    key = {"organisation": figure.organisation, "indicator": figure.indicator, "period": figure.period, "basis": figure.basis.value}
    where = {**key, "reporter": report.reporter, "form": report.form, "period_year": int(str(figure.period)[:4])}
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(query("confirm_neighbours"), where)
        return tuple(_figure(dict(row)) for row in cursor.fetchall())


def _figure(row: dict[str, Any]) -> Figure:
    return Figure(
        place=row["place"],
        raw=row["raw_text"],
        status=Status(row["status"]),
        organisation=row["organisation"],
        indicator=row["indicator"],
        period=row["period"],
        basis=Basis(row["basis"]),
        value=row["value"],
        precision=row["digit_weight"],
        qualifier=row["qualifier"],
        maturity=Maturity(row["maturity"]) if row["maturity"] else None,
        refers_to=Basis(row["refers_to"]) if row["refers_to"] else None,
        source=row["source"],
    )
