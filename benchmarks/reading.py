"""Reading speed: 200 generated forms, ours against pandas with openpyxl at equal content, in one run.

Run: `python benchmarks/reading.py`. Processor time, the best of five rounds each, taken in turn.
Mark: at least five times as fast. Exit status 1 below the mark, or if the contents differ.
"""

from __future__ import annotations

import io
import sys
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

import openpyxl
import pandas as pd

from huizong.reading import read_bytes

FORMS = 200
ROWS = 60
COLUMNS = 8
MARK = 5.0
ROUNDS = 5


def make_form(number: int) -> bytes:
    """One monthly form: a title, a unit line, a header, and rows of a label, a unit and numbers."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = f"{number % 12 + 1}月"
    sheet["A1"] = f"柏林县第{number}号经济指标月报表"
    sheet.merge_cells("A1:H1")
    sheet["A2"] = f"填报单位：第{number % 20 + 1}镇"
    for column, header in enumerate(["指标名称", "计量单位", "本月", "累计", "上年同期", "同比(%)", "计划", "完成(%)"], start=1):
        sheet.cell(3, column, header)
    for row in range(4, ROWS + 1):
        sheet.cell(row, 1, f"指标{row - 3}")
        sheet.cell(row, 2, "万元")
        for column in range(3, COLUMNS + 1):
            sheet.cell(row, column, round((number * 37 + row * 11 + column * 7) % 9973 / 7, column % 3))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def ours(data: bytes) -> dict[tuple[int, int], object]:
    """All cells of the first sheet."""
    return {position: cell.value for position, cell in read_bytes(data, "form.xlsx")[0].sheets[0].cells.items()}


def theirs(data: bytes) -> pd.DataFrame:
    """The first sheet as pandas reads it, nothing taken as a header."""
    return pd.read_excel(io.BytesIO(data), header=None, engine="openpyxl")


def same(cells: dict[tuple[int, int], object], frame: pd.DataFrame) -> bool:
    """Whether both hold the same values in the same places."""
    found = {
        (int(row) + 1, int(column) + 1): value
        for row, values in zip(frame.index, frame.itertuples(index=False), strict=True)
        for column, value in enumerate(values)
        if not pd.isna(value)
    }
    if found.keys() != cells.keys():
        return False
    return all(
        abs(Decimal(repr(float(other))) - value) < Decimal("1e-9") if isinstance(value, Decimal) else value == other
        for value, other in ((cells[position], other) for position, other in found.items())
    )


def main() -> int:
    """Times both and prints a table."""
    forms = [make_form(number) for number in range(FORMS)]
    if not all(same(ours(form), theirs(form)) for form in forms[:: FORMS // 20]):
        print("contents differ")
        return 1
    best = {"ours": float("inf"), "pandas+openpyxl": float("inf")}
    for _ in range(ROUNDS):
        for name, read in (("ours", ours), ("pandas+openpyxl", theirs)):
            start = time.process_time()
            for form in forms:
                read(form)
            best[name] = min(best[name], time.process_time() - start)
    factor = best["pandas+openpyxl"] / best["ours"]
    for name, seconds in best.items():
        print(f"{name:16} {seconds * 1000 / FORMS:7.2f} ms a form of {ROWS}×{COLUMNS}")
    print(f"factor {factor:.1f} (mark {MARK})")
    return 0 if factor >= MARK else 1


if __name__ == "__main__":
    sys.exit(main())
