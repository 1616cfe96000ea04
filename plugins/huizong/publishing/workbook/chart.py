"""One chart of a period: completion beside the share of the year gone by, else growth."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from huizong.publishing.workbook.page import Page
from huizong.publishing.workbook.sheet import fitted, put, put_head, put_text, set_height, set_print, set_widths

_LEAST = 2  # plans without which a chart of them says nothing
_BARS = 20  # that can still be told apart on one page
_WIDTH, _HEIGHT = 18.5, 15.5  # centimetres
_BESIDE = 11  # columns of the usual width that it covers
_DOWN = 32  # rows


def write_chart(sheet: Worksheet, page: Page) -> bool:
    """The chart beside its numbers; False where there is nothing to draw."""
    bars: list[tuple[str, tuple[Decimal, ...]]] = [
        (line.name, (line.completion, line.due)) for line in page.lines if isinstance(line.completion, Decimal) and line.due is not None
    ]
    title, heads = "年度目标完成进度与序时进度（%）", ["指标", "完成%", "序时进度%"]
    if len(bars) < _LEAST:
        bars = [(line.name, (line.growth,)) for line in page.lines if isinstance(line.growth, Decimal)]
        title, heads = "主要指标同比增速（%）", ["指标", "同比%"]
    if not bars:
        return False
    bars = bars[:_BARS]
    widths = [fitted([name for name, _ in bars], 12, 30), *[11.0 for _ in heads[1:]]]
    set_widths(sheet, [*widths, 2.0])
    all_columns = len(heads) + 1 + _BESIDE
    put_text(sheet, 1, f"{page.title.removesuffix('汇总表')}：{title}", (1, all_columns), 140, align="center", title=True)
    put_text(sheet, 2, page.stamp, (1, all_columns), 140)
    for column, head in enumerate(heads, start=1):
        put_head(sheet, 3, column, head)
    for row, (name, values) in enumerate(bars, start=4):
        put(sheet, row, 1, name)
        for column, value in enumerate(values, start=2):
            put(sheet, row, column, value, 1)
        set_height(sheet, row, [(name, widths[0])])
    last = 3 + len(bars)
    sheet.add_chart(
        _chart(sheet, title, len(heads), last, [value for _, values in bars for value in values]), f"{get_column_letter(len(heads) + 2)}3"
    )
    set_print(sheet, (max(last, _DOWN), all_columns), (1, 2), f"{page.title}　{page.stamp}", fit_height=True)
    return True


def _chart(sheet: Worksheet, title: str, columns: int, last: int, values: Sequence[Decimal]) -> Any:
    chart: Any = BarChart()  # the type stubs know its attributes by half
    chart.type, chart.title, chart.style = "bar", title, 10
    for column in range(2, columns + 1):
        chart.add_data(Reference(sheet, min_col=column, min_row=3, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=4, max_row=last))
    chart.width, chart.height, chart.gapWidth = _WIDTH, _HEIGHT, 60
    chart.x_axis.scaling.orientation = "maxMin"  # the first indicator on top
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.tickLblPos = "low"  # beside the plot, where bars go below zero
    chart.y_axis.number_format = "0"
    if min(values) >= 0:  # bars that don't begin at zero say what is not
        chart.y_axis.scaling.min = 0
    if max(values) <= 0:
        chart.y_axis.scaling.max = 0
    chart.legend.position = "b"
    chart.series[0].graphicalProperties.solidFill = "2F5597"
    if len(chart.series) > 1:
        chart.series[1].graphicalProperties.solidFill = "BFBFBF"
    chart.series[0].dLbls = DataLabelList()
    chart.series[0].dLbls.showVal = True
    for hidden in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.series[0].dLbls, hidden, False)
    return chart
