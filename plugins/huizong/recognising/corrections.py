"""A correction that stands in a comment, a note or a remark, and not in the table's own cell, is asked about.

What we wrote into a marked workbook ourselves is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from huizong.model import Document, Finding, Severity
from huizong.reading.cells.decimals import from_written
from huizong.recognising.table.tables_of_document import TableReading
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.when import without_times

OURS = "〔汇总〕"  # how a comment of a marked workbook begins (feedback)
_SHOWN = 80
_CORRECTS = re.compile(
    r"应(?:为|是|该是|改|填)|改(?:为|成|正)|更正|调整(?:为|到)|(?:为|数)准|实(?:际)?(?:为|应|是)|有误|错|不对|漏|重复|未核|待核|暂(?:估|报|定|按)|估(?:计|算)|预计"
)
_DIGITS = re.compile(r"\d|[一二三四五六七八九十百千万亿]{2,}")
# A note is about the whole table, and often about how it is filled in: it corrects where it says what a number should be.
_NUMBER = r"[^,。;:\d<>≥≤]{0,6}?(?P<to>-?\d[\d,]*(?:\.\d+)?)(?![\d.]|位|号|[-~至]\d)"
_SHOULD_BE = re.compile(
    rf"(?:应(?:该|当)?(?:为|是|填|报|改为|改成|更正为|更正|调整为|修正为)|(?:改|更正|更改|修改|修正|调整|变更|订正|核[减增定]|调[减增])(?:成|为|到|至)|以){_NUMBER}"
    r"(?P<rest>[^,。;]*)"
)
_WRONG = re.compile(r"有误|误[填报写录]|[填报写录算统]错|错[填报误]|漏[填报算录]|[多少]报了?|勘误|订正")
_RULE = re.compile(r"口径|起点|起报|标准|门槛|范围|之和|之间|以[上下]|不[小大]于|单位")  # how to fill in, and what is counted
_IF = re.compile(r"[如若凡]|不得|严禁|避免|防止|请|务必|已(?:经)?(?:更|改|修|订)正")
_OF_THE_TABLE = re.compile(r"[此本该这](?:报?表|页|行|列|栏|格|数)|(?:数据|数字|报表|的数)")  # what a comment says whose it is
_CLAUSE = re.compile(r"[。；;\n]")
_MADE = re.compile(r"[已原]")
_TELLING_LENGTH = 4  # digits by which a number is known again; a short one may stand in another row as well


def judge_comments(grids: Sequence[Grid], readings: Sequence[TableReading], reporter: str | None, names: Names) -> list[Finding]:
    """What is said of the comments: at figures each, a query where it corrects or doubts; of the others those that correct.

    Comments that explain the form stand at its headers and names, and say nothing about a number; one that says whose the
    numbers are, 此表为柳湾镇数据, is asked about wherever it stands, if that is not the reporter.
    """
    at_figures: dict[str, set[tuple[int, int]]] = {}
    for reading in readings:
        places = at_figures.setdefault(reading.found.block.grid.sheet.name, set())
        places |= {place for place, _ in (*reading.result.figures, *reading.result.totals)} | reading.result.issues
    findings = []
    for grid in grids:
        for (row, column), text in sorted(grid.sheet.comments.items()):
            own = text.partition(OURS)[0].strip()
            is_figure = (row, column) in at_figures.get(grid.sheet.name, ())
            corrects = _CORRECTS.search(own) is not None or (is_figure and _DIGITS.search(own) is not None)
            is_strangers = _OF_THE_TABLE.search(own) is not None and _names_stranger(own, reporter, names)
            if not own or not (is_figure or is_strangers or (corrects and _DIGITS.search(own))):
                continue
            place = grid.place(row, column)
            shown = " ".join(own.split())
            fields = {"observed": shown[:_SHOWN] + ("…" if len(shown) > _SHOWN else ""), "place": place}
            findings.append(Finding("cell-comment", place, fields, None if corrects or is_strangers else Severity.INFO))
    return findings


def _names_stranger(text: str, reporter: str | None, names: Names) -> bool:
    """Whether a text names a town or village with which the reporter has nothing to do."""
    code = names.organisation_in(text)
    if reporter is None or code is None or names.catalogue.organisation(code).kind in ("county", "bureau"):
        return False
    return not (names.catalogue.answers_for(reporter, code) or names.catalogue.is_below(reporter, code))


def judge_notes(document: Document, grids: Sequence[Grid], readings: Sequence[TableReading]) -> list[Finding]:
    """What is said of notes and remarks, each once: a query where one says that a number of the table should be another.

    One whose number stands in the table already only tells of the correction.
    """
    forms = [reading for reading in readings if reading.form is not None]
    if not forms:
        return []
    stands: set[Decimal | None] = {cell.value for grid in grids for cell in grid.sheet.cells.values() if isinstance(cell.value, Decimal)}
    stands |= {figure.value for reading in forms for _, figure in (*reading.result.figures, *reading.result.totals)}
    found: dict[str, Finding] = {}
    for text, place in _notes(document, grids, forms):
        said = next((clause for clause in _CLAUSE.split(text) if _amends(clause, stands)), None)
        if said is not None:
            shown = " ".join(said.split())
            fields = {"observed": shown[:_SHOWN] + ("…" if len(shown) > _SHOWN else ""), "place": place}
            found.setdefault(shown, Finding("note-corrects", place, fields))
    return list(found.values())


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


def _amends(clause: str, stands: set[Decimal | None]) -> bool:
    """Whether a sentence says that a number should be another one than any that stands in the table, or that one is wrong."""
    text = without_times(clause)
    for found in _SHOULD_BE.finditer(text):
        holds = "以" not in found.group()[:1] or "为准" in found["rest"]
        number = found["to"].replace(",", "")
        known = _MADE.search(text) is not None or sum(map(str.isdigit, number)) >= _TELLING_LENGTH
        if holds and not _RULE.search(text) and not (known and from_written(number) in stands):
            return True
    is_target = _SHOULD_BE.search(text) is not None
    return not is_target and _WRONG.search(text) is not None and bool(_DIGITS.search(text)) and not _IF.search(text)
