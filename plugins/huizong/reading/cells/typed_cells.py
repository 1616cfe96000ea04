"""Cells as every spreadsheet reader makes them: typed, as a person sees them, and never blank where something stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite

from huizong.model import Cell, Look, Merge, Sheet
from huizong.reading.cells.controls import with_signs
from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.dates import from_serial, show_date, to_serial
from huizong.reading.cells.decimals import digits_of, without_noise
from huizong.reading.cells.formats import NumberFormat, colour_for, has_colours
from huizong.reading.cells.sight import PICTURES, WHITE, Ink, colour_ink, in_cell, whole_look


@dataclass(frozen=True, slots=True)
class Pending:
    """A formula that has no usable cached value; `cached` is a value that the workbook itself calls out of date.

    `origin` is the formula that it shares, with how many rows and columns further it stands.
    """

    formula: str
    number_format: NumberFormat
    cached: Cell | None = None
    origin: tuple[str, int, int] | None = None


@dataclass(slots=True)
class SheetGrid:
    """A worksheet while it is being read. Only filled cells are kept, so an empty used range costs nothing.

    `inks` has the cells whose own format crosses them out or gives them the colour of their ground; the latter only holds
    where the `ground` is sure to be what the cells say (a format that depends on conditions may colour it).
    `grounds` has the colour behind the cells that stand on another than white (None: nobody knows).
    `zeros_are_shown` is False where the view of the sheet leaves their cells empty, `zeros_hidden` are those that a format on a
    condition hides.
    """

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    pending: dict[tuple[int, int], Pending] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_column_ranges: list[tuple[int, int]] = field(default_factory=list)
    inks: dict[tuple[int, int], Ink] = field(default_factory=dict)
    grounds: dict[tuple[int, int], int | None] = field(default_factory=dict)
    ground_is_sure: bool = True
    coloured: list[Merge] = field(default_factory=list)  # ranges that a condition may colour
    zeros_are_shown: bool = True
    zeros_hidden: set[tuple[int, int]] = field(default_factory=set)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    margins: list[str] = field(default_factory=list)

    def is_ground_sure(self, position: tuple[int, int]) -> bool:
        """Whether the colour behind a cell is surely what its own format says."""
        row, column = position
        reached = (one.first_row <= row <= one.last_row and one.first_column <= column <= one.last_column for one in self.coloured)
        return self.ground_is_sure and not any(reached)

    def came_in_runs(self, row: int, column: int) -> None:
        """Notes that the runs of a cell have their fonts, so that the font of the cell draws none of their letters again."""
        ink = self.inks.get((row, column), Ink.PLAIN)
        if ink & PICTURES:
            self.inks[row, column] = ink & ~PICTURES

    def add_looks(self) -> None:
        """Gives the cells the look that their own format has; one whose runs have said more keeps theirs."""
        for position, ink in self.inks.items():
            cell = self.cells.get(position)
            if cell is not None and ink & PICTURES and cell.kind == "text":
                text, look = in_cell(((cell.text, ink if self.is_ground_sure(position) else ink & ~Ink.UNSEEN),))
                self.cells[position] = cell._replace(text=text, value=text, look=look)
            elif cell is not None and ink & PICTURES:
                self.cells[position] = in_pictures(cell, ink)
            elif cell is not None and cell.look is None:
                look = whole_look(cell.text, ink if self.is_ground_sure(position) else ink & ~Ink.UNSEEN)
                if look is not None:
                    self.cells[position] = cell._replace(look=look)
        self.look_at_formats()

    @property
    def has_unseen(self) -> bool:
        """Whether any cell may have the colour of its ground, by its letters or by its number format."""
        return any(ink & Ink.UNSEEN for ink in self.inks.values()) or bool(self.colouring_formats())

    def colouring_formats(self) -> set[str]:
        """The number formats of the sheet that give numbers a colour."""
        return {code for code in {cell.number_format for cell in self.cells.values()} if code and has_colours(code)}

    def look_at_formats(self) -> None:
        """Gives numbers the look that the colour in their format has on their ground: it is shown instead of their letters' own."""
        codes = self.colouring_formats()
        for position, cell in self.cells.items() if codes else ():
            if cell.number_format not in codes or cell.kind != "number" or not isinstance(cell.value, Decimal):
                continue
            colour = colour_for(cell.number_format, cell.value)
            if colour is None or cell.look not in (None, Look("unseen", f"〔与底色同色：{cell.text.strip()}〕")):
                continue
            ground = self.grounds.get(position, WHITE) if self.is_ground_sure(position) else None
            hides = bool(colour_ink(colour, ground) & Ink.UNSEEN) and bool(cell.value)
            self.cells[position] = cell._replace(look=whole_look(cell.text, Ink.UNSEEN) if hides else None)

    def hides_zero(self, position: tuple[int, int], cell: Cell) -> bool:
        """Whether a zero is left blank by the view, by its format, or by a colour in it that is that of its ground."""
        if not self.zeros_are_shown or position in self.zeros_hidden or not cell.text.strip():
            return True
        colour = colour_for(cell.number_format, Decimal(0)) if cell.number_format and has_colours(cell.number_format) else None
        return self.is_ground_sure(position) and bool(colour_ink(colour, self.grounds.get(position, WHITE)) & Ink.UNSEEN)

    def to_sheet(self) -> Sheet:
        """The finished sheet; of hidden rows and columns only those that hold something are named."""
        self.add_looks()
        columns = {column for _, column in self.cells} if self.hidden_column_ranges else set()
        rows = {row for row, _ in self.cells} if self.hidden_rows else set()
        return Sheet(
            self.name,
            self.cells,
            merges=tuple(self.merges),
            hidden=self.hidden,
            hidden_rows=frozenset(self.hidden_rows & rows),
            hidden_columns=frozenset(
                column for column in columns if any(first <= column <= last for first, last in self.hidden_column_ranges)
            ),
            unseen_zeros=frozenset(
                position
                for position, cell in self.cells.items()
                if cell.kind == "number" and not cell.value and self.hides_zero(position, cell)
            ),
            comments=self.comments,
            margins=tuple(dict.fromkeys(self.margins)),
        )


def in_pictures(cell: Cell, ink: Ink) -> Cell:
    """A number as its font of pictures shows it: nobody reads one in Wingdings; the digits of Symbol are digits."""
    shown = in_cell(((cell.text, ink & PICTURES),)).text
    return cell if shown == cell.text else cell._replace(look=Look("unseen", f"〔符号字体：{cell.text}〕"))


# What a format like 0"月" makes of a number: a head of a month, and no quantity.
TIME = re.compile(r"20\d\d年(?:度|\d{1,2}月)?|(?:[1-9]|1[0-2])月份?|第?[1-4]季度")


def number_cell(row: int, column: int, value: Decimal, number_format: NumberFormat, *, date1904: bool, formula: str | None = None) -> Cell:
    """A number, or the date that its format makes of it."""
    if number_format.meaning is None:
        return Cell(row, column, "number", digits_of(value), value, None, formula)
    if number_format.is_date:
        day = from_serial(value, date1904=date1904)
        if day is not None:
            return date_cell(row, column, day, number_format.code, value, formula)
        return Cell(row, column, "number", digits_of(value), value, number_format.code, formula)
    shown = number_format.show(value)
    if TIME.fullmatch(shown):
        return text_cell(row, column, shown, formula)
    look = None if shown or not value else Look("unseen", f"〔格式不显示：{digits_of(value)}〕")
    return Cell(row, column, "number", shown, value, number_format.meaning, formula, look=look)


def date_cell(row: int, column: int, day: date | datetime | time, code: str, serial: Decimal | None, formula: str | None = None) -> Cell:
    """A date with the number behind it, which a file that writes dates as dates does not give."""
    raw_number = serial if serial is not None else without_noise(to_serial(day))
    return Cell(row, column, "date", show_date(day, code), day, code, formula, raw_number=raw_number)


def text_cell(row: int, column: int, text: str, formula: str | None = None) -> Cell:
    """A text, kept as it stands; its line breaks and its hyphens are all of one kind."""
    if not text.isprintable():
        text = one_line_break(text)
    return Cell(row, column, "text", text, text, None, formula)


def both(first: Cell, second: Cell) -> Cell:
    """A cell that the sheet gives twice: programs show one or the other, so that both stand in it, a line each, if they differ."""
    if first.text == second.text:
        return second
    return text_cell(second.row, second.column, f"{first.text}\n{second.text}")


def one_line_break(text: str) -> str:
    """The text with every line break as a line feed, and the controls for hyphens as hyphens."""
    return with_signs(text.replace("\r\n", "\n").replace("\r", "\n"))


def boolean_cell(row: int, column: int, *, value: bool, formula: str | None = None) -> Cell:
    """A truth value, shown as spreadsheet programs do."""
    return Cell(row, column, "boolean", "TRUE" if value else "FALSE", value, None, formula)


def beyond_cell(row: int, column: int, number: float) -> Cell:
    """A double that no figure can be: its digits as text, so that it is held by itself; what is no number is an error."""
    return text_cell(row, column, repr(number)) if isfinite(number) else error_cell(row, column, "#NUM!")


def error_cell(row: int, column: int, code: str, formula: str | None = None) -> Cell:
    """An error value such as #REF!: it is something, and no blank."""
    return Cell(row, column, "error", code, code, None, formula)


LONGEST_COLUMN = 3


class Columns(dict[str, int]):
    """The columns behind their letters, counted from 1: AA is 27. A name is worked out once."""

    def __missing__(self, letters: str) -> int:
        """Works one out. At most the 18,278 names of one to three letters are kept, since files write them.

        Raises ValueError for anything else than one to three letters from A to Z.
        """
        if not (letters.isascii() and letters.isalpha()) or len(letters) > LONGEST_COLUMN:
            raise ValueError(f"no column: {letters[:40]!r}")
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - 64
        self[letters] = number
        return number


COLUMNS = Columns()
column_number = COLUMNS.__getitem__


def split_reference(reference: str) -> tuple[int, int]:
    """Row and column of `AB12`. Raises ValueError if it is no such reference."""
    letters = reference.rstrip("0123456789")
    row = whole_number(reference[len(letters) :], 0)
    if row < 1:
        raise ValueError(f"no row: {reference[:40]!r}")
    return row, column_number(letters)


def parse_range(reference: str) -> Merge:
    """The range `A1:C3`, or the single cell `A1`. Raises ValueError if it is neither."""
    first, _, last = reference.replace("$", "").partition(":")
    first_row, first_column = split_reference(first)
    last_row, last_column = split_reference(last or first)
    return Merge(first_row, first_column, last_row, last_column)
