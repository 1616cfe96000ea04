"""Grants and penalties: the words around a figure that make it what a rule gives or takes, or for whom."""

import re

from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.meaning.bounds import PER_BOUND
from huizong.narrative.meaning.said import Said
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "grants")
any_of = LISTS.any_of

STANDARD_AFTER = re.compile("[^,。;]{0,8}的?标准")
# 考核低于80分的扣减服务费: what follows from a bound.
FOLLOWS = Opening(f"的,?[^,。;]{{0,4}}{any_of('follows')}")
BOUNDED_BY = Ending(f"{any_of('bounded_by')}$")
FINED = Opening(f"{any_of('fine_leads')}{{0,4}}罚款")
# 凡用工30人以上的,给予每人800元补贴; 对产值过亿元的企业一次性奖励10万元: what a rule grants.
GRANTED = re.compile(f"{any_of('how')}?{any_of('granted')}")
FOR_THEM = Ending(f"对[^,。;]{{0,30}}{any_of('meets')}[^,。;]{{0,20}}{any_of('grant_acts')}$|最高(?:可)?{any_of('caps_of_grant')}$")
# 对年纳税300万元以上的企业,给予5%的奖励: the grant stands in the clause after those whom it is for.
GRANTS_THEM = re.compile(
    rf"^(?:每[人户名个项家月年亩台辆座套头只株吨床处村件]){{0,2}}{any_of('how')}?{any_of('grants_them')}[^,。;已了\d]{{0,5}}$"
)
THOSE = re.compile("(?:对|凡)[^。;已了]{2,40}的[^,。;已了]{0,12},$")
# 按照师生比1:13的要求
OF_DEMAND = Opening(f"的?{any_of('rule_words')}")
EACH_OF_THEM = re.compile("^对[^,。;已]{2,16}的[^,。;已]{1,8},每[户人亩个名家][^,。;\\d已]{0,6}$")
RULE = re.compile("按照?[^,。;]{0,14}$")
# 每少1个百分点扣0.2分, 每逾期1天加收0.5‰: so much for each.
EACH_STEP = re.compile(rf"每{any_of('steps')}[^,。;\d]{{0,8}}$")
STEPPED = re.compile(rf"每{any_of('stepped')}[^,。;\d]{{0,8}}\d[^。;]{{0,16}}[扣加奖减][收征发除减励分]?$")
STEP_ENDS = frozenset(LISTS.words("step_ends"))
# 逾期一天按合同价的0.5‰扣除: what a rule takes or gives by a rate.
BY_RATE = re.compile("按[^,。;\\d]{0,10}的?$")
TAKEN_BY = Opening(any_of("taken"))
# 连续两次排名末位的予以约谈; 对连续三年无事故的企业,一次性奖励2万元: whom a rule is for.
MEETS = re.compile(rf"[^,。;\d]{{0,16}}的[^,。;\d]{{0,10}},?{any_of('meet_leads')}?{any_of('meet_acts')}")
SPELL_OF = Ending(f"{any_of('spells')}$")
FOR_WHOM = re.compile("对[^,。;已了\\d]{0,16}$")
GRANT_BEFORE = re.compile(f"{any_of('grant_verbs')}[^,。;]{{0,12}}{any_of('grant_nouns')},$")


def per_unit(s: Said) -> bool:
    """Whether a sum for each is what a rule gives or bounds, where nothing says that it was given."""
    if s.sentence.acted:
        return False
    if PER_BOUND.search(s.before) is not None:
        return True
    return s.dimension == "money" and "每" in s.before and EACH_OF_THEM.match(s.text[s.sentence.start : s.draft.start]) is not None


def stepped(s: Said) -> bool:
    """Whether so much is given or taken for each step: 每逾期1天扣〔0.2分〕."""
    return s.before[-1:] in STEP_ENDS and STEPPED.search(s.text, max(s.sentence.start, s.draft.start - 40), s.draft.start) is not None


def counted_whom(s: Said) -> bool:
    """Whether those with whom something was done are counted: 对〔13家〕隐患突出的企业予以停产; 对〔3次〕以上的 is a bound."""
    counted = s.dimension in {"count", "people"} and not (s.draft.unit or "").endswith("次")
    return counted and s.before.endswith("对") and not s.after.startswith(("以上", "及以上", "以下"))
