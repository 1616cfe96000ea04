"""A number as it is written, with its scale, its unit and what else belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from huizong.narrative.grammar.lexicon import ProseUnit

SIZES = {"个": Decimal(1), "百": Decimal(10**2), "千": Decimal(10**3), "万": Decimal(10**4), "亿": Decimal(10**8), "十": Decimal(10)}


@lru_cache(maxsize=256)
def scale_of(text: str) -> Decimal:
    """The factor of a scale: 万 = 10000, 千万 = 10 million, nothing = 1."""
    factor = Decimal(1)
    for sign in text:
        factor *= SIZES[sign]
    return factor


def added(parts: Sequence[tuple[Decimal, str]]) -> Decimal:
    """The sum of numbers with their scales; in 1亿2千3百万 the 千 counts 万 as the 百 does, in 3千5百亿 both count 亿."""
    total, group = Decimal(0), ""
    for number, scale in reversed(parts):
        if scale[-1:] in {"万", "亿"}:
            group = group if group == "亿" and scale[-1] == "万" else scale[-1]
            total += number * scale_of(scale)
        else:
            total += number * scale_of(scale) * (scale_of(group) if scale else 1)
    return total


@dataclass(slots=True)
class Quantity:
    """A number with what follows it; `value` as written, `scale` the factor that belongs to the unit."""

    start: int
    end: int
    value: Decimal
    scale_text: str = ""
    unit: ProseUnit | None = None
    unit_text: str = ""
    maximum: Decimal | None = None
    ratio: str | None = None
    more: bool = False
    about: bool = False
    chinese: bool = False
    bare_scale: bool = False

    @property
    def scale(self) -> Decimal:
        """The factor of the scale text (万 = 10000, 千万 = 10 million)."""
        return scale_of(self.scale_text)

    @property
    def size(self) -> Decimal:
        """Value times scale, in the unit as written."""
        return self.value * self.scale

    @property
    def written_unit(self) -> str | None:
        """Scale and unit as written; None if there is neither."""
        return (self.scale_text + self.unit_text) or None
