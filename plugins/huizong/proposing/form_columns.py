"""What the columns of a blank form ask for: whose, of what in which unit, on which basis."""

from __future__ import annotations

from dataclasses import dataclass

from huizong.catalogue.entries import Organisation
from huizong.catalogue.texts import normalise
from huizong.model import Basis
from huizong.proposing.blank_forms import BlankTable
from huizong.proposing.county_draft import CountyDraft
from huizong.proposing.printed_names import MeasuredName, is_listed, measured
from huizong.recognising.table.axes import Column
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.header_words import FormLexicon


@dataclass(frozen=True)
class ColumnSays:
    """What a column says: whose, of what in which unit, and the words of bases in it."""

    organisation: Organisation | None = None
    measured: MeasuredName | None = None
    unit: str = ""
    bases: tuple[Basis, ...] = ()
    left_out: bool = False


class ColumnDrafts:
    """The columns of one table; a header that nobody knows becomes a line, or waits. `left_out` are the cells of those that wait."""

    def __init__(self, county: CountyDraft, table: BlankTable, code: str, *, listed: bool) -> None:
        """Columns of the form of that code; `listed`: its rows are organisations."""
        self._county, self._table, self._code, self._listed = county, table, code, listed
        self._lexicon = FormLexicon(Names(county.catalogue))
        self._units_below = self._unit_row()
        self.left_out: list[str] = []

    def _unit_row(self) -> dict[int, str]:
        """The units of a row that names one for each column: 计量单位 | 亩 | 吨."""
        grid, values = self._table.found.block.grid, [column.column for column in self._table.values]
        for cells in grid.rows.values():
            if words.is_unit_header(cells[0].text) and len(cells) > 1 and all(cell.column in values for cell in cells[1:]):
                return {cell.column: cell.text.strip() for cell in cells[1:] if cell.kind == "text"}
        return {}

    def says(self, column: Column) -> ColumnSays:
        """What the words above a column say, part by part."""
        if column.meaning.variant:
            return ColumnSays(left_out=True)
        organisation, parts, unit = None, list[str](), ""
        bases = column.meaning.bases  # as the whole path says them: 实际 under 累计 adds nothing
        for text in column.words:
            meaning = self._lexicon.meaning(text)
            if words.is_label_header(text) and len(column.words) > 1:
                continue
            if not meaning.unknown and (meaning.bases or meaning.span or meaning.neutral) and not meaning.indicator:
                unit = unit or (meaning.unit or "" if not any(basis.is_rate for basis in meaning.bases) else "")
            elif meaning.total:
                return self._leave(column, f"{column.title}: of what it is the total can't be told")
            elif not self._listed and is_listed(text):
                organisation = self._county.organisation(text, self._table.header_origin(column.column))
            else:
                parts.append(text)
        if not parts:
            return ColumnSays(organisation, None, unit, bases)
        if not self._listed:
            return self._unknown_header(column, organisation, bases)
        said = [measured(text, self._county.catalogue) for text in parts]
        own = [one.basis for one in said if one.basis is not None and one.basis not in bases]
        last = next((one for one in reversed(said) if one.unit), MeasuredName(""))
        name = MeasuredName("".join(one.name for one in said), last.unit, None, last.bracket)
        return ColumnSays(organisation, name, last.unit or self._units_below.get(column.column, "") or unit, (*bases, *own))

    def _unknown_header(self, column: Column, organisation: Organisation | None, bases: tuple[Basis, ...]) -> ColumnSays:
        """A header over indicators that says no basis: this period's value if no other column is it, else the column waits."""
        text = normalise("".join(column.words))
        taken = {basis for other in self._table.values if other is not column for basis in other.meaning.bases}
        basis = Basis.CURRENT if not bases and Basis.CURRENT not in taken else None
        self._county.header(text, basis, self._table.header_origin(column.column), self._code)
        if basis is None:
            self.left_out.append(self._table.header_origin(column.column))
            return ColumnSays(left_out=True)
        return ColumnSays(organisation, None, "", (basis,))

    def _leave(self, column: Column, question: str) -> ColumnSays:
        self._county.note(f"forms/{self._code}.yaml", "", self._table.header_origin(column.column), (), question)
        self.left_out.append(self._table.header_origin(column.column))
        return ColumnSays(left_out=True)
