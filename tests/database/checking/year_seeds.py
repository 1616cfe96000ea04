"""How a fault is put into a clean submission of the measured county: what a seed is, and the edits of figures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from huizong.model import Draft, Figure, Status
from tests.database.checking.year import bureau_draft, place_of, town_draft
from tests.database.checking.year_catalogue import BUREAU

Edit = Callable[[tuple[Figure, ...]], tuple[Figure, ...]]
MONTH, LATE = 9, 11


@dataclass(frozen=True)
class Seed:
    """One fault: in whose form it is put, how, and what must be said of it; `names` are words of the message."""

    kind: str
    town: str
    form: dict[str, Any]
    edit: Edit
    place: str
    rule: str
    severity: str
    also: tuple[str, ...] = ()
    names: str = ""
    month: int = MONTH
    sha256: str | None = None

    def draft(self) -> Draft:
        """The submission with its fault."""
        clean = bureau_draft(self.month) if self.town == BUREAU else town_draft(self.town, self.form, self.month)
        figures = self.edit(clean.figures)
        return replace(
            clean,
            figures=figures,
            numeric_cells=sum(f.value is not None for f in figures),
            sha256=self.sha256 or hashlib.sha256(self.kind.encode()).hexdigest(),
        )


def at(form: dict[str, Any], *cells: str) -> str:
    """The place of cells `V01.current`, as a fault of several names it."""
    return ", ".join(place_of(form, *cell.split(".")) for cell in cells)


def _is(figure: Figure, cell: str) -> bool:
    return cell == f"{figure.indicator}.{figure.basis}"


def put(**cells: Any) -> Edit:
    """Other values in cells `V01_current`: a number, or what becomes of the number that stands there."""
    wanted = {name.replace("_", ".", 1): change for name, change in cells.items()}

    def edit(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        changed = []
        for figure in figures:
            change = next((c for cell, c in wanted.items() if _is(figure, cell)), None)
            if change is None:
                changed.append(figure)
                continue
            value = Decimal(str(change(figure.value) if callable(change) else change))
            changed.append(
                replace(figure, value=value, raw=str(value), precision=Decimal(1).scaleb(min(0, int(value.as_tuple().exponent))))
            )
        return tuple(changed)

    return edit


def plus(amount: str) -> Callable[[Decimal], Decimal]:
    """The value and so much more."""
    return lambda value: value + Decimal(amount)


def times(factor: str) -> Callable[[Decimal], Decimal]:
    """The value so many times."""
    return lambda value: value * Decimal(factor)


def fraction(value: Decimal) -> Decimal:
    """A percentage written as a fraction."""
    return value / 100


def without(cell: str) -> Edit:
    """The figures but those of a row (`V07`) or a column (`.plan_completion`)."""
    return lambda figures: tuple(f for f in figures if f.indicator != cell and f".{f.basis}" != cell)


def empty(cell: str, status: Status, raw: str = "") -> Edit:
    """A cell without a number."""
    return lambda figures: tuple(replace(f, value=None, precision=None, status=status, raw=raw) if _is(f, cell) else f for f in figures)


def added(cell: str, place: str, **changes: Any) -> Edit:
    """One more figure, like that of a cell but for the changes."""
    return lambda figures: (*figures, *(replace(f, place=place, **changes) for f in figures if _is(f, cell)))


def marked(cell: str, **changes: Any) -> Edit:
    """A figure with other marks."""
    return lambda figures: tuple(replace(f, **changes) if _is(f, cell) else f for f in figures)


def listed(town: str, change: Callable[[Decimal], Decimal]) -> Edit:
    """Another value for one town in the bureau's list; C00 is the total."""
    return lambda figures: tuple(
        replace(f, value=change(f.value), raw="") if f.organisation == town and f.value is not None else f for f in figures
    )


def unlisted(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The bureau's list without one town, whose figure is out of the total too."""
    gone = next(f.value for f in figures if f.organisation == "Y08")
    assert gone is not None
    return tuple(replace(f, value=f.value - gone) if f.is_total and f.value else f for f in figures if f.organisation != "Y08")


CONTINUES, FALLS = "cumulative-not-continuous", "cumulative-below-last-month"
