"""Scales that stand without digits: 近万人 is ten thousand, 投入〔万元〕 has lost its number, 亿元项目 is a class of size."""

import re
from decimal import Decimal

from huizong.narrative.figure_draft import UnitLeft, without_value
from huizong.narrative.found import Found
from huizong.narrative.grammar.lexicon import ProseUnit
from huizong.narrative.grammar.notation import CLAUSE
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.covering import SCALES
from huizong.narrative.lost.scales import HELD_AT
from huizong.narrative.numbers.cardinals import Cardinals
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "bare_scales")
any_of = LISTS.any_of

APPROACH = Ending(f"{any_of('approach')}$")
INSIDE_WORD = Ending(any_of("inside_word"))
# 参保人数〔万人〕, 收入完成〔亿元〕: here 数万 and 成亿 are no numerals.
COUNT_NOUN = Ending("[人户总件次天个台学务标划]数$|[完建达形养造]成$")
# 收入(万元)、产量(万吨): the unit in brackets heads a column.
HEADED = re.compile("[\u4e00-\u9fffA-Za-z”》)]")
# What comes to about ten thousand a head.
EACH_HEAD = LISTS.pattern("each")
# 常住人口〔万〕, 到位资金〔亿〕: a scale that ends its clause after what is so counted.
SUM = Ending(f"{any_of('sums')}(?:约|达到?|为|共|至|到)?$|{any_of('levels')}$")
OF_TASK = Opening(r"\)的\d")
BOUNDED = re.compile("([百千万亿]+[\u4e00-\u9fff]{1,3}?)(?:及?以上|以下)")
NEAR = 60
# 半价〔万〕即可, 融资余额〔亿〕,较前一日增加〔亿〕: a scale alone between words, whatever is told
ONE_OF_IT = Ending(f"{any_of('one_of_it')}$")
BEGINS = Opening(any_of("scale_begins"))
NAMED_MONEY = Opening(any_of("named_money"))
BOUND = Opening(any_of("scale_bounds"))
UNTOLD = frozenset(LISTS.words("untold"))
ABOUT = frozenset(LISTS.words("about"))
IN_SLOGANS = frozenset(LISTS.words("in_slogans"))
# 占全年任务〔万〕的55%, 税收〔万〕的目标
OF_SUM = Opening(r"的(?:\d[\d.]*%|目标|任务)")


class BareScales:
    """Reads 万, 亿 and their fellows where no digit stands before them."""

    def __init__(self, shared: Cardinals) -> None:
        self.lexicon, self.patterns, self.composer = shared.lexicon, shared.patterns, shared.composer
        self.masks, self.doubts, self.scales, self.left_over = shared.masks, shared.doubts, shared.scales, shared.left_over

    def counted(self, text: str, start: int, end: int, found: Found) -> bool:
        """A bare 万 / 千 / 百 is a number before 余 or after 近 / 超 / 突破: 千余册, 近万人 (F10)."""
        if self.fellow(text, start, end, found):
            return False
        more = text[end : end + 1] in {"余", "多"}
        # 资金约万元: a sum of about one unit is not written so, the number before 万 dropped out; 近万元 is a number.
        if text[start - 1 : start] in ABOUT and text[start:end] in SCALES and not more:
            return False
        # 财政收入突破〔〕万元大关: a sum; 人均收入突破万元大关 is whole
        mark = text[start:end] == "万" and text.startswith("元大关", end)
        if mark and EACH_HEAD.search(CLAUSE.split(text[max(0, start - 40) : start])[-1]) is None:
            return False
        # 不超过万元: a bound without its number
        bounded = text.endswith("不超过", 0, start)
        near = (
            not bounded
            and APPROACH.search(text[max(0, start - 3) : start]) is not None
            and not INSIDE_WORD.search(text[max(0, start - 2) : start])
        )
        held = HELD_AT.search(text[max(0, start - 3) : start]) is not None  # 稳定在〔万吨〕以上
        bound = (
            not held
            and re.match("(?!元)[\u4e00-\u9fff]{1,3}?(?:及?以上|以下)", text[end : end + 6]) is not None
            and text[start] in "百千万"
            and not self.level(text, start)
        )
        return (more and text[start - 1 : start] not in {"数", "几"}) or near or bound

    def level(self, text: str, start: int) -> bool:
        """Whether a scale tells where an amount moved to, beside an amount in the same scale and unit: 产量603万吨,恢复至〔万吨〕以上."""
        unit = BOUNDED.match(text, start) if text[start - 1 : start] in {"至", "到"} else None
        return unit is not None and re.search(rf"\d{re.escape(unit[1])}", text[max(0, start - NEAR) : start]) is not None

    def fellow(self, text: str, start: int, end: int, found: Found) -> bool:
        """120万吨、〔万吨〕以上: whether the member of the list right before counts in the same scale and unit."""
        last = found.drafts[-1] if found.drafts else None
        if last is None or last.end != start - 1 or text[start - 1] not in "、和与及" or not (last.unit or "").startswith(text[start:end]):
            return False
        return text.startswith(last.unit or "", start) and last.unit != text[start:end]

    def lost(self, text: str, start: int, run: str, found: Found) -> int | None:
        """A bare scale that is no number: a lost number before it (投入万元), a class of size (亿元项目) or a slogan."""
        end = start + len(run)
        if start == found.parted[0]:
            return found.parted[1]  # 产值12.6(增长5%)亿元
        if (
            text[start - 1 : start] in UNTOLD
            and text[start - 2 : start] != "以上"
            and not COUNT_NOUN.search(text[max(0, start - 2) : start])
        ):
            return found.none(start - 1, end, "indefinite")
        near = text[start - 1 : start]
        named = near >= "\u4e00" and run in SCALES and NAMED_MONEY.match(text, end) is not None
        if named and (near in ABOUT or ONE_OF_IT.search(text[max(0, start - 2) : start]) is None):
            return found.figure(without_value(start, end, "missing", UnitLeft(run, "", None), "scale-left-over"))  # 约合〔万〕人民币
        more = text[end : end + 1] in {"余", "多"}
        span = self.composer.unit_at(text, end + more)
        if span is not None:
            unit = self.lexicon.units.get(text[span[0] : span[1]]) or self.slashed(text[span[0] : span[1]])
            word = self.lexicon.words.covering(text, start, start + 1)
            if unit is not None and (word is None or word[1] <= span[1]):
                if text[start - 1 : start] == " " and (blank := self.doubts.blanks.lost(text, start, span[1], run, unit)) is not None:
                    return found.figure(blank)
                if (
                    text[start - 1 : start] == "("
                    and OF_TASK.match(text, span[1]) is None
                    and text[span[1] : span[1] + 1] == ")"
                    and HEADED.match(text[start - 2 : start - 1])
                ):
                    return found.none(start, span[1], "lexical")
                about = text[start - 1 : start] in ABOUT and not INSIDE_WORD.search(text[max(0, start - 2) : start])
                if about and run in SCALES and not more and not found.counted_at(text, start):
                    return found.figure(without_value(start, span[1], "missing", UnitLeft(run, unit.name, unit), "scale-left-over"))
                draft = self.scales.scaled(text, start, span[1], run, unit, text[span[0] : span[1]])
                if draft is None and self.fellow(text, start, end, found):
                    draft = without_value(start, span[1], "missing", UnitLeft(run, unit.name, unit), "scale-before-measure")
                if (
                    draft is None
                    and unit.name == "人"
                    and found.drafts
                    and found.drafts[-1].end == start
                    and (found.drafts[-1].unit or "").endswith("户")
                ):
                    # 6420户〔万人〕
                    draft = without_value(start, span[1], "missing", UnitLeft(run, unit.name, unit), "persons-of-households")
                if draft is not None and (not found.counted_at(text, start) or self.doubts.beside(text, start, unit, found)):
                    found.drafts.append(draft)
                    return draft.end
                if word is None or COUNT_NOUN.search(text[max(0, start - 2) : start]):
                    size = self.patterns.size_noun.match(text, span[1])
                    told = size is None and not more and span[0] == end and unit.name not in IN_SLOGANS
                    if told and self.alone(text, start, span[1], run):
                        return found.figure(without_value(start, span[1], "missing", UnitLeft(run, unit.name, unit), "scale-left-over"))
                    if not size and not more and set(run) <= SCALES and not found.counted_at(text, start):
                        self.doubts.doubt(text, start, span[1], run, found)
                    return found.none(start, size.end() if size else span[1], "size_class" if size else "slogan")
        word = self.lexicon.words.covering(text, start, start + 1)
        closed = not text[end : end + 1] or text[end] in ",。;、)" or OF_SUM.match(text, end) is not None
        if run in {"万", "亿", "万亿"} and word is None and closed and SUM.search(text[max(0, start - 6) : start]):
            lost = without_value(start, end, "missing", UnitLeft(run, "", None), "scale-ends-clause")
            lost.base_unit = "元" if self.masks.money(text, start) else None
            return found.figure(lost)
        if word is None and span is None and self.alone(text, start, end, run):
            return found.figure(without_value(start, end, "missing", UnitLeft(run, "", None), "scale-left-over"))
        if word is not None:
            return found.none(max(word[0], found.last), *word[1:])
        return found.none(start, end, "lexical")

    def alone(self, text: str, start: int, end: int, run: str) -> bool:
        """Whether a scale, with its unit up to `end`, is left over: behind a word or a sign that leaves no other reading."""
        lead = text[start - 1 : start]
        if lead < "\u4e00" or run not in SCALES or ONE_OF_IT.search(text[max(0, start - 2) : start]) is not None:
            return False
        after = text[end : end + 1]
        if BOUND.match(text, end) is not None:
            return end - start == len(run)  # 万元以上 is the bound of a class
        if not after or after in ",。;、)的":
            return True
        return BEGINS.match(text, end) is None and self.left_over.ends(text, start) and self.left_over.begins(text, end)

    def slashed(self, name: str) -> ProseUnit | None:
        """A unit with its denominator (亿元/平方公里), measured like its numerator; None if that is unknown or it has none."""
        base, stroke, _ = name.partition("/")
        if not stroke and name.endswith(")"):  # 人(次): counted as it is written
            base, stroke, _ = name.partition("(")
        unit = self.lexicon.units.get(base) if stroke else None
        return ProseUnit(name, name, Decimal(1), unit.dimension, unit.orphan, unit.numeral) if unit is not None else None
