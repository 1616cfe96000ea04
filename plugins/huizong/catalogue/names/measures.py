"""Units and their conversion, and what stands where a number should."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from decimal import Decimal, localcontext
from typing import TypeVar

from huizong.catalogue.entries import Placeholder, Unit
from huizong.catalogue.texts import remembered, unit_name
from huizong.model import Status

KeyT = TypeVar("KeyT", bound=Hashable)
AnswerT = TypeVar("AnswerT")

# 亩 → 公顷 divides by 15; so many digits keep every further step exact for any precision that is published.
_DIGITS = 50
_KEPT = 1 << 14  # answers
# A pattern that refers to its own groups, or sets flags for all of it, says something else among others.
_ALONE = re.compile(r"\\[1-9]|\(\?(?:P|[aiLmsux]+\)|\()")
_BETWEEN_UNITS = re.compile(r"[、,;]|和|或")
_MARKS = re.compile(r"[¹²³⁰⁴-⁹⁽⁾①-⑳⑴-⒇*＊]+$")  # of footnotes; m² has its own name and is found before
_CURRENCY = re.compile(r"^(?:人民币|RMB)[/:]?(?=.*元$)|(?<=元)[/(]?人民币\)?$", re.IGNORECASE)


class Units:
    """Units by name."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self.by_name = {unit_name(unit.unit): unit for unit in units}
        self._several: dict[str, tuple[Unit, ...]] = {}
        self._pairs: dict[tuple[str, str], tuple[Decimal, Decimal] | None] = {}

    def get(self, text: str) -> Unit | None:
        """The unit of that name, with 「单位：」 and brackets around it dropped."""
        found = self.by_name.get(unit_name(text))
        return found if found is not None else self.by_name.get(_plain(text))

    def several(self, text: str) -> tuple[Unit, ...]:
        """All units of a corner such as 「单位：万元、%」, in its order; empty if one of them is unknown."""
        return _known(self._several, text, self._read_several)

    def _read_several(self, text: str) -> tuple[Unit, ...]:
        found = [self.by_name.get(part) or self.by_name.get(_plain(part)) for part in _BETWEEN_UNITS.split(unit_name(text))]
        if not all(found):
            found = [self.by_name.get(_plain(part)) for part in _BETWEEN_UNITS.split(_plain(text))]
        return tuple(unit for unit in found if unit) if all(found) else ()

    def convert(self, value: Decimal, unit_from: str, unit_to: str) -> Decimal | None:
        """The value in the other unit; None if a unit is unknown or the dimensions differ."""
        if unit_from == unit_to:
            return value
        factors = _known(self._pairs, (unit_from, unit_to), self._factors)
        if factors is None or factors[0] == factors[1]:
            return None if factors is None else value
        with localcontext() as context:
            context.prec = _DIGITS
            return value * factors[0] / factors[1]

    def _factors(self, names: tuple[str, str]) -> tuple[Decimal, Decimal] | None:
        """The factors of two units to their common base; None if a unit is unknown or the dimensions differ."""
        source, target = map(self.get, names)
        if source is None or target is None or source.base_unit != target.base_unit:
            return None
        return source.factor, target.factor


def _known(answers: dict[KeyT, AnswerT], question: KeyT, answer: Callable[[KeyT], AnswerT]) -> AnswerT:
    """What was answered before, else the answer, kept: a form asks the same of every cell."""
    if question not in answers:
        if len(answers) >= _KEPT:
            answers.clear()
        answers[question] = answer(question)
    return answers[question]


@remembered
def _plain(text: str) -> str:
    """A unit's name without the mark of a footnote behind it and without the currency that 元 is of: 元¹, 人民币万元."""
    return _CURRENCY.sub("", unit_name(_MARKS.sub("", text.strip())))


class Placeholders:
    """Patterns over a whole trimmed cell, tried in the catalogue's order."""

    def __init__(self, placeholders: tuple[Placeholder, ...]) -> None:
        self._patterns = [(re.compile(placeholder.pattern), placeholder.status) for placeholder in placeholders]
        self._any = _as_one(tuple(placeholder.pattern for placeholder in placeholders))

    def status(self, text: str) -> Status | None:
        """The status that the text means, None if it is none of them."""
        trimmed = text.strip()
        if self._any is not None and not self._any.fullmatch(trimmed):  # nearly every cell holds a number
            return None
        return next((status for pattern, status in self._patterns if pattern.fullmatch(trimmed)), None)


def _as_one(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    """One pattern that fits where any of them does; None where they can't be put together."""
    if not patterns or any(map(_ALONE.search, patterns)):
        return None
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
