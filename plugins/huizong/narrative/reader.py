"""One pass over a paragraph: every anchor becomes a draft, a date or a stretch that is no figure."""

import re
from collections.abc import Callable

from huizong.narrative.found import Found
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.notation import NORMAL
from huizong.narrative.grammar.patterns import compile_patterns
from huizong.narrative.losses.level_losses import LevelLosses
from huizong.narrative.losses.lone_losses import LoneLosses
from huizong.narrative.losses.predicate_losses import PredicateLosses
from huizong.narrative.losses.unit_losses import UnitLosses
from huizong.narrative.lost.company import settle
from huizong.narrative.lost.masks import HIDDEN
from huizong.narrative.lost.standing_alone import TO_COME, StandingAlone
from huizong.narrative.numbers.arabic import Arabic
from huizong.narrative.numbers.cardinals import Cardinals
from huizong.narrative.numbers.chinese import Chinese
from huizong.narrative.numbers.unitless import Unitless
from huizong.narrative.times import Times

# An anchor text[start:end] in: where reading goes on, or None where it was none.
Handler = Callable[[str, int, int, Found], int | None]

ROUND_ZERO = re.compile("(?<=[〇零一二三四五六七八九点])○|○(?=[零一二三四五六七八九])")

# A raised digit behind a number is a note; behind 10 it is a power, behind a letter (m²) part of a unit.
RAISED = re.compile("[¹²³⁰⁴-⁹⁽⁾]")
# 20w元, 10W人次: 万 as it is typed in chats; 20W alone is a power.
TEN_THOUSAND = re.compile(r"(?<=\d)[wW](?=\+?[元人亩户吨只头株册件份斤平方]|\+(?:[,。;、)]|$))")
# Nearly every paragraph has some of these; of the rest, and of what is to be looked at more closely, most have none.
COMMON = tuple((sign, NORMAL[ord(sign)]) for sign in "，；：（）！？％")
NORMALISED = frozenset(map(chr, NORMAL)) - {sign for sign, _ in COMMON}
SELDOM = re.compile(f"[{re.escape(''.join(sorted(NORMALISED)))}¹²³⁰⁴-⁹⁽⁾①-⑳拾佰仟壹贰叁肆伍陆柒捌玖【〔\\[wW○]")
# What normalise must look at more closely.
CLOSER = re.compile(r"[①-⑳拾佰仟]|[壹贰叁肆伍陆柒捌玖][万亿萬億]|\d[\[【〔]\d")
# 30①户, 150[1]万元: a note in a sign of its own, between a number and its unit.
NOTED = re.compile(r"(?<=\d)(?:[①-⑳]|\[\d{1,2}\]|【\d{1,2}】|〔\d{1,2}〕)(?=[万亿%元亩吨户人个家名件项处座公米平条台辆栋头株])")
# 叁佰贰拾万元: figures as they stand on cheques; 队伍陆续 has none of their powers.
CAPITAL = re.compile(
    "[壹贰叁肆伍陆柒捌玖](?:[拾佰仟萬万億亿]|零(?=[壹贰叁肆伍陆柒捌玖]))[壹贰叁肆伍陆柒捌玖拾佰仟萬万億亿零]*圆?|拾[萬万億亿]"
)
SMALL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億圆", "一二三四五六七八九十百千万亿元")
NOTE_MARK = re.compile(r"(?<=\d)(?<![^\d.]10)[¹²³⁰⁴-⁹⁽⁾]+")


class ProseReader:
    """Reads paragraphs with one lexicon; holds no state between them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon, self.patterns = lexicon, compile_patterns(lexicon)
        shared = Cardinals(lexicon, self.patterns)
        arabic, chinese = Arabic(shared, Unitless(shared)), Chinese(shared)
        units, levels, predicates, times = UnitLosses(shared), LevelLosses(shared), PredicateLosses(shared), Times(shared)
        # What reads each kind of anchor (see grammar/anchors.py): numbers that are there, dates, masks, and what dropped out.
        self.handlers: dict[str, Handler] = {
            "digit": arabic.on_digit,
            "numeral": chinese.on_numeral,
            "half": chinese.on_half,
            "circled": on_circled,
            "date": self.on_date,
            "mask": shared.on_mask,
            "strong": units.on_strong,
            "lost": units.on_lost,
            "inner": units.on_inner,
            "slashed": units.on_slashed,
            "gap": predicates.on_gap,
            "total": predicates.on_total,
            "level": levels.on_level,
            "shape": predicates.on_shape,
            "moves": predicates.on_moves,
            "moved": predicates.on_moved,
            "levelled": predicates.on_levelled,
            "bounded": predicates.on_bounded,
            "beyond": predicates.on_beyond,
            "share": predicates.on_share,
            "growth": predicates.on_growth,
            "rate": levels.on_rate,
            "scored": units.on_scored,
            "tenths": units.on_tenths,
            "lostdate": times.on_lostdate,
            "duration": times.on_duration,
            "within": times.on_within,
            "stub": times.on_stub,
            "lone": LoneLosses(shared).on_lone,
        }
        self.blank_date = times.blank_date
        self.standing_alone = StandingAlone(lexicon, self.patterns, shared.left_over)
        # of the signs that are anchors whatever follows, what reads them
        self.whole = {sign: self.handlers[self.patterns.kinds[sign]] for sign in self.patterns.heads.alone()}

    def read(self, text: str) -> Found:
        """All anchors of a paragraph, left to right, never overlapping; `text` is normalised already."""
        found = Found(hidden=HIDDEN.search(text) is not None)
        at = 0
        heads, seconds, kinds, handlers, whole = self.patterns.heads, self.patterns.seconds, self.patterns.kinds, self.handlers, self.whole
        for first in self.patterns.first.finditer(text):
            start = first.start()
            if start < at:
                continue
            sign = text[start]
            if sign in whole:
                end = start + 1
                stop = whole[sign](text, start, end, found)
            else:
                if sign in seconds and text[start + 1 : start + 2] not in seconds[sign]:
                    continue
                anchor = heads[sign].match(text, start)
                if anchor is None:
                    continue
                end = anchor.end()
                kind = kinds.get(text[start:end]) or kinds[sign]
                if kind == "classifier":
                    kind = "inner" if anchor.lastindex is None else "lost"
                stop = handlers[kind](text, start, end, found)
            if stop is None:
                at = end
            else:
                found.last = stop
                at = end if stop == start else stop if stop > start else start + 1
        self.standing_alone.add(text, found)
        if found.doubts:
            settle(text, found)
        return found

    def on_date(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A calendar word, whole or with a blank before it."""
        if text[start] == "月" and text.endswith("  ", 0, start) and (stop := self.blank_date(text, start, end, found)) is not None:
            return stop
        if text[start] == "前" and text[start - 1 : start] == "提" and text[end - 1] == "月":
            return start + 1  # 提前2个月: a spell, no part of a year
        if TO_COME.search(text[max(0, start - 2) : end + 1]) is not None:
            return start + 1  # 未来〔年〕将新增学位, 过去〔年〕间
        kind = self.lexicon.dates[text[start:end]]
        found.dates.append((start, end, kind))
        return end


def on_circled(text: str, start: int, end: int, found: Found) -> int | None:
    """①: a list marker."""
    return found.none(start, end, "list_marker")


def normalise(text: str) -> str:
    """The text with full-width figures, letters and signs made half-width, and blanks for the marks of notes (150²万元); same length."""
    plain = text
    for sign, twin in COMMON:
        plain = plain.replace(sign, twin)
    if SELDOM.search(plain) is None:
        return plain
    for sign in NORMALISED.intersection(text):
        plain = plain.replace(sign, NORMAL[ord(sign)])
    if RAISED.search(plain):
        plain = NOTE_MARK.sub(lambda mark: " " * len(mark[0]), plain)
    if CLOSER.search(plain):
        plain = CAPITAL.sub(lambda sum_: sum_[0].translate(SMALL), NOTED.sub(lambda mark: " " * len(mark[0]), plain))
    if "w" in plain or "W" in plain:
        plain = TEN_THOUSAND.sub("万", plain)
    return ROUND_ZERO.sub("〇", plain) if "○" in plain else plain
