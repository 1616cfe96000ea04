"""Bounds: the words around a figure that make it what must not be passed, and whether something says that it was reached."""

import re

from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.meaning.said import Said
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "bounds")
any_of = LISTS.any_of

# 单个企业奖补总额不超过200万元, 每户最高补助3万元: a cap.
CAPPED = Ending(
    rf"{any_of('capped_sums')}最高$|每[户个家人项亩月年头][^,。;\d]*{any_of('given')}不(?:低|少)于$"
    f"|{any_of('for_each')}[^,。;]*{any_of('most')}$"
    f"|每[村镇乡校所企][^,。;]{{0,8}}{any_of('supported')}[^,。;]{{0,4}}{any_of('caps')}$"
)
# 缴存比例不低于5%、不高于12%: two bounds are a rule. 要求每周至少巡查2次.
BOUNDED_ABOVE = re.compile(rf"(?:以上)?[、,]?[且并]?{any_of('above')}\d")
BOUNDED_BELOW = re.compile(rf"{any_of('below')}\d[^,。;]{{0,8}}[、,]?[且并]?{any_of('above')}$")
AT_LEAST_EACH = re.compile(rf"每{any_of('each')}[^,。;\d]{{0,6}}(?:至少|不少于)[^,。;\d]{{0,6}}$")
DEMANDED = LISTS.pattern("demanded")
# 处5000元以上2万元以下罚款: the bounds of a fine. 原则上不低于1.5%: a rule with its limit.
# 须配备专职安全员2名: what must be there.
MUST = re.compile(rf"{any_of('must')}{any_of('must_have')}[^,。;\d]{{0,10}}$")
LEVELLED = Ending(f"{any_of('levelled')}[到至为]$")
RULED = Ending(rf"{any_of('ruled')}[^,。;]*{any_of('bounds_of_rule')}(?:[^,。;\d]{{2,8}}的)?$")
# 按照不低于营业收入1.5%的比例: a rule, whose bound stands further back. 严守31万亩红线.
FAR_BOUND = re.compile(rf"按照?[^,。;\d]{{0,8}}{any_of('far_bounds')}[^,。;\d]{{0,10}}$")
# 收费不高于每吨3元; 对符合条件的农户,每户补助2万元
PER_BOUND = Ending(f"不{any_of('per_bounds')}每{any_of('per_units')}$")
OF_RULE = re.compile(f"的{any_of('rule_words')}")
OF_LINE = re.compile("[^,。;\\d]{0,6}(?:红线|底线)(?![内外])")
# 贷款额度最高30万元,期限3年,按年息3%贴息: the other terms of what is capped.
CAP_BEFORE = re.compile(f"{any_of('capped_terms')}[^,。;]{{0,6}}{any_of('cap_words')}")
TERM = Ending(f"{any_of('terms')}(?:为|最长|最高)?$")
LONGEST = Ending(f"{any_of('terms_named')}最长(?:为|不超过)?$")
PAST_TIME = LISTS.pattern("past")
BOUND_WORD = Ending(f"{any_of('bound_words')}$")
BOUNDS = LISTS.pattern("bound_words")
# With what the words of a rule, a cap or a bound may end.
LIMITS = BOUND_WORD.lasts | RULED.lasts | CAPPED.lasts
PERIOD_BOUND = re.compile(f"{any_of('spans')}[^,。;]{{0,4}}$|{any_of('spans')}{any_of('not_above')}$")
# 优秀比例不超过参评单位的20%: a bound of a share, where nothing says that it was reached.
SHARE_BOUND = re.compile(rf"{any_of('share_bounds')}[^,。;\d]{{2,10}}的$")
# 月收入不得超过2100元,人均住房面积低于15平方米: the other bound of a rule.
OTHER_BOUND = Ending(f"{any_of('other_bounds')}$")
# 要求每月开展2次大扫除,每季度评比一次
EACH_TIME = re.compile(rf"^(?:[^,。;\d]{{0,8}})?每{any_of('each_time')}[^,。;\d]{{0,8}}$")
# 控制在52亿元限额以内; 不少于60学时,实际72学时; 给予救助,最高8000元
LIMIT_AFTER = Opening(f"的?{any_of('limits')}以?[内下]")
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
