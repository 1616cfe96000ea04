"""Lost numbers: a unit where a number is due, a predicate with neither number nor unit, a date without its digits."""

import re
from collections.abc import Container

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, without_value
from huizong.narrative.grammar.common_words import ends_a_word
from huizong.narrative.grammar.lexicon import Lexicon, ProseUnit
from huizong.narrative.grammar.notation import CLAUSE, CLAUSE_END
from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.covering import Covering
from huizong.narrative.lost.fellows import in_brackets_beside
from huizong.narrative.lost.predicates import SUBJECT_END
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "gaps")
any_of = LISTS.any_of

# 每亩, 各户, 这件, 单位:万元, 元/亩: the unit is named, not counted.
NAMED = Ending(f"{any_of('named')}$")
BEFORE_MORE = Ending(f"{any_of('before_more')}$")
PUNCTUATED = re.compile("[,。;、:!?(\\s]$|^$")
CONTINUES = Opening(any_of("goes_on"))
RATE_IN_BRACKETS = re.compile(r"率\(\d[\d.]*%\)")
# 联系〔户〕左右: only a number leaves a classifier so.
BOUNDED = Opening(rf"左右|{any_of('bounds')}(?=[,。;、)\d]|$)")
# 已达, 高达, 共达: what stands before 达 and is no name.
REACHED = frozenset(LISTS.words("reached"))
# 邀请企业家, 优秀企业家: here the persons are meant, not 企业〔家〕.
INVITED = Ending(rf"{any_of('invites')}[^,。;、]{{0,4}}企业$|的企业$|^企业$|\d[余多]?[名位]企业$")
# 累计培育企业家: persons are brought up, unless firms are counted beside.
MADE = Ending(f"{any_of('brings_up')}{any_of('brought')}?企业$")
# 规上企业〔家〕, 新入驻企业〔家〕: firms of a class, or what only firms do.
FIRMS = Ending(f"{any_of('firms')}企业$")
# 建筑业企业〔家〕,其中一级资质6家: its parts are counted.
AMONG_FIRMS = re.compile(r",其中[^,。;\d]{1,12}\d+余?家")
# 旅游人次、收入双增长: here the unit names what grows.
AS_NOUN = Opening(rf"[、和与及][^,。;、\d]{{2,8}}?{any_of('grows')}")
PERSONS_AMONG = re.compile(r"(?![员民口家])[\u4e00-\u9fff]{2,12},其中[^,。;\d]{0,10}\d")
SUBJECTS = frozenset(LISTS.words("subjects"))
SHORT = re.compile("(?![均数型式类别])[\u4e00-\u9fff]{2,8}[,。;、]")
# 单位:万元、%、户: a caption lists units.
CAPTION = Ending("单位[:为 ]{1,2}[^,。;\\d]{1,20}、$")
GOES_ON = Opening("[已均全及的]|正在")
# 违法案件的查处: 件 ends the word; 积案〔件〕包案化解 has lost a number.
NOT_COUNTED = Opening("、[^,。;、\\d]{3,}[、,。;]")
DEALT_WITH = re.compile("[对把将凡](?!口)")
CRIMES = LISTS.words("crimes")
# 化解积案〔件〕包案处理: of these 件 counts; other kinds of cases make a word with it.
COUNTED_CASES = Ending(f"{any_of('counted_cases')}$")
DISPUTES = LISTS.words("disputes")
MONEY_END = frozenset(LISTS.words("money_ends"))
# Acts counted between 先后 and their verb: 先后〔次〕邀请.
ACTS = frozenset({"次", "轮", "批次"})
SUCCESSION = Ending("(?:先后|前后|累计)$")
# 农户户均, 员工人均: the unit begins an average; 均已, 均被 say that all of them did.
AVERAGED = Opening(f"均(?!{any_of('no_average')})")
# 民生实事件件有着落: said of every one.
SHARED_OUT = Opening(any_of("shared_out"))
# 脱贫户〔户〕〔人〕: households and persons side by side, both lost.
COUPLE = Opening("户人(?=[,。;、)]|$)")
PREDICATES = frozenset("为达是")
# 清理破损反光条78个: the word that ends with the unit is counted
COUNTED_NEXT = Opening(rf"\d[\d.]*[余多]?{any_of('own_units')}(?=[,。;、])")
TOTAL = LISTS.pattern("totals")
# 合理安排车次: how often something is done is changed, not counted.
DENSER = LISTS.pattern("denser")


class Gaps:
    """Finds what dropped out, with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns) -> None:
        self.lexicon, self.patterns = lexicon, patterns
        self.words = Covering(lexicon, patterns)
        self.followed: tuple[str, int, str, bool] = ("", 0, "", False)

    def takes(self, text: str, at: int, unit: ProseUnit, parallel: Container[str]) -> bool:
        """Whether the word right before `at` calls for a quantity in `unit`: a noun counted by it, a verb, a slot, a closing quote."""
        lexicon = self.lexicon
        due = lexicon.due.ending(text, at)
        if due and not (due == "达" and self.named(text, at - 1)):
            return True
        if text[at - 1 : at] == "为" and SUBJECT_END.search(text[max(0, at - 7) : at - 1]):
            return True
        if unit.numeral == "any" and unit.name not in {"人", "户"}:
            stem = at - (text[at - 1 : at] in {"了", "过"})
            verb = lexicon.verbs.ending(text, stem)
            # 接待处, 咨询件, 监督台 are offices and papers: such classifiers need a total or a fellow besides the verb.
            bare = (
                unit.orphan == "plain"
                or unit.name == "名"
                or stem < at
                or unit.name in parallel
                or TOTAL.search(CLAUSE.split(text[max(0, at - 16) : at])[-1])
            )
            if verb and (len(verb) > 1 or stem < at) and bare:
                return True
        if self.counts(text, at, unit):
            return True
        size = len(unit.name)
        if self.words.doubled(text, at, at + size):
            return True
        if text[at - size : at] == unit.name and (counted := lexicon.noun_words.ending(text, at - size)) is not None:
            return unit.name in lexicon.nouns[counted]
        return unit.dimension == "money" and text[at - 1 : at] in MONEY_END

    def named(self, text: str, at: int) -> bool:
        """Whether a sign that belongs to no word stands before 达 at `at`, so that a name ends with it: 塔洛达队; not 已达, 总数达."""
        lead = text[at - 1 : at]
        return lead >= "一" and lead not in REACHED and not ends_a_word(text, at) and self.lexicon.counted.ending(text, at) is None

    def counts(self, text: str, at: int, unit: ProseUnit) -> bool:
        """Whether a noun that ends at `at` is counted by `unit`; the shorter noun inside the longer one serves too (许可证 as 证)."""
        if text.endswith(unit.name + "数", 0, at) and unit.dimension in {"count", "people", "time"}:
            return True  # 跑动次数〔次〕
        if text[at - 1 : at] == "数" and unit.dimension == "count" and self.counts(text, at - 1, unit):
            return True  # 床位数〔张〕
        if text[at - 1 : at] == ")" and (opened := text.rfind("(", max(0, at - 14), at)) > 0:
            at = opened  # 企业(单位)〔户〕
        nouns, name = self.lexicon.nouns, unit.name
        for size in self.lexicon.noun_words.ends.get(text[at - 2 : at], ()):
            if size <= at and (units := nouns.get(text[at - size : at])) is not None and name in units:
                return True
        return name in nouns.get(text[at - 1 : at], ())

    def crimes(self, text: str, start: int, end: int, before: str) -> bool:
        """Whether 件 ends the word: 违法案件的查处, 对违纪案件,要…; 推进积案件、上访件办理; 化解积案〔件〕, has lost a number."""
        if NOT_COUNTED.match(text, end) is not None:
            return True
        if before.endswith(DISPUTES):
            near = text[max(0, start - 60) : start].rpartition("。")[2] + text[end : end + 60].partition("。")[0]
            return not any(map(str.isdigit, near))  # 妥善处理劳动争议案件。: its sentence counts nothing
        if COUNTED_CASES.search(before) is None and CLAUSE_END.match(text, end) is None:
            return True  # 大要案件快侦快破
        if not before.endswith(CRIMES):
            return False
        return CLAUSE_END.match(text, end) is None or DEALT_WITH.search(CLAUSE.split(text[max(0, start - 30) : start])[-1]) is not None

    def clause_verb(self, text: str, at: int) -> bool:
        """Whether a verb that takes a quantity stands in the clause before `at`, at its beginning or after 共, 已, 了."""
        clause = CLAUSE.split(text[max(0, at - 40) : at])[-1]
        return self.patterns.verb.search(clause) is not None or TOTAL.search(clause) is not None

    def averaged(self, text: str, start: int, end: int) -> bool:
        """Whether the unit begins a word of averages or is said twice: 农户户均增收, 员工人均创利, 件件有着落."""
        if end - start == 1 and (
            text[end : end + 1] == text[start] or (text[start - 1] == text[start] and SHARED_OUT.match(text, end) is not None)
        ):
            return True
        return AVERAGED.match(text, end) is not None and text[start : end + 1] in self.lexicon.slots

    def orphan(self, text: str, start: int, end: int, group: str, parallel: Container[str]) -> FigureDraft | None:
        """The lost number before the unit text[start:end]; `parallel` holds the units counted so far in the sentence."""
        unit = self.lexicon.units[text[start:end]]
        if unit.name == "对" and CLAUSE_END.match(text, end) is None and self.patterns.noun.match(text, end) is None:
            return None  # 其中对全镇的…: a preposition
        before = text[max(0, start - 6) : start]
        at = start
        if before.endswith("余") and not BEFORE_MORE.search(before[:-1]):
            at, before = start - 1, before[:-1]
        worded = ((at < start and self.words.word(text, at, end)) or self.words.word(text, start, end)) and not (
            group == "lost" and (text.startswith("左右", end) or self.counted(text, at, end, unit, parallel))
        )
        if unit.name == "人" and before.endswith("有") and group == "inner":
            if before.endswith("共有") and PERSONS_AMONG.match(text, end) is not None:
                return without_value(start, end, "missing", UnitLeft("", "人", unit), "persons-in-all")  # 共有〔人〕返乡,其中大学生35人
            return None  # 仍有人未参保
        # 偏多〔%〕: the sign of a rate is no part of a word.
        if unit.dimension != "rate" and (NAMED.search(before) or worded):
            return None
        # 办结件全部回访: a verb makes papers of 件 unless the clause ends there.
        if before.endswith("、") and CAPTION.search(text[max(0, at - 30) : at]):
            return None
        if unit.name == "件" and before.endswith("案") and self.crimes(text, start, end, before):
            return None
        if unit.name == "件" and self.lexicon.verbs.ending(text, at) and GOES_ON.match(text, end) is not None:
            return None
        accepted, rule = self.decided(text, start, at, end, group, parallel)
        if not accepted:
            return None
        draft = without_value(at, end, "missing", UnitLeft("", text[start:end], unit), rule)
        draft.qualifier = "more_than" if at < start else None
        return draft

    def decided(self, text: str, start: int, at: int, end: int, group: str, parallel: Container[str]) -> tuple[bool, str]:
        """Whether the unit text[start:end] that is no word has lost its number, and the rule that decides; 余 may stand from `at` on."""
        unit, last = self.lexicon.units[text[start:end]], text[at - 1 : at]
        if COUPLE.match(text, start) or (unit.name == "人" and COUPLE.match(text, start - 1)):
            return True, "households-and-persons"
        if BOUNDED.match(text, end) is not None and unit.numeral == "any":
            return not PUNCTUATED.search(last), "unit-before-bound"
        if unit.orphan == "strong":
            return self.strong(text, at, end, unit), "measure-alone"
        if PUNCTUATED.search(last):
            follows = CONTINUES.match(text, end) if group == "lost" else self.noun_follows(text, end, unit) or self.subject(text, end, unit)
            return unit.name in parallel and bool(follows or (group == "lost" and last == "、")), "fellow-of-list"
        if self.subject_or_act(text, at, end, unit, parallel):
            return True, "subject-or-act"
        if group == "inner":
            noun = self.lexicon.noun_words.ending(text, at)
            counted = bool(noun and unit.name in self.lexicon.nouns[noun] and self.clause_verb(text, at))
            return text[end] not in "的" and (counted or self.inner(text, at, end, unit)), "between-verb-and-noun"
        accepted, rule = self.called_for(text, at, unit, parallel)
        acts = unit.name.endswith("次") and len(unit.name) > 1
        if acts and DENSER.search(text[max(0, start - 6) : at] + text[max(0, at - 20) : at]):
            return False, rule
        return accepted or at < start, rule

    def called_for(self, text: str, at: int, unit: ProseUnit, parallel: Container[str]) -> tuple[bool, str]:
        """Whether what stands before `at` calls for a number of the unit, and the rule that says so; else that 余 stands alone."""
        quotes = text[at - 1 : at] in {"”", "》"}
        if self.takes(text, at, unit, parallel):
            return True, "after-what-is-counted"
        if quotes and unit.numeral == "any" and (unit.name in parallel or self.clause_verb(text, at)):
            return True, "after-quotes"
        if unit.orphan == "plain" and not quotes and COUNTED_NEXT.match(text, at + len(unit.name)) is None and self.clause_verb(text, at):
            return True, "loose-unit"
        listed = unit.name in parallel and "其中" in CLAUSE.split(text[max(0, at - 20) : at])[-1] and not quotes
        return (True, "among") if listed else (False, "more-alone")

    def counted(self, text: str, start: int, end: int, unit: ProseUnit, parallel: Container[str]) -> bool:
        """共走访企业〔家〕: after 共, 累计, 新增 even 企业家 is a noun and its lost number."""
        noun = self.lexicon.noun_words.ending(text, start)
        if (
            noun is None
            or unit.name != "家"
            or unit.name not in self.lexicon.nouns[noun]
            or self.lexicon.unit_words.starting(text, start, end + 1)
        ):
            return False
        clause = CLAUSE.split(text[max(0, start - 16) : start])[-1]
        if INVITED.search(clause):
            return False
        if FIRMS.search(clause) is not None or AMONG_FIRMS.match(text, end) is not None:
            return True
        if MADE.search(clause) is not None:
            return unit.name in parallel
        return unit.name in parallel or TOTAL.search(clause) is not None or self.patterns.total.search(clause) is not None

    def inner(self, text: str, at: int, end: int, unit: ProseUnit) -> bool:
        """Whether a classifier between verb and noun lacks its number: 走访了〔家〕企业, 共有〔个〕村; 有个想法, 设个岗 do not."""
        stem = at - (text[at - 1 : at] in {"了", "过"})
        verb = self.lexicon.verbs.ending(text, stem)
        if unit.name == "人":
            return False  # 征集人, 招标人: who acts; 人 counts nothing that follows it
        if self.lexicon.due.ending(text, at) is None and (verb is None or (len(verb) < 2 and stem == at)):
            return False
        return self.noun_follows(text, end, unit)

    def subject_or_act(self, text: str, at: int, end: int, unit: ProseUnit, parallel: Container[str]) -> bool:
        """有〔家〕实现盈利 beside other firms; 先后〔次〕邀请 before its verb."""
        if text[at - 1 : at] == "有":
            return unit.name in parallel and self.subject(text, end, unit)
        if unit.name in ACTS and TOTAL.search(CLAUSE.split(text[max(0, at - 8) : at])[-1]) and self.lexicon.verbs.ending(text, at):
            return True  # 共出现〔次〕强对流天气
        return (
            unit.name in ACTS
            and SUCCESSION.search(text[max(0, at - 2) : at]) is not None
            and self.patterns.verb.match(text, end) is not None
        )

    def subject(self, text: str, end: int, unit: ProseUnit) -> bool:
        """Whether a classifier alone is the subject of a short clause: 19家盈利,〔家〕持平,〔家〕亏损."""
        return unit.name in SUBJECTS and SHORT.match(text, end) is not None and text[end] != unit.name

    def noun_follows(self, text: str, end: int, unit: ProseUnit) -> bool:
        """Whether a noun that `unit` counts stands within eight signs after it, in the same clause."""
        followed = self.followed
        if followed[0] is text and followed[1] == end and followed[2] == unit.name:
            return followed[3]
        stop = CLAUSE.search(text, end, end + 9)
        within = stop.start() if stop else end + 9
        nouns, name = self.lexicon.nouns, unit.name
        answer = any(name in nouns[noun[0]] for noun in self.patterns.noun.finditer(text, end, within))
        self.followed = (text, end, name, answer)
        return answer

    def strong(self, text: str, start: int, end: int, unit: ProseUnit) -> bool:
        """A unit of measure without number is a loss, unless it names a column or a class: (公里), 公里数, 平方米以上."""
        before, after = text[max(0, start - 1) : start], text[end : end + 2]
        if (after[:1] in {"数", "级", "制", "桩"} and after not in {"制种", "制作", "制造"}) or (
            before in {"(", "/"} and after[:1] in {")", "/"}
        ):
            if text.startswith(")的", end) and text[end + 2 : end + 3].isdigit():
                return True  # 完成年任务(〔吨〕)的32%
            if before == "(" and in_brackets_beside(text, start, unit.name):
                return True  # 双城(〔℃〕)、巴彦(38℃); 石桥镇超过250毫米(〔毫米〕)
            # 较上月(〔%〕)有所提高: the figure of another time in brackets; (%) after a name heads a column.
            if unit.dimension == "rate" and text[start - 2 : start - 1] == "率" and RATE_IN_BRACKETS.search(text, start, start + 60):
                return True  # 结案率(〔%〕)、上诉率(4.5%)
            return unit.dimension == "rate" and re.search("(?:上[期月年季周]|去年|同期)\\($", text[max(0, start - 5) : start]) is not None
        colon = before == ":" and text[start - 2 : start - 1] in PREDICATES  # 占比分别为:〔%〕、19.0%; 单位:% is a caption
        # 极端最低气温:〔℃〕; 气温≥〔℃〕
        colon = colon or (before == ":" and self.lexicon.measured.ending(text, start - 1) is not None) or before in {"≥", "≤", ">", "<"}
        if not before:
            return text.startswith("的", end)  # 〔公里〕的连村路: at the head of a paragraph
        return before >= "一" or before in '”)%,、"’' or colon
