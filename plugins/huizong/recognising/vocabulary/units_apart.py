"""Units that a line states for some figures apart from the rest: 单位：万元，其中产值为亿元; 除生猪为头外，其余均为万元."""

from __future__ import annotations

import re

from huizong.catalogue import Catalogue
from huizong.catalogue.texts import normalise
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "units_apart")
_MAY_SAY = _LISTS.pattern("may_say")
_EXCEPT = _LISTS.pattern("except")
_AMONG = _LISTS.pattern("among")
_ITEM = _LISTS.pattern("item")
_REST = _LISTS.pattern("rest")
_OPENING = _LISTS.pattern("opening")
_SUBJECT_END = _LISTS.pattern("subject_end")
_BETWEEN = re.compile(r"[、,;及和]")

Apart = tuple[str, tuple[str, ...]]  # a unit, and the names for which it holds; for all others where there are none


def may_say_apart(text: str) -> bool:
    """Whether a text is of a build that may state units apart: beside 其中, 除…外, or in brackets behind a unit."""
    return _MAY_SAY.search(normalise(text)) is not None


def units_apart(text: str, catalogue: Catalogue) -> tuple[tuple[Apart, ...], str]:
    """The units that a text states for what it names there, and the rest of the text; none, and the whole text, where it states none.

    Each part that is set apart must name a unit of the catalogue: of 其中税收收入为20万元 nothing is a unit.
    """
    if _MAY_SAY.search(name := normalise(text)) is None:
        return (), text
    for pattern in (_EXCEPT, _AMONG):
        found = pattern.search(name)
        if found is None:
            continue
        apart = [_item(part, catalogue) for part in _BETWEEN.split(found["items"]) if part]
        if not apart or not all(apart):
            continue
        items = tuple(item for item in apart if item is not None)
        if pattern is _AMONG:
            return items, _OPENING.sub("", name[: found.start("items")])
        if not found["rest"] and found.start():
            return items, _OPENING.sub("", name[: found.start()])
        rest = _REST.fullmatch(found["rest"])
        if rest is not None and (unit := catalogue.unit(rest["unit"])) is not None:
            return (*items, (unit.unit, ())), name[: found.start()]
    return (), text


def _item(part: str, catalogue: Catalogue) -> Apart | None:
    """What one part says: 规模以上工业总产值为亿元."""
    found = _ITEM.fullmatch(part)
    unit = catalogue.unit(found["unit"]) if found else None
    if found is None or unit is None:
        return None
    return unit.unit, (_SUBJECT_END.sub("", found["subject"]),)
