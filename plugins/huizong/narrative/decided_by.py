"""Why a figure reads as it does: the rules that decided, with their reasons and the words that they went by."""

from collections.abc import Iterator
from dataclasses import dataclass

from huizong.narrative.figure import ProseFigure
from huizong.narrative.named_rule import Decides, known


@dataclass(frozen=True, slots=True)
class DecidedBy:
    """What was decided (value, loss, role or qualifier), by which rule, why, and the word in the text that decided, if one did."""

    decides: Decides
    rule: str
    reason: str
    word: str = ""

    def to_json(self) -> dict[str, str]:
        """The explanation as one object of `huizong extract --explain --format jsonl`."""
        shown = {"decides": self.decides, "rule": self.rule, "reason": self.reason}
        return {**shown, "word": self.word} if self.word else {**shown}

    def __str__(self) -> str:
        word = f" [{self.word}]" if self.word else ""
        return f"{self.decides}: {self.rule}{word}: {self.reason}"


def explain(figure: ProseFigure) -> Iterator[DecidedBy]:
    """What decided the figure's value or loss, its role and its qualifier, in this order."""
    rules = known()
    for name in figure.rules:
        decides, rule = rules[name]
        yield DecidedBy(decides, name, rule.reason, figure.evidence.cue if decides == "role" else "")
