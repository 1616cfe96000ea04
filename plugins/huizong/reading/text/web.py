"""Tables and text of web pages (html, and mhtml with its parts), as programs save them under the name of a workbook."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial

from lxml import etree

from huizong.model import Cell, Merge, Paragraph, Sheet
from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.decimals import digits_of, from_written
from huizong.reading.cells.sight import Ink, Run, in_cell, in_prose
from huizong.reading.cells.symbols import UNKNOWN
from huizong.reading.containers.encoding import Text, decode
from huizong.reading.refusals import damaged
from huizong.reading.size_limits import Limits
from huizong.reading.text.delimited import are_bare, typed_text_cell
from huizong.reading.text.web_controls import entered
from huizong.reading.text.web_heads import with_heads_joined
from huizong.reading.text.web_rows import cells_without_place, is_open, own_rows, placed_cells, rows_to_the_end
from huizong.reading.text.web_styles import BLOCKS, LetterStyle, WebStyles

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE)
SPACES = re.compile(r"[ \t\r\n\f]+")
SILENT = {"script", "style", "head", "title", "noscript", "template", "select", "textarea", "datalist", "xml", "rt", "rp", "rtc"}
SHOWN = re.compile(r"(?P<number>-?\d+(?:\.(?P<decimals>\d+))?)(?P<percent>%?)")
AMONG_WORDS = re.compile(r"(?P<before>[^\d.%‰+-]*)(?P<number>\d[\d,]*(?:\.(?P<decimals>\d+))?)(?P<after>[^\d.%‰]+)")
PICTURES = {"img", "svg", "canvas", "object", "picture"}
SPACER = 2  # points of width
MOST_COLUMNS_SPANNED = 1000
ROWS_OF_A_TABLE = 2
MOST_ROWS_SPANNED = 65534


@dataclass(slots=True)
class WebPage:
    """A page while it is being read."""

    limits: Limits
    paragraphs: list[Paragraph] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    pending: list[Run] = field(default_factory=list)
    styles: WebStyles = field(default_factory=WebStyles)

    def end_paragraph(self, level: int | None = None) -> None:
        """Ends the running paragraph; one without text is none, since pages are full of empty boxes."""
        text, look = in_prose(self.pending)
        text = tidy(text).strip()
        self.pending.clear()
        if text or look:
            self.paragraphs.append(Paragraph(len(self.paragraphs) + 1, text, level, look))


def read_html(data: bytes, limits: Limits) -> tuple[Text, tuple[Paragraph, ...], tuple[Sheet, ...]]:
    """The text with its encoding, the paragraphs outside tables, and the tables. Raises FileRefusedError."""
    text = decode(data, declared_charset(data))
    page = WebPage(limits)
    read_page(page, text.text)
    return text, tuple(page.paragraphs), with_heads_joined(page.sheets)


def read_mhtml(data: bytes, limits: Limits) -> tuple[Text, tuple[Paragraph, ...], tuple[Sheet, ...]]:
    """The same of a page saved with its parts: all parts that are pages are read, in order."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    page = WebPage(limits)
    first: Text | None = None
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        text = decode(payload, part.get_content_charset() or declared_charset(payload))
        first = first or text
        read_page(page, text.text)
    if first is None:
        raise damaged("网页归档中没有网页正文")
    return first, tuple(page.paragraphs), with_heads_joined(page.sheets)


def declared_charset(data: bytes) -> str | None:
    """The character set that the page's head names."""
    found = CHARSET.search(data[:4096])
    return (found.group(1) or found.group(2)).decode("ascii") if found else None


def read_page(page: WebPage, text: str) -> None:
    """Adds the paragraphs and tables of one page."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, remove_comments=True, huge_tree=False)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise damaged("网页没有内容")
    if any("depth" in entry.message for entry in parser.error_log):  # what lies deeper the parser drops
        raise damaged("网页嵌套过深")
    page.styles = WebStyles()
    page.styles.read(root)
    walk(page, root, page.styles.letters())
    page.end_paragraph()


def walk(page: WebPage, element: etree._Element, outer: LetterStyle) -> None:
    """Reads an element in the order of the page: tables become sheets, unless they only arrange others; the rest is text.

    A table inside a cell of another follows as its own, but for one of a single cell, whose text is the outer cell's.
    """
    tag = element.tag
    if tag not in SILENT:
        letters = page.styles.inside(element, outer)
        if tag == "table" and not only_arranges(element):
            page.end_paragraph()
            for caption in element.iterchildren("caption"):
                page.pending += cell_runs(caption, page.styles, letters)
                page.end_paragraph()
            is_hidden = bool(letters.shape & Ink.HIDDEN)
            read_table(page, element, replace(letters, shape=letters.shape & ~Ink.HIDDEN), is_hidden=is_hidden)
            for inner in inner_tables(element):
                walk(page, inner, replace(letters, ground=None))
        else:
            block = tag in BLOCKS or tag in ("table", "td", "th")
            if block:
                page.end_paragraph()
            page.pending.append((element.text or "", letters.ink))
            for child in element:
                walk(page, child, letters)
            if block:
                page.end_paragraph(int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else None)
    page.pending.append((element.tail or "", outer.ink))


def only_arranges(table: etree._Element) -> bool:
    """Whether a table holds other tables and next to nothing of its own: fewer than two rows with several texts."""
    if next(table.iterdescendants("table"), None) is None:
        return False
    several = sum(1 for row in own_rows(table) if sum(1 for cell in row if cell.tag in ("td", "th") and has_text(cell)) > 1)
    return several < ROWS_OF_A_TABLE


def has_text(cell: etree._Element) -> bool:
    """Whether a cell has text of its own, or that of a box around it."""
    return any(text.strip() for text, _ in cell_runs(cell, WebStyles(), LetterStyle()))


def inner_tables(table: etree._Element) -> list[etree._Element]:
    """The outermost tables inside a table that are no part of a cell's own text."""
    inner = [other for other in table.iterdescendants("table") if next(other.iterancestors("table"), None) is table]
    return [other for other in inner if not is_cell_text(other)]


def is_cell_text(table: etree._Element) -> bool:
    """Whether a table is only a box around the text of one cell, or holds numbers and signs alone: these are what stands in the cell."""
    inner = list(table.iter("td", "th"))
    return len(inner) <= 1 or are_bare(["".join(map(str, cell.itertext())) for cell in inner])


def read_table(page: WebPage, table: etree._Element, outer: LetterStyle, *, is_hidden: bool) -> None:
    """One table with its spans as merges; a table without any text is decoration. A hidden one is a hidden sheet."""
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Merge] = []
    hidden: set[int] = set()
    taken: dict[int, int] = {}  # column -> last row that a cell above reaches into
    row_number = 0
    rows = own_rows(table)
    absent = cells_without_place(rows, page.styles.takes_no_place)
    for row in rows:
        row_number += 1
        letters = page.styles.inside(row, outer)
        if letters.shape & Ink.HIDDEN & ~outer.shape:
            hidden.add(row_number)
            letters = replace(letters, shape=letters.shape & ~Ink.HIDDEN)
        column = 1
        for element, runs in placed_cells(row, absent, partial(runs_inside, page.styles, letters)):
            while taken.get(column, 0) >= row_number:
                column += 1
            width = span(element.get("colspan"), MOST_COLUMNS_SPANNED)
            height = rows_to_the_end(row) if is_open(element.get("rowspan")) else span(element.get("rowspan"), MOST_ROWS_SPANNED)
            last_row, last_column = row_number + height - 1, column + width - 1
            if width > 1 or height > 1:
                merges.append(Merge(row_number, column, last_row, last_column))
            if height > 1:
                taken.update(dict.fromkeys(range(column, last_column + 1), last_row))
            text, look = in_cell(runs)
            text = trimmed(text)
            if any(letter.isdigit() for letter in text) and has_picture(element, page.styles):
                text = UNKNOWN + text  # nobody knows which sign it is
            if text.strip() or look:
                cells[row_number, column] = stored_cell(typed_text_cell(row_number, column, text)._replace(look=look), element)
            column = last_column + 1
        page.limits.check_cells(len(cells))
    if cells:
        name = f"表{len(page.sheets) + 1}"
        kept = tuple(clip(merge, row_number) for merge in merges)
        page.sheets.append(Sheet(name, cells, "table", kept, is_hidden, frozenset(hidden), after_paragraph=len(page.paragraphs)))


def stored_cell(cell: Cell, element: etree._Element) -> Cell:
    """The cell with the number that Excel or LibreOffice stored behind what it shows, if rounding it gives what is shown.

    A number below zero that is shown without its minus comes as under the format that shows it so: in red, or not at all.
    """
    stored = element.get("x:num") or element.get("sdval") or ""
    number, shown = from_written(stored) if stored else None, SHOWN.fullmatch(cell.text.strip().replace(",", ""))
    if number is not None and shown is None:
        return among_words(cell, number)
    if number is None or shown is None:
        return cell
    percent = 2 if shown["percent"] else 0
    decimals = len(shown["decimals"] or "")
    digits = ("0." + "0" * decimals if decimals else "0") + "%" * bool(percent)
    without_minus = number < 0 and not shown["number"].startswith("-")
    if abs((-number if without_minus else number).scaleb(percent) - Decimal(shown["number"])) * 2 > Decimal(1).scaleb(-decimals):
        return cell
    look = None if cell.look is not None and cell.look.kind == "red" else cell.look  # what is stored says whether it is below zero
    if without_minus and number.quantize(Decimal(1).scaleb(-decimals)):
        red = "[Red]" if look is not cell.look else ""
        return Cell(cell.row, cell.column, "number", cell.text, number, f"{digits};{red}{digits}", look=look)
    text, number_format = (cell.text, digits) if percent else (digits_of(number), None)
    return Cell(cell.row, cell.column, "number", text, number, number_format, look=look)


def among_words(cell: Cell, number: Decimal) -> Cell:
    """The same where the format writes words beside the number: 0.4521亿元 over 0.45213 is 0.45213亿元."""
    found = AMONG_WORDS.fullmatch(cell.text.strip())
    if found is None or number < 0:
        return cell
    decimals = len(found["decimals"] or "")
    if abs(number - Decimal(found["number"].replace(",", ""))) * 2 > Decimal(1).scaleb(-decimals):
        return cell
    text = f"{found['before']}{digits_of(number)}{found['after']}"
    return typed_text_cell(cell.row, cell.column, text)._replace(look=cell.look)


def clip(merge: Merge, last_row: int) -> Merge:
    """A merge that ends where the table does, whatever its span announces."""
    return Merge(merge.first_row, merge.first_column, min(merge.last_row, last_row), merge.last_column)


def span(value: str | None, most: int) -> int:
    """A span; what is no number counts as one cell."""
    return min(max(whole_number((value or "").strip(), 1), 1), most)


def trimmed(text: str) -> str:
    """The text of a cell with its lines trimmed; fixed spaces stay as spaces."""
    lines = [line.strip(" ") for line in text.split("\n")]
    return "\n".join(lines).strip("\n").replace("\xa0", " ").rstrip()


def cell_runs(element: etree._Element, styles: WebStyles, letters: LetterStyle) -> list[Run]:
    """What stands in a cell: runs of spaces are one, breaks and paragraphs are lines."""
    runs: list[Run] = []
    collect(element, runs, styles, letters)
    return runs


def runs_inside(styles: WebStyles, letters: LetterStyle, element: etree._Element) -> list[Run]:
    """What stands in a cell of a row in which letters stand so."""
    return cell_runs(element, styles, styles.inside(element, letters))


def collect(element: etree._Element, runs: list[Run], styles: WebStyles, letters: LetterStyle) -> None:
    """Adds the text inside an element, but for that of tables inside it, which are read by themselves."""
    if before := styles.beside(element, "before"):
        runs.append((before, letters.ink))
    if element.text and element.tag not in SILENT:
        runs.append((SPACES.sub(" ", element.text), letters.ink))
    if said := entered(element):
        runs.append((said, letters.ink))
    for child in element if element.tag not in SILENT else ():
        if (child.tag not in SILENT or entered(child)) and (child.tag != "table" or is_cell_text(child)):
            is_apart = child.tag in ("td", "th") or styles.begins_line(child)
            if is_apart and any(text.strip() for text, _ in runs):
                runs.append(("\n", Ink.PLAIN))
            held = len(runs)
            collect(child, runs, styles, styles.inside(child, letters))
            if is_apart and (child.tail or "").strip() and any(text.strip() for text, _ in runs[held:]):
                runs.append(("\n", Ink.PLAIN))
        if child.tail:
            runs.append((SPACES.sub(" ", child.tail), letters.ink))
    if after := styles.beside(element, "after"):
        runs.append((after, letters.ink))


def has_picture(cell: etree._Element, styles: WebStyles) -> bool:
    """Whether a cell shows a picture or an icon beside its text: an arrow, perhaps. Spacers of a point or two show nothing."""
    for element in cell.iter():
        is_icon = element.tag == "i" and not len(element) and not (element.text or "").strip() and element.get("class")
        drawn = element.tag in PICTURES and whole_number(element.get("width") or "", SPACER + 1) > SPACER
        if (drawn or is_icon) and not styles.inside(element, LetterStyle()).shape & Ink.HIDDEN and not styles.beside(element, "before"):
            return True
    return False


def tidy(text: str) -> str:
    """Text of a paragraph with runs of spaces as one and fixed spaces as spaces."""
    return SPACES.sub(" ", text).replace("\xa0", " ")
