import json

from huizong.reading import read_bytes
from huizong.reading.inspection import inspect


def test_a_row_a_document(make_xlsx):
    rows = '<row r="2"><c r="B2"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c><c r="D2"><f>B2+1</f></c><c r="E2"><f>TODAY()</f></c></row>'
    row, refused = inspect([*read_bytes(make_xlsx(rows), "柏林镇.xlsx"), *read_bytes(b"", "空.csv")])
    sheet = row.sheets[0]
    assert (row.kind, row.cells, sheet.extent, sheet.numbers, sheet.errors) == ("xlsx", 4, "B2:E2", 2, 1)
    assert (sheet.formulas_computed, sheet.formulas_without_value) == (1, 1)
    assert json.loads(row.to_json())["sheets"][0]["name"] == "6月"
    assert (refused.refusal.rule, refused.sheets, refused.cells) == ("file-incomplete", (), 0)
