"""Shapes that can't be whole without a number: for each kind of words in cues.csv that opens one, what must follow."""

from collections.abc import Iterator, Mapping

PARTS = "(?:投资|任务|计划|目标|预算|人口|面积|产量|产值|收入|支出|总量|总数|总额|人数|户数|资金)"
GOAL_NEXT = r"(?=,(?:[已现]|目前|截至|实际|累计|完成|实现|1[-—~至]\d{1,2}|前\d|前[两三]季度|上半年)[^,。;\d]{0,10}\d)"
# shape_real: 实际报到〔〕; shape_per: 标准为每学期〔〕; shape_grant: 每户补助〔〕; shape_share: 占总人口〔〕; shape_wanting: 还差〔〕;
# shape_goal: 年度目标〔〕,目前完成38户; shape_again: 下半年再完成〔〕; shape_yearly: 年产饲料〔〕; shape_mean: 平均用时〔〕;
# shape_needed: 还需资金〔〕; shape_average: 户均补助〔〕; shape_compared: 较去年同期少〔〕; shape_extreme: 最低〔〕;
# shape_plan: 计划改造小区〔〕,实际改造8个
TAILS = {
    "shape_real": "(?=(?:已|共|仅)?[\u4e00-\u9fff]{2}[,。;])",
    "shape_per": "(?=[,。;)]|$)",
    "shape_grant": "(?=[,。;])",
    "shape_share": f"(?=[^,。;\\d的]{{0,10}}(?<={PARTS})[,。;])",
    "shape_wanting": "(?=[,。;)]|$)",
    "shape_goal": GOAL_NEXT,
    "shape_again": "(?=[,。;]|$)",
    "shape_yearly": "(?=[\u4e00-\u9fff]{1,6}[,。;])",
    "shape_mean": "(?=[\u4e00-\u9fff]{0,4}(?:时间|用时|价格|收入|单价|工资|年龄|成本|产量|亩产|得分|成绩)[,。;])",
    "shape_needed": "(?=[,。;]|$)",
    "shape_average": "(?=(?:达|约|为|仅)?(?:[,。;]|(?:以上|左右)[,。;]))",
    "shape_compared": "(?=(?:同期)?(?:每[亩户人吨斤])?(?:偏?[多少]|增收|减收|[增减])[,。;])",
    "shape_extreme": "(?=[,。;])",
    "shape_plan": r"(?=[^,。;:、\d]{2,14},实际[^,。;\d]{0,6}\d)",
}


def anchors(cues: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The words that open a shape, each group with what must follow it."""
    yield ("约", "近"), "(?=[,。;)]|$)"
    for kind, tail in TAILS.items():
        yield cues[kind], tail
    for word in cues["shape_compared"]:
        yield (word,), f"(?<=,{word})(?=[^,。;\\d]{{1,10}}\\d)"


def kinds(cues: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The kind of each word that opens a shape."""
    return {word: kind for kind in TAILS for word in cues[kind]}
