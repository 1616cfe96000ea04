"""A comment on a cell that corrects or doubts its number, or takes back the whole table, is asked about.

What we wrote into a marked workbook ourselves is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from huizong.catalogue import Period
from huizong.catalogue.texts import normalise
from huizong.model import Finding, Severity
from huizong.recognising.corrections import SHOWN, counts_otherwise, names_stranger
from huizong.recognising.marks import takes_back
from huizong.recognising.table.table_result import Place
from huizong.recognising.table.tables_of_document import TableReading
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.grid import Grid
from huizong.word_lists import word_lists

OURS = "〔汇总〕"  # how a comment of a marked workbook begins (feedback)
_LISTS = word_lists("recognising", "commented")
_CORRECTS = _LISTS.pattern("corrects")
_OF_THE_TABLE = _LISTS.pattern("of_the_table")
_DOUBTED = _LISTS.pattern("doubted")
_WHOSE_TIME = _LISTS.pattern("whose_time")
_DIGITS = _LISTS.pattern("digits")
_PIECE = re.compile(r"[。；;\n，,、]")


def judge_comments(grids: Sequence[Grid], readings: Sequence[TableReading], reporter: str | None, names: Names) -> list[Finding]:
    """What is said of the comments: at figures each, a query where it corrects or doubts; of the others those that correct.

    Comments that explain the form stand at its headers and names, and say nothing about a number; one that says whose the
    numbers are, 此表为柳湾镇数据, is asked about wherever it stands, if that is not the reporter. So is one that takes the
    table back, 作废 or 草稿，勿用; at a title or a declaration one that doubts it, 未审核, or gives it another month.
    """
    at_figures: dict[str, set[Place]] = {}
    for reading in readings:
        places = at_figures.setdefault(reading.found.block.grid.sheet.name, set())
        places |= {place for place, _ in (*reading.result.figures, *reading.result.totals)} | reading.result.issues
    findings = []
    for grid in grids:
        for (row, column), text in sorted(grid.sheet.comments.items()):
            own = text.partition(OURS)[0].strip()
            if not own:
                continue
            is_figure = (row, column) in at_figures.get(grid.sheet.name, ())
            corrects = _CORRECTS.search(own) is not None or (is_figure and _DIGITS.search(own) is not None)
            is_strangers = _OF_THE_TABLE.search(own) is not None and names_stranger(own, reporter, names)
            asked = (
                is_strangers
                or counts_otherwise(own)
                or any(map(takes_back, own.split("\n")))
                or _of_all(own, (row, column), readings, grid)
            )
            if not (is_figure or asked or (corrects and _DIGITS.search(own))):
                continue
            place = grid.place(row, column)
            shown = " ".join(own.split())
            fields = {"observed": shown[:SHOWN] + ("…" if len(shown) > SHOWN else ""), "place": place}
            findings.append(Finding("cell-comment", place, fields, None if corrects or asked else Severity.INFO))
    return findings


def _of_all(text: str, place: Place, readings: Sequence[TableReading], grid: Grid) -> bool:
    """Whether a comment over a table, or at the head of its names, doubts all of it or is about another time than the report."""
    pieces = [normalise(piece) for piece in _PIECE.split(text) if piece.strip()]
    return any(
        _DOUBTED.fullmatch(piece) is not None or _is_of_other_time(piece, reading.dated.period)
        for reading in readings
        if reading.found.block.grid is grid and _is_over(place, reading)
        for piece in pieces
    )


def _is_over(place: Place, reading: TableReading) -> bool:
    """Whether a cell stands over a table's heads, or is the first of them."""
    block = reading.found.block
    top = min((*block.header, *block.body))
    return place[0] < top or (place[0] in block.header and place[1] <= block.columns[0])


def _is_of_other_time(piece: str, period: Period | None) -> bool:
    """Whether all that a piece says is a month, 5月数据 or 此表为上月数, and that is not the report's."""
    found = _WHOSE_TIME.fullmatch(piece)
    if found is None or period is None:
        return False
    if found["month"] is None:
        return True
    return int(found["month"]) != period.last_month or (found["year"] is not None and int(found["year"]) != period.year)
