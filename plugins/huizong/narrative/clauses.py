"""What a sentence says about its figures: their role. Words come from cues.csv, the order of judgement from here."""

import bisect
import re
from dataclasses import dataclass

from huizong.narrative import attributes, goals
from huizong.narrative.cues import Cue
from huizong.narrative.draft import Draft
from huizong.narrative.figure import Role, Section
from huizong.narrative.patterns import MOVED
from huizong.narrative.signs import Ending, Opening

SENTENCE = re.compile("[。;!?\n]")
CLAUSE = re.compile("[,。;:!?\n]")
SERVICE_TIME = frozenset({"工作日", "小时", "分钟", "自然日", "天", "日"})
STANDARD_AFTER = re.compile("[^,。;]{0,8}的?标准")
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
# 凡用工30人以上的,给予每人800元补贴; 对产值过亿元的企业一次性奖励10万元: what a rule grants.
GRANTED = re.compile("(?:一次性|分别|再|可)?(?:给予|奖励|补助|补贴|奖补|按|处|扣|不予)")
FOR_THEM = Ending(
    "对[^,。;]{0,30}(?:以上|以下|达到|首次|新|年度|评为|获评)[^,。;]{0,20}(?:给予|奖励|补助|补贴|奖补)$"
    "|最高(?:可)?(?:奖励|补助|补贴|奖补|给予)$"
)
# 按照不低于营业收入1.5%的比例: a rule, whose bound stands further back. 严守31万亩红线.
FAR_BOUND = re.compile(r"按照?[^,。;\d]{0,8}(?:不高于|不低于|不超过|不少于)[^,。;\d]{0,10}$")
OF_RULE = re.compile("的(?:比例|标准|额度|幅度)")
OF_LINE = re.compile("[^,。;\\d]{0,6}(?:红线|底线)(?![内外])")
# 贷款额度最高30万元,期限3年,按年息3%贴息: the other terms of what is capped.
CAP_BEFORE = re.compile("(?:贷款|额度|授信|补助|补贴|奖补|奖励|报销)[^,。;]{0,6}(?:最高|不超过|上限)")
TERM = Ending("(?:期限|年息|月息|利率|利息)(?:为|最长)?$")
RULED_BY = frozenset({"time", "rate"})
PAST_TIME = re.compile("每|[今去上前]年|月|季度|目前|全年|年度|均|实现|保持")
BOUND_WORD = Ending("(?:不高于|不低于|不超过|不少于|不大于|不小于)$")
# With what the words of a rule, a cap or a bound may end.
LIMITS = BOUND_WORD.lasts | RULED.lasts | CAPPED.lasts
PERIOD_BOUND = re.compile("(?:期限|时限|周期)[^,。;]{0,4}$|(?:期限|时限|周期)(?:不超过|不高于)$")
BY = Ending("按照?$")
RULE = re.compile("按照?[^,。;]{0,14}$")
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
# 力争引进内资30亿元,实际利用外资500万美元: 实际 is part of the name of what is aimed at.
MOVED_FROM = Ending("[由从](?:目前|现在|现有|原来|上年|去年|今年)?的?$")
MOVED_TO = Opening(MOVED)
QUOTED_AIM = Opening("“[^”]{2,8}”,")
BY_NAME = re.compile("(?:利用|使用|到位)(?:外资|内资|境外|省外|市外)")
AIMED = frozenset({"力争", "确保", "争取", "预计", "预期"})
RESTS = frozenset({"剩余", "余下", "其余", "尚余"})
# 可带动, 建成后: the effect of one thing, not what a list is about.
ONE_EFFECT = frozenset(word for word in ("可带动", "可达", "可达到", "可新增", "可实现", "可增加", "可节约", "可减少", "可创造", "可年产"))
LIST_OPENS = Opening("(?:是|为|任务|如下|以下(?:工作|任务|目标|几项工作))?:")
TOTALS = frozenset({"累计", "共计", "合计", "总计"})
COMPARISON_WORDS = frozenset({"同比", "环比", "去年", "上年", "同期", "比上年", "较上年", "以来", "圆满完成"})


@dataclass(slots=True, unsafe_hash=True)
class Judgement:
    """Role of a figure, the cue that gave it, and whether it is a forecast."""

    role: Role
    cue: str = ""
    forecast: bool = False


PLANNED, REPORTED = Judgement("target", "计划"), Judgement("actual")


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
        self.mood, self.ruled, self.acted = mood and not acted, ruled, acted
        self.carried = None if done else carried

    def role(self, draft: Draft, clause: int) -> Judgement:
        """Context by form, then threshold, then target, then actual; `clause` is where the figure's clause begins."""
        if draft.role is not None:
            return Judgement(draft.role)
        text, start, end = self.text, draft.start, draft.end
        before, after = text[clause:start], text[end : end + 24]
        if draft.dimension == "money" and "罚款" in after and FINED.match(after) and "处" in before:
            return Judgement("threshold", "罚款")
        if attributes.context(draft, before, after):
            return Judgement("context")
        if (threshold := self.threshold(draft, clause, before, after)) is not None:
            return threshold
        quoted = (goal := goals.QUOTED_GOAL.search(before)) is not None and goals.quotes(draft, before, after, goal)
        quoted = quoted or (draft.unit not in goals.COUNTS_TASKS and goals.goal_around(before, after))
        quoted = quoted or goals.SET_BEFORE.search(before) is not None
        left = goals.LEFT.search(before) is not None and goals.LEFT_AFTER.match(after) is not None
        if quoted or left or ("的" in after and goals.GOAL_AFTER.match(after)) or goals.planned_after(after):
            return Judgement("target", "目标")
        if "已" in after and DONE_AFTER.match(text, end) is not None and (after_cue := self.mode(start, clause)).cue != "目标":
            return after_cue if after_cue.forecast else Judgement("actual", "已")
        mode = self.mode(start, clause)
        if mode.role == "target" and MOVED_FROM.search(before) is not None and MOVED_TO.match(text, end) is not None:
            return REPORTED  # 供水能力将由1.5万吨提升到4万吨: what is there already
        return mode

    def clause_start(self, at: int) -> int:
        """Where the clause around `at` begins."""
        return max(self.start, at - 300, self.bounds[bisect.bisect_right(self.bounds, at) - 1])

    def threshold(self, draft: Draft, clause: int, before: str, after: str) -> Judgement | None:
        """Rules, limits and service times: 最多15个工作日, 按每亩120元标准, 不得超过."""
        if self.ruled:
            for cue in reversed(self.cues):
                reaches = clause <= cue.start or (cue.word == "凡" and GRANTED.match(before) is not None)
                if "threshold" in cue.kinds and cue.start < draft.start and reaches:
                    return Judgement("threshold", cue.word)
        limited = before[-1:] in LIMITS
        bounded = BOUND_WORD.search(before) if limited else None
        if bounded and (self.ruled or PERIOD_BOUND.search(before)):
            return Judgement("threshold", bounded[0])  # 昼间不高于60分贝,夜间不得超过50分贝; 贴息期限不超过3年
        if draft.base_unit == "ratio" and BY.search(before) and re.match("的?比例", after):
            return Judgement("threshold", "按")
        if draft.base_unit in SERVICE_TIME:
            near = self.text[max(clause, draft.start - 14) : draft.start] + after.split(",")[0].split("。")[0]
            promised = re.search(
                "最[多长迟]|不超过|内|限|到账|以内|压缩[至到]|缩短[至到]|控制在",
                self.text[max(clause, draft.start - 8) : draft.start] + after[:3],
            )
            if (
                promised
                and "平均" not in before
                and re.search(
                    "办结|办事|流程|审批|到账|答复|受理|响应|送达|出证|反馈|处置|办理|拨付|审核|审结|办好|回复|发证|抢修|移送|赶到|核验|审查|上报|报告|整改|改正|搬离|清理|备案|申报|登记",
                    near,
                )
            ):
                return Judgement("threshold", "时限")
        if "的" in after[:2] and FAR_BOUND.search(before) is not None and OF_RULE.match(after) is not None:
            return Judgement("threshold", "不低于")  # 按照不低于营业收入1.5%的比例
        if draft.dimension not in {"count", "counted"} and OF_LINE.match(after) is not None:
            return Judgement("threshold", "红线")
        if draft.dimension in {"money", "rate"} and FOR_THEM.search(before) is not None and not self.acted:
            return Judgement("threshold", "给予")
        if draft.dimension in RULED_BY and self.capped(clause) and TERM.search(before) is not None:
            return Judgement("threshold", "最高")
        alone = not self.cues and self.section is None and not self.mood and draft.dimension in {"area", "mass"}
        if bounded is not None and alone and PAST_TIME.search(self.text, self.start, draft.start) is None:
            return Judgement("threshold", bounded[0])  # 耕地保有量不低于33万亩
        if limited and (RULED.search(before) or (draft.dimension in {"money", "rate"} and CAPPED.search(before))):
            return Judgement("threshold", "不超过")
        if "按" in before and RULE.search(before) and STANDARD_AFTER.match(after):
            return Judgement("threshold", "标准")
        return None

    def capped(self, clause: int) -> bool:
        """Whether a part of the sentence before its `clause` names a cap: 贷款额度最高30万元,期限3年."""
        return CAP_BEFORE.search(self.text, self.start, clause) is not None

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
                goals.GOAL_NOUN.search(cue.word) and goals.MEASURED.search(self.text[self.clause_start(cue.start) : cue.start])
            ):
                if cue.start >= clause and goals.OF_CLASS.match(self.text[cue.end : start]) is not None:
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
            if "soft" in cue.kinds and cue.start >= clause and goals.SO_FAR.match(self.text, self.text.find(",", start)) is not None:
                return Judgement("target", cue.word)
            if "soft" in cue.kinds and not re.search("完成|建成|新增|实现|达到?|投入|投资\\d|共|获", self.text[cue.end : start]):
                return Judgement("target", cue.word)
        if self.carried is not None:
            return self.carried
        return PLANNED if self.section == "plan" or self.mood else REPORTED

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
        if cue.word == "冲刺" and QUOTED_AIM.match(self.text, cue.end) is not None:
            return True  # 全力冲刺“开门红”,一季度实现产值6亿元
        if cue.word in {"原定", "为确保"} or (goals.GOAL_NOUN.search(cue.word) and goals.GOAL_NUMBER.match(self.text, cue.end)):
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

    def forecast_before(self, at: int) -> bool:
        """Whether a forecast opens the clause that holds `at`: 预计到年底累计招生600人."""
        clause = self.clause_start(at)
        return any("forecast" in cue.kinds and clause <= cue.start < at for cue in self.cues)

    def any_target(self, before: int) -> bool:
        """Whether a target cue stands before a comparison, so that 同比增长6% is part of the target."""
        return (
            any(cue.start < before and {"target", "forecast"} & set(cue.kinds) for cue in self.cues) or self.section == "plan" or self.mood
        )
