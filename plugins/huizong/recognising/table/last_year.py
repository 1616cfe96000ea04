"""上年实际 and 上年累计 beside 累计: whether last year's values are of the same months, or of the whole year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.texts import normalise
from huizong.model import Basis, Figure, Finding, Status
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.line_growth import growth_said, growth_worked_out
from huizong.recognising.table.table_result import Place, TableResult
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "last_year")
_DONE = _LISTS.pattern("done")
_BARE = _LISTS.pattern("bare")
_CUMULATIVE = _LISTS.pattern("cumulative")
_NEAR, _NEAR_COMPARABLE = 1, 10  # points between the growth that is written and the one that the values give


def hold_whole_years(result: TableResult, layout: Layout, lexicon: FormLexicon, period: Period | None) -> None:
    """Holds last year's values whose head does not say their months, where they may be the whole year's; one finding a head.

    The growth beside them tells: where it follows from them they are of the same months, where it does not they are held. Without
    any, 上年累计 is of the same months, as the forms of months have it; 上年实际 and 上年完成 are not sure, nor is 上年 beside a plan.
    """
    if period is None or period.frequency == "year" or period.last_month == 12:
        return
    catalogue = lexicon.catalogue
    plans = any(Basis.PLAN in meaning.bases for meaning in layout.meanings)
    heads: dict[tuple[str, int], tuple[str, list[int]]] = {}
    for index, (at, figure) in enumerate(result.figures):
        if figure.basis is Basis.PRIOR_YEAR and (head := _head(at, layout, lexicon)) is not None:
            kind, number, text = head
            heads.setdefault((kind, number), (text, []))[1].append(index)
    for (kind, number), (text, indices) in heads.items():
        told = [agrees for index in indices if (agrees := _agrees(result, result.figures[index][1], catalogue)) is not None]
        if told:
            unclear = told.count(False) > told.count(True)
        else:
            unclear = _DONE.fullmatch(text) is not None or (plans and _BARE.fullmatch(text) is not None)
        if unclear:
            _hold(result, indices, _place(layout, kind, number), text, contradicted=bool(told))


def _head(at: Place, layout: Layout, lexicon: FormLexicon) -> tuple[str, int, str] | None:
    """The column or row whose head alone makes a value last year's without its months; None where the months are said."""
    column = next((column for column in layout.values if column.column == at[1]), None)
    row = next((row for row in layout.rows if row.row == at[0]), None)
    if column is None or row is None:
        return None
    texts = [("column", column.column, text) for text in column.words] + [("row", row.row, text) for text in row.names]
    plain = [(kind, number, normalise(lexicon.without_unit(text))) for kind, number, text in texts]
    bases = [basis for _, _, text in plain for basis in lexicon.meaning(text).bases if basis is not Basis.PRIOR_YEAR]
    found = [item for item in plain if any(pattern.fullmatch(item[2]) for pattern in (_DONE, _BARE, _CUMULATIVE))]
    return found[0] if len(found) == 1 and not bases else None


def _agrees(result: TableResult, figure: Figure, catalogue: Catalogue) -> bool | None:
    """Whether the growth in the line is the one that the value and its last year's give; None where it tells nothing."""
    said, worked_out = growth_said(result, figure), growth_worked_out(result, figure)
    growth = catalogue.indicator(figure.indicator).growth if figure.indicator else "none"
    if said is None or worked_out is None or growth not in ("recompute", "comparable"):
        return None
    near = _NEAR if growth == "recompute" else _NEAR_COMPARABLE
    return abs(worked_out - said) <= near


def _place(layout: Layout, kind: str, number: int) -> str:
    grid, header = layout.block.grid, layout.block.header
    if kind == "column" and header:
        return grid.place(header[-1], number)
    return grid.place(number, layout.columns[0].column) if kind == "row" else ""


def _hold(result: TableResult, indices: Iterable[int], place: str, text: str, *, contradicted: bool) -> None:
    for index in indices:
        at, figure = result.figures[index]
        if figure.status is Status.REPORTED:
            result.figures[index] = (at, replace(figure, status=Status.HELD))
    detail = "看不出是上年同期数还是上年全年数" + ("，与同比增幅也对不上" if contradicted else "")
    fields = {"observed": text, "expected": "上年同期，或上年全年", "detail": detail, "place": place}
    result.findings.append(Finding("basis-unclear", place, fields))
