"""Figures in digits: dates, list markers and codes are told apart, the rest are quantities or numbers without unit."""

import re

from huizong.narrative.figure_draft import FigureDraft, from_quantity
from huizong.narrative.found import Found
from huizong.narrative.grammar import calendar_words
from huizong.narrative.grammar import no_figures as names
from huizong.narrative.grammar.quantity import Quantity
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.numbers import malformed
from huizong.narrative.numbers.cardinals import Cardinals
from huizong.narrative.numbers.unitless import RATE_BEFORE, Unitless
from huizong.narrative.numbers.whole_figures import POINTS, WHOLE
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "arabic")
any_of = LISTS.any_of

DIGITS = re.compile(r"\d+")
# Brackets that open a document's number or a list marker.
OPENED = frozenset("〔[(【")
# What follows the digits of a list marker, of a date or an hour; 2024.6.30 has its year before a point.
LISTED = frozenset(".、)")
DATED = frozenset(" 年月日号-—~至到/季时点:世")
PARTLY = re.compile(r"\d[\d.,]{0,15}[xX×*＊□■○?_]{1,20}[\d.xX×*＊□■○?_]{0,20}")
# 保持在99.X%: here the point is no stop of a list marker.
STUBBED = re.compile(r"\d{1,2}\.[xX×*＊□■○?_]")
# 师生比为1:13 is a ratio, no clock time.
RATIO_BEFORE = Ending("比(?:例|值)?(?:约?为|达到?|是|[\u4e00-\u9fff]{2,3}[为到至])?$")
# 逾期30日, 公示7日: a spell of days, no date.
SPELL_BEFORE = Ending(f"{any_of('spells')}$")
SPELL = re.compile(r"\d{1,3}日")
QUARTER = Opening(r"第 ?[1-4] ?季度")
# 3·8节, 6·1活动: a day of the year.
FEAST = Opening(r"(?:1[0-2]|[1-9])·(?:3[01]|[12]\d|[1-9])(?!\d)")
UNMEASURED = frozenset({"count", "counted", "people", "time", ""})
# 提高4个和3.2个百分点: of whole numbers only what moves says so; 关停4个和占比下降3个百分点 are a count and a rate.
POINTS_MOVED = Ending(f"{any_of('point_moves')}了?(?:约|近)?$")
# 比全市低1.2个、比全省低0.8个百分点
COMPARED_ON = Opening(r"[、,和]?[较比高低快慢][^,。;、\d]{1,12}\d+(?:\.\d+)?个百分点")
# 占总量的1/4; 211/212次, 24/7 and 10/31 after 截至 are none.
SHARE = re.compile(r"(\d{1,4})/(\d{1,4})(?![\d/.年月日号次路版万%A-Za-z])")
SHARE_BEFORE = re.compile("[\u4e00-\u9fff(,、](?<!截至)(?<!于)(?<!在)(?<!日)(?<!期)(?<!号)$")
# A share follows a word of sharing, or a bound or a stop or 的 follows it; 4/12走访 is a day.
SHARED_BY = Ending(f"{any_of('shared_by')}$")
SHARE_ENDS = Opening(any_of("share_ends"))
DAY = re.compile(r"(?:1[0-2]|[1-9])/(?:3[01]|[12]\d|[1-9])")
PRODUCT = re.compile(r"\d+(?:\.\d+)?(?P<times>[×*xX])\d+(?:\.\d+)?(?![xX×*])")


class Arabic:
    """Reads what begins with a digit."""

    def __init__(self, shared: Cardinals, unitless: Unitless) -> None:
        self.lexicon = shared.lexicon
        self.composer, self.masks, self.plain = shared.composer, shared.masks, shared.plain
        self.accept, self.take, self.minus, self.big, self.on_mask = shared.accept, shared.take, shared.minus, shared.big, shared.on_mask
        self.bare = unitless.bare

    def on_digit(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A figure in digits, a date, a list marker or a code."""
        if (draft := self.plain.read(text, start)) is not None:
            return self.take(text, draft, found)
        before = text[start - 1 : start]
        if before in OPENED and (stop := self.bracketed(text, start, found)) is not None:
            return stop
        # what follows the first digits tells most kinds of figures at one look
        run = DIGITS.match(text, start)
        stop_at = run.end() if run else end
        after, hidden = text[stop_at : stop_at + 1], found.hidden
        if hidden and "一" <= before <= "龥" and STUBBED.match(text, start) and self.partly_masked(text, start):
            return self.on_mask(text, start, start + 1, found)
        if (before in malformed.FIRST or after in malformed.BREAKS) and (broken := self.broken(text, start, after)) is not None:
            return found.figure(broken)
        if (stop := self.numbered(text, start, after, found)) is not None:
            return stop
        if hidden and (masked := self.masks.date(text, start)) is not None:
            found.drafts.append(masked)
            return masked.end
        if (after in DATED or after == ".") and (stop := self.dated(text, start, stop_at, found)) is not None:
            return stop
        if (share := self.share(text, start)) is not None:
            return found.figure(share)
        if "大" in text[start + 1 : start + 3] and (big := names.BIG_DIGITS.match(text, start)) is not None:
            return found.figure(self.big(text, start, big))
        if hidden and (product := PRODUCT.match(text, start)) is not None and not names.ROUND_CLOCK.match(text, start):
            return found.none(start, product.start("times") + 1, "code")
        # GDP52.3亿元, CPI上涨: letters that name a quantity have its number behind them, others a code
        if not self.masks.lettered(text, start) and (coded := names.code(text, start)) is not None:
            return found.none(start, *coded)
        if hidden and self.partly_masked(text, start):
            return self.on_mask(text, start, start + 1, found)
        if (word := self.lexicon.words.covering(text, start, start + 1)) is not None:
            return found.none(*word)
        quantity = self.composer.read(text, start)
        return found.none(start, end, "lexical") if quantity is None else self.composed(text, quantity, after, found)

    def bracketed(self, text: str, start: int, found: Found) -> int | None:
        """The end of a document's number or of a list marker whose bracket opens right before `start`: 〔2024〕12号, (1); else None."""
        if (document := names.DOCUMENT.match(text, start - 1)) is not None:
            return found.none(start - 1, document.end(), "code")
        if text[start - 1] in "(〔" and (bracket := names.BRACKETED.match(text, start - 1)) and self.opens(text, start - 1):
            return found.none(start - 1, bracket.end(), "list_marker")
        return None

    def broken(self, text: str, start: int, after: str) -> FigureDraft | None:
        """A number whose digits are damaged: .5, l2, 1.2.3; `after` is the sign behind its first digits."""
        before = text[start - 1 : start]
        if before == "." and (broken := malformed.headless(text, start, self.masks)) is not None:
            return broken
        if before in malformed.LETTER_FIRST and (broken := malformed.lettered(text, start, self.masks)) is not None:
            return broken
        return malformed.read(text, start, self.masks) if after in malformed.BREAKS else None

    def numbered(self, text: str, start: int, after: str, found: Found) -> int | None:
        """The end of a list marker, a caption's number, a quarter or an ordinal: 1., 图3, 第 2 季度, 第5; else None."""
        if (after in LISTED and (stop := names.marker(text, start)) is not None) or (stop := names.caption(text, start)) is not None:
            return found.none(start, stop, "list_marker")
        lead = start - 2 if text[start - 1 : start] == " " else start - 1
        if text[lead : lead + 1] != "第":
            return None
        if (quarter := QUARTER.match(text, lead)) is not None:
            found.dates.append((lead, quarter.end(), "partial"))
            return quarter.end()
        return found.none(lead, ordinal.end(), "ordinal") if (ordinal := names.ordinal(text, lead)) else None

    def dated(self, text: str, start: int, stop_at: int, found: Found) -> int | None:
        """The end of a date whose first digits end at `stop_at`; None for a ratio (1:13), a spell (逾期30日) and anything else."""
        before, after = text[start - 1 : start], text[stop_at : stop_at + 1]
        if after not in DATED and (after != "." or stop_at - start != 4):
            return None
        if text.startswith(":", start + 1) and RATIO_BEFORE.search(text[max(0, start - 8) : start]):
            return None
        if after == "日" and SPELL.match(text, start) and SPELL_BEFORE.search(text[max(0, start - 4) : start]):
            return None
        date = calendar_words.figures(text, start)
        if date is None or (before == "." and not marked(found, start)) or before.isdigit():
            return None
        found.dates.append((start, *date))
        return date[0]

    def composed(self, text: str, quantity: Quantity, after: str, found: Found) -> int | None:
        """What a number with its scale and unit is: mostly a figure; the day of a feast, an edition and 百年一遇 are none."""
        start, unit = quantity.start, quantity.unit
        if (twice := malformed.rated_twice(text, quantity) or malformed.spoken(text, quantity)) is not None:
            return found.figure(twice)
        if (
            "·" in text[start + 1 : start + 3]
            and (day := FEAST.match(text, start)) is not None
            and not quantity.scale_text
            and (unit is None or unit.dimension in UNMEASURED)
        ):
            return found.none(start, day.end(), "code")
        if unit is None and quantity.ratio is None:
            return self.bare(text, quantity, found)
        if unit is not None and unit.name == "个" and not quantity.scale_text and not quantity.more:
            if quantity.value % 1:
                return self.points(text, quantity, found)
            if POINTS.match(text, quantity.end) is not None and POINTS_MOVED.search(text[max(0, start - 6) : start]) is not None:
                return self.points(text, quantity, found)
        if unit is not None and unit.name in WHOLE and "." in text[start : quantity.end] and not quantity.scale_text:
            return found.none(start, quantity.end, "code")
        if after == "年" and names.RETURN_PERIOD.match(text, start):
            return found.none(start, quantity.end + 2, "idiom")
        if unit is not None and unit.dimension == "counted" and not ("一" <= text[max(0, start - 3) : start].rstrip(" ")[-1:] <= "龥"):
            return found.none(start, quantity.end, "lexical")
        return self.accept(text, quantity, found)

    def share(self, text: str, start: int) -> FigureDraft | None:
        """1/4 after a word: a part of a whole."""
        found = SHARE.match(text, start) if "/" in text[start + 1 : start + 5] else None
        if found is None or not 0 < int(found[1]) < int(found[2]) or SHARE_BEFORE.search(text[max(0, start - 2) : start]) is None:
            return None
        closed = found.end() == len(text) or SHARE_ENDS.match(text, found.end()) is not None
        closed = closed or self.composer.unit_at(text, found.end()) is not None
        if not closed and DAY.fullmatch(found[0]) and SHARED_BY.search(text[max(0, start - 2) : start]) is None:
            return None
        return FigureDraft(
            start, found.end(), "ratio", found[0], base_value=found[0], base_unit="ratio", dimension="ratio", rule="part-of-whole"
        )

    def points(self, text: str, quantity: Quantity, found: Found) -> int:
        """5.6个、4.3个百分点: no thing is counted in parts, so these are points, or their unit has been lost."""
        link = POINTS.match(text, quantity.end) or COMPARED_ON.match(text, quantity.end)
        if link is None and RATE_BEFORE.search(text[max(0, quantity.start - 20) : quantity.start]) is None:
            return self.accept(text, quantity, found)
        draft = from_quantity(quantity, self.minus(text, quantity.start), "points")
        if link is None:
            draft.fault, draft.suspect_unit = "unit_missing", "个百分点"
            return found.figure(draft)
        unit = self.lexicon.units["个百分点"]
        draft.kind, draft.unit, draft.base_unit, draft.dimension, draft.unit_shared = "percent", unit.name, unit.base, unit.dimension, True
        return found.figure(draft)

    def opens(self, text: str, at: int) -> bool:
        """Whether a list item may begin at `at`."""
        return text[at - 1 : at] in {"", " ", "\n", "。", ";", ":", "!", ","} or text[at - 1 : at] >= "一"

    def partly_masked(self, text: str, start: int) -> bool:
        """8X.X%, 2XX次; but 5×20, 120x are products and names."""
        found = PARTLY.match(text, start)
        return bool(found and not PRODUCT.match(text, start) and self.masks.unit(text, found.end()))


def marked(found: Found, at: int) -> bool:
    """Whether a list marker ends at `at`: 1.2025年 is a marker and a year."""
    return bool(found.nonfigures) and found.nonfigures[-1][1] == at and found.nonfigures[-1][2] == "list_marker"
