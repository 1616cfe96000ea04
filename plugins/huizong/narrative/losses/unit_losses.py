"""Anchors of units without number: 完成造林〔亩〕, 走访了〔家〕企业, 最大风速〔米/秒〕, 得分〔分〕, 下降近〔成〕."""

import re

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, without_value
from huizong.narrative.found import Found, Parallel
from huizong.narrative.grammar.notation import CLAUSE
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost import left_over, parallels
from huizong.narrative.lost.bare import PROVING
from huizong.narrative.lost.fellows import MEMBER_SIGNS, bare_member, counted_fellow
from huizong.narrative.lost.gaps import AS_NOUN, AVERAGED
from huizong.narrative.lost.predicates import RATE_END
from huizong.narrative.lost.scales import MOVED_TO
from huizong.narrative.numbers.cardinals import Cardinals
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "unit_losses")
any_of = LISTS.any_of

PLAIN = re.compile("(?![和与及至到比])[\u4e00-\u9fff]+")
OWN_COUNT = re.compile(r" ?\d[\d.]*[余多]?[万亿]?")
# Signs before a unit, and after it, that may make a loss of what is a part of a word.
TELLING = PROVING | frozenset("到至 ")
MOVING = MOVED_TO.firsts
TOLD_APART = frozenset({"rate", "age"})
AVERAGING = AVERAGED.firsts
# 低保标准为〔元/月〕; 单位为元/月 is a caption.
STANDS_AT = Ending(f"^[而则又]?在{any_of('not_acting')}{{0,20}}{any_of('stands_at')}$")
NAMES_ACTS = Opening(rf"(?:[同环]比|[较比][上去]年(?:同期)?|年均){any_of('acts_move')}(?:了|约)?\d|\d[\d.]*余?[万亿]")
TOTALLED = re.compile("[共计][^,。;\\d]{0,10}$")
STANDARD = Ending(f"{any_of('standards')}[为达约是]?到?$|{any_of('moved')}[到至]$")
TENTHS_BEFORE = Ending(f"{any_of('tenths_of')}$")
SURELY_SCORED = LISTS.words("scored")
COMPARED = re.compile("[较比]")
SLASHED_ENDS = Opening("[,。;、!?)]|左右|以[上下]")
PREDICATES = frozenset(LISTS.words("predicates"))
LEVELS = frozenset(LISTS.words("levels"))
BY_RATE = Opening("[,。;]|的?标准")
# 各项, 每户, 逐项: these stand for the number.
LICENCE = frozenset(LISTS.words("licence"))
# 下辖〔个〕中队: 个中 and 户外 begin few nouns, 名优 and 家庭 many.
CLOSED_UP = frozenset("个户名")
# Behind these the word that calls for a quantity stands further back; units that more than the words before them may make a loss of.
BEHIND = TELLING | frozenset("了过)仅")
OPEN = frozenset("户人元家")
HOUSES = frozenset("栋幢")
# The units that these two judges know anything of.
WATCHED = left_over.WATCHED | parallels.WATCHED


class UnitLosses:
    """Reads units that have no number."""

    def __init__(self, shared: Cardinals) -> None:
        lexicon = self.lexicon = shared.lexicon
        self.patterns, self.lead_signs = shared.patterns, shared.lead_signs
        self.gaps, self.doubts, self.classifiers = shared.gaps, shared.doubts, shared.classifiers
        # the last signs of words after which a count may stand
        self.leading = self.gaps.words.reaching | set(lexicon.counted.ends) | set(self.classifiers.leads.ends)
        self.left_over, self.parallels = shared.left_over, shared.parallels
        self.open = OPEN | {unit.name for unit in lexicon.units.values() if unit.dimension == "rate"}
        self.counted_ends = {word for word in lexicon.counted.reasons if len(word) == 1}

    def on_strong(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A unit of measure without number."""
        if found.nonfigures and found.nonfigures[-1][2] == "lexical" and 0 < start - found.nonfigures[-1][1] <= 3:
            at = found.nonfigures[-1][1]
            if text[at - 1].isdigit() and PLAIN.fullmatch(text, at, start):
                # 860皮长公里: a number with a unit that is not in the list
                return found.none(start, end, "code") if text[end - 1].isdigit() else None
        stop = self.on_orphan(text, start, end, found, "strong")
        if stop is None and text[end - 1].isdigit():  # m2 alone: its digit is read with it
            return found.none(start, end, "code")
        return stop

    def on_lost(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A classifier without number before punctuation."""
        stop = self.on_closing(text, start, end, found)
        if stop is None:
            self.on_left_over(text, start, end, found)
        return stop

    def on_inner(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A classifier without number between verb and noun (走访了〔家〕企业) or noun and verb (政策〔项〕纳入)."""
        if text[start : end + 1] in self.lexicon.units or (
            text[start - 2 : start - 1] == text[start]
            and text[start - 1] not in MEMBER_SIGNS | {",", ";"}
            and not text[start - 3 : start - 2].isdigit()
        ):
            return None  # 受灾人次下降; 名师名校长
        stop = self.on_between(text, start, end, found)
        if stop is None:
            self.on_left_over(text, start, end, found)
        return stop

    def on_left_over(self, text: str, start: int, end: int, found: Found) -> None:
        """Note a classifier that no word holds; it is a loss where its sentence counts."""
        if text[start:end] not in WATCHED or start < found.last or start == found.parted[0]:
            return
        if start == found.last and not found.follows_date(start):
            return
        if found.doubts and found.doubts[-1][0].start == start:
            return
        draft = self.left_over.lost(text, start, end, found) or self.parallels.counted(text, start, end, found)
        if draft is not None:
            found.doubts.append((draft, 1))

    def on_closing(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A classifier before punctuation: what the words around it prove."""
        if text.startswith("等项", start - 1):
            return None  # 种植、养殖、加工等项
        if text[start:end] == "处" and STANDS_AT.search(CLAUSE.split(text[max(0, start - 24) : start])[-1]) is not None:
            return None  # 在市民服务中心处,记者了解到
        if (
            text[start - 1 : start] not in self.counted_ends
            and not text.startswith("左", end)
            and self.part(text, start, end)
            and not counted_fellow(text, start, end)
        ):
            return None
        return self.on_orphan(text, start, end, found, "lost")

    def on_between(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A classifier between verb and noun: what the words around it prove."""
        if text[start - 1 : start] in LICENCE or self.part(text, start, end):  # most classifiers of plain prose
            return None
        if self.lexicon.unit_words.starting(text, start, end + 1) and not (
            text[start:end] in CLOSED_UP and self.gaps.words.reaches(text, end, end + 1, text[start:end])
        ):
            return None
        if text[start - 1 : start] not in self.lead_signs and not (
            start == found.last and text[start - 1] in HOUSES
        ):  # no word that calls for a quantity ends so: only the noun can prove it
            taken = (start < found.last or found.counted_at(text, start)) and not (found.follows_name(start) or found.follows_date(start))
            if (
                taken
                or self.gaps.averaged(text, start, end)
                or not self.classifiers.lost(text, start, end, self.lexicon.units[text[start:end]])
            ):
                return None
            return self.counted(text, start, end, found)
        return self.on_orphan(text, start, end, found, "inner")

    def part(self, text: str, start: int, end: int) -> bool:
        """Whether the unit ends a word or stands inside it, behind nothing that could make a loss of it: what is told at one look."""
        if (
            text[start - 1 : start] in BEHIND
            or text[end : end + 1] in MOVING
            or text[start - 2 : start] in self.leading
            or text[start:end] in self.open
        ):
            return False
        word = self.lexicon.unit_words.covering(text, start, end)
        return word is not None and word[0] < start

    def counted(self, text: str, start: int, end: int, found: Found) -> int:
        """Note the lost number of a classifier, with the 余 before it."""
        more = text[start - 1 : start] == "余"
        draft = without_value(
            start - more, end, "missing", UnitLeft("", text[start:end], self.lexicon.units[text[start:end]]), rule="classifier-before-noun"
        )
        draft.qualifier = "more_than" if more else None
        return found.figure(draft)

    def on_slashed(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A slashed unit without number right after the quantity it measures: 最大风速〔米/秒〕; 单位:元/吨 is a caption."""
        unit = self.patterns.unit.match(text, start)
        if unit is not None and unit.end() > end:
            standard = STANDARD.search(text[max(0, start - 5) : start]) is not None and (
                text[start - 1] in PREDICATES or SLASHED_ENDS.match(text, unit.end()) is not None or unit.end() == len(text)
            )
            standard = standard or (text[start - 1] == "按" and BY_RATE.match(text, unit.end()) is not None)  # 补偿费按〔元/亩〕,
            level = text[start - 1] in LEVELS and self.lexicon.measured.ending(text, start - 1) is not None  # 浓度为〔μg/m³〕
            if standard or level or self.lexicon.measured.ending(text, start) is not None:
                return found.figure(FigureDraft(start, unit.end(), "missing", unit=unit[0], base_unit=unit[0], rule="slashed-unit"))
        if self.lexicon.units[text[start : end - 1]].orphan != "strong":
            return None
        stop = self.on_orphan(text, start, end - 1, found, "strong")
        if stop is None or unit is None or unit.end() <= end:
            return stop
        draft = found.drafts[-1]  # 达到〔毫克/升〕: the loss is of the whole unit
        draft.end, draft.unit, draft.base_unit = unit.end(), unit[0], unit[0]
        return unit.end()

    def on_orphan(self, text: str, start: int, end: int, found: Found, group: str) -> int | None:
        """A unit without number; nothing if a numeral was just read before it, unless the unit has a figure of its own (42宗〔亩〕)."""
        if start == found.parted[0]:
            return None  # 共128(其中女性36)人
        last = found.last
        taken = start < last or (start == last and found.counted_at(text, start))
        if taken and not (found.follows_name(start) or found.follows_date(start)):
            draft = self.doubts.sure(text, start, end, found) if start == last else None
            return found.figure(draft) if draft is not None else None
        following, lead = text[end : end + 1], text[start - 1 : start]
        if (following in AVERAGING or text[start] in (following, lead)) and self.gaps.averaged(text, start, end):
            return None
        blank = lead == " "
        own = OWN_COUNT.match(text, end) if following == " " or following.isdigit() else None
        if own is not None and text.startswith(text[start:end], own.end()):
            return None  # 持证户2430户: what ends like a unit is counted by it
        if end - start > 1 and text[end - 1] == "次" and names_acts(text, start, end):
            return None  # 诊疗人次同比增长32%, 服务人次8亿多: it names what moved, or what is counted
        if group == "lost" and not blank and AS_NOUN.match(text, end) is not None:
            return None
        unit = self.lexicon.units[text[start:end]]
        if lead not in TELLING and following not in MOVING and unit.dimension not in TOLD_APART and self.gaps.words.word(text, start, end):
            # a part of a word, before nothing that could make it more: only a row of counts may yet
            telling = group == "lost" and (
                unit.name == "家"
                or text.startswith("左右", end)
                or self.doubts.due(text, start, end)
                or counted_fellow(text, start, end)
                or ((lead == "对" or text[start - 2 : start] in self.leading) and self.doubts.clear(text, start, end))
                or (lead in MEMBER_SIGNS and bare_member(text, start, end))
            )
        else:
            telling = True
        draft = None
        if telling:
            draft = None if blank else self.gaps.orphan(text, start, end, group, Parallel(text, start, found))
            draft = draft or self.doubts.sure(text, start, end, found)
        if draft is None and group == "inner" and self.classifiers.lost(text, start, end, unit):
            return self.counted(text, start, end, found)
        draft = draft or (None if blank else self.classifiers.closing(text, start, end, unit, found))
        if draft is None or draft.start < last:
            if draft is None and group == "lost":
                self.doubts.doubt(text, start, end, "", found)
            elif draft is None and group == "inner" and telling:
                self.doubts.before_noun(text, start, end, found)
            return None
        found.drafts.append(draft)
        return draft.end

    def on_scored(self, text: str, start: int, end: int, found: Found) -> int | None:
        """得分〔分〕, 最低〔分〕: a score that has lost its number; 最高分 alone is a word unless its sentence gives other scores."""
        at = end - 1
        if not text.startswith(SURELY_SCORED, start):
            against = not text.startswith("提高", start) or COMPARED.search(CLAUSE.split(text[max(0, start - 24) : start])[-1])
            if not against or not self.doubts.fellow(text, at, end, "分"):
                return None
        return found.figure(without_value(at, end, "missing", UnitLeft("", "分", self.lexicon.units["分"]), rule="score"))

    def on_tenths(self, text: str, start: int, end: int, found: Found) -> int | None:
        """覆盖率达〔成〕, 下降近〔成〕, 比常年少〔成〕: tenths that have lost their number; 目标达成 is a word."""
        clause = CLAUSE.split(text[max(0, start - 24) : start])[-1]
        lead = text[end - 2]
        if lead in "达到":
            told = RATE_END.search(clause) is not None
        elif lead in "多少":
            told = end - start > 2 or COMPARED.search(clause) is not None
        else:
            told = TENTHS_BEFORE.search(clause) is not None
        if not told:
            return None
        return found.figure(without_value(end - 1, end, "missing", UnitLeft("", "成", self.lexicon.units["成"]), rule="tenths"))


def names_acts(text: str, start: int, end: int) -> bool:
    """Whether a unit of acts names what moved, or what is counted right behind it: 诊疗人次同比增长32%, 服务人次8亿多."""
    return NAMES_ACTS.match(text, end) is not None and TOTALLED.search(text[max(0, start - 16) : start]) is None
