"""The units of a table: which of those stated in rows, header, corner and notes holds for a place."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import Indicator
from huizong.catalogue.texts import normalise
from huizong.model import Finding, Severity, Status
from huizong.recognising.table.axes import Role
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.slots import Slot, TableScope
from huizong.recognising.table.table_result import Place
from huizong.recognising.value.value_reading import Reading
from huizong.recognising.vocabulary.form_words import is_ditto
from huizong.recognising.vocabulary.unit_notes import Stated
from huizong.recognising.vocabulary.units import RATE, UnitWords, Written, unit_of
from huizong.word_lists import word_lists

_MEASURED = word_lists("recognising", "reconciling").pattern("measured")
_ALTERNATING = re.compile(r"(?:VU)+V?|(?:UV)+")  # columns of values and of their units


class TableUnits:
    """The units of one table while its values are read: what is stated where, and which notes were heeded."""

    def __init__(self, layout: Layout, scope: TableScope, catalogue: Catalogue) -> None:
        self._layout, self._scope, self._catalogue = layout, scope, catalogue
        self._unit_columns = [column.column for column in layout.columns if column.role is Role.UNIT]
        self._heeded: dict[Stated, set[str]] = {}  # units taken where a general note states one of that dimension
        self._unstated: dict[str, list[Place]] = {}
        self._strange: dict[Stated, str] = {}  # notes that give a place a unit of another dimension, and the unit that was taken
        self._fits_corner = False  # whether any value has the dimension of a unit in the corner
        self._written: dict[Hashable, Written] = {}

    def written(self, slot: Slot, indicator: Indicator) -> Written:
        """The unit in which the place is written, by its row, its header, the table's corner and the notes."""
        rate, row = slot.says.basis.is_rate, slot.row
        header, corner = self.of_header(slot), self.of_corner(slot)
        notes, doubtful = self._notes(slot, indicator.name)
        of_row = rate and any(basis.is_rate for basis in row.meaning.bases) and not _says_its_rate(row.names)
        said = self._of_row(slot), header, corner, row.unit_above, row.meaning.unit, notes, doubtful, of_row
        key = indicator.unit, rate, said
        if key not in self._written:  # most rows of a form say the same
            self._written[key] = unit_of(self._catalogue, indicator, UnitWords(*said), rate=rate)
        written = self._written[key]
        if not rate:
            self._fits_corner |= any(self._converts(unit.unit, indicator.unit) for unit in self._catalogue.units_in(corner))
            strange = next(
                (note for note in notes if note.subjects and not any(self._converts(u, indicator.unit) for u in note.units)), None
            )
            if strange is not None and written.rule is None and not written.stated:
                return Written(indicator.unit, "unit-mismatch", strange.text)
            if strange is not None and written.rule is None:
                self._strange.setdefault(strange, written.unit)
        if not rate and written.rule is None:
            for note in notes:
                if not note.subjects and self._fits(note, indicator.unit):
                    self._heeded.setdefault(note, set()).add(written.unit)
        return written

    def _converts(self, unit: str, other: str) -> bool:
        """Whether two units are of one dimension."""
        return self._catalogue.convert(Decimal(1), unit, other) is not None

    def _fits(self, note: Stated, unit: str) -> bool:
        """Whether a note states a unit of the dimension."""
        return any(self._converts(stated, unit) for stated in note.units)

    def _of_row(self, slot: Slot) -> str:
        """The unit in the row's column of units; of several such columns, in the one beside the value's.

        Where columns of units and of values don't alternate, and the units differ, nobody can tell which is meant: all of them.
        """
        if len(self._unit_columns) < 2:
            return slot.row.unit
        grid, row, at = self._layout.block.grid, slot.row.row, slot.column.column
        said = {column: slot.row.unit if is_ditto(text) else text for column in self._unit_columns if (text := grid.text(row, column))}
        if len(set(said.values())) < 2:
            return slot.row.unit
        order = "".join(
            "U" if column.role is Role.UNIT else "V" for column in self._layout.columns if column.role in (Role.UNIT, Role.VALUE)
        )
        if _ALTERNATING.fullmatch(order) is None:
            return "/".join(dict.fromkeys(said.values()))
        beside = [unit for unit in self._unit_columns if (unit > at) is order.startswith("V")]
        place = (min if order.startswith("V") else max)(beside, default=0)
        return said.get(place, "")

    def note_unstated(self, unit: str, at: Place) -> None:
        """Takes note of a figure whose unit nothing states: it is taken in the indicator's own."""
        self._unstated.setdefault(unit, []).append(at)

    def findings(self) -> Iterator[Finding]:
        """What there is to say of the table's units as a whole, once all its values are read.

        A note 金额单位为元 under rows that all say 万元: their own word holds, and which of them is meant is asked. So is a corner
        单位：头 over a table in which nothing is counted so, and money is.
        """
        corner = "" if self._fits_corner or not self._catalogue.units_in(self._scope.corner) else self._scope.corner
        for unit, places in self._unstated.items():
            place = self._layout.block.grid.span_place(places)
            if corner and _MEASURED.search(unit):
                yield Finding("unit-contradicts", place, {"observed": f"{corner}、{unit}", "place": place}, Severity.QUERY)
            elif unit != RATE:
                yield Finding("unit-missing", place, {"expected": unit, "place": place})
        for note, unit in self._strange.items():
            yield Finding("unit-note-differs", "", {"observed": note.text, "expected": unit}, Severity.QUERY)
        for note, taken in self._heeded.items():
            if not taken & set(note.units):
                yield Finding("unit-note-differs", "", {"observed": note.text, "expected": "、".join(sorted(taken))}, Severity.QUERY)

    def by_its_unit(self, reading: Reading, written: Written) -> tuple[Reading, Severity | None]:
        """A number with a unit in its own cell: 0.36506亿元 in a column of 万元 is taken by that unit, and converted with its trace.

        One that only repeats the unit of the table is taken and said, unless its number format writes it; where that unit counts
        in thousands or more (3.2万元 under 万元) it is asked about, since the other cells may be in 元. A bare 万 or 亿 says which
        unit is meant where it is no smaller than the table's: 3千 under 万元 stays held.
        """
        if reading.rule == "value-carries-unit" and reading.shrinks and reading.value is not None:
            return self._as_shown(reading, written), None
        if reading.rule != "value-carries-unit" or reading.value is None or (reading.unit is None and reading.scale is None):
            return reading, None
        unit, scale = self.in_cell(reading, written)
        repeats = unit == written.unit and scale == 1
        known = self._catalogue.unit(written.unit)
        if reading.unit is None and (known is None or known.base_unit == RATE or reading.scale is None or reading.scale < known.factor):
            return reading, None
        if repeats and not reading.by_format and (known is None or known.factor != 1):
            return replace(reading, status=Status.REPORTED), Severity.QUERY
        return replace(reading, status=Status.REPORTED, rule=None, repaired=reading.repaired or not (repeats and reading.by_format)), None

    def _as_shown(self, reading: Reading, written: Written) -> Reading:
        """A number that its format shows smaller: as it is shown, where the table's unit is as much larger than its base.

        110207000 under `0!.0,` is 11020.7 in a column of 万元. In any other, and where next to nothing is left, it stays held.
        """
        known = self._catalogue.unit(written.unit)
        shown = (reading.value or Decimal(0)).scaleb(-reading.shrinks)
        base = None if known is None else self._catalogue.unit(known.base_unit)
        if known is None or base is None or base.factor != 1 or not written.stated:
            return reading
        if known.factor != Decimal(10) ** reading.shrinks or abs(shown) < 1:
            return reading
        step = (reading.step or Decimal(1)).scaleb(-reading.shrinks)
        return replace(reading, status=Status.REPORTED, value=shown, step=step, rule=None, repaired=True)

    def in_cell(self, reading: Reading, written: Written) -> tuple[str, Decimal]:
        """The unit of the number as it stands in its cell, and what a bare 万 or 亿 there multiplies it by."""
        if reading.unit is not None or reading.scale is None:
            return reading.unit or written.unit, reading.scale or Decimal(1)
        base = self._catalogue.unit(written.unit)
        return (written.unit, Decimal(1)) if base is None or base.factor == reading.scale else (base.base_unit, reading.scale)

    def is_doubtful(self, reading: Reading, written: Written, value: Decimal) -> bool:
        """Whether a number's own unit makes it next to nothing in the table's: 1820.4元 under 万元, where 万元 may be meant.

        `value` is the number in the indicator's own unit.
        """
        own, table = self._catalogue.unit(reading.unit or ""), self._catalogue.unit(written.unit)
        return own is not None and table is not None and own.factor < table.factor and 0 < abs(value) < 1

    def of_header(self, slot: Slot) -> str | None:
        """The unit that the header states, or the row's name."""
        return slot.column.meaning.unit or slot.row.meaning.unit

    def of_corner(self, slot: Slot) -> str:
        """The unit of the row's section before the one of the whole table: each holds only for values of its dimension."""
        return "、".join(filter(None, (slot.row.unit_of_section, self._scope.corner)))

    def _notes(self, slot: Slot, name: str) -> tuple[tuple[Stated, ...], tuple[Stated, ...]]:
        """The units stated in sentences that hold for the place, and those that name nothing in the table."""
        if not self._scope.units:
            return (), ()
        clear = [note for note in self._scope.units if note.clear]
        mine = tuple(note for note in clear if not note.subjects or note.holds_for((name, slot.column.title, *slot.row.names)))
        return mine, tuple(note for note in self._homeless if note not in mine)

    @cached_property
    def _homeless(self) -> tuple[Stated, ...]:
        """The stated units whose subject is no name of a row or column, and those that could not be taken apart."""
        names = [text for row in self._layout.rows for text in row.names]
        names += [text for column in self._layout.columns for text in column.words]
        codes = {meaning.indicator for meaning in self._layout.meanings if meaning.indicator}
        names += [self._catalogue.indicator(code).name for code in codes]
        return tuple(note for note in self._scope.units if not note.clear or (note.subjects and not note.holds_for(names)))


def _says_its_rate(names: Sequence[str]) -> bool:
    """Whether a name beside that of the indicator has the sign of a rate: in its row 万元 is the unit of the rows around it."""
    return len(names) > 1 and any(normalise(name).rstrip(")]").endswith(RATE) for name in names[1:])
