"""What the receipt of a file that comes again says of the one before: what changed, what is left, what was settled."""

from __future__ import annotations

from datetime import timedelta

from openpyxl import load_workbook
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.feedback import write_receipts
from huizong.settings import Settings
from tests.database.feedback.county import RECEIVED, Ledger, monthly_report
from tests.database.feedback.test_receipts import key, text_of


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


def test_a_file_judged_again_is_no_later_for_it(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    """The same bytes at the last moment, and three days later on a superior's word; another file then is late."""
    last_moment = RECEIVED.replace(day=8, hour=9, minute=0, second=0)
    for number, (content, name, days) in enumerate(((b"a", "1", 0), (b"a", "2", 3), (b"b", "3", 3)), 1):
        arrival = ledger.arrival(content, f"{name}.csv", at=last_moment + timedelta(days=days, seconds=number - 1))
        ledger.submission(arrival, "accepted", sequence=number)
    write_receipts(loader, settings, catalogue)
    assert "17:00收到，按时" in text_of(settings, "*2.csv")[0]
    assert "17:00收到，迟报3天" in text_of(settings, "*3.csv")[0]
