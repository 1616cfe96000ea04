"""What titles, headers, sheet names and file names say about time."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from huizong.catalogue.texts import normalise, remembered
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "when")
_REMEMBERED_LENGTH = 64
_DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "0": 0, "O": 0, "元": 1, "两": 2}
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_TAIL = "月(?:份|底|末|止)?"
_MONTH_OR_END = _MONTH + _TAIL
_DAY_NUMBER = r"(?:3[01]|[12]\d|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
# A year of no report (1026年6月, 9999年6月) is one all the same before 年 and a month: passed over, it would be another's.
_YEAR = r"(?P<{0}>(?:19|20)\d{{2}}|(?<!\d)[1-9]\d{{3}}(?=年\d{{1,2}}月)|二[〇○零0O][〇○零0O一二三四五六七八九]{{2}})"
_DAY = re.compile(
    _YEAR.format("y1") + rf"年(?P<m1>{_MONTH})月(?P<d1>{_DAY_NUMBER})[日号]"
    r"|(?<!\d)(?P<y2>20\d{2})(?P<sep>[-./_])(?P<m2>1[0-2]|0?[1-9])(?P=sep)(?P<d2>3[01]|[12]\d|0?[1-9])(?!\d)"
    r"|(?<!\d)(?P<y3>20\d{2})(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])(?!\d)"
)
# A program's 2026-04-06 09:12 or 20260406091233: the hour must not run into the day once blanks are gone.
_CLOCK = re.compile(
    r"(?P<day>20\d{2}[-./_]\d{1,2}[-./_]\d{1,2}(?=T|\s)(?:T|\s+)|(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?=\d{1,2}\D|(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d))"
)
_DAY_OF_MONTH = re.compile(rf"(?P<month>{_MONTH})月(?P<day>{_DAY_NUMBER})(?:[日号]?[-~至到](?P<last>{_DAY_NUMBER}))?[日号]")
# 截至5月31日, with or without its year, says of which month the values are; a bare 截止6月25日 may be when they are due.
_UNTIL = re.compile(rf"截(?P<sure>至|止[到至])?(?(sure)|止)(?:{_YEAR.format('year')}年)?(?P<month>{_MONTH})月(?P<day>{_DAY_NUMBER})[日号]")
_LATE = 20  # a day from which on values can be those of its month
_EARLY = re.compile(rf"{_MONTH}月(?:份)?(?:上旬|初)")  # when a report on the month before is sent
_DAYS = re.compile(  # 2026年1月1日至6月30日
    _YEAR.format("year") + rf"年(?P<month>{_MONTH})月(?P<day>{_DAY_NUMBER})[日号]?[-~至到](?:(?P=year)年)?(?:(?P<to>{_MONTH})月)?"
    rf"(?P<last>{_DAY_NUMBER})[日号]"
)
_ALL_UNTIL = re.compile(
    r"[(（]?(?:[注*※]|说明|备注)?[:：、.\d]*(?:本表|以上|上述|表[中内]|所列)?(?:各项|全部|所有|统计)*(?:数据|数字|数|指标|情况)?的?"
    rf"(?:统计)?(?:时间|期)?(?:均|都)?(?:为|是)?(?={_UNTIL.pattern}|截(?:至|止[到至]?)(?:(?:19|20)\d{{2}}年)?{_MONTH_OR_END}(?!\d))"
)
_ALL_OF = re.compile(rf"{_LISTS.any_of('of_the_table')}(?:{_YEAR.format('year')}年)?{_MONTH}月{_LISTS.any_of('its_values')}")
# 1月至今 and 3月以来 say from when, and not until when.
_SINCE = re.compile(rf"(?<!\d){_MONTH}月(?:份|\d{{1,2}}日)?(?:[至到](?:今|现在|目前)|以来|起(?![草始止]))")
_SHORT_YEAR = re.compile(rf"(?<![\d.])(?P<year>[123]\d)年(?={_MONTH}月)")  # 18年6月
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(rf"(?P<name>{'|'.join(_ENGLISH_MONTHS)})[a-z]{{0,6}}[-./,']?(?P<year>20\d{{2}}|[0-4]\d)", re.IGNORECASE)
# 附件1月报表 and T01月报 are a monthly report with its number.
_NO_NUMBER_OF_A_FORM = rf"(?:(?<![表附件A-Za-z])|(?!{_MONTH}月(?:报|度)))"
_SPAN = re.compile(
    rf"(?:{_YEAR.format('year')}(?:年度?|(?<!\d{{5}})(?=\D?(?:Q|H)?\d))|(?P<before>[去上]年)|[今本]年度?)?[-_/. ]?(?:"
    rf"(?P<from>{_MONTH})月?(?:份)?[-~至到](?P<to>{_MONTH}){_TAIL}"
    rf"|(?<![\d.]){_NO_NUMBER_OF_A_FORM}(?P<month>{_MONTH}){_TAIL}"
    r"|第?(?P<qfrom>[1一])[-~至到](?P<qto>[2-4二三四])季度?"
    r"|前(?P<qfirst>[二两三23])季度?"
    r"|第?(?P<quarter>[1-4一二三四])季度?"
    r"|(?P<half>[上下])半年"
    r"|(?P<whole>全年)"
    r"|Q(?P<q>[1-4])(?!\d)|H(?P<h>[12])(?!\d)"
    r"|(?P<digits>1[0-2]|0[1-9]|(?<=[-/.])[1-9])(?![\d月]))"
)
# The whole of a head: 截至6月底, 年初至6月末, 至2026年6月. Its values run from January to that month.
_REACHED = re.compile(rf"(?:截(?:至|止[到至]?)|自?年初[到至]|至)(?:{_YEAR.format('year')}年)?(?P<month>{_MONTH}){_TAIL}")
_MONTHS_END = re.compile(rf"(?:{_YEAR.format('year')}年|[去上]年)?{_MONTH}月(?:份)?[底末止]")
_YEAR_ALONE = re.compile(_YEAR.format("year") + r"年度?|(?P<before>[去上]年)度?")


@dataclass(frozen=True, slots=True)
class Span:
    """Some months, as a text names them: a year, or a range of months, or both.

    `year` is None where only months are said, `last_month` None where only a year is. `before` marks 去年 and 上年.
    `cumulative` marks what runs from January: 1-6月, 上半年, 前三季度, 全年.
    """

    year: int | None
    first_month: int | None = None
    last_month: int | None = None
    cumulative: bool = False
    before: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it says neither year nor month."""
        return self.year is None and self.last_month is None


def number_of(text: str) -> int:
    """The number that a year or month is written as, in digits or in Chinese numerals up to 99; raises KeyError for others."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    value = 0
    for char in text:
        value = value * 10 + _DIGITS[char]
    return value


def days_in(text: str) -> tuple[date, ...]:
    """The calendar days that the text names with their year."""
    found = []
    for match in _DAY.finditer(_without_clock(text)):
        parts = [match[name] for name in match.groupdict() if name != "sep" and match[name]]
        try:
            found.append(date(*(number_of(part) for part in parts)))
        except ValueError:  # 2月30日 is no day, and so says nothing
            continue
    return tuple(found)


def spans_in(text: str) -> tuple[Span, ...]:
    """The spans of months that the text names, in its order; calendar days are left out.

    A day without its year is left out too, 7月5日 is when a report was sent; 6月30日 names the June that it ends, and
    截至2026年6月30日 or 截至6月26日 that June.
    """
    return _spans_remembered(text) if len(text) <= _REMEMBERED_LENGTH else _spans(text)


def _spans(text: str) -> tuple[Span, ...]:
    whole = _UNTIL.sub(_month_reached, _DAYS.sub(_months_whole, _SINCE.sub(" ", _long_years(_without_clock(text)))))
    rest = _DAY_OF_MONTH.sub(_month_ended, _EARLY.sub(" ", _DAY.sub(" ", whole)))
    found: list[tuple[int, Span]] = []
    taken: list[tuple[int, int]] = []
    for match in _SPAN.finditer(rest):
        span = _span(match)
        if span is not None:
            found.append((match.start(), span))
            taken.append(match.span())
    for match in _YEAR_ALONE.finditer(rest):
        if not any(start <= match.start() < end for start, end in taken):
            year = number_of(match["year"]) if match["year"] else None
            found.append((match.start(), Span(year, before=year is None)))
    return tuple(span for _, span in sorted(found, key=lambda item: item[0]))


_spans_remembered = lru_cache(maxsize=1 << 14)(_spans)  # titles, heads and names of rows come again in every form


def names_month_by_day(text: str) -> bool:
    """Whether a month's last day is all that names a month there: 7月31日报 is when it was sent as well as what it may be about."""
    name = _DAY.sub(" ", _long_years(_without_clock(text)))
    return bool(_DAY_OF_MONTH.search(name)) and not any(span.last_month is not None for span in spans_in(_DAY_OF_MONTH.sub(" ", name)))


@remembered
def without_times(text: str) -> str:
    """The normalised text without the days, months and years that it names."""
    rest = _DAY.sub("", _without_clock(text))
    return _YEAR_ALONE.sub("", _SPAN.sub("", rest))


def whole_span(text: str) -> Span | None:
    """The span that is all the text says, None if there is anything else in it."""
    name = _long_years(normalise(text))
    if (match := _ENGLISH.fullmatch(name)) is not None:  # Jun-18
        year, month = int(match["year"]), _ENGLISH_MONTHS.index(match["name"].lower()) + 1
        return Span(year if year > 99 else 2000 + year, month, month)
    if (match := _REACHED.fullmatch(name)) is not None:
        return Span(number_of(match["year"]) if match["year"] else None, 1, number_of(match["month"]), cumulative=True)
    for pattern in (_SPAN, _YEAR_ALONE):
        if (match := pattern.fullmatch(name)) is not None:
            return _span(match) if pattern is _SPAN else _year(match)
    return None


def months_from_january(text: str, last: int | None, year: int | None) -> Span | None:
    """The months that a head says among other words, 上年1-6月累计, if they run from January to a month; None for others."""
    found = [span for span in spans_in(text) if span.last_month == last and span.year in (None, year)]
    return found[0] if len(found) == 1 and found[0].cumulative else None


def says_reached(text: str) -> bool:
    """Whether the head is 截至6月底 or the like: a flow from January on, and what stands there on that day."""
    return _REACHED.fullmatch(_long_years(normalise(text))) is not None


def says_months_end(text: str) -> bool:
    """Whether the head is 6月末 or the like: what stands there on that day, and of a flow the month's or the months' until then."""
    return _MONTHS_END.fullmatch(_long_years(normalise(text))) is not None


def _without_clock(text: str) -> str:
    """The normalised text without the hour behind a day, 2026-04-06 09:12:33, which would run into it."""
    return normalise(_CLOCK.sub(r"\g<day>;", text))


def _long_years(name: str) -> str:
    """The text with 18年6月 as 2018年6月, and 元月 as 1月."""
    return _SHORT_YEAR.sub(r"20\g<year>年", name.replace("元月", "1月"))


def _month_ended(match: re.Match[str]) -> str:
    """The month that ends on the day, or the last of the days; a space for any other day."""
    return f"{match['month']}月" if _ends(match["month"], match["last"] or match["day"]) else " "


def _month_reached(match: re.Match[str]) -> str:
    """The month whose values those until the day are; the day itself where it comes too early to tell, or may be when they are due."""
    if not _ends(match["month"], match["day"]) and (match["sure"] is None or number_of(match["day"]) < _LATE):
        return match.group()
    return f"{match['year']}年{match['month']}月" if match["year"] else f"{match['month']}月"


def says_until(text: str) -> bool:
    """Whether a line says of when all of a table's values are: 注：以上数据截至5月31日, 本表为5月数据.

    One that names a value is about that.
    """
    name = normalise(text)
    return _ALL_UNTIL.match(name) is not None or _ALL_OF.match(name) is not None


def _months_whole(match: re.Match[str]) -> str:
    """The months from the first day of one to the last of another; days that are no whole months stay as they are."""
    first, last = match["month"], match["to"] or match["month"]
    if number_of(match["day"]) != 1 or not _ends(last, match["last"]):
        return match.group()
    months = f"{first}月" if number_of(first) == number_of(last) else f"{first}-{last}月"
    return f"{match['year']}年{months}"


def _ends(month: str, day: str) -> bool:
    """Whether the day is the last of the month; 28 February is, in any year."""
    last = monthrange(2024, number_of(month))[1]
    return number_of(day) == last or (number_of(month) == 2 and number_of(day) == last - 1)


def _year(match: re.Match[str]) -> Span:
    return Span(number_of(match["year"]) if match["year"] else None, before=match["year"] is None)


def _span(match: re.Match[str]) -> Span | None:
    groups = match.groupdict()
    year = number_of(groups["year"]) if groups["year"] else None
    before = groups["before"] is not None
    if groups["to"]:
        first, last = number_of(groups["from"]), number_of(groups["to"])
        return Span(year, first, last, first == 1, before) if first < last else None
    if groups["month"] or groups["digits"]:
        if groups["digits"] and year is None:
            return None
        month = number_of(groups["month"] or groups["digits"])
        return Span(year, month, month, before=before)
    if groups["qto"]:
        return Span(year, 1, number_of(groups["qto"]) * 3, cumulative=True, before=before)
    if groups["qfirst"]:
        return Span(year, 1, number_of(groups["qfirst"]) * 3, cumulative=True, before=before)
    if groups["quarter"] or groups["q"]:
        last = number_of(groups["quarter"] or groups["q"]) * 3
        return Span(year, last - 2, last, before=before)
    if groups["half"]:
        return Span(year, 1, 6, cumulative=True, before=before) if groups["half"] == "上" else Span(year, 7, 12, before=before)
    if groups["h"]:
        return Span(year, 1, 6, cumulative=True, before=before) if groups["h"] == "1" else Span(year, 7, 12, before=before)
    return Span(year, 1, 12, cumulative=True, before=before)
