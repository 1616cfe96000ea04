"""Serial numbers of spreadsheets as dates, in both date systems, and what they look like."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from huizong.reading.cells.formats import split_sections

FIRST_1900 = datetime(1899, 12, 30)
FIRST_1904 = datetime(1904, 1, 1)
LAST_SERIAL = 2958465  # 9999-12-31
FALSE_LEAP_DAY = 60  # 1900-02-29, which spreadsheets believe in

DATE_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[([hms]+)\]|\[[^\]]*\]|_.|\*.|(AM/PM|A/P|上午/下午)|(y+|m+|d+|h+|s+|a+)|(.)', re.IGNORECASE)


def from_serial(serial: Decimal, *, date1904: bool) -> date | datetime | time | None:
    """The date, moment or (below 1) time of day of a serial number; None if the calendar has no such day.

    Seconds are rounded to milliseconds, as far as a double carries them.
    """
    if serial < 0 or serial > LAST_SERIAL:
        return None
    if 0 <= serial < 1 and not date1904:
        return (datetime.min + fraction_of_day(serial)).time() if serial else time(0)
    first = FIRST_1904 if date1904 else FIRST_1900
    if not date1904:
        if FALSE_LEAP_DAY <= serial < FALSE_LEAP_DAY + 1:
            return None
        if serial < FALSE_LEAP_DAY:
            first += timedelta(days=1)
    whole = int(serial)
    try:
        moment = first + timedelta(days=whole) + fraction_of_day(serial - whole)
    except OverflowError:
        return None
    return moment.date() if serial == whole else moment


def to_serial(day: date | datetime | time) -> Decimal:
    """The serial number of a date in the 1900 system, as the program that shows it would store it."""
    if isinstance(day, time):
        return day_fraction(datetime.combine(date.min, day) - datetime.combine(date.min, time.min))
    moment = at_midnight(day).replace(tzinfo=None)
    first = FIRST_1900 if moment >= datetime(1900, 3, 1) else FIRST_1900 + timedelta(days=1)
    return day_fraction(moment - first)


def day_fraction(span: timedelta) -> Decimal:
    """A span in days, exact to a millionth of a second."""
    rest = Decimal(span.seconds) + Decimal(span.microseconds) / 1_000_000
    return Decimal(span.days) + (rest / 86_400 if rest else 0)


def fraction_of_day(fraction: Decimal) -> timedelta:
    """A part of a day, rounded to milliseconds."""
    return timedelta(milliseconds=int((fraction * 86_400_000).to_integral_value()))


def show_date(value: date | datetime | time, code: str) -> str:
    """What a person sees of a date under a format code."""
    moment = at_midnight(value)
    tokens = list(DATE_TOKEN.finditer(split_sections(code)[0]))
    twelve = any(match.group(4) for match in tokens)
    shown: list[str] = []
    for index, match in enumerate(tokens):
        quoted, escaped, elapsed, half, letters, other = match.groups()
        if quoted is not None or escaped is not None:
            shown.append(quoted if quoted is not None else escaped)
        elif elapsed:
            shown.append(show_part(elapsed.lower(), moment, minute=False, twelve=False))
        elif half:
            shown.append("AM" if moment.hour < 12 else "PM")
        elif letters:
            minute = letters[0] in "mM" and len(letters) <= 2 and beside_time(tokens, index)
            shown.append(show_part(letters.lower(), moment, minute=minute, twelve=twelve))
        elif other:
            shown.append(other)
    return "".join(shown).rstrip("@;")


def at_midnight(value: date | datetime | time) -> datetime:
    """The value as a moment, with whatever it lacks at its start."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, time):
        return datetime.combine(date.min, value)
    return datetime.combine(value, time.min)


def beside_time(tokens: list[re.Match[str]], index: int) -> bool:
    """Whether the `m` at `index` follows hours or precedes seconds, and so means minutes."""
    before = [match.group(5) or match.group(3) for match in tokens[:index] if match.group(5) or match.group(3)]
    after = [match.group(5) or match.group(3) for match in tokens[index + 1 :] if match.group(5) or match.group(3)]
    return bool((before and before[-1][0] in "hH") or (after and after[0][0] in "sS"))


def show_part(letters: str, moment: datetime, *, minute: bool, twelve: bool) -> str:
    """One run of equal letters of a date code."""
    width = len(letters)
    match letters[0]:
        case "y":
            return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
        case "m" if minute:
            return f"{moment.minute:0{min(width, 2)}d}"
        case "m":
            return moment.strftime("%b" if width == 3 else "%B") if width > 2 else f"{moment.month:0{width}d}"
        case "d":
            return moment.strftime("%a" if width == 3 else "%A") if width > 2 else f"{moment.day:0{width}d}"
        case "h":
            hour = (moment.hour % 12 or 12) if twelve else moment.hour
            return f"{hour:0{min(width, 2)}d}"
        case "s":
            return f"{moment.second:0{min(width, 2)}d}"
        case _:
            return "星期" + "一二三四五六日"[moment.weekday()]
