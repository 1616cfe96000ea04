"""Word documents (docx), read straight from their XML: paragraphs and tables in the order of the body.

Why not python-docx: it leaves out text boxes, tracked insertions, footnotes and comments, and it loses the order of
tables among paragraphs inside content controls. A figure that stands there must not be lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from huizong.model import Cell, Merge, Paragraph, Sheet
from huizong.reading import markup
from huizong.reading.counts import whole_number
from huizong.reading.delimited import typed_text_cell
from huizong.reading.formula import LAST_COLUMN
from huizong.reading.package import Package
from huizong.reading.workbook import main_part, read_properties, read_relations

LEFT_OUT = {"del", "moveFrom", "rPr", "pPr", "instrText", "delText", "Fallback", "tbl", "rt"}  # rt: how the text below it is pronounced
SIDE_PARTS = ("header", "footer", "footnotes", "endnotes", "comments")


@dataclass(slots=True)
class Body:
    """A document while it is being read."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)

    def add_paragraph(self, text: str, level: int | None = None) -> None:
        """The next paragraph."""
        self.paragraphs.append(Paragraph(len(self.paragraphs) + 1, text, level))


def read_docx(package: Package) -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...], dict[str, str]]:
    """Paragraphs, tables and properties of a document. Raises FileRefusedError naming the broken part.

    Headers, footers, footnotes, endnotes and comments follow the body as paragraphs of their own, so that the numbers
    of the body's paragraphs are those that a person counts.
    """
    part = main_part(package)
    root = markup.parse(package.read(part), part)
    body = Body(levels=heading_styles(package, part))
    container = root.find("{*}body")
    read_blocks(body, container if container is not None else root)
    seen: set[str] = set()
    for kind, target in read_relations(package, part).values():
        if kind in SIDE_PARTS and target in package and target not in seen:
            seen.add(target)
            read_side_part(body, markup.parse(package.read(target), target))
    return tuple(body.paragraphs), tuple(body.sheets), read_properties(package)


def has_picture(package: Package) -> bool:
    """Whether the document holds a picture, which a scanned page would be."""
    return any("/media/" in name for name in package.names())


def heading_styles(package: Package, part: str) -> dict[str, int]:
    """Style identifier → heading level, from the outline level of the style or its standard name."""
    levels: dict[str, int] = {}
    for kind, target in read_relations(package, part).values():
        if kind != "styles" or target not in package:
            continue
        for style in markup.parse(package.read(target), target).iter("{*}style"):
            identifier = word(style, "styleId")
            outline = style.find("{*}pPr/{*}outlineLvl")
            name = style.find("{*}name")
            title = (word(name, "val") if name is not None else "").lower()
            number = title.removeprefix("heading").removeprefix("标题").strip()
            if outline is not None and word(outline, "val").isdecimal() and int(word(outline, "val")) < 9:
                levels[identifier] = int(word(outline, "val")) + 1
            elif title.startswith(("heading", "标题")) and number.isdecimal():
                levels[identifier] = int(number)
    return levels


def read_side_part(body: Body, root: etree._Element) -> None:
    """A header, footer, or the notes: what is empty or a mere separator line is left out."""
    for note in root if markup.local(root.tag) in ("footnotes", "endnotes", "comments") else [root]:
        if word(note, "type") in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        kept = Body()
        read_blocks(kept, note)
        for paragraph in kept.paragraphs:
            if paragraph.text.strip():
                body.add_paragraph(paragraph.text)
        for sheet in kept.sheets:
            body.sheets.append(Sheet(f"表{len(body.sheets) + 1}", sheet.cells, "table", sheet.merges, after_paragraph=len(body.paragraphs)))


def read_blocks(body: Body, container: etree._Element) -> None:
    """Paragraphs and tables directly in a container, and inside content controls."""
    for element in container:
        match markup.local(element.tag):
            case "p":
                text, boxes = paragraph_text(element)
                body.add_paragraph(text, heading_level(element, body.levels))
                for box in boxes:
                    read_blocks(body, box)
            case "tbl":
                read_table(body, element)
            case "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag":
                read_blocks(body, element)
            case "AlternateContent":
                for choice in element.iterchildren("{*}Choice"):
                    read_blocks(body, choice)


def heading_level(paragraph: etree._Element, levels: dict[str, int]) -> int | None:
    """The level of a heading, None for running text."""
    outline = paragraph.find("{*}pPr/{*}outlineLvl")
    if outline is not None and word(outline, "val").isdecimal():
        level = int(word(outline, "val")) + 1
        return level if level < 10 else None
    style = paragraph.find("{*}pPr/{*}pStyle")
    return levels.get(word(style, "val")) if style is not None else None


def paragraph_text(paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
    """The text of a paragraph without its text boxes, and the text boxes."""
    texts: list[str] = []
    boxes: list[etree._Element] = []
    collect_text(paragraph, texts, boxes)
    return "".join(texts), boxes


def collect_text(element: etree._Element, texts: list[str], boxes: list[etree._Element]) -> None:
    """Walks the runs of a paragraph in order; deleted text and field codes are not what a person sees."""
    for child in element:
        match markup.local(child.tag):
            case "t":
                texts.append(child.text or "")
            case "tab" | "ptab":
                texts.append("\t")
            case "br" | "cr":
                texts.append("\n")
            case "noBreakHyphen":
                texts.append("-")
            case "txbxContent":
                boxes.append(child)
            case "r" if (alignment := child.find("{*}rPr/{*}vertAlign")) is not None:
                inner: list[str] = []
                collect_text(child, inner, boxes)
                texts += [markup.lifted(text, word(alignment, "val")) for text in inner]
            case name if name not in LEFT_OUT:
                collect_text(child, texts, boxes)


def read_table(body: Body, table: etree._Element) -> None:
    """One table with its merges; tables inside its cells follow as tables of their own."""
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Merge] = []
    open_merges: dict[int, tuple[int, int, int]] = {}  # first column -> (first row, last column, last row)
    nested: list[etree._Element] = []
    index = len(body.sheets)
    body.sheets.append(Sheet(f"表{index + 1}", {}))
    for row_number, row in enumerate(table_rows(table), start=1):
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
            text = cell_text(element, nested, body)
            if text and not (continues and started is not None):
                cells[row_number, column] = typed_text_cell(row_number, column, text)
            column = last + 1
    for column in list(open_merges):
        close_merge(merges, open_merges, column)
    body.sheets[index] = Sheet(f"表{index + 1}", cells, "table", tuple(merges), after_paragraph=len(body.paragraphs))
    for inner in nested:
        read_table(body, inner)


def close_merge(merges: list[Merge], open_merges: dict[int, tuple[int, int, int]], column: int) -> None:
    """Ends the vertical merge that is open in a column, if it covers more than one cell."""
    started = open_merges.pop(column, None)
    if started is not None and (started[2] > started[0] or started[1] > column):
        merges.append(Merge(started[0], column, started[2], started[1]))


def table_rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, also those inside content controls; deleted rows are not there for a person."""
    for element in table:
        name = markup.local(element.tag)
        if name == "tr" and element.find("{*}trPr/{*}del") is None:
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


def cell_text(cell: etree._Element, nested: list[etree._Element], body: Body) -> str:
    """The paragraphs of a cell, a line each; its text boxes go to the document, its tables to `nested`."""
    kept = Body()
    for element in cell:
        name = markup.local(element.tag)
        if name == "tbl":
            nested.append(element)
        elif name == "p":
            text, boxes = paragraph_text(element)
            kept.add_paragraph(text)
            for box in boxes:
                read_blocks(body, box)
        elif name in ("sdt", "customXml", "ins"):
            for paragraph in element.iter("{*}p"):
                kept.add_paragraph(paragraph_text(paragraph)[0])
    return "\n".join(paragraph.text for paragraph in kept.paragraphs).rstrip("\n")


def grid_number(element: etree._Element, path: str, default: int) -> int:
    """A count among the properties of a row or cell, at most the columns of a sheet."""
    found = element.find(path)
    return min(whole_number(word(found, "val"), default), LAST_COLUMN) if found is not None else default


def word(element: etree._Element, name: str) -> str:
    """An attribute in whichever of Word's namespaces it is written."""
    return next((str(value) for key, value in element.attrib.items() if markup.local(str(key)) == name), "")
