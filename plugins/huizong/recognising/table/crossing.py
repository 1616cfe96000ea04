"""Where rows and columns cross: each place of a table with what it is a figure of, or why that cannot be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.texts import normalise, without_brackets
from huizong.model import Basis, Cell
from huizong.recognising.table.axes import Column, Role, Row
from huizong.recognising.table.layout import Layout, signature
from huizong.recognising.value.cell_values import looks_numeric
from huizong.recognising.vocabulary.bases import CURRENT, Says, compose, is_another, is_last_years, of_months, period_of
from huizong.recognising.vocabulary.form_words import (
    is_label_header,
    is_neutral,
    names_parts,
    says_other_period,
    says_own_level,
    says_this_year,
    says_whole_year_before,
)
from huizong.recognising.vocabulary.header_words import Lexicon, Meaning
from huizong.recognising.vocabulary.unit_notes import Stated
from huizong.recognising.vocabulary.when import Span, whole_span

_ALL_BASES = "、".join(basis.value for basis in Basis)


@dataclass(frozen=True)
class Scope:
    """What holds for a whole table: who it is about unless its rows say, when, and what its title says."""

    reporter: str | None
    subject: str | None
    period: Period | None
    indicator: str | None = None
    basis: Basis = Basis.CURRENT
    units: tuple[Stated, ...] = ()
    corner: str = ""
    is_summary: bool = False


@dataclass(frozen=True)
class Slot:
    """One place of a table. `rule` with `fields` says why it makes no reported figure; `about` groups equal reasons.

    `is_structure` marks totals that are no figure of anybody.
    """

    cell: Cell | None
    row: Row
    column: Column
    organisation: str | None = None
    indicator: str | None = None
    says: Says = CURRENT
    period: Period | None = None
    is_total: bool = False
    is_structure: bool = False
    rule: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    about: tuple[str, int] = ("", 0)

    @property
    def at(self) -> tuple[int, int]:
        """Row and column of the place."""
        return self.row.row, self.column.column


class Crossing:
    """One table while its places are looked at."""

    def __init__(self, layout: Layout, lexicon: Lexicon, scope: Scope) -> None:
        self._layout, self._lexicon, self._scope = layout, lexicon, scope
        self._grid = layout.block.grid
        self._catalogue: Catalogue = lexicon.catalogue
        used = [c for c in layout.values if any(self._grid.cell(row.row, c.column) for row in layout.rows)]
        counts = Counter(signature(column) for column in used if not column.meaning.unknown and column.words)
        firsts: dict[tuple[object, ...], int] = {}
        for column in used:
            firsts.setdefault(signature(column), column.column)
        self._ambiguous = {column.column: firsts[signature(column)] for column in used if counts[signature(column)] > 1}
        bases = [basis for meaning in layout.meanings for basis in meaning.bases]
        spans = [meaning.span for meaning in layout.meanings if meaning.span is not None]
        compared = [span for span in spans if scope.period is None or not is_another(span, scope.period)]
        self._has_cumulative = Basis.CUMULATIVE in bases or any(span.cumulative for span in compared) or scope.basis is Basis.CUMULATIVE
        self._months_titled = scope.basis is Basis.CUMULATIVE and Basis.CUMULATIVE not in bases
        self._months_named = any(span.last_month is not None for span in spans)
        self._spans = spans
        # Indicators whose own row is followed by rows of organisations: that row is a total over them.
        self._opened = {row.above.indicator for row in layout.rows if row.meaning.organisation and not row.meaning.indicator}
        self._columns_name_indicators = any(column.meaning.indicator for column in layout.values)
        self._listed = {meaning.organisation for meaning in layout.meanings if meaning.organisation}
        self._headings = {row.row for row, below in pairwise(layout.rows) if self._is_heading(row, below)}
        self._over_names = any(
            column.role is Role.LABEL
            and any(is_label_header(text) and not text.strip().startswith(("指标", "项目")) for text in column.words)
            for column in layout.columns
        )

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

    def slot(self, row: Row, column: Column, inside: bool = False) -> Slot | None:
        """The place where the row and the column cross; None inside a merged range unless `inside` is wanted."""
        cell = self._grid.cell(row.row, column.column)
        merge = self._grid.merge_at(row.row, column.column)
        if not inside and cell is None and merge is not None and (merge.first_row, merge.first_column) != (row.row, column.column):
            return None
        if column.column in self._ambiguous:
            return self._fault(cell, row, column, "header-ambiguous", ("columns", self._ambiguous[column.column]), observed=column.title)
        if column.meaning.unknown or not (column.words or self._is_plain(column)):
            return self._unknown_column(cell, row, column)
        indicator = self._indicator(row, column)
        if (row.meaning.total and not self._is_own_sum(row)) or column.meaning.total:
            return self._total(cell, row, column, indicator)
        if (fault := self._unknown_row(cell, row, column, indicator)) is not None:
            return fault
        organisation = self._organisation(row, column)
        if indicator is None:
            return self._fault(cell, row, column, "indicator-unnamed", ("block", 0), observed=row.label)
        own = next((text for text in (*row.names, *column.words) if says_own_level(text)), None)
        if own is not None and self._has_parts(organisation):  # 县本级 beside its towns is one more part, and no total over them
            return self._fault(cell, row, column, "organisation-unknown", ("row", row.row), observed=own)
        opens = row.meaning.indicator in self._opened and row.meaning.organisation is None and organisation in self._over
        return self._placed(cell, row, column, indicator, organisation, self._has_parts(organisation) or opens)

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

    def _has_parts(self, organisation: str | None) -> bool:
        """Whether the table also lists organisations below this one, so that its own row is a total over them."""
        return organisation in self._listed and organisation in self._over

    def _placed(self, cell: Cell | None, row: Row, column: Column, indicator: str, organisation: str | None, is_total: bool) -> Slot:
        if (other := self._another_period(row, column)) is not None:
            return other
        says, period = self._says(row, column, self._catalogue.indicator(indicator).kind == "flow")
        if self._may_be_a_whole_year(row, column):
            return self._fault(cell, row, column, "period-other", ("column", column.column), observed=column.title)
        if says is None:
            return self._fault(cell, row, column, "header-ambiguous", ("column", column.column), observed=column.title or row.label)
        return Slot(cell, row, column, organisation, indicator, says, period, is_total or self._scope.is_summary)

    def _another_period(self, row: Row, column: Column) -> Slot | None:
        """The remark on a value of last year that is not of the same months: it is nobody's prior_year, and left out."""
        for axis, about, said in ((column, ("column", column.column), column.title), (row, ("row", row.row), row.label)):
            span = axis.meaning.span
            period = self._scope.period
            if span is None or period is None:
                continue
            whole_year = period.frequency != "year" and says_whole_year_before(said)
            earlier = axis is column and (self._is_earlier(span, period) or self._is_left_standing(column, span, period))
            if is_another(span, period) or whole_year or earlier:
                return self._fault(self._grid.cell(row.row, column.column), row, column, "period-other", about, observed=said)
        return None

    def _is_earlier(self, span: Span, period: Period) -> bool:
        """Whether a column gives months before the report's beside its own: 1-5月 beside 累计, 5月 beside 本月."""
        if span.before or span.year not in (None, period.year) or span.last_month is None or span.last_month >= period.first_month:
            return False
        basis = Basis.CUMULATIVE if span.cumulative else Basis.CURRENT
        return any(basis in other.meaning.bases for other in self._plain_columns)

    def _is_left_standing(self, column: Column, span: Span, period: Period) -> bool:
        """Whether a column's year was not renewed: 2024年计划 alone in a report of 2026, months of 2024 where none of 2025 stand."""
        if span.before or span.year is None or span.year >= period.year or period.frequency == "year":
            return False
        others = [other.meaning for other in self._layout.values if other is not column]
        if Basis.PLAN in column.meaning.bases:
            plans = [other for other in others if Basis.PLAN in other.bases]
            return all(other.span is not None and other.span.year == span.year for other in plans)
        between = range(span.year + 1, period.year)
        years = {other.span.year for other in others if other.span is not None}
        return span.last_month is not None and not years.issuperset(between)

    def _may_be_a_whole_year(self, row: Row, column: Column) -> bool:
        """Whether a bare 2025年 stands beside 本月 or 累计 of a month of 2026: of which months its values are, only its writer knows."""
        span, period = column.meaning.span, self._scope.period
        if span is None or period is None or period.frequency == "year" or span.year in (None, period.year) or span.last_month is not None:
            return False
        if column.meaning.bases or row.meaning.bases or row.meaning.span is not None or self._months_named:
            return False
        return any(Basis.CURRENT in other.meaning.bases or Basis.CUMULATIVE in other.meaning.bases for other in self._plain_columns)

    @cached_property
    def _plain_columns(self) -> list[Column]:
        return [column for column in self._layout.values if column.meaning.span is None]

    def _says(self, row: Row, column: Column, flow: bool) -> tuple[Says | None, Period | None]:
        meaning = _yielding(row.names, row.meaning, column.meaning).joined(_yielding(column.words, column.meaning, row.meaning))
        if flow and self._months_titled and meaning.bases[:1] == (Basis.CURRENT,) and self._names_no_month(row, column):
            meaning = replace(meaning, bases=meaning.bases[1:])  # 本年 and 完成数 under a title of 1-6月 are of these months
        meaning = self._compared(meaning)
        bases = of_months(meaning.bases, meaning.span)
        says = compose(bases, self._has_cumulative, self._default(meaning.span is not None and meaning.span.cumulative))
        if says is None or self._scope.period is None:
            return says, None
        if says.basis is Basis.PLAN and (_plan_of_month(row.names, column) or _plan_of_month(column.words, row)):
            return None, None
        span = meaning.span
        if self._months_named and span is not None and span.year is not None and span.last_month is None and not meaning.bases:
            return CURRENT, Period.of(span.year, 12, "year")  # 2024年 beside 2026年1-6月 is that whole year
        if says.basis is Basis.CUMULATIVE and self._scope.period.frequency == "year":
            says = Says(Basis.CURRENT)  # a year's total and its January-to-December value are one figure
        return says, period_of(says, meaning.span, self._scope.period, column.title + row.label)

    def _compared(self, meaning: Meaning) -> Meaning:
        """The meaning of 2025年1-6月 beside this year's months in a report of 2026: what 上年1-6月 says, a value of this report."""
        span, period = meaning.span, self._scope.period
        if span is None or period is None or period.frequency == "year" or not set(meaning.bases) <= {Basis.CURRENT, Basis.CUMULATIVE}:
            return meaning
        if not is_last_years(span, period, self._spans, beside_plain=self._gives_own):
            return meaning
        return replace(meaning, bases=(*meaning.bases, Basis.PRIOR_YEAR), span=replace(span, year=None, before=True))

    @cached_property
    def _gives_own(self) -> bool:
        """Whether heads or rows without a year of their own, 本月 or 累计, give the report's own values."""
        axes: list[Row | Column] = [*self._layout.values, *self._layout.rows]
        own = (axis.meaning for axis in axes if axis.meaning.span is None)
        return any(Basis.CURRENT in meaning.bases or Basis.CUMULATIVE in meaning.bases for meaning in own)

    def _names_no_month(self, row: Row, column: Column) -> bool:
        """Whether what says current is only 本年, 数值 and the like."""
        said = [text for text in (*column.words, *row.names) if self._lexicon.meaning(text).bases]
        return bool(said) and all(is_neutral(bare) or says_this_year(bare) for bare in map(self._lexicon.without_unit, said))

    def _default(self, cumulative: bool) -> Basis:
        return Basis.CUMULATIVE if cumulative else self._scope.basis

    def _total(self, cell: Cell | None, row: Row, column: Column, indicator: str | None) -> Slot:
        """A total: it checks its parts if they are organisations; over indicators it is only structure."""
        named = row.meaning.organisation if row.meaning.total else column.meaning.organisation
        over = named or (self._common_parent if not (row.meaning.subtotal or column.meaning.subtotal) else None)
        over_rows = row.meaning.total and any(other.meaning.organisation for other in self._layout.rows)
        over_columns = column.meaning.total and any(other.meaning.organisation for other in self._layout.values)
        if indicator is None or over is None or over_rows == over_columns:
            return Slot(cell, row, column, is_total=True, is_structure=True)
        return self._placed(cell, row, column, indicator, over, True)

    @cached_property
    def _over(self) -> frozenset[str]:
        """The organisations somewhere above one that the table lists; 其中 lists some parts only, over which nothing is a total."""
        rows = [row.meaning for row in self._layout.rows if not (row.names and row.names[-1].lstrip(" 　#").startswith("其中"))]
        listed = {meaning.organisation for meaning in (*rows, *(column.meaning for column in self._layout.values)) if meaning.organisation}
        return frozenset(above for code in listed for above in self._parents(code))

    @cached_property
    def _common_parent(self) -> str | None:
        """The lowest organisation above all that are listed; one that is listed with its parts is above itself."""
        chains = [([code] if self._has_parts(code) else []) + self._parents(code) or [code] for code in sorted(self._listed)]
        return next((code for code in chains[0] if all(code in chain for chain in chains)), None) if chains else None

    def _parents(self, code: str) -> list[str]:
        """The organisations above, the lowest first."""
        chain = []
        parent = self._catalogue.organisation(code).parent
        while parent is not None:
            chain.append(parent)
            parent = self._catalogue.organisation(parent).parent
        return chain

    def _unknown_column(self, cell: Cell | None, row: Row, column: Column) -> Slot:
        about = ("column", column.column)
        observed = column.title or "（空）"
        if not self._layout.block.header:
            return self._fault(cell, row, column, "header-missing", ("block", 0), observed="")
        name = next(iter(column.meaning.unknown), observed)
        if (code := self._lexicon.contradicting_code(name)) is not None:
            return self._fault(cell, row, column, "code-contradicts-name", about, observed=name, **_whose(code))
        if not column.words:
            return self._fault(cell, row, column, "header-unknown", about, observed=observed, expected="（先写上列名）")
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
        bases = column.meaning.bases
        known = tuple(basis for basis in bases if basis is not Basis.CURRENT) or bases
        closest = self._lexicon.names.closest_header(path)
        basis = known[-1].value if known else closest.basis.value if closest else ""
        # Without a known header that resembles it the engineer chooses: the line says among what.
        line = f"{path},{basis or '口径'}" + ("" if basis else f"（口径从 {_ALL_BASES} 中选写一个）")
        detail = closest.header if closest and not known else ""
        about = ("column", column.column)
        sure = known[-1].value if known else ""
        said = {"observed": observed, "expected": line, "detail": detail, "path": path, "basis": sure}
        return self._fault(cell, row, column, "header-unknown", about, **said)

    def _unknown_row(self, cell: Cell | None, row: Row, column: Column, indicator: str | None) -> Slot | None:
        meaning, about = row.meaning, ("row", row.row)
        given = column.meaning.indicator or self._scope.indicator
        if not row.names:
            if not any(c.role is Role.LABEL for c in self._layout.columns):
                return None
            return self._fault(cell, row, column, "row-unlabelled", about, observed="")
        if meaning.variant:
            rule = "period-other" if any(map(says_other_period, row.names)) else "growth-variant"
            return self._fault(cell, row, column, rule, about, observed=row.label)
        name = self._unknown_name(row)
        if name is None:
            return self._contradicted(cell, row, column)
        if (code := self._lexicon.contradicting_code(name)) is not None:
            return self._fault(cell, row, column, "code-contradicts-name", about, observed=name, **_whose(code))
        if meaning.indicator is None and (meaning.organisation is None or given):
            if given or (self._over_names and not self._layout.rows_are_indicators):
                similar = self._lexicon.names.similar_organisation(name)
                expected = "、".join(self._lexicon.names.namesakes(name)) or (similar.name if similar else "")
                return self._fault(cell, row, column, "organisation-unknown", about, observed=name, expected=expected)
            return self._unknown_indicator(cell, row, column, name)
        if indicator is None or row.names[-1] == name:
            return self._unknown_indicator(cell, row, column, name)
        return None

    def _contradicted(self, cell: Cell | None, row: Row, column: Column) -> Slot | None:
        """A fault where the row's column of codes holds the code of another than the row names."""
        for codes in (other for other in self._layout.columns if other.role is Role.CODE):
            written = self._grid.text(row.row, codes.column)
            for name in row.names if written else ():
                code = self._lexicon.contradicting_code(f"({written}){name}")
                if code is not None and code[1]:
                    return self._fault(cell, row, column, "code-contradicts-name", ("row", row.row), observed=name, **_whose(code))
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
        return self._fault(cell, row, column, rule, about or ("row", row.row), observed=name, expected=expected)

    @staticmethod
    def _fault(cell: Cell | None, row: Row, column: Column, rule: str, about: tuple[str, int], **fields: str) -> Slot:
        return Slot(cell, row, column, rule=rule, fields=fields, about=about)


def _yielding(texts: Sequence[str], meaning: Meaning, across: Meaning) -> Meaning:
    """What a bare 3月, or a mere 数值, says where the words across it name the basis: nothing of 当月 or 累计."""
    yields = any(whole_span(text) is not None for text in texts) or all(map(is_neutral, texts))
    if across.bases and meaning.bases == (Basis.CURRENT,) and yields:
        return replace(meaning, bases=())
    return meaning


def _plan_of_month(texts: Sequence[str], across: Row | Column) -> bool:
    """Whether a mere 计划 stands across a bare month: the plan of the month, or the year's, and which is not said."""
    words = across.names if isinstance(across, Row) else across.words
    if Basis.PLAN not in across.meaning.bases or any("年" in text or "月" in text for text in words):
        return False
    spans = [span for text in texts if (span := whole_span(text)) is not None]
    return any(span.last_month is not None and span.first_month == span.last_month for span in spans)


def _whose(code: tuple[str, str]) -> dict[str, str]:
    """What the catalogue knows of a code, for a person."""
    return {"detail": f"代码 {code[0]} 是“{code[1]}”的" if code[1] else f"目录中没有代码 {code[0]}"}


def _differs_in_brackets(name: str, known: str) -> bool:
    """Whether the name says something in brackets that the known one does not."""
    return without_brackets(normalise(name)) != normalise(name) and normalise(name) != normalise(known)


def numeric_places(layout: Layout, lexicon: Lexicon) -> set[tuple[int, int]]:
    """The places of the table's other columns that hold numbers: codes, serial numbers, years as labels, remarks."""
    roles = set(Role) - {Role.VALUE, Role.VARIANT, Role.UNIT}
    return _numbers_in(roles, layout, lexicon)


def misplaced_numbers(layout: Layout, lexicon: Lexicon) -> set[tuple[int, int]]:
    """The places of the column of units that hold numbers: of another table under this one, or of a row that slipped."""
    return _numbers_in({Role.UNIT}, layout, lexicon)


def _numbers_in(roles: set[Role], layout: Layout, lexicon: Lexicon) -> set[tuple[int, int]]:
    grid = layout.block.grid
    return {
        (row.row, column.column)
        for row in layout.rows
        for column in layout.columns
        if column.role in roles and looks_numeric(grid.cell(row.row, column.column), lexicon.catalogue)
    }
