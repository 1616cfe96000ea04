"""What is said around one figure: what the rules of roles look at, and what they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huizong.narrative.draft import Draft
from huizong.narrative.figure import Role
from huizong.narrative.rule import Test

if TYPE_CHECKING:
    from huizong.narrative.meaning.clauses import Sentence


@dataclass(slots=True, unsafe_hash=True)
class Judgement:
    """Role of a figure, the cue that gave it, whether it is a forecast, and the rule that decided."""

    role: Role
    cue: str = ""
    forecast: bool = False
    rule: str = ""


class Said:
    """A figure in its clause: what stands before it there, the 24 signs after it, and the sentence around."""

    __slots__ = ("after", "before", "clause", "dimension", "draft", "kind", "known", "sentence", "text")

    def __init__(self, sentence: Sentence, draft: Draft, clause: int) -> None:
        text, end = sentence.text, draft.end
        self.sentence, self.draft, self.clause, self.text = sentence, draft, clause, text
        self.before, self.after = text[clause : draft.start], text[end : end + 24]
        self.dimension, self.kind = draft.dimension, draft.kind
        self.known: Judgement | None = None

    @property
    def mode(self) -> Judgement:
        """What the nearest cue says, worked out when a rule first asks."""
        if self.known is None:
            self.known = self.sentence.mode(self.draft.start, self.clause)
        return self.known

    @property
    def so_far(self) -> str:
        """The sentence up to the figure's clause."""
        return self.text[self.sentence.start : self.clause]


@dataclass(frozen=True, slots=True)
class RoleRule(Test[Said]):
    """A rule of a role; `holds` may answer with the word that decided, else `cue` is shown. `dimensions` narrows it, empty is any."""

    role: Role = "context"
    cue: str = ""
    dimensions: frozenset[str] = frozenset()


def rules(
    role: Role, *given: tuple[str, str, str, Callable[[Said], object]] | tuple[str, str, str, Callable[[Said], object], str]
) -> tuple[RoleRule, ...]:
    """Rules of one role in order, each a name, a reason, an example, a test and, where it has one, its dimensions."""
    return tuple(
        RoleRule(name, reason, example, holds, role, dimensions=frozenset("".join(dimensions).split()))
        for name, reason, example, holds, *dimensions in given
    )
