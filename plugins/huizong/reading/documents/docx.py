"""Word documents (docx), read straight from their XML: paragraphs and tables in the order of the body.

Why not python-docx: it leaves out text boxes, tracked insertions, footnotes and comments, and it loses the order of
tables among paragraphs inside content controls. A figure that stands there must not be lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from huizong.model import Cell, Merge, Paragraph, Sheet
from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.sight import WHITE, Ink, Run, Seen, hex_colour, in_prose
from huizong.reading.containers import markup
from huizong.reading.containers.package import Package
from huizong.reading.containers.package_relations import main_part, read_relations
from huizong.reading.containers.xlsx_frame import read_properties
from huizong.reading.documents.docx_chunks import Content, read_chunk
from huizong.reading.documents.docx_runs import ParagraphRuns, RunStyles, mark_prompts, paragraph_runs, word
from huizong.reading.documents.our_comments import is_ours
from huizong.reading.documents.page_fields import only_numbers_pages
from huizong.reading.formulas.formula import LAST_COLUMN
from huizong.reading.refusals import damaged
from huizong.reading.text.delimited import are_bare, run_cell

DEEPEST = 3  # documents taken into one another
SIDE_PARTS = ("header", "footer", "footnotes", "endnotes", "comments")


@dataclass(slots=True)
class Body:
    """A document while it is being read."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    styles: RunStyles = field(default_factory=RunStyles)
    chunk: Callable[[str], Content] = lambda _: ((), ())  # the content taken in under an identifier

    def add_paragraph(self, seen: Seen, level: int | None = None, *, in_margin: bool = False) -> None:
        """The next paragraph."""
        self.paragraphs.append(Paragraph(len(self.paragraphs) + 1, seen.text, level, seen.look, in_margin))


def read_docx(package: Package, depth: int = 0) -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...], dict[str, str]]:
    """Paragraphs, tables and properties of a document. Raises FileRefusedError naming the broken part.

    Headers, footers, footnotes, endnotes and comments follow the body as paragraphs of their own, so that the numbers
    of the body's paragraphs are those that a person counts. `depth` is how many documents it is taken into.
    """
    part = main_part(package)
    root = markup.parse(package.read(part), part)
    mark_prompts(root)
    relations = read_relations(package, part)

    def chunk(identifier: str) -> Content:
        _, target = relations.get(identifier, ("", ""))
        if target not in package or depth == DEEPEST:
            raise damaged(f"文档引用的内容 {target or identifier} 不在文件里")
        return read_chunk(package.read(target), package.limits, lambda inner: read_docx(inner, depth + 1)[:2])

    body = Body(chunk=chunk)
    read_styles(package, part, body)
    container = root.find("{*}body")
    ground = WHITE if root.find("{*}background") is None else None
    read_blocks(body, container if container is not None else root, ground)
    seen: set[str] = set()
    for kind, target in read_relations(package, part).values():
        if kind in SIDE_PARTS and target in package and target not in seen:
            seen.add(target)
            read_side_part(body, markup.parse(package.read(target), target))
    return tuple(body.paragraphs), tuple(body.sheets), read_properties(package)


def has_picture(package: Package) -> bool:
    """Whether the document holds a picture, which a scanned page would be."""
    return any("/media/" in name for name in package.names())


def read_styles(package: Package, part: str, body: Body) -> None:
    """The heading levels (from the outline level of a style or its standard name) and letters of the styles."""
    for kind, target in read_relations(package, part).values():
        if kind != "styles" or target not in package:
            continue
        for style in markup.parse(package.read(target), target).iter("{*}style"):
            body.styles.add(style)
            identifier = word(style, "styleId")
            outline = style.find("{*}pPr/{*}outlineLvl")
            name = style.find("{*}name")
            title = (word(name, "val") if name is not None else "").lower()
            number = title.removeprefix("heading").removeprefix("标题").strip()
            if outline is not None and word(outline, "val").isdecimal() and int(word(outline, "val")) < 9:
                body.levels[identifier] = int(word(outline, "val")) + 1
            elif title.startswith(("heading", "标题")) and number.isdecimal():
                body.levels[identifier] = int(number)


def read_side_part(body: Body, root: etree._Element) -> None:
    """A header, footer, or the notes: what is empty, a mere separator line or the number of a page is left out."""
    in_margin = markup.local(root.tag) not in ("footnotes", "endnotes", "comments")
    for note in [root] if in_margin else root:
        if word(note, "type") in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        if is_ours(note):
            continue
        kept = Body(styles=body.styles)
        read_blocks(kept, note, WHITE)
        for paragraph in kept.paragraphs:
            if paragraph.text.strip() or paragraph.look:
                body.add_paragraph(Seen(paragraph.text, paragraph.look), in_margin=in_margin)
        for sheet in kept.sheets:
            body.sheets.append(Sheet(f"表{len(body.sheets) + 1}", sheet.cells, "table", sheet.merges, after_paragraph=len(body.paragraphs)))


def read_blocks(body: Body, container: etree._Element, ground: int | None) -> None:
    """Paragraphs and tables directly in a container on a ground of this colour, and inside content controls.

    What lies behind a text box nobody knows.
    """
    for element in container:
        match markup.local(element.tag):
            case "p":
                found = paragraph_runs(element, body.styles, ground)
                seen = in_prose(found.runs)
                numbers_only = found.has_page_number and only_numbers_pages(seen.text)
                body.add_paragraph(seen._replace(text="") if numbers_only else seen, heading_level(element, body.levels))
                add_drawn(body, found)
                for box in found.boxes:
                    read_blocks(body, box, None)
            case "tbl":
                read_table(body, element, ground)
            case "altChunk":
                add_chunk(body, body.chunk(word(element, "id")))
            case "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag":
                read_blocks(body, element, ground)
            case "AlternateContent":
                for choice in element.iterchildren("{*}Choice"):
                    read_blocks(body, choice, ground)


def add_drawn(body: Body, found: ParagraphRuns) -> None:
    """Adds texts that are drawn as shapes, a watermark 草稿 or a title in artful letters, as paragraphs."""
    for text in found.drawn:
        body.add_paragraph(Seen(text))


def add_chunk(body: Body, content: Content) -> None:
    """Adds what the document takes in where it stands; its tables are numbered on."""
    paragraphs, sheets = content
    before = len(body.paragraphs)
    body.paragraphs += [replace(paragraph, number=before + number) for number, paragraph in enumerate(paragraphs, start=1)]
    for sheet in sheets:
        after = None if sheet.after_paragraph is None else before + sheet.after_paragraph
        body.sheets.append(replace(sheet, name=f"表{len(body.sheets) + 1}", after_paragraph=after))


def heading_level(paragraph: etree._Element, levels: dict[str, int]) -> int | None:
    """The level of a heading, None for running text."""
    outline = paragraph.find("{*}pPr/{*}outlineLvl")
    if outline is not None and word(outline, "val").isdecimal():
        level = int(word(outline, "val")) + 1
        return level if level < 10 else None
    style = paragraph.find("{*}pPr/{*}pStyle")
    return levels.get(word(style, "val")) if style is not None else None


def read_table(body: Body, table: etree._Element, ground: int | None) -> None:
    """One table with its merges; tables inside its cells follow as tables of their own."""
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Merge] = []
    open_merges: dict[int, tuple[int, int, int]] = {}  # first column -> (first row, last column, last row)
    nested: list[etree._Element] = []
    index = len(body.sheets)
    body.sheets.append(Sheet(f"表{index + 1}", {}))
    style = table.find("{*}tblPr/{*}tblStyle")
    if style is not None and body.styles.is_shaded(word(style, "val")):
        ground = None  # it may colour any of the cells
    hidden: set[int] = set()
    for row_number, row in enumerate(table_rows(table), start=1):
        if row.find("{*}trPr/{*}hidden") is not None:
            hidden.add(row_number)
        row_gone = Ink.PLAIN if row.find("{*}trPr/{*}del") is None else Ink.DELETED
        column = 1 + grid_number(row, "{*}trPr/{*}gridBefore", 0)
        for element in row_cells(row):
            width = max(grid_number(element, "{*}tcPr/{*}gridSpan", 1), 1)
            last = column + width - 1
            merge = element.find("{*}tcPr/{*}vMerge")
            continues = merge is not None and word(merge, "val") in ("", "continue")
            started = open_merges.get(column)
            if continues and started is not None and started[1] == last:
                open_merges[column] = (started[0], last, row_number)
            else:
                close_merge(merges, open_merges, column)
                if merge is not None:
                    open_merges[column] = (row_number, last, row_number)
                elif width > 1:
                    merges.append(Merge(row_number, column, row_number, last))
            gone = row_gone if element.find("{*}tcPr/{*}cellDel") is None else Ink.DELETED
            cell = run_cell(row_number, column, [(text, ink | gone) for text, ink in cell_runs(element, nested, body, ground)])
            if cell is not None and not (continues and started is not None):
                cells[row_number, column] = cell
            column = last + 1
    for column in list(open_merges):
        close_merge(merges, open_merges, column)
    behind = len(body.paragraphs)
    body.sheets[index] = Sheet(f"表{index + 1}", cells, "table", tuple(merges), hidden_rows=frozenset(hidden), after_paragraph=behind)
    for inner in nested:
        read_table(body, inner, ground)


def close_merge(merges: list[Merge], open_merges: dict[int, tuple[int, int, int]], column: int) -> None:
    """Ends the vertical merge that is open in a column, if it covers more than one cell."""
    started = open_merges.pop(column, None)
    if started is not None and (started[2] > started[0] or started[1] > column):
        merges.append(Merge(started[0], column, started[2], started[1]))


def table_rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, also those inside content controls."""
    for element in table:
        name = markup.local(element.tag)
        if name == "tr":
            yield element
        elif name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from table_rows(element)


def row_cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, also those inside content controls."""
    for element in row:
        name = markup.local(element.tag)
        if name == "tc":
            yield element
        elif name in ("sdt", "sdtContent", "customXml"):
            yield from row_cells(element)


def cell_runs(cell: etree._Element, nested: list[etree._Element], body: Body, ground: int | None) -> list[Run]:
    """What stands in the paragraphs of a cell, a line each; its text boxes go to the document, its tables to `nested`."""
    shading = cell.find("{*}tcPr/{*}shd")
    if shading is not None and word(shading, "fill") not in ("", "auto"):
        ground = hex_colour(word(shading, "fill"))
    lines: list[list[Run]] = []
    for element in cell:
        name = markup.local(element.tag)
        if name == "tbl" and not holds_bare_numbers(element):
            nested.append(element)
        elif name == "tbl":
            lines += [paragraph_runs(paragraph, body.styles, ground).runs for paragraph in element.iter("{*}p")]
        elif name == "p":
            found = paragraph_runs(element, body.styles, ground)
            lines.append(found.runs)
            add_drawn(body, found)
            for box in found.boxes:
                read_blocks(body, box, None)
        elif name in ("sdt", "customXml", "ins"):
            lines += [paragraph_runs(paragraph, body.styles, ground).runs for paragraph in element.iter("{*}p")]
    while lines and not any(text for text, _ in lines[-1]):
        lines.pop()
    return [run for index, line in enumerate(lines) for run in ([("\n", Ink.PLAIN)] if index else []) + line]


def holds_bare_numbers(table: etree._Element) -> bool:
    """Whether a table inside a cell holds numbers and signs alone: they are what stands in the cell, a line each."""
    return are_bare(["".join(map(str, cell.itertext("{*}t"))) for cell in table.iter("{*}tc")])


def grid_number(element: etree._Element, path: str, default: int) -> int:
    """A count among the properties of a row or cell, at most the columns of a sheet."""
    found = element.find(path)
    return min(whole_number(word(found, "val"), default), LAST_COLUMN) if found is not None else default
