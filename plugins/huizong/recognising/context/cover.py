"""What the file says of its report where no table stands: a cover sheet, a line of the text, the margins of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from huizong.catalogue.texts import normalise
from huizong.model import Document, Paragraph
from huizong.recognising.vocabulary import margin_words as margins
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.when import spans_in, whole_span, without_times

_LONGEST = 80
_SHORT = 30


@dataclass(frozen=True)
class Cover:
    """What sheets without a table, and paragraphs apart from any, say of the report: titles of forms, and its period.

    `notes` are the lines of such sheets, which may state the unit of the tables: 填表说明. `months` are lines that are a
    month, or a name and a month, without a label: 石桥镇 2026年6月 in the header of a page; `margin_months` those of them that
    stand in headers, footers and text boxes.
    """

    titles: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    margin_months: tuple[str, ...] = ()


def cover_of(document: Document, grids: Sequence[Grid], bare: Sequence[Grid], names: Names) -> Cover:
    """The titles of forms and the period on `bare` sheets, which hold no table, in margins, and in labelled lines of the text."""
    titles: list[str] = []
    plain: list[str] = []
    labelled: list[str] = []
    for text, beside in _cover_texts(bare):
        if names.catalogue.form_titled(text) is not None:
            titles.append(text)
        elif margins.asks_for_period(text) and margins.says_period(text, beside):
            labelled.append(text if spans_in(text) else beside)
        elif (span := whole_span(text)) is not None and span.year is not None and span.last_month is not None:
            plain.append(text)
    lines = (line for paragraph in document.paragraphs for line in paragraph.text.split("\n"))
    labelled += [line for line in lines if len(line) <= _LONGEST and margins.says_period(line, "")]
    beside_page = [line.strip() for grid in grids for text in grid.sheet.margins for line in text.split("\n") if len(line) <= _LONGEST]
    titles += [line for line in beside_page if names.catalogue.form_titled(line) is not None]
    labelled += [line for line in beside_page if margins.says_period(line, "")]
    forms = {form.code for text in titles if (form := names.catalogue.form_titled(text)) is not None}
    named = titles if len(forms) == 1 else []  # a sheet that lists several forms is a table of contents
    dated = [text for text in named if any(span.last_month is not None for span in spans_in(text))]
    # Months that stand alone are the report's where there is one of them, and a list of contents where there are more.
    alone = plain if len({normalise(text) for text in plain}) == 1 else []
    notes = tuple(text for text, _ in _cover_texts(bare))
    months = _only_month(months_named(document.paragraphs, grids, names))
    in_margins = _only_month(months_named([p for p in document.paragraphs if p.in_margin], grids, names))
    return Cover(tuple(dict.fromkeys(named)), tuple(dict.fromkeys([*labelled, *alone, *dated])), notes, months, in_margins)


def _only_month(lines: Iterable[str]) -> tuple[str, ...]:
    """The line with the only month that lines name; nothing where they name several."""
    said = {span: line for line in lines for span in spans_in(line)[:1]}
    return tuple(said.values()) if len(said) == 1 else ()


def months_named(paragraphs: Iterable[Paragraph], grids: Sequence[Grid], names: Names) -> Iterator[str]:
    """The short lines of paragraphs, page headers and text boxes that are a month of a year, alone or behind an organisation's name."""
    texts = [*(paragraph.text for paragraph in paragraphs), *(text for grid in grids for text in grid.sheet.margins)]
    for line in (line.strip() for text in texts for line in text.split("\n")):
        spans = spans_in(line) if 0 < len(line) <= _SHORT else ()
        if len(spans) == 1 and spans[0].year is not None and spans[0].last_month is not None:
            rest = without_times(line)
            if not rest or names.catalogue.organisation_named(rest) is not None:
                yield line


def _cover_texts(grids: Sequence[Grid]) -> Iterator[tuple[str, str]]:
    """Each short line of the sheets, and what stands in the cell to its right."""
    for grid in grids:
        for _, cells in grid:
            for cell, right in zip(cells, (*cells[1:], None), strict=True):
                beside = right.text.strip() if right is not None else ""
                for line in cell.text.split("\n"):
                    if 0 < len(line.strip()) <= _LONGEST:
                        yield line.strip(), beside
