"""Doubtful gaps: units without number that neither noun nor verb proves; blanks, fellows and company prove them.

A clerk who lost one number mostly wrote others beside it, so a unit at the end of a clause is a loss where its sentence counts;
in prose that counts nothing the same sign is taken as part of a word.
"""

import re

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, without_value
from huizong.narrative.found import Found
from huizong.narrative.grammar.common_words import begins_a_word
from huizong.narrative.grammar.lexicon import Lexicon, ProseUnit
from huizong.narrative.grammar.notation import CLAUSE
from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.bare import surname
from huizong.narrative.lost.bare_clauses import BARE_CLAUSES
from huizong.narrative.lost.blanks import Blanks
from huizong.narrative.lost.covering import called_for
from huizong.narrative.lost.fellows import ENDS
from huizong.narrative.lost.gaps import INVITED, NAMED, Gaps
from huizong.narrative.lost.held_units import HELD
from huizong.narrative.lost.lone_units import ACTS_NEXT, AGE_BOUND, DEALT, FULL, PROVED, WHATEVER_WORD
from huizong.narrative.lost.orphan import Orphan
from huizong.narrative.lost.orphan_looks import OrphanRules
from huizong.narrative.lost.scales import SIZE_CLASS, classed
from huizong.narrative.lost.side_by_side import beside
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "doubts")
any_of = LISTS.any_of

CONJUNCTIONS = frozenset("和与及")
# 特困户, 低保户: such households have no other name.
POOR = Ending(f"{any_of('poor')}$")
# How far a sentence may reach on either side, so that time stays linear in text without stops.
REACH = 400
WORD_END = re.compile("[\u4e00-\u9fff”)]")
COUNTED = frozenset({"count", "people"})
# 有〔个〕项目, 全年〔个〕工程: where a count may begin.
HEAD = Ending(f"(?:^|[,。;:、\n”有共为对])$|{any_of('count_heads')}$")
# 对云花〔套〕、石坝洲、青木坪等5个乡镇: names side by side, none of them with a number.
NAMES_NEXT = Opening("、[^\\d,。;:、()和及]{2,8}、[^\\d,。;:、()]{2,8}(?:[、,。;]|[和及与等])")
LIST_NEXT = Opening("、[\u4e00-\u9fff]{2,6}(?=[、,。;和])")
# 差评仅〔次〕, 不低于〔户〕: a bound right before its unit.
BOUND_AT = Ending(f"{any_of('bounds_before')}$")
# 至少联系〔户〕, 最多接待〔人〕: a bound calls for its number.
BOUND_TO = re.compile("(?:至少|不少于|最多)([\u4e00-\u9fff]{2,4})$")
# 招生500人,报到〔人〕: the whole clause is an act counted as its fellow is.
ACT_LEADS = re.compile(f"^{any_of('act_leads')}+")
# 今年再办〔件〕, 连续安全生产〔天〕
ONCE_MORE = LISTS.pattern("once_more")
# 占应签〔户〕的95.6%; 全年〔件〕的任务; 3名见义勇为人员〔元〕奖励
SHARE_OF = Opening(r"的\d[\d.]*%")
SHARED = re.compile("占[^,。;\\d]{2,10}$")
SAME_ACT = frozenset(LISTS.words("same_act"))
# Classifiers that end so many words that company alone proves nothing: 干部, 专门, 方面.
NEEDS_NOUN = frozenset(LISTS.words("needs_noun"))
OWN_WORDS = frozenset(LISTS.words("own_words"))
# Of these also a verb makes a word: 训练班, 捐款箱, 接收站, 采购包.
MADE_BY_VERB = frozenset(LISTS.words("made_by_verb"))
# 重病户, 落实到人: any word may stand before these, so a noun, a verb or a quantity must end right before them.
OPEN_ENDED = frozenset({"户"})
# 受理信访举报〔件〕, 开发企业〔家〕: 举报件 and 企业家 are words, but not as the object of such a verb before another count.
RECEIVED = LISTS.pattern("received")
# 收到群众来信〔件〕,来访86批
CAME_IN = Ending("来[信访电函]$")
# 共检查水利工程〔处〕,发现隐患37处
TOTALS = LISTS.words("totals")
# 受理举报〔件〕,〔件〕已办结: the same classifier goes on.
SAME_AGAIN = Opening("[,;].(?:已|均|全部|正)")
STOP = re.compile("[。!?\n]|$")
# 补栽香樟〔棵〕, 现场办公〔次〕
BY_ITSELF = re.compile("[^的这那若每至到上下古]{2,7}$")
MOVES_NEXT = re.compile(rf",(?:同比|环比|[较比]{any_of('times_compared')}[^,。;\d]{{0,6}}){any_of('moves')}\d")
NEXT_COUNT = Opening(f"[,;、][^,。;、!?]{{1,24}}?{any_of('next_count')}")
# The rules for a unit, whatever word it may end, and where it is no part of a word.
ASKED_FIRST, ASKED_NEXT = OrphanRules((*WHATEVER_WORD, *BARE_CLAUSES)), OrphanRules((*PROVED, *HELD))


def clause_before(text: str, at: int) -> str:
    """What stands before `at` in its clause, as far as 40 signs."""
    return CLAUSE.split(text[max(0, at - 40) : at])[-1]


class Doubts:
    """Judges units without number by what stands around them."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns, gaps: Gaps) -> None:
        self.lexicon, self.patterns, self.gaps = lexicon, patterns, gaps
        self.acted = frozenset(lexicon.cues["acted"])
        self.blanks = Blanks(lexicon, gaps)

    def sure(self, text: str, start: int, end: int, found: Found) -> FigureDraft | None:
        """The loss that blanks or neighbours prove: 绿化〔  亩〕, 42宗〔亩〕, 148栋、〔户〕, 由〔个〕增加到〔个〕, 为〔名〕困难群众."""
        unit = self.lexicon.units[text[start:end]]
        if text[start - 1 : start] == " ":
            return self.blanks.lost(text, start, end, "", unit)
        place = Orphan(self, text, start, end, unit, found)
        looked = unit.name, unit.dimension, text[start - 1 : start]
        for rule in ASKED_FIRST[looked]:
            if rule.holds(place):
                return without_value(start, end, "missing", UnitLeft("", unit.name, unit), rule.name)
        aged = unit.dimension == "age" and (
            AGE_BOUND.match(text, end) is not None or (place.ends and FULL.search(place.before) is not None)
        )
        if NAMED.search(place.before) or (not aged and self.gaps.words.word(text, start, end)):
            return None
        for rule in ASKED_NEXT[looked]:
            if rule.holds(place):
                return without_value(start, end, "missing", UnitLeft("", unit.name, unit), rule.name)
        return None

    def people_of(self, text: str, start: int, end: int, unit: ProseUnit, found: Found) -> bool:
        """27户〔人〕已消除风险, 80分至90分〔个〕: right after households their persons, right after a class its members."""
        last = found.drafts[-1] if found.drafts else None
        if last is None or last.end != start:
            return False
        if last.unit == "户":
            return unit.name in {"人", "名"} and ACTS_NEXT.match(text, end) is not None
        classed = last.dimension in {"score", "age"} and unit.dimension in {"count", "people"} and ENDS.match(text, end) is not None
        return classed and self.fellow(text, start, end, unit.name)

    def beside(self, text: str, start: int, unit: ProseUnit, found: Found) -> bool:
        """Whether a figure of another unit stands right before: 42宗〔亩〕, 3260卷、〔件〕."""
        return beside(text, start, unit, found, self.gaps, NEEDS_NOUN)

    def headed(self, text: str, start: int, end: int, unit: ProseUnit) -> bool:
        """Whether a noun ends right before the unit, and one that it counts begins right after it."""
        noun = self.patterns.noun.match(text, end)
        return noun is not None and unit.name in self.lexicon.nouns[noun[0]] and self.lexicon.noun_words.ending(text, start) is not None

    def continued(self, text: str, start: int, end: int, unit: ProseUnit, found: Found) -> bool:
        """〔个〕行政村〔个〕村民小组, 26栋楼〔户〕居民: after the noun of a count, the next count of the same kind or of people."""
        last = found.drafts[-1] if found.drafts else None
        if last is not None and unit.dimension == "people" and 1 <= start - last.end <= 3 and last.dimension == "count":
            return text[last.end : start] in self.lexicon.noun_words and self.gaps.noun_follows(text, end, unit)
        # 7个村〔个〕村民小组: right after the noun of a count, whether its number is there or not
        near = 4 if last is not None and last.kind != "missing" else 8
        if last is None or last.unit != unit.name or not 0 < start - last.end <= near or (last.kind != "missing" and unit.name != "个"):
            return False
        return text[last.end : start] in self.lexicon.noun_words and self.gaps.noun_follows(text, end, unit)

    def doubt(self, text: str, start: int, end: int, scale: str, found: Found) -> None:
        """Note a unit at the end of a clause, to be settled when the sentence is read; `start` is where its scale begins, if any."""
        name = text[start + len(scale) : end].lstrip(" ")  # 万 部: a blank may stand between scale and unit
        unit = self.lexicon.units.get(name)  # 亿幢/面: no list has a unit of two
        before = text[max(0, start - 6) : start]
        if unit is None or WORD_END.search(before[-1:]) is None or NAMED.search(before) or ENDS.match(text, end) is None:
            return
        if name == "件" and before.endswith("案") and self.gaps.crimes(text, start, end, before):
            return
        if scale and ((SIZE_CLASS.search(before) and text.startswith("以上", end)) or classed(text, start, end, unit)):
            return
        if (
            name in SAME_ACT
            and not scale
            and text[end : end + 1] != "、"
            and self.acts(text, start)
            and self.fellow(text, start, end, name)
        ):
            found.doubts.append((without_value(start, end, "missing", UnitLeft(scale, name, unit), "act-alone"), 1))
            return
        counted = self.counted(text, start, unit)
        worded = self.gaps.words.word(text, start, end)
        if worded and (name in NEEDS_NOUN or not counted):
            return
        clause = clause_before(text, start)
        own = self.gaps.counts(text, start, unit)
        near = found.drafts[-1] if found.drafts else None
        # 投产98家,规上〔家〕: the clause before counts the same
        beside = near is not None and near.unit == name and near.end == start - len(clause) - 1 and text[near.end] in ",;、"
        if (not own and text[end : end + 1] in CONJUNCTIONS) or before.endswith("若干"):
            return  # 人与自然, 坚持把和平作为目标
        if not (scale or beside or called_for(text, start, end, proved=self.gaps.words.proved(text, start, name), own=own)):
            return
        if not own and unit.orphan != "strong" and NAMES_NEXT.match(text, end) is not None:
            return
        own = own or (name not in MADE_BY_VERB and len(self.lexicon.verbs.ending(text, start) or "") > 1)
        if before[-1:] == "的" and name in OWN_WORDS:
            return  # 空空的家和3亩地: a noun by itself
        # 公办高中〔所〕,民办高中2所: the same classifier counts a fellow.
        fellow = name not in MADE_BY_VERB and self.fellow(text, start, end, name)
        if len(clause) < 2 or (not scale and name in NEEDS_NOUN and not own and not fellow):
            return
        if not scale and ((name in OPEN_ENDED and not own) or self.listed_word(text, start, name, found)):
            return
        needed = 1 if counted or fellow or self.gaps.clause_verb(text, start) else 2
        if needed == 2 and not scale and unit.dimension == "count" and unit.orphan != "strong" and BY_ITSELF.match(clause) is None:
            return  # 硫酸根与氯离子, 至雁木斯间,: what no noun or verb calls for is a loss only where it is the whole clause
        company = self.worded(text, start, end, name, own=own, found=found) if worded else needed
        if company is not None:
            found.doubts.append((without_value(start, end, "missing", UnitLeft(scale, name, unit), "unit-in-company"), company))

    def worded(self, text: str, start: int, end: int, name: str, *, own: bool, found: Found) -> int | None:
        """How much company the unit `name` at the end of text[start:end] needs, which may end a word; None where the word is meant."""
        clause, last = clause_before(text, start), found.drafts[-1] if found.drafts else None
        if last is not None and last.unit == name and last.end > start - len(clause):
            return None  # 联系5户以上监测户: the clause has counted them
        before = text[max(0, start - 6) : start]
        # 慰问特困户, 联系生产厂家: here the word is the object
        object_ = RECEIVED.search(clause) or (name == "家" and not INVITED.search(clause))
        object_ = object_ and before[-1:] != "厂" and (name != "户" or (own and POOR.search(before) is None))
        continued = SAME_AGAIN.match(text, end) is not None and text[end + 1] == name
        # …厂房8万平方米,引入企业〔家〕。: the last of a row of counts.
        ends_row = STOP.match(text, end) is not None and last is not None and last.end == start - len(clause) - 1
        if not (object_ and (continued or ends_row or NEXT_COUNT.match(text, end))):
            return None
        moves = MOVES_NEXT.match(text, end) is not None  # 受理投诉〔件〕,同比下降12%
        return 1 if continued or moves or CAME_IN.search(clause) is not None or clause.startswith(TOTALS) else 2

    def due(self, text: str, start: int, end: int) -> bool:
        """Whether a number is due whatever word the unit may end: 至少联系〔户〕, 占应签〔户〕的95.6%."""
        if SHARE_OF.match(text, end) is not None and SHARED.search(text[max(0, start - 12) : start]) is not None:
            return text[start - 1] in "数签" or not self.gaps.words.word(text, start, end)
        near = text[max(0, start - 10) : start]
        if BOUND_AT.search(near) is not None and ENDS.match(text, end) is not None:
            return True
        if near.endswith(("最高", "最低")) and text[start:end] == "元" and ENDS.match(text, end) is not None:
            return True  # 最高补助〔元〕; 最低点 is a word
        more, bound = "再" in near or "续" in near, "少" in near or "多" in near
        if not (more or bound):
            return False
        if more and ENDS.match(text, end) is not None and ONCE_MORE.search(near) is not None:
            return text[start:end] not in MADE_BY_VERB
        found = BOUND_TO.search(near[-8:]) if bound else None
        if found is None or found[1] not in self.lexicon.verbs:
            return False
        return ENDS.match(text, end) is not None or self.gaps.noun_follows(text, end, self.lexicon.units[text[start:end]])

    def clear(self, text: str, start: int, end: int) -> bool:
        """Whether the clause leaves the unit no word, whatever word it ends: 已整改〔项〕, 对〔人〕予以处分, beside others so counted."""
        name = text[start:end]
        if text[start - 1 : start] == "对":
            return DEALT.match(text, end) is not None and self.fellow(text, start, end, name)
        return name in SAME_ACT and ENDS.match(text, end) is not None and self.acts(text, start) and self.fellow(text, start, end, name)

    def acts(self, text: str, at: int) -> bool:
        """Whether the clause up to `at` is one act and nothing else: 已搬迁〔户〕."""
        clause = ACT_LEADS.sub("", CLAUSE.split(text[max(0, at - 12) : at])[-1])
        return len(clause) > 1 and (clause in self.lexicon.verbs or clause in self.acted)

    def fellow(self, text: str, start: int, end: int, name: str) -> bool:
        """Whether the sentence counts something else in the same classifier."""
        first = max(0, start - REACH, *(text.rfind(mark, max(0, start - REACH), start) + 1 for mark in "。\n!?"))
        stop = STOP.search(text, end, end + REACH)
        last = stop.start() if stop else end + REACH
        at = text.find(name, first, last)
        while at >= 0:
            if at != start and text[at - 1].isdigit():
                return True
            at = text.find(name, at + 1, last)
        return False

    def before_noun(self, text: str, start: int, end: int, found: Found) -> None:
        """Note a classifier before the noun it counts, where a count may begin: 有〔个〕项目开工, 全年〔户〕农户搬迁."""
        unit = self.lexicon.units[text[start:end]]
        at = start - (text[start - 1 : start] == "余")
        if NAMED.search(text[max(0, at - 6) : at]) or not HEAD.search(text[max(0, at - 2) : at]) or self.gaps.words.word(text, start, end):
            return
        if text[at - 1 : at] == "有" and (
            unit.name in {"人", "位"} or text.startswith("“", end) or not self.fellow(text, start, end, unit.name)
        ):
            return  # 仍有人未参保, 有个企业主反映: manners of speaking
        if surname(text, end, unit, self.patterns):
            return
        doubled = text.startswith(unit.name, end)  # 户户通电, 家家有书
        worded = begins_a_word(text, start) and not self.gaps.words.reaches(text, end, end, unit.name)  # 带有封建色彩
        if not (doubled or worded) and self.gaps.noun_follows(text, end, unit):
            draft = without_value(at, end, "missing", UnitLeft("", unit.name, unit), "classifier-in-company")
            draft.qualifier = "more_than" if at < start else None
            found.doubts.append((draft, 2 if text[at - 1 : at] == "有" else 1))

    def listed_word(self, text: str, start: int, name: str, found: Found) -> bool:
        """投诉件、咨询件、求助件: a list whose other members end in the same sign, none of them a loss, is a list of words."""
        unit = self.lexicon.units[name]
        if unit.dimension not in COUNTED or self.gaps.counts(text, start, unit):
            return False  # 草莓〔亩〕、西瓜〔亩〕: a measure ends no word
        follows = LIST_NEXT.match(text, start + len(name))
        if follows is not None and text[follows.end() - 1] == name:
            return True
        mark = text.rfind("、", max(0, start - 12), start)
        if mark < 1 or not text.endswith(name, 0, mark):
            return False
        return not any(draft.end == mark for draft in (*found.drafts[-3:], *(draft for draft, _ in found.doubts[-3:])))

    def counted(self, text: str, at: int, unit: ProseUnit) -> bool:
        """Whether a noun, a verb or a quantity ends at `at`."""
        lexicon = self.lexicon
        return self.gaps.counts(text, at, unit) or lexicon.counted.ending(text, at) is not None
