"""Goals and plans that a sentence quotes: the words around a figure that make it the goal, a share of it, or what was done of it."""

import re

from huizong.narrative.draft import Draft
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.meaning.said import Said, look, rules

# 剩余14处计划于11月底前完成: the plan follows its figure.
PLANNED_AFTER = re.compile(
    r"[^,。;!?\d]{0,8}?(?:(?:计划|拟|将)(?:于|在)|(?:计划|力争|确保|争取)(?:\d{1,2}月|[年月]底|年内|下半年|明年|下[月周]|近期|春节)|预计(?:于|在|\d{1,2}月|[年月]底|年内|下半年|明年|下[月周]|近期|春节)|(?:尽快|早日)[\u4e00-\u9fff]|正在(?:规划|谋划|筹备)|用于(?:明年|下一?年|明春|下半年))"
)
PLAN_SIGN = re.compile("尽快|早日|将|拟|预计|计划|力争|确保|争取|正在|用于")
# 年初确定的68个项目已开工61个: what was set for a time is its goal, whatever came of it.
SET_BEFORE = Ending("(?:年初|年前|[去上]年底?|年度|今年)(?:[^,。;\\d]{0,4})(?:确定|定下|部署|下达|安排|承诺|明确|排定|谋划)的$")
# 全年任务完成89%: how far a goal was reached.
REACHED_RATE = Ending("(?:任务|目标|计划)(?:已|实际|现已)?(?:完成|达成)(?:了|约|近|达|到)?$")
# 任务书明确的9条河道: set by a paper.
SET_BY = Ending(
    "(?:任务书|责任书|责任状|方案|规划|清单|计划)(?:明确|确定|规定|下达|载明)的$|承诺(?:要?办)?的$"
    "|[要需须应拟](?:完成|建设|改造|化解|实施|整治|新建|搬迁|清收|整改|销号)的$"
)
# 应参保2.4万人,已参保2.3万人; 占应签90户的95%: what is due beside what was done of it.
DUE = re.compile("(?<![供对适反响效相])应(?!急|用|对|当|届|邀|有|接|参|检|享|保)[\u4e00-\u9fff]{1,8}$")
DUE_DONE = re.compile(r"[^,。;\d]{0,8},[^,。;\d]{0,6}?(?:[已实现]|未)[^,。;\d]{0,8}\d|的\d")
# 考核要求达到90%: what is asked for.
ASKED = Ending("(?:考核|上级|[省市县]里?|文件|规划|年度)要求(?:达到?|完成|为|不低于)?$")
# 确保在建6处工地安全施工: what is kept safe is there already.
KEPT = re.compile(r"[^,。;\d]{0,12}?(?:安全|平稳|正常|有序|稳定)[\u4e00-\u9fff]{2}")
# 还需补充18人: what is wanting is still to come.
STILL = re.compile(
    "(?:还|尚|仍|每年|全年|今年|年内|预计)需要?再?(?:资金|经费|支出|支付|财政支出|财政投入|新建|补充|配备|招聘|完成|建设|投入|培训|拆迁|搬迁|改造|安排|筹措|整改|化解|新增|增加|清收|调入|落实|筹集|造林|植树|流转|发放|办结|引进|开工)"
    "(?:[\u4e00-\u9fff]{1,8})?$"
)
# 今年再办22件, 四季度还要再建3座
ONCE_MORE = re.compile(
    "(?:今年|年内|明年|下半年|下[季月周]度?|[三四]季度|年底前|接下来)(?:还|将|要|拟|计划)*[再先](?!次|度|创|添|获|现|后|进|行)[\u4e00-\u9fff]{1,3}$"
)
# 年底前每个乡镇至少建成1所: what each is to have by then.
EACH_BY = re.compile("(?:年底|月底|年末|月末)前每(?:个|名|家|户)?[^,。;\\d已]{1,8}(?:至少|不少于|要|都要)[^,。;\\d已]{0,6}$")
# 计划总投资2.8亿元的改线工程完成路基6.4公里: the plan is that of the sum, the work was done.
PLANNED_SUM = re.compile(
    r"计划总?投资[^,。;\d]{0,2}\d[\d.]*[^,。;\d]{1,3}的[^,。;\d]{2,20}?(?:完成|建成|开工|铺设|浇筑|到位)了?[^,。;\d]{0,8}$"
)
# 落实雨露计划86人: a programme by its name, and those who have part in it.
PROGRAMMES = "雨露|春蕾|特岗|头雁|银龄|西部|优师|强基|培优|燃灯|英才"
PROGRAMME = Ending(f"(?:{PROGRAMMES})计划$")
GOAL_AFTER = re.compile(
    "[^,。;!?\\d]{0,12}?的(?:年度|全年|既定|预期|工作|总体|奋斗|发展|考核|控制|约束性|[征招完税][\u4e00-\u9fff]|(?:培育|培训|引进|增收|减排|创建)(?=目标))?(?:目标|任务)"
)
# 超额完成年初下达的900万元集体收入目标, 为实现全年7%的增长目标: a goal around its number.
GOAL_BEFORE = re.compile(
    r"(?:[向朝]|(?:提出|规定|明确|确定)的|下达|分配|完成|实现|达到?|达成|承担|落实|冲刺|对照|围绕|瞄准|锚定)[^,。;\d]{0,16}$"
)
GOAL_AROUND = re.compile(r"[^,。;!?\d已将拟]{0,12}?(目标|任务|指标)(?!书|值|[完的])(?=[,。;、!?)]|$|[\u4e00-\u9fff])")
# 完成2000亩造林任务 says what was done; 完成年度2000亩造林任务 quotes the goal.
GOAL_SET = re.compile("年|目标|计划|下达|总|[省市县]定|既定|上级|承担|分配")
# 为完成5000亩的流转任务: what something is done for is a goal.
IN_ORDER_TO = Ending("为(?:了|确保|全面|如期|尽快)?$")
COUNTS_TASKS = frozenset({"个", "项", "条", "件", "名", "人", "户", "家", "村", "镇", "处"})
QUOTED_GOAL = Ending(
    "(?:预算数|(?<!公共)(?<!基金)(?<!经营)预算(?=为|约)|(?:收入|支出|采购|投资|经费|项目|工程)预算(?!收入|支出)|(?<!公共)(?<!基金)(?<!经营)(?<!一般)(?<!财政)预算(?:收入|支出)(?:安排|总额)?|(?:年初|全年|年度)预算(?:收入|支出)|(?:投资|项目|工程|总)[概估]算|[概估]算总?投资|(?:收入|支出|总额)安排|预算安排(?:[^,。;\\d]{0,8}(?:资金|经费|支出|投资))?|(?:年初|原|既定|预定)计划的|(?:考核|控制|约束性)指标[为是]?|距离?(?:全年|年度)|(?:年初|调整|全年|年度)预算|(?<!已)下达[^,。;\\d]{0,14}指标|年度?计划|计划数?|年度?目标|目标任务数?|目标值?|目标(?:产值|收入|税收|投资|产量|面积)|任务[数量]?|年度?任务|计划投资|年计划投资)(?:总?投资|数|为|总数)?(?:约)?$"
)
OVER_GOAL = Ending(
    "(?:超(?:出|过|额)?|低于|高于|高出|落后|快于|慢于|好于|优于|劣于|差于)(?:年初|年度|全年|预期|既定|时序|序时|控制|考核|规划|[省市县]定|(?:[省市县]|上级)?下达)?(?:目标|任务|计划|指标)(?:任务)?$"
)
# 列入年度计划15项, 制定行动计划1份: things in a plan, and plans, are counted.
SET_TASK = Ending("(?:年度|目标|全年)[^,。;\\d]{0,6}任务$")
LISTED_GOAL = Ending("(?:列入|纳入|制定|制订|编制|出台|拟定)[^,。;\\d]{0,10}(?:计划|目标|任务)$")
# 完成招工任务260人: what was done of a task; 完成招工任务260人的80% quotes the task.
MET_TASK = Ending(r"完成(?:了)?(?![^,。;]*(?:年|目标|计划|下达|总))[^,。;\d]{2,12}任务$")
OF_TASK = Opening("的")
# 覆盖率达到45%、蓄积量达到380万立方米的目标: every member of the list is a goal.
# 围绕新增800只羊、6000亩牧草、9000亩围栏的目标: whatever is counted of each.
GOAL_LISTED = re.compile(r"[^,。;、\d]{0,6}(?:[、和及][^,。;、\d]{0,12}\d[\d.]*[^,。;、\d]{1,10}?){1,5}的(?:[^,。;\d]{0,4})?(?:目标|任务)")
# 超额完成全年500人的培训任务: what the year, or somebody above, has set.
SET_FOR = Ending("(?:全年|年度|(?:下达|分配|既定|原定|承担)的?)$")
SET_TASK_AFTER = re.compile("的?[^,。;\\d已]{0,8}?(?:目标|任务)(?!书)")
# 全年12项重点任务: here the tasks are counted.
TASKS = frozenset({"项", "个", "条", "件"})
# 按照每年改造120户的任务: by what something is done.
BY_PLAN = re.compile("(?:按照?|根据|对照)(?![^,。;]*(?:完成|已|了))[^,。;\\d]{0,16}$")
PLAN_OF = re.compile("的?[^,。;\\d已]{0,10}?(?:任务|目标|计划|安排|部署)(?=[,。;、要]|$)")
GOAL_NOUN = Ending("(?:目标|计划|任务)(?:任务|数|指标|值)?[为是]?$")
TAKEN = re.compile("(?:占|完成|(?<![下传送表])达到?|超|为|实现)[^,。;]{0,6}$|是(?:年初|年度|全年|原|既定|市定|省定|年)?$")
# 对照年度目标, 低于预期目标, 列入年度计划的: the goal is what something is measured by.
FACED = re.compile("(?:对照|对标|低于|高于|好于|优于|劣于|落后于?|快于|慢于|距离?|离|较|比|与|列入|纳入|按照?)[^,。;]{0,6}$")
MEASURED = re.compile(f"{TAKEN.pattern}|{FACED.pattern}")
GOAL_NUMBER = re.compile(r"(?:任务|指标)?[数值]?(?:约?为|是|约)?(?:\d|[万亿xX×*(])")
# 全年目标产值5亿元,上半年实现2亿元
GOAL_SUM = re.compile(r"(?:产值|收入|税收|产量|面积|总量)(?:约?为|约)?\d")
# 计划投资超10亿元的3个: the plan belongs to the class, the count is a state.
OF_CLASS = re.compile(r"(?:总?投资|产值|规模)[^,。;\d完]{0,4}\d[\d.]*[^,。;\d完]*的(?:有|共有?|项目|企业|村)?$")
# 支出预算安排15.6亿元,比上年执行数增长4.2%: the movement of what is budgeted.
BUDGETED = re.compile(
    r"(?:(?:^|[^共金营般政])预算(?:收入|支出)|预算(?:数|安排)|(?:收入|支出)(?:拟)?安排)(?:约?为)?\d[\d.]*[^,。;\d]{1,3},$"
)
OF_BUDGET = re.compile(r"(?:同比|[比较](?:上年|去年|\d{4}年)[^,。;\d]{0,6})?(?:增长|增加|下降|减少|提高|压减)(?:了|约)?$")
# 在今年450个的基础上再提高: what is built upon is there.
BASE_BEFORE = re.compile(r"(?:^|[,。;将])[^,。;]{0,12}在[^,。;]{0,16}$")
BASE_AFTER = re.compile("[^,。;\\d]{0,8}?基(?:础|数)上")
# 剩余3座年底前完工: what is left has its time still ahead.
LEFT = Ending("(?:剩余|其余|余下|尚余|尚有|还有)的?$")
LEFT_AFTER = re.compile(
    r"[^,。;\d]{0,8}?(?:(?:年底|月底|明年|年内|春节|汛期|入冬|开学|寒假|暑假|国庆|元旦|下[月周])|\d{1,2}月(?:底|份|\d{1,2}日)?)前?"
    r"[^,。;已]{0,3}(?:完|建成|开工|竣工|投|交付|通车|启动|办结|拨付)"
)
# 年度计划投资45亿元,完成投资6亿元; 计划投资3亿元,完成投资1亿元: the plan is quoted, what was done of it follows.
QUOTED_PLAN = re.compile(r"(?:[总完]?成?投资|数|任务|[^,。;\d]{0,6})(?:约?为|约|共)?\d|完成,")
OF_PLAN = re.compile(
    r"(?:目前|现|上半年|前三季度|\d{1,2}-\d{1,2}月(?:份)?)?(?:已|累计|实际)?完成(?:投资|产值|年度|全年|年计划|总工程量|率)"
    r"|(?:目前|现|上半年|前三季度|\d{1,2}-\d{1,2}月(?:份)?)(?:已|累计|实际)?完成\d"
    r"|(?:目前|现|上半年|前三季度|\d{1,2}-\d{1,2}月(?:份)?)[^,。;\d]{2,6}\d[^,。;]{0,8},(?:占|为|完成)(?:年度?|全年)?(?:计划|任务|目标)的?\d"
    r"|(?:占|为)(?:年度?|全年)?(?:计划|任务|目标)的\d"
    r"|(?:投资|任务|资金|预算)?(?:完成|执行|到位|支付|开工)率|(?:实际|已)?(?:到账|到位|入库)(?:资金)?\d"
)
# 年底前完成50户改造,目前完成38户: what has been done so far shows that the first was the goal.
SO_FAR = re.compile(r",(?:截至)?(?:目前|[现已])已?(?:累计)?[^,。;\d全均]{0,8}\d")
# 目标任务是清收6000万元,1-9月清收4820万元: a time that has passed opens a clause of what was done.
PASSED = Opening(
    r"(?:其中)?(?:截[至止](?!年底|明年)|(?:今年)?1(?:-|至)\d{1,2}月(?!底前)|(?:今年)?前(?:\d{1,2}|[一二三四五六七八九十]{1,2})个?月|目前|现已|今年以来)"
)
# 明年力争增长15%,今年增长11%
THIS_YEAR = Opening("今年|本年")
NEXT_YEAR = re.compile("明年|来年|下一?年|下半年|未来|今后|[两三四五六23456]年内")


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


def quotes(draft: Draft, before: str, after: str, goal: re.Match[str]) -> bool:
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
