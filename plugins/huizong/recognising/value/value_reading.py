"""What a cell says, in the unit in which it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from huizong.model import Status


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says, in the unit in which it is written.

    `unit` is the unit that stands in the cell itself, `scale` a 万 or 亿 there that is no part of it. `step` is the weight of the last
    digit written or shown. `rule` is the fault, with its `fields`; `repaired` says that the text was more than a plain
    number, so that old and new are to be told; `by_format` that only the number format shows the unit. `shrinks` is the power of ten by
    which a format shows the number smaller than it is stored, and names no unit.
    """

    status: Status
    value: Decimal | None = None
    step: Decimal | None = None
    unit: str | None = None
    scale: Decimal | None = None
    rule: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    qualifier: str | None = None
    repaired: bool = False
    by_format: bool = False
    shrinks: int = 0

    @property
    def has_number(self) -> bool:
        """Whether any number could be read."""
        return self.value is not None
