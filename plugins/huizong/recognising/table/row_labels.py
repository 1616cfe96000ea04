"""What the rows of a table say: names, sections above them, units beside and above them."""

from __future__ import annotations

import re
from dataclasses import replace

from huizong.recognising.table.axes import Column, Role, Row
from huizong.recognising.table.blocks import Block
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary import margin_words as margins
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.recognising.vocabulary.meaning import NOTHING, Meaning

_MOST_BETWEEN = 50  # rows between two rows of a body


def read_rows(block: Block, columns: list[Column], lexicon: FormLexicon) -> tuple[Row, ...]:
    """The body's rows with the names in their label columns, and the sections and units under which they stand."""
    grid = block.grid
    labels = [column.column for column in columns if column.role is Role.LABEL]
    units = [column.column for column in columns if column.role is Role.UNIT]
    remarks = [column.column for column in columns if column.role is Role.REMARK]
    codes = [c for c in _code_columns(columns) if any(lexicon.by_code(text) for row in block.body if (text := grid.text(row, c)))]
    value_columns = [column.column for column in columns if column.role is Role.VALUE]
    rows: list[Row] = []
    filled: dict[int, str] = {}
    counted = {
        c.column: time for c in columns if c.role is Role.LABEL and (time := next(filter(None, map(words.counted_time, c.words)), ""))
    }
    above, unit_above, unit_of_heading, unit_of_name = NOTHING, "", "", ""
    before = block.header[-1] if block.header else (block.body[0] if block.body else 0)
    town: str | None = None
    heading = ""
    for row in block.body:
        unit_of_heading = _unit_between(grid, before, row, unit_of_heading, lexicon)
        heading = _heading_between(grid, before, row, heading)
        before = row
        names = _names(grid, row, labels, filled, counted)
        meaning = NOTHING
        within = town
        for name in names:
            part = _label_meaning(name, lexicon, within)
            if meaning.organisation and part.organisation and lexicon.catalogue.is_below(meaning.organisation, part.organisation):
                part = replace(part, organisation=None)  # a project's town in the column after it: the row is the project's
            within = part.organisation or within
            meaning = meaning.joined(part)
        if not names and (code := next((text for column in codes if (text := grid.text(row, column))), "")):
            known = lexicon.by_code(code)
            if known is not None or not labels:
                names, meaning = [code], known or Meaning(unknown=(code,))
        if not names and any(
            cell.column < block.columns[0] and words.is_total(cell.text) for cell in grid.rows[row] if cell.kind == "text"
        ):
            meaning = Meaning(total=True, subtotal=True)  # 合计 stands once, in the table on the left of this one
        unit = next((text for column in units if (text := grid.text(row, column))), "")
        unit = unit_above if words.is_ditto(unit) else unit
        unit = _with_remark(grid, row, remarks, unit)
        # A name merged across the row shows in its value columns and is no value.
        empty = not any((cell := grid.shown(row, column)) is not None and cell.column in value_columns for column in value_columns)
        if meaning.organisation and lexicon.catalogue.organisation(meaning.organisation).kind in ("county", "town"):
            town = meaning.organisation
        first = grid.cell(row, labels[0]) if labels else None
        indent = len(first.text) - len(first.text.lstrip()) if first and first.kind == "text" else 0
        over = NOTHING if empty else above
        rows.append(Row(row, tuple(names), meaning, over, unit, indent, unit_above, unit_of_name or unit_of_heading, heading))
        heading = "" if empty and names else heading  # a name without values opens a section of its own
        unit_above = unit or unit_above
        if not meaning.total and not meaning.unknown:
            above = _section(above, meaning, empty=empty)
        if meaning.indicator or meaning.organisation:
            unit_of_name = (meaning.unit or "") if empty else ""
    return tuple(rows)


def _with_remark(grid: Grid, row: int, remarks: list[int], unit: str) -> str:
    """The unit of a row, and the one that a remark on it states where that is another: then nobody knows which of them holds."""
    said = [stated for column in remarks if (stated := margins.corner_unit(grid.text(row, column)))]
    return "/".join(dict.fromkeys(filter(None, (unit, *said))))


def _code_columns(columns: list[Column]) -> list[int]:
    return [column.column for column in columns if column.role is Role.CODE]


def _unit_between(grid: Grid, before: int, row: int, unit: str, lexicon: FormLexicon) -> str:
    """The unit that holds after the rows between two body rows: 单位：元, or a heading such as 二、收入（元）."""
    for number in range(before + 1, row) if row - before <= _MOST_BETWEEN else ():
        for cell in grid.rows.get(number, ()):
            if cell.kind != "text" or margins.is_note(cell.text):
                continue
            said = margins.corner_unit(cell.text) or lexicon.meaning(cell.text).unit
            if said or words.is_heading(cell.text):
                unit = said or ""
    return unit


def _heading_between(grid: Grid, before: int, row: int, heading: str) -> str:
    """The heading that holds after the rows between two body rows: the last of them that is one text, and no note or unit."""
    for number in range(before + 1, row) if row - before <= _MOST_BETWEEN else ():
        cells = grid.rows.get(number, ())
        text = cells[0].text.strip() if len(cells) == 1 and cells[0].kind == "text" else ""
        if text and not margins.is_note(text) and margins.corner_unit(text) is None:
            heading = text
    return heading


def _section(above: Meaning, meaning: Meaning, *, empty: bool) -> Meaning:
    """What the rows below stand under after this one: a name without values opens a section of its kind.

    An indicator with values opens one too: rows of organisations without any other indicator are its parts.
    """
    if meaning.indicator and not meaning.organisation:
        return replace(above, indicator=meaning.indicator)
    if meaning.organisation and not meaning.indicator and empty:
        return Meaning(organisation=meaning.organisation)
    return above


def _names(grid: Grid, row: int, labels: list[int], filled: dict[int, str], counted: dict[int, str]) -> list[str]:
    """The names of a row; an empty place left of a name takes what stands above it (labels that were merged once).

    `counted` says for the columns of 月份 and the like what their bare numbers count: 3 is 3月.
    """
    names: list[str] = []
    last = max((column for column in labels if grid.text(row, column)), default=0)
    for column in labels:
        text = grid.text(row, column)
        if column in counted and re.fullmatch(r"\d{1,2}", text):
            text += counted[column]
        if text:
            if filled.get(column) != text:
                for right in [c for c in filled if c > column]:
                    del filled[right]
            filled[column] = text
        elif column < last:
            text = filled.get(column, "")
        if text and text not in names:
            names.append(text)
    return names


def _label_meaning(name: str, lexicon: FormLexicon, within: str | None) -> Meaning:
    meaning = lexicon.meaning(name, within)
    if meaning.unknown and (of := words.total_of(name)) is not None:
        return Meaning(total=True, subtotal=True, organisation=lexicon.organisation(of, within))
    if meaning.unknown and words.is_kind(name):
        return Meaning(total=True, subtotal=True)  # 一、乡镇 with values of its own sums what is listed under it
    if meaning.variant and not words.is_variant_row(name) and not words.says_other_period(name):
        return Meaning(unknown=(name,), unit=meaning.unit)
    return meaning
