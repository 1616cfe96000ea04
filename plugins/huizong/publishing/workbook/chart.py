"""One chart of a period: completion beside the share of the year gone by, else growth."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from huizong.publishing.workbook.page import Page
from huizong.publishing.workbook.sheet import (
    Across,
    Book,
    CellLook,
    SheetInMaking,
    fitted,
    put,
    put_head,
    put_text,
    set_height,
    set_print,
    set_widths,
)

_LEAST = 2  # plans without which a chart of them says nothing
_BARS = 20  # that can still be told apart on one page
_WIDTH, _HEIGHT = 700, 586  # pixels, 96 an inch
_COLOURS = ("#2F5597", "#BFBFBF")
_BESIDE = 11  # columns of the usual width that it covers
_DOWN = 32  # rows


def write_chart(book: Book, page: Page) -> None:
    """The sheet of the chart beside its numbers; none where there is nothing to draw."""
    bars: list[tuple[str, tuple[Decimal, ...]]] = [
        (line.name, (line.completion, line.due)) for line in page.lines if isinstance(line.completion, Decimal) and line.due is not None
    ]
    title, heads = "年度目标完成进度与序时进度（%）", ["指标", "完成%", "序时进度%"]
    if len(bars) < _LEAST:
        bars = [(line.name, (line.growth,)) for line in page.lines if isinstance(line.growth, Decimal)]
        title, heads = "主要指标同比增速（%）", ["指标", "同比%"]
    if not bars:
        return
    sheet, bars = book.sheet("图"), bars[:_BARS]
    widths = [fitted([name for name, _ in bars], 12, 30), *[11.0 for _ in heads[1:]]]
    set_widths(sheet, [*widths, 2.0])
    across = Across(1, len(heads) + 1 + _BESIDE, 140)
    put_text(sheet, 1, f"{page.title.removesuffix('汇总表')}：{title}", across, align="center", title=True)
    put_text(sheet, 2, page.stamp, across)
    for column, head in enumerate(heads, start=1):
        put_head(sheet, 3, column, head)
    for row, (name, values) in enumerate(bars, start=4):
        put(sheet, row, 1, name)
        for column, value in enumerate(values, start=2):
            put(sheet, row, column, value, CellLook(1))
        set_height(sheet, row, [(name, widths[0])])
    last = 3 + len(bars)
    drawn = [value for _, values in bars for value in values]
    sheet.drawn.insert_chart(2, len(heads) + 1, _chart(sheet, title, len(heads), last, drawn))
    set_print(sheet, (max(last, _DOWN), across.last), (1, 2), f"{page.title}　{page.stamp}", fit_height=True)


def _chart(sheet: SheetInMaking, title: str, columns: int, last: int, values: Sequence[Decimal]) -> Any:
    chart = sheet.book.bars()
    for column, colour in zip(range(1, columns), _COLOURS, strict=False):
        series = {
            "name": [sheet.name, 2, column],
            "categories": [sheet.name, 3, 0, last - 1, 0],
            "values": [sheet.name, 3, column, last - 1, column],
            "fill": {"color": colour},
            "gap": 60,
        }
        chart.add_series({**series, "data_labels": {"value": True}} if column == 1 else series)
    chart.set_title({"name": title, "overlay": False})
    chart.set_style(10)
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    # of lying bars y is the axis of the names: the first on top, beside the plot where bars go below zero
    chart.set_y_axis({"reverse": True, "label_position": "low", "major_gridlines": {"visible": False}})
    # bars that don't begin at zero say what is not
    bounds = {**({"min": 0} if min(values) >= 0 else {}), **({"max": 0} if max(values) <= 0 else {})}
    chart.set_x_axis({"num_format": "0", "major_gridlines": {"visible": True}, **bounds})
    chart.set_legend({"position": "bottom"})
    return chart
