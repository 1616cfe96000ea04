"""Movements without number: 同比增长〔〕, 财政收入增长〔〕, 支出压减15%,其中公务接待费下降〔〕; a manner (稳步提升) has none."""

import re

from huizong.narrative.figure_draft import FigureDraft, empty
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.notation import CLAUSE
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.predicates import IN_BRACKETS, REACH, SENTENCE, quantity
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "movements")
any_of = LISTS.any_of

# 贷款余额比年初增长〔〕,增速居全市第二
RANKED_MOVE = Opening(f",(?:{any_of('rates')}{any_of('ranked')}|全[国省市县区]{any_of('rank_words')}第)")
LEVEL_FOLLOWS = Opening(rf",{any_of('levels')}(?:每[人户亩月年]{{1,3}})?\d")
GAINS = LISTS.words("gains")
# The clause beside moves the same way, by a number.
MOVE = any_of("moves")
FELLOW_MOVES = re.compile(rf"[,;](?P<name>[^,。;\d]{{2,16}}?)(?P<move>{MOVE})(?:了|约|近)?\d")
FELLOW_MOVED = re.compile(
    rf"(?P<name>[^,。;\d]{{2}})(?P<move>{MOVE})(?:了|约|近)?\d[\d.]*[^,。;、\d]{{1,5}}(?:、\d[\d.]*[^,。;、\d]{{1,5}})*"
    r"(?:[,;][^,。;、\d]{2,16}|、[^,。;、\d]{2,8})$"
)
SPREAD_MOVES = re.compile(
    rf"分别{MOVE}\d[\d.]*[^,。;、\d]{{1,5}}(?:、\d[\d.]*[^,。;、\d]{{1,5}})*[和与及]\d[\d.]*[^,。;、\d]{{1,5}}[,;][^,。;、\d]{{2,8}}$"
)
LISTED_MOVE = re.compile(rf"{any_of('listed_moves')}(?:了|约)?\d[\d.]*[^,。;、\d]{{1,4}}、[^,。;、\d]{{2,8}}$")
HAN_ENDS = re.compile(f"[\u4e00-\u9fff](?<!{any_of('manner_ends')})$")
LEVELLED = Ending(f"{any_of('levelled')}$")
NOT_GROWTH = Ending(f"{any_of('no_growth')}$")
# 同比增长〔〕,较全省平均低1.4个百分点: beside a comparison that has its number this one has lost it.
COMPARED_NEXT = Opening(f"[、,]{any_of('compared')}")
MEASURED_NEXT = re.compile(rf"[、,](?:[同环]比|较[^,。;、]{{1,14}}?){any_of('measured_moves')}(?:了|约|近|出)?\d")
# 三个行业增幅回落,分别下降4.2%、6.5%: each has its own.
EACH_NEXT = Opening(rf",(?:同比)?分别{any_of('each_moves')}?\d")
# 浓度同比下降,一氧化碳浓度同比持平: they are told without numbers
HELD_NEXT = Opening(r"[,、;][^,。;]{0,16}?(?:[同环]比)(?:基本)?持平")
FORESEEN = frozenset({"预测", "预计"})
# 投资增长〔〕。分产业看,…; 批发业增长〔〕,比1-3月提高10.6个百分点
PARTED_NEXT = Opening(f"。{any_of('parted')}[,:]")
AGAIN_NEXT = re.compile(rf"[,、]比[^,。;]{{2,10}}?{any_of('again_moves')}\d")
# 连续3个月环比下降: how long it moved so.
TIMES_ON = Ending(f"{any_of('times_on')}$")
# 比年初增加, 比1992年增长, 较上届提高: what a movement is compared with.
COMPARED_WITH = Ending(f"(?:同比|环比|相比|[较比][^,。;、比较]{{1,12}}{any_of('compared_with')}){any_of('compared_adverbs')}?$")
VAGUE_TIME = Ending(f"{any_of('vague_times')}$")
FROM_FIGURE = re.compile(rf"[较比]{any_of('figure_times')}[^,。;、\d]{{0,8}}\d[\d.]*(?!年|月)[^,。;、\d]{{1,8}}$")
YEARLY = Ending(f"{any_of('yearly')}$")
AVERAGE = Ending(f"{any_of('averages')}$")
# 带动农民收入增长: a purpose, no measurement.
CAUSED = LISTS.pattern("caused")
# 总量尽管增加了,仍满足不了需求: what is conceded needs no number.
CONCEDED = LISTS.pattern("conceded")
RATE_AFTER = re.compile(r"\d(?:%|个百分点)$")
RATED = re.compile(r"\d ?%|\d ?个百分点|\d倍|%[,。;]")
# 群众满意度持续上升: beside such a movement the next one needs no number either.
MANNER = re.compile(f"{any_of('manners')}{any_of('manner_moves')}")


# 管理加强,职工收入增加: the clause before moves without a number too.
BARE_BESIDE = re.compile(rf"^[^\d]{{2,}}{any_of('bare_moves')}了?$")


class Movements:
    """Judges movements with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.sums = lexicon.quantities.get("sum")

    def movement(self, text: str, start: int, end: int, *, alone: bool) -> tuple[FigureDraft, int] | None:
        """The gap after 同比增长 or 增长, and how much company it needs; `alone` after a figure, that is the whole clause."""
        if (
            NOT_GROWTH.search(text[max(0, start - 4) : start])
            or TIMES_ON.search(text[max(0, start - 8) : start])
            or (COMPARED_NEXT.match(text, end) is not None and MEASURED_NEXT.match(text, end) is None)
            or EACH_NEXT.match(text, end) is not None
            or HELD_NEXT.match(text, end) is not None
        ):
            return None  # 保持同比增长 is whole; 同比增长、环比下降 measure nothing
        bound = text.startswith(("以上", "左右"), end)
        answer = (0, "movement-alone" if alone else "movement-before-bound") if alone or bound else self.moves(text, start, end)
        return None if answer is None else (empty(end, answer[1], rated=True), answer[0])

    def measured(self, text: str, at: int) -> bool:
        """Whether an indicator or another quantity ends at `at`."""
        return self.sums is not None and self.sums.ending(text, at) is not None

    def moves(self, text: str, start: int, end: int) -> tuple[int, str] | None:
        """How much company a movement without number needs to be a loss, and the rule that says so; None where it was not measured."""
        before = text[max(0, start - 24) : start]
        clause = IN_BRACKETS.sub("", CLAUSE.split(before)[-1])
        near = CLAUSE.split(text[max(0, start - 40) : start])[-2:-1] + CLAUSE.split(text[end : end + 40].partition("。")[0])[1:2]
        if CONCEDED.search(clause) is not None:
            return None
        if text[end : end + 1] == "、" and len(clause) > 1:
            return 1, "movement-in-list"  # the next of the list has its rate
        if clause in FORESEEN:
            return 1, "movement-compared"  # 总产值6亿元,预测增长〔〕;
        if (answer := self.told_by_next(text, start, end, clause)) is not None:
            return answer
        if text.startswith("回升", start) and clause.endswith(("同比", "环比")):
            return None  # 环比回升 is whole
        if text.startswith(GAINS, start):
            if COMPARED_WITH.search(clause) is not None:
                return 1, "movement-compared"  # 比上年增支〔〕,增长1.9%
            return (1, "average-gain") if AVERAGE.search(clause) and text.startswith("增收", start) else None
        if clause.startswith("其中") and RATE_AFTER.search(near[0] if near else "") is not None:
            return 1, "movement-of-part"  # 支出压减15%,其中公务接待费下降〔〕
        if LISTED_MOVE.search(text[max(0, start - 24) : start]) is not None:
            return 1, "movement-beside"  # 水耗下降12%、电耗下降〔〕
        manner = any(MANNER.search(part) is not None for part in near)
        indicator = self.measured(text, start)
        if end - start > 2 and indicator:
            return int(manner), "indicator-moved"  # 工业增加值同比增长〔〕: an indicator is always measured
        if SPREAD_MOVES.search(text[max(0, start - 60) : start]) is not None:
            return 1, "movement-beside"  # 起数、损失分别上升9%和24%,亡人下降〔〕
        if manner:  # 警情有所下降,抢劫案件同比下降〔〕,盗窃案件下降18%
            return (1, "movement-beside") if self.beside(text, start, end, clause) else None
        if LEVEL_FOLLOWS.match(text, end) is not None and (LEVELLED.search(clause) is not None or quantity(self.lexicon, clause)):
            return 1, "movement-then-level"  # 门诊人次增长〔〕,达31万人次
        # 增加了 alone may stand without a number; 同比增长 can't
        if VAGUE_TIME.search(clause) is not None:
            return None  # 降雨次数较往年减少
        if FROM_FIGURE.search(clause) is not None:
            return 0, "movement-from-figure"  # 较上年同期51微克/立方米下降〔〕
        if YEARLY.search(clause) is not None:
            return 0, "movement-yearly"  # 比重年均提高〔〕
        if end - start - (text[end - 1] == "了") > 2 or COMPARED_WITH.search(clause) or AVERAGE.search(clause):
            return 1, "movement-compared"
        if CAUSED.search(clause) is not None:
            return None
        if self.beside(text, start, end, clause):
            return 1, "movement-beside"
        if text.startswith("提升", start):
            return None
        if indicator:
            return None if BARE_BESIDE.search(near[0] if near else "") is not None else (1, "indicator-alone")
        if not quantity(self.lexicon, clause) and (not clause.endswith("率") or clause.endswith("效率")):
            return None
        return (1, "movement-among-rates") if among_rates(text, start, end) else None

    def told_by_next(self, text: str, start: int, end: int, clause: str) -> tuple[int, str] | None:
        """The company and the rule of a movement that what follows shows to be measured: another time, the parts, a rank; else None."""
        if AGAIN_NEXT.match(text, end) is not None and len(clause) > 2 and HAN_ENDS.search(clause) is not None:
            return 1, "movement-compared"
        if PARTED_NEXT.match(text, end) is not None and (COMPARED_WITH.search(clause) or end - start > 2 or self.measured(text, start)):
            return 0, "movement-of-parts"
        return (0, "movement-ranked") if RANKED_MOVE.match(text, end) is not None else None

    def beside(self, text: str, start: int, end: int, clause: str) -> bool:
        """Whether the clause before or after moves with its number, the same way or alike by its name; or this one is a quantity's."""
        beside = FELLOW_MOVES.match(text, end) or FELLOW_MOVED.search(text[max(0, start - 40) : start])
        if not beside or len(clause) < 2 or HAN_ENDS.search(clause) is None:
            return False
        if beside["move"] == text[start:end].removeprefix("同比").removeprefix("环比") or beside["name"][-2:] == clause[-2:]:
            return True  # 人均能耗下降〔〕,单位面积能耗下降1.9%
        return quantity(self.lexicon, clause)  # 能耗降低20%,产值提升〔〕


def among_rates(text: str, start: int, end: int) -> bool:
    """Whether the sentence around text[start:end] holds a rate; at most `REACH` signs on either side."""
    first = max(0, start - REACH, *(text.rfind(mark, max(0, start - REACH), start) + 1 for mark in "。;\n"))
    stop = SENTENCE.search(text, end, end + REACH)
    return RATED.search(text, first, stop.start() if stop else end + REACH) is not None
