"""What a file says of itself outside its tables' titles: whose report it is and of which period, wherever that stands.

A cover sheet, the outer cell of a layout table, a header of the page, a line between or below the tables, a signature at
the end: each counts for every table of the file (docs/decisions, 0022).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from huizong.catalogue.texts import normalise
from huizong.model import Cell, Document
from huizong.recognising.context.cover import months_named
from huizong.recognising.context.who import Declared
from huizong.recognising.vocabulary import margin_words as margins
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.when import days_in, spans_in, whole_span, without_times
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "declaring")
_REPORTS = _LISTS.pattern("reports")
_LONGEST = 80
_OPEN_TIME = re.compile(r"[年月日季度半份第_()\d]*")  # what is left of a period that nobody filled in
_OFFICE = _LISTS.pattern("office")
_LAST = 4  # texts at the end of a file among which its signature stands
_MAY_DECLARE = _LISTS.pattern("may_declare")
_DAY_BESIDE = re.compile(r"(?:19|20)\d{2}[年./-]\d{1,2}[月./-]\d{1,2}日?$")
_OTHER_ROLE = _LISTS.pattern("other_role")


def declared_in_sheet(grid: Grid, table_rows: Collection[int], names: Names, within: str | None) -> list[tuple[Cell, Declared]]:
    """The names after 填报单位： in cells of a sheet, in the cell beside or below where the label stands alone.

    Inside a table (`table_rows`) only a text that declares by itself counts: a column may be headed 填报单位. `within` is the
    folder's organisation, among whose parts a name is looked for first.
    """
    found = []
    for row, cells in grid:
        for cell, right in zip(cells, (*cells[1:], None), strict=True):
            if cell.kind != "text" or _MAY_DECLARE.search(cell.text) is None:
                continue
            name, holder = _name_in(cell, names), cell
            if not name and _asks(cell) and (row not in table_rows or _stands_alone(grid, cell, right, table_rows)):
                below = grid.cell(row + 1, cell.column) if row + 1 not in table_rows else None
                for other in (right, below):
                    if other is not None and other.kind == "text" and (said := _answer(other, names, below=other is below)):
                        name, holder = said, other
                        break
            if name:
                owner = names.owner_of(name, within)
                found.append((cell, Declared(name, grid.place(holder.row, holder.column), owner, margins.names_maker(cell.text))))
    return found


def _stands_alone(grid: Grid, cell: Cell, right: Cell | None, table_rows: Collection[int]) -> bool:
    """Whether a label and its answer in a header stand over empty columns: a panel beside the table, and no heads of columns."""
    if right is None or right.kind != "text":
        return False
    below = [row for row in table_rows if row > cell.row]
    return not any(grid.cell(row, column) is not None for row in below for column in (cell.column, right.column))


def _asks(cell: Cell) -> bool:
    return margins.is_declaring(cell.text) or margins.declared_name(cell.text) == ""


def _answer(cell: Cell, names: Names, *, below: bool) -> str:
    """The name in a cell beside a label; what stands below one must be a known name, since rows follow there as well."""
    text = cell.text.strip()
    if normalise(text).endswith(":") or (below and names.owner_of(text) is None):
        return ""
    return "" if margins.is_nobody(text) or _is_time(text) else text


def _is_time(text: str) -> bool:
    """Whether a cell holds a period or a day, filled in or still open, and so names nobody: 2026年二季度, ____年__月."""
    return whole_span(text) is not None or _OPEN_TIME.fullmatch(without_times(text)) is not None


def _name_in(cell: Cell, names: Names) -> str:
    """The name that a cell declares, line by line; 单位：石桥镇 declares a reporter where the words are an organisation's."""
    lines = [line for line in cell.text.split("\n") if line.strip()]
    for index, line in enumerate(lines):
        name = margins.declared_name(line)
        if name == "" and index + 1 < len(lines) and names.owner_of(lines[index + 1]) is not None:
            name = lines[index + 1].strip()
        if name:
            return name
    if len(lines) > 1 and len(cell.text) <= _LONGEST and (name := margins.declared_name(cell.text)):
        return name
    others = (margins.corner_unit(cell.text), margins.name_beside(cell.text))
    return next((name for name in others if name and names.owner_of(name) is not None), "")


def declared_in_margins(grid: Grid, names: Names) -> list[Declared]:
    """The organisations of ours after 填报单位： in a text box over the sheet, or in the header or footer of its pages.

    Who made the form (制表单位) often stands there too, and is nobody's declaration.
    """
    found = []
    for text in grid.sheet.margins if grid.rows else ():
        name = _name_in(Cell(1, 1, "text", text, text), names) if _REPORTS.search(text) else ""
        if name and (owner := names.owner_of(name)) is not None:
            found.append(Declared(name, grid.place(next(iter(grid.rows)), grid.columns[0]), owner))
    return found


def declared_in_paragraphs(document: Document, names: Names, within: str | None) -> list[Declared]:
    """The names after 填报单位： in short paragraphs and lines, and the signature under the text."""
    found = []
    for paragraph in document.paragraphs:
        for line in paragraph.text.split("\n"):
            name = margins.declared_name(line) if len(line) <= _LONGEST else None
            if name:
                found.append(Declared(name, f"{paragraph.number}:0", names.owner_of(name, within)))
    return found


def declared_on_cover(bare: Sequence[Grid], names: Names, reporter: str | None) -> list[Declared]:
    """The one organisation whose name stands alone on sheets without a table: 柳湾镇人民政府 on a cover. A list of them declares nobody."""
    found: dict[str, Declared] = {}
    for grid in bare:
        for _, cells in grid:
            for cell in cells:
                for line in cell.text.split("\n"):
                    known = names.catalogue.organisation_named(line.strip()) if 0 < len(line.strip()) <= _LONGEST else None
                    if known is not None and _may_sign(known.code, reporter, has_tables=True, names=names):
                        found.setdefault(known.code, Declared(known.name, grid.place(cell.row, cell.column), known.code))
    return list(found.values()) if len(found) == 1 else []


def declared_in_page_margins(document: Document, grids: Sequence[Grid], names: Names, reporter: str | None) -> list[Declared]:
    """The one organisation whose name stands alone in headers and footers of pages: 柳湾镇人民政府 over each of them."""
    places = [(p.text, f"{p.number}:0") for p in document.paragraphs if p.in_margin]
    for grid in grids:
        first = grid.place(next(iter(grid.rows)), grid.columns[0]) if grid.rows else ""
        places += [(text, first) for text in grid.sheet.margins if first]
    found: dict[str, Declared] = {}
    for text, place in places:
        for line in (line.strip() for line in text.split("\n") if len(line) <= _LONGEST):
            owner = names.owner_of(line) if _OFFICE.search(line) else None  # 柳湾镇统计站
            known = names.catalogue.organisation_named(line) or (names.catalogue.organisation(owner) if owner else None)
            if known is not None and _may_sign(known.code, reporter, has_tables=bool(grids), names=names):
                found.setdefault(known.code, Declared(known.name, place, known.code))
    return list(found.values()) if len(found) == 1 else []


def signed_by(
    document: Document, grids: Sequence[Grid], tables: Mapping[str, Collection[int]], names: Names, reporter: str | None
) -> list[Declared]:
    """The organisation that signs at the end: its name alone, with a day below or beside it; rows of `tables` list, and sign nothing.

    Whom the reporter answers for may be named with a day as well. Under a town's form the county and its bureaus are who
    made or asked for it; they sign reports of their own only.
    """
    places = [(paragraph.text.strip(), f"{paragraph.number}:0") for paragraph in document.paragraphs if paragraph.text.strip()]
    ends = [places[-_LAST:]]
    for grid in grids:
        listed = tables.get(grid.sheet.name, ())
        rows = [cells for row, cells in grid if row not in listed or len(cells) == 1][-_LAST:]
        texts = [(cell.text.strip(), grid.place(cell.row, cell.column)) for cells in rows for cell in cells]
        ends.append([(text, place) for text, place in texts if text][-_LAST:])
    found = [
        item
        for item in _sealed_lines(document, grids, names)
        if _may_sign(item.organisation or "", reporter, has_tables=bool(grids), names=names)
    ]
    for grid in grids:
        found += [item for item in _sealed(grid, names) if _may_sign(item.organisation or "", reporter, has_tables=True, names=names)]
        last = _last_alone(grid, tables.get(grid.sheet.name, ()), names)
        found += [item for item in last if _may_sign(item.organisation or "", reporter, has_tables=True, names=names)]
    for end in ends:
        for index, (text, place) in enumerate(end):
            after = end[index + 1][0] if index + 1 < len(end) else ""
            if (code := _signature(text, after, names)) is not None and _may_sign(code, reporter, has_tables=bool(grids), names=names):
                found.append(Declared(names.catalogue.organisation(code).name, place, code))
    return found


def _sealed(grid: Grid, names: Names) -> Iterator[Declared]:
    """The organisations whose names stand with a mark for their seal and nothing else, in a cell or the next: 石桥镇（盖章）."""
    for _, cells in grid:
        for cell, right in zip(cells, (*cells[1:], None), strict=True):
            if cell.kind != "text" or (bare := margins.without_seal(cell.text)) is None:
                continue
            beside = right.text.strip() if not bare and right is not None and right.kind == "text" else ""
            if bare or beside:
                known = names.catalogue.organisation_named(bare or beside)
                if known is not None:
                    yield Declared(known.name, grid.place(cell.row, cell.column), known.code)


def _sealed_lines(document: Document, grids: Sequence[Grid], names: Names) -> Iterator[Declared]:
    """The same of lines of a text, and of the name alone on its last line if that stands below its tables."""
    lines = [
        (line.strip(), f"{p.number}:0") for p in document.paragraphs for line in p.text.split("\n") if 0 < len(line.strip()) <= _LONGEST
    ]
    below = max((grid.sheet.after_paragraph or 0 for grid in grids if grid.sheet.layout == "table"), default=None)
    last = next((p for p in reversed(document.paragraphs) if p.text.strip() and not p.in_margin), None)
    for line, place in lines:
        bare = margins.without_seal(line)
        is_last = below is not None and last is not None and place == f"{last.number}:0" and last.number > below
        known = names.catalogue.organisation_named(bare or line) if bare is not None or is_last else None
        if known is not None:
            yield Declared(known.name, place, known.code)


def _last_alone(grid: Grid, listed: Collection[int], names: Names) -> Iterator[Declared]:
    """The organisation whose name is all that the last row below a table holds, where the column above it lists none: a signature."""
    rows = [row for row, _ in grid]
    if not listed or not rows or len(grid.rows[rows[-1]]) > 1:
        return
    (cell,) = grid.rows[rows[-1]]
    known = names.catalogue.organisation_named(cell.text.strip()) if cell.kind == "text" else None
    above = (grid.cell(row, cell.column) for row in listed if row != cell.row)
    if known is not None and not any(other is not None and names.owner_of(other.text) is not None for other in above):
        yield Declared(known.name, grid.place(cell.row, cell.column), known.code)


def _signature(text: str, after: str, names: Names) -> str | None:
    name = normalise(text)
    beside = _DAY_BESIDE.search(name)
    bare = name[: beside.start()] if beside else name
    if not bare or _OTHER_ROLE.search(bare) or not (beside or _is_day(after)):
        return None
    known = names.catalogue.organisation_named(bare)
    return known.code if known is not None else None


def _is_day(text: str) -> bool:
    name = normalise(text)
    return len(name) <= 12 and (bool(days_in(text)) or (name.endswith("日") and bool(spans_in(text))))


def _may_sign(code: str, reporter: str | None, *, has_tables: bool, names: Names) -> bool:
    kind = names.catalogue.organisation(code).kind
    if kind == "county" or (reporter is not None and reporter != code and names.catalogue.answers_for(reporter, code)):
        return False
    return kind != "bureau" or not has_tables or reporter is None or names.catalogue.organisation(reporter).kind == "bureau"


def declared_with_month(document: Document, grids: Sequence[Grid], names: Names, reporter: str | None) -> list[Declared]:
    """The one organisation that stands with a month, and nothing else, on a line outside tables: 石桥镇 2026年6月."""
    found: dict[str, Declared] = {}
    for line in months_named(document.paragraphs, grids, names):
        known = names.catalogue.organisation_named(without_times(line))
        if known is not None and _may_sign(known.code, reporter, has_tables=bool(grids), names=names):
            found.setdefault(known.code, Declared(known.name, line, known.code))
    return list(found.values()) if len(found) == 1 else []
