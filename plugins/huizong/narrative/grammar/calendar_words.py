"""Calendar expressions: what they look like, and which kind they are."""

import re
from typing import Literal

from huizong.narrative.grammar.signs import Opening

DateKind = Literal["absolute", "partial", "relative"]
# 2023 年 9 月 30 日: blanks that a copy has left between figures and signs.
MONTH = r"(?:1[0-2]|0?[1-9]) {0,2}月(?:份(?!额))?"
DAY = r"(?:3[01]|[12]\d|0?[1-9]) {0,2}(?:日(?!均|报|常|内|以内|之内|龄|产|处理)|号(?!楼|线|文|院|井|库|门|桥|机|地|厂|路|令))"
EDGE = "(?:上旬|中旬|下旬|[底初末])"
YEAR = r"(?:19|20)\d{2}"
PERIODS = f"上半年|下半年|第[一二三四1-4]季度|[一二三四1-4]季度|前[两二三2-3](?:个)?季度|{MONTH} {{0,2}}(?:{DAY}|{EDGE})?"
CLOCK = r"(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d)?(?!\d|[.:]\d)|[时点](?!段|间|内|后|前|左|的|建|意|要|工|对|次)(?:[0-5]?\d分|半|整)?)"
FIGURES = re.compile(
    rf"(?P<absolute>{YEAR}[/-]{YEAR}学年度?|{YEAR}(?: ?年度?)? ?(?:-|—{{1,2}}|~|至|到) ?{YEAR} {{0,2}}(?:年度?|学年)"
    rf"|{YEAR}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])(?!\d)"
    rf"|{YEAR} {{0,2}}年(?:至今|以来|末|底|初|春|夏|秋|冬|度(?!假))?"
    rf"(?: {{0,2}}(?:(?:{MONTH}|(?:1[0-2]|[1-9])) ?(?:-|—{{1,2}}|~|至|到) ?{MONTH}(?:{DAY}|{EDGE})?|{PERIODS}))?"
    r"(?:至今|以来|同期)?"
    rf"|[012]\d年(?:{MONTH}(?:{DAY}|{EDGE})?|[上下]半年|[一二三四]季度)"  # 24年6月
    r"|[012]\d ?[-—/] ?[012]\d(?:学年度?|年度)"  # 23-24年度
    rf"|{YEAR}年代|\d{{2}}年代|\d{{2}}世纪(?:\d{{2}}年代)?)"
    rf"|(?P<partial>(?:1[0-2]|0?[1-9])(?:月份?)? ?(?:-|—{{1,2}}|~|至|到) ?{MONTH}(?:{DAY}|{EDGE})?"
    rf"|{MONTH}{DAY} ?(?:-|—{{1,2}}|~|至|到) ?(?:{MONTH})?{DAY}"
    rf"|[1-4] ?(?:-|—|~|至) ?[1-4]季度|{PERIODS}|{DAY} ?(?:-|—|~|至) ?{DAY}|\d{{1,2}} ?(?:-|—|~|至) ?{DAY}|{DAY})"
)
CLOCK_TIME = re.compile(rf"{CLOCK}(?: ?(?:-|—|~|至) ?{CLOCK})?")
CHINESE = Opening(
    "(?P<absolute>[一二][零〇○一二三四五六七八九]{3}年(?:度)?(?:(?:十[一二]?|[一二三四五六七八九])月(?:份(?!额)|[底初末]|[上中下]旬"
    "|(?:三?十[一二三四五六七八九]?|二十[一二三四五六七八九]?|[一二三四五六七八九])[日号])?)?)"
    "|(?P<partial>(?:十[一二]?|[一二三四五六七八九])月(?:份(?!额)|[底初末]|[上中下]旬)?"
    "(?:(?:三?十[一二三四五六七八九]?|二十[一二三四五六七八九]?|[一二三四五六七八九])[日号])?)"
)
LOST = Opening("(?P<lead>截至|截止|[今去本上明]年(?=月))?(?P<part>年月日|年月份|年月|月日|第季度|[至—~-]?月(?:底|末|份)?|年)")
# 20XX年上半年, x月x日, 1—X月, X月X日至X日: what is left of a date goes with its masked part.
PART = r"[\dxX×*＊○〇□_]"
MASKED_MONTH = rf"{PART}{{1,2}}月(?:份|[底初末]|[上中下]旬)?(?:{PART}{{1,2}}[日号])?"
MASKED_QUARTER = "(?:第?[一二三四1-4xX×*＊○〇□_]{1,2}季度)"
MASKED_YEAR = rf"{PART}{{2,4}}年(?:度(?!假)|[底末]|初(?![中一二三])|[上下]半年|前[两二三2-3](?:个)?季度|{MASKED_QUARTER}|{MASKED_MONTH})?"
MASKED_DAY = r"[xX×*＊○〇□_]{1,2}日(?!报|均)"
MASKED_TO = r" ?(?:-|—{1,2}|~|至|到) ?"
MASKED = re.compile(
    rf"(?:{MASKED_YEAR}|{MASKED_MONTH}|{PART}{{1,2}}(?={MASKED_TO}{PART}{{1,2}}月)|第?[xX×*＊○〇□_]+季度|{MASKED_DAY})"
    rf"(?:{MASKED_TO}(?:{MASKED_YEAR}|{MASKED_MONTH}|{MASKED_DAY}))?"
)

# (  )月底, (  )季度, 2025年(  )月(  )日: a blank to be filled in with a date; (  )年 alone may be a duration.
EMPTY = r"[(\[【〔] *[)\]】〕]"
BLANKED = Opening(
    rf"(?:(?:{EMPTY}|{YEAR})年)?(?:{EMPTY}月(?!均)(?:份(?!额)|[底初末]|[上中下]旬)?(?:{EMPTY}[日号])?|第?{EMPTY}季度)"
    rf"|{EMPTY}年(?:[底末]|[上下]半年|初(?![中一二三]))"
)


def figures(text: str, at: int) -> tuple[int, DateKind] | None:
    """End and kind of the date in figures that starts at `at`; a two-digit year and 3年 are durations, not dates."""
    found = FIGURES.match(text, at)
    if found:
        return found.end(), "absolute" if found["absolute"] else "partial"
    found = CLOCK_TIME.match(text, at)
    return (found.end(), "partial") if found else None


def chinese(text: str, at: int) -> tuple[int, DateKind] | None:
    """End and kind of the date in Chinese numerals that starts at `at`: 二〇二四年, 六月底."""
    found = CHINESE.match(text, at)
    return (found.end(), "absolute" if found["absolute"] else "partial") if found else None
