"""The figures of one form, and tables of it in texts, that files declare something about."""

from __future__ import annotations

from huizong.model import Sheet
from tests.unit.recognising.county import TITLE, sheet, told

PLAIN = TITLE.replace("（2026年6月）", "")
ROWS = [["指标", "单位", "本月", "累计"], ["税收收入", "万元", 3, 18], ["固定资产投资", "万元", 8, 41]]
TAKEN = {
    ("T1", "I4", "2026-06", "current", "3"),
    ("T1", "I4", "2026-06", "cumulative", "18"),
    ("T1", "I2", "2026-06", "current", "8"),
    ("T1", "I2", "2026-06", "cumulative", "41"),
}
STRANGER = "organisation-mismatch"


def figures(found):
    return {item[:5] for item in told(found)}


def table(rows, name="表1", after=0):
    made = sheet(rows, name)
    return Sheet(name, made.cells, "table", after_paragraph=after)
