"""Faults as lines of a receipt: one cause is one line, a place is said once, and what nobody has to do is no task."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.feedback import write_receipts
from huizong.settings import Settings
from tests.database.feedback.county import Ledger, monthly_report
from tests.database.feedback.outbox import key, text_of


def test_faults_of_one_cause_are_one_line(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(monthly_report()), "partially_accepted", required=31, taken=20)
    for indicator in ("E09", "E10", "E11"):
        name = catalogue.indicator(indicator).name
        more = {"words": {"indicator": name}, **key(indicator)}
        ledger.issue(submission, "indicator-missing", "critical", "", f"应报而没有报：{name}", "请补上", **more)
    for place, observed in (("6月!C4", "XX"), ("6月!C5", "**")):
        message, words = f"“{observed}”只是占位，不是数", {"observed": observed}
        ledger.issue(submission, "value-placeholder", "critical", place, message, "请换成实际数", observed=observed, words=words)
    for place, observed, expected in (("6月!F4", "4.2", "5.1"), ("6月!F5", "9", "8")):
        message = f"同比填的是 {observed}，按本年和上年数推算是 {expected}"
        words = {"observed": observed, "expected": expected, "operands": ""}
        ledger.issue(submission, "growth-differs", "blocking", place, message, "请核对同比", words=words)
    write_receipts(loader, settings, catalogue)
    numbered = [line for line in text_of(settings) if line.startswith("【")]
    assert numbered == [
        "【1至3】本年累计：应报而没有报：规模以上工业企业数、新登记经营主体、新登记企业",
        "【4、5】「6月」C4、C5：“XX”、“**”只是占位，不是数",
        "【6】「6月」F4：同比填的是 4.2，按本年和上年数推算是 5.1",
        "【7】「6月」F5：同比填的是 9，按本年和上年数推算是 8",
    ]
    assert text_of(settings)[0] == "结论：部分接收。您要做4件事，改好后重报整份。"


def test_a_missing_row_says_of_which_organisation(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(monthly_report()), "partially_accepted", required=31, taken=20)
    for organisation in ("T03", "T04"):
        about = {**key("E09"), "organisation": organisation}
        words = {"indicator": "规模以上工业企业数"}
        ledger.issue(submission, "indicator-missing", "critical", "", "应报而没有报：规模以上工业企业数", "请补上", words=words, **about)
    write_receipts(loader, settings, catalogue)
    (line,) = [line for line in text_of(settings) if line.startswith("【")]
    assert line == "【1、2】雁洲镇 本年累计、云盘镇 本年累计：应报而没有报：规模以上工业企业数"


def test_places_are_said_once(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(monthly_report()), "partially_accepted", required=31, taken=20)
    ledger.issue(
        submission, "a", "critical", "6月!D4, 6月!C4", "累计不能小于本月：表上是 1", "请核对", observed="1", expected="9", **key("E01")
    )
    ledger.issue(submission, "b", "critical", "6月!D4:D5", "跨行合并（6月!D4:D5），一个数对应多项", "请取消合并")
    ledger.issue(submission, "c", "critical", "6月!B3, 6月!B4", "重复：100（6月!B3）、101（6月!B4）", "请只留一个")
    ledger.issue(submission, "d", "critical", "", "空表", "请填写", observed="表.xlsx")
    write_receipts(loader, settings, catalogue)
    assert [line for line in text_of(settings) if line.startswith("【")] == [
        "【1】「6月」D4、C4（规模以上工业总产值 本年累计）：累计不能小于本月：表上是 1（应为 9）",
        "【2】「6月」D4:D5：跨行合并，一个数对应多项",
        "【3】「6月」B3、B4：重复：100（「6月」B3）、101（「6月」B4）",
        "【4】空表",
    ]


def test_at_most_ten_lines(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(monthly_report()), "partially_accepted", required=31, taken=20)
    for number in range(8):
        ledger.issue(submission, f"relation-{number}", "critical", f"6月!C{number + 4}", f"第{number}条关系不成立", "请核对")
    for number in range(5):
        ledger.issue(submission, "outlier", "query", f"6月!D{number + 4}", f"{number}00 与以往差得较多，应为 {number}", "请写明原因")
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings)
    assert len([line for line in lines if line.startswith("【")]) == 10
    assert "另有3件，见《差错清单》。" in lines
    assert lines[0].startswith("结论：部分接收。您要做13件事：改正8件")


def test_without_a_workbook_the_rest_follows_on_the_receipt(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    submission = ledger.submission(ledger.arrival(b"?", "x.bin"), "returned")
    for number in range(12):
        ledger.issue(submission, f"rule-{number}", "critical", f"{number + 1}:2", f"第{number}种错", "请改")
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings)
    assert "另有2件，见本文末尾的《差错清单》。" in lines
    assert "【12】须改正　第12行第2列　：第11种错" in lines


def test_several_submissions_are_parts_of_one_receipt(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    arrival = ledger.arrival(b"PK", "两份.zip")
    first = ledger.submission(arrival, "partially_accepted", file="两份.zip/甲.csv", sha256="a" * 64, required=3, taken=2)
    second = ledger.submission(
        arrival, "accepted_with_queries", submission_no=2, file="两份.zip/乙.csv", sha256="b" * 64, form="F-LIVE-Q", period="2026-Q2"
    )
    ledger.cells("b" * 64, "乙", [[("text", "指标"), ("number", "5")]], lambda row, column: f"{row}:{column}")
    ledger.issue(first, "value-error", "critical", "3:2", "单元格显示 #REF!", "请改好公式", observed="#REF!")
    ledger.issue(
        second,
        "outlier",
        "query",
        "1:2",
        "5 差得较多",
        "请写明",
        observed="5",
        organisation="T01",
        indicator="L01",
        basis="current",
        period="2026-Q2",
    )
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings)
    assert [line for line in lines if line.startswith("文件：")] == ["文件：两份.zip/甲.csv", "文件：两份.zip/乙.csv"]
    assert "【1-1】第3行第2列：单元格显示 #REF!" in lines
    assert "【2-1】第1行第2列（城镇新增就业 本季）：5 差得较多" in lines
    assert "    回复格式：2-1:（写原因和数量）" in lines
    names = sorted(path.name for path in settings.outbox.rglob("*.xlsx"))
    assert names == ["20260705-091230_两份.zip_2_乙.csv_标注.xlsx"]


def test_what_is_held_beyond_what_is_owed_is_no_part_of_the_sum(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    """Two rows owed, one in; of the two held figures one is an organisation's that no longer exists."""
    submission = ledger.submission(ledger.arrival(b"a", "表.csv"), "partially_accepted", required=2, taken=1)
    for number, indicator in enumerate(("E01", "E03"), 1):
        ledger.held(submission, number, indicator, "1", f"{number}:3")
    ledger.issue(submission, "total-mismatch", "blocking", "1:3", "合计不符", "请改")
    write_receipts(loader, settings, catalogue)
    assert text_of(settings, "*表.csv")[2].endswith("应报2项，已收1项，暂缓1项，不在应报之列的另有1项暂缓")


def test_reviewers_and_settled_faults_are_no_tasks(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(b"x"), "accepted_with_queries")
    for offset in (3, 9):
        ledger.issue(submission, "narrative-candidate", "query", f"1:{offset}", "线索", "由县汇总人员确认", responsibility="reviewer")
    ledger.issue(submission, "outlier", "query", "6月!C7", "差得较多", "请写明", state="explained")
    ledger.issue(submission, "total-mismatch", "blocking", "6月!D9", "合计不符", "请改", state="waived")
    ledger.issue(submission, "rounding", "info", "6月!D9", "作废的", "不用处理", state="void")
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings)
    assert lines[0].endswith("您不用再做什么。")
    assert "  · 文字中有2处数据先作为线索记下，由县汇总人员核对（不用处理）" in lines
    assert "  · 【" not in "\n".join(lines)
    assert "  · 「6月」C7：差得较多（已有说明，不用再说明）" in lines
    assert "  · 「6月」D9：合计不符（已批准，不用改正）" in lines
    assert "作废的" not in "\n".join(lines)
