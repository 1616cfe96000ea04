"""Anchors of predicates, movements and totals without number: 满意度为〔〕, 同比增长〔〕, 占〔〕, 共接待游客〔〕."""

import re

from huizong.narrative.figure_draft import empty
from huizong.narrative.found import Found
from huizong.narrative.grammar.notation import CLAUSE
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.predicates import RATE_END
from huizong.narrative.numbers.cardinals import Cardinals
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "predicate_losses")
any_of = LISTS.any_of
SHARED = Ending(rf"\d[\d.]*(?:[万亿]的$|[余多]?[万亿]?{any_of('shared_units')}{any_of('shared_nouns')}?的$)")
# 理由, 自由, 服从: words that end like the lead of a movement.
REASON = Ending("[理自缘事经案为来情根服听顺跟]$")
PAST_FIGURE = re.compile("(?:以上|以下|以内|左右)?")
MOVED_SINCE = re.compile(r"[^,。;\d]{0,10}\d")
PART = re.compile(r"其中[:,]?[^,。;:\d]{1,12}\d")
# 全县共有学校〔〕。其中小学29所: across a stop only what is said to be there in all lacks its number.
IN_ALL = LISTS.pattern("in_all")
# The words whose anchors these readers meet.
ANCHORED = word_lists("narrative", "anchors")
plans = ANCHORED.any_of("plans")
DONE = ("完成", "实现", *ANCHORED.words("funds_act"))
CLASSED = frozenset(ANCHORED.words("projects_act"))
OF_WHOLE = re.compile(r"[^,。;:!?、\d]{1,24}的(?=[,。;])")
TIMES_OF = re.compile(r"(?:(?:19|20)\d{2}年|[上去前]年)(?:同期|末|底)?的")
SHARE_HERE = re.compile(rf"[^,。;:!?\d]{{0,8}}{plans}(?:任务|总)?数?的?\d|[^,。;:!?\d]{{2,12}}的\d[\d.]* ?%")
SHARE_DONE = re.compile(rf"[^,。;\d]{{0,12}}{ANCHORED.any_of('sums_of_plan')}的(?=[,。;]|[和与及、]\d)")
# 对完成任务的,给予奖励: those who did it.
WHO = LISTS.pattern("who")
NEXT_FIGURE = re.compile(r",[^,。;\d]{0,8}\d")
SHARE_OF_PLAN = re.compile(f"{ANCHORED.any_of('plan_kinds')}{{0,2}}{plans}(?:任务|总)?数?的(?=[,。;])")
GROWTH_ENDS = frozenset(",。;、!)以左和与及?") | {""}
# What was done, or is totalled, up to the stop.
OBJECT = re.compile(r"[^,。;:!?、\dxX×*＊○□■_#…()\[\]【】 ]+(?=[,;。(])")


# Two movements before their two numbers.
SHARED_MOVES = Opening(rf"[、和]{any_of('shared_moves')}了?\d[^,。;]{{0,12}}?[、和]\d")


class PredicateLosses:
    """Reads predicates and movements that have no number."""

    def __init__(self, shared: Cardinals) -> None:
        self.lexicon, self.composer, self.shapes, self.parallels = shared.lexicon, shared.composer, shared.shapes, shared.parallels
        self.predicates, self.movements, self.wholes = shared.predicates, shared.movements, shared.wholes

    def on_gap(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A predicate with neither number nor unit."""
        if text.startswith("大关", end):  # 突破〔〕大关
            return found.figure(empty(end, "mark-passed")) if start >= found.last else None
        if text.startswith("以上", end) and text[start:end] in CLASSED:  # 引进〔〕以上项目1个
            return found.figure(empty(end, "bound-of-class-lost")) if start >= found.last else None
        if text[start:end] == "相当于":  # 相当于全市平均水平的〔〕
            share = OF_WHOLE.match(text, end)
            return found.figure(empty(share.end(), "share", rated=True)) if share is not None and start >= found.last else None
        if text[start:end] == "是":  # 是上年同期的〔〕
            times = TIMES_OF.match(text, end)
            return found.figure(empty(times.end(), "times-of")) if times is not None and start >= found.last else None
        if text[start:end] == "分别为":
            found.drafts += self.predicates.listed(text, end)
            return None
        part = text.startswith("其中", start)
        if part and text[start - 1] in "。;(" and IN_ALL.search(CLAUSE.split(text[max(0, start - 36) : start - 1])[-1]) is None:
            return None
        if (text[start - 1] == "," or part) and (part or SHARE_HERE.match(text, end) is not None):
            if self.wholes.planned(text, start - 1, part=part) or self.parted(text, start, part=part):
                found.doubts.append((empty(start - 1, "plan-measured"), 0))
            return None
        if text.startswith("为", start) and (share := SHARE_OF_PLAN.match(text, end)) is not None:
            found.doubts.append((empty(share.end(), "share-of-work", rated=True), 0))
            return None
        if text.startswith(DONE, start) and text[end : end + 1] not in {",", "。", ";", "、"}:
            if (
                (share := SHARE_DONE.match(text, end)) is not None
                and text.startswith("完成", start)
                and self.shared(text, start, share.end())
            ):
                found.doubts.append((empty(share.end(), "share-of-work", rated=True), 0))
                return None  # 已完成工程量的〔〕。
            if found.drafts and found.drafts[-1].start >= start - len(CLAUSE.split(text[max(0, start - 16) : start])[-1]):
                return None  # 2100人实现就业,完成任务的104%: the number stands before its verb
            done = OBJECT.match(text, end)
            if done is not None and self.wholes.object_measured(text, end, done.end()):
                found.doubts.append((empty(done.end(), "object-measured"), 0))
            return None
        last = found.drafts[-1].end if found.drafts else -1
        after_figure = 0 <= last < start and PAST_FIGURE.fullmatch(text, last, start - 1) is not None
        gap = self.predicates.gap(text, start, end, after_figure=after_figure)
        if gap is None and (twin := self.parallels.valued(text, start, end)) is not None:
            gap = twin, 1
        if gap is not None and start >= found.last:
            found.doubts.append(gap)
        return None

    def shared(self, text: str, start: int, end: int) -> bool:
        """完成年度预算的〔〕,同比增长8.5%: whether a share is lost there; at a comma a figure must follow, and no person be meant."""
        if text[end] != ",":
            return True
        return NEXT_FIGURE.match(text, end) is not None and WHO.search(CLAUSE.split(text[max(0, start - 16) : start])[-1]) is None

    def parted(self, text: str, start: int, *, part: bool) -> bool:
        """发展党员〔〕,其中女性86名; 停产企业〔〕,占规上企业的6%: the whole of a part, or of a share, has no number."""
        whole = self.wholes.lacks(text, start - 1)
        if not whole or not part:
            return bool(whole)
        if whole not in self.lexicon.nouns:
            return True
        number = PART.match(text, start)
        counted = self.composer.single(text, number.end() - 1) if number is not None else None
        return counted is not None and counted.unit is not None and counted.unit.name in self.lexicon.nouns[whole]

    def on_moves(self, text: str, start: int, end: int, found: Found) -> int | None:
        """实有经营主体〔〕,同比增长7%: what moved has no number."""
        if text[end : end + 1] in {",", "。", ";"}:
            return self.on_beyond(text, start, end, found)
        if not found.asked_at(start - 1) and (self.wholes.lacks(text, start - 1) or self.wholes.planned(text, start - 1, part=False)):
            found.doubts.append((empty(start - 1, "moved-quantity"), 0))
        return None

    def on_shape(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A word whose clause can't be whole without a number: 占地约〔〕, 实际报到〔〕, 占总人口〔〕."""
        if text[start - 1 : start] == "," and MOVED_SINCE.match(text, end) is not None:
            return self.on_moves(text, start, end, found)
        shape = self.shapes.opened(text, start, end)
        if shape is not None and start >= found.last:
            found.doubts.append(shape)
        return None

    def on_total(self, text: str, start: int, end: int, found: Found) -> int | None:
        """共接待游客〔〕,实现收入2亿元: what is totalled is counted, and the clause ends with it."""
        if text[end : end + 1] in {",", "。", ";"}:  # 问题金额合计〔〕,占抽查总额的12%
            if self.wholes.totals(CLAUSE.split(text[max(0, start - 12) : start])[-1], text[start:end]):
                found.doubts.append((empty(end, "sum-without-total"), 0))
            return None
        if text[end + 2 : end + 3] in {",", "。", ";"} and text[end : end + 2] in self.lexicon.verbs:
            if text[start - 1 : start] in {",", ";"} or end - start > 1:  # 按每亩150元发放,共发放〔〕。; 项目共计投入〔〕,
                found.doubts.append((empty(end + 2, "total-of-act"), 1))
            return None
        total = OBJECT.match(text, end)
        if total is None:
            return None
        if text[end - 1] in "有辖":  # 全县共有学校〔〕。
            if self.wholes.held(text, start, end, total.end()):
                alone = text.startswith("。", total.end()) and self.wholes.heads(text, start)
                found.doubts.append((empty(total.end(), "held-in-all"), 0 if alone else 1))
        elif self.wholes.totalled(text, start, end, total.end()):
            found.doubts.append((empty(total.end(), "total-of-thing"), 1))
        return None

    def on_moved(self, text: str, start: int, end: int, found: Found) -> int | None:
        """由〔〕提高到: the number that a movement starts from is lost."""
        if REASON.search(text[max(0, start - 1) : start]):
            return None
        rate = RATE_END.search(CLAUSE.split(text[max(0, start - 16) : start])[-1]) is not None
        return found.figure(empty(end, "movement-from", rated=rate))

    def on_levelled(self, text: str, start: int, end: int, found: Found) -> int | None:
        """由2022年的〔〕提高到65%: the number of a year that a movement starts from is lost."""
        rate = RATE_END.search(CLAUSE.split(text[max(0, start - 24) : start - 6])[-1]) is not None
        return found.figure(empty(start + 1, "movement-from", rated=rate))

    def on_bounded(self, text: str, start: int, end: int, found: Found) -> int | None:
        """覆盖率提高至〔〕以上: a bound without its figure."""
        rate = RATE_END.search(CLAUSE.split(text[max(0, start - 16) : start])[-1]) is not None
        return found.figure(empty(start + 1, "predicate-before-bound", rated=rate))

    def on_beyond(self, text: str, start: int, end: int, found: Found) -> int | None:
        """增长8%,高于全市平均〔〕: by how much a rate is above that of all is lost."""
        last = found.drafts[-1] if found.drafts else None
        if last is None or last.dimension not in {"rate", "points"} or last.end != start - 1:
            return None
        return found.figure(empty(end, "beyond-all", rated=True))

    def on_share(self, text: str, start: int, end: int, found: Found) -> int | None:
        """占…的, or 占 alone, before punctuation."""
        if end - start == 1:
            return self.on_gap(text, start, end, found)
        if "的" in text[start : end - 1]:
            return start + 1
        if any(sign.isdigit() for sign in text[start:end]):  # 占工业产值212亿元的〔〕: what is inside is read first
            if SHARED.within(text, start, end) is not None:
                found.doubts.append((empty(end, "share-of-figure", rated=True), 0))
            return start + 1
        found.drafts.append(empty(end, "share", rated=True))
        return None

    def on_growth(self, text: str, start: int, end: int, found: Found) -> int | None:
        """同比增长 before punctuation; 增长 alone in its clause only right after a figure."""
        if text.startswith("分别", start):
            if SHARED_MOVES.match(text, end) is not None:
                return None  # 分别上升、下降3.2%和1.5%
            found.drafts += self.predicates.listed(text, end)
            return None
        if text[end : end + 1] not in GROWTH_ENDS and text[start - 1 : start] == ",":
            if self.wholes.sized(text, start - 1) and not found.asked_at(start - 1):
                found.doubts.append((empty(start - 1, "moved-quantity"), 0))
            return None
        last = found.drafts[-1] if found.drafts else None
        if (
            text[start - 1 : start] in {"和", "与", "及"}
            and last is not None
            and last.end == start - 1
            and last.dimension in {"rate", "points"}
        ):
            return found.figure(empty(end, "growth-paired", rated=True))  # 分别增长6.4%和下降〔〕
        lead = start - (text[start - 1 : start] == " ")  # 产值6亿元, 增长〔〕;
        alone = text[lead - 1 : lead] in {",", ";", "、"} and end - start < 3
        if alone and not (found.drafts and PAST_FIGURE.fullmatch(text, found.drafts[-1].end, lead - 1)):
            return None
        gap = self.movements.movement(text, start, end, alone=alone)
        if gap is not None:
            found.doubts.append(gap)
        return None
