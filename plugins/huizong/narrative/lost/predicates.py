"""Predicates without number: 满意度为〔〕, 累计达〔〕, 占〔〕, 总产值完成〔〕, 同比增长〔〕, 分别为〔〕、12家.

A predicate that ends its clause has lost its number where it can't stand without one: after a quantity, a rate, a counted noun, a
comparison. Where it could be meant so (收入增长, 任务下达) only figures beside it prove the loss.
"""

import re

from huizong.narrative.figure_draft import FigureDraft, empty
from huizong.narrative.grammar.common_words import begins_a_word, ends_a_word
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.notation import CLAUSE
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "predicates")
any_of = LISTS.any_of

# How far a sentence may reach on either side, so that time stays linear in text without stops.
REACH = 400
PUNCTUATED_AFTER = re.compile("[,。;、!?)]|$|以上|以下|以内|左右")
EMPTY_MEMBER = Opening("(?:以上|左右)?(?:、(?=[和及与、,。;])|[和及与](?=[,。;、]|$))")
# 16.2%、〔〕、26.1%和〔〕。: two signs of a list with nothing between, or one before a stop, whatever opened the list.
EMPTY_PLACE = Opening("、(?=[和及与]?[、,。;]|[和及与]\\d)|[和及与](?=[。;])")
STOP = re.compile("[,。;!?\n]")
RATE_END = Ending(f"{any_of('rates')}{any_of('rate_adverbs')}?$")
PREDICATE_NO = Ending(f"{any_of('no_predicate')}$")
SUBJECT_END = Ending(f"{any_of('subjects')}{any_of('subject_adverbs')}?$")
DONE_LAST = re.compile(r"完成\d[\d.]*[^,。;、\d]{1,3}[,、][\u4e00-\u9fff]{2,6}$")
DONE_NEXT = Opening(r"、[^,。;、\d]{1,8}完成\d|、[^,。;、\d]{1,6}\d[\d.]*[^,。;、\d]{1,4}、[^,。;、\d]{1,6}完成\d")
# 工业总产值预计完成〔〕: between the sum and its predicate.
DONE_BEFORE = re.compile(f"{any_of('before_done')}*$")
# 总产值完成,比上年增加4.1亿元: the sum is lost, its movement is there.
SUM_MOVES = Opening(rf", ?{any_of('sum_moves')}[^,。;]{{0,16}}\d")
SHARE_FOLLOWS = Opening(rf", ?(?:占|为|完成){any_of('plan_times')}?[^,。;\d]{{0,6}}{any_of('plans')}(?:任务|总)?数?的?\d")
# 高标准农田建设完成〔〕,完成率91.7%
RATE_OF_IT = Opening(rf",{any_of('rate_kinds')}?{any_of('rated_acts')}率(?:为|达到?)?\d")
ALL_DONE = Ending(f"{any_of('all_done')}$")
# 1-9月完成〔〕, 同口径完成〔〕: only a time, or how it is counted, stands before.
TIMED = re.compile(f"{any_of('times')}?{any_of('counted_how')}*$")
# 年度计划完成〔〕,完成投资1.4亿元
PLANNED_DONE = Opening(rf",{any_of('really')}*完成[^,。;\d]{{0,6}}\d")
STATES = frozenset(LISTS.words("states"))
GOAL_BEFORE = LISTS.pattern("goals_before")
# 标准提高600元,达到〔〕: a level after its movement.
MOVED_BY = re.compile(rf"{any_of('moved')}了?(?:约|近)?\d")
BOUNDS = frozenset(LISTS.words("bounds"))
FORBIDDEN = Ending(f"不{any_of('not_allowed')}$")
REACHING = Ending(f"{any_of('in_all')}$")
MAY_REACH = Ending(f"{any_of('may_reach')}$")
RATE_WORD = re.compile("[\u4e00-\u9fff]率|占比|比重|比例|满意度")
MEASURED = LISTS.pattern("measured")
GOAL = LISTS.pattern("goals")
SENTENCE = re.compile("[。;!?\n]")
# 文件下达, 目标均已达到: these need no number.
WHOLE = Ending(f"{any_of('whole')}$")
AHEAD = LISTS.pattern("ahead")
STANDS = frozenset(LISTS.words("stands"))
# …的目标已有19个村达到: those who reach it are counted.
DONE_BY = re.compile("有\\d+[个户家名人][\u4e00-\u9fff]{0,4}$")
COUNTED_BY = frozenset(LISTS.words("counted_by"))
OWN_NOUN = frozenset(LISTS.words("own_noun")) | BOUNDS
# These can only stand before a number, whatever stands before them.
FIRM = frozenset(LISTS.words("firm"))
COMPARES = re.compile("[比较]")
ALL_OF = re.compile(f"{any_of('all_of')}$")
# 重点突破, 取得突破: how something is done, or what was reached.
MANNER_BEFORE = Ending(f"{any_of('manner')}$")
FIGURE_LAST = re.compile(rf"{any_of('moved_to')}[到至为]\d[\d.]*[^,。;\d]{{1,12}}$")
AMOUNTS = frozenset(LISTS.words("amounts"))
IN_BRACKETS = re.compile(r"\([^()]*\)$")
CLOSED = re.compile("[,。;]|$|以上|左右")
# 最大降水出现在石桥镇,达〔〕
EXTREME = re.compile("最[大高低强小多]|极[大端]")
BOUND_CLOSES = Opening("(?:以[上下内]|左右)(?=[,。;、)]|$)")
# 其中基本药物为〔〕。
PART_CUES = frozenset({"为", "达", "占", "达到"})
# 再创新纪录,超过〔〕,
SET_RECORD = re.compile(f"{any_of('records')},$")
NEEDS_CLAUSE = frozenset(LISTS.words("needs_clause"))
PLAN_WORDS = LISTS.words("plan_words")


def joined(text: str, at: int) -> bool:
    """Whether the sign at `at` makes a common word with the one before it: 通达, 到达."""
    return begins_a_word(text, at - 1)


def past_blanks(text: str, at: int) -> int:
    """Where the next sign that is no blank stands, at most twelve on."""
    near = text[at : at + 12]
    return at + len(near) - len(near.lstrip(" "))


def quantity(lexicon: Lexicon, clause: str) -> bool:
    """Whether a quantity of more than one sign ends the clause: 总动力, 零售额."""
    return len(lexicon.measured.ending(clause, len(clause)) or "") > 1


class Predicates:
    """Judges predicates with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.sums = lexicon.quantities.get("sum")
        self.each = frozenset(lexicon.cues["each_alone"])

    def gap(self, text: str, start: int, end: int, *, after_figure: bool) -> tuple[FigureDraft, int] | None:
        """The gap after the predicate text[start:end] before punctuation, and how many other figures its sentence must hold.

        `after_figure` says that a figure ends right before it: 高级职称86人,占〔〕.
        """
        cue = text[start:end]
        clause = CLAUSE.split(text[max(0, start - 12) : start])[-1].replace("”", "")
        if clause.endswith(")"):  # 预算收入(同口径)完成〔〕: how it was counted is no part of its name
            clause = IN_BRACKETS.sub("", CLAUSE.split(text[max(0, start - 24) : start])[-1])
        if cue not in self.each and (self.lexicon.unit_words.covering(text, start, end) or self.lexicon.words.covering(text, start, end)):
            return None
        answer = self.needed(text, start, end, clause, after_figure=after_figure)
        if answer is None:
            return None
        needed, rule = answer
        blank = past_blanks(text, end) - end
        if text[end : end + 1] in {":", "“", "”"} or (blank and PUNCTUATED_AFTER.match(text, end + blank) is None):
            return None
        if not clause:  # 参保率再创新高,达到〔〕: what is measured stands in the clause before
            clause = "".join(RATE_WORD.findall(CLAUSE.split(text[max(0, start - 24) : max(0, start - 1)])[-1])[-1:])
        rate = RATE_END.search(clause) is not None or cue[0] == "占" or (cue != "为" and RATE_WORD.search(clause) is not None)
        return empty(end, rule, rated=rate), needed

    def needed(self, text: str, start: int, end: int, clause: str, *, after_figure: bool) -> tuple[int, str] | None:
        """How much company the gap after a predicate needs, and the rule that says so; None where it may well stand without a number."""
        cue = text[start:end]
        if cue in COUNTED_BY and text[start - 1 : start] == "(" and text[end : end + 1] == ")":
            return 0, "share-in-brackets"  # 江岸镇(占〔〕)、石塘镇(占12%)
        if cue in OWN_NOUN and BOUND_CLOSES.match(text, end) is not None:
            return 0, "predicate-before-bound"  # 化解率要达到〔〕以上
        if cue in {"完成", "实现"}:
            if SHARE_FOLLOWS.match(text, end) is not None and len(clause) > 1:
                return 0, "done-then-share"  # 播种完成〔〕,占计划的97%
            if text[end : end + 1] == "、":
                listed = quantity(self.lexicon, clause.removesuffix("分别")) or DONE_NEXT.match(text, end) is not None
                listed = listed or (DONE_LAST.search(text[max(0, start - 24) : start]) is not None and ALL_DONE.search(clause) is None)
                return (0, "done-in-list") if listed else None  # 收入完成〔〕、1.7万元; 景观完成〔〕、绿化完成20%
            if DONE_LAST.search(text[max(0, start - 24) : start]) is not None:
                return 1, "done-in-list"  # 景观完成30%、绿化完成〔〕
            if RATE_OF_IT.match(text, end) is not None and len(clause) > 1 and ALL_DONE.search(clause) is None:
                return 0, "done-then-rate"
            if PLANNED_DONE.match(text, end) is not None and clause.endswith(PLAN_WORDS):
                return 0, "done-against-plan"  # 年度计划完成〔〕,完成投资1.4亿元
            if clause in STATES and text[end : end + 1] == "。" and GOAL_BEFORE.search(text[max(0, start - 40) : start]) is None:
                return None  # 栽植苗木2.3万株,目前已完成。
            if TIMED.fullmatch(CLAUSE.split(text[max(0, start - 20) : start])[-1]) is not None and (clause or after_figure):
                return 1, "done-in-time"  # 任务174万元,完成〔〕
            stem = DONE_BEFORE.sub("", clause)
            done = self.sums is not None and self.sums.ending(stem, len(stem)) is not None
            # 快递业务量完成〔〕,同比增长2.1%: whatever amount it is, it moved by so much
            done = done or (stem[-1:] in AMOUNTS and len(stem) > 2 and SUM_MOVES.match(text, end) is not None)
            return (0 if SUM_MOVES.match(text, end) else 1, "sum-done") if done else None
        if (cue in {"占", "约占"} and not clause and after_figure) or self.reaches(text, start, cue, clause):
            return 0, "predicate-reaches"
        if cue == "到达":
            return None
        if cue == "为" and not clause and text[start - 1 : start] == "," and text[end : end + 1] in {",", "。", ";"}:
            return 1, "predicate"  # 浓度降到30微克以内,为〔〕,
        if (
            cue in {"超过", "突破"}
            and not clause
            and text[start - 1 : start] == ","
            and SET_RECORD.search(text[max(0, start - 24) : start])
        ):
            return 1, "predicate"  # 再创历史纪录,超过〔〕,
        if cue in PART_CUES and text.startswith("其中", start - len(clause)) and len(clause) > 3 and CLOSED.match(text, end) is not None:
            return 1, "part-of-level"  # 报销比例提高到90%,其中基本药物为〔〕。
        if cue == "为" and (clause in STANDS or clause.endswith(("实际", "目前", "最高", "最低", "最大", "最多", "最少"))):
            return 1, "state-of-quantity"  # 普及率要达到62%,目前为〔〕
        if cue in {"达到", "达标"} and DONE_BY.search(clause) is not None:
            return None
        if cue in self.each:
            return (0, "each-alone") if after_figure and not clause else None
        if cue in {"高出", "多出", "翻了"}:
            compared = COMPARES.search(clause) is not None or (cue == "翻了" and quantity(self.lexicon, clause))
            return (0, "more-than-what") if compared else None
        if cue in {"超过", "突破", "达到"} and ALL_OF.search(clause) is not None and SUBJECT_END.search(ALL_OF.sub("", clause)) is not None:
            return 0, "predicate-of-quantity"  # 村集体收入全部超过〔〕
        if cue == "突破" and MANNER_BEFORE.search(clause) is not None:
            return None
        if cue in OWN_NOUN:
            measured = SUBJECT_END.search(clause) is not None
            counted = cue in COUNTED_BY and len(self.lexicon.noun_words.ending(clause, len(clause)) or "") > (cue in {"为", "超过"})
            if cue in {"为", "达", "超"} and PREDICATE_NO.search(clause) and not measured:
                return None
            if cue in FIRM or measured or counted or quantity(self.lexicon, clause):
                return 0, "predicate-of-quantity"
            closed = (
                len(clause) > 1
                and (clause[-1] >= "一" or clause[-1].isalpha())
                and CLOSED.match(text, end) is not None
                and WHOLE.search(clause) is None
            )
            # 卡翁达: a sign that belongs to no word before 达 makes a name with it
            named = ends_a_word(text, start) or text[start - 1 : start].isascii()
            if closed and ((cue in {"占", "达", "达到"} and named) or (cue in {"为", "占", "达"} and clause.endswith("的"))):
                # 排灌机械动力达〔〕。: no sentence ends so; 物流通达 does
                whole = cue == "达" and text.startswith("。", end) and len(clause) > 3 and not joined(text, start)
                return (0 if cue == "占" or whole else 1), "predicate-closed"
            return None
        return None if cue in NEEDS_CLAUSE and not clause else (0, "predicate")

    def reaches(self, text: str, start: int, cue: str, clause: str) -> bool:
        """参保率再创新高,达到〔〕 at the head of a clause; 亏损累计达〔〕, 不得超过〔〕: no noun need stand before these."""
        if cue in {"达", "达到", "到达"} and not clause:
            lead = CLAUSE.split(text[max(0, start - 24) : start - 1])[-1]
            measured = (
                EXTREME.search(lead) is not None
                or MOVED_BY.search(lead) is not None
                or (MEASURED.search(lead) is not None and GOAL.search(lead) is None)
            )
            # 比例首次降到1%以内,达到〔〕: what it was before has its number
            return text[start - 1 : start] == "," and (measured or FIGURE_LAST.search(lead) is not None)
        if cue in {"达", "达到", "突破", "超过"}:
            may = MAY_REACH.search(clause) is not None and MEASURED.search(clause) is not None
            may = may or (MAY_REACH.search(clause) is not None and AHEAD.search(clause) is not None)  # 预计全年可达〔〕
            if may or (cue[0] == "达" and REACHING.search(clause) is not None):
                return True
        return cue in BOUNDS and FORBIDDEN.search(clause) is not None  # 不得少于〔〕

    def trailing(self, text: str, end: int) -> int | None:
        """Where a member is lost after a figure of a 分别-list: 分别为12家、〔〕和8家, 分别为12家和〔〕."""
        found = EMPTY_PLACE.match(text, end)
        if found is not None:
            return found.end()
        found = EMPTY_MEMBER.match(text, end)
        if found is None or "分别" not in CLAUSE.split(text[max(0, end - 60) : end])[-1]:
            return None
        return found.end()

    def listed(self, text: str, at: int) -> list[FigureDraft]:
        """The empty members after 分别为: 分别为〔〕、12家和〔〕."""
        if text[at : at + 1] == ":":
            return []  # 合格率分别为:甲类92%,乙类69%
        if text[at : at + 1] == " " and PUNCTUATED_AFTER.match(text, past_blanks(text, at)) is None:
            return []
        stop = STOP.search(text, at, at + 60)
        end = stop.start() if stop else min(len(text), at + 60)
        if any(map(str.isdigit, text[at:end])):
            end = at
        rate = RATE_END.search(CLAUSE.split(text[max(0, at - 16) : at])[-1].removesuffix("分别为")) is not None or not text[:at].endswith(
            "为"
        )
        gaps = []
        place = at
        for part in re.split("(、|和|及|与)", text[at:end]):
            if part in {"", " "}:
                gaps.append(place)
            place += len(part)
        return [empty(gap, "member-of-respective", rated=rate) for gap in dict.fromkeys(gaps)]
