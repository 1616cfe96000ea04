"""From a place of a table to a figure: the value read, brought to the indicator's unit, with all there is to say about it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from huizong.catalogue import Catalogue
from huizong.invisible import visible
from huizong.model import Basis, Figure, Finding, Severity, Status, Unmatched
from huizong.recognising.table.axes import Role
from huizong.recognising.table.crossing import Crossing
from huizong.recognising.table.label_numbers import (
    note_numbers_as_names,
    numeric_places,
    point_out_misplaced,
    refuse_cut_codes,
    set_aside_variants,
)
from huizong.recognising.table.last_year import hold_whole_years
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.line_growth import hold_fractions, settle_not_comparable
from huizong.recognising.table.refusals_of_table import Refusals
from huizong.recognising.table.slots import Slot, TableScope
from huizong.recognising.table.table_result import Place, TableResult
from huizong.recognising.table.table_units import TableUnits
from huizong.recognising.table.torn import shifted_rows, torn_rows
from huizong.recognising.value.cell_values import looks_numeric, read_cell, shown_decimals
from huizong.recognising.value.footnotes import explained_in
from huizong.recognising.value.plain_numbers import plain_decimal, plain_digits, without_binary_noise
from huizong.recognising.value.value_reading import Reading
from huizong.recognising.vocabulary.header_words import FormLexicon


def read_table(layout: Layout, lexicon: FormLexicon, scope: TableScope) -> TableResult:
    """Figures, totals and findings of one table."""
    return _Table(layout, lexicon, scope).read()


class _Table:
    """One table while its values are read."""

    def __init__(self, layout: Layout, lexicon: FormLexicon, scope: TableScope) -> None:
        self._layout, self._lexicon, self._scope = layout, lexicon, scope
        self._catalogue: Catalogue = lexicon.catalogue
        self._grid = layout.block.grid
        self._crossing = Crossing(layout, lexicon, scope)
        self._result = TableResult()
        self._overlong = self._find_overlong()
        self._shifted = shifted_rows(layout)
        self._merged_places: set[str] = set()
        self._merged_slots: set[Place] = set()
        self._units = TableUnits(layout, scope, self._catalogue)
        self._refusals = Refusals(layout, self._units, self._catalogue)

    def read(self) -> TableResult:
        """Every place of the table, once."""
        for slot in self._crossing.slots():
            if slot.rule is not None:
                self._refusals.refuse(slot, self._result)
            elif slot.is_structure:
                self._result.structure.add(slot.at)
            elif (merged := self._merged_over(slot)) is not None:
                self._hold_merged(slot, merged)
            else:
                self._take(slot)
        self._refusals.tell(self._result)
        refuse_cut_codes(self._layout, self._result)
        note_numbers_as_names(self._layout, self._result)
        set_aside_variants(self._layout, self._lexicon, self._result)
        point_out_misplaced(self._layout, self._lexicon, self._result)
        self._result.structure |= numeric_places(self._layout, self._lexicon) - self._result.issues
        self._result.findings += self._units.findings()
        settle_not_comparable(self._result)
        hold_fractions(self._result, self._catalogue)
        hold_whole_years(self._result, self._layout, self._lexicon, self._scope.period)
        return self._result

    def _find_overlong(self) -> frozenset[int]:
        """The rows of delimited text in which a comma inside a number has shifted what follows it, or may have."""
        if self._grid.sheet.layout != "delimited" or not self._layout.block.header:
            return frozenset()
        named = [column.column for column in self._layout.columns if column.words]
        beyond = [c.column for c in self._layout.columns if named and c.column > named[-1]]
        overlong = frozenset(row.row for row in self._layout.rows if any(self._grid.cell(row.row, column) for column in beyond))
        return overlong | torn_rows(self._layout)

    def _merged_over(self, slot: Slot) -> list[Slot] | None:
        """The slots that one merged number stands for, if there are several."""
        merge = self._grid.merge_at(*slot.at)
        if merge is None or slot.cell is None:
            return None
        rows = [row for row in self._layout.rows if merge.first_row <= row.row <= merge.last_row]
        columns = [column for column in self._layout.values if merge.first_column <= column.column <= merge.last_column]
        inside = [self._crossing.slot(row, column, inside=True) for row in rows for column in columns]
        over = [other for other in inside if other is not None and other.rule is None and not other.is_structure]
        keys = {(other.organisation, other.indicator, other.says.basis, other.period) for other in over}
        return over if len(keys) > 1 else None

    def _hold_merged(self, slot: Slot, over: list[Slot]) -> None:
        """Holds each place under a merged number once, with its own number where one lies there: merges may overlap."""
        place = self._grid.span_place([other.at for other in over])
        beneath = {other.at: self._grid.cell(*other.at) or slot.cell for other in over}
        texts = dict.fromkeys(cell.text.strip() for cell in beneath.values() if cell is not None)
        names = dict.fromkeys(other.row.label for other in over)
        if place not in self._merged_places:
            finding = self._finding("value-merged", place, over[0], observed="、".join(texts), detail="、".join(names))
            self._result.findings.append(finding)
        self._merged_places.add(place)
        for other in over:
            if other.at not in self._merged_slots:
                self._merged_slots.add(other.at)
                cell = beneath[other.at]
                reading = read_cell(cell, self._catalogue, rate=other.says.basis.is_rate)
                held = Reading(Status.HELD, reading.value, reading.step, reading.unit, reading.scale)
                self._add(replace(other, cell=cell), held)

    @cached_property
    def _struck_rows(self) -> dict[int, str]:
        """The rows whose name or unit is crossed out as a whole: whether their numbers still count only the writer knows."""
        beside = [column.column for column in self._layout.columns if column.role in (Role.LABEL, Role.UNIT)]
        places = [(row.row, column) for row in self._layout.rows for column in beside]
        return {row: text for row, column in places if (text := self._struck(row, column))}

    @cached_property
    def _struck_columns(self) -> dict[int, str]:
        """The columns whose head is crossed out as a whole."""
        places = [(row, column.column) for row in self._layout.block.header for column in self._layout.values]
        return {column: text for row, column in places if (text := self._struck(row, column))}

    def _struck(self, row: int, column: int) -> str:
        """The text of a cell that is crossed out as a whole; empty for others."""
        cell = self._grid.shown(row, column)
        return cell.text.strip() if cell is not None and cell.look is not None and cell.look.kind == "struck" else ""

    @cached_property
    def _explained(self) -> frozenset[str]:
        return explained_in(self._layout.block.notes)

    def _take(self, slot: Slot) -> None:
        if slot.cell is None and slot.period is not None and self._is_ahead(slot):
            return
        if slot.row.row in self._overlong:
            line = ",".join(cell.text for cell in self._grid.rows[slot.row.row])
            self._add(slot, Reading(Status.HELD, rule="value-torn", fields={"observed": line}))
            return
        if slot.row.row in self._shifted:
            line = ",".join(cell.text for cell in self._grid.rows[slot.row.row])
            found, usual = map(str, self._shifted[slot.row.row])
            fields = {"observed": line, "detail": found, "expected": usual}
            self._add(slot, Reading(Status.HELD, rule="row-shifted", fields=fields))
            return
        cell = slot.cell
        if cell is not None and cell.look is not None and cell.look.kind == "red" and not self._may_be_below_zero(slot):
            cell = cell._replace(look=None)
        reading = read_cell(cell, self._catalogue, rate=slot.says.basis.is_rate, explained=self._explained)
        struck = self._struck_rows.get(slot.row.row) or self._struck_columns.get(slot.column.column)
        if struck and reading.status is Status.REPORTED:
            reading = replace(reading, status=Status.HELD, rule="value-struck", fields={"observed": struck}, repaired=False)
        self._add(slot, reading)

    def _may_be_below_zero(self, slot: Slot) -> bool:
        """Whether red may stand for a minus: the value can be below zero, and not all numbers of the row are red for emphasis."""
        lowest = self._catalogue.indicator(slot.indicator or "").minimum
        if lowest is not None and lowest >= 0 and not slot.says.basis.is_rate:
            return False
        cells = [cell for column in self._layout.values if (cell := self._grid.cell(slot.row.row, column.column)) is not None]
        numbers = [cell for cell in cells if looks_numeric(cell, self._catalogue)]
        return len(numbers) == 1 or any(cell.look is None or cell.look.kind != "red" for cell in numbers)

    def _is_ahead(self, slot: Slot) -> bool:
        """Whether the place is for a month after the report's, which is still empty."""
        return (
            self._scope.period is not None
            and slot.period is not None
            and slot.period.last_day > self._scope.period.last_day
            and (slot.says.basis is not Basis.PLAN)
        )

    def _add(self, slot: Slot, reading: Reading) -> None:
        indicator = self._catalogue.indicator(slot.indicator or "")
        rate = slot.says.basis.is_rate
        written = self._units.written(slot, indicator)
        place = self._grid.place(*slot.at)
        own = "%" if rate else indicator.unit
        if reading.rule == "value-approximate" and slot.says.basis is Basis.PLAN:
            carries = reading.unit is not None or reading.scale is not None
            reading = replace(reading, status=Status.REPORTED, rule="value-carries-unit" if carries else None)  # a target: ≥30
        reading, severity = self._units.by_its_unit(reading, written)
        status, value, step, unit = reading.status, reading.value, reading.step, written.unit
        findings: list[Finding] = []
        if reading.rule is not None:
            expected = written.unit if reading.rule == "value-carries-unit" else ""
            finding = self._finding(reading.rule, place, slot, **{"expected": expected, **reading.fields})
            findings.append(replace(finding, severity=severity))
        if value is not None:
            unit, scale = self._units.in_cell(reading, written)
            converted = self._catalogue.convert(value * scale, unit, own)
            if converted is None:
                findings.append(self._finding("unit-mismatch", place, slot, observed=unit, expected=own))
                status = Status.HELD
            else:
                value, step = converted, self._catalogue.convert((step or Decimal(1)) * scale, unit, own)
                if written.rule is None and (unit != own or scale != 1) and status is Status.REPORTED:
                    reading = replace(reading, repaired=False)  # said by what follows
                    shown = slot.cell.text.strip() if slot.cell else ""
                    old = shown if reading.scale is not None or shown.endswith(unit) else f"{shown}{unit}"
                    said = self._finding("unit-converted", place, slot, observed=old, expected=f"{plain_digits(value)}{own}")
                    doubtful = self._units.is_doubtful(reading, written, value)
                    findings.append(replace(said, severity=Severity.QUERY) if doubtful else said)
            if written.rule is not None and status is Status.REPORTED:
                status = Status.HELD
                findings.append(self._finding(written.rule, place, slot, observed=written.observed, expected=own))
                if written.rule == "unit-unknown" and not written.observed.startswith("（"):
                    self._result.unmatched.append(Unmatched("unit", written.observed, place, own))
            if status is Status.REPORTED and (clean := without_binary_noise(value, 0 if rate else indicator.decimals)) != value:
                findings.append(self._finding("value-rounded", place, slot, observed=plain_digits(value), expected=plain_digits(clean)))
                value, step = clean, max(step or Decimal(0), Decimal(1).scaleb(-shown_decimals(plain_digits(clean))))
            if reading.repaired and status is Status.REPORTED:
                shown = "" if slot.cell is None else slot.cell.look.marked if slot.cell.look else slot.cell.text.strip()
                findings.append(self._finding("value-normalised", place, slot, observed=visible(shown), expected=plain_digits(value)))
        figure = Figure(
            place=place,
            raw=slot.cell.text if slot.cell else "",
            status=status,
            organisation=slot.organisation,
            indicator=slot.indicator,
            period=str(slot.period) if slot.period else None,
            basis=slot.says.basis,
            value=None if value is None else plain_decimal(value),
            unit_written=unit if value is not None else None,
            precision=step,
            label=slot.row.label,
            is_total=slot.is_total,
            qualifier=reading.qualifier,
            refers_to=slot.says.refers_to,
        )
        if slot.cell is not None and slot.cell.computed and value is not None:
            findings.append(self._finding("formula-computed", place, slot, observed=plain_digits(value)))
        if not written.stated and written.rule is None and value is not None and status is Status.REPORTED and reading.unit is None:
            self._units.note_unstated(own, slot.at)
        self._result.findings += findings
        self._keep(slot, figure)

    def _keep(self, slot: Slot, figure: Figure) -> None:
        if slot.is_total:
            self._result.totals.append((slot.at, figure))
            self._result.structure.add(slot.at)
        else:
            self._result.figures.append((slot.at, figure))

    def _finding(self, rule: str, place: str, slot: Slot, **fields: str) -> Finding:
        texts = {"observed": "", "expected": "", "detail": "", "place": place, **fields}
        period = str(slot.period) if slot.period else None
        return Finding(rule, place, texts, None, slot.organisation, slot.indicator, period, slot.says.basis.value)
