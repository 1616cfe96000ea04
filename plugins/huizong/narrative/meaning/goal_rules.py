"""The rules by which a figure is a goal that its sentence quotes, in order: the first that holds decides."""

from huizong.narrative.meaning.goals import (
    ASKED,
    BY_PLAN,
    COUNTS_TASKS,
    DUE,
    DUE_DONE,
    EACH_BY,
    GOAL_AFTER,
    GOAL_LISTED,
    LEFT,
    LEFT_AFTER,
    ONCE_MORE,
    PLAN_OF,
    QUOTED_GOAL,
    SET_BEFORE,
    SET_BY,
    SET_FOR,
    SET_TASK_AFTER,
    STILL,
    TASKS,
    goal_around,
    planned_after,
    quotes,
)
from huizong.narrative.meaning.said import Said, look, rules


def is_quoted(s: Said) -> bool:
    """Whether the word of a goal stands right before the figure, and the figure is the goal."""
    goal = QUOTED_GOAL.search(s.before)
    return goal is not None and quotes(s.draft, s.before, s.after, goal)


RULES = rules(
    "target",
    (
        "goal-quoted",
        "a goal, plan or budget right before its number",
        "全年任务{500亩},已完成430亩。",
        is_quoted,
        look(ends=QUOTED_GOAL.lasts),
    ),
    (
        "goal-around",
        "a goal that was met or is faced stands around its number",
        "超额完成年初下达的{900万元}收入任务。",
        lambda s: s.draft.unit not in COUNTS_TASKS and goal_around(s.before, s.after),
    ),
    (
        "goal-set",
        "what was set at the beginning is the goal",
        "年初确定的{68个}项目已开工61个。",
        lambda s: SET_BEFORE.search(s.before),
        look(ends=SET_BEFORE.lasts),
    ),
    (
        "goal-of-paper",
        "what a paper set is the goal",
        "任务书明确的{9条}河道全部清淤。",
        lambda s: SET_BY.search(s.before),
        look(ends=SET_BY.lasts),
    ),
    (
        "goal-due",
        "what is due stands beside what was done of it",
        "今年应化解积案{24件},已化解21件。",
        lambda s: "应" in s.before and DUE.search(s.before) and DUE_DONE.match(s.after),
        look(word="应"),
    ),
    (
        "goal-asked",
        "what is asked for stands beside what was reached",
        "考核要求达到{90%},实际为86%。",
        lambda s: "要求" in s.before and "," in s.after and ASKED.search(s.before),
        look(ends=ASKED.lasts),
    ),
    (
        "goal-wanting",
        "what is still wanting is to come",
        "学校还需补充{18人}。",
        lambda s: "需" in s.before and STILL.search(s.before),
        look(word="需"),
    ),
    (
        "goal-once-more",
        "what is to be done once more is to come",
        "下半年再建{3座}泵站。",
        lambda s: ("再" in s.before or "先" in s.before) and ONCE_MORE.search(s.before),
    ),
    (
        "goal-of-each",
        "what each is to have by a time",
        "年底前每个社区至少建成{1处}活动室。",
        lambda s: "每" in s.before and EACH_BY.search(s.before),
        look(word="每"),
    ),
    (
        "goal-left",
        "what is left has its time ahead",
        "剩余{3座}年底前完工。",
        lambda s: LEFT.search(s.before) and LEFT_AFTER.match(s.after),
        look(ends=LEFT.lasts),
    ),
    (
        "goal-named-after",
        "the goal is named after its number",
        "森林覆盖率优于{60%}的考核目标。",
        lambda s: "的" in s.after and GOAL_AFTER.match(s.after),
        look(later="的"),
    ),
    (
        "goal-in-list",
        "the list that its figure stands in is named a goal after its last",
        "提出覆盖率达到{45%}、蓄积量达到380万立方米的目标。",
        lambda s: ("、" in s.after or "和" in s.after or "及" in s.after) and GOAL_LISTED.match(s.text, s.draft.end),
        look(later="的"),
    ),
    (
        "goal-of-year",
        "the task that the year or somebody above has set",
        "超额完成全年{500人}的培训任务。",
        lambda s: s.draft.unit not in TASKS and SET_FOR.search(s.before) and SET_TASK_AFTER.match(s.after),
        look(ends=SET_FOR.lasts),
    ),
    (
        "goal-followed",
        "the plan that something is done by",
        "按照年度改造{120户}计划,已改造96户。",
        lambda s: ("按" in s.before or "根据" in s.before or "对照" in s.before) and PLAN_OF.match(s.after) and BY_PLAN.search(s.before),
    ),
    ("plan-after", "the plan follows its figure", "已改造12处,{14处}计划于11月底前完成。", lambda s: planned_after(s.after)),
)
