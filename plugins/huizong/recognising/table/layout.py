"""What the columns and rows of a table are: which hold names, units, codes or remarks, and which hold values of what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property, reduce

from huizong.model import Basis, Cell
from huizong.recognising.table.axes import Column, Role, Row
from huizong.recognising.table.blocks import Block
from huizong.recognising.table.columns import path
from huizong.recognising.table.compared_columns import amounts_apart, without_captions
from huizong.recognising.table.fingerprints import Extent
from huizong.recognising.table.row_labels import read_rows
from huizong.recognising.value.cell_values import looks_numeric
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.recognising.vocabulary.meaning import NOTHING, Meaning
from huizong.recognising.vocabulary.when import Span
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "layout")
_GENERIC = frozenset(_LISTS.words("generic"))
_ENOUGH = 200  # cells of a column that tell whether it holds names


@dataclass(frozen=True)
class Layout:
    """The columns and rows of one table."""

    block: Block
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @cached_property
    def values(self) -> tuple[Column, ...]:
        """The columns that hold values."""
        return tuple(column for column in self.columns if column.role is Role.VALUE)

    @cached_property
    def meanings(self) -> tuple[Meaning, ...]:
        """What the value columns and the rows say."""
        return (*(column.meaning for column in self.values), *(row.meaning for row in self.rows))

    @property
    def names_anything(self) -> bool:
        """Whether a row or column names an indicator, organisation, total or basis of ours, or its header asks for names (乡镇)."""
        if any(meaning.indicator or meaning.organisation or meaning.total or meaning.bases for meaning in self.meanings):
            return True
        return any(words.is_label_header(text) for column in self.columns for text in column.words)

    @property
    def rows_are_indicators(self) -> bool:
        """Whether most labelled rows are indicators."""
        indicators = sum(1 for row in self.rows if row.meaning.indicator)
        return indicators > 0 and indicators >= sum(1 for row in self.rows if row.meaning.organisation and not row.meaning.indicator)


def lay_out(block: Block, lexicon: FormLexicon) -> Layout:
    """The table's columns with their roles and its rows with their labels; those of a table that is alike in words are remembered."""
    names = lexicon.names
    extent = Extent(block.grid, block.header, block.body, block.columns)
    told = extent.print_of(names.numbers)
    if told is None:
        return _laid_out(block, lexicon)
    key = lexicon.situation, told
    if (known := names.layouts.get(key)) is not None:
        return Layout(block, *known)
    layout = _laid_out(block, lexicon)
    if extent.holds_numbers_in({column.column for column in layout.values}, names.numbers):
        names.layouts[key] = layout.columns, layout.rows
    return layout


def _laid_out(block: Block, lexicon: FormLexicon) -> Layout:
    columns = [_column(block, lexicon, column) for column in block.columns]
    columns = amounts_apart(without_captions(_first_text_column_is_label(block, columns, lexicon)))
    rows = tuple(replace(row, meaning=months_in_all(row.meaning)) for row in read_rows(block, columns, lexicon))
    layout = Layout(block, tuple(columns), rows)
    if layout.rows_are_indicators:
        columns = _totals_of_nobody(layout, [_generic_is_neutral(column) for column in columns])
    columns = [replace(column, meaning=months_in_all(column.meaning)) for column in columns]
    return Layout(block, tuple(_attach_comparisons(_settle_months(columns))), rows)


def months_in_all(meaning: Meaning) -> Meaning:
    """What 上半年合计 and 1-6月小计 say: not a total over names but the value from January on."""
    span = meaning.span
    if not meaning.total or meaning.organisation or span is None or span.first_month != 1 or span.last_month in (None, 1):
        return meaning
    bases = meaning.bases or (Basis.CUMULATIVE,)
    return replace(meaning, total=False, subtotal=False, bases=bases, span=replace(span, cumulative=True))


def meaning_of_path(texts: tuple[str, ...], lexicon: FormLexicon) -> Meaning:
    """What the words above a column say together."""
    parts = [NOTHING if words.is_label_header(text) and len(texts) > 1 else lexicon.meaning(text) for text in texts]
    parts = _without_groups(texts, parts, lexicon)
    plain = [part for text, part in zip(texts, parts, strict=True) if not words.says_this_year(text)]
    if any(basis in (Basis.CURRENT, Basis.CUMULATIVE) for part in plain for basis in part.bases):
        kept = [text for text in texts if not words.says_this_year(text)]
        texts, parts = tuple(kept), plain  # 本月止累计 over 本年 and 上年同期: beside another word, 本年 only says which year
    joined = reduce(Meaning.joined, _without_neutral(texts, parts), NOTHING)
    if joined.unknown and len(texts) > 1:
        whole = lexicon.meaning("".join(texts))
        if not whole.unknown:
            return whole
        # 生猪（头） over 出栏: the unit stands behind the first part of the name.
        whole = lexicon.meaning("".join(map(lexicon.without_unit, texts)))
        if not whole.unknown:
            return replace(whole, unit=whole.unit or next(filter(None, map(lexicon.unit_at_end, texts)), None))
    if _is_at_the_end(joined, lexicon):
        joined = replace(joined, unknown=(), bases=(Basis.CURRENT,))
    indicators = {part.indicator for part in parts if part.indicator}
    if len(indicators) > 1:  # an outer name and an inner one: the inner is what is measured, unless it only says 数值
        inner = parts[-1]
        outer = next(part for part in parts if part.indicator)
        return (
            replace(joined, indicator=outer.indicator)
            if texts[-1] in _GENERIC
            else replace(joined, indicator=inner.indicator or joined.indicator)
        )
    return joined


def _is_at_the_end(said: Meaning, lexicon: FormLexicon) -> bool:
    """Whether a path is 月末 over what there is then: a stock."""
    if said.indicator is None or said.bases or not said.unknown or not all(map(words.says_at_its_end, said.unknown)):
        return False
    return lexicon.catalogue.indicator(said.indicator).kind == "stock"


def _without_groups(texts: tuple[str, ...], parts: list[Meaning], lexicon: FormLexicon) -> list[Meaning]:
    """The parts of a path, unknown words over an indicator that only group it left out."""
    code = next((part.indicator for part in parts if part.indicator), None)
    if code is None:
        return parts
    name = lexicon.catalogue.indicator(code).name
    return [NOTHING if part.unknown and words.groups(text, name) else part for text, part in zip(texts, parts, strict=True)]


def _is_plan_of_month(text: str, part: Meaning) -> bool:
    """Whether a part is a plan that may be the month's own, below 6月; 年度计划 is the year's anywhere."""
    return bool({Basis.PLAN, Basis.PLAN_COMPLETION} & set(part.bases)) and "年" not in text


def is_one_month(span: Span | None) -> bool:
    """Whether a time is one month, of the report's year or of one that is named."""
    return span is not None and span.last_month is not None and span.first_month == span.last_month and not span.before


def _without_neutral(texts: tuple[str, ...], parts: list[Meaning]) -> list[Meaning]:
    """The parts of a path, 完成情况 and the like without a basis of their own where another part names one.

    2025年6月 over 本月止累计 and 上年同期 is such a word too: it only says when. 完成数 below a plan is left as it is: whether it
    is the plan or what was done is not said.
    """
    only_dates = not any(_is_plan_of_month(text, part) for text, part in zip(texts, parts, strict=True))
    neutral = [
        part.bases == (Basis.CURRENT,) and (words.is_neutral(text) or (only_dates and text != texts[-1] and is_one_month(part.span)))
        for text, part in zip(texts, parts, strict=True)
    ]
    named = [basis for part, says_nothing in zip(parts, neutral, strict=True) if not says_nothing for basis in part.bases]
    if not named or (Basis.PLAN in named and neutral[-1]):
        return parts
    return [replace(part, bases=()) if says_nothing else part for part, says_nothing in zip(parts, neutral, strict=True)]


def _column(block: Block, lexicon: FormLexicon, column: int) -> Column:
    grid = block.grid
    texts = path(grid, block.header, block.columns, column)
    cells = [cell for row in block.body if (cell := grid.cell(row, column)) is not None]
    leaf = texts[-1] if texts else ""
    named = [text for text in texts if text]
    if any(words.is_serial_header(text) for text in named):
        return Column(column, Role.SERIAL, texts)
    if any(words.is_code_header(text) for text in named):
        return Column(column, Role.CODE, texts)
    if leaf and words.is_unit_header(leaf) and cells and not _are_organisations(cells, lexicon):
        # 指标名称 over 计量单位 with names below: the second is a row of units, the column one of names.
        names = any(map(words.is_label_header, texts[:-1])) and not _are_units(cells, lexicon)
        return Column(column, Role.LABEL if names else Role.UNIT, texts)
    if leaf and words.is_label_header(leaf):
        return Column(column, Role.LABEL, texts)
    numeric = sum(1 for cell in cells if looks_numeric(cell, lexicon.catalogue))
    meaning = meaning_of_path(texts, lexicon) if texts else NOTHING
    if meaning.variant:
        return Column(column, Role.VARIANT, texts, meaning)
    if meaning.is_known and not meaning.unknown:
        return Column(column, Role.VALUE, texts, meaning)
    if any(words.is_remark_header(text) for text in named):
        return Column(column, Role.REMARK, texts)
    if (meaning.neutral and not meaning.unknown and leaf) or numeric:
        return Column(column, Role.VALUE, texts, meaning)
    if cells and _are_units(cells, lexicon):
        return Column(column, Role.UNIT, texts)
    if any(_names_something(cell, lexicon) for cell in cells[:_ENOUGH]):
        return Column(column, Role.LABEL, texts)
    return Column(column, Role.TEXT, texts, meaning)


def _are_units(cells: list[Cell], lexicon: FormLexicon) -> bool:
    return sum(1 for cell in cells if lexicon.catalogue.unit(cell.text) is not None) * 2 > len(cells)


def _are_organisations(cells: list[Cell], lexicon: FormLexicon) -> bool:
    """Whether 单位 stands over organisations: more of them, and of totals, than of units of measure."""
    units = sum(1 for cell in cells if lexicon.catalogue.unit(cell.text) is not None)
    found = sum(1 for cell in cells if lexicon.organisation(cell.text) is not None)
    return found > 0 and found + sum(1 for cell in cells if words.is_total(cell.text)) > units


def _names_something(cell: Cell, lexicon: FormLexicon) -> bool:
    meaning = lexicon.meaning(cell.text) if cell.kind == "text" else NOTHING
    return bool(meaning.indicator or meaning.organisation or meaning.total or meaning.bases)


def _first_text_column_is_label(block: Block, columns: list[Column], lexicon: FormLexicon) -> list[Column]:
    """Without any label column, the first column of texts is one, whatever its header says; not beside codes that name the rows."""
    if any(column.role is Role.LABEL for column in columns):
        return columns
    codes = [block.grid.text(row, column.column) for column in columns if column.role is Role.CODE for row in block.body]
    if any(lexicon.by_code(code) is not None for code in codes if code):
        return columns
    for index, column in enumerate(columns):
        cells = [cell for row in block.body if (cell := block.grid.cell(row, column.column)) is not None]
        texts = [cell for cell in cells if cell.kind == "text" and not looks_numeric(cell, lexicon.catalogue)]
        if column.role in (Role.TEXT, Role.VALUE, Role.REMARK) and cells and len(texts) == len(cells) and not column.meaning.bases:
            return [*columns[:index], replace(column, role=Role.LABEL, meaning=NOTHING), *columns[index + 1 :]]
    return columns


def _totals_of_nobody(layout: Layout, columns: list[Column]) -> list[Column]:
    """本月合计 and 累计合计 over rows of indicators, in a table that lists nobody: the values, where nothing else gives that basis."""
    if any(meaning.organisation for meaning in layout.meanings):
        return columns
    plain = {basis for column in layout.values if not column.meaning.total for basis in column.meaning.bases}
    return [
        replace(column, meaning=replace(column.meaning, total=False, subtotal=False))
        if column.role is Role.VALUE and column.meaning.total and column.meaning.bases and not plain & set(column.meaning.bases)
        else column
        for column in columns
    ]


def _generic_is_neutral(column: Column) -> Column:
    if column.role is Role.VALUE and column.meaning.indicator and column.words and column.words[-1] in _GENERIC:
        return replace(column, meaning=replace(column.meaning, indicator=None, neutral=True))
    return column


def _settle_months(columns: list[Column]) -> list[Column]:
    """6月 over 同比 is the month alone, unless 累计 stands beside it under the same 6月, which is then only the period."""
    settled = []
    for column in columns:
        meaning, span = column.meaning, column.meaning.span
        values = {Basis.CURRENT, Basis.CUMULATIVE, Basis.PLAN} & set(meaning.bases)
        if column.role is Role.VALUE and span is not None and span.last_month is not None and not span.before and not values:
            siblings = [other for other in columns if other.words[:-1] == column.words[:-1] and len(column.words) > 1]
            if not any(Basis.CUMULATIVE in other.meaning.bases for other in siblings):
                own = Basis.CUMULATIVE if span.cumulative else Basis.CURRENT
                column = replace(column, meaning=replace(meaning, bases=(own, *meaning.bases)))
        settled.append(column)
    return settled


def _attach_comparisons(columns: list[Column]) -> list[Column]:
    """本月 | 同比 | 累计 | 同比: of several columns of the same comparison each belongs to the value on its left."""
    values = [column for column in columns if column.role is Role.VALUE]
    counts = Counter(signature(column) for column in values)
    attached: dict[int, Column] = {}
    for index, column in enumerate(values):
        bases = column.meaning.bases
        if counts[signature(column)] < 2 or bases not in ((Basis.GROWTH_RATE,), (Basis.PRIOR_YEAR,)):
            continue
        for left in reversed(values[:index]):
            if left.meaning.bases in ((Basis.CURRENT,), (Basis.CUMULATIVE,)) and left.meaning.indicator == column.meaning.indicator:
                meaning = replace(column.meaning, bases=(*left.meaning.bases, *bases))
                attached[column.column] = replace(column, meaning=meaning)
                break
    distinct = {signature(column) for column in attached.values()}
    if len(distinct) < len(attached):
        return columns
    return [attached.get(column.column, column) for column in columns]


def signature(column: Column) -> tuple[object, ...]:
    """What a column says, for finding columns that say the same."""
    meaning = column.meaning
    return (meaning.organisation, meaning.indicator, frozenset(meaning.bases), meaning.span, meaning.total, meaning.unknown)
