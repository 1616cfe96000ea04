"""Scales without number: 投入〔万元〕, 〔余万元〕; a class of size (亿元项目) and a measure for each (万公里客运量) have none."""

import re

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, without_value
from huizong.narrative.grammar import no_figures as names
from huizong.narrative.grammar.lexicon import Lexicon, ProseUnit
from huizong.narrative.grammar.notation import CLAUSE_END, MOVED
from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.gaps import BEFORE_MORE, NAMED, PUNCTUATED, Gaps
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "scales")
any_of = LISTS.any_of

# 万亩冬菜基地, 万亩油茶林: a class of size, not a lost number.
LANDSCAPE = re.compile(rf"(?![^,。;]{{0,6}}任务)(?!{any_of('landscape_acts')})[\u4e00-\u9fff]{{0,6}}?{any_of('landscapes')}")
# 万公里客运量, 万人发案率, 亿元产值能耗: a measure for each.
PER_SCALE = re.compile(rf"(?:GDP|[\u4e00-\u9fff]{{1,6}}?){any_of('per_scale')}(?={any_of('per_next')})")
# 投资都在亿元以上: a class of size.
SIZE_CLASS = Ending("(?<!稳定)(?<!保持)(?<!控制)(?<!维持)在$")
# 总投资〔万元〕以上项目, 注册资本〔万元〕以上企业
CLASSED = Opening("以上的?(?:工业)?(?:项目|企业)")
SHARED = Opening(r"的\d[\d.]*%")
TASK = Ending(f"{any_of('task_words')}数?$")
SUM_OF = Ending(f"{any_of('sums')}$")
# 控制在〔家〕以内: no word 在家.
HELD_AT = Ending(f"{any_of('held')}在$|{any_of('raised')}[至到]$")
# 投入〔多万元〕: what is left of 300多万元; 许多, 众多 are words.
MANY = Ending(f"{any_of('before_many')}多$")
# 由〔万头〕增至1.3万头: what a movement starts from.
MOVED_FROM = Ending(f"[由从]{any_of('moved_from')}?的?$")
MOVED_TO = Opening(MOVED)
# 解决〔万人〕饮水困难: what persons are counted for.
MANY_AFTER = LISTS.pattern("many_after")
STRICT = frozenset(LISTS.words("strict"))
STILL = LISTS.words("still")
MEASURED = frozenset({"money", "area", "volume", "mass", "energy", "length"})
THINGS = frozenset(LISTS.words("things"))


# 〔万人〕受灾, 〔万间〕房屋倒塌
BEFALLEN = Opening(any_of("befallen"))
OPENERS = frozenset(LISTS.words("list_ends"))
REACH = 200
# 改造小区5.1万个、〔万户〕: a member of a list whose member before has its number
MEMBER = re.compile(r"\d[余多]?[万亿]?[^\W\d]{1,4}、$")
# 、万人口, 、万头(只)牲畜
MEMBER_ENDS = re.compile("[,。;、()]|口(?!大)|$")
# 重点人群共〔万人〕已参保
IN_ALL = Ending(any_of("in_all") + "$")
DONE_NEXT = Opening("已|均|全部")
OF_CLASS = Opening(f"以上(?:的)?{any_of('class_of')}")
OTHER_CLASS = re.compile("\\d[千万]?元以[上下](?:的)?[\u4e00-\u9fff]")
# 为〔万人〕减免税费291万元, 和〔万名〕残疾人
FOR_THEM = Ending(any_of("for_them") + "$")
# 惠及2.1万名残疾人和〔万名〕老人: the next of those who are counted so
ANOTHER = Ending(r"\d[余多]?万[名人户][^,。;、\d]{1,16}[和与及]$")
ACTS = Opening(any_of("acts_for"))
PERSONS = frozenset({"人", "名", "户"})


def written_in(unit: str) -> str:
    """A pattern of the scale and unit of a figure."""
    return rf"[余多]?万?{re.escape(unit.lstrip('万'))}"


def classed(text: str, at: int, end: int, unit: ProseUnit) -> bool:
    """Whether a scale and 元 before 以上 name a class of sums, among others with their numbers: 补偿万元以上人数, 2万元以上人数."""
    return (
        unit.name == "元"
        and OF_CLASS.match(text, end) is not None
        and OTHER_CLASS.search(text, max(0, at - REACH), end + REACH) is not None
    )


class Scales:
    """Judges scales without number with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns, gaps: Gaps) -> None:
        self.lexicon, self.patterns, self.gaps = lexicon, patterns, gaps

    def befallen(self, text: str, at: int, end: int, before: str, written: str) -> bool:
        """Whether a scale and its unit, at the head of a clause or behind a list of places, are those whom something befell: 〔万人〕受灾.

        Only where the sentence counts others: a slogan (万人签名) has no such company.
        """
        first = max(0, at - REACH, *(text.rfind(mark, max(0, at - REACH), at) + 1 for mark in "。\n"))
        stop = text.find("。", end, end + REACH)
        rest = text[first:at] + text[end : stop if stop >= 0 else end + REACH]
        if not any(map(str.isdigit, rest)):
            return False
        if BEFALLEN.match(text, end) is not None or (before.endswith("约") and CLAUSE_END.match(text, end) is not None):
            return True
        # 社会保障卡持卡19.7万人,领取待遇的〔万人〕: the sentence counts others in the same scale and unit
        listed = PUNCTUATED.search(before[-1:]) is not None or before[-1:] in OPENERS
        return listed and CLAUSE_END.match(text, end) is not None and re.search(rf"\d{written_in(written)}", rest) is not None

    def alone(self, text: str, at: int, end: int, unit: ProseUnit) -> bool:
        """Whether what stands right before a scale and its unit leaves no other reading: 5.1万个、〔万户〕, 共〔万人〕已参保.

        近万名, 上万名 are numbers and never come here.
        """
        before = text[max(0, at - 12) : at]
        if text.startswith("口", end) and unit.name == "人" and before[-1:] in {",", ";"}:
            return not text.startswith("口大", end)  # 是个牧业县,〔万人〕口分布在9万平方公里
        if before.endswith("、"):
            return MEMBER.search(before) is not None and MEMBER_ENDS.match(text, end) is not None
        if unit.name in PERSONS and IN_ALL.search(before) is not None:
            return DONE_NEXT.match(text, end) is not None
        if unit.name.endswith("人次"):
            return FOR_THEM.search(before) is not None
        if unit.name in PERSONS and ANOTHER.search(text[max(0, at - 30) : at]) is not None:
            return True
        if unit.name not in PERSONS or FOR_THEM.search(before) is None or before.endswith("的"):
            return False
        rest = text[max(0, at - REACH) : at] + text[end : end + REACH]
        return any(map(str.isdigit, rest)) and (unit.name == "名" or ACTS.match(text, end) is not None)

    def scaled(self, text: str, start: int, end: int, scale: str, unit: ProseUnit, written: str) -> FigureDraft | None:
        """The lost number before a bare scale and unit: 投入〔万元〕, 〔余万元〕; None for classes of size and slogans."""
        before = text[max(0, start - 6) : start]
        at = start
        if (before.endswith("余") and not BEFORE_MORE.search(before[:-1])) or MANY.search(before):
            at, before = start - 1, before[:-1]
        if NAMED.search(before):
            return None
        if PUNCTUATED.search(before[-1:]) and PER_SCALE.match(text, end) is not None:
            return None  # 优化线路11条,万公里客运量下降3%: so much for each
        held = HELD_AT.search(before) is not None  # 产量稳定在〔万吨〕以上
        # 财政收入突破〔万元〕大关: no sum of a place is so small that this is its mark
        mark = scale == "万" and unit.name == "元" and text.startswith("大关", end) and before.endswith("突破")
        # 总投资〔万元〕以上项目: no project of a place is so small
        mark = mark or (scale == "万" and unit.name == "元" and CLASSED.match(text, end) is not None and SUM_OF.search(before) is not None)
        if (self.patterns.size_noun.match(text, end) and not mark) or (
            unit.name not in {"元"} and not held and re.match("以上|及以上", text[end : end + 3])
        ):
            return None
        if scale in {"千", "百"} and (scale, unit.name) != ("千", "公顷"):
            return None
        strict = strictly(text, end, scale, unit, before)
        moved = MOVED_FROM.search(before) is not None and MOVED_TO.match(text, end) is not None
        due = self.gaps.takes(text, at, unit, set()) or before.endswith(STILL) or self.lexicon.verbs.ending(text, at)
        strict = strict or (scale in {"万", "亿"} and self.alone(text, at, end, unit))
        strict = strict or (scale in {"万", "亿"} and self.befallen(text, at, end, before, written))
        if classed(text, at, end, unit):
            return None  # 补偿万元以上人数8人,2万元以上人数3人: a class among others
        if text.startswith("以上", end) and (
            SIZE_CLASS.search(before) or (text.startswith("的", end + 2) and before[-1:] in {",", "、", ";"})
        ):
            return None  # 5000万元以上的18家,亿元以上的7家: a class of size
        if (
            not strict
            and not moved
            and not (due and (MANY_AFTER.match(text, end) or (unit.name in THINGS and self.gaps.noun_follows(text, end, unit))))
        ):
            return None
        if unit.dimension == "length" and not (due or moved or held) and CLAUSE_END.match(text, end) is None:
            return None  # 农田水利工程万米石渠硬化: a size in a name
        if names.quoted(text, at, end, 12) is not None or (unit.dimension == "area" and LANDSCAPE.match(text, end)):
            return None
        if not before and text[end : end + 1] not in {",", "。", "、", ";"}:
            return None
        draft = without_value(at, end, "missing", UnitLeft(scale, written, unit), "scale-before-measure")
        draft.qualifier = "more_than" if at < start or text[start + len(scale) : start + len(scale) + 1] in {"余", "多"} else None
        return draft


def strictly(text: str, end: int, scale: str, unit: ProseUnit, before: str) -> bool:
    """Whether such a scale and measure can't stand without a number, whatever leads to them: 万吨, 百亿元, 占全年任务〔万人〕的109%."""
    if scale in {"万", "亿"}:
        return (
            unit.dimension in MEASURED
            or (SHARED.match(text, end) is not None and TASK.search(before) is not None)
            or (unit.name.endswith(("次", "份")) and CLAUSE_END.match(text, end) is not None)  # 转移劳动力〔万人次〕。
            or (unit.name.endswith("(次)") and text[end : end + 1].isdigit())  # 门诊补偿〔万人(次)〕658万元
        )
    return scale == "千" or (scale in STRICT and unit.dimension == "money")
