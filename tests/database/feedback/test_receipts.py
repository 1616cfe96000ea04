"""Receipts as departments find them in the outbox."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.feedback import write_receipts
from huizong.settings import Settings
from tests.database.feedback.county import PERIOD, RECEIVED, Ledger, monthly_report
from tests.database.feedback.outbox import key, page_of, text_of

HEAD = "栗坪镇　《汀岚县乡镇主要经济指标月报表》　2026年6月　第1次报送"


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
