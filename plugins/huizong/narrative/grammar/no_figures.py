"""Numerals that are no figures: list markers, ordinals, codes, slogans, words. Each rule says why, and shows an example."""

import re

from huizong.narrative.grammar.numerals import CHARACTERS as N
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "no_figures")
any_of = LISTS.any_of

# 1.狠抓, 2、项目, 3)整改: a small number and a stop before a word; 1.2024年 is marker and date, 1.5万亩 is a number.
LIST_FIGURE = re.compile(r"\d{1,2}(?:\.(?=(?:19|20)\d{2}年)|[.、](?!\d)(?= ?[^\d\s,。]))|\d{1,2}\)")
LIST_CHINESE = Opening(f"[{N}]{{1,3}}{any_of('list_signs')}")
BRACKETED = Opening(f"[(〔](?:[{N}]{{1,3}}|\\d{{1,2}})[)〕]")
MARKED = Ending(f"{any_of('marked')}$")
CAPTIONED = Ending(f"{any_of('captioned')} ?$")
CAPTION_ENDS = frozenset("图表件栏录 ")
CAPTION_NUMBER = re.compile(r"\d{1,3}(?:[-.]\d{1,2})?(?= ?[:、.,;。)]| |$|[\u4e00-\u9fff](?<![个张块只幅份篇期条项次家万亿]))")
# “1+6+N”, 7×24小时, 3+2: a formula is a name.
FORMULA = re.compile(r"[\dNnXx一二三四五六七八九]{1,4}(?:\+[\dNnXx一二三四五六七八九]{1,4}){1,8}")
ROUND_CLOCK = re.compile(r"7[×xX*·]24(?:小时)?")
# 〔2024〕12号, [2023]5号: a document number.
DOCUMENT = Opening(r"[〔\[(【](?:19|20)\d{2}[〕\])】](?:第)?\d+号?")
NUMBERED = re.compile(rf"\d+[栋幢]\d+{any_of('in_house')}|\d+(?:-\d+)?(?:单元(?:\d+室)?|室|#楼?)|\d+(?:-\d+)?号{any_of('numbered')}?")
DIGITS = re.compile(r"\d+")
NUMBER_OF = frozenset(LISTS.words("number_of"))
PHONE = re.compile(
    r"\(?0\d{2,3}\)?[-\s]\d{7,8}(?:(?:-|转)\d+)?|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)400-?\d{3}-?\d{4}|\d{15,}[xX]?|(?<!\d)0\d+(?![.\d%])"
)
LINE = re.compile(rf"\d{{3,5}}(?={any_of('lines')})")
ROAD = Opening(r"[Xx]\d{2,4}(?![\d.xX*])")
CALLED = Ending(f"{any_of('called')}[::为是]?$")
# WX20240101, 工单ZX12: here X is no mask.
SERIAL = Ending("[A-WYZa-wyz][xX]$")
AFTER_LETTER = re.compile(r"\d+(?:[-.+]?\d+)*[A-Za-z]*(?:号|线|[-—]\d+)?")
BEFORE_LETTER = re.compile(r"\d+(?:\.\d+)?[A-Za-z]+\d*")
EVENT = re.compile(r"\d{1,2}[·•.]\d{1,2}(?=[”\"'])")
CLASS_YEAR = re.compile(r"\d{2}后(?!续)|\d{1,2}年级|\d+人制|\d+岁?以来")
# 县长热线18件 counts what came in by it.
CALLED_NUMBER = re.compile(rf"\d[\d-]*(?! ?{any_of('after_called')})")
CODES = (
    (FORMULA, "slogan"),
    (ROUND_CLOCK, "slogan"),
    (PHONE, "code"),
    (LINE, "code"),
    (EVENT, "code"),
    (CLASS_YEAR, "lexical"),
)
# One look tells that none of them is there.
ANY_CODE = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in CODES))
# 第1,200户: its comma groups; in 位列第5,300户… it ends a clause.
RANK_BEFORE = Ending(f"{any_of('ranks')}$")
GROUPED_ORDINAL = Opening(r"第 ?\d{1,3}(?:,\d{3})+(?![\d,])(?:[^\W\d_])?")
ORDINAL = Opening(rf"第 ?(?:[{N}]+|\d+(?:-\d+)?|[xX×*＊□○_]+)(?:[^\W\d_])?")
# 第十四届人大三次会议, 二十届三中全会: the third session.
SESSION = Opening(f"[{N}]{{1,3}}(?:次{any_of('sessions')}|中全会)")
RANKED = Ending(f"{any_of('ranked')}$")
SLOGAN_TAIL = {
    "年": re.compile(f"(?:专项)?{any_of('slogan_ends')}"),
    "日": LISTS.pattern("slogan_drives"),
    "天": LISTS.pattern("slogan_days"),
    "分钟": re.compile("[^,。;、“”!?\\d]{0,10}圈"),
    "小时": LISTS.pattern("round_the_clock"),
    "公里": re.compile("[^,。;、“”!?\\d]{0,8}圈|难题"),
    "字": LISTS.pattern("sayings"),
    "个": re.compile("(?:一百|[一1]工程)"),
}
SLOGAN_TAIL["h"] = SLOGAN_TAIL["小时"]
# An item of a numbered run, how far its run may have begun and the next item may stand.
ITEM, RUN, NEXT_ITEM = "[\u4e00-\u9fff“(]", 600, 80
# 八道河镇, 三家子村, 八道水库: places by their number
PLACE_NAME = re.compile(
    rf"{any_of('place_numbers')}{any_of('place_signs')}(?:{any_of('place_middles')}{{1,2}}{any_of('place_ends')}|{any_of('place_ends_bare')})"
)
# 一支队, 二大队: bodies by their number. 十六届县人民政府第52次常务会议: whose session it is; 三届县委接续奋斗 counts them.
BODY = Opening(
    f"[一二三四五六七八九十]{{1,2}}{any_of('bodies')}(?!伍)"
    f"|[一二三四五六七八九十]{{1,3}}届(?=[省市县区州乡镇]?{any_of('elected')}(?:第|[一二三四五六七八九十]{{1,2}}次))"
)
RETURN_PERIOD = re.compile(rf"(?:\d{{1,6}}|[{N}]{{1,8}})年一遇")
PAIRED = Opening(f"一([^{N}\\W\\d])(?:[^{N}\\W\\d])?[、]?一[^{N}\\W\\d](?:[^{N}\\W\\d](?=”))?")
SERIES = Opening(f"(?:(?!亿|万元)[{N.replace('零', '').replace('〇', '')}][^{N}\\W\\d]{{1,3}}){{2,}}")
BIG = re.compile(f"[{N}]大{any_of('groups')}")
BIG_DIGITS = re.compile(r"\d{1,2}" + BIG.pattern[BIG.pattern.index("大") :])
NEVER_BEFORE = "".join(LISTS.words("never_before"))
CLOSE = re.compile('[”」’"》]')
OPEN_LAST = re.compile('[“「‘"《][^“「‘"《”」’》]*$')


def marker(text: str, at: int) -> int | None:
    """End of the list marker that begins at `at` with a figure or numeral, or None."""
    before = text[at - 1 : at]
    fresh = not before or before in " \n。;:!?,)" or (before == "”" and text[at - 2 : at - 1] in "。;!?”")
    if text[at].isdigit():
        found = LIST_FIGURE.match(text, at)
        if found is None or not (fresh or ("." in found[0] and not before.isalnum()) or (before not in "、和至及第~-" and "." in found[0])):
            return None
        return found.end()
    found = LIST_CHINESE.match(text, at)
    if found is None:
        return None
    numeral = len(found[0]) - 1
    if found[0][-1] == "、":
        return found.end() if fresh or not ("一" <= before <= "龥") else None
    if found[0][-1] == "是":
        return at + numeral
    return at + numeral if fresh else None


def in_run(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] numbers an item within its paragraph: 您的职业1、农民2、工人3、学生.

    A row of counts (小学1、中学2、高中3。) ends with a number, a row of items with an item.
    """
    if text[end : end + 1] != "、" or not text[start:end].isdigit() or end - start > 2:
        return False
    number = told = int(text[start:end])
    before, at = text[max(0, start - RUN) : start], end
    while (following := re.compile(rf"[^\d.、]{told + 1}(?![\d.])").search(text, at, at + NEXT_ITEM)) is not None:
        told, at = told + 1, following.end()
        if not text.startswith("、", at):
            return False
    if number == 1:
        return told > number
    return all(re.search(rf"(?<!\d){earlier}、{ITEM}", near) for earlier, near in ((1, before), (number - 1, before[-NEXT_ITEM:])))


def ordinal(text: str, at: int) -> re.Match[str] | None:
    """The ordinal in figures that begins with the 第 at `at`, or None."""
    if RANK_BEFORE.search(text[max(0, at - 2) : at]) is None and (grouped := GROUPED_ORDINAL.match(text, at)) is not None:
        return grouped
    return ORDINAL.match(text, at)


def caption(text: str, at: int) -> int | None:
    """End of the number of a figure, table or annex that begins at `at` (图3:, 表1 , 见附件2), or None."""
    if text[at - 1 : at] not in CAPTION_ENDS:
        return None
    found = CAPTION_NUMBER.match(text, at)
    return found.end() if found is not None and CAPTIONED.search(text[max(0, at - 4) : at]) else None


def code(text: str, at: int) -> tuple[int, str] | None:
    """End and reason if the figure at `at` belongs to a code, number or formula."""
    before = text[at - 1 : at]
    if before.isascii() and before.isalpha() and (before not in "xX" or SERIAL.search(text[max(0, at - 2) : at]) is not None):
        found = AFTER_LETTER.match(text, at)
        return (found.end(), "code") if found else None
    if ANY_CODE.match(text, at):
        for pattern, reason in CODES:
            if found := pattern.match(text, at):
                return found.end(), reason
    if CALLED.search(text[max(0, at - 4) : at]) and (number := CALLED_NUMBER.match(text, at)):
        return number.end(), "code"
    if (found := DIGITS.match(text, at)) and text[found.end() : found.end() + 1] in NUMBER_OF and (found := NUMBERED.match(text, at)):
        return found.end(), "code"
    return None


def quoted(text: str, start: int, end: int, reach: int = 20) -> tuple[int, int] | None:
    """Inner span of the quotation marks around [start, end) if they lie within `reach`."""
    closed = CLOSE.search(text, end, end + reach)
    if closed is None:
        return None
    head = text[max(0, start - reach) : start]
    opened = OPEN_LAST.search(head)
    return (start - len(head) + opened.start() + 1, closed.start()) if opened else None


def slogan_tail(text: str, end: int, unit: str) -> int | None:
    """End of the programme name that a quantity begins: 三年行动, 15分钟政务服务圈, 24字总要求."""
    pattern = SLOGAN_TAIL.get(unit)
    found = pattern.match(text, end) if pattern else None
    return found.end() if found else None


def slogan(text: str, at: int) -> int | None:
    """End of a slogan built of numerals: 一户一策 (一X一Y), 三清三拆三整治 (numeral and word, repeated)."""
    if found := PAIRED.match(text, at):
        return found.end()
    return None


def series(text: str, at: int) -> int | None:
    """End of a row of numeral + word without classifiers (五组一联); the caller has seen that no unit follows."""
    found = SERIES.match(text, at)
    return found.end() if found else None
