"""Decimals without binary noise.

A spreadsheet stores binary doubles, of which its user never sees more than 15 significant digits (ECMA-376 part 1,
18.3.1.96, and the display of every spreadsheet program). Rounding to 15 therefore restores what was typed:
412.29999999999995 is 412.3.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal

SHORT_LENGTH = 15
is_short = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII).fullmatch  # already as short as it can be
FIFTEEN = Context(prec=15)
is_number = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII).fullmatch  # Decimal also takes 4_0 and ４
LARGEST_EXPONENT = 27  # of what can be a figure: no county has 10^28 of anything, and arithmetic is exact to 28 digits
SMALLEST_EXPONENT = -400  # a double ends at -324, where subtractions leave noise


def from_written(text: str) -> Decimal | None:
    """The number that a file writes in decimal digits, at most 15 of them significant; None if it is no number."""
    if len(text) <= SHORT_LENGTH and is_short(text):
        return Decimal(text)
    text = text.strip(" \t\r\n")
    return without_noise(Decimal(text)) if is_number(text) else None


def from_double(number: float) -> Decimal | None:
    """The shortest decimal that is this binary double, at most 15 digits of it significant; None where it is no figure."""
    return from_written(repr(number))


def without_noise(value: Decimal) -> Decimal | None:
    """`value` at 15 significant digits, without trailing zeros behind the point and without an exponent.

    None for what is no finite number, or larger than any figure can be: 1E+60 stays the text that it is.
    """
    if not value.is_finite() or (value and not SMALLEST_EXPONENT <= value.adjusted() <= LARGEST_EXPONENT):
        return None
    digits = format(FIFTEEN.plus(value), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Decimal("0") if digits in ("-0", "") else Decimal(digits)


def digits_of(value: Decimal) -> str:
    """The digits of `value` without an exponent: 0.000012, never 1.2E-5."""
    return format(value, "f")
