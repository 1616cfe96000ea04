"""What a value, its prior year and its growth in one line say about each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from huizong.catalogue import Catalogue
from huizong.model import Basis, Figure, Finding, Status
from huizong.recognising.table.table_result import Place, TableResult
from huizong.recognising.value.plain_numbers import plain_digits


def settle_not_comparable(result: TableResult) -> None:
    """#DIV/0! of a growth beside a prior year of zero says that there is nothing to compare; it is blank, with a note."""
    for index, (at, figure) in enumerate(result.figures):
        if figure.status is not Status.ERROR or not figure.basis.is_rate or "DIV/0" not in figure.raw.upper():
            continue
        base = Basis.PRIOR_YEAR if figure.basis is Basis.GROWTH_RATE else Basis.CURRENT_PRIOR_YEAR
        if figure.basis is Basis.PLAN_COMPLETION:
            base = Basis.PLAN
        if any(other.value == 0 for _, other in _same_line(result, figure) if other.basis is base):
            result.figures[index] = (at, replace(figure, status=Status.BLANK))
            result.findings = [
                replace(f, rule="value-not-comparable") if f.rule == "value-error" and f.place == figure.place else f
                for f in result.findings
            ]


def hold_fractions(result: TableResult, catalogue: Catalogue) -> None:
    """0.059 under 同比% beside values that give 5.9: a fraction where per cent was asked for, told from its own row.

    A comparable growth may be another than that of its values: it is such a fraction where others of its column are.
    """
    columns: set[int] = set()
    for growth in ("recompute", "comparable"):
        for index, (at, figure) in enumerate(result.figures):
            if figure.status is not Status.REPORTED or figure.value is None or not 0 < abs(figure.value) < 1 or figure.indicator is None:
                continue
            is_growth = figure.basis in (Basis.GROWTH_RATE, Basis.CURRENT_GROWTH_RATE)
            if not is_growth or catalogue.indicator(figure.indicator).growth != growth or (growth == "comparable" and at[1] not in columns):
                continue
            if (finding := _of_fraction(result, figure, figure.value)) is not None:
                columns.add(at[1])
                result.figures[index] = (at, replace(figure, status=Status.HELD))
                result.findings.append(finding)


def _of_fraction(result: TableResult, figure: Figure, value: Decimal) -> Finding | None:
    """What is said of a growth a hundred times smaller than its values give; None of any other."""
    expected = _growth(result, figure)
    if expected is None:
        return None
    step = figure.precision or Decimal("0.1")
    as_fraction, as_rate = max(step * 50, Decimal("0.1")), max(step, Decimal("0.1"))
    if abs(value * 100 - expected) > as_fraction or abs(value - expected) <= as_rate:
        return None
    fields = {"observed": plain_digits(value), "expected": plain_digits(round(expected, 1)), "place": figure.place, "detail": ""}
    return Finding("percent-scale", figure.place, fields, None, figure.organisation, figure.indicator, figure.period, figure.basis.value)


def _growth(result: TableResult, figure: Figure) -> Decimal | None:
    """The growth that value and prior year of the same line give, in %."""
    month = figure.basis is Basis.CURRENT_GROWTH_RATE or figure.refers_to is Basis.CURRENT
    value_basis = Basis.CURRENT if month else Basis.CUMULATIVE
    prior_basis = Basis.CURRENT_PRIOR_YEAR if figure.basis is Basis.CURRENT_GROWTH_RATE else Basis.PRIOR_YEAR
    line = {other.basis: other.value for _, other in _same_line(result, figure) if other.status is Status.REPORTED}
    value, prior = line.get(value_basis), line.get(prior_basis)
    return 100 * (value / prior - 1) if value is not None and prior is not None and prior > 0 else None


def growth_worked_out(result: TableResult, prior: Figure) -> Decimal | None:
    """The growth, in %, that a prior year's value and the value from January on in its line give; None without them."""
    line = {other.basis: other.value for _, other in _same_line(result, prior) if other.status is Status.REPORTED}
    value = line.get(Basis.CUMULATIVE, line.get(Basis.CURRENT))
    return 100 * (value / prior.value - 1) if value is not None and prior.value is not None and prior.value > 0 else None


def growth_said(result: TableResult, prior: Figure) -> Decimal | None:
    """The growth that stands in the line of a prior year's value; None without one."""
    line = {other.basis: other.value for _, other in _same_line(result, prior) if other.status is Status.REPORTED}
    return line.get(Basis.GROWTH_RATE)


def _same_line(result: TableResult, figure: Figure) -> Iterable[tuple[Place, Figure]]:
    key = (figure.organisation, figure.indicator, figure.period)
    return [item for item in result.figures if (item[1].organisation, item[1].indicator, item[1].period) == key]
