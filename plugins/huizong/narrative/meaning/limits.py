"""Rules, limits and service times: the words around a figure that make it what must be kept to, not what was done."""

import re

from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.meaning.said import Said, look, rules

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
FINED = Opening("(?:以上|以下|的|至|[\\d.]+万?元){0,4}罚款")
RULED = Ending("(?:要求|规定|原则上|应当|必须|须)[^,。;]*(?:不低于|不少于|不超过|不高于|不大于|不小于)(?:[^,。;\\d]{2,8}的)?$")
# 凡用工30人以上的,给予每人800元补贴; 对产值过亿元的企业一次性奖励10万元: what a rule grants.
GRANTED = re.compile("(?:一次性|分别|再|可)?(?:给予|奖励|补助|补贴|奖补|按|处|扣|不予|减免|免[收除交缴]|享受)")
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


# 逾期一天按合同价的0.5‰扣除: what a rule takes or gives by a rate.
BY_RATE = re.compile("按[^,。;\\d]{0,10}的?$")
TAKEN_BY = Opening("扣除|扣减|收取|计收|加收|缴纳|计提|提取|征收|支付违约金|给予|返还")
# 连续两次排名末位的予以约谈; 对连续三年无事故的企业,一次性奖励2万元: whom a rule is for.
MEETS = re.compile(
    r"[^,。;\d]{0,16}的[^,。;\d]{0,10},?(?:一次性|每[户人家个项]|再|可|均)?(?:予以|给予|奖励|补助|补贴|奖补|约谈|取消|扣|处以|追究|责令)"
)
SPELL_OF = Ending("(?:连续|累计|超过|满)$")
FOR_WHOM = re.compile("对[^,。;已了\\d]{0,16}$")
# 月收入不得超过2100元,人均住房面积低于15平方米: the other bound of a rule.
OTHER_BOUND = Ending("(?:低于|高于|少于|超过|不足)$")
# 要求每月开展2次大扫除,每季度评比一次
EACH_TIME = re.compile("^(?:[^,。;\\d]{0,8})?每(?:半?[年月]|周|季度?|天|日|学期)[^,。;\\d]{0,8}$")
# 控制在52亿元限额以内; 不少于60学时,实际72学时; 给予救助,最高8000元
LIMIT_AFTER = Opening("的?(?:限额|红线|控制数|上限|警戒线)以?[内下]")
REAL_NEXT = re.compile(r"(?:以上)?,(?:[^,。;\d]{0,4})?实际[^,。;\d]{0,6}\d")
GRANT_BEFORE = re.compile("(?:给予|发放|享受|可获)[^,。;]{0,12}(?:救助|补助|补贴|奖励|补偿|奖补),$")
TIMES = frozenset({"次", "轮", "遍", "场"})


PROMISED = re.compile("最[多长迟]|不超过|内|限|到账|以内|压缩[至到]|缩短[至到]|控制在")
SERVICE = re.compile(
    "办结|办事|流程|审批|到账|答复|受理|响应|送达|出证|反馈|处置|办理|拨付|审核|审结|办好|回复|发证|抢修|移送|赶到|核验|审查|上报|报告|整改|改正|搬离|清理|备案|申报|登记"
)


def ruled(s: Said) -> str | None:
    """The word of a rule in the figure's clause, or 凡 before what it grants."""
    sentence = s.sentence
    if sentence.ruled:
        for cue in reversed(sentence.cues):
            reaches = s.clause <= cue.start or (cue.word == "凡" and GRANTED.match(s.before) is not None)
            if cue.word in {"限额", "标准", "上限"} and LEVELLED.search(s.before) is not None:
                continue  # 年度限额提高到6000元: a standard that was raised
            if "threshold" in cue.kinds and cue.start < s.draft.start and reaches:
                return cue.word
    return None


def bound(s: Said) -> str | None:
    """The bound that ends right before the figure: 不超过, 不低于."""
    found = BOUND_WORD.search(s.before) if s.before[-1:] in LIMITS else None
    return found[0] if found is not None else None


def two_bounds(s: Said) -> str | None:
    """The bound before the figure, if another bounds it from the other side: 不低于5%、不高于12%."""
    word = bound(s)
    other = word and (BOUNDED_ABOVE.match(s.after) or BOUNDED_BELOW.search(s.text, s.sentence.start, s.draft.start))
    return word if other else None


def promised(s: Said) -> bool:
    """Whether a time is what a service promises to take: 5个工作日内办结; a measured average is none."""
    if s.draft.base_unit not in SERVICE_TIME or "平均" in s.before:
        return False
    start = s.draft.start
    near = s.text[max(s.clause, start - 14) : start] + s.after.split(",")[0].split("。")[0]
    lead = s.text[max(s.clause, start - 8) : start] + s.after[:3]
    return PROMISED.search(lead) is not None and SERVICE.search(near) is not None


def per_unit(s: Said) -> bool:
    """Whether a sum for each is what a rule gives or bounds, where nothing says that it was given."""
    if s.sentence.acted:
        return False
    if PER_BOUND.search(s.before) is not None:
        return True
    return s.dimension == "money" and "每" in s.before and EACH_OF_THEM.match(s.text[s.sentence.start : s.draft.start]) is not None


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


def stepped(s: Said) -> bool:
    """Whether so much is given or taken for each step: 每逾期1天扣〔0.2分〕."""
    return s.before[-1:] in STEP_ENDS and STEPPED.search(s.text, max(s.sentence.start, s.draft.start - 40), s.draft.start) is not None


FINES = rules(
    "threshold",
    (
        "bound-of-fine",
        "what a fine may be is a rule",
        "处{5000元}以上2万元以下罚款。",
        lambda s: "罚款" in s.after and "处" in s.before and FINED.match(s.after) and "罚款",
        look("money", begins=FINED.firsts),
    ),
)
RULES = rules(
    "threshold",
    (
        "word-of-rule",
        "a word of rules stands in the clause (不得超过, 限额, 应当)",
        "装修时间每天不得超过{8小时}。",
        ruled,
        look(ruled=True),
    ),
    (
        "bound-under-rule",
        "a bound in a sentence of rules, or of a term, is a rule",
        "贴息期限不超过{3年}。",
        lambda s: (word := bound(s)) and (s.sentence.ruled or PERIOD_BOUND.search(s.before)) and word,
        look(ends=BOUND_WORD.lasts),
    ),
    ("two-bounds", "two bounds of one thing are a rule", "缴存比例不低于{5%}、不高于12%。", two_bounds, look(ends=BOUND_WORD.lasts)),
    (
        "each-at-least",
        "so much at least for each, as something demands",
        "要求每个村每周至少巡查{2次}。",
        lambda s: (
            "每" in s.before and AT_LEAST_EACH.search(s.before) and DEMANDED.search(s.text, s.sentence.start, s.draft.start) and "要求"
        ),
        look(word="每"),
    ),
    (
        "each-time-demanded",
        "so often, as something demands",
        "要求各村每月开展{2次}大扫除。",
        lambda s: (
            s.draft.unit in TIMES
            and not s.sentence.acted
            and EACH_TIME.search(s.before)
            and DEMANDED.search(s.text, s.sentence.start, s.draft.start)
            and "要求"
        ),
        look(word="每"),
    ),
    (
        "other-bound",
        "the other bound of a rule",
        "家庭月收入不得超过2100元,人均住房面积低于{15平方米}。",
        lambda s: (
            OTHER_BOUND.search(s.before)
            and not s.sentence.acted
            and any(cue.word.startswith("不得") and cue.start < s.clause for cue in s.sentence.cues)
            and "不得"
        ),
        look(ends=OTHER_BOUND.lasts, ruled=True),
    ),
    (
        "taken-by-rate",
        "what a rule takes or gives by a rate",
        "按合同价的{0.5‰}扣除违约金。",
        lambda s: "按" in s.before and TAKEN_BY.match(s.after) and not s.sentence.acted and BY_RATE.search(s.before) and "按",
        look("rate", begins=TAKEN_BY.firsts, word="按"),
    ),
    (
        "meets-rule",
        "whom a rule is for",
        "对连续{三年}无事故的企业,一次性奖励2万元。",
        lambda s: (
            "的" in s.after
            and not s.sentence.acted
            and MEETS.match(s.text, s.draft.end)
            and (SPELL_OF.search(s.before) or FOR_WHOM.search(s.before))
            and "对"
        ),
        look(later="的"),
    ),
    (
        "limit-named-after",
        "the limit is named after its number",
        "政府债务控制在{52亿元}限额以内。",
        lambda s: LIMIT_AFTER.match(s.after) and "限额",
        look(begins=LIMIT_AFTER.firsts),
    ),
    (
        "bound-before-real",
        "a bound beside what was really reached",
        "人均学习不少于{60学时},实际72学时。",
        lambda s: (word := bound(s)) and REAL_NEXT.match(s.after) and word,
        look(ends=BOUND_WORD.lasts),
    ),
    (
        "cap-of-grant",
        "the most that the grant before it gives",
        "符合条件的给予一次性救助,最高{8000元}。",
        lambda s: s.before == "最高" and not s.sentence.acted and GRANT_BEFORE.search(s.so_far) and "最高",
        look("money", ends=frozenset("高")),
    ),
    (
        "valid-for",
        "how long something holds is a rule",
        "许可证有效期{5年}。",
        lambda s: VALID_FOR.search(s.before) and "有效期",
        look("time", ends=VALID_FOR.lasts),
    ),
    (
        "ratio-demanded",
        "a ratio that something asks for is a rule",
        "按照师生比{1:13}的要求配备教师。",
        lambda s: s.draft.base_unit == "ratio" and "按" in s.before and RULE.search(s.before) and OF_DEMAND.match(s.after) and "按",
        look("ratio", word="按"),
    ),
    (
        "consequence",
        "what follows from a bound makes it a rule",
        "考核低于{80分}的扣减服务费。",
        lambda s: s.after[:1] == "的" and FOLLOWS.match(s.after) and BOUNDED_BY.search(s.before) and not s.sentence.acted and "扣",
        look(begins=frozenset("的")),
    ),
    (
        "must-have",
        "what must be there is a rule",
        "场所须配备灭火器{4具}。",
        lambda s: ("须" in s.before or "应" in s.before) and MUST.search(s.before) and "须",
    ),
    (
        "longest-term",
        "the longest term is a rule",
        "贷款期限最长{3年}。",
        lambda s: LONGEST.search(s.before) and "最长",
        look("time", ends=LONGEST.lasts),
    ),
    (
        "grant-to-those",
        "what a rule grants to those who meet it",
        "对年纳税300万元以上的企业,给予{5%}的奖励。",
        lambda s: s.clause > s.sentence.start and GRANTS_THEM.search(s.before) and THOSE.search(s.so_far) and "给予",
        "money rate",
    ),
    (
        "time-set",
        "a time that is set to somebody is a limit",
        "责令两家单位在{5个工作日}内说明原因。",
        lambda s: (
            s.draft.base_unit in SERVICE_TIME
            and s.after[:1] == "内"
            and IN_TIME.search(s.before)
            and SET_A_TIME.search(s.before)
            and "限期"
        ),
        look("time", begins=frozenset("内")),
    ),
    (
        "for-each-step",
        "the step for which a rule gives or takes",
        "每少{1个百分点}扣0.2分。",
        lambda s: "每" in s.before and EACH_STEP.search(s.before) and not s.sentence.acted and "每",
        look(word="每"),
    ),
    (
        "step-given",
        "what a rule gives or takes for each step",
        "每少1个百分点扣{0.2分}。",
        lambda s: stepped(s) and "每",
        look(ends=STEP_ENDS),
    ),
    (
        "bound-of-share",
        "a bound of a share, of which nothing says that it was reached",
        "优秀等次比例不超过参评单位的{20%}。",
        lambda s: (
            s.before[-1:] == "的" and not s.sentence.cues and s.sentence.section is None and SHARE_BOUND.search(s.before) and "不超过"
        ),
        look("rate", ends=frozenset("的")),
    ),
    (
        "service-time",
        "a time that a service promises to take",
        "一般事项{3个工作日}内办结。",
        lambda s: promised(s) and "时限",
        look("time"),
    ),
    (
        "bound-further-off",
        "a rule names a bound, its base stands between",
        "按照不低于营业收入{1.5%}的比例提取。",
        lambda s: "的" in s.after[:2] and FAR_BOUND.search(s.before) and OF_RULE.match(s.after) and "不低于",
        look(word="按"),
    ),
    (
        "sum-for-each",
        "a sum for each is what a rule gives or bounds",
        "收费不高于每吨{3元}。",
        lambda s: per_unit(s) and "每",
        look(word="每"),
    ),
    (
        "red-line",
        "a red line is a rule",
        "严守{31万亩}耕地红线。",
        lambda s: s.dimension not in {"count", "counted"} and "线" in s.after and OF_LINE.match(s.after) and "红线",
        look(later="线"),
    ),
    (
        "grant",
        "what is granted to those of a class",
        "对首次升规的企业一次性奖励{10万元}。",
        lambda s: not s.sentence.acted and FOR_THEM.search(s.before) and "给予",
        look("money rate", ends=FOR_THEM.lasts),
    ),
    (
        "terms-of-cap",
        "the other terms of what is capped",
        "贷款额度最高30万元,期限{3年}。",
        lambda s: TERM.search(s.before) and CAP_BEFORE.search(s.text, s.sentence.start, s.clause) and "最高",
        look("time rate", ends=TERM.lasts),
    ),
    (
        "bound-alone",
        "a bound of which nothing says that it was reached",
        "耕地保有量不低于{33万亩}。",
        bound_alone,
        look("area mass", ends=BOUND_WORD.lasts),
    ),
    (
        "bounds-of-service",
        "a sentence of bounds is a rule",
        "供热期不少于{120天},室温不低于18℃。",
        bounds_of_service,
        look(ends=BOUND_WORD.lasts),
    ),
    (
        "cap",
        "a cap for each, or a bound that is asked for",
        "每村补助不超过{30万元}。",
        lambda s: (
            s.before[-1:] in LIMITS
            and (RULED.search(s.before) or (s.dimension in {"money", "rate"} and CAPPED.search(s.before)))
            and "不超过"
        ),
        look(ends=LIMITS),
    ),
    (
        "by-standard",
        "a standard by which something is done is a rule",
        "按每亩{120元}的标准补助。",
        lambda s: "按" in s.before and RULE.search(s.before) and STANDARD_AFTER.match(s.after) and "标准",
        look(word="按"),
    ),
)
