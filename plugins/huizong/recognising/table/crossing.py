"""Where rows and columns cross: each place of a table with what it is a figure of, or why that cannot be told."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from huizong.catalogue import Catalogue
from huizong.model import Cell
from huizong.recognising.table.axes import Column, Row
from huizong.recognising.table.layout import Layout, signature
from huizong.recognising.table.listed_parts import ListedParts
from huizong.recognising.table.open_years import OpenYears
from huizong.recognising.table.slots import Slot, TableScope, fault_at
from huizong.recognising.table.table_timing import TableTiming
from huizong.recognising.table.unknown_places import UnknownPlaces
from huizong.recognising.vocabulary.form_words import is_addition, says_own_level
from huizong.recognising.vocabulary.header_words import FormLexicon

_CHANGE_OR_STAND = "看不出是本月增加的数还是月末的数"
_UNTOLD = "看不出是当月数还是1月起的累计数"


class Crossing:
    """One table while its places are looked at."""

    def __init__(self, layout: Layout, lexicon: FormLexicon, scope: TableScope) -> None:
        self._layout, self._lexicon, self._scope = layout, lexicon, scope
        self._grid = layout.block.grid
        self._catalogue: Catalogue = lexicon.catalogue
        self._timing = TableTiming(layout, lexicon, scope)
        self._years = OpenYears(layout, lexicon, scope)
        own = [
            c for c in layout.values if not self._timing.is_of_another_length(c.title, c.meaning)
        ]  # 本季 beside 本月 is not the same twice
        own = [c for c in own if c.column not in self._timing.month_ends]  # nor is 6月末 beside 6月
        used = [c for c in own if any(self._grid.cell(row.row, c.column) for row in layout.rows)]
        counts = Counter(signature(column) for column in used if not column.meaning.unknown and column.words)
        firsts: dict[tuple[object, ...], int] = {}
        for column in used:
            firsts.setdefault(signature(column), column.column)
        self._ambiguous = {column.column: firsts[signature(column)] for column in used if counts[signature(column)] > 1}
        # Indicators whose own row is followed by rows of organisations: that row is a total over them.
        self._opened = {row.above.indicator for row in layout.rows if row.meaning.organisation and not row.meaning.indicator}
        self._parts = ListedParts(layout, self._catalogue)
        self._listed = self._parts.listed
        self._headings = {row.row for row, below in pairwise(layout.rows) if self._is_heading(row, below)}
        self._own_levels: dict[tuple[str, int], str] = {}
        self._unknown = UnknownPlaces(layout, lexicon, scope, self._listed)

    def slots(self) -> list[Slot]:
        """All places of the table's value columns, in reading order; merged values stand at their first place only."""
        rows = [row for row in self._layout.rows if row.row not in self._headings]
        return [slot for row in rows for column in self._layout.values if (slot := self.slot(row, column)) is not None]

    def _is_heading(self, row: Row, below: Row) -> bool:
        """Whether a row only names what the rows below it give, basis by basis: 税收收入 over 本月 and 累计."""
        names_none = not (below.meaning.indicator or below.meaning.organisation or below.meaning.unknown)
        if not row.meaning.indicator or not below.meaning.bases or not names_none or row.meaning.bases:
            return False
        return not any(self._grid.shown(row.row, column.column) for column in self._layout.values)

    def slot(self, row: Row, column: Column, *, inside: bool = False) -> Slot | None:
        """The place where the row and the column cross; None inside a merged range unless `inside` is wanted."""
        cell = self._grid.cell(row.row, column.column)
        merge = self._grid.merge_at(row.row, column.column)
        if not inside and cell is None and merge is not None and (merge.first_row, merge.first_column) != (row.row, column.column):
            return None
        if column.column in self._ambiguous:
            return fault_at(cell, row, column, "header-ambiguous", ("columns", self._ambiguous[column.column]), observed=column.title)
        if column.meaning.unknown or not (column.words or self._is_plain(column)):
            return self._unknown.of_column(cell, row, column)
        indicator = self._indicator(row, column)
        if (row.meaning.total and not self._is_own_sum(row)) or column.meaning.total:
            return self._total(cell, row, column, indicator)
        if (fault := self._unknown.of_row(cell, row, column, indicator)) is not None:
            return fault
        organisation = self._organisation(row, column)
        if indicator is None:
            return fault_at(cell, row, column, "indicator-unnamed", ("block", 0), observed=row.label)
        own = self._own_level(("row", row.row), row.names) or self._own_level(("column", column.column), column.words)
        if own and self._parts.has_parts(organisation):  # 县本级 beside its towns is one more part, and no total over them
            return fault_at(cell, row, column, "organisation-unknown", ("row", row.row), observed=own)
        opens = row.meaning.indicator in self._opened and row.meaning.organisation is None and organisation in self._parts.over
        return self._placed(cell, row, column, indicator, organisation, is_total=self._parts.has_parts(organisation) or opens)

    def _own_level(self, axis: tuple[str, int], texts: tuple[str, ...]) -> str:
        """The word of a row or column that says 县本级; empty if none does."""
        if axis not in self._own_levels:
            self._own_levels[axis] = next(filter(says_own_level, texts), "")
        return self._own_levels[axis]

    def _is_own_sum(self, row: Row) -> bool:
        """Whether the row is an indicator's own sum, 一般公共预算收入合计, in a table that lists nobody: a figure like any other."""
        return row.meaning.indicator is not None and row.meaning.organisation is None and not self._listed

    def _is_plain(self, column: Column) -> bool:
        """Whether a column without any header is the only one, so that nothing else can be meant."""
        return not column.words and len(self._layout.values) == 1 and not self._layout.block.header

    def _indicator(self, row: Row, column: Column) -> str | None:
        if row.meaning.indicator and column.meaning.indicator and row.meaning.indicator != column.meaning.indicator:
            return None
        return row.meaning.indicator or column.meaning.indicator or row.above.indicator or self._scope.indicator

    def _organisation(self, row: Row, column: Column) -> str | None:
        found = [code for code in (row.meaning.organisation, column.meaning.organisation) if code]
        if len(found) == 2 and found[0] != found[1]:
            inner, outer = found
            return outer if self._catalogue.is_below(outer, inner) else inner
        return found[0] if found else (row.above.organisation or self._scope.subject)

    def _placed(self, cell: Cell | None, row: Row, column: Column, indicator: str, organisation: str | None, *, is_total: bool) -> Slot:
        if (other := self._timing.another_period(row, column)) is not None:
            return other
        flow = self._adds_up(indicator)
        if self._catalogue.indicator(indicator).kind == "stock" and (added := next(filter(is_addition, column.words), None)) is not None:
            fields = {"detail": _CHANGE_OR_STAND, "expected": "月末数"}
            return fault_at(cell, row, column, "basis-unclear", ("column", column.column), observed=added, **fields)
        says, period = self._timing.says(row, column, flow=flow)
        if self._timing.may_be_a_whole_year(row, column):
            return fault_at(cell, row, column, "period-other", ("column", column.column), observed=column.title)
        if says is None:
            return fault_at(cell, row, column, "header-ambiguous", ("column", column.column), observed=column.title or row.label)
        if end := self._timing.unclear_end(row, column, says, flow=flow):
            about = ("column", column.column) if end in column.words else ("row", row.row)
            fields = {"detail": _UNTOLD, "expected": f"{end[:-1]}，或1-{end[:-1]}"}
            return fault_at(cell, row, column, "basis-unclear", about, observed=end, **fields)
        if flow and (year := self._years.first_open(row, column, indicator)) is not None:
            said = year.title if year.title.endswith("年") else f"{year.title}年"
            fields = {"detail": _UNTOLD, "expected": f"{said}本月，或{said}累计"}
            return fault_at(cell, row, column, "basis-unclear", ("column", year.column), observed=year.title, **fields)
        says = self._years.told_by_form(row, column, indicator, says) if flow else says
        return Slot(cell, row, column, organisation, indicator, says, period, is_total or self._scope.is_summary)

    def _adds_up(self, code: str) -> bool:
        """Whether values of a month and those from January on differ: those of a flow, and the share of one flow in another."""
        indicator = self._catalogue.indicator(code)
        return indicator.kind == "flow" or (
            indicator.kind == "ratio" and bool(indicator.numerator) and self._catalogue.indicator(indicator.numerator or "").kind == "flow"
        )

    def _total(self, cell: Cell | None, row: Row, column: Column, indicator: str | None) -> Slot:
        """A total: it checks its parts if they are organisations; over indicators it is only structure."""
        named = row.meaning.organisation if row.meaning.total else column.meaning.organisation
        over = named or (self._parts.common_parent if not (row.meaning.subtotal or column.meaning.subtotal) else None)
        over_rows = row.meaning.total and any(other.meaning.organisation for other in self._layout.rows)
        over_columns = column.meaning.total and any(other.meaning.organisation for other in self._layout.values)
        if indicator is None or over is None or over_rows == over_columns:
            return Slot(cell, row, column, is_total=True, is_structure=True)
        return self._placed(cell, row, column, indicator, over, is_total=True)
