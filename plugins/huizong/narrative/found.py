"""What one pass over a paragraph has read so far."""

from dataclasses import dataclass, field
from typing import Literal

from huizong.narrative.figure_draft import FigureDraft
from huizong.narrative.grammar.calendar_words import DateKind
from huizong.narrative.grammar.numerals import CHARACTERS as NUMERALS

# How far back a sentence may reach, so that time stays linear in text without stops.
REACH = 400


@dataclass(slots=True)
class Found:
    """Drafts, dates and stretches that are no figure, in the order of the text; `last` is the end of the latest.

    `parted` is where the scale and unit stand that brackets part from their number.

    `hidden` says whether the text holds a sign that may mask a number.

    `doubts` are possible losses, each with how many other figures its sentence must hold.
    """

    drafts: list[FigureDraft] = field(default_factory=list)
    dates: list[tuple[int, int, DateKind | Literal["period"]]] = field(default_factory=list)
    nonfigures: list[tuple[int, int, str]] = field(default_factory=list)
    doubts: list[tuple[FigureDraft, int]] = field(default_factory=list)
    last: int = -1
    parted: tuple[int, int] = (-1, -1)
    hidden: bool = True

    def figure(self, draft: FigureDraft) -> int:
        """Note a figure; its end."""
        self.drafts.append(draft)
        return draft.end

    def none(self, start: int, end: int, reason: str) -> int:
        """Note a stretch that is no figure; its end."""
        self.nonfigures.append((start, end, reason))
        return end

    def units_since(self, place: int) -> set[str]:
        """The units counted since `place`; at most a hundred figures back."""
        units = set()
        for drafts in (self.drafts[-100:], [draft for draft, _ in self.doubts[-20:]]):
            for draft in reversed(drafts):
                if draft.start <= place:
                    break
                if draft.unit:
                    units.add(draft.unit)
        return units

    def asked_at(self, place: int) -> bool:
        """Whether a loss without width is noted at `place` already, sure or doubtful."""
        near = (*self.drafts[-4:], *(draft for draft, _ in self.doubts[-4:]))
        return any(draft.start == place and draft.end == place for draft in near)

    def counted_at(self, text: str, start: int) -> bool:
        """Whether what was read ends right at `start` and counts what follows; a word like 二氧化碳 does not."""
        if start != self.last:
            return False
        word = self.nonfigures and self.nonfigures[-1][1] == start and "一" <= text[start - 1] <= "龥"
        return not word or text[start - 1] in NUMERALS

    def follows_name(self, start: int) -> bool:
        """Whether what was read right before `start` is itself a loss (户|人) or a class of size (亿元以上项目|个)."""
        if self.drafts and self.drafts[-1].end == start and self.drafts[-1].kind == "missing":
            return True
        return bool(self.nonfigures) and self.nonfigures[-1][1] == start and self.nonfigures[-1][2] == "size_class"

    def follows_date(self, start: int) -> bool:
        """Whether a calendar word was read right before `start`: 今年〔个〕项目."""
        return bool(self.dates) and self.dates[-1][1] == start


class Parallel:
    """The units that the sentence has counted before a place; worked out when first asked for, which is seldom."""

    __slots__ = ("found", "start", "text", "units")

    def __init__(self, text: str, start: int, found: Found) -> None:
        self.text, self.start, self.found = text, start, found
        self.units: set[str] | None = None

    def __contains__(self, unit: object) -> bool:
        if self.units is None:
            near = max(0, self.start - REACH)
            self.units = self.found.units_since(max(self.text.rfind(mark, near, self.start) for mark in "。;\n"))
        return unit in self.units
