"""Attributes: figures that name a thing, a class or its bound, and so report nothing (F5, F9, R3)."""

import re

from huizong.narrative.figure_draft import FigureDraft
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.meaning.said import Said, look, rules
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "attributes")
any_of = LISTS.any_of

# 全县10镇8乡: places and bodies are counted, they sum up no list.
PLACES = frozenset(LISTS.words("places"))
# 带动1500名以上妇女增收: so many were reached, no class of them.
REACHED = re.compile(f"{any_of('reached')}了?$")
CLASS_UNITS = frozenset({"age", "money", "area", "length", "mass", "voltage", "people", "energy"})
# 60周岁以上老人, 投资300万元以上的项目: the figure bounds a class (F9). 3家以上市级平台 is a count of things.
BOUND = Opening(rf"(?:及)?(?:以上|以下)(?:的)?(?=[\u4e00-\u9fff])(?!{any_of('no_bound')})")
# 年产5万吨饲料项目, 220kV变电站: size in a name (R3).
PLANT = Ending(f"{any_of('capacity')}(?:能力|量)?(?:约|达)?$")
# 设计日处理能力3万吨, 占地45亩的园区: what a thing is made for, or stands on.
DESIGNED = re.compile(
    rf"设计{any_of('designed_for')}(?:为|达)?$|设计(?:年|日){any_of('designed_act')}[^,。;\d]{{0,6}}$"
    rf"|设计[^,。;\d]{{0,6}}{any_of('designed_sum')}(?:为|约|达)?$"
)
OCCUPIED = Ending("占地(?:面积)?(?:约|达)?$")
PLANT_AFTER = re.compile(rf"[^,。;!?\d]{{0,16}}{any_of('plants')}")
# 六个方面, 四项指标: a count that sums up a list.
PARTS = Opening(any_of("parts"))
# 500头以上规模养殖场: the bound of a class of things.
SIZE_BOUND = Opening(f"(?:及)?以上的?{any_of('sizes')}")
SUM_BOUND = Opening(r"(?:及)?以上的?(?=\d)")
COUNTED = any_of("counted")
# 得分90分以上7个, 入学率低于60%的乡镇有3个: the bound of those that are counted right after it.
COUNTED_BOUND = re.compile(rf"(?:及)?以[上下](?:的)?(?:[^,。;\d]{{1,8}}?)?{any_of('counts')}?\d+余?{COUNTED}")
RANGE_COUNTED = re.compile(rf"(?:的|之间的?)?(?:[^,。;\d的]{{1,8}})?{any_of('counts')}?\d+余?{COUNTED}")
UNDER = Ending(f"{any_of('under')}$")
UNDER_COUNTED = re.compile(rf"的[^,。;\d]{{0,8}}{any_of('counts')}?\d+余?{COUNTED}")
AROUND = Ending(f"{any_of('around')}(?:约)?$")
BOUNDING = frozenset({"score", "rate", "money", "area", "age", "mass", "length", "count", "people"})
# 产值超亿元企业42家: the amount names a class.
CLASS_NOUN = Opening(rf"的(?=有?(?:\d|个))|(?:的)?{any_of('classes')}")
# 收入10万元至20万元的村8个: the class of those that are counted.
SORTED = Opening(rf"的{any_of('sorted_by_sum')}(?:集体)?[有共达]{{0,2}}\d")
CLASS_OVER = Ending("[超过]$|突破$")
AGE_NOUN = re.compile("年龄|寿命")


def counts_class(draft: FigureDraft, before: str, after: str) -> bool:
    """Whether the figure bounds a class whose members are counted right after it: 90分以上7个, 低于60%的乡镇有3个."""
    if after[:1] in {"及", "以"}:
        return (draft.dimension in {"score", "rate", "age"} or draft.unit == "级") and COUNTED_BOUND.match(after) is not None
    return after[:1] == "的" and UNDER.search(before) is not None and UNDER_COUNTED.match(after) is not None


def holds_list(s: Said) -> bool:
    """Whether a count sums up what a list in quotes before it names: “一村”、“一策”两项."""
    return s.before.endswith("”") and "、" in s.before[s.before.rfind("“") :] and s.kind == "number"


# 4.5米宽3条: the size of those that are counted.
SIZED = Opening(r"[宽高深长厚]的?\d")
WHOLE = frozenset({"number", "range", "placeholder"})
BOUNDED = frozenset({"number", "percent", "range"})
RULES = rules(
    "context",
    (
        "attribute-unit",
        "a voltage, or what sums up parts, says what a thing is",
        "新建{110千伏}变电站,总投资1.2亿元。",
        lambda s: s.kind != "missing" and s.draft.unit not in PLACES,
        "voltage counted",
    ),
    (
        "sums-up-list",
        "a count of aspects or indicators sums up a list",
        "从{六个}方面抓好落实。",
        lambda s: (s.draft.unit == "个" and PARTS.match(s.after)) or (s.draft.unit == "项" and s.after.startswith("指标")),
        look(begins=PARTS.firsts | {"指"}),
    ),
    (
        "quoted-list",
        "a count right after a list in quotes sums it up",
        "守牢“安全、廉洁”{两条}底线。",
        holds_list,
        look(ends=frozenset("”")),
    ),
    (
        "class-of-age",
        "an age bounds a class of people",
        "为{65岁}以上老人免费体检。",
        lambda s: not AGE_NOUN.search(s.before),
        "age",
    ),
    (
        "bound-of-class",
        "a bound before its noun makes a class of it",
        "总投资{3000万元}以上的项目开工9个。",
        lambda s: (
            s.after[:1] in {"及", "以"}
            and s.dimension in CLASS_UNITS
            and s.kind in WHOLE
            and BOUND.match(s.after)
            and (s.dimension != "people" or REACHED.search(s.before) is None)
        ),
        look(begins=BOUND.firsts),
    ),
    (
        "bound-of-size",
        "a bound before a large farm or the next count makes a class of it",
        "新建{500头}以上规模养殖场3家。",
        lambda s: (
            s.after[:1] in {"及", "以"}
            and s.kind in {"number", "range"}
            and (SIZE_BOUND.match(s.after) or (s.dimension == "money" and SUM_BOUND.match(s.after)))
        ),
        look(begins=BOUND.firsts),
    ),
    (
        "bound-of-counted",
        "a bound whose members are counted right after it makes a class",
        "完成率低于{60%}的乡镇有3个。",
        lambda s: s.dimension in BOUNDING and s.kind in BOUNDED and counts_class(s.draft, s.before, s.after),
        look("score rate money area age mass length count people", begins=frozenset("及以的")),
    ),
    (
        "range-of-scores",
        "a range of scores whose members are counted right after it makes a class",
        "考核得分{80分至90分}12个。",
        lambda s: s.kind == "range" and RANGE_COUNTED.match(s.after),
        look("score"),
    ),
    (
        "range-of-class",
        "a range of sums before those who have it makes a class",
        "收入{10万元至20万元}的村8个。",
        lambda s: s.kind == "range" and SORTED.match(s.after),
        "money",
    ),
    (
        "sum-names-class",
        "a sum that is passed names the class of those who pass it",
        "产值超{1亿元}企业达42家。",
        lambda s: CLASS_OVER.search(s.before) and CLASS_NOUN.match(s.after),
        look("money", ends=CLASS_OVER.lasts),
    ),
    (
        "recent-years",
        "the last years are a time, not a result",
        "近{三年}累计投入资金2亿元。",
        lambda s: s.draft.base_unit == "年" and s.before.endswith("近"),
        look(ends=frozenset("近")),
    ),
    (
        "size-of-priced-plant",
        "between its price and its name stands the size of a plant",
        "总投资8亿元的{30万吨}饲料项目落户园区。",
        lambda s: s.before.endswith("元的") and PLANT_AFTER.match(s.after),
        look("mass energy volume", ends=frozenset("的")),
    ),
    (
        "designed",
        "what a thing is designed for is no result",
        "水厂设计日处理能力{3万吨}。",
        lambda s: "设计" in s.before and DESIGNED.search(s.before),
        look(word="设计"),
    ),
    (
        "range-around",
        "how far around something reaches says where",
        "排查校园周边{200米}范围内商铺36家。",
        lambda s: s.after.startswith("范围") and AROUND.search(s.before),
        look("length", begins=frozenset("范")),
    ),
    (
        "size-of-counted",
        "how wide or high those are that are counted right after it",
        "新建水泥路,其中{4.5米}宽3条。",
        lambda s: SIZED.match(s.after),
        look("length", begins=SIZED.firsts),
    ),
    (
        "stands-on",
        "the ground of a named thing is its attribute",
        "占地{45亩}的物流园开工。",
        lambda s: s.after.startswith("的") and OCCUPIED.search(s.before),
        look("area", begins=frozenset("的")),
    ),
    (
        "overdue",
        "a time that was passed without the act makes a class",
        "超过{30天}未办结的事项3件。",
        lambda s: s.after[:1] in {"未", "仍", "没"} and CLASS_OVER.search(s.before),
        look("time", begins=frozenset("未仍没")),
    ),
    (
        "size-of-plant",
        "a yearly or daily capacity before a plant is part of its name",
        "年产{5万吨}饲料项目投产。",
        lambda s: PLANT.search(s.before) and PLANT_AFTER.match(s.after),
        look(ends=PLANT.lasts),
    ),
)
