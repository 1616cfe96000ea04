"""What lies beside a receipt for each kind of file, and what the receipt says about it."""

from __future__ import annotations

import hashlib
import io
import zipfile

from openpyxl import load_workbook
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.feedback import write_receipts
from huizong.settings import Settings
from tests.database.feedback.county import Ledger, monthly_report


def faulty(ledger: Ledger, content: bytes, name: str, place: str = "6月!C6", **more: str) -> int:
    """An arrival with one placeholder in it."""
    submission = ledger.submission(ledger.arrival(content, name), "partially_accepted", **more)
    ledger.issue(submission, "value-placeholder", "critical", place, "“XX”只是占位，不是数", "请换成实际数", observed="XX")
    return submission


def lines_of(settings: Settings) -> list[str]:
    """The lines of the one plain receipt."""
    (path,) = settings.outbox.rglob("*_回执.txt")
    return path.read_text("utf-8-sig").splitlines()


def with_part(name: str, content: bytes) -> bytes:
    """The monthly report with one more part, or with one replaced."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(monthly_report())) as source, zipfile.ZipFile(written, "w") as target:
        for part in source.namelist():
            if part != name:
                target.writestr(part, source.read(part))
        target.writestr(name, content)
    return written.getvalue()


def test_what_is_lost_is_named(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    faulty(ledger, with_part("xl/ctrlProps/ctrlProp1.xml", b"<x/>"), "控件.xlsx")
    write_receipts(loader, settings, catalogue)
    lossy = catalogue.issue_type("marked-copy-lossy")
    assert f"    {lossy.message.replace('{observed}', '窗体控件')}。{lossy.remedy}。" in lines_of(settings)


def test_what_cannot_be_opened_is_rebuilt_from_its_cells(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    content = with_part("xl/styles.xml", b"<nonsense")
    faulty(ledger, content, "坏样式.xlsx")
    ledger.cells(
        hashlib.sha256(content).hexdigest(),
        "6月",
        [[("text", "指标")]] * 5 + [[("text", "零售"), ("number", "7"), ("text", "XX")]],
        lambda r, c: f"6月!{'ABC'[c - 1]}{r}",
    )
    write_receipts(loader, settings, catalogue)
    (path,) = settings.outbox.rglob("*_标注.xlsx")
    workbook = load_workbook(path)
    assert workbook.sheetnames == ["差错清单", "6月"]
    assert workbook["6月"]["C6"].comment is not None and workbook["6月"]["B6"].value == 7
    assert [line for line in lines_of(settings) if "工作簿的结构不规范" in line and "请在自己的原件上改" in line]


def test_other_kinds_are_rebuilt_too(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    content = "指标,本月\n零售,XX\n".encode("gb18030")
    faulty(ledger, content, "表.csv", place="2:2")
    ledger.cells(
        hashlib.sha256(content).hexdigest(),
        "表",
        [[("text", "指标"), ("text", "本月")], [("text", "零售"), ("text", "XX")]],
        lambda r, c: f"{r}:{c}",
    )
    write_receipts(loader, settings, catalogue)
    (path,) = settings.outbox.rglob("*_标注.xlsx")
    assert load_workbook(path)["表"]["B2"].comment is not None
    assert [line for line in lines_of(settings) if line.startswith("    原件不能直接加标注")]


def test_a_member_of_an_archive_is_marked_by_its_own_bytes(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    member, archive = monthly_report(), io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("别的.txt", "x")
        target.writestr("六月.xlsx", member)
    faulty(ledger, archive.getvalue(), "包.zip", file="包.zip/六月.xlsx", sha256=hashlib.sha256(member).hexdigest())
    write_receipts(loader, settings, catalogue)
    (path,) = settings.outbox.rglob("*_标注.xlsx")
    assert path.name == "20260705-091230_包.zip_1_六月.xlsx_标注.xlsx"
    assert load_workbook(path)["6月"]["C6"].comment is not None


def test_two_forms_in_one_workbook_are_marked_in_one_copy(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    arrival = ledger.arrival(monthly_report())
    for number, (form, period, place) in enumerate((("F-ECON-M", "2026-06", "6月!C6"), ("F-LIVE-Q", "2026-Q2", "封面!A1")), 1):
        submission = ledger.submission(arrival, "partially_accepted", submission_no=number, form=form, period=period)
        ledger.issue(submission, "value-placeholder", "critical", place, "“XX”只是占位，不是数", "请换成实际数", observed="XX")
    write_receipts(loader, settings, catalogue)
    (path,) = settings.outbox.rglob("*_标注.xlsx")
    workbook = load_workbook(path)
    comments = [workbook[sheet][cell].comment for sheet, cell in (("6月", "C6"), ("封面", "A1"))]
    assert [comment.text.split("\n")[0] if comment else "" for comment in comments] == [
        "〔汇总〕须改正（第1-1条）",
        "〔汇总〕须改正（第2-1条）",
    ]


def test_nothing_to_do_needs_no_copy(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(monthly_report()), "accepted")
    ledger.issue(submission, "unit-converted", "info", "6月!C6", "单位换算：1 亿元 记为 10000 万元", "不用处理")
    write_receipts(loader, settings, catalogue)
    assert not list(settings.outbox.rglob("*_标注*"))
    assert "  · 「6月」C6：单位换算：1 亿元 记为 10000 万元（不用处理）" in lines_of(settings)


def test_the_list_says_which_way_a_comparison_goes(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(monthly_report(), "比较.xlsx"), "partially_accepted")
    fields = {"observed": "1", "difference": "8"}
    ledger.issue(submission, "a", "blocking", "6月!D6", "部分不能大于整体：表上是 1，应不小于 9", "请核对", expected="9", **fields)
    ledger.issue(submission, "b", "blocking", "6月!D7", "合计应等于各项相加：表上是 1，应等于 9", "请核对", expected="9", **fields)
    write_receipts(loader, settings, catalogue)
    (path,) = settings.outbox.rglob("*_标注.xlsx")
    workbook = load_workbook(path)
    assert [workbook["差错清单"].cell(row, 7).value for row in (6, 7)] == ["不小于 9", 9]
    assert "应为：不小于 9" in workbook["6月"]["D6"].comment.text.split("\n")
    assert not [line for line in lines_of(settings) if line.count("9）") and "应为" in line]
