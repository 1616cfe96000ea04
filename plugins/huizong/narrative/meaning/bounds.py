"""Bounds: the words around a figure that make it what must not be passed, and whether something says that it was reached."""

import re

from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.meaning.said import Said

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
# 处5000元以上2万元以下罚款: the bounds of a fine. 原则上不低于1.5%: a rule with its limit.
# 须配备专职安全员2名: what must be there.
MUST = re.compile("(?:须|应当|必须|应)(?:配备|安装|设置|缴纳|预留|提供|配置|留存|投保)[^,。;\\d]{0,10}$")
LEVELLED = Ending("(?:提高|上调|调整|下调|降低|增加)[到至为]$")
RULED = Ending("(?:要求|规定|原则上|应当|必须|须)[^,。;]*(?:不低于|不少于|不超过|不高于|不大于|不小于)(?:[^,。;\\d]{2,8}的)?$")
# 按照不低于营业收入1.5%的比例: a rule, whose bound stands further back. 严守31万亩红线.
FAR_BOUND = re.compile(r"按照?[^,。;\d]{0,8}(?:不高于|不低于|不超过|不少于)[^,。;\d]{0,10}$")
# 收费不高于每吨3元; 对符合条件的农户,每户补助2万元
PER_BOUND = Ending("不(?:高于|低于|超过|少于)每(?:吨|户|人|亩|度|方|平方米|公斤|人次|小时|天|月|年)$")
OF_RULE = re.compile("的(?:比例|标准|额度|幅度)")
OF_LINE = re.compile("[^,。;\\d]{0,6}(?:红线|底线)(?![内外])")
# 贷款额度最高30万元,期限3年,按年息3%贴息: the other terms of what is capped.
CAP_BEFORE = re.compile("(?:贷款|额度|授信|补助|补贴|奖补|奖励|报销|贴息|期限)[^,。;]{0,6}(?:最高|不超过|上限|最长)")
TERM = Ending("(?:期限|年息|月息|利率|利息|贴息比例|贴息率|担保费率|首付比例|报销比例)(?:为|最长|最高)?$")
LONGEST = Ending("(?:期限|时限|期)最长(?:为|不超过)?$")
PAST_TIME = re.compile("每|[今去上前]年|月|季度|目前|全年|年度|均|实现|保持")
BOUND_WORD = Ending("(?:不高于|不低于|不超过|不少于|不大于|不小于)$")
BOUNDS = re.compile("不高于|不低于|不超过|不少于|不大于|不小于")
# With what the words of a rule, a cap or a bound may end.
LIMITS = BOUND_WORD.lasts | RULED.lasts | CAPPED.lasts
PERIOD_BOUND = re.compile("(?:期限|时限|周期)[^,。;]{0,4}$|(?:期限|时限|周期)(?:不超过|不高于)$")
# 优秀比例不超过参评单位的20%: a bound of a share, where nothing says that it was reached.
SHARE_BOUND = re.compile("(?:不超过|不高于|不低于|不少于)[^,。;\\d]{2,10}的$")
# 月收入不得超过2100元,人均住房面积低于15平方米: the other bound of a rule.
OTHER_BOUND = Ending("(?:低于|高于|少于|超过|不足)$")
# 要求每月开展2次大扫除,每季度评比一次
EACH_TIME = re.compile("^(?:[^,。;\\d]{0,8})?每(?:半?[年月]|周|季度?|天|日|学期)[^,。;\\d]{0,8}$")
# 控制在52亿元限额以内; 不少于60学时,实际72学时; 给予救助,最高8000元
LIMIT_AFTER = Opening("的?(?:限额|红线|控制数|上限|警戒线)以?[内下]")
REAL_NEXT = re.compile(r"(?:以上)?,(?:[^,。;\d]{0,4})?实际[^,。;\d]{0,6}\d")
TIMES = frozenset({"次", "轮", "遍", "场"})


def bound(s: Said) -> str | None:
    """The bound that ends right before the figure: 不超过, 不低于."""
    found = BOUND_WORD.search(s.before) if s.before[-1:] in LIMITS else None
    return found[0] if found is not None else None


def two_bounds(s: Said) -> str | None:
    """The bound before the figure, if another bounds it from the other side: 不低于5%、不高于12%."""
    word = bound(s)
    other = word and (BOUNDED_ABOVE.match(s.after) or BOUNDED_BELOW.search(s.text, s.sentence.start, s.draft.start))
    return word if other else None


def unsaid(s: Said) -> bool:
    """Whether neither a heading nor the sentence before says how to take this one."""
    return s.sentence.section is None and not s.sentence.mood


def bound_alone(s: Said) -> str | None:
    """The bound of an area or a mass of which nothing says that it was reached: 耕地保有量不低于33万亩."""
    alone = not s.sentence.cues and unsaid(s) and PAST_TIME.search(s.text, s.sentence.start, s.draft.start) is None
    return bound(s) if alone else None


def bounds_of_service(s: Said) -> str | None:
    """The bound of a figure in a sentence of bounds: 供热期不少于120天,室温不低于18℃."""
    word = bound(s)
    if word is None or not unsaid(s) or not all("soft" in cue.kinds for cue in s.sentence.cues):
        return None
    said = s.text[s.sentence.start : s.sentence.end]
    return word if len(BOUNDS.findall(said)) > 1 and PAST_TIME.search(said) is None else None
