"""What stands on the pages of the sample county, worked out by hand; and of a system that has taken nothing in."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from huizong.answers import matrix
from huizong.answers.asking import reading
from huizong_airflow.board.drawing import chart, sparkline
from huizong_airflow.board.pages import address, number
from huizong_airflow.board.words import short_period
from tests.airflow.board.conftest import Board

MATRIX = "/huizong/?form=F-ECON-M&until=2025-06"


def text(board: Board, name: str, address: str) -> str:
    with board.of(name) as reader:
        answer = reader.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def lines(html: str) -> dict[str, list[str]]:
    """The cells of the matrix by the name of the row, as they are read aloud."""
    found = {}
    for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", html):
        name, _, cells = row.partition("</th>")
        found[name] = re.findall(r'aria-label="(.*?)"|<span class="hidden">(.*?)</span>', cells)
    return {name: [label or hidden for label, hidden in cells] for name, cells in found.items()}


def test_the_matrix_shows_each_verdict_and_what_came_late(county: Board) -> None:
    html = text(county, "reviewer", MATRIX)
    rows = lines(html)
    assert len(rows) == 10
    # the samples are dropped today, long after 8 July 2025: whatever came is late
    assert rows["栗坪镇"][:2] == ["已接收，迟报", "已接收，迟报"]
    assert rows["云盘镇"][:2] == ["部分接收，迟报", "逾期未报"]
    assert rows["龙窖乡"][0] == "退回，迟报"
    assert rows["城南街道"][0] == "已接收，有待说明，迟报"
    assert rows["苇塘街道"][0] == "逾期未报"
    counts = dict(re.findall(r"</b> (\S+) (\d+)</span>", html))
    assert counts == {"已接收": "3", "部分接收": "4", "退回": "1", "已接收，有待说明": "1", "逾期未报": "1"}
    assert 'href="/huizong/report/T04/F-ECON-M/2025-06"' in html


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("state=returned", ["龙窖乡"]),
        ("name=麦", ["麦湾镇"]),
        ("name=T09", ["城南街道"]),
        ("kind=bureau", []),
        ("state=accepted&late=true", ["栗坪镇", "枫渡镇", "雁洲镇"]),
        ("state=awaited", []),
    ],
)
def test_the_matrix_is_filtered(county: Board, asked: str, names: list[str]) -> None:
    html = text(county, "reviewer", f"{MATRIX}&{asked}")
    assert list(lines(html)) == names
    assert ("没有符合条件的单位" in html) == (not names)


def test_a_report_names_the_place_the_fault_and_what_to_do(county: Board) -> None:
    html = text(county, "t06", "/huizong/report/T06/F-ECON-M/2025-06")
    assert "「报表」D16、C16" in html
    assert "招商引资到位资金：本月止累计不能小于本月：D16 表上是 1230，应不小于 2100（本月 C16）" in html
    assert "应于 2025-07-08 17:00 前报送" in html
    assert "这是第一次报送" in html
    assert html.count("标注件：") == html.count("回执（网页）：") == html.count("原件：") == 1
    assert "批准放行" not in html  # nothing that a superior could let in, and a clerk never could


def test_what_may_be_explained_is_offered_to_who_may(county: Board) -> None:
    address = "/huizong/report/T09/F-ECON-M/2025-06"
    assert 'action="/huizong/act/explain"' in text(county, "t09", address)
    assert 'action="/huizong/act/explain"' in text(county, "reviewer", address)
    assert 'action="/huizong/act/explain"' not in text(county, "engineer", address)


def test_rollups_say_who_is_missing(county: Board) -> None:
    html = text(county, "reviewer", "/huizong/rollups?period=2025-06&basis=cumulative")
    row = re.search(r"<tr><th[^>]*><a[^>]*>规模以上工业总产值</a>.*?</tr>", html, re.DOTALL)
    assert row is not None
    # 67215.3 + 49872.0 + 37985.6 + 90415.2 + 24630.8 + 58204.6 + 13542.7 + 118730.4 = 460596.6
    assert "460,596.6" in row[0]
    assert "8/10" in row[0]
    assert "缺：龙窖乡、苇塘街道" in row[0]
    assert "<polyline" in row[0]  # May is there too
    one = text(county, "reviewer", "/huizong/indicator/E01/cumulative/2025-06")
    assert "<title>规模以上工业总产值 本年累计（万元），至2025年6月</title>" in one
    assert "67,215.3" in one


def test_rules_are_counted(county: Board) -> None:
    html = text(county, "reviewer", "/huizong/rules")
    row = re.search(r"<tr><th[^>]*><a[^>]*>prose-missing</a>.*?</tr>", html, re.DOTALL)
    assert row is not None
    assert re.findall(r'class="number">(\d+)<', row[0]) == ["2", "1", "2", "0", "0", "0"]
    assert "雁洲镇" in text(county, "reviewer", "/huizong/rule/prose-missing")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("rule/prose-missing", "规则"),
        ("indicator/E01/cumulative/2025-06", "汇总数"),
        ("report/T04/F-ECON-M/2025-06", "报送情况"),
        ("rules", "规则"),
    ],
)
def test_the_navigation_says_where_one_is(county: Board, path: str, name: str) -> None:
    assert re.findall(r'aria-current="page">(.*?)<', text(county, "reviewer", f"/huizong/{path}")) == [name]


def test_departments_get_no_page_about_all(county: Board) -> None:
    with county.of("t01") as clerk:
        for path in ("rollups", "changes", "rules", "queues", "rule/prose-missing", "indicator/E01/cumulative/2025-06"):
            assert clerk.get(f"/huizong/{path}").status_code == 403, path


def test_what_is_not_there_is_said(county: Board) -> None:
    with county.of("reviewer") as reader:
        for path in (
            "report/T01/F-ECON-M/2025-13",
            "report/T01/F-NONE/2025-06",
            "indicator/E01/sideways/2025-06",
            "indicator/E99/current/2025-06",
            "rule/none",
            "nothing/at/all",
        ):
            assert reader.get(f"/huizong/{path}").status_code == 404, path
        assert reader.get("/huizong/?count=many").status_code == 422
        assert reader.get("/huizong/?until=someday&count=0").status_code == 200


def test_an_empty_system_says_that_it_is_empty(empty: Board) -> None:
    for path, told in (
        ("", "这些报告期没有应报的单位"),
        ("rollups", "还没有发布过汇总数"),
        ("changes", "还没有发布过汇总数"),
        ("rules", "没有规则查出问题"),
        ("queues", "没有待核定的差异"),
        ("try", "选一个文件"),
        ("report/T01/F-ECON-M/2025-06", "还没有收到这份报表"),
    ):
        assert told in text(empty, "superior", f"/huizong/{path}"), path


def test_numbers_addresses_and_periods_are_written_for_people() -> None:
    assert [number(Decimal(value)) for value in ("1234567.5000", "0.10", "-3")] == ["1,234,567.5", "0.1", "-3"]
    assert number(Decimal("1234.5"), 2) == "1,234.50"
    assert number(None) == "—"
    assert address("/huizong", "report", "../x", "a b", period="", form="F&1") == "/huizong/report/..%2Fx/a%20b?form=F%261"
    assert [short_period(each) for each in ("2025-06", "2025-Q2", "2025-H1", "2025")] == ["25.06", "25Q2", "25上", "2025"]


def test_a_line_has_gaps_where_values_lack_and_is_nothing_below_two() -> None:
    assert sparkline([Decimal(1)]) == ""
    drawn = sparkline([Decimal(0), Decimal(10), None, Decimal(5), Decimal(5)], 104, 26)
    # from left to right 3 to 100, from top 3 to bottom 23: 0 is at the bottom, 10 on top, 5 in the middle
    assert re.findall(r'points="(.*?)"', drawn) == ["3.0,23.0 27.2,3.0", "75.8,13.0 100.0,13.0"]
    assert chart(["2025-05"], [None], "x") == ""
    assert "&lt;b&gt;" in chart(["2025-05"], [Decimal(1)], "<b>")


def test_the_matrix_is_on_time_where_the_warehouse_says_so(county: Board) -> None:
    """The matrix counts by itself, for speed; what it says is what mart.timeliness says."""
    periods = ["2025-05", "2025-06"]
    with reading(county.settings) as connection:
        shown = matrix.matrix(connection, "F-ECON-M", periods, None, matrix.Choice())
        with connection.cursor() as cursor:
            cursor.execute(
                "select reporter, period, attempts, case when acceptable_at is null and is_due then false else on_time end"
                " from mart.timeliness where form = 'F-ECON-M' and period = any(%s)",
                (periods,),
            )
            told = sorted(cursor.fetchall())
    cells = [cell for row in shown.rows for cell in row.cells if cell is not None and cell.is_owed]
    assert sorted((cell.reporter, cell.period, cell.attempts, cell.on_time) for cell in cells) == told
    assert len(told) == 20  # ten towns, two months
