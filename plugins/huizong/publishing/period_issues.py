"""Checks at publishing: between sources and between levels. They raise issues on the period and change no verdict (DESIGN §4).

An issue is what differs and the values that do: found again it stays the one it was, found no more it is closed, with
other values it is another one. Each raising and closing is a line of the journal before the warehouse has it, so that a
rebuild, which publishes only once, gives the same history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.checking.language.basis_words import BASIS_WORDS
from huizong.checking.messages.fault_texts import fill
from huizong.checking.rules.compiled import Disagreement, compiled
from huizong.intake import Journal
from huizong.intake.taking import PERIOD_CLOSED, PERIOD_RAISED
from huizong.model import Basis
from huizong.publishing.scope import EVERYTHING, Scope
from huizong.settings import INCLUDE, Settings
from huizong.warehouse.queries import query

CHECKS = INCLUDE / "sql" / "checks" / "period"
RULES, DISAGREE = ("sources", "levels"), "forms-disagree"


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes an issue of a period the same one; values as text in the indicator's own unit, codes empty where none is compared."""

    period: str
    rule: str
    organisation: str
    indicator: str
    basis: str
    reporter: str
    form: str
    other_reporter: str
    other_form: str
    observed: str
    expected: str


@dataclass(frozen=True, slots=True)
class PeriodIssue:
    """A fault of a period with its texts."""

    identity: Identity
    severity: str
    responsibility: str
    dimension: str
    difference: str
    message: str
    remedy: str


def check_periods(
    connection: Connection, settings: Settings, catalogue: Catalogue, periods: Sequence[str], at: datetime, scope: Scope = EVERYTHING
) -> None:
    """Compare the periods' sources and levels anew, raise what differs and close what does no more; the caller commits.

    Raises KeyError for an issue type that the catalogue lacks, OSError if the journal can't be written; raises as `compiled`.
    """
    journal, known_rules = Journal(settings.archive / "journal"), compiled(catalogue, settings.home / "cache")
    compared = [issue for rule in RULES for issue in _found(connection, catalogue, rule, periods, scope)]
    found = {issue.identity: issue for issue in (*compared, *_between_forms(connection, catalogue, known_rules.disagreements, periods))}
    known = _open(connection, periods)
    instant = at.astimezone(UTC)
    moment = instant.isoformat(timespec="microseconds")
    for identity, issue in found.items():
        if identity not in known:
            told = {name: value for name, value in asdict(issue).items() if name != "identity"}
            line = {**asdict(identity), **told, "raised_at": moment}
            journal.append(PERIOD_RAISED, instant.year, **line)
            _execute(connection, "period_issue_raise", line)
    for identity, raised_at in known.items():
        if identity not in found and (identity.rule == DISAGREE or scope.has(identity.indicator)):
            raised = raised_at.astimezone(UTC).isoformat(timespec="microseconds")
            line = {**asdict(identity), "raised_at": raised, "closed_at": moment}
            journal.append(PERIOD_CLOSED, instant.year, **line)
            _execute(connection, "period_issue_close", line)


def _found(connection: Connection, catalogue: Catalogue, rule: str, periods: Sequence[str], scope: Scope) -> list[PeriodIssue]:
    with connection.cursor() as cursor:
        cursor.execute(query(rule, CHECKS), {**scope.values, "periods": list(periods)})
        columns = [column.name for column in cursor.description or ()]
        return [_issue(catalogue, dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]


def _between_forms(
    connection: Connection, catalogue: Catalogue, disagreements: Iterable[Disagreement], periods: Sequence[str]
) -> Iterator[PeriodIssue]:
    """What breaks a relation between two forms, though each was good when it came."""
    titles = {form.code: f"《{form.title}》" for form in catalogue.forms}
    asked = {"periods": list(periods), "years": sorted({int(period[:4]) for period in periods})}
    for one in disagreements if periods else ():
        with connection.cursor() as cursor:
            cursor.execute(one.statement, asked)
            columns = [column.name for column in cursor.description or ()]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        for row in rows:
            forms = dict.fromkeys(titles.get(str(row[part]), str(row[part])) for part in ("form", "other_form"))
            fields = {
                "organisation": catalogue.organisation(row["organisation"]).name,
                "indicator": catalogue.indicator(row["indicator"]).name,
                "message": one.message,
                "detail": "、".join(forms),
                **{part: row[part] for part in ("observed", "expected", "difference")},
            }
            yield _issue(catalogue, {**row, "type": DISAGREE, "severity": None, "fields": fields})


def _issue(catalogue: Catalogue, row: Mapping[str, object]) -> PeriodIssue:
    """One row of a check with the texts of its issue type; `fields` have the names, and the values with their unit."""
    kind = catalogue.issue_type(str(row["type"]))
    fields = row["fields"]
    if not isinstance(fields, dict):
        raise TypeError(f"the fields of {kind.code} are no object")
    organisation, indicator, basis = (str(row[name]) for name in ("organisation", "indicator", "basis"))
    known = {
        "period": str(row["period"]),
        "basis": BASIS_WORDS[Basis(basis)],
        **{name: str(value) for name, value in fields.items()},
    }
    parts = ("reporter", "form", "other_reporter", "other_form", "observed", "expected")
    return PeriodIssue(
        identity=Identity(str(row["period"]), kind.code, organisation, indicator, basis, *(str(row[part]) for part in parts)),
        severity=str(row["severity"] or kind.severity.value),
        responsibility=kind.responsibility,
        dimension=kind.dimension,
        difference=str(row["difference"]),
        message=fill(kind.message, known),
        remedy=fill(kind.remedy, known),
    )


def _open(connection: Connection, periods: Sequence[str]) -> dict[Identity, datetime]:
    """The open issues of the periods, and when each was raised."""
    with connection.cursor() as cursor:
        cursor.execute(query("period_issues_open"), {"periods": list(periods)})
        return {Identity(*row[:-1]): row[-1] for row in cursor.fetchall()}


def _execute(connection: Connection, name: str, values: Mapping[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query(name), values)
