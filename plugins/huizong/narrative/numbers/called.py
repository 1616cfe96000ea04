"""What is called by a number (301医院, 12345热线, 2035年), and numbers that are too big for a name."""

import re

from huizong.narrative.grammar.quantity import Quantity
from huizong.narrative.grammar.signs import Opening
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "called")
any_of = LISTS.any_of

HAN = re.compile("[\u4e00-\u9fff]")
YEAR_LIKE = range(1900, 2100)
# 301医院, 104国道, 863计划: what is called by a number.
NAMED_BY = Opening(any_of("named_by"))
HOTLINE = re.compile(r"1(?:1[0249]|2[0-8]\d{2}|22)")
MANY = 1000
# 超千万企业: a class by what its members turn over, no count of them.
OF_CLASS = Opening(any_of("classes"))
# “一个统领、二个抓手、五个提升”
MOTTO = re.compile("(?:[一二两三四五六七八九十]个[\u4e00-\u9fff]{2,6}[、,]?){2,}")


def surely_counts(text: str, quantity: Quantity) -> bool:
    """Whether a number within words is too big for a name: 全区4850中小学在校生; not 2035远景, 12345热线."""
    start, end, value = quantity.start, quantity.end, quantity.value
    if value < MANY or value % 1 or value in YEAR_LIKE or HAN.match(text[start - 1 : start]) is None:
        return False
    return HOTLINE.fullmatch(text, start, end) is None and NAMED_BY.match(text, end) is None
