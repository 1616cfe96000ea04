"""A number as figures carry it: without the noise of binary arithmetic, without zeros that say nothing."""

from __future__ import annotations

from decimal import Context, Decimal

_NOISE_FROM = 8  # decimals: nobody writes so many, arithmetic in a spreadsheet leaves them
_NOISE = Decimal("1e-12")
_DIGITS = 15  # what is left of a binary number (decision 0009)
_FIFTEEN = Context(prec=_DIGITS)


def without_binary_noise(value: Decimal, decimals: int) -> Decimal:
    """The value without the noise of binary arithmetic: 2436.80000000001 is 2436.8, and no number has more than 15 digits.

    6.6666666666666667, as programs print a binary number whole, is 6.66666666666667. Others come back as they are.
    """
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent < _NOISE_FROM:
        return value
    for places in range(decimals, _NOISE_FROM - 2):
        rounded = round(value, places)
        if abs(value - rounded) <= max(abs(value), Decimal(1)) * _NOISE:
            return rounded
    return value if len(value.as_tuple().digits) <= _DIGITS else _FIFTEEN.plus(value)


def plain_decimal(value: Decimal) -> Decimal:
    """The same number without exponent and without zeros that a conversion left behind its point."""
    value = value or abs(value)  # -0 is 0
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and -12 <= exponent <= 0 else Decimal(plain_digits(value))


def plain_digits(value: Decimal) -> str:
    """The digits without an exponent, without zeros that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
