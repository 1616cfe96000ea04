"""A unit without number, and what stands around it: what the rules that prove a loss look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from huizong.narrative.found import REACH, Found
from huizong.narrative.grammar.lexicon import ProseUnit
from huizong.narrative.grammar.notation import MOVED
from huizong.narrative.grammar.signs import Opening
from huizong.narrative.lost.fellows import ENDS
from huizong.narrative.lost.gaps import Gaps
from huizong.narrative.named_rule import Test
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "orphan")
# 由〔个〕增加到〔个〕: two lost ends of a movement.
MOVED_TO = Opening(MOVED)
# 出资〔元〕现金, 收入在〔元〕人民币以下
NOTES = Opening(LISTS.any_of("notes"))


class Doubting(Protocol):
    """Who judges a unit without number (`doubts`), as far as its rules ask him."""

    gaps: Gaps

    def people_of(self, text: str, start: int, end: int, unit: ProseUnit, found: Found) -> bool:
        """Whether the unit counts the persons of the households right before it, or the members of a class."""

    def beside(self, text: str, start: int, unit: ProseUnit, found: Found) -> bool:
        """Whether a figure of another unit stands right before it."""

    def headed(self, text: str, start: int, end: int, unit: ProseUnit) -> bool:
        """Whether a noun ends right before the unit, and one that it counts begins right after it."""

    def continued(self, text: str, start: int, end: int, unit: ProseUnit, found: Found) -> bool:
        """Whether it is the next count after the noun of one."""

    def due(self, text: str, start: int, end: int) -> bool:
        """Whether a number is due whatever word the unit may end."""

    def fellow(self, text: str, start: int, end: int, name: str) -> bool:
        """Whether the sentence counts something else in the same unit."""

    def counted(self, text: str, at: int, unit: ProseUnit) -> bool:
        """Whether a noun, a verb or a quantity ends at `at`."""


class Orphan:
    """A unit without number, and what stands around it: what the rules of `sure` look at."""

    __slots__ = ("before", "doubts", "end", "ends", "found", "start", "text", "to", "unit")

    def __init__(self, doubts: Doubting, text: str, start: int, end: int, unit: ProseUnit, found: Found) -> None:
        self.doubts, self.text, self.start, self.end, self.unit, self.found = doubts, text, start, end, unit, found
        self.ends = ENDS.match(text, end) is not None
        self.before = text[max(0, start - 30) : start]
        self.to = MOVED_TO.match(text, end) is not None

    @property
    def noun(self) -> bool:
        """Whether a noun that the unit counts follows."""
        return self.doubts.gaps.noun_follows(self.text, self.end, self.unit)

    @property
    def noted(self) -> bool:
        """Whether the kind of money follows, behind a word: 出资〔元〕现金."""
        return self.before[-1:] >= "一" and NOTES.match(self.text, self.end) is not None

    @property
    def sentence(self) -> str:
        """The sentence around the unit, as far as a sentence reaches."""
        first = max(self.start - REACH, 0, *(self.text.rfind(mark, max(0, self.start - REACH), self.start) + 1 for mark in "。\n"))
        stop = self.text.find("。", self.end, self.end + REACH)
        return self.text[first : stop if stop >= 0 else self.end + REACH]

    @property
    def in_word(self) -> bool:
        """Whether the unit is only a part of a word."""
        return self.doubts.gaps.words.word(self.text, self.start, self.end)

    @property
    def fellow(self) -> bool:
        """Whether the sentence counts something else in the same unit."""
        return self.doubts.fellow(self.text, self.start, self.end, self.unit.name)


def orphans(*given: tuple[str, str, str, Callable[[Orphan], object]]) -> tuple[Test[Orphan], ...]:
    """Rules in order, each a name, a reason, an example and a test."""
    return tuple(Test(*rule) for rule in given)
