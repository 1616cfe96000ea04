"""Chinese numerals in cells: 三百二十, 一点五, 二〇二四, 壹佰万, and as people say them: 一百五 is 150, 一万二 is 12,000."""

from __future__ import annotations

from decimal import Decimal

_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {char: number for number, char in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}


def chinese_number(text: str) -> Decimal | None:
    """The value of a number in Chinese numerals; None if it is not well formed, or can be read in two ways."""
    negative = text.startswith("负")
    whole, point, decimals = text.removeprefix("负").partition("点")
    value = _whole(whole, spoken=not point and not _FORMAL & set(whole))
    if value is None or (point and not decimals):
        return None
    digits = ""
    for char in decimals:
        if char not in _DIGITS:
            return None
        digits += str(_DIGITS[char])
    number = Decimal(f"{value}.{digits}") if digits else Decimal(value)
    return -number if negative else number


def is_spoken(text: str) -> bool:
    """Whether the numeral leaves its last unit away, as people say it: 一百五, 三千六, 一万二; 一百五十 and 一百零五 do not."""
    return len(text) > 1 and text[-1] in _DIGITS and text[-2] in "百千万亿" and chinese_number(text) is not None


def _whole(text: str, *, spoken: bool) -> int | None:
    """A whole number. `spoken` allows a last digit without its unit, which counts the next lower one: 一百五 is 150.

    In amounts written in the numerals of cheques (壹佰伍) such a digit may as well be 105, so that nothing is read.
    """
    if not text:
        return None
    if all(char in _DIGITS for char in text):  # read digit by digit, as years and codes are
        return int("".join(str(_DIGITS[char]) for char in text)) if len(text) == 1 or len(text) >= 4 else None
    total = section = 0
    digit: int | None = None
    skipped = False  # 零 stands before the digit
    smallest, last_myriad = 10_000, 10**12
    below = 1  # what a digit right behind the last unit counts where people leave its own away
    for char in text:
        if char in _DIGITS:
            if digit not in (None, 0):
                return None
            skipped = digit == 0
            digit = _DIGITS[char]
        elif char in _TENS:
            weight = _TENS[char]
            if weight >= smallest or digit == 0 or (digit is None and weight > 10):  # only 十 may stand without a digit
                return None
            section += (1 if digit is None else digit) * weight
            digit, smallest, below, skipped = None, weight, weight // 10, False
        else:
            weight = _MYRIADS[char]
            if weight >= last_myriad or (section + (digit or 0)) == 0 or (digit and section and below > 1 and not skipped):
                return None  # 一百二万: 102 or 120 times ten thousand
            total += (section + (digit or 0)) * weight
            section, digit, smallest, last_myriad, below, skipped = 0, None, 10_000, weight, weight // 10, False
    if digit and below > 1 and not skipped:
        return total + section + digit * below if spoken else None
    return total + section + (digit or 0)
