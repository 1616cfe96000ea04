"""What `huizong check` says of files: the objects of DESIGN §6, read back from staging after judgement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from psycopg2.extensions import connection as Connection

from huizong.checking.audit import RelationStanding
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """One figure as the report shows it.

    `value` is a decimal string in the indicator's own unit, or None; growth and completion are in % (DESIGN §6).
    `unit` is the indicator's own, for `growth_rate` "%".
    """

    organisation: str | None
    indicator: str | None
    period: str | None
    basis: str
    value: str | None
    unit: str | None
    status: str
    place: str


@dataclass(frozen=True, slots=True)
class ReportedIssue:
    """One fault as the report shows it."""

    rule: str
    severity: str
    place: str
    observed: str | None
    expected: str | None
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Conservation:
    """How the numeric cells of a file were disposed of; the three add up to all of them."""

    figures: int
    structure: int
    issues: int


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A relation that could not be evaluated at a place, and the figures that nobody has given."""

    relation: str
    organisation: str | None
    period: str
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationAudit:
    """How often the form's relations hold, fail, or could not be evaluated: one a relation and place where it is asked."""

    held: int
    failed: int
    not_evaluated: tuple[NotEvaluated, ...]

    @classmethod
    def of(cls, standings: Iterable[RelationStanding]) -> RelationAudit:
        """The audit of one submission."""
        known = tuple(standings)
        lacking = tuple(NotEvaluated(one.relation, one.organisation, one.period, one.lacking) for one in known if one.lacking)
        failed = sum(one.broken for one in known)
        return cls(len(known) - failed - len(lacking), failed, lacking)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file said for one form, and what it came to."""

    file: str
    verdict: str
    organisation: str | None
    form: str | None
    period: str | None
    figures: tuple[ReportedFigure, ...]
    issues: tuple[ReportedIssue, ...]
    conservation: Conservation
    relations: RelationAudit

    def to_json(self) -> dict[str, Any]:
        """The object of DESIGN §6."""
        return asdict(self)


def file_reports(connection: Connection, run_id: str, standings: Iterable[RelationStanding]) -> list[FileReport]:
    """The reports of a run that is judged but not yet loaded, in the order of its submissions, with how its relations stand."""
    audited: dict[int, list[RelationStanding]] = {}
    for standing in standings:
        audited.setdefault(standing.submission_no, []).append(standing)
    with connection.cursor() as cursor:
        cursor.execute(query("report_figures"), {"run_id": run_id})
        figures: dict[int, list[ReportedFigure]] = {}
        for number, organisation, indicator, period, basis, value, unit, status, place in cursor.fetchall():
            shown = ReportedFigure(organisation, indicator, period, basis, shown_decimal(value), unit, status, place)
            figures.setdefault(number, []).append(shown)
        cursor.execute(query("report_issues"), {"run_id": run_id})
        issues: dict[int, list[ReportedIssue]] = {}
        for number, *rest in cursor.fetchall():
            issues.setdefault(number, []).append(ReportedIssue(*rest))
        cursor.execute(query("report_submissions"), {"run_id": run_id})
        return [
            FileReport(
                file,
                verdict,
                reporter,
                form,
                period,
                tuple(figures.get(number, ())),
                tuple(issues.get(number, ())),
                Conservation(figure_cells, structure_cells, issue_cells),
                RelationAudit.of(audited.get(number, ())),
            )
            for number, _arrival, file, verdict, reporter, form, period, figure_cells, structure_cells, issue_cells in cursor.fetchall()
        ]


def shown_decimal(value: Decimal | None) -> str | None:
    """A decimal without exponent or trailing zeros."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
