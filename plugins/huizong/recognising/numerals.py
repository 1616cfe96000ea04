"""Chinese numerals in cells: 三百二十, 一点五, 二〇二四, 壹佰万."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {char: number for number, char in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}


def chinese_number(text: str) -> Decimal | None:
    """The value of a number in Chinese numerals; None if it is not well formed."""
    negative = text.startswith("负")
    whole, point, decimals = text.removeprefix("负").partition("点")
    value = _whole(whole)
    if value is None or (point and not decimals):
        return None
    digits = ""
    for char in decimals:
        if char not in _DIGITS:
            return None
        digits += str(_DIGITS[char])
    number = Decimal(f"{value}.{digits}") if digits else Decimal(value)
    return -number if negative else number


def _whole(text: str) -> int | None:
    if not text:
        return None
    if all(char in _DIGITS for char in text):  # read digit by digit, as years and codes are
        return int("".join(str(_DIGITS[char]) for char in text)) if len(text) == 1 or len(text) >= 4 else None
    total = section = 0
    digit: int | None = None
    smallest, last_myriad = 10_000, 10**12
    for char in text:
        if char in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[char]
        elif char in _TENS:
            weight = _TENS[char]
            if weight >= smallest or digit == 0 or (digit is None and weight > 10):  # only 十 may stand without a digit
                return None
            section += (1 if digit is None else digit) * weight
            digit, smallest = None, weight
        else:
            weight = _MYRIADS[char]
            if weight >= last_myriad or (section + (digit or 0)) == 0:
                return None
            total += (section + (digit or 0)) * weight
            section, digit, smallest, last_myriad = 0, None, 10_000, weight
    return total + section + (digit or 0)
