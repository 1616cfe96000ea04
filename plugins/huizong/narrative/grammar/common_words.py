"""Common words of the language: whether one ends before a unit, so that the unit may be a unit and no part of a word or a name.

In 兑现承诺〔项〕 the word 承诺 ends before 项; in 严寒袭人 none ends before 人, so 人 is no unit there. The list is shipped with us
(decision 0084) and no county's own: what it counts stands in nouns.csv.
"""

from collections import Counter
from functools import cache

from huizong.narrative.grammar.lexicon import FOLDER

FILE = FOLDER / "common_words.txt"
SIZES = (2, 3, 4)
# 棵, 盏, 亩: a sign that ends fewer words than this is nearly always a unit.
SELDOM = 20


@cache
def common_words() -> frozenset[str]:
    """The words of the list, each of two to four signs: read when the first doubtful unit comes, once a process."""
    return frozenset(FILE.read_text(encoding="utf-8").split())


@cache
def endings() -> Counter[str]:
    """How many of the words each sign ends."""
    return Counter(word[-1] for word in common_words())


def ends_few_words(sign: str) -> bool:
    """Whether a unit ends hardly any word, so that it needs no word before it to be one: 棵, 盏; not 人, 家, 台."""
    return endings()[sign] < SELDOM


def ends_a_word(text: str, at: int) -> bool:
    """Whether a common word ends right before `at`."""
    words = common_words()
    return any(at >= size and text[at - size : at] in words for size in SIZES)


def within_a_word(text: str, start: int, end: int) -> bool:
    """Whether a common word of three signs or four, of which the unit text[start:end] is the last, ends at `end`: 发射台."""
    words = common_words()
    return any(end >= size and end - size < start - 1 and text[end - size : end] in words for size in SIZES)


def begins_a_word(text: str, start: int) -> bool:
    """Whether a common word of two signs begins at `start`: 封建."""
    return text[start : start + 2] in common_words()
