"""Grants and penalties: the words around a figure that make it what a rule gives or takes, or for whom."""

import re

from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.meaning.bounds import PER_BOUND
from huizong.narrative.meaning.said import Said

STANDARD_AFTER = re.compile("[^,。;]{0,8}的?标准")
# 考核低于80分的扣减服务费: what follows from a bound.
FOLLOWS = Opening("的,?[^,。;]{0,4}(?:扣|处以|取消|不予|予以|给予|奖励|追究|约谈|收回)")
BOUNDED_BY = Ending("(?:低于|高于|超过|达到|不足|未达到?|不满|缺席|旷工|旷课|迟到|违约)$")
FINED = Opening("(?:以上|以下|的|至|[\\d.]+万?元){0,4}罚款")
# 凡用工30人以上的,给予每人800元补贴; 对产值过亿元的企业一次性奖励10万元: what a rule grants.
GRANTED = re.compile("(?:一次性|分别|再|可)?(?:给予|奖励|补助|补贴|奖补|按|处|扣|不予|减免|免[收除交缴]|享受)")
FOR_THEM = Ending(
    "对[^,。;]{0,30}(?:以上|以下|达到|首次|新|年度|评为|获评)[^,。;]{0,20}(?:给予|奖励|补助|补贴|奖补)$"
    "|最高(?:可)?(?:奖励|补助|补贴|奖补|给予)$"
)
# 对年纳税300万元以上的企业,给予5%的奖励: the grant stands in the clause after those whom it is for.
GRANTS_THEM = re.compile(
    "^(?:每[人户名个项家月年亩台辆座套头只株吨床处村件]){0,2}(?:一次性|分别|再|可)?(?:给予|奖励|补助|补贴|奖补|按|发放|享受|加发|减免|扣减)[^,。;已了\\d]{0,5}$"
)
THOSE = re.compile("(?:对|凡)[^。;已了]{2,40}的[^,。;已了]{0,12},$")
# 按照师生比1:13的要求
OF_DEMAND = Opening("的?(?:要求|标准|比例|定额)")
EACH_OF_THEM = re.compile("^对[^,。;已]{2,16}的[^,。;已]{1,8},每[户人亩个名家][^,。;\\d已]{0,6}$")
RULE = re.compile("按照?[^,。;]{0,14}$")
# 每少1个百分点扣0.2分, 每逾期1天加收0.5‰: so much for each.
EACH_STEP = re.compile("每(?:少|多|超过?|低|高|增加?|减少?|提高|降低|下降|上升|延迟|逾期|拖延|出现|发生|新增)[^,。;\\d]{0,8}$")
STEPPED = re.compile(
    "每(?:少|多|超|低|高|增|减|提高|降低|下降|上升|延迟|逾期|拖延|出现|发生|新增)[^,。;\\d]{0,8}\\d[^。;]{0,16}[扣加奖减][收征发除减励分]?$"
)
STEP_ENDS = frozenset("扣加奖减收征发除励分")
# 逾期一天按合同价的0.5‰扣除: what a rule takes or gives by a rate.
BY_RATE = re.compile("按[^,。;\\d]{0,10}的?$")
TAKEN_BY = Opening("扣除|扣减|收取|计收|加收|缴纳|计提|提取|征收|支付违约金|给予|返还")
# 连续两次排名末位的予以约谈; 对连续三年无事故的企业,一次性奖励2万元: whom a rule is for.
MEETS = re.compile(
    r"[^,。;\d]{0,16}的[^,。;\d]{0,10},?(?:一次性|每[户人家个项]|再|可|均)?(?:予以|给予|奖励|补助|补贴|奖补|约谈|取消|扣|处以|追究|责令)"
)
SPELL_OF = Ending("(?:连续|累计|超过|满)$")
FOR_WHOM = re.compile("对[^,。;已了\\d]{0,16}$")
GRANT_BEFORE = re.compile("(?:给予|发放|享受|可获)[^,。;]{0,12}(?:救助|补助|补贴|奖励|补偿|奖补),$")


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
