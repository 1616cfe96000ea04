"""Attributes: figures that name a thing, a class or its bound, and so report nothing (F5, F9, R3)."""

import re

from huizong.narrative.draft import Draft
from huizong.narrative.grammar.signs import Ending, Opening

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
# 设计日处理能力3万吨, 占地45亩的园区: what a thing is made for, or stands on.
DESIGNED = re.compile(
    "设计(?:年|日)(?:处理|生产|加工|供水|屠宰|吞吐)[^,。;\\d]{0,6}$|设计[^,。;\\d]{0,6}(?:能力|规模|产能|库容|出栏(?:生猪|肉牛|肉羊|蛋鸡|肉鸡|肉鸭)?|处理量?)(?:为|约|达)?$"
)
OCCUPIED = Ending("占地(?:面积)?(?:约|达)?$")
PLANT_AFTER = re.compile("[^,。;!?\\d]{0,16}(?:项目|工程|生产线|基地|厂|电站|中心|车间|园)")
# 六个方面, 四项指标: a count that sums up a list.
PARTS = Opening("(?:方面|环节|板块|领域|门类|大类|阶段|层面|维度|关键词|要点|重点(?=[,。;、:)]|$))")
# 500头以上规模养殖场: the bound of a class of things.
SIZE_BOUND = Opening("(?:及)?以上的?(?:规模|大型|养殖|种植|大户)")
SUM_BOUND = Opening(r"(?:及)?以上的?(?=\d)")
# 得分90分以上7个, 入学率低于60%的乡镇有3个: the bound of those that are counted right after it.
COUNTED_BOUND = re.compile(r"(?:及)?以[上下](?:的)?(?:[^,。;\d]{1,8}?)?(?:有|共有?|达|为|仅)?\d+余?[个家户名人所村镇乡处座位]")
RANGE_COUNTED = re.compile(r"(?:的|之间的?)?(?:[^,。;\d的]{1,8})?(?:有|共有?|达|为|仅)?\d+余?[个家户名人所村镇乡处座位]")
UNDER = Ending("(?:低于|高于|超过|不足|不到|不满|达到|突破|未达到?)$")
UNDER_COUNTED = re.compile(r"的[^,。;\d]{0,8}(?:有|共有?|达|为|仅)?\d+余?[个家户名人所村镇乡处座位]")
AROUND = Ending("(?:周边|周围|方圆|半径|两侧|沿线|为界)(?:约)?$")
BOUNDING = frozenset({"score", "rate", "money", "area", "age", "mass", "length", "count", "people"})
# 产值超亿元企业42家: the amount names a class.
CLASS_NOUN = Opening(r"的(?=有?(?:\d|个))|(?:的)?(?:企业|项目|村(?!集体经济收入)|镇|乡|园区|产业|大户|工业|集群|商贸|单位)")
# 收入10万元至20万元的村8个: the class of those that are counted.
SORTED = Opening(r"的(?:村|企业|农户|家庭|项目|合作社|户)(?:集体)?[有共达]{0,2}\d")
CLASS_OVER = Ending("[超过]$|突破$")
AGE_NOUN = re.compile("年龄|寿命")


def counts_class(draft: Draft, before: str, after: str) -> bool:
    """Whether the figure bounds a class whose members are counted right after it: 90分以上7个, 80分至90分12个, 低于60%的乡镇有3个."""
    if after[:1] in {"及", "以"}:
        return draft.dimension in {"score", "rate", "age"} and COUNTED_BOUND.match(after) is not None
    if draft.kind == "range" and draft.dimension == "score":
        return RANGE_COUNTED.match(after) is not None
    return after[:1] == "的" and UNDER.search(before) is not None and UNDER_COUNTED.match(after) is not None


def context(draft: Draft, before: str, after: str) -> bool:
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
    if dimension in BOUNDING and kind in {"number", "percent", "range"} and counts_class(draft, before, after):
        return True
    if dimension == "money":
        if kind == "range" and SORTED.match(after):
            return True
        if CLASS_OVER.search(before) and CLASS_NOUN.match(after):
            return True
    if before[-1:] in {"近", "的"}:
        if draft.base_unit == "年" and before.endswith("近"):
            return True
        if before.endswith("元的") and dimension in {"mass", "energy", "volume"} and PLANT_AFTER.match(after) is not None:
            return True
    if "设计" in before and DESIGNED.search(before) is not None:
        return True
    if dimension == "length" and after.startswith("范围") and AROUND.search(before) is not None:
        return True  # 校园周边200米范围
    if dimension == "area" and after.startswith("的") and OCCUPIED.search(before) is not None:
        return True
    if dimension == "time" and after[:1] in {"未", "仍", "没"} and CLASS_OVER.search(before) is not None:
        return True
    return PLANT.search(before) is not None and PLANT_AFTER.match(after) is not None
