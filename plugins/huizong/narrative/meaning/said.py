"""What is said around one figure: what the rules of roles look at, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huizong.narrative.figure import Kind, Role
from huizong.narrative.figure_draft import FigureDraft
from huizong.narrative.meaning.judgement import Judgement
from huizong.narrative.named_rule import Test

if TYPE_CHECKING:
    from huizong.narrative.meaning.clauses import Sentence


class Said:
    """A figure in its clause: what stands before it there, the 24 signs after it, and the sentence around."""

    __slots__ = ("after", "before", "clause", "dimension", "draft", "kind", "known", "sentence", "text")
    after: str
    before: str
    clause: int
    dimension: str
    draft: FigureDraft
    kind: Kind
    known: Judgement | None
    sentence: Sentence
    text: str

    def __init__(self, sentence: Sentence, draft: FigureDraft, clause: int) -> None:
        text, end = sentence.text, draft.end
        self.sentence, self.draft, self.clause, self.text = sentence, draft, clause, text
        self.before, self.after = text[clause : draft.start], text[end : end + 24]
        self.dimension, self.kind = draft.dimension, draft.kind
        self.known = None

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
class RuleLook:
    """What one look at a figure tells of a rule: without these it can't hold, so its test is not asked. Empty is anything.

    dimensions: of the figure; ends: the sign right before it; begins: the sign right after it; word: what its clause has before it;
    later: what stands within 24 signs after it; ruled: its sentence has a word of rules.
    """

    dimensions: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    begins: frozenset[str] = frozenset()
    word: str = ""
    later: str = ""
    ruled: bool = False


def look(
    dimensions: str = "",
    ends: Collection[str] = (),
    begins: Collection[str] = (),
    word: str = "",
    later: str = "",
    *,
    ruled: bool = False,
) -> RuleLook:
    """A look, its dimensions as words."""
    return RuleLook(frozenset(dimensions.split()), frozenset(ends), frozenset(begins), word, later, ruled)


@dataclass(frozen=True, slots=True)
class RoleRule(Test[Said]):
    """A rule of a role; `holds` may answer with the word that decided."""

    role: Role = "context"
    look: RuleLook = RuleLook()


Given = tuple[str, str, str, Callable[[Said], object]] | tuple[str, str, str, Callable[[Said], object], str | RuleLook]


def rules(role: Role, *given: Given) -> tuple[RoleRule, ...]:
    """Rules of one role in order, each a name, a reason, an example, a test and, where it has one, a look or its dimensions."""
    made = []
    for name, reason, example, holds, *looks in given:
        first = looks[0] if looks else RuleLook()
        made.append(RoleRule(name, reason, example, holds, role, look(first) if isinstance(first, str) else first))
    return tuple(made)
