"""Texts of other formats are refused by name, and reports that look a little like them are read."""

import pytest

from huizong.reading import read_bytes

MAIL = "From: a@example.org\r\nTo: b@example.org\r\nSubject: 6\r\nMIME-Version: 1.0\r\n\r\n6月报表见附件。\r\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (MAIL, "邮件，请把其中的附件另存后报送"),
        ("Received: from a\r\n\tby b\r\n" + MAIL, "邮件，请把其中的附件另存后报送"),
        ("DKIM-Signature: v=1;\r\n a=rsa\r\n" + MAIL, "邮件，请把其中的附件另存后报送"),
        ('ID;PWXL;N;E\r\nC;Y1;X1;K"指标"\r\nE\r\n', "SYLK 表格文件"),
        ('TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n""\r\n', "DIF 表格文件"),
        ('[{"指标": "工业总产值", "本月": 5}]', "JSON 数据文件"),
        ('{"指标": "工业总产值"}\n{"指标": "投资"}\n', "JSON 数据文件"),
    ],
)
def test_the_inside_of_another_format_is_no_report(text, named):
    (document,) = read_bytes(text.encode(), "报表.txt")
    assert (document.refusal.rule, document.refusal.fields["observed"]) == ("file-unsupported", named)


@pytest.mark.parametrize(
    "text", ["ID;指标;本月\n1;工业;5\n", "Date: 2026\n工业总产值5万元。\n", "[1]注：工业总产值5万元。\n", '{"工业总产值5万元。\n']
)
def test_a_report_that_begins_like_one_is_read(text):
    (document,) = read_bytes(text.encode(), "报表.txt")
    assert document.refusal is None


def test_the_mark_at_the_end_of_old_texts_is_no_part_of_the_last_number():
    (document,) = read_bytes("指标,本月\n工业,5\n投资,7\x1a".encode(), "报表.csv")
    assert document.sheets[0].cells[3, 2].text == "7"
