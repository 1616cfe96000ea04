"""How far the cells of a page's table reach."""

from __future__ import annotations

from huizong.model import Merge
from huizong.reading import read_bytes


def test_a_cell_that_spans_no_rows_spans_all_to_the_end_of_its_group():
    head = "<thead><tr><td rowspan=0>指标</td><td>单位</td><td>本月</td></tr></thead>"
    body = "<tr><td>产值</td><td rowspan=0>万元</td><td>5</td></tr><tr><td>税收</td><td>7</td></tr>"
    (document,) = read_bytes(f"<html><table>{head}<tbody>{body}</tbody></table></html>".encode(), "a.html")
    (sheet,) = document.sheets
    assert sheet.merges == (Merge(2, 2, 3, 2),)
    assert {place: cell.text for place, cell in sheet.cells.items()} == {
        (1, 1): "指标", (1, 2): "单位", (1, 3): "本月", (2, 1): "产值", (2, 2): "万元", (2, 3): "5", (3, 1): "税收", (3, 3): "7",
    }  # fmt: skip
