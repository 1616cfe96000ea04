import io
from datetime import date
from decimal import Decimal

import xlwt

from huizong.model import Merge
from huizong.reading import read_bytes


def saved(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def a_workbook():
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("6月")
    sheet.write_merge(0, 0, 0, 2, "柏林镇月报")
    sheet.write(1, 0, "产值")
    sheet.write(1, 1, 68932.7)
    sheet.write(1, 2, 0.091, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(2, 0, date(2024, 6, 30), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(2, 1, xlwt.Formula("SUM(B2,1.3)"))
    sheet.write(2, 2, xlwt.Formula("B2/0"))
    sheet.write(3, 0, "隐藏")
    sheet.row(3).hidden = True
    sheet.col(2).hidden = True
    return workbook, sheet


def test_values_formats_merges_and_hidden_parts():
    workbook, _ = a_workbook()
    (document,) = read_bytes(saved(workbook), "柏林镇.xls")
    sheet = document.sheets[0]
    assert (document.kind, sheet.name, sheet.merges) == ("xls", "6月", (Merge(1, 1, 1, 3),))
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({4}, {3})
    assert sheet.cells[2, 2].value == Decimal("68932.7")
    assert (sheet.cells[2, 3].value, sheet.cells[2, 3].text, sheet.cells[2, 3].number_format) == (Decimal("0.091"), "9.1%", "0.0%")
    assert (sheet.cells[3, 1].value, sheet.cells[3, 1].raw_number) == (date(2024, 6, 30), Decimal(45473))


def test_formulas_that_a_program_never_computed_are_computed():
    workbook, sheet = a_workbook()
    sheet.write(4, 1, xlwt.Formula("TODAY()"))
    (document,) = read_bytes(saved(workbook), "柏林镇.xls")
    cells = document.sheets[0].cells
    assert (cells[3, 2].value, cells[3, 2].computed) == (Decimal("68934"), True)
    assert (cells[3, 3].kind, cells[3, 3].value) == ("error", "#DIV/0!")
    assert (cells[5, 2].kind, cells[5, 2].value) == ("formula", None)


def test_the_content_decides_and_a_wrong_extension_is_noted():
    workbook, _ = a_workbook()
    (document,) = read_bytes(saved(workbook), "柏林镇.xlsx")
    (finding,) = [finding for finding in document.findings if finding.rule == "file-kind-mismatch"]
    assert (document.kind, dict(finding.fields)) == ("xls", {"expected": "xlsx", "observed": "xls"})
    (document,) = read_bytes(saved(workbook), "柏林镇.et")
    assert "file-kind-mismatch" not in [finding.rule for finding in document.findings]


def test_a_file_that_was_cut_off_says_so_at_every_length():
    data = saved(a_workbook()[0])
    for share in (0.05, 0.3, 0.6, 0.9):
        (document,) = read_bytes(data[: int(len(data) * share)], "柏林镇.xls")
        assert document.refusal.rule == "file-incomplete", share
        assert document.sheets == ()


def test_hidden_sheets():
    workbook, _ = a_workbook()
    workbook.add_sheet("底稿").visibility = 1
    (document,) = read_bytes(saved(workbook), "柏林镇.xls")
    assert [sheet.hidden for sheet in document.sheets] == [False, True]


def test_a_workbook_that_begins_with_another_record_is_damage():
    workbook, _ = a_workbook()
    data = saved(workbook)
    begin = data.index(b"\x09\x08")
    (document,) = read_bytes(data[:begin] + b"\x0a\x08" + data[begin + 2 :], "柏林镇.xls")
    assert (document.kind, document.refusal.rule) == ("xls", "file-damaged")
    assert "AssertionError" not in document.refusal.fields["detail"]
