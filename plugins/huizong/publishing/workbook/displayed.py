"""Values as pages show them: in the unit for display, rounded once (half up) from the full value, a word where there is none."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import Indicator
from huizong.publishing.disclosure import WITHHELD
from huizong.publishing.rollup_row import RollupRow
from huizong.settings import COUNTY_TIME

RATES = frozenset({"growth_rate", "current_growth_rate", "plan_completion"})
_RATE_DECIMALS = 1

Shown = Decimal | str | None


def shown_in(indicator: Indicator) -> tuple[str, int]:
    """The unit and the decimals in which an indicator is shown."""
    unit = indicator.display_unit or indicator.unit
    if indicator.display_decimals is not None:
        return unit, indicator.display_decimals
    return unit, indicator.decimals if unit == indicator.unit else 2


def rounded(catalogue: Catalogue, indicator: Indicator, row: RollupRow | None) -> Shown:
    """The row's value as it is shown; None for no row. Raises ValueError if it can't be shown in the display unit."""
    if row is None:
        return None
    if row.suppressed:
        return WITHHELD
    if row.value is None:
        return "不可比" if row.reported else "暂缓" if row.held else "缺"
    if row.basis in RATES:
        return points(row.value)
    return amount(catalogue, indicator, row.value)


def amount(catalogue: Catalogue, indicator: Indicator, value: Decimal) -> Decimal:
    """A value of the indicator in the unit and with the decimals in which it is shown."""
    unit, decimals = shown_in(indicator)
    converted = value if unit == indicator.unit else catalogue.convert(value, indicator.unit, unit)
    if converted is None:
        raise ValueError(f"{indicator.code}: {indicator.unit} can't be shown in {unit}")
    return _to(converted, decimals)


def points(value: Decimal) -> Decimal:
    """A rate in %, or a difference of two, with one digit after the point."""
    return _to(value, _RATE_DECIMALS)


def share_words(share: Decimal) -> str:
    """A share in %, never rounded up: what is not the whole must not look like it."""
    return f"{share.quantize(Decimal('0.1'), ROUND_DOWN)}%"


def instant_words(at: datetime) -> str:
    """An instant in the county's time, to the minute: 2026年7月8日10:23."""
    at = at.astimezone(COUNTY_TIME)
    return f"{at.year}年{at.month}月{at.day}日{at:%H:%M}"


def _to(value: Decimal, decimals: int) -> Decimal:
    with localcontext(prec=60):
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0  # no -0.0
