"""Chinese numerals: 三万五千, 二百三, 三点五, and the spoken ranges 五六十, 三四百."""

import re
from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "双": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
CHARACTERS = "".join((*DIGITS, *POWERS))
SPOKEN = re.compile("(十?)([一二两三四五六七八])([二两三四五六七八九])([十百千]?)([万亿]?)")
NEAR = {1: (2,), 2: (3,), 3: (4, 5), 4: (5,), 5: (6,), 6: (7,), 7: (8,), 8: (9,)}


def section(text: str) -> int | None:
    """A numeral under ten thousand, e.g. 三千零五, 二百三 (= 230); None if it is not well formed."""
    total, last, power = 0, -1, 10_000
    for at, sign in enumerate(text):
        if sign in DIGITS:
            if last > 0:
                return None
            last = DIGITS[sign]
            continue
        size = POWERS[sign]
        # 十五, 百十来户: a ten at the head, or after a hundred without its one, stands for one ten.
        if size >= power or (last < 0 and not (size == 10 and text[:at] in {"", "百"}) and not (at == 0 or text[at - 1] == "零")):
            return None
        total += size * (1 if last < 0 else last)
        last, power = -1, size
    if last > 0:
        colloquial = len(text) > 1 and text[-2] in "百千"
        total += last * (power // 10 if colloquial else 1)
    return total


def integer(text: str) -> int | None:
    """A whole Chinese numeral: 一亿二千万, 三万五 (= 35000), 二〇二四 read digit by digit; None if it is not one."""
    if not text:
        return None
    if len(text) > 1 and all(sign in DIGITS for sign in text):
        return int("".join(str(DIGITS[sign]) for sign in text))
    for mark in ("亿", "万"):
        if mark in text:
            head, _, tail = text.rpartition(mark)
            high = integer(head) if head else 1
            if high is None:
                return None
            if not tail:
                return high * POWERS[mark]
            low = section(tail) if mark == "万" else integer(tail)
            if low is None or low >= POWERS[mark]:
                return None
            if len(tail) == 1 and tail in DIGITS:
                low *= POWERS[mark] // 10
            return high * POWERS[mark] + low
    return section(text)


def value(text: str) -> Decimal | None:
    """The decimal value of a Chinese numeral, with or without 点; None if it is not well formed."""
    whole, point, rest = text.partition("点")
    number = integer(whole)
    if number is None or (point and (not rest or any(sign not in DIGITS for sign in rest))):
        return None
    return Decimal(f"{number}.{''.join(str(DIGITS[sign]) for sign in rest)}") if point else Decimal(number)


def spoken_range(text: str) -> tuple[Decimal, Decimal] | None:
    """Low and high of a spoken range: 五六十 is 50 to 60, 三五 is 3 to 5, 十七八 is 17 to 18, 三四十万 is 300,000 to 400,000; else None."""
    found = SPOKEN.fullmatch(text)
    if found is None:
        return None
    low, high = DIGITS[found[2]], DIGITS[found[3]]
    if high not in NEAR[low]:
        return None
    power, ten = POWERS.get(found[4], 1), 10 if found[1] else 0
    if ten and power > 1:
        return None
    scale = POWERS.get(found[5], 1)
    return Decimal((ten + low * power) * scale), Decimal((ten + high * power) * scale)
