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
