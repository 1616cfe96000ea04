"""Places whose row or column the catalogue doesn't know: which name is unknown, and the line that would let it in."""

from __future__ import annotations

from huizong.catalogue.texts import indicator_name, normalise, without_brackets
from huizong.model import Basis, Cell
from huizong.recognising.table.axes import Column, Role, Row
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.other_scope import says_other_scope
from huizong.recognising.table.slots import Slot, TableScope, fault_at
from huizong.recognising.vocabulary.form_words import is_label_header, names_parts, narrows, says_expectation, says_other_period
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.recognising.vocabulary.meaning import NOTHING

_ALL_BASES = "、".join(basis.value for basis in Basis)


class UnknownPlaces:
    """The places of one table whose row or column the catalogue doesn't know."""

    def __init__(self, layout: Layout, lexicon: FormLexicon, scope: TableScope, listed: frozenset[str]) -> None:
        self._layout, self._lexicon, self._scope, self._listed = layout, lexicon, scope, listed
        self._grid = layout.block.grid
        self._columns_name_indicators = any(column.meaning.indicator for column in layout.values)
        self._over_names = any(
            column.role is Role.LABEL
            and any(is_label_header(text) and not text.strip().startswith(("指标", "项目")) for text in column.words)
            for column in layout.columns
        )

    def of_column(self, cell: Cell | None, row: Row, column: Column) -> Slot:
        """Why a place under an unknown column makes no figure."""
        about = ("column", column.column)
        observed = column.title or "（空）"
        if not self._layout.block.header:
            return fault_at(cell, row, column, "header-missing", ("block", 0), observed="")
        name = next(iter(column.meaning.unknown), observed)
        if (code := self._lexicon.contradicting_code(name)) is not None:
            return fault_at(cell, row, column, "code-contradicts-name", about, observed=name, **_whose(code))
        if not column.words:
            return fault_at(cell, row, column, "header-unknown", about, observed=observed, expected="（先写上列名）")
        if self._names_what_is_measured(row, column):
            return self._unknown_indicator(cell, row, column, name, about)
        return self._unknown_header(cell, row, column, observed)

    def _names_what_is_measured(self, row: Row, column: Column) -> bool:
        """Whether the column's unknown words stand for an indicator: others of the columns name some, or rows list organisations."""
        if row.meaning.indicator or column.meaning.indicator or row.above.indicator:
            return False
        return self._columns_name_indicators or (bool(self._listed) and self._scope.indicator is None)

    def _unknown_header(self, cell: Cell | None, row: Row, column: Column, observed: str) -> Slot:
        """A header that the catalogue lacks, and the line that would let it in: the whole path, since the same word may stand twice."""
        path = normalise("".join(column.words))
        bases = () if says_expectation(path) else column.meaning.bases  # 预计本月 is not what was done this month
        known = tuple(basis for basis in bases if basis is not Basis.CURRENT) or bases
        closest = self._lexicon.names.closest_header(path)
        basis = known[-1].value if known else closest.basis.value if closest else ""
        # Without a known header that resembles it the engineer chooses: the line says among what.
        line = f"{path},{basis or '口径'}" + ("" if basis else f"（口径从 {_ALL_BASES} 中选写一个）")
        detail = closest.header if closest and not known else ""
        about = ("column", column.column)
        sure = known[-1].value if known else ""
        said = {"observed": observed, "expected": line, "detail": detail, "path": path, "basis": sure}
        return fault_at(cell, row, column, "header-unknown", about, **said)

    def of_row(self, cell: Cell | None, row: Row, column: Column, indicator: str | None) -> Slot | None:
        """Why a place in an unknown row makes no figure; None where the row is known, or its unknown words only group rows."""
        meaning, about = row.meaning, ("row", row.row)
        given = column.meaning.indicator or self._scope.indicator
        if not row.names:
            if not any(c.role is Role.LABEL for c in self._layout.columns):
                return None
            return fault_at(cell, row, column, "row-unlabelled", about, observed="")
        if meaning.variant:
            rule = "period-other" if any(map(says_other_period, row.names)) else "growth-variant"
            return fault_at(cell, row, column, rule, about, observed=row.label)
        if indicator is not None and (over := self._narrowed_by(row, column, indicator)) is not None:
            return fault_at(cell, row, column, "row-narrowed", about, observed=row.label, detail=over)
        name = self._unknown_name(row)
        if name is None:
            return self._contradicted(cell, row, column)
        if (code := self._lexicon.contradicting_code(name)) is not None:
            return fault_at(cell, row, column, "code-contradicts-name", about, observed=name, **_whose(code))
        if meaning.indicator is None and (meaning.organisation is None or given):
            if given or (self._over_names and not self._layout.rows_are_indicators):
                similar = self._lexicon.names.similar_organisation(name)
                expected = "、".join(self._lexicon.names.namesakes(name)) or (similar.name if similar else "")
                return fault_at(cell, row, column, "organisation-unknown", about, observed=name, expected=expected)
            return self._unknown_indicator(cell, row, column, name)
        if indicator is None or row.names[-1] == name:
            return self._unknown_indicator(cell, row, column, name)
        return None

    def _narrowed_by(self, row: Row, column: Column, indicator: str) -> str | None:
        """The heading over a row, or the label left of its name, by which its values are a part only, or of another time; else None."""
        name = self._lexicon.catalogue.indicator(indicator).name
        left = [text for text in row.names[:-1] if text in row.meaning.unknown]
        over = next((text for text in (*left, row.heading) if text and narrows(text, name)), None)
        if over is not None and self._lexicon.meaning(over).indicator is None:
            return over
        said = self._lexicon.meaning(indicator_name(row.heading, ())) if row.heading else NOTHING
        others = set(said.bases) - {Basis.CURRENT}
        if others and not others <= {*column.meaning.bases, *row.meaning.bases}:
            return row.heading
        owned = row.meaning.organisation or row.above.organisation or column.meaning.organisation
        if row.heading and not owned and says_other_scope(row.heading, self._scope, self._lexicon, name):
            return row.heading
        period, span = self._scope.period, said.span
        if period is None or span is None or said.indicator or said.organisation:
            return None
        other_year = span.year is not None and span.year != period.year
        return row.heading if other_year or span.last_month not in (None, period.last_month) else None

    def _contradicted(self, cell: Cell | None, row: Row, column: Column) -> Slot | None:
        """A fault where the row's column of codes holds the code of another than the row names."""
        for codes in (other for other in self._layout.columns if other.role is Role.CODE):
            written = self._grid.text(row.row, codes.column)
            for name in row.names if written else ():
                code = self._lexicon.contradicting_code(f"({written}){name}")
                if code is not None and code[1]:
                    return fault_at(cell, row, column, "code-contradicts-name", ("row", row.row), observed=name, **_whose(code))
        return None

    def _unknown_name(self, row: Row) -> str | None:
        """The unknown name that the row's figures are of; one before a known name, as 东片 before its town, only groups rows.

        A project or village before its town is no group: the row is the unknown one's and not the town's.
        """
        unknown = row.meaning.unknown
        if not unknown:
            return None
        if row.names[-1] in unknown or not row.meaning.organisation:
            return unknown[-1]
        labels = [column for column in self._layout.columns if column.role is Role.LABEL and any(map(names_parts, column.words))]
        return next((text for column in labels if (text := self._grid.text(row.row, column.column)) in unknown), None)

    def _unknown_indicator(self, cell: Cell | None, row: Row, column: Column, name: str, about: tuple[str, int] | None = None) -> Slot:
        similar = self._lexicon.names.similar_indicator(name)
        rule = "indicator-scope-differs" if similar is not None and _differs_in_brackets(name, similar.name) else "indicator-unknown"
        expected = similar.name if similar else ""
        return fault_at(cell, row, column, rule, about or ("row", row.row), observed=name, expected=expected)


def _whose(code: tuple[str, str]) -> dict[str, str]:
    """What the catalogue knows of a code, for a person."""
    return {"detail": f"代码 {code[0]} 是“{code[1]}”的" if code[1] else f"目录中没有代码 {code[0]}"}


def _differs_in_brackets(name: str, known: str) -> bool:
    """Whether the name says something in brackets that the known one does not."""
    return without_brackets(normalise(name)) != normalise(name) and normalise(name) != normalise(known)
