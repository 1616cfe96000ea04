"""From a place of a table to a figure: the value read, brought to the indicator's unit, with all there is to say about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal
from functools import cached_property
from typing import Literal

from huizong.catalogue import Catalogue
from huizong.invisible import visible
from huizong.model import Basis, Figure, Finding, Severity, Status, Unmatched
from huizong.recognising.table.axes import Role
from huizong.recognising.table.crossing import Crossing, Scope, Slot, misplaced_numbers, numeric_places
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.torn import shifted_rows, torn_rows
from huizong.recognising.value.cell_values import Reading, looks_numeric, read_cell, shown_decimals
from huizong.recognising.value.footnotes import explained_in
from huizong.recognising.vocabulary.form_words import counted_time, says_other_period
from huizong.recognising.vocabulary.header_words import Lexicon
from huizong.recognising.vocabulary.unit_notes import Stated
from huizong.recognising.vocabulary.units import RATE, Written, unit_of

Place = tuple[int, int]
_YEAR = re.compile(r"(?:19|20)\d\d")
LONGEST_CODE = Decimal(10) ** 15
_MANY_HEADERS = 4
_NOISE_FROM = 8  # decimals: nobody writes so many, arithmetic in a spreadsheet leaves them
_NOISE = Decimal("1e-12")
_DIGITS = 15  # what is left of a binary number (decision 0009)
_FIFTEEN = Context(prec=_DIGITS)
_WAIT_FOR_A_NAME: Mapping[str, Literal["indicator", "organisation", "header"]] = {
    "indicator-unknown": "indicator",
    "indicator-scope-differs": "indicator",
    "organisation-unknown": "organisation",
    "header-unknown": "header",
}


@dataclass
class TableResult:
    """What a table gives. Each place with a number is in exactly one of `figures`, `structure` and `issues`."""

    figures: list[tuple[Place, Figure]] = field(default_factory=list)
    totals: list[tuple[Place, Figure]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    structure: set[Place] = field(default_factory=set)
    issues: set[Place] = field(default_factory=set)


def read_table(layout: Layout, lexicon: Lexicon, scope: Scope) -> TableResult:
    """Figures, totals and findings of one table."""
    return _Table(layout, lexicon, scope).read()


class _Table:
    """One table while its values are read."""

    def __init__(self, layout: Layout, lexicon: Lexicon, scope: Scope) -> None:
        self._layout, self._lexicon, self._scope = layout, lexicon, scope
        self._catalogue: Catalogue = lexicon.catalogue
        self._grid = layout.block.grid
        self._crossing = Crossing(layout, lexicon, scope)
        self._result = TableResult()
        self._overlong = self._find_overlong()
        self._shifted = shifted_rows(layout)
        self._merged_places: set[str] = set()
        self._merged_slots: set[Place] = set()
        self._unstated: dict[str, list[Place]] = {}
        self._heeded: dict[Stated, set[str]] = {}  # units taken where a general note states one of that dimension
        self._faults: dict[tuple[str, tuple[str, int]], list[Slot]] = {}

    def read(self) -> TableResult:
        """Every place of the table, once."""
        for slot in self._crossing.slots():
            if slot.rule is not None:
                self._refuse(slot)
            elif slot.is_structure:
                self._result.structure.add(slot.at)
            elif (merged := self._merged_over(slot)) is not None:
                self._hold_merged(slot, merged)
            else:
                self._take(slot)
        self._find_faults()
        self._check_codes()
        self._note_numbers_as_names()
        self._set_aside_variants()
        if misplaced := misplaced_numbers(self._layout, self._lexicon) - self._result.issues:
            self._result.issues |= misplaced
            place = self._grid.span_place(sorted(misplaced))
            self._result.findings.append(Finding("outside-table", place, {"place": place, "observed": str(len(misplaced))}))
        self._result.structure |= numeric_places(self._layout, self._lexicon) - self._result.issues
        for unit, places in self._unstated.items():
            place = self._grid.span_place(places)
            if unit != RATE:
                self._result.findings.append(Finding("unit-missing", place, {"expected": unit, "place": place}))
        self._unheeded_notes()
        self._not_comparable()
        self._percent_scale()
        return self._result

    def _unheeded_notes(self) -> None:
        """A note 金额单位为元 over rows that all say 万元: their own word holds, and that it differs is said."""
        for note, taken in self._heeded.items():
            if not taken & set(note.units):
                fields = {"observed": note.text, "expected": "、".join(sorted(taken))}
                self._result.findings.append(Finding("unit-note-differs", "", fields))

    def _find_overlong(self) -> frozenset[int]:
        """The rows of delimited text in which a comma inside a number has shifted what follows it, or may have."""
        if self._grid.sheet.layout != "delimited" or not self._layout.block.header:
            return frozenset()
        named = [column.column for column in self._layout.columns if column.words]
        beyond = [c.column for c in self._layout.columns if named and c.column > named[-1]]
        overlong = frozenset(row.row for row in self._layout.rows if any(self._grid.cell(row.row, column) for column in beyond))
        return overlong | torn_rows(self._layout)

    def _refuse(self, slot: Slot) -> None:
        if slot.cell is not None and looks_numeric(slot.cell, self._catalogue):
            self._result.issues.add(slot.at)
            self._faults.setdefault((slot.rule or "", slot.about), []).append(slot)
        elif slot.rule == "header-ambiguous":
            self._faults.setdefault((slot.rule, slot.about), [])

    def _find_faults(self) -> None:
        """One finding for each row or column that could not be understood."""
        for (rule, about), slots in self._faults.items():
            if not slots:
                continue
            kind, number = about
            if rule == "organisation-unknown":
                self._result.totals.clear()  # a part whose owner is not known yet: the totals over it cannot be checked
            if kind == "columns":
                columns = sorted({slot.column.column for slot in slots})
                place = ", ".join(self._grid.place(self._layout.block.header[-1], column) for column in columns)
            elif kind == "column" and self._layout.block.header:
                place = self._grid.place(self._layout.block.header[-1], number)
            elif kind == "row" and (
                labels := [c.column for c in self._layout.columns if c.role is Role.LABEL and self._grid.text(number, c.column)]
            ):
                named = (column for column in labels if self._grid.text(number, column) == slots[0].fields.get("observed"))
                place = self._grid.place(number, next(named, labels[-1]))
            else:
                place = self._grid.span_place([slot.at for slot in slots])
            self._result.findings.append(Finding(rule, place, {"detail": "", "expected": "", **slots[0].fields, "place": place}))
            self._result.unmatched += self._unmatched(rule, slots)
        self._join_unknown_headers()

    def _unmatched(self, rule: str, slots: Sequence[Slot]) -> Iterator[Unmatched]:
        """The numbers that wait for the name that these places have in common."""
        kind = _WAIT_FOR_A_NAME.get(rule)
        if kind is None:
            return
        for slot in slots:
            fields = slot.fields
            name = fields.get("path" if kind == "header" else "observed", "").strip()
            if not name:
                continue
            basis = Basis(fields["basis"]) if fields.get("basis") else None
            unit = None
            if kind == "indicator":
                unit = next(filter(None, map(str.strip, (slot.row.unit, self._header_unit(slot) or "", self._corner(slot)))), None)
            yield Unmatched(kind, name, self._grid.place(*slot.at), unit, basis)

    def _join_unknown_headers(self) -> None:
        """Many unknown headers of one table are one fault: it is another table's header, or one written anew."""
        unknown = [finding for finding in self._result.findings if finding.rule == "header-unknown"]
        if len(unknown) < _MANY_HEADERS:
            return
        names = [finding.fields["observed"] for finding in unknown]
        shown = "、".join(names[:_MANY_HEADERS]) + f"等{len(names)}列"
        place = ", ".join(finding.place for finding in unknown)
        written = [finding.fields["expected"].partition("（口径从") for finding in unknown]
        choice = next((mark + rest for _, mark, rest in written if rest), "")
        lines = "；".join(dict.fromkeys(line for line, _, _ in written)) + choice
        joined = Finding("header-unknown", place, {"observed": shown, "expected": lines, "detail": "", "place": place})
        rest = [finding for finding in self._result.findings if finding.rule != "header-unknown"]
        self._result.findings[:] = [*rest, joined]

    def _check_codes(self) -> None:
        """Codes stored as numbers of more than 15 digits: a spreadsheet keeps no more, so their ends are lost."""
        for column in self._layout.columns:
            if column.role is Role.VALUE:
                continue
            for row in self._layout.rows:
                cell = self._grid.cell(row.row, column.column)
                if cell is not None and cell.kind == "number" and isinstance(cell.value, Decimal) and abs(cell.value) >= LONGEST_CODE:
                    place = self._grid.place(cell.row, cell.column)
                    self._result.issues.add((cell.row, cell.column))
                    self._result.findings.append(Finding("code-precision-lost", place, {"observed": cell.text.strip(), "place": place}))

    def _note_numbers_as_names(self) -> None:
        """Numbers in a column of names are taken for names, and pointed out: somebody may have slipped a column."""
        for column in self._layout.columns:
            cells = [self._grid.cell(row.row, column.column) for row in self._layout.rows] if column.role is Role.LABEL else []
            if any(map(counted_time, column.words)):
                continue
            numbers = [cell for cell in cells if cell is not None and cell.kind == "number" and not _YEAR.fullmatch(cell.text.strip())]
            if numbers:
                place = self._grid.span_place([(cell.row, cell.column) for cell in numbers])
                self._result.findings.append(Finding("label-is-number", place, {"observed": numbers[0].text.strip(), "place": place}))

    def _set_aside_variants(self) -> None:
        """环比 and the like are labelled comparisons of their own, never growth_rate (PRACTICE, Checks); 上年末 is another period's."""
        for column in self._layout.columns:
            if column.role is not Role.VARIANT:
                continue
            places = [
                (row.row, column.column)
                for row in self._layout.rows
                if looks_numeric(self._grid.cell(row.row, column.column), self._catalogue)
            ]
            if places:
                self._result.issues.update(places)
                place = self._grid.span_place(places)
                rule = "period-other" if any(map(says_other_period, column.words)) else "growth-variant"
                self._result.findings.append(Finding(rule, place, {"observed": column.title, "place": place}))

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
                reading = read_cell(cell, self._catalogue, other.says.basis.is_rate)
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
        reading = read_cell(cell, self._catalogue, slot.says.basis.is_rate, self._explained)
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
        row = slot.row
        header, corner = self._header_unit(slot), self._corner(slot)
        notes, doubtful = self._notes(slot, indicator.name)
        of_row = rate and any(basis.is_rate for basis in row.meaning.bases)
        written = unit_of(
            self._catalogue, indicator, rate, row.unit, header, corner, row.unit_above, row.meaning.unit, notes, doubtful, of_row
        )
        if not rate and written.rule is None:
            for note in notes:
                if not note.subjects and any(self._catalogue.convert(Decimal(1), unit, indicator.unit) is not None for unit in note.units):
                    self._heeded.setdefault(note, set()).add(written.unit)
        place = self._grid.place(*slot.at)
        own = "%" if rate else indicator.unit
        if reading.rule == "value-approximate" and slot.says.basis is Basis.PLAN:
            carries = reading.unit is not None or reading.scale is not None
            reading = replace(reading, status=Status.REPORTED, rule="value-carries-unit" if carries else None)  # a target: ≥30
        reading, severity = self._by_its_unit(reading, written)
        status, value, step, unit = reading.status, reading.value, reading.step, written.unit
        findings: list[Finding] = []
        if reading.rule is not None:
            expected = written.unit if reading.rule == "value-carries-unit" else ""
            finding = self._finding(reading.rule, place, slot, **{"expected": expected, **reading.fields})
            findings.append(replace(finding, severity=severity))
        if value is not None:
            unit, scale = self._in_cell(reading, written)
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
                    findings.append(self._finding("unit-converted", place, slot, observed=old, expected=f"{plain(value)}{own}"))
            if written.rule is not None and status is Status.REPORTED:
                status = Status.HELD
                findings.append(self._finding(written.rule, place, slot, observed=written.observed, expected=own))
                if written.rule == "unit-unknown" and not written.observed.startswith("（"):
                    self._result.unmatched.append(Unmatched("unit", written.observed, place, own))
            if status is Status.REPORTED and (clean := without_noise(value, 0 if rate else indicator.decimals)) != value:
                findings.append(self._finding("value-rounded", place, slot, observed=plain(value), expected=plain(clean)))
                value, step = clean, max(step or Decimal(0), Decimal(1).scaleb(-shown_decimals(plain(clean))))
            if reading.repaired and status is Status.REPORTED:
                shown = "" if slot.cell is None else slot.cell.look.marked if slot.cell.look else slot.cell.text.strip()
                findings.append(self._finding("value-normalised", place, slot, observed=visible(shown), expected=plain(value)))
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
            findings.append(self._finding("formula-computed", place, slot, observed=plain(value)))
        if not written.stated and written.rule is None and value is not None and status is Status.REPORTED and reading.unit is None:
            self._unstated.setdefault(own, []).append(slot.at)
        self._result.findings += findings
        if slot.is_total:
            self._result.totals.append((slot.at, figure))
            self._result.structure.add(slot.at)
        else:
            self._result.figures.append((slot.at, figure))

    def _header_unit(self, slot: Slot) -> str | None:
        return slot.column.meaning.unit or slot.row.meaning.unit

    def _notes(self, slot: Slot, name: str) -> tuple[list[Stated], list[Stated]]:
        """The units stated in sentences that hold for the place, and those that name nothing in the table."""
        if not self._scope.units:
            return [], []
        clear = [note for note in self._scope.units if note.clear]
        mine = [note for note in clear if not note.subjects or note.holds_for((name, slot.column.title, *slot.row.names))]
        return mine, [note for note in self._homeless if note not in mine]

    @cached_property
    def _homeless(self) -> tuple[Stated, ...]:
        """The stated units whose subject is no name of a row or column, and those that could not be taken apart."""
        names = [text for row in self._layout.rows for text in row.names]
        names += [text for column in self._layout.columns for text in column.words]
        codes = {meaning.indicator for meaning in self._layout.meanings if meaning.indicator}
        names += [self._catalogue.indicator(code).name for code in codes]
        return tuple(note for note in self._scope.units if not note.clear or (note.subjects and not note.holds_for(names)))

    def _corner(self, slot: Slot) -> str:
        """The unit of the row's section before the one of the whole table: each holds only for values of its dimension."""
        return "、".join(filter(None, (slot.row.unit_of_section, self._scope.corner)))

    def _by_its_unit(self, reading: Reading, written: Written) -> tuple[Reading, Severity | None]:
        """A number with a unit in its own cell: 0.36506亿元 in a column of 万元 is taken by that unit, and converted with its trace.

        One that only repeats the unit of the table is taken with a query, unless its number format writes it. A bare 万 or
        亿 says which unit is meant where it is no smaller than the table's: 3千 under 万元 stays held.
        """
        if reading.rule != "value-carries-unit" or reading.value is None or (reading.unit is None and reading.scale is None):
            return reading, None
        unit, scale = self._in_cell(reading, written)
        repeats = unit == written.unit and scale == 1
        known = self._catalogue.unit(written.unit)
        if reading.unit is None and (known is None or known.base_unit == RATE or reading.scale is None or reading.scale < known.factor):
            return reading, None
        if repeats and not reading.by_format:
            return replace(reading, status=Status.REPORTED), Severity.QUERY
        return replace(reading, status=Status.REPORTED, rule=None, repaired=reading.repaired or not repeats), None

    def _in_cell(self, reading: Reading, written: Written) -> tuple[str, Decimal]:
        """The unit of the number as it stands in its cell, and what a bare 万 or 亿 there multiplies it by."""
        if reading.unit is not None or reading.scale is None:
            return reading.unit or written.unit, reading.scale or Decimal(1)
        base = self._catalogue.unit(written.unit)
        return (written.unit, Decimal(1)) if base is None or base.factor == reading.scale else (base.base_unit, reading.scale)

    def _finding(self, rule: str, place: str, slot: Slot, **fields: str) -> Finding:
        texts = {"observed": "", "expected": "", "detail": "", "place": place, **fields}
        period = str(slot.period) if slot.period else None
        return Finding(rule, place, texts, None, slot.organisation, slot.indicator, period, slot.says.basis.value)

    def _not_comparable(self) -> None:
        """#DIV/0! of a growth beside a prior year of zero says that there is nothing to compare; it is blank, with a note."""
        for index, (at, figure) in enumerate(self._result.figures):
            if figure.status is not Status.ERROR or not figure.basis.is_rate or "DIV/0" not in figure.raw.upper():
                continue
            base = Basis.PRIOR_YEAR if figure.basis is Basis.GROWTH_RATE else Basis.CURRENT_PRIOR_YEAR
            if figure.basis is Basis.PLAN_COMPLETION:
                base = Basis.PLAN
            if any(other.value == 0 for _, other in self._same_line(figure) if other.basis is base):
                self._result.figures[index] = (at, replace(figure, status=Status.BLANK))
                self._result.findings = [
                    replace(f, rule="value-not-comparable") if f.rule == "value-error" and f.place == figure.place else f
                    for f in self._result.findings
                ]

    def _percent_scale(self) -> None:
        """0.059 under 同比% beside values that give 5.9: a fraction where per cent was asked for, told from its own row."""
        for index, (at, figure) in enumerate(self._result.figures):
            if figure.status is not Status.REPORTED or figure.value is None or not 0 < abs(figure.value) < 1 or figure.indicator is None:
                continue
            if (
                figure.basis not in (Basis.GROWTH_RATE, Basis.CURRENT_GROWTH_RATE)
                or self._catalogue.indicator(figure.indicator).growth != "recompute"
            ):
                continue
            expected = self._growth(figure)
            if expected is None:
                continue
            step = figure.precision or Decimal("0.1")
            as_fraction, as_rate = max(step * 50, Decimal("0.1")), max(step, Decimal("0.1"))
            if abs(figure.value * 100 - expected) <= as_fraction and abs(figure.value - expected) > as_rate:
                self._result.figures[index] = (at, replace(figure, status=Status.HELD))
                fields = {"observed": plain(figure.value), "expected": plain(round(expected, 1)), "place": figure.place, "detail": ""}
                key = (figure.organisation, figure.indicator, figure.period, figure.basis.value)
                self._result.findings.append(Finding("percent-scale", figure.place, fields, None, *key))

    def _growth(self, figure: Figure) -> Decimal | None:
        """The growth that value and prior year of the same line give, in %."""
        month = figure.basis is Basis.CURRENT_GROWTH_RATE or figure.refers_to is Basis.CURRENT
        value_basis = Basis.CURRENT if month else Basis.CUMULATIVE
        prior_basis = Basis.CURRENT_PRIOR_YEAR if figure.basis is Basis.CURRENT_GROWTH_RATE else Basis.PRIOR_YEAR
        line = {other.basis: other.value for _, other in self._same_line(figure) if other.status is Status.REPORTED}
        value, prior = line.get(value_basis), line.get(prior_basis)
        return 100 * (value / prior - 1) if value is not None and prior is not None and prior > 0 else None

    def _same_line(self, figure: Figure) -> Iterable[tuple[Place, Figure]]:
        key = (figure.organisation, figure.indicator, figure.period)
        return [item for item in self._result.figures if (item[1].organisation, item[1].indicator, item[1].period) == key]


def without_noise(value: Decimal, decimals: int) -> Decimal:
    """The value without the noise of binary arithmetic: 2436.80000000001 is 2436.8, and no number has more than 15 digits.

    6.6666666666666667, as programs print a binary number whole, is 6.66666666666667. Others come back as they are.
    """
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent < _NOISE_FROM:
        return value
    for places in range(decimals, _NOISE_FROM - 2):
        rounded = round(value, places)
        if abs(value - rounded) <= max(abs(value), Decimal(1)) * _NOISE:
            return rounded
    return value if len(value.as_tuple().digits) <= _DIGITS else _FIFTEEN.plus(value)


def plain_decimal(value: Decimal) -> Decimal:
    """The same number without exponent and without zeros that a conversion left behind its point."""
    value = value or abs(value)  # -0 is 0
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and -12 <= exponent <= 0 else Decimal(plain(value))


def plain(value: Decimal) -> str:
    """The digits without an exponent, without zeros that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
