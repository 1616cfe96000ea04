"""A report that says that there is nothing to report: its counts of the period are 0, its other flows not applicable.

PRACTICE, Checks: nil. January to date stays what it was, and a stock may well go on, so that neither is given a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import Indicator
from huizong.catalogue.form_entries import Form
from huizong.model import Basis, Figure, Status
from huizong.recognising.table.tables_of_document import TableReading
from huizong.recognising.vocabulary import margin_words as margins

_MEASURES = ("元", "亩", "平方米", "公里", "吨", "立方米", "千瓦时", "天", "%", "个百分点")


def figures_of_nil(
    form: Form, subject: str, period: Period, stated: tuple[str, str], blank: Sequence[Figure], catalogue: Catalogue
) -> list[Figure]:
    """The figures of a nil report about one organisation; `stated` is the place of its words and these themselves.

    `blank` are the form's own empty places: where one stands for a row, that is where its figure stands.
    """
    figures = list(blank)
    empty = {(figure.indicator, figure.basis): number for number, figure in enumerate(blank)}
    for row in form.rows:
        indicator = catalogue.indicator(row.indicator)
        if indicator.kind != "flow" or Basis.CURRENT not in row.bases or not row.is_for(subject, period.last_month):
            continue
        place, raw = stated
        status, value = (Status.REPORTED, Decimal(0)) if _counts(indicator, catalogue) else (Status.NOT_APPLICABLE, None)
        figure = Figure(place, raw, status, subject, indicator.code, str(period), Basis.CURRENT, value)
        if (number := empty.get((indicator.code, Basis.CURRENT))) is not None:
            figures[number] = replace(blank[number], status=status, value=value)
        else:
            figures.append(figure)
    return figures


def nil_stated(readings: Iterable[TableReading], paragraphs: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Where a report says that there is nothing to report, and in which words; None if it doesn't. `paragraphs` come with their places."""
    for reading in readings:
        said = (*reading.found.around, *reading.found.block.notes)
        text = next((text for text in said if margins.says_nil(text)), None)
        if text is not None:
            grid = reading.found.block.grid
            cells = (cell for _, cells in grid for cell in cells)
            cell = next((cell for cell in cells if cell.text.strip() == text), None)
            return ("" if cell is None else grid.place(cell.row, cell.column)), text
    return next(((place, text) for text, place in paragraphs if margins.says_nil(text)), None)


def _counts(indicator: Indicator, catalogue: Catalogue) -> bool:
    """Whether the indicator counts something: whole numbers of a unit that measures nothing."""
    unit = catalogue.unit(indicator.unit)
    return indicator.decimals == 0 and (unit is None or unit.base_unit not in _MEASURES)
