"""Numbers in digits without a unit: shared with the next, a coefficient, a number in a name, or a unit that was lost."""

import re
from decimal import Decimal

from huizong.narrative.figure_draft import FigureDraft, from_quantity
from huizong.narrative.found import Found
from huizong.narrative.grammar import calendar_words
from huizong.narrative.grammar import no_figures as names
from huizong.narrative.grammar.lexicon import ProseUnit
from huizong.narrative.grammar.notation import MOVED
from huizong.narrative.grammar.quantity import Quantity
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.numbers import brackets, coefficients
from huizong.narrative.numbers.called import HAN, HOTLINE, NAMED_BY, YEAR_LIKE, surely_counts
from huizong.narrative.numbers.cardinals import Cardinals
from huizong.narrative.numbers.seconds import hundredths
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "unitless")
any_of = LISTS.any_of

# 3.5、1.9个百分点; 由每月1200提高到1800元
LINKED = Opening(rf" ?[、和与及] ?-?(?=\d)|{MOVED}(?=\d)")
BEFORE_LOST = Opening(" ?[、和与及]")
LISTED_AFTER = re.compile("[\u4e00-\u9fff、:(]")
PREDICATE = re.compile(f"(?:分别)?{any_of('predicates')}$")
RATE_BEFORE = Ending(f"{any_of('rates')}{any_of('rate_predicates')}?$|占[^,。;]{{2,16}}的$")
# 2021、2022两年: years without 年.
YEARS = Opening(r"(?:19|20)\d{2}(?=[、和](?:19|20)\d{2}|两年)")
# The number ends its clause, or what can only come after a finished quantity follows: 完成投资4.5,同比增长; 增长37左右; 投资4.5同比增长.
CLOSED = re.compile(f"[余+]?{any_of('closes')}")
MOVES_ON = Opening(rf"{MOVED}{coefficients.OF_TIME}?\d[\d.]*(?=[,。;、)]|$)")
ENDED = re.compile(f"[由从]{coefficients.OF_TIME}$")
# 平台3.0, 工业4.0: a version.
# 新种果树50树, 安装变压器7尊: a classifier that units.csv does not know leaves a figure without unit, never nothing.
UNKNOWN = re.compile("[\u4e00-\u9fff]{1,3}(?=[,。;、)]|$)(?<!号)(?<!后)(?<!版)(?<!路)(?<!线)(?<!型)(?<!等)")
# 等6地市, 近300旅客, 我县9网点: words after which a number counts.
COUNT_OPENS = Ending("[约近超逾达共有等余各省市县区乡镇村了]$")
VERSION = re.compile(r"[1-9]\.0")
FELLOW = Opening(r"[、和]([^\d,。;、]{1,8})\d")
# 性别比为104.6:100(女性为100): what the ratio before is to.
RATIO_BASE = re.compile(r":100\([^()\d,。;]{1,6}(?:为|=)$")
LONGEST_COUNT = 9
# ¥3000, $500万, RMB 60万: the sign before the number names its money.
CURRENCY = re.compile(r"((?:HK|US)?\$|[¥￥€£]|RMB|CNY|USD|人民币) ?$")
MONIES = {"$": "美元", "US$": "美元", "USD": "美元", "HK$": "港元", "€": "欧元", "£": "英镑"}
# 投入资金(万元):120: the label says the unit.
LABELLED = re.compile(r"\(([^()\d,。;:]{1,6})\)(?:[:为是]|分别为) ?$")
# 租金约1500/亩: the unit above the stroke has been lost.
PER = Opening(f"/{any_of('per')}")
# 2000+党员干部: a round number and more; 3+2 and 1+N are formulas.
MORE_THAN = Opening(r"\+(?=[\u4e00-\u9fff])")
# 录用2男1女: persons by their sex.
PERSONS = Opening(r"[男女](?=\d|[,。;、)和]|$|共)")


class Unitless:
    """Reads a number that no unit follows."""

    def __init__(self, shared: Cardinals) -> None:
        self.lexicon, self.patterns = shared.lexicon, shared.patterns
        self.composer, self.masks, self.gaps = shared.composer, shared.masks, shared.gaps
        self.accept, self.minus = shared.accept, shared.minus

    def bare(self, text: str, quantity: Quantity, found: Found) -> int:
        """A number without unit: shared with the next (3.5、1.9个百分点), a lost unit (增长37), a coefficient, or nothing."""
        if (stop := self.shared(text, quantity, found)) is not None or (stop := hundredths(text, quantity, found)) is not None:
            return stop
        if (draft := self.told(text, quantity, found)) is not None:
            return found.figure(draft)
        start, end = quantity.start, quantity.end
        if YEARS.match(text, start):
            return found.none(start, end, "lexical")
        letters = names.BEFORE_LETTER.match(text, start)
        if letters is not None:
            return found.none(start, letters.end(), "code")
        if (stop := self.before_noun(text, quantity, found)) is not None:
            return stop
        if CLOSED.match(text, quantity.end) is None:
            return self.unclosed(text, quantity, found)
        return self.closed(text, quantity, found)

    def told(self, text: str, quantity: Quantity, found: Found) -> FigureDraft | None:
        """A number whose unit stands elsewhere: behind brackets, in a sign of money, in a label; or above a stroke, where it is lost."""
        start, end = quantity.start, quantity.end
        if (behind := brackets.unit_behind(text, quantity, found, self.masks)) is not None:
            quantity.scale_text, quantity.unit, quantity.unit_text = quantity.scale_text or behind[0], behind[1], behind[1].name
            draft = from_quantity(quantity, self.minus(text, start), "unit-behind-brackets")
            draft.unit_shared = True
            return draft
        if (part := brackets.part_of_whole(text, quantity, found)) is not None:
            return part
        if (sign := CURRENCY.search(text[max(0, start - 4) : start])) is not None:
            draft = from_quantity(quantity, rule="currency-sign")
            draft.base_unit, draft.dimension = MONIES.get(sign[1], "元"), "money"
            return draft
        if (label := LABELLED.search(text[max(0, start - 14) : start])) is not None and (head := self.label(label[1])) is not None:
            quantity.scale_text, quantity.unit, quantity.unit_text = head[0], head[1], head[1].name
            return from_quantity(quantity, self.minus(text, start), "unit-in-label")
        if PER.match(text, end) is not None and HAN.match(text[start - 1 : start]) is not None and quantity.value not in YEAR_LIKE:
            draft = from_quantity(quantity, self.minus(text, start), "unit-above-stroke-lost")
            draft.fault = "unit_missing"
            return draft
        return None

    def before_noun(self, text: str, quantity: Quantity, found: Found) -> int | None:
        """The end of a number that counts the noun right after it, or has a scale and nothing else: 2600多群众, 投资3万; else None."""
        start, end = quantity.start, quantity.end
        if (persons := PERSONS.match(text, end)) is not None and quantity.value % 1 == 0 and not quantity.scale_text:
            quantity.unit, quantity.unit_text, quantity.end = self.lexicon.units["人"], persons[0], persons.end()
            return self.accept(text, quantity, found)
        if MORE_THAN.match(text, end) is not None and quantity.value % 10 == 0 and quantity.value:
            quantity.more, quantity.end = True, end + 1
            if self.composer.with_noun(text, quantity):
                return self.accept(text, quantity, found)
            return found.figure(from_quantity(quantity, rule="before-unknown-noun"))
        if text[end : end + 1] in {"多", "余"} and quantity.value % 10 == 0 and quantity.value:
            quantity.more, quantity.end = True, end + 1
            if self.composer.with_noun(text, quantity):
                return self.accept(text, quantity, found)  # 2600多群众, 500余留守老人
            quantity.more, quantity.end = False, end
        # 惠及全区4850中小学在校生: a name is hardly of four signs
        many = surely_counts(text, quantity)
        if (many or self.counting(text, quantity)) and self.composer.with_noun(text, quantity):
            return self.accept(text, quantity, found)
        if quantity.scale_text:
            draft = from_quantity(quantity, self.minus(text, start), "scale-without-unit")
            draft.base_unit = "元" if self.masks.money(text, start) else None
            return found.figure(draft)
        if UNKNOWN.match(text, end) is not None and HAN.match(text[start - 1 : start]):
            before = text[max(0, start - 20) : start]
            verb = self.gaps.clause_verb(text, start)
            measured = len(self.lexicon.measured.ending(before, len(before)) or "") > 1  # 林地面积177公项
            called_for = measured or (verb and (many or self.lexicon.noun_words.ending(before, len(before))))
            if called_for and not self.lexicon.numbered.ending(before, len(before)):
                return found.figure(from_quantity(quantity, rule="unknown-classifier"))
        return None

    def unclosed(self, text: str, quantity: Quantity, found: Found) -> int:
        """A number with something after it that is no unit: the first end of a movement, a count of what no list knows, or a name."""
        start, end = quantity.start, quantity.end
        if MOVES_ON.match(text, end) is not None and (moved := self.moves_from(text, quantity)) is not None:
            return found.figure(moved)
        if self.counting(text, quantity) and HAN.match(text[end : end + 1]) and NAMED_BY.match(text, end) is None:
            return found.figure(from_quantity(quantity, self.minus(text, start), "before-unknown-noun"))
        return found.none(start, end, "lexical")

    def closed(self, text: str, quantity: Quantity, found: Found) -> int:
        """A number that its clause ends with: a fellow's unit, a coefficient, a score, a rank, a lost unit, or a name."""
        start, end = quantity.start, quantity.end
        if (fellow := self.fellow(text, start, found)) is not None:
            draft = from_quantity(quantity, self.minus(text, start), "fellow-without-unit")
            draft.fault, draft.suspect_unit = fellow.fault, fellow.suspect_unit
            return found.figure(draft)
        before = ENDED.sub("", text[max(0, start - 20) : start].rstrip(" "))
        stem = coefficients.stem(text, start, PREDICATE.sub("", before))
        if coefficients.continued(text, start, stem, found):
            return found.figure(from_quantity(quantity, rule="coefficient"))
        if coefficients.scored(text, quantity, found):
            return found.figure(from_quantity(quantity, rule="row-of-scores"))
        if quantity.value == 100 and RATIO_BASE.search(before) is not None:
            return found.none(start, end, "lexical")
        if quantity.value == 100 and brackets.measured_against(text, start, self.lexicon):
            draft = from_quantity(quantity, rule="index-base")
            draft.role = "context"
            return found.figure(draft)
        if coefficients.named(stem, self.lexicon):
            return found.figure(from_quantity(quantity, rule="coefficient"))
        if (item := names.in_run(text, start, end)) or names.RANKED.search(before):
            return found.none(start, end, "list_marker" if item else "ordinal")
        if not self.counts(text, quantity, before, stem, found):
            return found.none(start, end, "lexical")
        draft = from_quantity(quantity, self.minus(text, start), "unit-lost" if quantity.value else "nothing")
        if not quantity.value:
            return found.figure(draft)  # 死亡率为0: nothing is nothing in any unit
        if coefficients.names_count(before):
            return found.figure(draft)
        draft.fault, draft.suspect_unit = "unit_missing", "%" if RATE_BEFORE.search(before) or member_of_rates(found, start) else None
        if text[draft.end : draft.end + 1] in {"余", "+"}:
            draft.qualifier = "more_than"
        return found.figure(draft)

    def label(self, written: str) -> tuple[str, ProseUnit] | None:
        """Scale and unit of a label's brackets: 万元 in 投入资金(万元):120."""
        scale = self.patterns.scale.match(written)
        size = len(scale["scale"] or "") if scale is not None and not scale["more"] else 0
        unit = self.lexicon.units.get(written[size:])
        return (written[:size], unit) if unit is not None else None

    def moves_from(self, text: str, quantity: Quantity) -> FigureDraft | None:
        """合格率由92.5上升到96.8: the first end of a movement, whose other end has no unit either; None for years and coefficients."""
        before = text[max(0, quantity.start - 20) : quantity.start]
        timed = ENDED.search(before)
        before = before[: timed.start() + 1] if timed else before
        if before[-1:] not in {"由", "从"} or (quantity.value % 1 == 0 and int(quantity.value) in YEAR_LIKE):
            return None
        stem = before[:-1]
        if self.lexicon.measured.ending(stem, len(stem)) is None:
            return None
        rated = self.lexicon.quantities["rate"].ending(stem, len(stem)) is not None
        if not rated and self.lexicon.quantities["coefficient"].ending(stem, len(stem)) is not None:
            return from_quantity(quantity, rule="coefficient")
        draft = from_quantity(quantity, rule="unit-lost")
        draft.fault, draft.suspect_unit = "unit_missing", "%" if rated else None
        return draft

    def shared(self, text: str, quantity: Quantity, found: Found) -> int | None:
        """The end of a number that has its unit from a later member of its list: 3.5、1.9个百分点."""
        start = quantity.start
        if (link := LINKED.match(text, quantity.end)) is None:
            return self.before_lost(text, quantity, found)
        if calendar_words.figures(text, link.end()) is not None:
            # 由2012年的0.516提高到2017年的0.548: the year of the other end
            return None if MOVES_ON.match(text, quantity.end) is not None else found.none(start, quantity.end, "lexical")
        after = self.composer.read(text, link.end())
        hops = 0
        while after is not None and after.unit is None and (link := LINKED.match(text, after.end)) is not None and hops < 12:
            if calendar_words.figures(text, link.end()) is not None:
                return found.none(start, quantity.end, "lexical")  # 10、11、12月份
            after, hops = self.composer.read(text, link.end()), hops + 1
        if after is None or after.unit is None or after.maximum is not None:
            return None
        lead = start - self.minus(text, start)
        if LISTED_AFTER.match(text[lead - 1 : lead]) is None or (quantity.scale_text and after.unit.dimension in {"rate", "points"}):
            return None  # 33.7万、21.3%: a number of things beside a rate
        quantity.scale_text, quantity.unit, quantity.unit_text = quantity.scale_text or after.scale_text, after.unit, after.unit_text
        draft = from_quantity(quantity, self.minus(text, start), "unit-of-list")
        draft.unit_shared = True
        return found.figure(draft)

    def counting(self, text: str, quantity: Quantity) -> bool:
        """Whether a number without unit counts what follows: after its scale, after a verb, a qualifier or a place, but no year."""
        if quantity.scale_text or quantity.more:
            return True
        start, value = quantity.start, quantity.value
        if value in YEAR_LIKE and value % 1 == 0:
            return False
        lexicon = self.lexicon
        return (
            COUNT_OPENS.search(text[max(0, start - 2) : start]) is not None
            or any(words.ending(text, start) is not None for words in (lexicon.verbs, lexicon.due, lexicon.slots))
            or self.minus(text, start) > 0
        )

    def fellow(self, text: str, start: int, found: Found) -> FigureDraft | None:
        """The number without unit that stands right before in the same list: 92、88."""
        last = found.drafts[-1] if found.drafts else None
        lead = start - self.minus(text, start)
        if last is None or last.kind != "number" or last.unit is not None or last.value is None:
            return None
        return last if last.end == lead - 1 and text[lead - 1] in "、和与及" else None

    def before_lost(self, text: str, quantity: Quantity, found: Found) -> int | None:
        """The end of a number whose list goes on with a lost one, its unit left: 1.2和〔个百分点〕."""
        link = BEFORE_LOST.match(text, quantity.end)
        span = self.patterns.unit.match(text, link.end()) if link else None
        unit = self.lexicon.units.get(span[0]) if span else None
        if unit is None or unit.orphan != "strong":
            return None
        quantity.unit, quantity.unit_text = unit, unit.name
        draft = from_quantity(quantity, self.minus(text, quantity.start), "unit-of-lost")
        draft.unit_shared = True
        return found.figure(draft)

    def counts(self, text: str, quantity: Quantity, before: str, stem: str, found: Found) -> bool:
        """Whether a closed number without unit counts something (新增床位150, 完成投资4.5), or is a name, year, version or hotline."""
        lexicon, end = self.lexicon, len(before)
        if (
            RATE_BEFORE.search(before)
            or lexicon.measured.ending(stem, len(stem))
            or lexicon.verbs.ending(before, end)
            or lexicon.slots.ending(before, end)
        ):
            return True
        digits = text[quantity.start : quantity.end]
        value = quantity.value
        if (fellow := FELLOW.match(text, quantity.end)) is not None and before.endswith(fellow[1]):
            return False  # 网格12、网格15
        noun = lexicon.noun_words.ending(before, end) is not None
        if noun and self.gaps.clause_verb(text, quantity.start):
            return True  # 发现问题415; 问题3 alone is a heading
        named = (
            (not noun and value == value.to_integral() and int(value) in YEAR_LIKE)
            or VERSION.fullmatch(digits)
            or HOTLINE.fullmatch(digits)
            or (len(digits) > LONGEST_COUNT and value > Decimal(10**LONGEST_COUNT))
            or lexicon.numbered.ending(before, end)
            or names.MARKED.search(before)
        )
        listed = text[quantity.end : quantity.end + 1] == "、" and text[quantity.end + 1 : quantity.end + 2].isdigit()
        if before[-1:] in {"、", "和", "及"} and member_of_rates(found, quantity.start):
            return True
        return not named and not listed and (HAN.match(before[-1:]) is not None or before[-1:] == "”")


def member_of_rates(found: Found, start: int) -> bool:
    """Whether the figure right before, in the same list, is a rate: 分别增长5.6%、9.3."""
    last = found.drafts[-1] if found.drafts else None
    return last is not None and last.end == start - 1 and last.dimension in {"rate", "points"}
