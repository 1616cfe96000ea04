"""OpenDocument texts (odt, and fodt as one XML file), read straight from their XML: paragraphs and tables in their order.

What a person sees is what counts, as in docx: tracked deletions, hidden sections and letters are no part of the text, notes
and the headers and footers of the pages follow the body. A cell of a table is what is written in it, not the number behind it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from huizong.model import Cell, Merge, Paragraph, Sheet
from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.sight import Ink, Run, Seen, in_prose
from huizong.reading.containers import markup
from huizong.reading.containers.package import Package
from huizong.reading.documents.odt_runs import OdtLetters, OdtRuns, is_hidden
from huizong.reading.documents.page_fields import only_numbers_pages
from huizong.reading.formulas.formula import LAST_COLUMN
from huizong.reading.refusals import damaged, encrypted
from huizong.reading.size_limits import Limits
from huizong.reading.spreadsheets.ods_styles import OdsStyles, named
from huizong.reading.text.delimited import are_bare, run_cell

CONTAINERS = ("section", "list", "list-item", "list-header", "index-body", "index-title", "numbered-paragraph")
PASSED_OVER = ("tracked-changes", "table-of-content", "sequence-decls", "variable-decls", "user-field-decls")  # contents repeat the text
ROW_GROUPS = ("table-header-rows", "table-rows", "table-row-group")
MARGINS = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")
STANDARD_PAGE = "Standard"
MOST_HEADING = 9


@dataclass(slots=True)
class OdtBody:
    """A text while it is being read. `notes` are what stands at the foot of a page, at the end or beside the text."""

    runs: OdtRuns
    limits: Limits
    paragraphs: list[Paragraph] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)
    cells: int = 0

    def add(self, seen: Seen, level: int | None = None, *, in_margin: bool = False) -> None:
        """The next paragraph."""
        self.paragraphs.append(Paragraph(len(self.paragraphs) + 1, seen.text, level, seen.look, in_margin))

    def count(self, cells: int) -> None:
        """Refuses a text whose tables have too many cells."""
        self.cells += cells
        self.limits.check_cells(self.cells)


Content = tuple[tuple[Paragraph, ...], tuple[Sheet, ...]]


def read_odt(package: Package) -> Content:
    """Paragraphs and tables of a text. Raises FileRefusedError, also for one with a password."""
    manifest = package.read_if_there("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest:
        raise encrypted()
    styles = OdsStyles()
    for part in ("styles.xml", "content.xml"):
        if part in package:
            with package.open(part) as source:
                styles.read(source, part)
    margins = package.read_if_there("styles.xml")
    content = markup.parse(package.read("content.xml"), "content.xml")
    return read_text(content, content if margins is None else markup.parse(margins, "styles.xml"), styles, package.limits)


def read_flat_odt(data: bytes, limits: Limits) -> Content:
    """The same of a text that is one XML file (ISO 26300 part 1, 3.1.2)."""
    styles = OdsStyles()
    styles.read(io.BytesIO(data), "content.xml")
    root = markup.parse(data, "content.xml")
    return read_text(root, root, styles, limits)


def read_text(content: etree._Element, pages: etree._Element, styles: OdsStyles, limits: Limits) -> Content:
    """The body first, so that its paragraphs have the numbers that a person counts; then notes, headers and footers."""
    text = content.find("{*}body/{*}text")
    if text is None:
        raise damaged("部件 content.xml 里没有正文")
    body = OdtBody(OdtRuns(styles, text), limits)
    read_blocks(body, text, OdtLetters())
    while body.notes:
        kept = OdtBody(body.runs, limits)
        notes, body.notes = body.notes, []
        for note in notes:
            read_blocks(kept, note, OdtLetters())
        body.notes = kept.notes
        add_side(body, kept, in_margin=False)
    used = {STANDARD_PAGE, *styles.table_pages.values()}
    for page in pages.iter("{*}master-page"):
        if named(page, "name") not in used:
            continue
        for margin in page:
            if markup.local(margin.tag) in MARGINS and named(margin, "display") != "false":
                kept = OdtBody(body.runs, limits)
                read_blocks(kept, margin, OdtLetters())
                add_side(body, kept, in_margin=True)
    return tuple(body.paragraphs), tuple(body.sheets)


def add_side(body: OdtBody, side: OdtBody, *, in_margin: bool) -> None:
    """Adds what stands beside the body, the empty paragraphs left out; one that repeats a header on other pages comes once."""
    there = {paragraph.text for paragraph in body.paragraphs if paragraph.in_margin} if in_margin else set()
    for paragraph in side.paragraphs:
        if (paragraph.text.strip() or paragraph.look) and paragraph.text not in there:
            body.add(Seen(paragraph.text, paragraph.look), in_margin=in_margin)
    for sheet in side.sheets:
        body.sheets.append(Sheet(f"表{len(body.sheets) + 1}", sheet.cells, "table", sheet.merges, after_paragraph=len(body.paragraphs)))


def read_blocks(body: OdtBody, container: Iterable[etree._Element], letters: OdtLetters) -> None:
    """Paragraphs and tables directly in a container, and inside sections and lists; a hidden section hides its letters."""
    for element in container:
        name = markup.local(str(element.tag))
        if name in ("p", "h"):
            read_paragraph(body, element, letters)
        elif name == "table":
            read_table(body, element, letters)
        elif name in ("frame", "text-box", "custom-shape", "rect", "ellipse", "caption", "g"):
            read_box(body, element, letters)
        elif name in CONTAINERS or (name not in PASSED_OVER and next(element.iterchildren("{*}index-body"), None) is not None):
            read_blocks(body, element, letters.outside(Ink.HIDDEN) if is_hidden(element) else letters)


def read_box(body: OdtBody, box: etree._Element, letters: OdtLetters) -> None:
    """What stands in a frame or shape. What lies behind it nobody knows.

    A watermark or a title in artful letters is drawn as large as its shape, whatever the size of its letters.
    """
    if any(named(geometry, "text-path") == "true" for geometry in box.iterchildren("{*}enhanced-geometry")):
        body.add(Seen("".join("".join(map(str, line.itertext())) for line in box.iterchildren("{*}p")).strip()))
    else:
        read_blocks(body, box, letters.on(None))


def read_paragraph(body: OdtBody, element: etree._Element, letters: OdtLetters) -> None:
    """One paragraph, its text boxes behind it."""
    found = body.runs.paragraph(element, letters)
    seen = in_prose(found.runs)
    level = whole_number(named(element, "outline-level"), 1) if markup.local(element.tag) == "h" else None
    numbers_only = found.has_page_number and only_numbers_pages(seen.text)
    body.add(seen._replace(text="") if numbers_only else seen, level if level is None or level <= MOST_HEADING else None)
    body.notes += found.notes
    for box in found.boxes:
        read_box(body, box, letters)


def read_table(body: OdtBody, table: etree._Element, letters: OdtLetters) -> None:
    """One table with its merges and hidden rows; tables inside its cells follow as tables of their own."""
    styles = body.runs.styles
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Merge] = []
    hidden: set[int] = set()
    nested: list[tuple[etree._Element, OdtLetters]] = []
    name = f"表{len(body.sheets) + 1}"
    index = len(body.sheets)
    body.sheets.append(Sheet(name, {}))
    letters = letters.on(styles.ground_over(named(table, "style-name"), letters.ground))
    last = 0
    for row in rows_of(table):
        above = letters.on(styles.ground_over(named(row, "style-name"), letters.ground))
        first, last = last + 1, last + repeats(row, "number-rows-repeated")
        for number in range(first, last + 1):
            column = 1
            for element in row.iterchildren("{*}table-cell", "{*}covered-table-cell"):
                down, across = repeats(element, "number-rows-spanned"), repeats(element, "number-columns-spanned")
                if down > 1 or across > 1:
                    merges.append(Merge(number, column, number + down - 1, min(column + across - 1, LAST_COLUMN)))
                wide = repeats(element, "number-columns-repeated")
                runs = cell_runs(body, element, above, nested) if markup.local(element.tag) == "table-cell" else []
                body.count(wide if runs else 1)
                for at in range(column, column + wide if runs else column):
                    cell = run_cell(number, at, runs)
                    if cell is not None:
                        cells[number, at] = cell
                column += wide
            if named(row, "visibility") in ("collapse", "filter"):
                hidden.add(number)
    rows_with_text = {row for row, _ in cells}
    body.sheets[index] = Sheet(
        name, cells, "table", tuple(merges), hidden_rows=frozenset(hidden & rows_with_text), after_paragraph=len(body.paragraphs)
    )
    for inner, ground in nested:
        read_table(body, inner, ground)


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, also those that are repeated as its head."""
    for element in table:
        name = markup.local(str(element.tag))
        if name == "table-row":
            yield element
        elif name in ROW_GROUPS:
            yield from rows_of(element)


def cell_runs(body: OdtBody, cell: etree._Element, letters: OdtLetters, nested: list[tuple[etree._Element, OdtLetters]]) -> list[Run]:
    """What stands in the paragraphs of a cell, a line each; its text boxes go to the document, its tables to `nested`."""
    letters = letters.on(body.runs.styles.ground_over(named(cell, "style-name"), letters.ground))
    lines: list[list[Run]] = []
    for element in flat(cell):
        if markup.local(element.tag) == "table":
            if are_bare(["".join(map(str, inner.itertext())) for inner in element.iter("{*}table-cell")]):
                lines += [body.runs.paragraph(paragraph, letters).runs for paragraph in element.iter("{*}p")]
            else:
                nested.append((element, letters))
            continue
        found = body.runs.paragraph(element, letters)
        lines.append(found.runs)
        body.notes += found.notes
        for box in found.boxes:
            read_box(body, box, letters)
    while lines and not any(text for text, _ in lines[-1]):
        lines.pop()
    return [run for index, line in enumerate(lines) for run in ([("\n", Ink.PLAIN)] if index else []) + line]


def flat(cell: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a cell, also those inside lists and sections."""
    for element in cell:
        name = markup.local(str(element.tag))
        if name in ("p", "h", "table"):
            yield element
        elif name in CONTAINERS:
            yield from flat(element)


def repeats(element: etree._Element, name: str) -> int:
    """How often something repeats or spans: at least once, at most the columns of a sheet."""
    return min(max(whole_number(named(element, name), 1), 1), LAST_COLUMN)


def has_picture(names: Sequence[str]) -> bool:
    """Whether one of the parts is a picture, which a scanned page would be."""
    return any(name.startswith("pictures/") for name in names)
