"""Numbers that have no unit by nature: coefficients, indices by their letters, and scores in a row."""

import re

from huizong.narrative.found import Found
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.notation import MOVED
from huizong.narrative.grammar.quantity import Quantity
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.numbers import brackets
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "coefficients")
any_of = LISTS.any_of

# 综合指数年累计为5.12: over what time an index is taken is no part of its name.
OVER_TIME = re.compile(f"(?<=指数)(?:[年月日季]度?)?{any_of('over_time')}值?$")
# 系数由2012年的0.516提高到2017年的0.548: the time of either end.
OF_TIME = any_of("of_time")
MOVED_ONLY = re.compile(f"{MOVED}{OF_TIME}?")
# 评分9.6,较上年提高0.3: the movement of a coefficient has no unit either.
STEP = Ending(f"{any_of('steps')}了?$")
# 得分91.35,列第一;石门乡〔90.82〕,列第二: the next of a row of scores.
NEXT_SCORE = re.compile("(?:,[^,;。\\d]{2,10})?[,;、][\u4e00-\u9fff]{2,10}")
RANKED_AFTER = Opening(f"(?:分)?(?:,?{any_of('ranked')}|[、;。])")
# AQI为46, PMI 50.2: an index by its letters.
ACRONYM = Ending("[A-Z]{2,}$")

# 死亡数为143, 发病数达608511: its noun is the number of what is counted.
COUNT_NAMED = Ending(f"{any_of('count_nouns')}数{any_of('count_links')}?$")


def names_count(before: str) -> bool:
    """Whether the noun before a number is the number of what is counted, so that no unit is wanting: 死亡数为143."""
    return COUNT_NAMED.search(before) is not None


def stem(text: str, start: int, before: str) -> str:
    """The name that ends `before`, what stands before the number at `start` without its predicate; brackets and times are left out."""
    return OVER_TIME.sub("", brackets.before_brackets(text, start, before))


def named(stem: str, lexicon: Lexicon) -> bool:
    """Whether a coefficient ends the stem: 免疫密度 is a rate, 密度 alone a coefficient, so the longer word decides."""
    coefficient = lexicon.quantities["coefficient"].ending(stem, len(stem))
    return bool(coefficient) and len(lexicon.quantities["rate"].ending(stem, len(stem)) or "") <= len(coefficient or "")


def continued(text: str, start: int, stem: str, found: Found) -> bool:
    """Whether the number is an index by its letters, or goes on about the coefficient read just before: its movement or its other end."""
    if ACRONYM.search(stem):
        return True
    last = found.drafts[-1] if found.drafts else None
    if last is None:
        return False
    if last.kind in {"number", "ratio"} and last.unit is None and last.fault is None and STEP.search(stem) is not None:
        return True
    return last.rule == "coefficient" and MOVED_ONLY.fullmatch(text, last.end, start) is not None  # 景气指数由92.5上升到96.8


def scored(text: str, quantity: Quantity, found: Found) -> bool:
    """柳河镇得分91.35,列第一;石门乡90.82,列第二: after a score the next of the row, told by its rank or by nothing but a name."""
    last = found.drafts[-1] if found.drafts else None
    if last is None or last.kind != "number" or last.unit is not None or last.fault is not None or last.base_unit is not None:
        return False
    between = text[last.end : quantity.start]
    return NEXT_SCORE.fullmatch(between) is not None and RANKED_AFTER.match(text, quantity.end) is not None
