"""In which unit a value is written: the row's word comes before the header's, the corner's and the indicator's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import Indicator, Unit
from huizong.catalogue.texts import normalise
from huizong.recognising.vocabulary.unit_notes import Stated
from huizong.recognising.vocabulary.when import without_times

RATE = "%"
_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_PARTS = re.compile(r"[\s,、;:/|·-]+")
_LABEL = re.compile(r"(?:计量|金额|数据)?单位:?")


@dataclass(frozen=True, slots=True)
class Written:
    """The unit of a value. `rule` says that the words above or beside it do not fit, with what stands there."""

    unit: str
    rule: str | None = None
    observed: str = ""
    stated: bool = True


@dataclass(frozen=True, slots=True)
class UnitWords:
    """What stands around a value and may say its unit.

    `row` and `header` are the words of its own row and column, `corner` those that hold for the table, `above` the unit of the rows
    before. `name` is the unit in the brackets of its name. `notes` are the units that a note, a text box or the page's header states
    for the value, those that name it first; `doubtful` are those of which nobody can tell what they hold for. `of_row` says that the
    row itself names the rate, 税收收入增速, whose unit is then that of the rate.
    """

    row: str
    header: str | None
    corner: str
    above: str = ""
    name: str | None = None
    notes: tuple[Stated, ...] = ()
    doubtful: tuple[Stated, ...] = ()
    of_row: bool = False


def unit_of(catalogue: Catalogue, indicator: Indicator, said: UnitWords, *, rate: bool) -> Written:
    """The unit that holds for a value of the indicator, or for a rate of it.

    A corner may name several units and holds only where one of them has the indicator's dimension: under 「单位：万元」
    a row of pigs keeps its own 头. A row or header whose unit is unknown or of another dimension is a fault. So is an empty
    place under `above`, a unit that would give the value another size: whether it goes on, only its writer knows. So are
    two units of the same row that differ, 生猪出栏（万头） beside 头, and those of row and header.

    `notes` stand for a corner where there is none, and against one, or a row's unit that they name, they are a contradiction.
    """
    own = RATE if rate else indicator.unit
    beside = [unit.unit for unit in catalogue.units_in(said.row)] if said.name and not rate else []
    if said.name and beside and all(catalogue.convert(Decimal(1), unit, said.name) not in (None, Decimal(1)) for unit in beside):
        return Written(own, "unit-contradicts", f"{said.name}、{said.row.strip()}")
    for text in (said.row, said.header or ""):
        if not text.strip() or catalogue.placeholder_status(text) is not None:
            continue
        units = [unit.unit for unit in catalogue.units_in(text)]
        fitting = [unit for unit in units if catalogue.convert(Decimal(1), unit, own) is not None]
        if fitting:
            named = None if rate else _noted(tuple(note for note in said.notes if note.subjects), own, catalogue)
            if named is not None and _differ(catalogue, named[0], fitting[0]):
                return Written(own, "unit-contradicts", f"{text.strip()}、{named[1]}")
            heads = [] if rate or text is not said.row or not said.header else [unit.unit for unit in catalogue.units_in(said.header)]
            if any(_differ(catalogue, unit, fitting[0]) for unit in heads if catalogue.convert(Decimal(1), unit, own) is not None):
                return Written(own, "unit-contradicts", f"{said.row.strip()}、{said.header}")
            return Written(fitting[0])
        if rate and not (said.of_row and text is said.row):
            continue  # the row's unit is that of its values, not of the rates beside them
        return Written(own, "unit-mismatch" if units else "unit-unknown", text.strip())
    noted = None if rate else _noted(said.notes, own, catalogue)
    if noted is not None:
        in_corner = [unit.unit for unit in catalogue.units_in(said.corner) if catalogue.convert(Decimal(1), unit.unit, own) is not None]
        others = [other for note in said.notes if not note.subjects and (other := _noted((note,), own, catalogue)) is not None]
        unlike = next((text for unit, text, _ in others if _differ(catalogue, unit, noted[0])), "")
        if not noted[2] and (unlike or (in_corner and _differ(catalogue, in_corner[0], noted[0]))):
            return Written(own, "unit-contradicts", f"{unlike or said.corner}、{noted[1]}")
        return Written(noted[0])
    if rate or not said.corner:
        going_on = [] if rate or not said.above else catalogue.units_in(said.above)
        if any(catalogue.convert(Decimal(1), unit.unit, own) not in (None, Decimal(1)) for unit in going_on):
            return Written(own, "unit-unknown", f"（空，上面写的是{said.above}）")
        doubt = None if rate else _noted(said.doubtful, own, catalogue)
        if doubt is not None and _differ(catalogue, doubt[0], own):
            return Written(own, "unit-contradicts", f"{own}、{doubt[1]}")
        return Written(own, stated=False)
    units = [unit.unit for unit in catalogue.units_in(said.corner)]
    fitting = [unit for unit in units if catalogue.convert(Decimal(1), unit, own) is not None]
    if fitting:
        return Written(fitting[0])
    return Written(own, None if units else "unit-unknown", said.corner, stated=False)


def unit_of_words(texts: Sequence[str], titles: Sequence[str], heads: Sequence[str], catalogue: Catalogue) -> str:
    """The units that words over a table state otherwise than as 单位：亿元 in one cell; empty if they state none.

    单位： with 亿元 in the next cell, 单位 亿元 without a colon, a bare （亿元）, the brackets or the end of a title, 月报表（2026年6月，
    亿元）, and those of the head over the names, 指标（亿元）.
    """
    for label, beside in pairwise(texts):
        if _LABEL.fullmatch(normalise(label)) and (found := catalogue.units_in(beside)):
            return _named(found)
    for text in reversed((*titles, *texts)):
        name = normalise(text)
        lead = _LABEL.match(name)
        if found := catalogue.units_in(name[lead.end() :] if lead else name):
            return _named(found)
    for title in (*heads, *reversed(titles)):
        plain = unicodedata.normalize("NFKC", title)
        brackets = [found[1] for found in _BRACKETS.finditer(plain)]
        inside = [*brackets, *(part for text in brackets for part in _PARTS.split(text)), *plain.split()[1:][-1:]]
        if units := [unit for part in inside if (unit := catalogue.unit(without_times(part))) is not None]:
            return _named(units)
    return ""


def _named(units: Sequence[Unit]) -> str:
    return "、".join(dict.fromkeys(unit.unit for unit in units))


def _noted(notes: tuple[Stated, ...], own: str, catalogue: Catalogue) -> tuple[str, str, bool] | None:
    """The first unit of the notes that has the value's dimension, with the words and whether they name what they hold for."""
    for note in sorted(notes, key=lambda note: not note.subjects):
        for unit in note.units:
            if catalogue.convert(Decimal(1), unit, own) is not None:
                return unit, note.text, bool(note.subjects)
    return None


def _differ(catalogue: Catalogue, one: str, other: str) -> bool:
    return catalogue.convert(Decimal(1), one, other) not in (None, Decimal(1))
