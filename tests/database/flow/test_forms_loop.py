"""What `huizong forms` writes is accepted by `huizong check` when it is filled well, and its hints come from the warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from huizong.flow import dry_run
from huizong.reading.pool import ReaderPool
from huizong.steps import answering

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

# 本月, 累计, 上年同期, 同比%, 年度计划, 完成%: growth is 100 × (累计 ÷ 上年同期 − 1), completion 100 × 累计 ÷ 计划, E08 = 100 × 620 ÷ 1000.
OCTOBER: dict[str, tuple[str | None, ...]] = {
    "规模以上工业总产值": ("1000", "10000", "9500", "5.3", None, None),
    "规模以上工业增加值": (None, "3000", None, "6.1", None, None),
    "固定资产投资": ("500", "5000", "4800", "4.2", None, None),
    "工业投资": ("200", "2000", None, "3.0", None, None),
    "社会消费品零售总额": ("300", "3000", "2900", "3.4", None, None),
    "一般公共预算收入": ("100", "1000", "960", "4.2", "1250", "80.0"),
    "税收收入": ("60", "620", "600", "3.3", None, None),
    "税收占一般公共预算收入比重": (None, "62.0", None, None, None, None),
    "规模以上工业企业数": ("20", None, None, None, None, None),
    "新登记经营主体": ("30", "310", "300", "3.3", None, None),
    "新登记企业": ("10", "110", None, None, None, None),
    "招商引资到位资金": ("50", "500", None, None, "800", "62.5"),
}


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(1, 60, 2000) as opened:
        yield opened


def fill(path: Path, numbers: dict[str, tuple[str | None, ...]]) -> int:
    """Fill the open cells of the workbook by row name; returns how many."""
    workbook = load_workbook(path)
    sheet: Worksheet = workbook["报表"]
    filled = 0
    for row in range(4, sheet.max_row + 1):
        for column, text in enumerate(numbers.get(str(sheet.cell(row, 1).value), ()), 3):
            if text is not None:
                cell = sheet.cell(row, column)
                assert not cell.protection.locked
                cell.value = Decimal(text)  # type: ignore[assignment]
                filled += 1
    workbook.save(path)
    return filled


def test_a_form_filled_well_is_accepted(settings: Settings, catalogue: Catalogue, pool: ReaderPool, tmp_path: Path) -> None:
    (path,) = answering.write_forms(settings, "T01", "2025-10", tmp_path / "forms")
    filled = fill(path, OCTOBER)
    assert filled == 39
    (report,) = dry_run.check_in(settings, catalogue, pool, [path], "T01", None)
    assert [(issue.rule, issue.place) for issue in report.issues if issue.severity != "info"] == []
    assert (report.verdict, report.organisation, report.form, report.period) == ("accepted", "T01", "F-ECON-M", "2025-10")
    assert [f.value for f in report.figures if (f.indicator, f.basis) == ("E13", "plan_completion")] == ["62.5"]
    assert sum(figure.status == "reported" for figure in report.figures) == filled


def test_a_form_filled_wrongly_is_not(settings: Settings, catalogue: Catalogue, pool: ReaderPool, tmp_path: Path) -> None:
    """100 × (10000 ÷ 9500 − 1) = 5.3, not 53."""
    (path,) = answering.write_forms(settings, "T01", "2025-10", tmp_path / "forms")
    wrong = ("1000", "10000", "9500", "53", None, None)
    fill(path, OCTOBER | {"规模以上工业总产值": wrong})
    (report,) = dry_run.check_in(settings, catalogue, pool, [path], "T01", None)
    assert report.verdict == "partially_accepted"
    assert [issue.observed for issue in report.issues if issue.severity == "blocking"] == ["53"]


def test_the_next_form_shows_what_was_accepted(settings: Settings, catalogue: Catalogue, pool: ReaderPool, tmp_path: Path) -> None:
    (path,) = answering.write_forms(settings, "T01", "2025-10", tmp_path / "forms")
    fill(path, OCTOBER)
    dry_run.check_in(settings, catalogue, pool, [path], "T01", None)
    (november,) = answering.write_forms(settings, "T01", "2025-11", None)
    assert november.parent == settings.outbox / "栗坪镇" / "2025-11"
    hints = [check.prompt for check in load_workbook(november)["报表"].data_validations.dataValidation if check.prompt]
    assert "本年累计，单位：万元\n上期累计：10000 万元" in hints
