"""Notes by which a sign of the table stands for something else than it does everywhere: “0”表示不足1户, 「—」表示零."""

from __future__ import annotations

import re
from collections.abc import Collection

from huizong.catalogue import Catalogue
from huizong.catalogue.texts import normalise
from huizong.recognising.vocabulary.unit_notes import units_stated
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "redefined_signs")
_STANDS_FOR = _LISTS.pattern("stands_for")
_NOTHING = _LISTS.pattern("nothing")
_NUMBER_MEANT = _LISTS.pattern("number_meant")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|零")
_DIGIT = re.compile(r"\d")
_LEAD = re.compile(r"^注?\d?[:.、]?")
_CLAUSE = re.compile(r"[,;。]")
_BLANK = "空"
_LONGEST = 60


def redefines(clause: str, stands: Collection[str]) -> bool:
    """Whether a sentence gives a sign that stands in the table another meaning; `stands` are the cells of figures as they are written.

    A number means itself, so that any other meaning is another, and what has none of its own is a number where the note says so.
    """
    found = _STANDS_FOR.search(normalise(clause))
    if found is None:
        return False
    sign, meant = found["sign"] or found["bare"], found["meant"] or found["said"]
    if _NUMBER.fullmatch(sign):
        value = "0" if sign == "零" else sign
        return _NOTHING.fullmatch(meant) is None and any(_is_number(text, value) for text in stands)
    if _NUMBER_MEANT.fullmatch(meant) is None:
        return False
    return any(not text.strip() if sign.startswith(_BLANK) else normalise(text) == sign for text in stands)


def tells_how_to_read(text: str, catalogue: Catalogue) -> bool:
    """Whether a line says nothing but how a table is read: in which units its figures are, or what a sign stands for."""
    name = normalise(text)
    if _STANDS_FOR.search(name) is not None:
        return all(_STANDS_FOR.search(clause) is not None for clause in _CLAUSE.split(name) if clause)
    stated = () if _DIGIT.search(_LEAD.sub("", name)) else units_stated((text,), catalogue)
    return bool(stated) and all(unit.clear for unit in stated) and len(name) <= _LONGEST


def _is_number(text: str, value: str) -> bool:
    """Whether a cell holds the number: 0.0 is 0."""
    plain = normalise(text).rstrip("%")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain == value
