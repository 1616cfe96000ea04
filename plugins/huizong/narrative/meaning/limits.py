"""Rules, limits and service times: the words around a figure that make it what must be kept to, not what was done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huizong.narrative.draft import Draft
from huizong.narrative.grammar.signs import Ending, Opening

if TYPE_CHECKING:
    from huizong.narrative.meaning.clauses import Sentence

SERVICE_TIME = frozenset({"工作日", "小时", "分钟", "自然日", "天", "日"})
STANDARD_AFTER = re.compile("[^,。;]{0,8}的?标准")
# 单个企业奖补总额不超过200万元, 每户最高补助3万元: a cap.
CAPPED = Ending(
    "(?:贷款|补助|补贴|奖励|授信|额度|奖补|报销)最高$|每[户个家人项亩月年头][^,。;\\d]*(?:补助|补贴|奖补|奖励)不(?:低|少)于$|(?:总额|最高|每[户个家人项]|单个|单户|单日|单次|单笔|每日|每次|同一)[^,。;]*(?:不超过|不高于|最高(?:可?(?:赔付|补偿|报销)|补助|补贴|奖励|奖补|给予|可贷|可|支持|授信)?)$"
    "|每[村镇乡校所企][^,。;]{0,8}(?:补助|补贴|奖补|奖励|安排|支持)[^,。;]{0,4}(?:不超过|不高于|最高)$"
)
# 缴存比例不低于5%、不高于12%: two bounds are a rule. 要求每周至少巡查2次.
BOUNDED_ABOVE = re.compile("(?:以上)?[、,]?[且并]?(?:不高于|不超过|不大于|不多于)\\d")
BOUNDED_BELOW = re.compile("(?:不低于|不少于|不小于)\\d[^,。;]{0,8}[、,]?[且并]?(?:不高于|不超过|不大于|不多于)$")
AT_LEAST_EACH = re.compile(
    "每(?:个?(?:村|镇|乡镇|乡|县|户|人|校|企业|单位|部门|社区|街道)|名[^,。;]{0,4}|周|月|季度|季|半年|年|天|日)[^,。;\\d]{0,6}(?:至少|不少于)[^,。;\\d]{0,6}$"
)
DEMANDED = re.compile("要求|规定|制度|应当|必须|须")
VALID_FOR = Ending("(?:有效|合同|质保|保修|承包|租赁|服务|试用|聘)期限?(?:为|是)?$")
# 考核低于80分的扣减服务费: what follows from a bound.
FOLLOWS = Opening("的,?[^,。;]{0,4}(?:扣|处以|取消|不予|予以|给予|奖励|追究|约谈|收回)")
BOUNDED_BY = Ending("(?:低于|高于|超过|达到|不足|未达到?|不满)$")
# 处5000元以上2万元以下罚款: the bounds of a fine. 原则上不低于1.5%: a rule with its limit.
# 须配备专职安全员2名: what must be there.
MUST = re.compile("(?:须|应当|必须|应)(?:配备|安装|设置|缴纳|预留|提供|配置|留存|投保)[^,。;\\d]{0,10}$")
LEVELLED = Ending("(?:提高|上调|调整|下调|降低|增加)[到至为]$")
FINED = re.compile("(?:以上|以下|的|至|[\\d.]+万?元){0,4}罚款")
RULED = Ending("(?:要求|规定|原则上|应当|必须|须)[^,。;]*(?:不低于|不少于|不超过|不高于|不大于|不小于)(?:[^,。;\\d]{2,8}的)?$")
# 凡用工30人以上的,给予每人800元补贴; 对产值过亿元的企业一次性奖励10万元: what a rule grants.
GRANTED = re.compile("(?:一次性|分别|再|可)?(?:给予|奖励|补助|补贴|奖补|按|处|扣|不予)")
FOR_THEM = Ending(
    "对[^,。;]{0,30}(?:以上|以下|达到|首次|新|年度|评为|获评)[^,。;]{0,20}(?:给予|奖励|补助|补贴|奖补)$"
    "|最高(?:可)?(?:奖励|补助|补贴|奖补|给予)$"
)
# 对年纳税300万元以上的企业,给予5%的奖励: the grant stands in the clause after those whom it is for.
GRANTS_THEM = re.compile(
    "^(?:每[人户名个项家月年]){0,2}(?:一次性|分别|再|可)?(?:给予|奖励|补助|补贴|奖补|按|发放|享受|加发|减免|扣减)[^,。;已了\\d]{0,5}$"
)
THOSE = re.compile("(?:对|凡)[^。;已了]{2,40}的[^,。;已了]{0,12},$")
# 按照师生比1:13的要求
OF_DEMAND = Opening("的?(?:要求|标准|比例|定额)")
# 按照不低于营业收入1.5%的比例: a rule, whose bound stands further back. 严守31万亩红线.
FAR_BOUND = re.compile(r"按照?[^,。;\d]{0,8}(?:不高于|不低于|不超过|不少于)[^,。;\d]{0,10}$")
# 收费不高于每吨3元; 对符合条件的农户,每户补助2万元
PER_BOUND = Ending("不(?:高于|低于|超过|少于)每(?:吨|户|人|亩|度|方|平方米|公斤|人次|小时|天|月|年)$")
EACH_OF_THEM = re.compile("^对[^,。;已]{2,16}的[^,。;已]{1,8},每[户人亩个名家][^,。;\\d已]{0,6}$")
OF_RULE = re.compile("的(?:比例|标准|额度|幅度)")
OF_LINE = re.compile("[^,。;\\d]{0,6}(?:红线|底线)(?![内外])")
# 贷款额度最高30万元,期限3年,按年息3%贴息: the other terms of what is capped.
CAP_BEFORE = re.compile("(?:贷款|额度|授信|补助|补贴|奖补|奖励|报销|贴息|期限)[^,。;]{0,6}(?:最高|不超过|上限|最长)")
TERM = Ending("(?:期限|年息|月息|利率|利息|贴息比例|贴息率|担保费率|首付比例|报销比例)(?:为|最长|最高)?$")
LONGEST = Ending("(?:期限|时限|期)最长(?:为|不超过)?$")
RULED_BY = frozenset({"time", "rate"})
PAST_TIME = re.compile("每|[今去上前]年|月|季度|目前|全年|年度|均|实现|保持")
BOUND_WORD = Ending("(?:不高于|不低于|不超过|不少于|不大于|不小于)$")
BOUNDS = re.compile("不高于|不低于|不超过|不少于|不大于|不小于")
# With what the words of a rule, a cap or a bound may end.
LIMITS = BOUND_WORD.lasts | RULED.lasts | CAPPED.lasts
PERIOD_BOUND = re.compile("(?:期限|时限|周期)[^,。;]{0,4}$|(?:期限|时限|周期)(?:不超过|不高于)$")
RULE = re.compile("按照?[^,。;]{0,14}$")
# 责令3家单位在5个工作日内说明原因: a time that is set.
SET_A_TIME = re.compile("责令|责成|限期|要求|务必|督促|通知")
IN_TIME = Ending("[在于须](?:收到[^,。;]{0,8}后)?(?:的)?$")
# 每少1个百分点扣0.2分, 每逾期1天加收0.5‰: so much for each.
EACH_STEP = re.compile("每(?:少|多|超过?|低|高|增加?|减少?|提高|降低|下降|上升|延迟|逾期|拖延|出现|发生|新增)[^,。;\\d]{0,8}$")
STEPPED = re.compile(
    "每(?:少|多|超|低|高|增|减|提高|降低|下降|上升|延迟|逾期|拖延|出现|发生|新增)[^,。;\\d]{0,8}\\d[^。;]{0,16}[扣加奖减][收征发除减励分]?$"
)
STEP_ENDS = frozenset("扣加奖减收征发除励分")
# 优秀比例不超过参评单位的20%: a bound of a share, where nothing says that it was reached.
SHARE_BOUND = re.compile("(?:不超过|不高于|不低于|不少于)[^,。;\\d]{2,10}的$")


def fine(draft: Draft, before: str, after: str) -> bool:
    """Whether the figure bounds a fine: 处2000元以上1万元以下罚款."""
    return draft.dimension == "money" and "罚款" in after and FINED.match(after) is not None and "处" in before


def threshold(sentence: Sentence, draft: Draft, clause: int, before: str, after: str) -> str | None:
    """The word that makes a figure a threshold: 最多15个工作日, 按每亩120元标准, 不得超过; None where nothing does."""
    if sentence.ruled:
        for cue in reversed(sentence.cues):
            reaches = clause <= cue.start or (cue.word == "凡" and GRANTED.match(before) is not None)
            if cue.word in {"限额", "标准", "上限"} and LEVELLED.search(before) is not None:
                continue  # 年度限额提高到6000元: a standard that was raised
            if "threshold" in cue.kinds and cue.start < draft.start and reaches:
                return cue.word
    limited = before[-1:] in LIMITS
    bounded = BOUND_WORD.search(before) if limited else None
    if bounded and (sentence.ruled or PERIOD_BOUND.search(before)):
        return bounded[0]  # 昼间不高于60分贝,夜间不得超过50分贝; 贴息期限不超过3年
    if bounded and (BOUNDED_ABOVE.match(after) or BOUNDED_BELOW.search(sentence.text, sentence.start, draft.start)):
        return bounded[0]
    if "每" in before and AT_LEAST_EACH.search(before) and DEMANDED.search(sentence.text, sentence.start, draft.start):
        return "要求"
    if draft.dimension == "time" and VALID_FOR.search(before) is not None:
        return "有效期"
    if draft.base_unit == "ratio" and "按" in before and RULE.search(before) and OF_DEMAND.match(after):
        return "按"
    if "的" in after[:1] and FOLLOWS.match(after) is not None and BOUNDED_BY.search(before) is not None and not sentence.acted:
        return "扣"
    if ("须" in before or "应" in before) and MUST.search(before) is not None:
        return "须"
    if draft.dimension == "time" and LONGEST.search(before) is not None:
        return "最长"
    if draft.dimension in {"money", "rate"} and GRANTS_THEM.search(before) and THOSE.search(sentence.text[sentence.start : clause]):
        return "给予"
    if draft.base_unit in SERVICE_TIME and after[:1] == "内" and IN_TIME.search(before) and SET_A_TIME.search(before):
        return "限期"
    if "每" in before and EACH_STEP.search(before) is not None and not sentence.acted:
        return "每"
    if before[-1:] in STEP_ENDS and STEPPED.search(sentence.text, max(sentence.start, draft.start - 40), draft.start) is not None:
        return "每"
    if (
        draft.dimension == "rate"
        and before[-1:] == "的"
        and not sentence.cues
        and sentence.section is None
        and SHARE_BOUND.search(before) is not None
    ):
        return "不超过"
    if draft.base_unit in SERVICE_TIME:
        near = sentence.text[max(clause, draft.start - 14) : draft.start] + after.split(",")[0].split("。")[0]
        promised = re.search(
            "最[多长迟]|不超过|内|限|到账|以内|压缩[至到]|缩短[至到]|控制在",
            sentence.text[max(clause, draft.start - 8) : draft.start] + after[:3],
        )
        if (
            promised
            and "平均" not in before
            and re.search(
                "办结|办事|流程|审批|到账|答复|受理|响应|送达|出证|反馈|处置|办理|拨付|审核|审结|办好|回复|发证|抢修|移送|赶到|核验|审查|上报|报告|整改|改正|搬离|清理|备案|申报|登记",
                near,
            )
        ):
            return "时限"
    if "的" in after[:2] and FAR_BOUND.search(before) is not None and OF_RULE.match(after) is not None:
        return "不低于"  # 按照不低于营业收入1.5%的比例
    if not sentence.acted and (
        PER_BOUND.search(before) is not None
        or (draft.dimension == "money" and "每" in before and EACH_OF_THEM.match(sentence.text[sentence.start : draft.start]) is not None)
    ):
        return "每"
    if "线" in after and draft.dimension not in {"count", "counted"} and OF_LINE.match(after) is not None:
        return "红线"
    if draft.dimension in {"money", "rate"} and FOR_THEM.search(before) is not None and not sentence.acted:
        return "给予"
    termed = draft.dimension in RULED_BY and TERM.search(before) is not None
    if termed and CAP_BEFORE.search(sentence.text, sentence.start, clause) is not None:
        return "最高"
    alone = not sentence.cues and sentence.section is None and not sentence.mood and draft.dimension in {"area", "mass"}
    if bounded is not None and alone and PAST_TIME.search(sentence.text, sentence.start, draft.start) is None:
        return bounded[0]  # 耕地保有量不低于33万亩
    if bounded is not None and all("soft" in cue.kinds for cue in sentence.cues) and sentence.section is None and not sentence.mood:
        said = sentence.text[sentence.start : sentence.end]
        if len(BOUNDS.findall(said)) > 1 and PAST_TIME.search(said) is None:
            return bounded[0]  # 供热期不少于120天,室温不低于18℃
    if limited and (RULED.search(before) or (draft.dimension in {"money", "rate"} and CAPPED.search(before))):
        return "不超过"
    if "按" in before and RULE.search(before) and STANDARD_AFTER.match(after):
        return "标准"
    return None
