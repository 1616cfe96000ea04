"""A correction that stands in a note or a remark, and not in the table's own cell, is asked about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from huizong.catalogue import Period
from huizong.catalogue.texts import normalise
from huizong.model import Document, Finding
from huizong.reading.cells.decimals import from_written
from huizong.recognising.redefined_signs import redefines
from huizong.recognising.table.tables_of_document import TableReading
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.when import without_times
from huizong.word_lists import word_lists

SHOWN = 80
_LISTS = word_lists("recognising", "corrections")
_DIGITS = word_lists("recognising", "commented").pattern("digits")
_SHOULD_BE = _LISTS.pattern("should_be")
_WRONG = _LISTS.pattern("wrong")
_RULE = _LISTS.pattern("rule")
_OTHER_TIME = _LISTS.pattern("other_time")
_OF_ITS_ROW = _LISTS.pattern("remark_of_other_time")
_NAMED_OTHER_TIME = _LISTS.pattern("named_other_time")
_SINCE = _LISTS.pattern("cumulative_since")
_REDEFINED = _LISTS.pattern("redefined_head")
_FROM_JANUARY = _LISTS.pattern("from_january")
_COMPARED = _LISTS.pattern("compared")
_IF = _LISTS.pattern("condition")
_CLAUSE = re.compile(r"[。；;\n]")
_PIECE = re.compile(r"[。；;\n，,、（）()]")
_IS_ANOTHERS = _LISTS.pattern("is_anothers")
_HOLDS_ANOTHERS = _LISTS.pattern("holds_anothers")
_LEFT_AS_WAS = _LISTS.pattern("left_as_was")
_ALL_WRONG = _LISTS.pattern("all_wrong")
_UNTIL = _LISTS.pattern("cumulative_until")
_MADE = re.compile(r"[已原]")
_TELLING_LENGTH = 4  # digits by which a number is known again; a short one may stand in another row as well


def names_stranger(text: str, reporter: str | None, names: Names) -> bool:
    """Whether a text names a town or village with which the reporter has nothing to do."""
    code = names.organisation_in(text)
    if reporter is None or code is None or names.catalogue.organisation(code).kind in ("county", "bureau"):
        return False
    return not (names.catalogue.answers_for(reporter, code) or names.catalogue.is_below(reporter, code))


def judge_notes(
    document: Document, grids: Sequence[Grid], readings: Sequence[TableReading], reporter: str | None, names: Names
) -> list[Finding]:
    """What is said of notes and remarks, each once: a query where one says that a number of the table should be another.

    So is one that gives the table to a stranger, counts 累计 from another time than January, has a head mean other values than it says,
    or lets a sign of the table stand for another number. One whose number stands in the
    table already only tells of the correction.
    """
    forms = [reading for reading in readings if reading.form is not None]
    if not forms:
        return []
    stands: set[Decimal | None] = {cell.value for grid in grids for cell in grid.sheet.cells.values() if isinstance(cell.value, Decimal)}
    stands |= {figure.value for reading in forms for _, figure in (*reading.result.figures, *reading.result.totals)}
    written = {figure.raw for reading in forms for _, figure in reading.result.figures}
    found: dict[str, Finding] = {}
    months = {reading.dated.period.last_month for reading in forms if reading.dated.period is not None}
    for text, place in _notes(document, grids, forms):
        clauses = _CLAUSE.split(text)
        said = next(
            (c for c in clauses if _amends(c, stands) or counts_otherwise(c) or redefines(c, written) or _stops_before(c, months)), None
        )
        whose = normalise(text) if said is None and len(text) <= SHOWN else ""
        if (_IS_ANOTHERS.search(whose) or _HOLDS_ANOTHERS.search(whose)) and names_stranger(text, reporter, names):
            said = text
        if said is not None:
            shown = " ".join(said.split())
            fields = {"observed": shown[:SHOWN] + ("…" if len(shown) > SHOWN else ""), "place": place}
            found.setdefault(shown, Finding("note-corrects", place, fields))
    for text, place in _remarks_of_other_times(forms):
        found.setdefault(text, Finding("note-corrects", place, {"observed": text, "place": place}))
    return list(found.values())


def _remarks_of_other_times(readings: Sequence[TableReading]) -> Iterator[tuple[str, str]]:
    """The remarks beside a row's numbers by which these are another month's or last year's, with their places."""
    for reading in readings:
        grid, period = reading.found.block.grid, reading.dated.period
        figures: dict[int, set[int]] = {}
        for (row, column), _ in reading.result.figures:
            figures.setdefault(row, set()).add(column)
        for row, columns in figures.items():
            for cell in grid.rows.get(row, ()):
                beside = cell.kind == "text" and cell.column > min(columns) and cell.column not in columns
                if beside and any(_is_of_other_time(piece, period) for piece in _PIECE.split(cell.text)):
                    yield cell.text.strip(), grid.place(row, cell.column)


def _is_of_other_time(piece: str, period: Period | None) -> bool:
    found = _OF_ITS_ROW.fullmatch(normalise(piece))
    if found is None:
        return False
    month = found["month"] or found["until"]
    return month is None or (period is not None and int(month) != period.last_month)


def _notes(document: Document, grids: Sequence[Grid], readings: Sequence[TableReading]) -> Iterator[tuple[str, str]]:
    """The texts that may say something of a number, with their places: all cells but those of figures, boxes, lines near tables."""
    figures: dict[str, set[tuple[int, int]]] = {}
    for reading in readings:
        result = reading.result
        places = {place for place, _ in (*result.figures, *result.totals)} | result.issues
        figures.setdefault(reading.found.block.grid.sheet.name, set()).update(places)
    for grid in grids:
        for row, cells in grid:
            for cell in cells:
                if cell.kind == "text" and (row, cell.column) not in figures.get(grid.sheet.name, ()):
                    yield cell.text, grid.place(row, cell.column)
        yield from ((text, "") for text in grid.sheet.margins)
    near = {text for reading in readings for text in (*reading.found.around, *reading.found.beneath)}
    for paragraph in document.paragraphs:
        if paragraph.text.strip() in near:
            yield paragraph.text, f"{paragraph.number}:0"


def counts_otherwise(clause: str) -> bool:
    """Whether a sentence counts what is cumulative from another time than January, 累计数从4月起算, or has a head mean other values."""
    plain = normalise(clause)
    found = _SINCE.search(plain)
    if found is not None and _FROM_JANUARY.fullmatch(found["since"] or found["before"]) is None:
        return True
    return _REDEFINED.fullmatch(plain) is not None


def _stops_before(clause: str, months: Collection[int]) -> bool:
    """Whether a sentence ends what is cumulative with another month than the report's: 累计为1-5月 in June."""
    found = _UNTIL.fullmatch(normalise(clause))
    return found is not None and bool(months) and int(found["month"]) not in months


def _amends(clause: str, stands: set[Decimal | None]) -> bool:
    """Whether a sentence says that a number should be another one than any that stands in the table, or that one is wrong."""
    plain = normalise(clause)
    pieces = [piece for piece in _PIECE.split(plain) if piece]
    named = _NAMED_OTHER_TIME.fullmatch(plain) is not None or any(_LEFT_AS_WAS.fullmatch(piece) for piece in pieces)
    if named and _COMPARED.search(plain) is None:
        return True
    if any(_ALL_WRONG.fullmatch(piece) for piece in pieces) and not _IF.search(plain):
        return True
    if _OTHER_TIME.fullmatch(plain) is not None:
        return True
    text = without_times(clause)
    for found in _SHOULD_BE.finditer(text):
        holds = "以" not in found.group()[:1] or "为准" in found["rest"]
        number = found["to"].replace(",", "")
        known = _MADE.search(text) is not None or sum(map(str.isdigit, number)) >= _TELLING_LENGTH
        if holds and not _RULE.search(text) and not (known and from_written(number) in stands):
            return True
    is_target = _SHOULD_BE.search(text) is not None
    return not is_target and _WRONG.search(text) is not None and bool(_DIGITS.search(text)) and not _IF.search(text)
