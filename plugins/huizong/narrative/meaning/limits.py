"""Rules, limits and service times: the words around a figure that make it what must be kept to, not what was done."""

from huizong.narrative.meaning import bounds, grants, service_times
from huizong.narrative.meaning.said import Said, look, rules


def ruled(s: Said) -> str | None:
    """The word of a rule in the figure's clause, or 凡 before what it grants."""
    sentence = s.sentence
    if sentence.ruled:
        for cue in reversed(sentence.cues):
            reaches = s.clause <= cue.start or (cue.word == "凡" and grants.GRANTED.match(s.before) is not None)
            if cue.word in {"限额", "标准", "上限"} and bounds.LEVELLED.search(s.before) is not None:
                continue  # 年度限额提高到6000元: a standard that was raised
            if "threshold" in cue.kinds and cue.start < s.draft.start and reaches:
                return cue.word
    return None


FINES = rules(
    "threshold",
    (
        "bound-of-fine",
        "what a fine may be is a rule",
        "处{5000元}以上2万元以下罚款。",
        lambda s: "罚款" in s.after and "处" in s.before and grants.FINED.match(s.after) and "罚款",
        look("money", begins=grants.FINED.firsts),
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
        lambda s: (word := bounds.bound(s)) and (s.sentence.ruled or bounds.PERIOD_BOUND.search(s.before)) and word,
        look(ends=bounds.BOUND_WORD.lasts),
    ),
    (
        "two-bounds",
        "two bounds of one thing are a rule",
        "缴存比例不低于{5%}、不高于12%。",
        bounds.two_bounds,
        look(ends=bounds.BOUND_WORD.lasts),
    ),
    (
        "each-at-least",
        "so much at least for each, as something demands",
        "要求每个村每周至少巡查{2次}。",
        lambda s: (
            "每" in s.before
            and bounds.AT_LEAST_EACH.search(s.before)
            and bounds.DEMANDED.search(s.text, s.sentence.start, s.draft.start)
            and "要求"
        ),
        look(word="每"),
    ),
    (
        "each-time-demanded",
        "so often, as something demands",
        "要求各村每月开展{2次}大扫除。",
        lambda s: (
            s.draft.unit in bounds.TIMES
            and not s.sentence.acted
            and bounds.EACH_TIME.search(s.before)
            and bounds.DEMANDED.search(s.text, s.sentence.start, s.draft.start)
            and "要求"
        ),
        look(word="每"),
    ),
    (
        "other-bound",
        "the other bound of a rule",
        "家庭月收入不得超过2100元,人均住房面积低于{15平方米}。",
        lambda s: (
            bounds.OTHER_BOUND.search(s.before)
            and not s.sentence.acted
            and any(cue.word.startswith("不得") and cue.start < s.clause for cue in s.sentence.cues)
            and "不得"
        ),
        look(ends=bounds.OTHER_BOUND.lasts, ruled=True),
    ),
    (
        "taken-by-rate",
        "what a rule takes or gives by a rate",
        "按合同价的{0.5‰}扣除违约金。",
        lambda s: "按" in s.before and grants.TAKEN_BY.match(s.after) and not s.sentence.acted and grants.BY_RATE.search(s.before) and "按",
        look("rate", begins=grants.TAKEN_BY.firsts, word="按"),
    ),
    (
        "meets-rule",
        "whom a rule is for",
        "对连续{三年}无事故的企业,一次性奖励2万元。",
        lambda s: (
            "的" in s.after
            and not s.sentence.acted
            and (grants.SPELL_OF.search(s.before) or ("对" in s.before and grants.FOR_WHOM.search(s.before) and not grants.counted_whom(s)))
            and grants.MEETS.match(s.text, s.draft.end)
            and "对"
        ),
        look(later="的"),
    ),
    (
        "limit-named-after",
        "the limit is named after its number",
        "政府债务控制在{52亿元}限额以内。",
        lambda s: bounds.LIMIT_AFTER.match(s.after) and "限额",
        look(begins=bounds.LIMIT_AFTER.firsts),
    ),
    (
        "bound-before-real",
        "a bound beside what was really reached",
        "人均学习不少于{60学时},实际72学时。",
        lambda s: (word := bounds.bound(s)) and bounds.REAL_NEXT.match(s.after) and word,
        look(ends=bounds.BOUND_WORD.lasts),
    ),
    (
        "cap-of-grant",
        "the most that the grant before it gives",
        "符合条件的给予一次性救助,最高{8000元}。",
        lambda s: s.before == "最高" and not s.sentence.acted and grants.GRANT_BEFORE.search(s.so_far) and "最高",
        look("money", ends=frozenset("高")),
    ),
    (
        "valid-for",
        "how long something holds is a rule",
        "许可证有效期{5年}。",
        lambda s: service_times.VALID_FOR.search(s.before) and "有效期",
        look("time", ends=service_times.VALID_FOR.lasts),
    ),
    (
        "ratio-demanded",
        "a ratio that something asks for is a rule",
        "按照师生比{1:13}的要求配备教师。",
        lambda s: (
            s.draft.base_unit == "ratio" and "按" in s.before and grants.RULE.search(s.before) and grants.OF_DEMAND.match(s.after) and "按"
        ),
        look("ratio", word="按"),
    ),
    (
        "consequence",
        "what follows from a bound makes it a rule",
        "考核低于{80分}的扣减服务费。",
        lambda s: (
            s.after[:1] == "的" and grants.FOLLOWS.match(s.after) and grants.BOUNDED_BY.search(s.before) and not s.sentence.acted and "扣"
        ),
        look(begins=frozenset("的")),
    ),
    (
        "must-have",
        "what must be there is a rule",
        "场所须配备灭火器{4具}。",
        lambda s: ("须" in s.before or "应" in s.before) and bounds.MUST.search(s.before) and "须",
    ),
    (
        "longest-term",
        "the longest term is a rule",
        "贷款期限最长{3年}。",
        lambda s: bounds.LONGEST.search(s.before) and "最长",
        look("time", ends=bounds.LONGEST.lasts),
    ),
    (
        "grant-to-those",
        "what a rule grants to those who meet it",
        "对年纳税300万元以上的企业,给予{5%}的奖励。",
        lambda s: s.clause > s.sentence.start and grants.GRANTS_THEM.search(s.before) and grants.THOSE.search(s.so_far) and "给予",
        "money rate",
    ),
    (
        "time-set",
        "a time that is set to somebody is a limit",
        "责令两家单位在{5个工作日}内说明原因。",
        lambda s: (
            s.draft.base_unit in service_times.SERVICE_TIME
            and s.after[:1] == "内"
            and service_times.IN_TIME.search(s.before)
            and service_times.SET_A_TIME.search(s.before)
            and "限期"
        ),
        look("time", begins=frozenset("内")),
    ),
    (
        "for-each-step",
        "the step for which a rule gives or takes",
        "每少{1个百分点}扣0.2分。",
        lambda s: "每" in s.before and grants.EACH_STEP.search(s.before) and not s.sentence.acted and "每",
        look(word="每"),
    ),
    (
        "step-given",
        "what a rule gives or takes for each step",
        "每少1个百分点扣{0.2分}。",
        lambda s: grants.stepped(s) and "每",
        look(ends=grants.STEP_ENDS),
    ),
    (
        "bound-of-share",
        "a bound of a share, of which nothing says that it was reached",
        "优秀等次比例不超过参评单位的{20%}。",
        lambda s: (
            s.before[-1:] == "的"
            and not s.sentence.cues
            and s.sentence.section is None
            and bounds.SHARE_BOUND.search(s.before)
            and "不超过"
        ),
        look("rate", ends=frozenset("的")),
    ),
    (
        "service-time",
        "a time that a service promises to take",
        "一般事项{3个工作日}内办结。",
        lambda s: service_times.promised(s) and "时限",
        look("time"),
    ),
    (
        "bound-further-off",
        "a rule names a bound, its base stands between",
        "按照不低于营业收入{1.5%}的比例提取。",
        lambda s: "的" in s.after[:2] and bounds.FAR_BOUND.search(s.before) and bounds.OF_RULE.match(s.after) and "不低于",
        look(word="按"),
    ),
    (
        "sum-for-each",
        "a sum for each is what a rule gives or bounds",
        "收费不高于每吨{3元}。",
        lambda s: grants.per_unit(s) and "每",
        look(word="每"),
    ),
    (
        "red-line",
        "a red line is a rule",
        "严守{31万亩}耕地红线。",
        lambda s: s.dimension not in {"count", "counted"} and "线" in s.after and bounds.OF_LINE.match(s.after) and "红线",
        look(later="线"),
    ),
    (
        "grant",
        "what is granted to those of a class",
        "对首次升规的企业一次性奖励{10万元}。",
        lambda s: not s.sentence.acted and grants.FOR_THEM.search(s.before) and "给予",
        look("money rate", ends=grants.FOR_THEM.lasts),
    ),
    (
        "terms-of-cap",
        "the other terms of what is capped",
        "贷款额度最高30万元,期限{3年}。",
        lambda s: bounds.TERM.search(s.before) and bounds.CAP_BEFORE.search(s.text, s.sentence.start, s.clause) and "最高",
        look("time rate", ends=bounds.TERM.lasts),
    ),
    (
        "bound-alone",
        "a bound of which nothing says that it was reached",
        "耕地保有量不低于{33万亩}。",
        bounds.bound_alone,
        look("area mass", ends=bounds.BOUND_WORD.lasts),
    ),
    (
        "bounds-of-service",
        "a sentence of bounds is a rule",
        "供热期不少于{120天},室温不低于18℃。",
        bounds.bounds_of_service,
        look(ends=bounds.BOUND_WORD.lasts),
    ),
    (
        "cap",
        "a cap for each, or a bound that is asked for",
        "每村补助不超过{30万元}。",
        lambda s: (
            s.before[-1:] in bounds.LIMITS
            and (bounds.RULED.search(s.before) or (s.dimension in {"money", "rate"} and bounds.CAPPED.search(s.before)))
            and "不超过"
        ),
        look(ends=bounds.LIMITS),
    ),
    (
        "by-standard",
        "a standard by which something is done is a rule",
        "按每亩{120元}的标准补助。",
        lambda s: "按" in s.before and grants.RULE.search(s.before) and grants.STANDARD_AFTER.match(s.after) and "标准",
        look(word="按"),
    ),
)
