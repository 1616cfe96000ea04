"""Receipts as departments find them in the outbox."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.feedback import ReceiptsNotWrittenError, write_receipts
from huizong.settings import Settings
from tests.database.feedback.county import PERIOD, RECEIVED, Ledger, monthly_report

HEAD = "栗坪镇　《汀岚县乡镇主要经济指标月报表》　2026年6月　第1次报送"


def text_of(settings: Settings, name: str = "*") -> list[str]:
    """The lines of the one plain receipt."""
    (path,) = settings.outbox.rglob(f"{name}_回执.txt")
    return path.read_text("utf-8-sig").splitlines()


def page_of(settings: Settings, name: str = "*") -> str:
    """The one receipt page."""
    (path,) = settings.outbox.rglob(f"{name}_回执.html")
    return path.read_text("utf-8")


def key(indicator: str, basis: str = "cumulative", organisation: str = "T01") -> dict[str, str]:
    """The key of a figure as an issue carries it."""
    return {"organisation": organisation, "indicator": indicator, "period": PERIOD, "basis": basis}


def test_head_tasks_queries_and_deadlines(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    arrival = ledger.arrival(monthly_report())
    submission = ledger.submission(arrival, "partially_accepted", required=31, taken=29)
    ledger.held(submission, 1, "E01", "68932.7", "6月!D4")
    ledger.issue(
        submission,
        "value-merged",
        "critical",
        "6月!D4:D5",
        "6月!D4:D5 把几行合并成一格",
        "请取消合并单元格",
        observed="68932.7",
        **key("E01"),
    )
    ledger.issue(
        submission,
        "growth-differs",
        "blocking",
        "6月!F5",
        "同比填的是 4.2，推算是 4.18",
        "请核对同比",
        observed="4.2",
        expected="4.18",
        difference="0.02",
        **key("E03", "growth_rate"),
    )
    ledger.issue(
        submission, "outlier", "query", "6月!C7", "300 与以往的水平差得较多", "请写明原因和数量", observed="300", **key("E07", "current")
    )
    ledger.issue(submission, "hidden-sheets", "info", "", "有 1 张隐藏的工作表，没有读取", "请取消隐藏")
    assert write_receipts(loader, settings, catalogue) == 1
    lines = text_of(settings)
    assert lines[0] == "结论：部分接收。您要做3件事：改正2件，改好后重报整份；说明1件，写一句原因。"
    assert lines[1] == HEAD
    # Received on Sunday the 5th, due on Wednesday the 8th; one of 31 is held.
    assert lines[2] == "2026年7月5日（周日）09:12收到，2026年7月8日（周三）17:00截止，按时。应报31项，已收29项，暂缓1项"
    assert lines[3] == "文件：栗坪镇6月.xlsx"
    assert "【1】「6月」D4:D5（规模以上工业总产值 本年累计）：把几行合并成一格（表上填的是 68932.7）" in lines
    assert "【2】「6月」F5（固定资产投资 同比%）：同比填的是 4.2，推算是 4.18（相差 0.02）" in lines
    assert "    怎么办：请核对同比" in lines
    assert lines.index("待说明（没填错的，写一句原因）") < lines.index("【3】「6月」C7（税收收入 本月）：300 与以往的水平差得较多")
    assert "    回复格式：3:（写原因和数量）" in lines
    assert any(line.endswith("例如「3:新增2家规上企业，增产4120万元」。") for line in lines)
    # Three working days after a Sunday end on Wednesday.
    assert "最晚：改正：2026年7月8日（周三）17:00前重报，仍算按时；说明：2026年7月8日（周三）17:30前说明" in lines
    assert "问谁：值班室（c00@tinglan.example）" in lines
    assert "  · 有 1 张隐藏的工作表，没有读取（请取消隐藏）" in lines
    text = "\n".join(lines) + page_of(settings)
    assert not [
        word
        for word in ("强制", "准强制", "critical", "blocking", "query")
        if word in text.replace('class="item query"', "").replace(".query .no", "")
    ]


def test_page_says_the_same_as_the_text(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(b"x", "<b>表&.txt"), "returned", form=None, period=None, sequence=None)
    ledger.issue(submission, "form-unknown", "critical", "", "认不出是<script>哪一张报表", "请用下发的表样填报")
    write_receipts(loader, settings, catalogue)
    page = page_of(settings)
    assert "退回：您要做1件事，改好后重报整份。" in page
    assert "认不出是&lt;script&gt;哪一张报表" in page and "<script" not in page
    assert "怎么办：请用下发的表样填报" in page
    assert 'name="huizong" content="20260705T011230.000001Z"' in page
    assert "http" not in page


def test_accepted_is_one_line(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    ledger.submission(ledger.arrival(monthly_report()), "accepted", required=31, taken=31)
    write_receipts(loader, settings, catalogue)
    expected = (
        "已接收：栗坪镇 《汀岚县乡镇主要经济指标月报表》 2026年6月 第1次报送，"
        "2026年7月5日（周日）09:12收到，按时，应报31项，已收31项。您不用再做什么。"
    )
    assert text_of(settings) == [expected, "文件：栗坪镇6月.xlsx"]
    assert expected in page_of(settings)
    assert [path.suffix for path in sorted(settings.outbox.rglob("*.*"))] == [".html", ".txt"]


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


def test_a_returned_file_owes_no_explanations(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    first = ledger.submission(ledger.arrival(b"0", "先.csv"), "accepted", required=2, taken=2)
    ledger.figure(first, "E05", "20145.2", "6月!D6")
    later = RECEIVED + timedelta(days=1)
    submission = ledger.submission(ledger.arrival(b"1", "后.csv", at=later), "returned", sequence=2, required=2)
    ledger.issue(submission, "organisation-mismatch", "critical", "2:1", "填报单位不一致", "请放入正确的文件夹")
    ledger.issue(submission, "outlier", "query", "3:2", "差得较多", "请写明")
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings, "*后.csv")
    assert lines[0] == "结论：退回。您要做1件事，做好后把文件重新放进来。"
    assert "  · 第3行第2列：差得较多（先不用说明；填错的，重报时一并改正）" in lines
    assert not [line for line in lines if "待说明" in line or "沿用" in line]
    assert "  与上次（7月5日）相比：本次没有收取，上次已收的数不受影响。" in lines
    assert "  新出现1个问题（第1条）。" in lines


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


def test_on_time_late_and_not_owed(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    # Due on Wednesday 8 July 2026, 17:00 in the county, which is 09:00 UTC.
    last_moment = RECEIVED.replace(day=8, hour=9, minute=0, second=0)
    for seconds, name in ((0, "a"), (1, "b"), (2 * 86400, "c")):
        arrival = ledger.arrival(name.encode(), f"{name}.csv", at=last_moment + timedelta(seconds=seconds))
        ledger.submission(arrival, "accepted")
    not_owed = ledger.arrival(b"d", "d.csv", reporter="D01")
    ledger.submission(not_owed, "accepted", reporter="D01")
    write_receipts(loader, settings, catalogue)
    assert "17:00收到，按时" in text_of(settings, "*a.csv")[0]
    assert "17:00收到，当天迟报" in text_of(settings, "*b.csv")[0]
    assert "17:00收到，迟报2天" in text_of(settings, "*c.csv")[0]
    assert "09:12收到。您不用" in text_of(settings, "*d.csv")[0]


def test_resubmission_says_what_changed(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    first = ledger.submission(ledger.arrival(b"1", "a.csv"), "partially_accepted", required=4, taken=3)
    ledger.figure(first, "E05", "20145.2", "6月!D6", figure_no=1)
    ledger.figure(first, "E06", "800", "6月!D7", figure_no=2)
    ledger.figure(first, "E07", "500", "6月!D8", figure_no=3)
    ledger.issue(first, "value-placeholder", "critical", "6月!C6", "“XX”只是占位，不是数", "请换成实际数", **key("E01"))
    ledger.issue(first, "outlier", "query", "6月!C7", "差得较多", "请写明", **key("E05"))
    later = RECEIVED + timedelta(days=1)
    second = ledger.submission(ledger.arrival(b"2", "b.csv", at=later), "partially_accepted", required=4, taken=3, sequence=2)
    ledger.run("update core.figure set known_to = %s where indicator = 'E05'", later + timedelta(seconds=5))
    ledger.figure(second, "E05", "20154.2", "6月!D6", figure_no=1)
    ledger.held(second, 2, "E06", "1", "6月!D7")
    ledger.issue(second, "value-out-of-bounds", "critical", "6月!D7", "1 超出了范围", "请检查", **key("E06"))
    # The query stands on another cell now, and is the same one: it belongs to the figure.
    ledger.issue(second, "outlier", "query", "6月!C9", "差得较多", "请写明", **key("E05"))
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings, "*b.csv")
    changed = "  与上次（7月5日）相比：改动2项：社会消费品零售总额 本年累计 20145.2 改为 20154.2（「6月」D6）；"
    assert [line for line in lines if line.startswith(changed)] == [
        f"{changed}一般公共预算收入 本年累计 800 改为 1（「6月」D7，这次没有收取）。"
    ]
    assert "  上次的问题已解决1个，上次的问题仍有1个（第2条），新出现1个问题（第1条）。" in lines
    assert "  本次未含1项，沿用7月5日数：税收收入 本年累计。" in lines
    assert "  有1项本次未能收取，暂沿用7月5日数：一般公共预算收入 本年累计。" in lines


def test_unchanged_figures_are_given_again(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    first = ledger.submission(ledger.arrival(b"1", "a.csv"), "accepted")
    ledger.figure(first, "E05", "20145.2", "6月!D6")
    later = RECEIVED + timedelta(days=1)
    second = ledger.submission(ledger.arrival(b"2", "b.csv", at=later), "accepted", sequence=2)
    ledger.held(second, 1, "E05", "20145.2", "6月!D6", reason="unchanged", status="reported")
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings, "*b.csv")
    assert "已收1项" in lines[0]
    assert "  与上次（7月5日）相比：报来的数和上次完全一样，没有改动。" in lines
    assert not [line for line in lines if "沿用" in line]


def test_figures_that_were_not_taken_before_are_compared_too(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    first = ledger.submission(ledger.arrival(b"1", "a.csv"), "partially_accepted")
    ledger.held(first, 1, "E13", "1230", "6月!D16")
    ledger.held(first, 2, "E05", None, "6月!C8", raw_text="XX", reason="masked", status="placeholder", basis="current")
    ledger.held(first, 3, "E03", "1230.5", "6月!D6", raw_text="1,230.50")
    ledger.held(first, 4, "E04", "7", "6月!D7")
    later = RECEIVED + timedelta(days=1)
    second = ledger.submission(ledger.arrival(b"2", "b.csv", at=later), "accepted", sequence=2)
    ledger.figure(second, "E13", "9100", "6月!D16", figure_no=1)
    ledger.figure(second, "E05", "1020.3", "6月!C8", figure_no=2, basis="current")
    ledger.figure(second, "E03", "1230.50", "6月!D6", figure_no=3)  # the same number, written otherwise
    ledger.figure(second, "E07", "55", "6月!D10", figure_no=4)  # not given before
    write_receipts(loader, settings, catalogue)
    (said,) = [line for line in text_of(settings, "*b.csv") if "相比：" in line]
    assert said.strip().removeprefix("与上次（7月5日）相比：").split("；") == [
        "改动3项：社会消费品零售总额 本月 XX 改为 1020.3（「6月」C8）",
        "税收收入 本年累计 空 改为 55（「6月」D10）",
        "招商引资到位资金 本年累计 1230 改为 9100（「6月」D16）。",
    ]


def test_an_unchanged_file_with_faults_says_that_they_are_left(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    first = ledger.submission(ledger.arrival(b"1", "原件.csv"), "partially_accepted")
    later = ledger.arrival(b"1", "又一份.csv", at=RECEIVED + timedelta(days=1))
    second = ledger.submission(later, "partially_accepted", sequence=2, duplicate_of=first)
    ledger.issue(second, "value-placeholder", "critical", "6月!C6", "“XX”只是占位，不是数", "请换成实际数")
    ledger.issue(second, "file-duplicate", "info", "", "与已收到的“原件.csv”内容一模一样", "不用处理")
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings, "*又一份.csv")
    assert lines[0] == "结论：部分接收。与7月5日收到的「原件.csv」内容完全相同，不重复计数。上次请您做的1件事还没有做。"
    assert not [line for line in lines if "一模一样" in line]


def test_duplicate(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    first = ledger.submission(ledger.arrival(b"1", "原件.csv"), "accepted")
    later = ledger.arrival(b"1", "又一份.csv", at=RECEIVED + timedelta(days=1))
    ledger.submission(later, "accepted", sequence=2, duplicate_of=first)
    write_receipts(loader, settings, catalogue)
    assert text_of(settings, "*又一份.csv")[0].endswith("与7月5日收到的「原件.csv」内容完全相同，不重复计数。您不用再做什么。")


def test_another_department_is_never_named(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    other = ledger.submission(ledger.arrival(b"1", "枫渡镇机密.csv", reporter="T02"), "accepted", reporter="T02")
    mine = ledger.arrival(b"1", "我的.csv", at=RECEIVED + timedelta(days=1))
    ledger.submission(mine, "returned", duplicate_of=other)
    write_receipts(loader, settings, catalogue)
    own = [path for path in settings.outbox.rglob("*") if path.is_file() and "栗坪镇" in path.parts]
    assert len(own) == 2
    for path in own:
        assert "枫渡镇" not in path.read_text("utf-8")
    assert [path.parent.relative_to(settings.outbox).parts for path in settings.outbox.rglob("*机密*.txt")] == [("枫渡镇", PERIOD)]


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


def test_unknown_folder(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    arrival = ledger.arrival(b"x", "表.csv", reporter=None, folder="路人甲")
    submission = ledger.submission(arrival, "returned", reporter=None, form=None, period=None, sequence=None)
    ledger.issue(
        submission, "folder-unknown", "critical", "", "文件夹“路人甲”不是任何单位", "请放进本单位的文件夹", responsibility="county"
    )
    write_receipts(loader, settings, catalogue)
    assert sorted(path.relative_to(settings.outbox).as_posix() for path in settings.outbox.rglob("*.*")) == [
        "_未识别/20260705-091230_表.csv_回执.html",
        "_未识别/20260705-091230_表.csv_回执.txt",
    ]
    lines = text_of(settings)
    assert lines[0] == "结论：退回。您要做1件事，把同一份文件放进本单位的文件夹，内容不用改。"
    assert lines[1] == "单位未识别（收件文件夹「路人甲」）　报表未识别　报告期未定"


WAYS = {
    # Only the folder is wrong: the same file, elsewhere.
    ("folder-unknown",): "把同一份文件放进本单位的文件夹，内容不用改",
    # What is in the file may be right, but it came broken, locked or in the wrong kind.
    ("file-encrypted",): "做好后把文件重新放进来",
    ("file-incomplete",): "做好后把文件重新放进来",
    ("file-unsupported",): "做好后把文件重新放进来",
    ("folder-unknown", "file-damaged"): "做好后把文件重新放进来",
    # An empty form has to be filled in.
    ("file-empty",): "改好后重报整份",
    ("file-encrypted", "period-missing"): "改好后重报整份",
}


@pytest.mark.parametrize("rules", WAYS)
def test_what_to_do_fits_the_cause(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue, rules: tuple[str, ...]
) -> None:
    submission = ledger.submission(ledger.arrival(b"x", "表.csv"), "returned", form=None, period=None, sequence=None)
    for rule in rules:
        kind = catalogue.issue_type(rule)
        ledger.issue(submission, rule, "critical", "", kind.message, kind.remedy, responsibility=kind.responsibility)
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings)
    assert lines[0] == f"结论：退回。您要做{len(rules)}件事，{WAYS[rules]}。"
    corrects = WAYS[rules].startswith("改好")
    assert ("请改正" in lines, "请处理" in lines) == (corrects, not corrects)
    (until,) = [line for line in lines if line.startswith("最晚：")]
    assert until.startswith("最晚：改正：" if corrects else "最晚：处理：")
    assert until.endswith("前重报" if corrects else "前重新放进来")


def test_a_fault_of_the_system_asks_nothing(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(b"x", "表.csv"), "returned", form=None, period=None, sequence=None)
    kind = catalogue.issue_type("processing-failed")
    ledger.issue(submission, kind.code, "critical", "", kind.message, kind.remedy, responsibility="system")
    write_receipts(loader, settings, catalogue)
    assert text_of(settings)[0] == "结论：退回。不是文件的问题，您不用重报；由县里处理后重新收取。"


def test_an_answer_that_settled_nothing_stands_with_its_fault(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    submission = ledger.submission(ledger.arrival(monthly_report()), "partially_accepted", required=31, taken=30)
    of = {"observed": "300", **key("E07", "current")}
    ledger.issue(submission, "total-mismatch", "blocking", "6月!D9", "合计不符", "请改", **key("E01"))
    ledger.issue(submission, "outlier", "query", "6月!C7", "300 与以往的水平差得较多", "请写明原因和数量", **of)
    ledger.issue(submission, "explanation-refused", "info", "6月!C7", "第 4 条写的“属实”不能算说明：太短", "不用处理", **of)
    ledger.issue(submission, "explanation-not-possible", "info", "6月!D9", "第 1 条是要改正的", "不用处理", **key("E01"))
    ledger.issue(submission, "explanation-lapsed", "info", "6月!D5", "数由 5 改为 6", "不用处理", **key("E03"))
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings)
    assert lines[0] == "结论：部分接收。您要做2件事：改正1件，改好后重报整份；说明1件，写一句原因。"
    assert "【1】「6月」D9（规模以上工业总产值 本年累计）：合计不符；第 1 条是要改正的" in lines
    assert "【2】「6月」C7（税收收入 本月）：300 与以往的水平差得较多；第 4 条写的“属实”不能算说明：太短" in lines
    # A question that the file doesn't raise any more is a remark.
    assert [line for line in lines if line.startswith("  · ")] == ["  · 「6月」D5（固定资产投资 本年累计）：数由 5 改为 6（不用处理）"]
    (marked,) = settings.outbox.rglob("*_标注.xlsx")
    listed = list(load_workbook(marked)["差错清单"].iter_rows(min_row=6, max_col=5, values_only=True))
    assert [(row[0], row[1], row[4]) for row in listed] == [
        ("1", "须改正", "合计不符；第 1 条是要改正的"),
        ("2", "待说明", "300 与以往的水平差得较多；第 4 条写的“属实”不能算说明：太短"),
        ("5", "提示", "数由 5 改为 6"),
    ]


def test_a_decision_of_the_county_is_no_attempt(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    ledger.submission(ledger.arrival(b"a", "1.csv"), "partially_accepted", required=3, taken=2)
    again = ledger.arrival(b"a", "2.csv", at=RECEIVED + timedelta(days=1), inode=0)
    ledger.submission(again, "accepted", sequence=2, required=3, taken=3)
    ledger.submission(ledger.arrival(b"b", "3.csv", at=RECEIVED + timedelta(days=2)), "accepted", sequence=3, required=3, taken=3)
    write_receipts(loader, settings, catalogue)
    assert "2026年6月　第1次报送" in text_of(settings, "*1.csv")[1]
    assert "2026年6月 第1次报送（县里批准后重新核算），" in text_of(settings, "*2.csv")[0]
    assert "2026年6月 第2次报送，" in text_of(settings, "*3.csv")[0]


def test_a_duplicate_says_what_stays_held(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    first = ledger.submission(ledger.arrival(b"a", "先.csv"), "partially_accepted", required=4, taken=2)
    for number, indicator in enumerate(("E01", "E03"), 1):
        ledger.held(first, number, indicator, "1", f"{number}:3")
    later = ledger.arrival(b"a", "再.csv", at=RECEIVED + timedelta(days=1))
    second = ledger.submission(later, "partially_accepted", sequence=2, duplicate_of=first, required=4, taken=2)
    ledger.issue(second, "total-mismatch", "blocking", "1:3", "合计不符", "请改")
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings, "*再.csv")
    assert "内容完全相同，不重复计数。上次请您做的1件事还没有做。" in lines[0]
    assert lines[2].endswith("应报4项，已收2项，暂缓2项")


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


def test_prose_is_shown_with_its_places_marked(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    content = "共受理投诉件，办结率为，群众好评。\n联系电话13812345678。".encode()
    submission = ledger.submission(
        ledger.arrival(content, "小结.txt"), "partially_accepted", kind="narrative", form="N-TOWN-H", period="2026-H1"
    )
    ledger.paragraphs(hashlib.sha256(content).hexdigest(), ["共受理投诉件，办结率为，群众好评。", "联系电话138****5678。"])
    # 件 is the sixth character: offset 5; 为 the eleventh: offset 10.
    ledger.issue(submission, "prose-missing", "critical", "1:5", "“投诉件”这里应该有数", "请补上数字", observed="件")
    ledger.issue(submission, "prose-missing", "critical", "1:11", "“办结率为”这里应该有数", "请补上数字")
    write_receipts(loader, settings, catalogue)
    lines = text_of(settings)
    assert "【1】第1段第6字：“投诉件”这里应该有数" in lines[6] + lines[7]
    assert "  第1段：共受理投诉【1▶件◀】，办结率为【2▶此处◀】，群众好评。" in lines
    page = page_of(settings)
    assert "<mark>件</mark><sup>1</sup>，办结率为<mark>此处</mark><sup>2</sup>" in page
    assert sorted(path.name for path in settings.outbox.rglob("*.xlsx")) == ["20260705-091230_小结.txt_差错清单.xlsx"]


def test_personal_numbers_are_masked(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(b"x", "13812345678张三.csv"), "partially_accepted")
    ledger.issue(submission, "value-unreadable", "critical", "3:2", "“13812345678”不是规范的数", "请改13812345678", observed="13812345678")
    write_receipts(loader, settings, catalogue)
    for path in settings.outbox.rglob("*.*"):
        assert "13812345678" not in path.name
        assert "13812345678" not in path.read_text("utf-8")
    assert "【1】第3行第2列：“138****5678”不是规范的数" in text_of(settings)


def test_any_name_is_safe(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    names = [
        "../../../etc/passwd",
        "..",
        "/etc/passwd",
        "a/b\\c.csv",
        "x" * 300 + ".xlsx",
        "表" * 100 + ".xlsx",
        "\u202ecod.exe",
        "a\nb\t.csv",
        "CON",
    ]
    for number, name in enumerate(names):
        ledger.submission(ledger.arrival(name.encode(), name, at=RECEIVED + timedelta(seconds=number)), "accepted")
    write_receipts(loader, settings, catalogue)
    pages = sorted(settings.outbox.rglob("*_回执.html"))
    assert len(pages) == len(names)
    for number, page in enumerate(pages):
        assert page.parent == settings.outbox / "栗坪镇" / PERIOD
        assert len(os.fsencode(page.name)) <= 255
        assert not [character for character in page.name if character in '<>:"/\\|?*\n\t\u202e']
        assert page.name.startswith(f"20260705-0912{30 + number}")


def test_same_name_in_the_same_second(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    for number in range(3):
        ledger.submission(ledger.arrival(str(number).encode(), "表.csv", at=RECEIVED + timedelta(microseconds=number)), "accepted")
    # Names that become the same once they are made safe.
    for number, name in enumerate(("a?.csv", "a*.csv")):
        ledger.submission(ledger.arrival(name.encode(), name, at=RECEIVED + timedelta(microseconds=10 + number)), "accepted")
    assert write_receipts(loader, settings, catalogue) == 5
    assert sorted(path.name for path in settings.outbox.rglob("*.txt")) == [
        "20260705-091230-2_表.csv_回执.txt",
        "20260705-091230-3_表.csv_回执.txt",
        "20260705-091230.000010_a_.csv_回执.txt",
        "20260705-091230.000011_a_.csv_回执.txt",
        "20260705-091230_表.csv_回执.txt",
    ]


def test_organisations_of_one_name_have_folders_of_their_own(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    for code in ("V0102", "V0202"):
        assert catalogue.organisation(code).name == "上湾村"
        ledger.submission(ledger.arrival(code.encode(), "表.csv", reporter=code), "accepted", reporter=code)
    write_receipts(loader, settings, catalogue)
    assert sorted(path.name for path in settings.outbox.iterdir()) == ["上湾村（V0102）", "上湾村（V0202）"]


def snapshot(outbox: Path) -> dict[str, str]:
    """Every file below the outbox with the hash of its bytes."""
    return {
        path.relative_to(outbox).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in outbox.rglob("*") if path.is_file()
    }


def test_a_kill_before_the_commit_is_made_good(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(monthly_report()), "partially_accepted")
    ledger.issue(submission, "value-placeholder", "critical", "6月!C6", "“XX”只是占位，不是数", "请换成实际数", observed="XX", **key("E05"))
    assert write_receipts(loader, settings, catalogue) == 1
    before = snapshot(settings.outbox)
    # The files were renamed, the commit never happened, and a torn temporary file was left.
    ledger.run("update quality.receipt set written_at = null, path = null")
    folder = settings.outbox / "栗坪镇" / PERIOD
    assert write_receipts(loader, settings, catalogue) == 1
    assert snapshot(settings.outbox) == before
    assert len(before) == 3
    assert not list(folder.glob(".*"))
    assert ledger.one("select written_at is not null, path from quality.receipt") == (
        True,
        "栗坪镇/2026-06/20260705-091230_栗坪镇6月.xlsx_回执.html",
    )
    assert write_receipts(loader, settings, catalogue) == 0


def test_what_a_kill_left_half_written_is_overwritten(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.submission(ledger.arrival(b"x", "表.csv"), "accepted")
    renamed: list[str] = []

    def dies(self: Path, target: Path) -> Path:
        renamed.append(target.name)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            write_receipts(loader, settings, catalogue)
    loader.rollback()
    assert renamed == ["20260705-091230_表.csv_回执.txt"]
    assert [path.suffix for path in settings.outbox.rglob("*.*")] == [".part", ".part"]
    assert write_receipts(loader, settings, catalogue) == 1
    assert sorted(path.suffix for path in settings.outbox.rglob("*.*")) == [".html", ".txt"]


def test_one_that_fails_does_not_stop_the_others(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    bad = ledger.arrival(b"its folder is a file", "无.csv", reporter="T02")
    ledger.submission(bad, "accepted", reporter="T02")
    ledger.submission(ledger.arrival(b"good", "好.csv", at=RECEIVED + timedelta(seconds=9)), "accepted")
    (settings.outbox / "枫渡镇").write_bytes(b"")
    with pytest.raises(ReceiptsNotWrittenError, match=f"1 receipts could not be written.*T02: a file is in the place.*{bad}"):
        write_receipts(loader, settings, catalogue)
    assert [path.name for path in settings.outbox.rglob("*.txt")] == ["20260705-091239_好.csv_回执.txt"]
    failed = "select arrival_id, attempts, last_error from quality.receipt where written_at is null"
    assert ledger.one(failed) == (bad, 0, "a file is in the place of the folder: remove it")


def test_an_arrival_that_could_not_be_judged_has_an_answer(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    ledger.arrival(b"nothing is known about this one", "无.csv")
    assert write_receipts(loader, settings, catalogue) == 1
    assert text_of(settings)[:3] == [
        "文件：无.csv",
        "2026年7月5日（周日）09:12收到",
        "结论：退回。系统处理这份文件时出错（—），文件已存档，没有收取",
    ]


@pytest.mark.parametrize(("cut_short", "files"), [(2, 3), (3, 2), (4, 2)])
def test_a_writing_that_ends_the_process_does_without_more_each_time(
    cut_short: int, files: int, ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    submission = ledger.submission(ledger.arrival(monthly_report()), "partially_accepted")
    ledger.issue(submission, "value-placeholder", "critical", "6月!C6", "“XX”只是占位，不是数", "请换成实际数", observed="XX", **key("E05"))
    ledger.run("update quality.receipt set attempts = %s", cut_short - 1)  # so many writings began and came to no end
    assert write_receipts(loader, settings, catalogue) == 1
    assert len(snapshot(settings.outbox)) == files
    text = "\n".join(text_of(settings))
    assert "“XX”只是占位，不是数" in text
    assert ("没有附标注件：做标注件时出错（几次都没有做成）" in text) is (cut_short == 3)
    assert ("这份回执没有做完整" in text) is (cut_short == 4)


def test_links_in_the_outbox_are_not_followed(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (settings.outbox / "栗坪镇").symlink_to(elsewhere)
    ledger.submission(ledger.arrival(b"x", "表.csv"), "accepted")
    with pytest.raises(ReceiptsNotWrittenError, match="is a link"):
        write_receipts(loader, settings, catalogue)
    assert not list(elsewhere.iterdir())


def test_a_file_judged_again_is_no_later_for_it(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    """The same bytes at the last moment, and three days later on a superior's word; another file then is late."""
    last_moment = RECEIVED.replace(day=8, hour=9, minute=0, second=0)
    for number, (content, name, days) in enumerate(((b"a", "1", 0), (b"a", "2", 3), (b"b", "3", 3)), 1):
        arrival = ledger.arrival(content, f"{name}.csv", at=last_moment + timedelta(days=days, seconds=number - 1))
        ledger.submission(arrival, "accepted", sequence=number)
    write_receipts(loader, settings, catalogue)
    assert "17:00收到，按时" in text_of(settings, "*2.csv")[0]
    assert "17:00收到，迟报3天" in text_of(settings, "*3.csv")[0]
