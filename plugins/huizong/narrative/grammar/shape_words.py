"""Shapes that can't be whole without a number: for each kind of words in cues.csv that opens one, what must follow."""

from collections.abc import Iterator, Mapping

from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "shape_words")
any_of = LISTS.any_of

PARTS = any_of("parts")
GOAL_NEXT = rf"(?=,{any_of('done_so_far')}[^,。;\d]{{0,10}}\d)"
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
    "shape_mean": rf"(?=[\u4e00-\u9fff]{{0,4}}{any_of('means')}[,。;])",
    "shape_needed": "(?=[,。;]|$)",
    "shape_average": "(?=(?:达|约|为|仅)?(?:[,。;]|(?:以上|左右)[,。;]))",
    "shape_compared": f"(?=(?:同期)?(?:每[亩户人吨斤])?{any_of('differences')}[,。;])",
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
