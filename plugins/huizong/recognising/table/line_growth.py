"""What a value, its prior year and its growth in one line say about each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from huizong.catalogue import Catalogue
from huizong.model import Basis, Figure, Finding, Status
from huizong.recognising.table.table_result import Place, TableResult
from huizong.recognising.value.plain_numbers import plain_digits

_TENTH = Decimal("0.1")
_FINE = -3  # decimals of a fraction that stands for a tenth of a per cent
_ENOUGH = 4  # growths that tell of a column what they are


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

    A comparable growth may be another than that of its values, and some have no values beside them: those below 1 are such
    fractions too where others of their column are, and none of it is told to be per cent.
    """
    columns: set[int] = set()
    for growth in ("recompute", "comparable"):
        for index, (at, figure) in _small_growths(result):
            if catalogue.indicator(figure.indicator or "").growth != growth or (growth == "comparable" and at[1] not in columns):
                continue
            if (finding := _of_fraction(result, figure, figure.value or Decimal(0))) is not None:
                columns.add(at[1])
                _hold_fraction(result, index, finding)
    columns |= _columns_of_fractions(result)
    plain = {at[1] for at, figure in result.figures if _is_growth(figure) and _is_per_cent(result, figure)}
    for index, (at, figure) in _small_growths(result):
        if at[1] in columns - plain:
            _hold_fraction(result, index, _fraction(figure, figure.value or Decimal(0), 100 * (figure.value or Decimal(0))))


def _columns_of_fractions(result: TableResult) -> set[int]:
    """The columns of growths that all are below 1 and mostly have three decimals or more, which nobody writes of per cent."""
    found: dict[int, list[Decimal]] = {}
    for _, (at, figure) in _small_growths(result):
        found.setdefault(at[1], []).append(figure.value or Decimal(0))
    fine = {column: sum(value.normalize().as_tuple().exponent <= _FINE for value in values) for column, values in found.items()}  # type: ignore[operator]
    return {column for column, values in found.items() if len(values) >= _ENOUGH and 2 * fine[column] > len(values)}


def _is_per_cent(result: TableResult, figure: Figure) -> bool:
    """Whether a growth is in per cent for sure: by its size, or by the values beside it."""
    if figure.value is None or abs(figure.value) >= 1:
        return figure.value is not None
    expected = _growth(result, figure)
    return figure.value != 0 and expected is not None and abs(figure.value - expected) <= max(figure.precision or _TENTH, _TENTH)


def _small_growths(result: TableResult) -> list[tuple[int, tuple[Place, Figure]]]:
    """The growths that are reported and below 1, with their index among the figures."""
    found = enumerate(result.figures)
    return [(index, item) for index, item in found if _is_growth(item[1]) and item[1].value is not None and 0 < abs(item[1].value) < 1]


def _is_growth(figure: Figure) -> bool:
    return (
        figure.status is Status.REPORTED and figure.indicator is not None and figure.basis in (Basis.GROWTH_RATE, Basis.CURRENT_GROWTH_RATE)
    )


def _hold_fraction(result: TableResult, index: int, finding: Finding) -> None:
    at, figure = result.figures[index]
    result.figures[index] = (at, replace(figure, status=Status.HELD))
    result.findings.append(finding)


def _of_fraction(result: TableResult, figure: Figure, value: Decimal) -> Finding | None:
    """What is said of a growth a hundred times smaller than its values give; None of any other."""
    expected = _growth(result, figure)
    if expected is None:
        return None
    step = figure.precision or _TENTH
    as_fraction, as_rate = max(step * 50, _TENTH), max(step, _TENTH)
    if abs(value * 100 - expected) > as_fraction or abs(value - expected) <= as_rate:
        return None
    return _fraction(figure, value, round(expected, 1))


def _fraction(figure: Figure, value: Decimal, expected: Decimal) -> Finding:
    """What is said of a growth that is a fraction, and what it would be in per cent."""
    fields = {"observed": plain_digits(value), "expected": plain_digits(expected), "place": figure.place, "detail": ""}
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
