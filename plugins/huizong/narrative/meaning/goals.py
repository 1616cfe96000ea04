"""Goals and plans that a sentence quotes: the words around a figure that make it the goal, a share of it, or what was done of it."""

import re

from huizong.narrative.figure_draft import FigureDraft
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "goals")
any_of = LISTS.any_of

# 剩余14处计划于11月底前完成: the plan follows its figure.
PLANNED_AFTER = re.compile(rf"[^,。;!?\d]{{0,8}}?{any_of('planned_after')}")
PLAN_SIGN = LISTS.pattern("plan_sign")
# 年初确定的68个项目已开工61个: what was set for a time is its goal, whatever came of it.
SET_BEFORE = Ending(rf"{any_of('set_when')}(?:[^,。;\d]{{0,4}}){any_of('set_verb')}的$")
# 全年任务完成89%: how far a goal was reached.
REACHED_RATE = Ending(f"{any_of('reached_goals')}{any_of('reached_adverbs')}?(?:完成|达成){any_of('reached_bounds')}?$")
# 任务书明确的9条河道: set by a paper.
SET_BY = Ending(f"{any_of('papers')}{any_of('paper_sets')}的$|承诺(?:要?办)?的$|[要需须应拟]{any_of('to_be_done')}的$")
# 应参保2.4万人,已参保2.3万人; 占应签90户的95%: what is due beside what was done of it.
DUE = re.compile(rf"(?<![供对适反响效相])应(?!{any_of('no_due')})[\u4e00-\u9fff]{{1,8}}$")
DUE_DONE = re.compile(r"[^,。;\d]{0,8},[^,。;\d]{0,6}?(?:[已实现]|未)[^,。;\d]{0,8}\d|的\d")
# 考核要求达到90%: what is asked for.
ASKED = Ending(f"{any_of('who_asks')}要求{any_of('ask_verbs')}?$")
# 确保在建6处工地安全施工: what is kept safe is there already.
KEPT = re.compile(rf"[^,。;\d]{{0,12}}?{any_of('kept_so')}[\u4e00-\u9fff]{{2}}")
# 还需补充18人: what is wanting is still to come.
STILL = re.compile(rf"{any_of('still')}需要?再?{any_of('wanting')}(?:[\u4e00-\u9fff]{{1,8}})?$")
# 今年再办22件, 四季度还要再建3座
ONCE_MORE = re.compile(rf"{any_of('times_ahead')}{any_of('to_come')}*[再先](?!{any_of('no_again')})[\u4e00-\u9fff]{{1,3}}$")
# 年底前每个乡镇至少建成1所: what each is to have by then.
EACH_BY = re.compile(rf"{any_of('ends_of_time')}前每(?:个|名|家|户)?[^,。;\d已]{{1,8}}{any_of('at_least')}[^,。;\d已]{{0,6}}$")
# 计划总投资2.8亿元的改线工程完成路基6.4公里: the plan is that of the sum, the work was done.
PLANNED_SUM = re.compile(
    rf"计划总?投资[^,。;\d]{{0,2}}\d[\d.]*[^,。;\d]{{1,3}}的[^,。;\d]{{2,20}}?{any_of('work_done')}了?[^,。;\d]{{0,8}}$"
)
# 落实雨露计划86人: a programme by its name, and those who have part in it.
PROGRAMMES = any_of("programmes")
PROGRAMME = Ending(f"{PROGRAMMES}计划$")
GOAL_AFTER = re.compile(rf"[^,。;!?\d]{{0,12}}?的{any_of('goal_kinds')}?(?:目标|任务)")
# 超额完成年初下达的900万元集体收入目标, 为实现全年7%的增长目标: a goal around its number.
GOAL_BEFORE = re.compile(rf"{any_of('met_or_faced')}[^,。;\d]{{0,16}}(?:\d[\d.]*[^,。;、\d]{{1,6}}[、和及][^,。;、\d]{{0,16}}){{0,4}}$")
GOAL_AROUND = re.compile(r"[^,。;!?\d已将拟]{0,12}?(目标|任务|指标)(?!书|值|[完的])(?=[,。;、!?)]|$|[\u4e00-\u9fff])")
# 完成2000亩造林任务 says what was done; 完成年度2000亩造林任务 quotes the goal.
GOAL_SET = LISTS.pattern("who_set")
# 为完成5000亩的流转任务: what something is done for is a goal.
IN_ORDER_TO = Ending(f"为{any_of('in_order_to')}?$")
COUNTS_TASKS = frozenset(LISTS.words("counts_tasks"))
QUOTED_GOAL = Ending(f"{any_of('quoted_goal')}{any_of('goal_links')}?(?:约)?$")
OVER_GOAL = Ending(f"{any_of('past_goal')}{any_of('goals_by_kind')}?{any_of('goal_words')}(?:任务)?$")
# 列入年度计划15项, 制定行动计划1份: things in a plan, and plans, are counted.
SET_TASK = Ending("(?:年度|目标|全年)[^,。;\\d]{0,6}任务$")
LISTED_GOAL = Ending(rf"{any_of('listed')}[^,。;\d]{{0,10}}(?:计划|目标|任务)$")
# 完成招工任务260人: what was done of a task; 完成招工任务260人的80% quotes the task.
MET_TASK = Ending(rf"完成(?:了)?(?![^,。;]*{any_of('goal_set')})[^,。;\d]{{2,12}}任务$")
OF_TASK = Opening("的")
# 覆盖率达到45%、蓄积量达到380万立方米的目标: every member of the list is a goal.
# 围绕新增800只羊、6000亩牧草、9000亩围栏的目标: whatever is counted of each.
GOAL_LISTED = re.compile(r"[^,。;、\d]{0,6}(?:[、和及][^,。;、\d]{0,12}\d[\d.]*[^,。;、\d]{1,10}?){1,5}的(?:[^,。;\d]{0,4})?(?:目标|任务)")
# 超额完成全年500人的培训任务: what the year, or somebody above, has set.
SET_FOR = Ending(f"{any_of('set_for')}$")
SET_TASK_AFTER = re.compile("的?[^,。;\\d已]{0,8}?(?:目标|任务)(?!书)")
# 全年12项重点任务: here the tasks are counted.
TASKS = frozenset({"项", "个", "条", "件"})
# 按照每年改造120户的任务: by what something is done.
BY_PLAN = re.compile(rf"{any_of('by')}(?![^,。;]*(?:完成|已|了))[^,。;\d]{{0,16}}$")
PLAN_OF = re.compile(rf"的?[^,。;\d已]{{0,10}}?{any_of('plan_words')}(?=[,。;、要]|$)")
GOAL_NOUN = Ending(f"(?:目标|计划|任务){any_of('noun_ends')}?[为是]?$")
TAKEN = re.compile(f"{any_of('takes_goal')}[^,。;]{{0,6}}$|是{any_of('goal_of')}?$")
# 对照年度目标, 低于预期目标, 列入年度计划的: the goal is what something is measured by.
FACED = re.compile(f"{any_of('faced')}[^,。;]{{0,6}}$")
MEASURED = re.compile(f"{TAKEN.pattern}|{FACED.pattern}")
GOAL_NUMBER = re.compile(r"(?:任务|指标)?[数值]?(?:约?为|是|约)?(?:\d|[万亿xX×*(])")
# 全年目标产值5亿元,上半年实现2亿元
GOAL_SUM = re.compile(rf"{any_of('goal_sums')}(?:约?为|约)?\d")
# 计划投资超10亿元的3个: the plan belongs to the class, the count is a state.
OF_CLASS = re.compile(rf"(?:总?投资|产值|规模)[^,。;\d完]{{0,4}}\d[\d.]*[^,。;\d完]*的{any_of('class_members')}?$")
# 支出预算安排15.6亿元,比上年执行数增长4.2%: the movement of what is budgeted.
BUDGETED = re.compile(rf"{any_of('budgeted')}(?:约?为)?\d[\d.]*[^,。;\d]{{1,3}},$")
OF_BUDGET = re.compile(rf"(?:同比|[比较](?:上年|去年|\d{{4}}年)[^,。;\d]{{0,6}})?{any_of('moves')}(?:了|约)?$")
# 在今年450个的基础上再提高: what is built upon is there.
BASE_BEFORE = re.compile(r"(?:^|[,。;将])[^,。;]{0,12}在[^,。;]{0,16}$")
BASE_AFTER = re.compile("[^,。;\\d]{0,8}?基(?:础|数)上")
# 剩余3座年底前完工: what is left has its time still ahead.
LEFT = Ending(f"{any_of('left')}的?$")
LEFT_AFTER = re.compile(
    rf"[^,。;\d]{{0,8}}?(?:{any_of('deadlines')}|\d{{1,2}}月(?:底|份|\d{{1,2}}日)?)前?[^,。;已]{{0,3}}{any_of('finished')}"
)
# 年度计划投资45亿元,完成投资6亿元; 计划投资3亿元,完成投资1亿元: the plan is quoted, what was done of it follows.
QUOTED_PLAN = re.compile(rf"(?:{any_of('quoted_sums')}|[^,。;\d]{{0,6}})(?:约?为|约|共)?\d|完成,")
OF_PLAN = re.compile(
    rf"{any_of('so_far')}?{any_of('done_so')}?完成{any_of('part_of_plan')}|{any_of('so_far')}{any_of('done_so')}?完成\d"
    rf"|{any_of('so_far')}[^,。;\d]{{2,6}}\d[^,。;]{{0,8}},(?:占|为|完成)(?:年度?|全年)?{any_of('plan_names')}的?\d"
    rf"|(?:占|为)(?:年度?|全年)?{any_of('plan_names')}的\d"
    rf"|{any_of('rated_sums')}?{any_of('rated_acts')}率|(?:实际|已)?{any_of('arrived')}(?:资金)?\d"
)
# 年底前完成50户改造,目前完成38户: what has been done so far shows that the first was the goal.
SO_FAR = re.compile(r",(?:截至)?(?:目前|[现已])已?(?:累计)?[^,。;\d全均]{0,8}\d")
# 目标任务是清收6000万元,1-9月清收4820万元: a time that has passed opens a clause of what was done.
PASSED = Opening(f"(?:其中)?{any_of('passed')}")
# 明年力争增长15%,今年增长11%
THIS_YEAR = Opening("今年|本年")
NEXT_YEAR = LISTS.pattern("next_times")


def goal_around(before: str, after: str) -> bool:
    """Whether a figure is the number of a goal that was met or is faced: 为实现全年7%的增长目标, 超额完成年初下达的900万元收入任务."""
    if "目标" not in after and "任务" not in after and "指标" not in after:
        return False
    found = GOAL_AROUND.match(after)
    led = GOAL_BEFORE.search(before) if found is not None else None
    if found is None or led is None:
        return False
    return found[1] != "任务" or GOAL_SET.search(led[0]) is not None or IN_ORDER_TO.search(before[: led.start()]) is not None


def planned_after(after: str) -> bool:
    """Whether the plan follows its figure: 剩余14处计划于11月底前完成."""
    return PLAN_SIGN.search(after) is not None and PLANNED_AFTER.match(after) is not None


def quotes(draft: FigureDraft, before: str, after: str, goal: re.Match[str]) -> bool:
    """Whether the figure after the goal's word is the goal, not a share of it, nor what was done of it or beyond it."""
    # 占年度计划(  )%: the share of a plan was reached, the plan itself is the target.
    rate = draft.dimension == "rate" or draft.fault == "unit_missing"  # 完成任务89.3
    if rate and TAKEN.search(before[: goal.start()]):
        return False
    # 细化任务86项: tasks that are counted, no target.
    if draft.unit in {"项", "个", "条"} and before.endswith("任务") and SET_TASK.search(before) is None:
        return False
    if PROGRAMME.search(before) is not None:
        return False
    if MET_TASK.search(before) is not None and not OF_TASK.match(after):
        return False
    return LISTED_GOAL.search(before) is None and OVER_GOAL.search(before) is None  # 超目标8个百分点: the result, not the goal
