"""Anchors of levels and rates without number: 小麦亩产〔〕,较上年增加12公斤; 办结88件,办复率〔〕."""

import re

from huizong.narrative.figure_draft import empty
from huizong.narrative.found import Found
from huizong.narrative.grammar.notation import CLAUSE
from huizong.narrative.grammar.signs import Opening
from huizong.narrative.losses.predicate_losses import PAST_FIGURE
from huizong.narrative.lost.wholes import undated
from huizong.narrative.numbers.cardinals import Cardinals
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "level_losses")
any_of = LISTS.any_of

# 提高办结率, 群众满意率,稳步提升: the rate is the object of a verb, or its predicate still comes.
RATE_VERB = LISTS.pattern("rate_verbs")
# 合格率,较上年提高2个百分点: a rate with its movement but not itself.
RATE_MOVES = Opening(rf",(?:{any_of('compared')}[^,。;]{{0,16}}\d|{any_of('ranked')}{any_of('ranked_in')}|[高低优]于全[国省市县区])")
RATE_GOES_ON = Opening(f",?{any_of('goes_on')}")
RATE_BEFORE = re.compile(r"率(?:为|达到?)?\d[\d.]* ?%[,、;]$")
# 提高办结率: what is done to a rate.
ACT_ON_RATE = LISTS.pattern("acts_on_rate")
# 负债占收入比重,1996年底上升至89%: the rate's level follows, with its time.
LEVEL_LATER = Opening(rf",{any_of('later_times')}[^,。;\d]{{0,6}}{any_of('later_moves')}[至到]?\d")
PARTS_NEXT = Opening(r"。其中[:,]?[\u4e00-\u9fff]{2,10}率\d")
RATED = re.compile(r"(?:为|达到?)?\d")
BESIDE = re.compile(r",[^,。;:\d]{1,16}\d")
# 粮食产量,今年预计全年7.2亿斤: the number stands behind its time.
OWN_NEXT = re.compile(rf",(?:{any_of('times')}(?:可|将|约|共|已)?){{1,4}} ?\d")
LEVEL_NEXT = re.compile(f",{any_of('next_level')}")
WHOLE_OF = re.compile(f"{any_of('whole')}+")
# 批发和零售业增加值〔〕,增长1.7%: what is named may be two things.
AND = re.compile("(?<![调缓温平柔饱])[和与](?!谐|平|解)")
BOUND = Opening("(?:以上|以下|以内|左右)(?=[,。;、)]|的|$)")
# The sign of a rate is no part of a word; 周岁 is one, and a bound or a class of people proves its loss.
OWN_RATE = 6  # signs between a rate's number and the rate that it is of
NO_RATE = LISTS.words("no_rate")
VAGUE_LEVELS = LISTS.words("vague_levels")


class LevelLosses:
    """Reads levels and rates that have no number."""

    def __init__(self, shared: Cardinals) -> None:
        self.rows, self.wholes = shared.rows, shared.wholes

    def on_level(self, text: str, start: int, end: int, found: Found) -> int | None:
        """小麦亩产〔〕,较上年增加12公斤: the level of an indicator is lost, its movement is there."""
        if OWN_NEXT.match(text, end) is not None:
            return None
        whole = undated(CLAUSE.split(text[max(0, start - 24) : start])[-1])
        clause = whole.removeprefix("其中")
        if text.startswith("。", end) and text[start - 1 : start] not in {",", ";"}:
            if WHOLE_OF.fullmatch(clause) is not None and "。" in text[max(0, start - 24) : start]:
                found.doubts.append((empty(end, "level-in-row"), 0))  # 全年造林面积〔〕。
            elif (
                clause
                and "占" not in clause
                and self.among(text, start - len(whole))
                and not self.rows.acts(clause)
                and RATE_VERB.search(clause) is None
            ):
                found.doubts.append((empty(end, "level-in-row"), 1))  # 学校占地6000平方米,校舍建筑面积〔〕。
            return None
        if not clause and not text.startswith(("以上", "左右"), end) and self.among(text, start):
            found.doubts.append((empty(end, "level-in-row"), 1 if text.startswith("。", end) else 2))  # 小区210户,总人口〔〕,党员46人
            return None
        beside = BESIDE.match(text, end)
        if beside is not None and LEVEL_NEXT.match(text, end) is None and text[start:end] not in beside[0]:
            # 小麦平均亩产〔〕,亩均增产12公斤: a name and nothing else, in a row; 参加高考人数 counts those who do it
            name = clause and not any(map(str.isdigit, clause)) and RATE_VERB.search(clause) is None
            if name and ((text[end - 1] == "数" and "了" not in clause) or not self.rows.acts(clause)):
                found.doubts.append((empty(end, "level-in-row"), 1))
            return None
        bound = text.startswith(("以上", "左右"), end)
        if any(map(str.isdigit, clause)) or (bound and clause.endswith(VAGUE_LEVELS)):
            return None
        if bound or RATE_VERB.search(AND.sub("", clause)) is None:
            found.doubts.append((empty(end, "level-moved"), 0))
        return None

    def among(self, text: str, start: int) -> bool:
        """Whether a figure ends the clause before `start`, so that a measure alone stands in a row of figures."""
        lead = CLAUSE.split(text[max(0, start - 12) : start - 1])[-1]
        return text[start - 1 : start] == "," and any(map(str.isdigit, lead[-6:]))

    def on_rate(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A rate with neither predicate nor number beside a figure: 办结88件,办复率〔〕,满意率96.7%."""
        if text[start - 3 : start - 2] == "," and RATED.match(text, end) is not None:
            if self.wholes.acted(text, text[start - 2 : start], start - 3):
                found.doubts.append((empty(start - 3, "act-of-rate"), 1))
            return None
        if text.startswith(")", end):  # 初中入学率84.3%(毛入学率〔〕)
            opened = text.rfind("(", max(0, start - 10), start)
            if found.drafts and 0 < found.drafts[-1].end == opened and found.drafts[-1].dimension == "rate":
                return found.figure(empty(end, "rate-in-brackets", rated=True))
            return None
        if text.startswith("(", end):  # 小学入学率〔〕(毛入学率114.7%)
            closed = text.find(")", end, end + 24)
            return found.figure(empty(end, "rate-in-brackets", rated=True)) if text[closed + 1 : closed + 2] in {",", "。", ";"} else None
        clause = max(text.rfind(mark, max(0, end - 20), end) for mark in ",;、。:\n") + 1
        if (
            found.drafts
            and found.drafts[-1].start >= clause
            and found.drafts[-1].kind == "percent"
            and end - found.drafts[-1].end <= OWN_RATE
        ):
            return None  # 保持6%增速: the rate has its number before it
        if PARTS_NEXT.match(text, end) is not None and RATE_VERB.search(text[clause:end][:-3]) is None:
            return found.figure(empty(end, "rate", rated=True))  # 案件审结率〔〕。其中,普通案件审结率86%
        name = text[clause:end].removeprefix("其中")
        # 水质达标率, 毕业生升学率: the verb inside the rate's own name is none of the clause.
        verb = RATE_VERB.search(name[: -3 if name.endswith("率") else -(end - start)])
        bound = BOUND.match(text, end) is not None
        if len(name) < 2 or name.endswith(NO_RATE):
            return None
        if verb and not bound:
            # 适用率91%,量刑建议采纳率〔〕: after a rate with its number even a name with a verb inside is a rate's
            twin = RATE_BEFORE.search(text[max(0, clause - 16) : clause]) is not None and ACT_ON_RATE.match(name) is None
            if twin and text[end : end + 1] in {",", "。", ";", "、"} and RATE_GOES_ON.match(text, end) is None:
                found.doubts.append((empty(end, "rate-in-company", rated=True), 1))
            return None
        beside = clause > 1 and text[clause - 1] in ",;" and found.drafts and PAST_FIGURE.fullmatch(text, found.drafts[-1].end, clause - 1)
        # 实现开工率〔〕以上: a bound without its figure.
        if bound:
            return found.figure(empty(end, "rate-bounded", rated=True))
        heads = clause < 1 or text[clause - 1] in ",;。:\n"
        # 抽检120份。合格率,: a sentence that begins so after one with figures has lost its number.
        opens = clause > 0 and text[clause - 1] == "。" and text.startswith(",", end) and bool(found.drafts)
        if not (heads and RATE_MOVES.match(text, end)) and (not (beside or opens) or RATE_GOES_ON.match(text, end)):
            # 重点人群签约,签约率〔〕。: a rate alone in its clause says nothing; its sentence must count something.
            if heads and len(name) > 2 and not RATE_GOES_ON.match(text, end) and text[end : end + 1] in {",", "。", ";"}:
                if LEVEL_LATER.match(text, end) is not None:
                    return None
                whole = text.startswith("。", end) and clause > 0 and text[clause - 1] == "。"  # nor is it a sentence
                found.doubts.append((empty(end, "rate-in-company", rated=True), 0 if whole else 1))
            return None
        found.drafts.append(empty(end, "rate", rated=True))
        return None
