"""Comments at cells: a correction that stands there, and not in the cell, is asked about; what we wrote ourselves is skipped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huizong.model import Finding, Severity
from huizong.recognising.table.tables_of_document import TableReading
from huizong.recognising.vocabulary.grid import Grid

OURS = "〔汇总〕"  # how a comment of a marked workbook begins (feedback)
_SHOWN = 80
_CORRECTS = re.compile(
    r"应(?:为|是|该是|改|填)|改(?:为|成|正)|更正|调整(?:为|到)|(?:为|数)准|实(?:际)?(?:为|应|是)|有误|错|不对|漏|重复|未核|待核|暂(?:估|报|定|按)|估(?:计|算)|预计"
)
_DIGITS = re.compile(r"\d|[一二三四五六七八九十百千万亿]{2,}")


def judge_comments(grids: Sequence[Grid], readings: Sequence[TableReading]) -> list[Finding]:
    """What is said of the comments: at figures each, a query where it corrects or doubts; of the others those that correct.

    Comments that explain the form stand at its headers and names, and say nothing about a number.
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
            if not own or not (is_figure or (corrects and _DIGITS.search(own))):
                continue
            place = grid.place(row, column)
            shown = " ".join(own.split())
            fields = {"observed": shown[:_SHOWN] + ("…" if len(shown) > _SHOWN else ""), "place": place}
            findings.append(Finding("cell-comment", place, fields, None if corrects else Severity.INFO))
    return findings
