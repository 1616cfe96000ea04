"""The blank forms of docs/new-county.md and a filled copy of each: three layouts, of a county that nobody has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

Rows = Sequence[Sequence[str | None]]

TOWNS = (("松坪镇",), ("白渡镇",), ("云岗乡",))
# Towns as rows, one row of headers, and who fills it in printed on it.
PLANTING: Rows = [
    ["青岚县乡镇种植业生产月报表"],
    ["填报单位：县农业农村局", None, "2026年  月"],
    ["乡镇", "早稻播种面积（亩）", "蔬菜产量（吨）"],
    *TOWNS,
    ["合计"],
    ["填表人：", None, "审核人："],
]
# Indicators as rows, bases as columns; each town fills in one.
ECONOMY: Rows = [
    ["青岚县乡镇主要经济指标月报表"],
    ["填报单位：", None, None, "2026年  月"],
    ["指标名称", "计量单位", "本月", "本月止累计"],
    ["规模以上工业总产值", "万元"],
    ["  其中：竹木加工业产值", "万元"],
    ["新登记经营主体", "户"],
]
# Towns as rows under two rows of headers.
LIVESTOCK: Rows = [
    ["青岚县畜牧业生产季报表"],
    ["填报单位：", None, None, "2026年  季度"],
    ["乡镇", "生猪出栏（头）", None, "生猪存栏（头）"],
    [None, "本季", "累计", "期末"],
    *TOWNS,
    ["全县合计"],
]
# What the clerks wrote in, by cell. Town figures add up to the totals beneath them.
FILLED_PLANTING: Mapping[str, str | float] = {
    "C2": "2026年6月",
    "B4": 120,
    "C4": 30.5,
    "B5": 200,
    "C5": 41,
    "B6": 90,
    "C6": 12.25,
    "B7": 410,
    "C7": 83.75,
}
FILLED_ECONOMY: Mapping[str, str | float] = {
    "A2": "填报单位：白渡镇",
    "D2": "2026年6月",
    "C4": 310.5,
    "D4": 1800.25,
    "C5": 45.5,
    "D5": 260,
    "C6": 7,
    "D6": 52,
}
FILLED_LIVESTOCK: Mapping[str, str | float] = {
    "D2": "2026年二季度",
    "B5": 10,
    "C5": 25,
    "D5": 60,
    "B6": 20,
    "C6": 44,
    "D6": 75,
    "B7": 5,
    "C7": 11,
    "D7": 18,
    "B8": 35,
    "C8": 80,
    "D8": 153,
}


def write_forms(folder: Path) -> None:
    """种植.xlsx, 经济.xlsx and 畜牧.xlsx blank, and the same below `filled`."""
    (folder / "filled").mkdir()
    _write(folder, "种植.xlsx", PLANTING, (), FILLED_PLANTING)
    _write(folder, "经济.xlsx", ECONOMY, (), FILLED_ECONOMY)
    _write(folder, "畜牧.xlsx", LIVESTOCK, ("A3:A4", "B3:C3"), FILLED_LIVESTOCK)


def _write(folder: Path, name: str, rows: Rows, merges: Sequence[str], filled: Mapping[str, str | float]) -> None:
    for place, content in ((folder / name, {}), (folder / "filled" / name, filled)):
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(row)
        for merge in merges:
            sheet.merge_cells(merge)
        for cell, value in content.items():
            sheet[cell] = value
        book.save(place)
