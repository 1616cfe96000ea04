"""A figure while it is being read, before role, qualifier, period and measure are known."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from huizong.narrative.figure import Kind, Qualifier, Role
from huizong.narrative.grammar.lexicon import ProseUnit
from huizong.narrative.grammar.quantity import Quantity


@dataclass(slots=True)
class FigureDraft:
    """Span, kind, value and unit of a figure; `role` and `qualifier` only where the form itself decides them."""

    start: int
    end: int
    kind: Kind
    value: str | None = None
    value_max: str | None = None
    unit: str | None = None
    base_value: str | None = None
    base_unit: str | None = None
    dimension: str = ""
    qualifier: Qualifier | None = None
    role: Role | None = None
    fault: str | None = None
    suspect_unit: str | None = None
    unit_shared: bool = False
    note: str | None = None
    rule: str = ""


def plain(number: Decimal) -> str:
    """A decimal without exponent and without zeros that were not written."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scaled(value: Decimal, factor: Decimal) -> str:
    """Value times factor, exact."""
    return plain(value * factor)


def from_quantity(quantity: Quantity, minus: int = 0, rule: str = "number") -> FigureDraft:
    """The draft of a number, percentage, range or ratio that `rule` read; `minus` signs before it make it negative."""
    start, end = quantity.start - minus, quantity.end
    if quantity.ratio:
        return FigureDraft(
            start, end, "ratio", quantity.ratio, base_value=quantity.ratio, base_unit="ratio", dimension="ratio", rule="ratio"
        )
    unit = quantity.unit
    value = quantity.value.copy_negate() if minus else quantity.value
    # 零下七八度: both ends lie below zero.
    colder = minus > 1 and quantity.maximum is not None and quantity.maximum > quantity.value
    factor = quantity.scale * unit.factor if unit else quantity.scale
    kind: Kind = "percent" if unit and unit.dimension in {"rate", "points"} else "number"
    return FigureDraft(
        start,
        end,
        "range" if quantity.maximum is not None else kind,
        f"{value:f}",
        None if quantity.maximum is None else f"{-quantity.maximum if colder else quantity.maximum:f}",
        quantity.written_unit,
        scaled(value, factor),
        unit.base if unit else None,
        unit.dimension if unit else "",
        "about" if quantity.about else "more_than" if quantity.more else None,
        rule="range" if quantity.maximum is not None else rule,
    )


class UnitLeft(NamedTuple):
    """What is written of a unit whose number is masked or lost: its scale (万), its name as written, and which unit that is."""

    scale: str
    name: str
    unit: ProseUnit | None


def without_value(start: int, end: int, kind: Kind, left: UnitLeft, rule: str = "") -> FigureDraft:
    """The draft of a masked or lost number, and the rule that found it."""
    base = left.unit.base if left.unit else left.name or None
    dimension = left.unit.dimension if left.unit else ""
    return FigureDraft(start, end, kind, unit=(left.scale + left.name) or None, base_unit=base, dimension=dimension, rule=rule)


def empty(at: int, rule: str, *, rated: bool = False) -> FigureDraft:
    """The draft of a number that is lost with its unit at `at`, as `rule` says; `rated` where a percentage is due."""
    return FigureDraft(at, at, "missing", base_unit="percent" if rated else None, dimension="rate" if rated else "", rule=rule)


def lost_date(start: int, end: int, shown: str, rule: str) -> FigureDraft:
    """The draft of a date without its digits; `shown` are the signs that are left of it."""
    return FigureDraft(start, end, "missing", unit=shown, base_unit="date", role="context", dimension="date", rule=rule)
