"""Units that stand in a sentence and in no corner: a note below, a text box, the header of the printed page.

「金额类指标计量单位为元」, 「单位：元、亩、头」, 「产值以亿元计」. What is named before the unit says for which figures it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huizong.catalogue import Catalogue
from huizong.catalogue.texts import normalise
from huizong.recognising.vocabulary.units_apart import units_apart
from huizong.word_lists import word_lists

_CLAUSE = re.compile(r"[。；;，,\n]|(?<=\S)\s*(?=[1-9][.、](?!\d))")
_LISTS = word_lists("recognising", "unit_notes")
_LEADS = _LISTS.pattern("leads")
_IS = _LISTS.pattern("unit_is")
_IN = _LISTS.pattern("in_unit")
_ARE = _LISTS.pattern("are_unit")
_MAY_STATE = _LISTS.pattern("may_state")
_STATES = _LISTS.pattern("states")
_BRACKETED = _LISTS.pattern("bracketed")
_ASIDE = re.compile(r"\([^()]*\)\)?$")  # 计量单位为元（面积除外）
_QUOTES = re.compile(r"[“”\"「」『』‘’'《》]")
_EXCEPT = _LISTS.pattern("except")
_EXCEPT_OPEN = _LISTS.pattern("except_open")
_FILLERS = _LISTS.pattern("fillers")
_KIND = _LISTS.pattern("kind")
_TAIL = _LISTS.pattern("tail")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Stated:
    """A unit, or several of different kinds, and what they hold for: all figures if `subjects` is empty.

    `clear` is False of a sentence that names a unit and could not be taken apart: what it says must be asked.
    """

    text: str
    units: tuple[str, ...]
    subjects: tuple[str, ...] = ()
    clear: bool = True

    def holds_for(self, names: Iterable[str]) -> bool:
        """Whether one of the subjects is part of a name of the figure, or short for it: 零售额 is 零售总额."""
        plain = [normalise(name) for name in names if name]
        return any(
            subject in name or (len(name) > 2 and name in subject) or _is_short_for(subject, name)
            for subject in self.subjects
            for name in plain
        )


def units_stated(texts: Iterable[str], catalogue: Catalogue) -> tuple[Stated, ...]:
    """The units that the texts state, in their order, each once; words whose unit the catalogue does not know state none."""
    found: dict[Stated, None] = {}
    for whole in texts:
        apart, text = units_apart(whole, catalogue)
        found.update(dict.fromkeys(Stated(whole.strip(), (unit,), subjects) for unit, subjects in apart))
        if _MAY_STATE.search(text) is None:
            continue
        for clause in _clauses(text):
            if clause and len(clause) <= _LONGEST and (stated := _stated(clause, catalogue) or _unclear(clause, catalogue)) is not None:
                found.setdefault(stated)
    return tuple(found)


def _clauses(text: str) -> list[str]:
    """The sentences of a text; 除…外 and what follows its comma are one."""
    parts: list[str] = []
    for part in _CLAUSE.split(text):
        if parts and _EXCEPT_OPEN.search(normalise(parts[-1])):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _is_short_for(subject: str, name: str) -> bool:
    letters = iter(name)
    return len(subject) > 2 and all(letter in letters for letter in subject)


def _unclear(clause: str, catalogue: Catalogue) -> Stated | None:
    """A unit that is named behind the word 单位 in a sentence of another build; 2000万元以上的法人单位 states none."""
    found = _STATES.search(_QUOTES.sub("", normalise(clause)))
    if found is None:
        return None
    after = found["after"]
    spans = ((start, end) for start in range(len(after)) for end in range(len(after), start, -1))
    for start, end in spans:
        unit = catalogue.unit(after[start:end])
        alone = not after[end : end + 1].isalpha() or after[end] in "的计填表或和"
        if unit is not None and alone and not after[:start].endswith(tuple("0123456789.个")):
            return Stated(clause.strip(), (unit.unit,), clear=False)
    return None


def general(stated: Sequence[Stated]) -> tuple[Stated, ...]:
    """Those that hold for all figures of their kind."""
    return tuple(item for item in stated if not item.subjects)


def _stated(clause: str, catalogue: Catalogue) -> Stated | None:
    name = _BRACKETED.sub(r":\g<unit>", _QUOTES.sub("", normalise(clause)))
    if not _ASIDE.match(name):
        name = _ASIDE.sub("", name)
    lead = _LEADS.match(name)
    bare = name[lead.end() :] if lead else name
    bare = bare[1:] if bare[:1] in "([" else bare
    for pattern in (_IS, _IN, _ARE):
        found = pattern.fullmatch(bare)
        units = catalogue.units_in(found["unit"]) if found else ()
        if found and units:
            if _EXCEPT.search(found["subject"]):
                return Stated(clause.strip(), tuple(unit.unit for unit in units), clear=False)
            parts = re.split(r"[、和及与]", found["subject"])
            plain = [_FILLERS.sub("", part) for part in parts]
            subjects = tuple(_TAIL.sub("", part) for part in plain if not _KIND.fullmatch(part))
            return Stated(clause.strip(), tuple(unit.unit for unit in units), subjects)
    return None
