"""What a sentence says about its figures: role, qualifier, period. Words come from cues.csv, the order of judgement from here."""

import bisect
import re
from dataclasses import dataclass

from huizong.narrative.draft import Draft
from huizong.narrative.figure import Qualifier, Role, Section
from huizong.narrative.patterns import Patterns
from huizong.narrative.signs import Ending, Opening

SENTENCE = re.compile("[。;!?\n]")
CLAUSE = re.compile("[,。;:!?\n]")
LEADS = re.compile("(?:为|达到?|到|至|有|共|在|占|仅|均|各|全部|每年|每月|每户|每人|每亩|人均|其中|:|“| )$")
NO_ABOUT = Ending("[签预节集合契履违公条简特续制附临最靠就邻亲贴新远将]$")
# 商超42家: a name that ends like a bound.
IN_NAME = Ending("[商中英赛]$")
# 侦破300万元大案, 打破: only what rises past a figure.
BROKEN = Ending("[侦攻查告打冲击爆揭跌]破$")
# 不低于营业收入的1.5%: the base of a share between the bound and its figure.
BOUND_SHARE = Ending("(不低于|不少于|不超过|不高于)[^,。;\\d]{2,8}的$")
# 每月至少组织1次: a verb between the bound and its figure.
BOUND_VERB = re.compile("(至少|最少|起码|最多|至多)(?:要|再)?([\u4e00-\u9fff]{2,4})$")
LIE = re.compile("[了]$")
# 全县10镇8乡: places and bodies are counted, they sum up no list.
PLACES = frozenset(
    ("村", "镇", "乡", "县", "区", "市", "省", "国", "街道", "社区", "行政村", "自然村", "村民小组", "乡镇", "部门", "单位", "企业", "学校")
)
CLASS_UNITS = frozenset({"age", "money", "area", "length", "mass", "voltage", "people", "energy"})
# 60周岁以上老人, 投资300万元以上的项目: the figure bounds a class (F9). 3家以上市级平台 is a count of things.
BOUND = Opening(
    "(?:及)?(?:以上|以下)(?:的)?(?=[\u4e00-\u9fff])(?!的?[,。;、)]|左右|水平|份额|比例|的?(?:年度|全年|预期|既定|工作)?(?:目标|任务))"
)
# 年产5万吨饲料项目, 220kV变电站: size in a name (R3).
PLANT = Ending("(?:年产|日产|日处理|年处理|年加工|年屠宰|年出栏|总装机|装机|年吞吐|日供水|年储)(?:能力|量)?(?:约|达)?$")
PLANT_AFTER = re.compile("[^,。;!?\\d]{0,16}(?:项目|工程|生产线|基地|厂|电站|中心|车间|园)")
# 剩余14处计划于11月底前完成: the plan follows its figure.
PLANNED_AFTER = re.compile(r"[^,。;!?\d]{0,8}?(?:(?:计划|拟|将)(?:于|在)|计划(?:\d{1,2}月|年底|年内|下半年|明年))")
GOAL_AFTER = re.compile("[^,。;!?\\d]{0,12}?的(?:年度|全年|既定|预期|工作|总体|奋斗|发展|[征招完税][\u4e00-\u9fff])?(?:目标|任务)")
# 超额完成年初下达的900万元集体收入目标, 为实现全年7%的增长目标: a goal around its number.
GOAL_BEFORE = re.compile(r"(?:[向朝]|完成|实现|达到?|达成|承担|落实|冲刺|对照|围绕|瞄准|锚定)[^,。;\d]{0,16}$")
GOAL_AROUND = re.compile(r"[^,。;!?\d已将拟]{0,12}?(目标|任务|指标)(?!书|值|[完的])(?=[,。;、!?)]|$|[\u4e00-\u9fff])")
# 完成2000亩造林任务 says what was done; 完成年度2000亩造林任务 quotes the goal.
GOAL_SET = re.compile("年|目标|计划|下达|总|[省市县]定|既定|上级|承担|分配")
COUNTS_TASKS = frozenset({"个", "项", "条", "件", "名", "人", "户", "家", "村", "镇", "处"})
QUOTED_GOAL = Ending(
    "(?:预算数|(?<!公共)(?<!基金)(?<!经营)预算(?=为|约)|(?:收入|支出|采购|投资)预算|(?:年初|全年|年度)预算(?:收入|支出)|(?:投资|项目|工程|总)[概估]算|[概估]算总?投资|(?:收入|支出|总额)安排|预算安排(?:[^,。;\\d]{0,8}(?:资金|经费|支出|投资))?|(?:年初|原|既定|预定)计划的|(?:考核|控制|约束性)指标[为是]?|距离?(?:全年|年度)|(?:年初|调整|全年)预算|下达[^,。;]{0,6}指标|年度?计划|计划数?|年度?目标|目标任务数?|目标值?|目标(?:产值|收入|税收|投资|产量|面积)|任务[数量]?|年度?任务|计划投资|年计划投资)(?:总?投资|数|为|总数)?(?:约)?$"
)
OVER_GOAL = Ending(
    "(?:超(?:出|过|额)?|低于|高于|高出|落后|快于|慢于|好于|优于|劣于|差于)(?:年度|全年|预期|既定|时序|序时|控制|考核|规划|省定|市定)?(?:目标|任务|计划|指标)(?:任务)?$"
)
# 列入年度计划15项, 制定行动计划1份: things in a plan, and plans, are counted.
LISTED_GOAL = Ending("(?:列入|纳入|制定|制订|编制|出台|拟定)[^,。;\\d]{0,10}(?:计划|目标|任务)$")
# 完成招工任务260人: what was done of a task; 完成招工任务260人的80% quotes the task.
MET_TASK = Ending(r"完成(?:了)?(?![^,。;]*(?:年|目标|计划|下达|总))[^,。;\d]{2,12}任务$")
OF_TASK = Opening("的")
SERVICE_TIME = frozenset({"工作日", "小时", "分钟", "自然日", "天", "日"})
STANDARD = re.compile("按照?[^,。;]{0,12}$|(?:每[人户亩月年头只学生]{1,3}|最高|不超过)[^,。;]{0,10}$")
STANDARD_AFTER = re.compile("[^,。;]{0,8}的?标准")
# 六个方面, 四项指标: a count that sums up a list.
PARTS = Opening("(?:方面|环节|板块|领域|门类|大类|阶段|层面|维度|关键词|要点|重点(?=[,。;、:)]|$))")
# 500头以上规模养殖场: the bound of a class of things.
SIZE_BOUND = Opening("(?:及)?以上的?(?:规模|大型|养殖|种植|大户)")
SUM_BOUND = Opening(r"(?:及)?以上的?(?=\d)")
# 产值超亿元企业42家: the amount names a class.
CLASS_NOUN = Opening(r"的(?=有?(?:\d|个))|(?:的)?(?:企业|项目|村(?!集体经济收入)|镇|乡|园区|产业|大户|工业|集群|商贸|单位)")
# 收入10万元至20万元的村8个: the class of those that are counted.
SORTED = Opening(r"的(?:村|企业|农户|家庭|项目|合作社|户)(?:集体)?[有共达]{0,2}\d")
# 单个企业奖补总额不超过200万元, 每户最高补助3万元: a cap.
CAPPED = Ending(
    "(?:贷款|补助|补贴|奖励|授信|额度|奖补|报销)最高$|每[户个家人项亩月年头][^,。;\\d]*(?:补助|补贴|奖补|奖励)不(?:低|少)于$|(?:总额|最高|每[户个家人项]|单个|单户|同一)[^,。;]*(?:不超过|不高于|最高(?:补助|补贴|奖励|奖补|给予|可贷|可|支持|授信)?)$"
)
# 处5000元以上2万元以下罚款: the bounds of a fine. 原则上不低于1.5%: a rule with its limit.
FINED = re.compile("(?:以上|以下|的|至|[\\d.]+万?元){0,4}罚款")
RULED = Ending("(?:要求|规定|原则上|应当|必须|须)[^,。;]*(?:不低于|不少于|不超过|不高于|不大于|不小于)(?:[^,。;\\d]{2,8}的)?$")
# 确保安全度汛,共转移340人: what is ensured ends with its clause and has no number; the act after it was done.
ENSURED = re.compile(r"[^,。;\d]{2,30},")
# 确保全面完成任务,实现产值30亿元: a result after it is still ensured.
RESULT = re.compile("实现|完成|达|增长|稳定在|控制在|保持|突破|提高|提升|降|力争|不低于|不少于|建成|新建|新增")
BOUND_WORD = Ending("(?:不高于|不低于|不超过|不少于|不大于|不小于)$")
PERIOD_BOUND = re.compile("(?:期限|时限|周期)[^,。;]{0,4}$|(?:期限|时限|周期)(?:不超过|不高于)$")
CLASS_OVER = Ending("[超过]$|突破$")
BY = Ending("按照?$")
RULE = re.compile("按照?[^,。;]{0,14}$")
AGE_NOUN = re.compile("年龄|寿命")
GOAL_NOUN = Ending("(?:目标|计划|任务)(?:任务|数|指标|值)?$")
TAKEN = re.compile("(?:占|完成|(?<![下传送表])达到?|超|为|实现)[^,。;]{0,6}$|是(?:年初|年度|全年|原|既定|市定|省定|年)$")
# 对照年度目标, 低于预期目标, 列入年度计划的: the goal is what something is measured by.
FACED = re.compile("(?:对照|对标|低于|高于|好于|优于|劣于|落后于?|快于|慢于|距离?|离|较|比|与|列入|纳入|按照?)[^,。;]{0,6}$")
MEASURED = re.compile(f"{TAKEN.pattern}|{FACED.pattern}")
GOAL_NUMBER = re.compile(r"(?:任务|指标)?[数值]?(?:约?为|是|约)?(?:\d|[万亿xX×*(])")
# 全年目标产值5亿元,上半年实现2亿元
GOAL_SUM = re.compile(r"(?:产值|收入|税收|产量|面积|总量)(?:约?为|约)?\d")
# 计划投资超10亿元的3个: the plan belongs to the class, the count is a state.
OF_CLASS = re.compile(r"(?:总?投资|产值|规模)[^,。;\d完]{0,4}\d[\d.]*[^,。;\d完]*的(?:有|共有?|项目|企业|村)?$")
# 剩余3座年底前完工: what is left has its time still ahead.
LEFT = Ending("(?:剩余|其余|余下|尚余|尚有|还有)$")
LEFT_AFTER = re.compile(
    r"[^,。;\d]{0,8}?(?:(?:年底|月底|明年|年内)|\d{1,2}月(?:底|份|\d{1,2}日)?)前?"
    r"[^,。;已]{0,3}(?:完|建成|开工|竣工|投|交付|通车|启动|办结|拨付)"
)
PERIOD_LEAD = Ending("(?:截至目前|截至|截止|自从|自|从|到|至|在)$")
PERIOD_TAIL = re.compile("(?:以来|前|底前|期间|末|底|起|以前|之前|止)")
SINCE = Opening(r"(?:启动|开展|实施|成立)?(?:以来|底前|前(?![\dxX一二三])|期间|止|起)")
COMPARED = Ending("(?:较|比|与|同|于|和|对比|相比)$")
NOT_CUE: dict[str, re.Pattern[str] | Ending] = {
    "了": re.compile("(?:为|除|罢)$"),
    "拟": re.compile("[模草虚比]$"),
    **dict.fromkeys(("应建", "应建成", "应完成", "应改造", "应实现"), re.compile("[供对适反响效相]$")),
    **dict.fromkeys(("需完成", "需实现", "需新增"), re.compile("[内供刚急所]$")),
    "为确保": re.compile("[成作]$"),
    "将": re.compile("[主战健干大武良名麻部]$"),
    "凡": re.compile("[平不非超]$"),
    "年前": re.compile("(?<![\\d零〇一二三四五六七八九])(?:\\d{1,2}|[一二两三四五六七八九十几多])$"),
    "预期": re.compile("[超低高出到]$"),
    "争取": re.compile("(?:向上|对上|累计|共|已|成功|先后|并|为)$"),
    "约": NO_ABOUT,
    "争创": re.compile("(?:成功|[已共“]|累计)$"),
    "谋划": re.compile("(?:已|共|新|累计|先后|重点|精心|超前|前瞻)$"),
    "保": re.compile(""),
    "计划": re.compile("(?:[年度月季”」按照产度]|生产|完成|超额|行动|培养|攀登|三年|五年|两年|推进|提升|引才|攻坚|实施)$"),
    "正在": re.compile("(?!)"),
    "共有": re.compile("[公]$"),
    "1-": re.compile(""),
}
NOT_CUE_AFTER = {
    "预期": re.compile("寿命|效果|成效|目的|收益"),
    "了": re.compile("解|如|然|望|不"),
    "拟": re.compile("[定订人态声]"),
    "将建成": re.compile("区"),
    # 年度任务分解到14个村: the task is shared out, the villages are counted.
    **dict.fromkeys(
        ("年度任务", "目标任务", "全年任务", "任务指标", "年度目标"), re.compile("(?:已|逐级|逐项|层层)?(?:分解|细化|落实到|压实)")
    ),
    # 将安排80万元, 将再补栽60亩: what will be done; in 将5户纳入, 将资金拨付 it only leads the object.
    "将": re.compile(
        "(?!(?:还|再|新|又|分别|陆续|另|共|一次性|分批|于|在)?(?:安排|补[栽种植建]|投[入资放]|[新改扩续重]建|建[设成]|改造|发放|拨付|启动|开工|竣工|实施|开展|举办|引进|招[引收聘录]|培[育训]|增[加至设]|新增|带动"
        "|达到?|突破|超过?|实现|完成|提高|提升|减少|降[至低到]|下降|上升|增长|形成|产生|覆盖|惠及|解决|收购|种植|栽[植种]|交付|投[产用]|搬迁|安置|争取|筹[措集]|支付|下达|兑现|设立|打造|创建|办理|办结|净增|落户|入驻))"
    ),
    "争取": re.compile("到|了|[,。;、]|[^,。;]{0,12}(?:资金|投资|补助|专项|债券|指标|支持|岗位|名额|奖补)"),
    "计划": re.compile("[”」》]|的|数|任务|目标|批|外|内|生育|[,。;、:]|书|单列|经济|性|总数"),
    "继续": re.compile("保持(?:在)?[^,。;]{0,8}(?:第|前)|教育"),
    "进一步": re.compile("(?:提升|增强|提高|优化|完善|夯实|巩固|扩大|改善|规范|健全|降低|下降|增长)(?:[^,。;]{0,6})?[,。;]"),
    "年前": re.compile("[\\dxX×*(一二两三四五六七八九十]"),
    "明年": re.compile("(?!)"),
    "共有": re.compile("产权|制"),
    "逾期": re.compile("(?!\\d)"),
    "限额": re.compile("以[上下]|标准"),
    "承诺": re.compile("兑现|制|践诺|书|件|“"),
    "规定": re.compile("动作|的?程序|要求"),
    "目前": re.compile("(?!)"),
    "去年": re.compile("(?!)"),
}


# What is left to do: a state, unless it is what a goal is about.
# 下一步计划, 下步打算: a heading's words inside a sentence are its goal.
AHEAD = Opening("下(?:一?步|阶段|一阶段)")
# 年内参加轮训4次: acts of a year that is over.
ACTED = re.compile("参加|参与|开展|召开|举办|组织|接待|走访|受理|查处|办理|撰写|发放|培训|处理|收到|检查|接受|获|发生|出现")
# 一期2万平方米已封顶: what was done follows its figure.
DONE_AFTER = re.compile(
    "(?:以上|左右)?(?:的)?[^,。;:!?\\d已将拟]{0,10}?(?:均|全部|都|现)?已(?:经|全部|全面|基本|顺利)?(?!列入|纳入[^,。;]{0,6}计划|计划|规划|谋划|安排)"
    "[\u4e00-\u9fff]{1,8}(?=[,。;、!?)]|$)"
)
# 年度计划投资45亿元,完成投资6亿元; 计划投资3亿元,完成投资1亿元: the plan is quoted, what was done of it follows.
QUOTED_PLAN = re.compile(r"(?:[总完]?成?投资|数|任务|[^,。;\d]{0,4})(?:约?为|约|共)?\d")
OF_PLAN = re.compile(
    r"(?:目前|现|上半年|前三季度|\d{1,2}-\d{1,2}月(?:份)?)?(?:已|累计|实际)?完成(?:投资|产值|年度|全年|年计划|总工程量|率)"
    r"|(?:目前|现|上半年|前三季度|\d{1,2}-\d{1,2}月(?:份)?)(?:已|累计|实际)?完成\d"
)
# 目标任务完成率为98%: how far a goal was reached.
REACHED = Opening("完成(?:率|进度|情况|比例|度)|达成率|兑现率")
# 力争引进内资30亿元,实际利用外资500万美元: 实际 is part of the name of what is aimed at.
BY_NAME = re.compile("(?:利用|使用|到位)(?:外资|内资|境外|省外|市外)")
# 年底前完成50户改造,目前完成38户: what has been done so far shows that the first was the goal.
SO_FAR = re.compile(r",(?:截至)?(?:目前|[现已])已?(?:累计)?[^,。;\d全均]{0,8}\d")
# 目标任务是清收6000万元,1-9月清收4820万元: a time that has passed opens a clause of what was done.
PASSED = Opening(
    r"(?:其中)?(?:截[至止](?!年底|明年)|(?:今年)?1(?:-|至)\d{1,2}月(?!底前)|前(?:\d{1,2}|[一二三四五六七八九十]{1,2})个?月|目前|现已|今年以来)"
)
# 明年力争增长15%,今年增长11%
THIS_YEAR = Opening("今年|本年")
NEXT_YEAR = re.compile("明年|来年|下一?年|下半年")
OF_TIME = Ending(r"(?:[本每当\d]月|半年|[全今本]年|季度)$")
PLANNED = re.compile("[\u4e00-\u9fff]{1,12}\\d")
AIMED = frozenset({"力争", "确保", "争取", "预计", "预期"})
RESTS = frozenset({"剩余", "余下", "其余", "尚余"})


@dataclass(slots=True, unsafe_hash=True)
class Cue:
    """A word that says something about the figures after it."""

    start: int
    end: int
    word: str
    kinds: tuple[str, ...]


@dataclass(slots=True, unsafe_hash=True)
class Judgement:
    """Role of a figure, the cue that gave it, and whether it is a forecast."""

    role: Role
    cue: str = ""
    forecast: bool = False


def cues(text: str, patterns: Patterns) -> list[Cue]:
    """All cues of a paragraph that are not part of another word."""
    found = []
    for match in patterns.cue.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        lead, tail = NOT_CUE.get(word), NOT_CUE_AFTER.get(word)
        if tail and tail.match(text, end):
            continue
        if lead and lead.search(text[max(0, start - 3) : start]) and not planned(text, word, start, end):
            continue
        if REACHED.match(text, end) is not None and GOAL_NOUN.search(word) is not None:
            continue
        found.append(Cue(start, end, word, patterns.cue_kinds[word]))
    return found


class Sentence:
    """One sentence (up to 。;!?) with its cues; figures ask it for their role. `carried` is what a part before its ; said of all."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        bounds: list[int],
        found: list[Cue],
        section: Section | None,
        mood: bool,
        carried: Judgement | None = None,
    ) -> None:
        self.text, self.start, self.end, self.bounds = text, start, end, bounds
        self.cues = found
        self.section = section
        done = acted = ruled = False
        for cue in found:
            if "actual" in cue.kinds:
                acted = True
                done = done or cue.word not in COMPARISON_WORDS
            ruled = ruled or "threshold" in cue.kinds
        self.mood, self.ruled = mood and not acted, ruled
        self.carried = None if done else carried

    def role(self, draft: Draft, clause: int) -> Judgement:
        """Context by form, then threshold, then target, then actual; `clause` is where the figure's clause begins."""
        if draft.role is not None:
            return Judgement(draft.role)
        text, start, end = self.text, draft.start, draft.end
        before, after = text[clause:start], text[end : end + 24]
        if draft.dimension == "money" and "罚款" in after and FINED.match(after) and "处" in before:
            return Judgement("threshold", "罚款")
        if self.context(draft, before, after):
            return Judgement("context")
        if (threshold := self.threshold(draft, clause, before, after)) is not None:
            return threshold
        quoted = (goal := QUOTED_GOAL.search(before)) is not None and self.quotes(draft, before, after, goal)
        quoted = quoted or (draft.unit not in COUNTS_TASKS and goal_around(before, after))
        left = LEFT.search(before) is not None and LEFT_AFTER.match(after) is not None
        if quoted or left or ("的" in after and GOAL_AFTER.match(after)) or planned_after(after):
            return Judgement("target", "目标")
        if "已" in after and DONE_AFTER.match(text, end) is not None and (after_cue := self.mode(start, clause)).cue != "目标":
            return after_cue if after_cue.forecast else Judgement("actual", "已")
        return self.mode(start, clause)

    @staticmethod
    def quotes(draft: Draft, before: str, after: str, goal: re.Match[str]) -> bool:
        """Whether the figure after the goal's word is the goal, not a share of it, nor what was done of it or beyond it."""
        # 占年度计划(  )%: the share of a plan was reached, the plan itself is the target.
        rate = draft.dimension == "rate" or draft.fault == "unit_missing"  # 完成任务89.3
        if rate and TAKEN.search(before[: goal.start()]):
            return False
        # 细化任务86项: tasks that are counted, no target.
        if draft.unit in {"项", "个", "条"} and before.endswith("任务") and not before.endswith(("年度任务", "目标任务", "全年任务")):
            return False
        if MET_TASK.search(before) is not None and not OF_TASK.match(after):
            return False
        return LISTED_GOAL.search(before) is None and OVER_GOAL.search(before) is None  # 超目标8个百分点: the result, not the goal

    def clause_start(self, at: int) -> int:
        """Where the clause around `at` begins."""
        return max(self.start, at - 300, self.bounds[bisect.bisect_right(self.bounds, at) - 1])

    def context(self, draft: Draft, before: str, after: str) -> bool:
        """Attributes and bounds of classes (F5, F9, R3)."""
        dimension, kind = draft.dimension, draft.kind
        if dimension in {"voltage", "counted"} and kind != "missing" and draft.unit not in PLACES:
            return True
        if (draft.unit == "个" and PARTS.match(after)) or (draft.unit == "项" and after.startswith("指标")):
            return True
        if before.endswith("”") and "、" in before[before.rfind("“") :] and kind == "number":
            return True
        if dimension == "age" and not AGE_NOUN.search(before):
            return True
        if after[:1] in {"及", "以"}:
            if dimension in CLASS_UNITS and BOUND.match(after) and kind in {"number", "range", "placeholder"}:
                return True
            if kind in {"number", "range"} and (SIZE_BOUND.match(after) or (dimension == "money" and SUM_BOUND.match(after))):
                return True
        if dimension == "money" and kind == "range" and SORTED.match(after):
            return True
        if dimension == "money" and CLASS_OVER.search(before) and CLASS_NOUN.match(after):
            return True
        if draft.base_unit == "年" and before.endswith("近"):
            return True
        if before.endswith("元的") and draft.dimension in {"mass", "energy", "volume"} and PLANT_AFTER.match(after) is not None:
            return True
        return PLANT.search(before) is not None and PLANT_AFTER.match(after) is not None

    def threshold(self, draft: Draft, clause: int, before: str, after: str) -> Judgement | None:
        """Rules, limits and service times: 最多15个工作日, 按每亩120元标准, 不得超过."""
        for cue in reversed(self.cues) if self.ruled else ():
            if "threshold" in cue.kinds and clause <= cue.start < draft.start:
                return Judgement("threshold", cue.word)
        bounded = BOUND_WORD.search(before)
        if bounded and (self.ruled or PERIOD_BOUND.search(before)):
            return Judgement("threshold", bounded[0])  # 昼间不高于60分贝,夜间不得超过50分贝; 贴息期限不超过3年
        if draft.base_unit == "ratio" and BY.search(before) and re.match("的?比例", after):
            return Judgement("threshold", "按")
        if draft.base_unit in SERVICE_TIME:
            near = self.text[max(clause, draft.start - 14) : draft.start] + after.split(",")[0].split("。")[0]
            promised = re.search(
                "最[多长迟]|不超过|内|到账|以内|压缩[至到]|缩短[至到]|控制在",
                self.text[max(clause, draft.start - 8) : draft.start] + after[:3],
            )
            if (
                promised
                and "平均" not in before
                and re.search(
                    "办结|办事|流程|审批|到账|答复|受理|响应|送达|出证|反馈|处置|办理|拨付|审核|审结|办好|回复|发证|抢修|移送|赶到|核验|审查|上报|报告",
                    near,
                )
            ):
                return Judgement("threshold", "时限")
        if RULED.search(before) or (draft.dimension in {"money", "rate"} and CAPPED.search(before)):
            return Judgement("threshold", "不超过")
        if "按" in before and RULE.search(before) and STANDARD_AFTER.match(after):
            return Judgement("threshold", "标准")
        return None

    def mode(self, start: int, clause: int) -> Judgement:
        """The nearest cue before the figure decides; a forecast holds to the end of the sentence."""
        for cue in reversed(self.cues):
            if cue.start >= start:
                continue
            if "forecast" in cue.kinds:
                if cue.start < clause and self.passed(cue, clause):
                    continue
                return Judgement("target", cue.word, forecast=True)
            if cue.word == "确保" and self.section != "plan" and self.ensures_no_more(cue.end, start, clause):
                continue
            if cue.start < clause and (self.own_clause_only(cue, clause) or self.passed(cue, clause)):
                continue
            if cue.word == "实际" and BY_NAME.match(self.text, cue.end) and any(c.word in AIMED for c in self.cues if c.start < cue.start):
                continue
            if "plan_heading" in cue.kinds and AHEAD.match(cue.word):
                return Judgement("target", cue.word)
            if "target" in cue.kinds and not (
                GOAL_NOUN.search(cue.word) and MEASURED.search(self.text[self.clause_start(cue.start) : cue.start])
            ):
                if cue.start >= clause and OF_CLASS.match(self.text[cue.end : start]) is not None:
                    continue
                return Judgement("target", cue.word)
            if "actual" in cue.kinds and self.section == "plan" and cue.start < clause:
                continue  # 已建成2座,再建3座: in a plan what is done ends with its clause
            if "actual" in cue.kinds and cue.word in TOTALS and self.forecast_before(cue.start):
                continue
            if cue.word in RESTS and self.aims_at(cue.start, clause):
                continue
            if "actual" in cue.kinds and not (cue.word in COMPARISON_WORDS and self.any_target(cue.start)):
                return Judgement("actual", cue.word)
            if cue.word == "年内" and ACTED.search(self.text, cue.end, start):
                continue
            if "soft" in cue.kinds and cue.start >= clause and SO_FAR.match(self.text, self.text.find(",", start)) is not None:
                return Judgement("target", cue.word)
            if "soft" in cue.kinds and not re.search("完成|建成|新增|实现|达到?|投入|投资\\d|共|获", self.text[cue.end : start]):
                return Judgement("target", cue.word)
        if self.carried is not None:
            return self.carried
        if self.section == "plan" or self.mood:
            return Judgement("target", "计划")
        return Judgement("actual")

    def carries(self) -> Judgement | None:
        """What holds after the ; that ends this part: a forecast, or a goal that opens a list (目标是: …; …)."""
        if self.text[self.end - 1] != ";":
            return None
        for cue in reversed(self.cues):
            if "forecast" in cue.kinds and cue.word not in ONE_EFFECT:
                return Judgement("target", cue.word, forecast=True)
            if {"target", "plan_heading"} & set(cue.kinds) and LIST_OPENS.match(self.text, cue.end):
                return Judgement("target", cue.word)
        return self.carried

    def ensures_no_more(self, after: int, start: int, clause: int) -> bool:
        """Whether the reach of 确保 (it ends at `after`) stops before the figure at `start`, in the clause that begins at `clause`."""
        ensured = ENSURED.match(self.text, after, start)
        return ensured is not None and ensured.end() <= clause and RESULT.search(self.text, clause, start) is None

    def aims_at(self, at: int, clause: int) -> bool:
        """Whether a goal opens the clause in which what is left to do stands at `at`: 力争11月底前完成剩余7个小区."""
        return any("target" in cue.kinds and clause <= cue.start < at for cue in self.cues)

    def own_clause_only(self, cue: Cue, clause: int) -> bool:
        """Whether a goal or plan is quoted with its number (年度投资计划19亿元, 原定80户), so that the later `clause` is not under it."""
        if cue.word in {"原定", "为确保"} or (GOAL_NOUN.search(cue.word) and GOAL_NUMBER.match(self.text, cue.end)):
            return True  # 全年目标25亿元,上半年完成13亿元
        if cue.word.endswith("目标") and GOAL_SUM.match(self.text, cue.end):
            return True
        if not cue.word.endswith("计划"):
            return False
        return QUOTED_PLAN.match(self.text, cue.end) is not None and OF_PLAN.match(self.text, clause) is not None

    def passed(self, cue: Cue, clause: int) -> bool:
        """Whether the clause is of a time that has passed, so that a goal or forecast before it does not reach it."""
        if self.section == "plan" or "actual" in cue.kinds:
            return False
        if PASSED.match(self.text, clause) is not None:
            return True
        return (
            THIS_YEAR.match(self.text, clause) is not None and NEXT_YEAR.search(self.text, self.clause_start(cue.start), clause) is not None
        )

    def forecast_before(self, at: int) -> bool:
        """Whether a forecast opens the clause that holds `at`: 预计到年底累计招生600人."""
        clause = self.clause_start(at)
        return any("forecast" in cue.kinds and clause <= cue.start < at for cue in self.cues)

    def any_target(self, before: int) -> bool:
        """Whether a target cue stands before a comparison, so that 同比增长6% is part of the target."""
        return (
            any(cue.start < before and {"target", "forecast"} & set(cue.kinds) for cue in self.cues) or self.section == "plan" or self.mood
        )


# 可带动, 建成后: the effect of one thing, not what a list is about.
ONE_EFFECT = frozenset(word for word in ("可带动", "可达", "可达到", "可新增", "可实现", "可增加", "可节约", "可减少", "可创造", "可年产"))
LIST_OPENS = Opening("(?:是|为|任务|如下|以下(?:工作|任务|目标|几项工作))?:")
TOTALS = frozenset({"累计", "共计", "合计", "总计"})
COMPARISON_WORDS = frozenset({"同比", "环比", "去年", "上年", "同期", "比上年", "较上年", "以来", "圆满完成"})


def qualifier(text: str, draft: Draft, patterns: Patterns) -> Qualifier | None:
    """The explicit cue right after or right before a figure, or inside it (余, 多)."""
    if draft.qualifier is not None:
        return draft.qualifier
    after = patterns.after.match(text, draft.end)
    if after is not None and not (after[0] == "许" and text[after.end() : after.end() + 1] in {"可", "多"}):
        return patterns.after_kinds[after[0]]
    if (
        draft.dimension in {"time", "length"}
        and text[draft.end : draft.end + 1] == "内"
        and text[draft.end : draft.end + 2] not in {"内容", "内部"}
    ):
        return "at_most"
    if text[draft.start - 1 : draft.start] == "-" and draft.value is not None and not draft.value.startswith("-"):
        return None
    head = text[max(0, draft.start - 8) : draft.start].rstrip(" ")
    apart = BOUND_VERB.search(head) if "少" in head or "多" in head or "码" in head else None
    if apart is not None and patterns.verb.fullmatch(apart[2]):
        return patterns.before[apart[1]]
    if draft.dimension == "rate" and (share := BOUND_SHARE.within(text, max(0, draft.start - 13), draft.start)) is not None:
        return patterns.before[share[1]]
    for size in patterns.before_sizes if head[-1:] in patterns.before_ends else ():
        word = head[-size:]
        kind = patterns.before.get(word)
        if kind is not None:
            if word == "超" and IN_NAME.search(head[:-1]):
                return None
            if word == "破" and (BROKEN.search(head) is not None or draft.dimension in {"count", "counted", ""}):
                return None
            if word in {"约", "近"} and NO_ABOUT.search(head[: -len(word)]):
                return None
            if word == "近" and draft.base_unit in {"年", "月", "天", "日"} and re.match("来|的|内|间|,", text[draft.end : draft.end + 1]):
                return None
            if word in {"低于", "不足", "超过"} and draft.dimension == "points":
                return "less_than" if word == "不足" else ("more_than" if word == "超过" else None)
            if word == "过" and (draft.value is None or not re.search("(?:其中|[,、;(])过$|[率比][已均也]?过$|[已突均]过$|超过$", head)):
                return None
            return kind
    return None


def planned(text: str, word: str, start: int, end: int) -> bool:
    """本月计划走访60户: no plan of the month, but what it plans."""
    return word == "计划" and OF_TIME.search(text[max(0, start - 3) : start]) is not None and PLANNED.match(text, end) is not None


def goal_around(before: str, after: str) -> bool:
    """Whether a figure is the number of a goal that was met or is faced: 为实现全年7%的增长目标, 超额完成年初下达的900万元收入任务."""
    if "目标" not in after and "任务" not in after and "指标" not in after:
        return False
    found = GOAL_AROUND.match(after)
    led = GOAL_BEFORE.search(before) if found is not None else None
    return found is not None and led is not None and (found[1] != "任务" or GOAL_SET.search(led[0]) is not None)


def planned_after(after: str) -> bool:
    """Whether the plan follows its figure: 剩余14处计划于11月底前完成."""
    return ("将" in after or "拟" in after or "计划" in after) and PLANNED_AFTER.match(after) is not None


# Where a time expression stands, and its words as they govern what follows; None where it only compares.
Times = list[tuple[int, int, str | None]]


def times(text: str, start: int, dates: list[tuple[int, int, str]], drafts: list[Draft]) -> Times:
    """The time expressions of the sentence that begins at `start`, last first: 截至11月, 6月底前."""
    spans = [(s, e) for s, e, _ in dates if start <= s]
    spans += [(d.start, d.end) for d in drafts if d.base_unit == "date"]
    found: Times = []
    for begin, end in sorted(spans, reverse=True):
        words = None
        if not COMPARED.search(text[max(start, begin - 2) : begin]) and not (
            text[end : end + 1] in {"同", "的"} and text[end : end + 2] != "的前"
        ):
            lead = PERIOD_LEAD.search(text[max(start, begin - 4) : begin])
            tail = SINCE.match(text[end : end + 8])
            words = text[begin - (len(lead[0]) if lead and lead[0] not in {"在"} else 0) : end + (len(tail[0]) if tail else 0)]
        found.append((begin, end, words))
    return found


def period(draft: Draft, found: Times) -> str | None:
    """The nearest time expression before the figure that governs it, verbatim."""
    at = draft.start
    for _begin, end, words in found:
        if end <= at and words is not None:
            return words
    return None
