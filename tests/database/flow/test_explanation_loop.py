"""The whole loop with real files: a query, the marked workbook back with 「说明」 filled in, its receipt, the journal, a rebuild."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest
from openpyxl import load_workbook

from huizong.decisions import deciding as decisions
from huizong.decisions.deciding import Decision, DecisionError
from huizong.feedback.marked_copy.faultlist import HEADERS, REASON_COLUMN, SHEET
from huizong.flow import pipeline
from huizong.replay import rebuilding
from huizong.steps import answering
from tests.database.flow.test_forms_loop import OCTOBER, fill

if TYPE_CHECKING:
    from huizong.settings import Settings

# October's 10000 and 800 of the month make 10800; 10900 leaves 100 to explain. 100 × (10900 ÷ 10400 − 1) = 4.8.
NOVEMBER: dict[str, tuple[str | None, ...]] = {
    "规模以上工业总产值": ("800", "10900", "10400", "4.8", None, None),
    "规模以上工业增加值": (None, "3300", None, "6.1", None, None),
    "固定资产投资": ("500", "5500", "5280", "4.2", None, None),
    "工业投资": ("200", "2200", None, "3.0", None, None),
    "社会消费品零售总额": ("300", "3300", "3190", "3.4", None, None),
    "一般公共预算收入": ("100", "1100", "1056", "4.2", "1250", "88.0"),
    "税收收入": ("62", "682", "660", "3.3", None, None),
    "税收占一般公共预算收入比重": (None, "62.0", None, None, None, None),
    "规模以上工业企业数": ("20", None, None, None, None, None),
    "新登记经营主体": ("31", "341", "330", "3.3", None, None),
    "新登记企业": ("11", "121", None, None, None, None),
    "招商引资到位资金": ("50", "550", None, None, "800", "68.8"),
}
TOLD = "10月漏报鑫源厂产值100万元，本月补报"


def drop(settings: Settings, source: Path, name: str) -> None:
    folder = settings.inbox / "栗坪镇"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(source.read_bytes())
    pipeline.run_once(settings)


def outgoing(settings: Settings, ending: str) -> list[Path]:
    return sorted((settings.outbox / "栗坪镇" / "2025-11").glob(f"*{ending}"))


def rows(settings: Settings, statement: str) -> list[tuple[Any, ...]]:
    with psycopg2.connect(settings.owner_url) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.fixture
def asked(settings: Settings, tmp_path: Path) -> Path:
    """October and November are in; what came back for November's one query."""
    for period, numbers in (("2025-10", OCTOBER), ("2025-11", NOVEMBER)):
        (path,) = answering.write_forms(settings, "T01", period, tmp_path / period)
        fill(path, numbers)
        drop(settings, path, f"{period}.xlsx")
    assert rows(settings, "select verdict from raw.submission order by 1") == [("accepted",), ("accepted_with_queries",)]
    (marked,) = outgoing(settings, "_标注.xlsx")
    return marked


def test_the_marked_workbook_comes_back_and_is_rebuilt(settings: Settings, asked: Path) -> None:
    workbook = load_workbook(asked)
    sheet = workbook[SHEET]
    listed = [[sheet.cell(row, column).value for column in (1, 2)] for row in range(6, sheet.max_row + 1)]
    assert [row for row in listed if row[1] == "待说明"] == [["1", "待说明"]]
    assert HEADERS[REASON_COLUMN - 1] == "说明"
    sheet.cell(6, REASON_COLUMN).value = TOLD
    workbook.save(asked)
    drop(settings, asked, "栗坪镇11月 标注.xlsx")
    verdicts = (
        "select sequence, verdict, figure_cells, numeric_cells - figure_cells from raw.submission where period = '2025-11' order by 1"
    )
    # 39 cells are figures, before and after: nothing of our own sheet is read
    assert [row[:3] for row in rows(settings, verdicts)] == [(1, "accepted_with_queries", 39), (2, "accepted", 39)]
    bound = "select indicator, basis, value, content, accepted from quality.explanation"
    assert rows(settings, bound) == [("E01", "cumulative", Decimal("10900"), TOLD, True)]
    receipt = outgoing(settings, "_回执.txt")[-1].read_text(encoding="utf-8-sig")
    assert receipt.startswith("已接收：栗坪镇 《汀岚县乡镇主要经济指标月报表》 2025年11月 第2次报送")
    assert SHEET not in receipt
    assert "第 1 条的说明已收到，这一条了结" in receipt
    lines = [json.loads(line) for file in (settings.archive / "journal").glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    told = [line for line in lines if line["event"] == "explanation"]
    assert [(line["label"], line["indicator"], line["value"], line["explanation"]) for line in told] == [("1", "E01", "10900", TOLD)]
    kept = (
        rows(settings, verdicts),
        rows(settings, bound),
        rows(settings, "select number, rule, state from quality.issue order by 1, 2, 3"),
    )
    rebuilding.rebuild(settings)
    again = (
        rows(settings, verdicts),
        rows(settings, bound),
        rows(settings, "select number, rule, state from quality.issue order by 1, 2, 3"),
    )
    assert again == kept


def test_a_line_in_a_text_file_gets_a_receipt_of_its_own(settings: Settings, asked: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1：核实无误\n", encoding="utf-8")
    drop(settings, tmp_path / "a.txt", "说明.txt")
    refused = outgoing(settings, "说明.txt_回执.txt")[-1].read_text(encoding="utf-8")
    assert "对待说明事项的答复" in refused
    assert "第 1 条写的“核实无误”不能算说明：没有写出原因或数量" in refused
    assert "收到1条说明，1条没有说出原因。请重写这1条。" in refused
    (tmp_path / "b.txt").write_text(f"1：{TOLD}\n\n栗坪镇\n", encoding="utf-8")
    drop(settings, tmp_path / "b.txt", "说明二.txt")
    taken = outgoing(settings, "说明二.txt_回执.txt")[-1].read_text(encoding="utf-8-sig")
    assert taken.startswith("已接收：栗坪镇 对待说明事项的答复 2025年11月")
    assert rows(
        settings, "select count(*) from quality.issue where severity = 'query' and state = 'open' and responsibility = 'department'"
    ) == [(0,)]
    # the reviewer may let it stand for a year at most; an open or blocking fault can't
    until = decisions.today() + timedelta(days=365)
    decision = Decision("李科长", "鑫源厂产值每月滞后一个月统计", until)
    for number, other in (("1", replace(decision, valid_to=until + timedelta(days=30))), ("7", decision)):
        with pytest.raises(DecisionError, match=r"twelve months|no report"):
            decisions.let_stand(settings, decisions.NamedFault("T01", "2025-11", None, number), other)
    with pytest.raises(DecisionError, match="needs an explanation"):
        decisions.waive(settings, decisions.NamedFault("T01", "2025-11", None, "1"), decision)
    decisions.let_stand(settings, decisions.NamedFault("T01", "2025-11", None, "1"), decision)
    stands = "select kind, indicator, basis, reporter, approver, valid_to from quality.waiver"
    assert rows(settings, stands) == [("standing", "E01", "cumulative", "T01", "李科长", until)]
    # no number of an answer is a figure
    given = "select count(f.submission_id) from raw.submission as s left join quality.submitted_figure as f using (submission_id) "
    assert rows(settings, given + "where s.form is null") == [(0,)]
