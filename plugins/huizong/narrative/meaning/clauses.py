"""What a sentence says about its figures: their role. Words come from cues.csv, the order of judgement from here."""

import bisect
import re
from typing import NamedTuple

from huizong.narrative.figure import Section
from huizong.narrative.grammar.notation import MOVED
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.meaning import goals
from huizong.narrative.meaning.cues import Cue
from huizong.narrative.meaning.judgement import Judgement
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "clauses")
any_of = LISTS.any_of

SENTENCE = re.compile("[。;!?\n]")
CLAUSE = re.compile("[,。;:!?\n]")
# 确保安全度汛,共转移340人: what is ensured ends with its clause and has no number; the act after it was done.
ENSURED = re.compile(r"[^,。;\d]{2,30},")
# 确保全面完成任务,实现产值30亿元: a result after it is still ensured.
RESULT = LISTS.pattern("results")
# What is left to do: a state, unless it is what a goal is about.
# 下一步计划, 下步打算: a heading's words inside a sentence are its goal.
AHEAD = Opening("下(?:一?步|阶段|一阶段)")
# 年内参加轮训4次: acts of a year that is over.
ACTED = LISTS.pattern("acted")
# 一期2万平方米已封顶: what was done follows its figure.
DONE_AFTER = re.compile(
    rf"(?:以上|左右)?(?:的)?[^,。;:!?\d已将拟]{{0,10}}?{any_of('done_all')}?已{any_of('done_adverbs')}?"
    rf"(?!{any_of('no_done')})[\u4e00-\u9fff]{{1,8}}(?=[,。;、!?)]|$)"
)
# 供水能力将由1.5万吨提升到4万吨: what a movement that is aimed at starts from.
MOVED_FROM = Ending(f"[由从]{any_of('times_from')}?的?(?:每[月年天户人亩村镇乡校名吨])?$")
MOVED_TO = Opening(MOVED)
# 继续抓好调解,…撤诉率为67%: a word of results, or a rate, tells what came of it.
TOLD = LISTS.pattern("told")
# 由2022年的5%,进一步降低到4%
BEGAN = re.compile(r"[由从][^,。;\d]{0,8}\d[^,。;]*,$")
# 全力冲刺“开门红”,一季度实现产值6亿元: a slogan is aimed at.
QUOTED_AIM = Opening("“[^”]{2,8}”,")
# 力争引进内资30亿元,实际利用外资500万美元: 实际 is part of the name of what is aimed at.
BY_NAME = re.compile(f"{any_of('used')}{any_of('capital_by_name')}")
AIMED = frozenset(LISTS.words("aimed"))
ENSURES = frozenset({"确保", "为确保"})
STANDS = frozenset(LISTS.words("stands"))
RESTS = frozenset(LISTS.words("rests"))
# 可带动, 建成后: the effect of one thing, not what a list is about.
ONE_EFFECT = frozenset(LISTS.words("effects"))
# 下半年计划开工12个项目;上半年开工8个: each part of its own time.
PLANS_AHEAD, PLAN_OF_NOUN = LISTS.words("plans_ahead"), LISTS.words("plan_of_noun")
OWN_TIME = Opening(any_of("own_times"))
LIST_OPENS = Opening(f"(?:是|为|任务|如下|以下{any_of('list_words')})?:")
TOTALS = frozenset(LISTS.words("totals"))
COMPARISON_WORDS = frozenset(LISTS.words("told_words"))


PLANNED, REPORTED = Judgement("target", "计划", rule="under-plan"), Judgement("actual", rule="reported")
OWN_CLAUSE = frozenset(LISTS.words("own_clause"))


class Outlook(NamedTuple):
    """What a sentence inherits: its section, whether goals are being spoken of, and what a part before its ; said of all (`carried`)."""

    section: Section | None
    mood: bool
    carried: Judgement | None


class Sentence:
    """One sentence (up to 。;!?) with its cues; figures ask it for their role."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        bounds: list[int],
        found: list[Cue],
        outlook: Outlook,
    ) -> None:
        self.text, self.start, self.end, self.bounds = text, start, end, bounds
        self.cues = found
        self.section = outlook.section
        done = acted = ruled = ensured = False
        for cue in found:
            if "actual" in cue.kinds:
                acted = True
                done = done or cue.word not in COMPARISON_WORDS
            ruled = ruled or "threshold" in cue.kinds
            ensured = ensured or cue.word in ENSURES
        self.mood, self.ruled, self.acted, self.ensured = outlook.mood and not acted, ruled, acted, ensured
        own_time = OWN_TIME.match(text, start) is not None or goals.PASSED.match(text, start) is not None
        self.carried = None if done or own_time else outlook.carried

    @property
    def acted_but_compared(self) -> bool:
        """Whether anything but a comparison says that what the sentence is about was done."""
        return any("actual" in cue.kinds and cue.word not in COMPARISON_WORDS for cue in self.cues)

    def clause_start(self, at: int) -> int:
        """Where the clause around `at` begins."""
        return max(self.start, at - 300, self.bounds[bisect.bisect_right(self.bounds, at) - 1])

    def mode(self, start: int, clause: int) -> Judgement:
        """The nearest cue before the figure decides; a forecast holds to the end of the sentence."""
        for cue in reversed(self.cues):
            if cue.start >= start:
                continue
            if "forecast" in cue.kinds:
                if cue.start < clause and self.passed(cue, clause):
                    continue
                return Judgement("target", cue.word, forecast=True, rule="forecast")
            if cue.word == "确保" and self.section != "plan" and self.ensures_no_more(cue.end, start, clause):
                continue
            if cue.start < clause and (self.own_clause_only(cue, clause) or self.passed(cue, clause)):
                continue
            if cue.word == "实际" and BY_NAME.match(self.text, cue.end) and any(c.word in AIMED for c in self.cues if c.start < cue.start):
                continue
            if "plan_heading" in cue.kinds and AHEAD.match(cue.word):
                return Judgement("target", cue.word, rule="plan-named")
            if "target" in cue.kinds and not (
                goals.GOAL_NOUN.search(cue.word) and goals.MEASURED.search(self.text[self.clause_start(cue.start) : cue.start])
            ):
                if cue.start >= clause and goals.OF_CLASS.match(self.text[cue.end : start]) is not None:
                    continue
                return Judgement("target", cue.word, rule="aimed")
            if "actual" in cue.kinds and self.section == "plan" and cue.start < clause:
                continue  # 已建成2座,再建3座: in a plan what is done ends with its clause
            if "actual" in cue.kinds and cue.word in TOTALS and self.forecast_before(cue.start):
                continue
            if cue.word in STANDS and self.text[cue.start - 1 : cue.start] in {"由", "从"} and self.any_target(cue.start):
                continue  # 要由目前的91%提升至95%
            if cue.word in RESTS and self.aims_at(cue.start, clause):
                continue
            if cue.word in RESTS and (due := self.due_by(cue.start, clause)) is not None:
                return Judgement("target", due, rule="deadline")
            if "actual" in cue.kinds and not (cue.word in COMPARISON_WORDS and self.any_target(cue.start)):
                return Judgement("actual", cue.word, rule="done")
            if cue.word == "进一步" and self.began_there(cue.start):
                continue
            if cue.word == "继续" and cue.start < clause and self.section != "plan" and not self.mood:
                continue  # 继续开展活动,培养带头人89名: what goes on and what came of it
            if cue.word == "年内" and ACTED.search(self.text, cue.end, start):
                continue
            if "soft" in cue.kinds and cue.start >= clause and cue.word.endswith("前") and not self.acted and self.ahead(cue.start):
                return Judgement("target", cue.word, rule="deadline")
            if "soft" in cue.kinds and cue.start >= clause and goals.SO_FAR.match(self.text, self.text.find(",", start)) is not None:
                return Judgement("target", cue.word, rule="deadline")
            if "soft" in cue.kinds and not TOLD.search(self.text[cue.end : start]):
                return Judgement("target", cue.word, rule="deadline")
        if self.carried is not None:
            return self.carried
        if self.mood and self.section != "plan" and goals.PASSED.match(self.text, clause) is not None:
            return REPORTED  # 确保…。1—6月份检疫生猪29万头: a time that has passed
        return PLANNED if self.section == "plan" or self.mood else REPORTED

    def carries(self) -> Judgement | None:
        """What holds after the ; that ends this part: a forecast, a goal that opens a list (目标是: …; …), a plan of a time ahead."""
        if self.text[self.end - 1] != ";":
            return None
        for cue in reversed(self.cues):
            if "forecast" in cue.kinds and cue.word not in ONE_EFFECT:
                return Judgement("target", cue.word, forecast=True, rule="list-of-aims")
            if {"target", "plan_heading"} & set(cue.kinds) and (LIST_OPENS.match(self.text, cue.end) or self.of_time_ahead(cue)):
                return Judgement("target", cue.word, rule="list-of-aims")
        return self.carried

    def of_time_ahead(self, cue: Cue) -> bool:
        """Whether a plan is one of a time ahead, of which nothing is done yet: 明年计划新建2座;改造20公里."""
        if not cue.word.endswith(PLANS_AHEAD) or self.text.startswith(PLAN_OF_NOUN, cue.end):
            return False
        if goals.MEASURED.search(self.text[self.clause_start(cue.start) : cue.start]):
            return False  # 列入明年计划12个
        return AHEAD.match(cue.word) is not None or goals.NEXT_YEAR.search(self.text, self.start, cue.end) is not None

    def ensures_no_more(self, after: int, start: int, clause: int) -> bool:
        """Whether the reach of 确保 (it ends at `after`) stops before the figure at `start`, in the clause that begins at `clause`."""
        ensured = ENSURED.match(self.text, after, start)
        return ensured is not None and ensured.end() <= clause and RESULT.search(self.text, clause, start) is None

    def aims_at(self, at: int, clause: int) -> bool:
        """Whether a goal opens the clause in which what is left to do stands at `at`: 力争11月底前完成剩余7个小区."""
        return any("target" in cue.kinds and clause <= cue.start < at for cue in self.cues)

    def due_by(self, at: int, clause: int) -> str | None:
        """The time still to come that opens the clause in which what is left stands at `at`: 10月底前完成剩余8个小区."""
        return next((cue.word for cue in self.cues if "soft" in cue.kinds and cue.word.endswith("前") and clause <= cue.start < at), None)

    def own_clause_only(self, cue: Cue, clause: int) -> bool:
        """Whether a goal or plan is quoted with its number (年度投资计划19亿元, 原定80户), so that the later `clause` is not under it."""
        if cue.word == "冲刺" and QUOTED_AIM.match(self.text, cue.end) is not None:
            return True  # 全力冲刺“开门红”,一季度实现产值6亿元
        if cue.word in OWN_CLAUSE or (goals.GOAL_NOUN.search(cue.word) and goals.GOAL_NUMBER.match(self.text, cue.end)):
            return True  # 全年目标25亿元,上半年完成13亿元
        if cue.word.endswith("目标") and goals.GOAL_SUM.match(self.text, cue.end):
            return True
        if not cue.word.endswith("计划"):
            return False
        return goals.QUOTED_PLAN.match(self.text, cue.end) is not None and goals.OF_PLAN.match(self.text, clause) is not None

    def passed(self, cue: Cue, clause: int) -> bool:
        """Whether the clause is of a time that has passed, so that a goal or forecast before it does not reach it."""
        if self.section == "plan" or "actual" in cue.kinds:
            return False
        if goals.PASSED.match(self.text, clause) is not None:
            return True
        return (
            goals.THIS_YEAR.match(self.text, clause) is not None
            and goals.NEXT_YEAR.search(self.text, self.clause_start(cue.start), clause) is not None
        )

    def began_there(self, at: int) -> bool:
        """Whether what moves at `at` began at a figure in the clause before: 由2022年的5%,进一步降低到4%."""
        return BEGAN.search(self.text[max(self.start, at - 40) : at]) is not None

    def ahead(self, at: int) -> bool:
        """Whether the sentence speaks of what is still to come before `at`: 下半年实施6项工程,年底前完成投资的60%."""
        return any(cue.start < at and {"soft", "target", "forecast"} & set(cue.kinds) for cue in self.cues)

    def forecast_before(self, at: int) -> bool:
        """Whether a forecast opens the clause that holds `at`: 预计到年底累计招生600人."""
        clause = self.clause_start(at)
        return any("forecast" in cue.kinds and clause <= cue.start < at for cue in self.cues)

    def any_target(self, before: int) -> bool:
        """Whether a target cue stands before a comparison, so that 同比增长6% is part of the target."""
        return (
            any(cue.start < before and {"target", "forecast"} & set(cue.kinds) for cue in self.cues) or self.section == "plan" or self.mood
        )
