"""Sheets that print as they stand: columns as wide as their text, rows as high, A4 landscape with page numbers.

Widths are in characters of the default font as spreadsheets count them, a Chinese letter two; heights are in points.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import ceil
from typing import Any

import xlsxwriter

FONT, TITLE_FONT = "宋体", "黑体"
SIZE, TITLE_SIZE = 10, 16
BLANK_MARK = " "
LINE = 13.5  # of text of SIZE
PADDING = 3.0  # characters that a cell needs beside its text, so that nothing touches a border
PAPER_WIDTH = 132.0  # what A4 landscape holds within the margins at full size, in whatever font a spreadsheet takes for the default
PAPER_HEIGHT = 505.0
ONE_PAGE = 48  # lines that can still be read when they are fitted to one A4 page
_A4 = 9
_ROOM = {"": "", BLANK_MARK: "_*"}
_EDGE = "_)"  # keeps the last digit off the border
_MARGIN, _FOOT = 0.4, 0.55  # inches
_PAGES = "第&P页，共&N页"
_LONGEST_FOOT = 255  # signs, of what Excel opens
_GRID = {"border": 1, "border_color": "#808080"}
HEAD, LACKING = "#E8EDF3", "#FFF2CC"
_BESIDE_TEXT = 5 / 7  # of a character: what a file's width of a column has beyond the width that the library is told

Value = Decimal | int | str | None


class Book:
    """A workbook in the making. Its looks are made once each."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self._book: Any = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        self._looks: dict[tuple[tuple[str, object], ...], Any] = {}
        self.of_cells: dict[tuple[CellLook, type], Any] = {}  # the looks of cells of a table, by what their values are
        self.sheets: list[SheetInMaking] = []

    def sheet(self, name: str) -> SheetInMaking:
        """A new sheet behind those that are there."""
        made = SheetInMaking(self, name, self._book.add_worksheet(name))
        self.sheets.append(made)
        return made

    def looks(self, **properties: object) -> Any:
        """A cell's looks, by the library's words for them."""
        key = tuple(properties.items())
        if key not in self._looks:
            self._looks[key] = self._book.add_format({"font_name": FONT, "font_size": SIZE, "valign": "vcenter", **properties})
        return self._looks[key]

    def note(self, name: str, value: str) -> None:
        """A property of the file that is no cell."""
        self._book.set_custom_property(name, value)

    def bars(self) -> Any:
        """A new chart of lying bars."""
        return self._book.add_chart({"type": "bar"})

    def content(self) -> bytes:
        """The bytes of the file; nothing can be written to it any more."""
        for sheet in self.sheets:
            sheet.finish()
        self._book.close()
        return self._buffer.getvalue()


class SheetInMaking:
    """A sheet in the making; rows and columns are counted from 1, its sizes are known to it."""

    def __init__(self, book: Book, name: str, drawn: Any) -> None:
        self.book, self.name, self.drawn = book, name, drawn
        self.widths: list[float] = []
        self.heights: dict[int, float] = {}

    def write(self, row: int, column: int, value: Value, looks: Any) -> None:
        """One cell: a text stays a text, whatever it begins with."""
        if value is None or value == "":
            self.drawn.write_blank(row - 1, column - 1, None, looks)
        elif isinstance(value, str):
            self.drawn.write_string(row - 1, column - 1, value, looks)
        else:
            self.drawn.write_number(row - 1, column - 1, float(value), looks)

    def merge(self, row: int, column: int, to_row: int, to_column: int, looks: Any) -> None:
        """Make one cell of several."""
        if to_row > row or to_column > column:
            self.drawn.merge_range(row - 1, column - 1, to_row - 1, to_column - 1, "", looks)

    def freeze(self, row: int, column: int) -> None:
        """Keep what lies above and before the cell in sight."""
        self.drawn.freeze_panes(row - 1, column - 1)

    def finish(self) -> None:
        """Write the sizes."""
        for column, width in enumerate(self.widths):
            self.drawn.set_column(column, column, width - _BESIDE_TEXT)
        for row, height in self.heights.items():
            self.drawn.set_row(row - 1, height)


def width_of(text: str) -> float:
    """How wide a line of text is: the widest of its lines."""
    return float(max(map(_line_width, text.split("\n"))))


@lru_cache(maxsize=65_536)
def _line_width(line: str) -> int:
    """Names, words and numbers come back in column after column."""
    return len(line) if line.isascii() else sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)


def lines_of(text: str, width: float) -> int:
    """How many lines the text takes in a column of that width."""
    room = max(width - PADDING, 2)
    return sum(max(1, ceil(width_of(line) / room)) for line in text.split("\n"))


def fitted(texts: Iterable[str], least: float, most: float) -> float:
    """The width that the widest of the texts needs, within bounds; what is wider wraps."""
    return min(max(max((width_of(text) for text in texts), default=0) + PADDING, least), most)


def number_words(value: Decimal, decimals: int, mark: str = "", *, signed: bool = False) -> str:
    """The number as its format shows it."""
    return f"{value:{'+' if signed and value else ''},.{decimals}f}{mark}"


def set_widths(sheet: SheetInMaking, widths: Sequence[float]) -> None:
    """The widths of the columns from A on."""
    sheet.widths = list(widths)


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell of a table is shown: a number's decimals, the mark behind it and its sign; where it stands; its ground.

    A mark is no part of the value. Behind numbers without one (a blank mark) stands as much room, so that digits are below each other.
    """

    decimals: int = 0
    mark: str = ""
    signed: bool = False
    align: str | None = None
    fill: str | None = None


PLAIN = CellLook()


def put(sheet: SheetInMaking, row: int, column: int, value: Value, look: CellLook = PLAIN) -> None:
    """One cell of a table: numbers at the right with their format, words where there is none in the middle, the rest at the left.

    Numbers are rounded already, so that binary numbers lose nothing that is shown.
    """
    known, key = sheet.book.of_cells, (look, type(value))
    if key not in known:
        horizontal = look.align or ("right" if isinstance(value, Decimal) else "center" if isinstance(value, int) else "left")
        form = _form(look.decimals, look.mark, signed=look.signed) if isinstance(value, Decimal) else "General"
        known[key] = _looks(sheet.book, form, horizontal, wraps=isinstance(value, str), fill=look.fill)
    sheet.write(row, column, value, known[key])


@lru_cache(maxsize=256)
def _form(decimals: int, mark: str, *, signed: bool) -> str:
    """The number format."""
    form = "#,##0" + ("." + "0" * decimals if decimals else "") + (_ROOM.get(mark, f'"{mark}"') + _EDGE)
    return f"+{form};-{form};{form}" if signed else form


def _looks(book: Book, form: str, horizontal: str, *, wraps: bool, fill: str | None) -> Any:
    properties = {"num_format": form, "align": horizontal, "text_wrap": wraps, "indent": int(horizontal == "left"), **_GRID}
    return book.looks(**properties, **({"bg_color": fill} if fill else {}))


def put_head(sheet: SheetInMaking, row: int, column: int, text: str, *, to_row: int = 0, to_column: int = 0) -> None:
    """A cell of the head, merged down or across where that is said."""
    looks = sheet.book.looks(bold=True, align="center", text_wrap=True, bg_color=HEAD, **_GRID)
    sheet.merge(row, column, max(row, to_row), max(column, to_column), looks)
    sheet.write(row, column, text, looks)


@dataclass(frozen=True, slots=True)
class Across:
    """Columns that a text stands across, from the first to the last, and how wide they are together."""

    first: int
    last: int
    width: float


def put_text(sheet: SheetInMaking, row: int, text: str, across: Across, *, align: str = "left", title: bool = False) -> None:
    """A text across columns, its row as high as its lines."""
    font = {"font_name": TITLE_FONT, "font_size": TITLE_SIZE, "bold": True} if title else {}
    looks = sheet.book.looks(**font, align=align, text_wrap=True)
    sheet.merge(row, across.first, row, across.last, looks)
    sheet.write(row, across.first, text, looks)
    size = TITLE_SIZE / SIZE if title else 1.0
    height = lines_of(text, across.width / size) * LINE * size + (6 if title else 3)
    sheet.heights[row] = max(height, sheet.heights.get(row, 0.0))


def set_height(sheet: SheetInMaking, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """Make the row as high as the text with most lines needs, given with the width of its column."""
    sheet.heights[row] = max((lines_of(text, width) for text, width in texts), default=1) * LINE + 3


def set_print(
    sheet: SheetInMaking,
    area: tuple[int, int],
    head: tuple[int, int],
    foot: str,
    *,
    fit_height: bool = False,
) -> None:
    """A4 landscape with margins, as wide as the paper, the head's rows on every page, page numbers; `area` is (last row, last column)."""
    drawn = sheet.drawn
    drawn.set_landscape()
    drawn.set_paper(_A4)
    drawn.fit_to_pages(1, 1 if fit_height else 0)
    drawn.print_area(0, 0, area[0] - 1, area[1] - 1)
    drawn.repeat_rows(head[0] - 1, head[1] - 1)
    drawn.center_horizontally()
    drawn.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=_FOOT)
    font = f'&"{FONT},Regular"&9 '
    told = foot.replace("&", "&&")[: _LONGEST_FOOT - len(_PAGES) - 2 * len(font) - len("&L&R")]
    drawn.set_footer(f"&L{font}{told}&R{font}{_PAGES}", {"margin": 0.25})
    drawn.set_header("", {"margin": 0.2})
