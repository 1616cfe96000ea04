"""Flows that are reported by the month only: in every month the sum since January, its completion and growth; every value by hand.

Three towns plant trees (N, mu; planted 造林). A has 12.5, 7.5, 20, 5, 10, 15 from January to June 2026, B 4, 6, 3, 7 and C 1, 2, 3, 4
until they become D at the end of April, which has 14 and 9. April of A is late, February of B is corrected to 8.5 in May. In 2025 A
had 10 a month, B 5, C 2: 17 in all. In 2026 they are to plant 120, 40 and 20: 180. Tax X is reported as a cumulative.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.schema import catalogue_tables
from tests.database.publishing.trees import BEFORE, CATALOGUE, PLANTED, Trees
from tests.database.warehouse.county import County, figure, make_catalogue

D = Decimal


SUM, OVER = "sum_of_children", "recomputed_over_children"


@pytest.fixture
def trees(settings: Settings, tmp_path: Path) -> Iterator[Trees]:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue = make_catalogue(tmp_path / "county", CATALOGUE)
        catalogue_tables.sync(connection, catalogue, datetime(2026, 1, 1, tzinfo=UTC))
        yield Trees(County(connection, catalogue), replace(settings, gate_nulls=1.0, gate_totals=1e9, gate_organisation=1e9))


def test_half_a_year_of_months_by_hand(trees: Trees) -> None:
    trees.last_year()
    trees.plan()
    trees.month(1, "ABC")
    trees.month(2, "ABC")
    # 12.5 + 7.5, 4 + 6, 1 + 2
    assert [trees.row("2026-02", town)[:4] for town in "ABC"] == [(D(v), "derived_from_months", 1, 1) for v in (20, 10, 3)]
    assert trees.row("2026-02", "L0") == (33, SUM, 3, 3, "")
    # of 120, 40, 20, and 33 of 180
    assert [trees.row("2026-02", town, "plan_completion")[0] for town in "ABC"] == [D("16.6667"), 25, 15]
    assert trees.row("2026-02", "L0", "plan_completion") == (D("18.3333"), OVER, 3, 3, "")
    # since January 20 of 20, 10 of 10, 3 of 4: 33 of 34; the month alone 7.5 of 10, 6 of 5, 2 of 2: 15.5 of 17
    assert [trees.row("2026-02", town, "growth_rate")[0] for town in "ABC"] == [0, 0, -25]
    assert trees.row("2026-02", "L0", "growth_rate") == (D("-2.9412"), OVER, 3, 3, "")
    assert [trees.row("2026-02", town, "current_growth_rate")[0] for town in "ABC"] == [-25, 20, 0]
    assert trees.row("2026-02", "L0", "current_growth_rate") == (D("-8.8235"), OVER, 3, 3, "")

    trees.month(3, "ABC")
    assert trees.row("2026-03", "L0") == (59, SUM, 3, 3, "")  # 40 + 13 + 6
    assert trees.row("2026-03", "L0", "growth_rate")[0] == D("15.6863")  # of 51

    # April of A is missing: what it has since January nobody knows, and the county's is that of the others
    trees.month(4, "BC")
    assert trees.row("2026-04", "L0", "current") == (11, SUM, 2, 3, "A")
    assert trees.row("2026-04", "A") == (None, "reported", 0, 1, "A")
    assert trees.row("2026-04", "L0") == (30, SUM, 2, 3, "A")  # 20 + 10
    assert trees.row("2026-04", "L0", "plan_completion") == (50, OVER, 2, 3, "A")  # 30 of 60
    assert trees.row("2026-04", "L0", "growth_rate") == (D("7.1429"), OVER, 2, 3, "A")  # 30 of 20 + 8

    # May after the merger, with the corrected February of B: 4 + 8.5 + 3 + 7 of B, 10 of C, 14 of D
    trees.month(5, "AD")
    trees.send("2026-02", B="8.5")
    assert trees.row("2026-03", "B")[0] == D("15.5")
    assert trees.row("2026-04", "L0")[0] == D("32.5")
    assert trees.row("2026-05", "D") == (D("46.5"), "derived_from_months", 1, 1, "")
    assert trees.row("2026-05", "L0") == (D("46.5"), SUM, 1, 2, "A")
    assert trees.row("2026-05", "D", "plan_completion")[0] == D("77.5")  # of 40 + 20
    assert trees.row("2026-05", "D", "growth_rate")[0] == D("32.8571")  # of 25 + 10
    # once April of A is there: 55 and 46.5
    trees.send("2026-04", A="5")
    assert trees.row("2026-05", "A") == (55, "derived_from_months", 1, 1, "")
    assert trees.row("2026-05", "L0") == (D("101.5"), SUM, 2, 2, "")
    assert trees.row("2026-05", "L0", "plan_completion") == (D("56.3889"), OVER, 2, 2, "")  # of 180
    assert trees.row("2026-05", "L0", "growth_rate") == (D("19.4118"), OVER, 2, 2, "")  # of 50 + 25 + 10

    # June, and the periods that end with it: 70 and 55.5
    trees.month(6, "AD")
    for period in ("2026-06", "2026-Q2", "2026-H1"):
        assert [trees.row(period, town)[0] for town in ("A", "D", "L0")] == [70, D("55.5"), D("125.5")], period
        assert trees.row(period, "L0", "plan_completion")[0] == D("69.7222"), period
        assert trees.row(period, "L0", "growth_rate")[0] == D("23.0392"), period  # of 102
    assert [trees.row("2026-Q2", town, "current")[0] for town in ("A", "D", "L0")] == [30, 34, 64]
    assert trees.row("2026-Q2", "L0", "current_growth_rate")[0] == D("25.4902")  # 64 of 51


def test_without_last_years_months_growth_is_of_the_month(trees: Trees) -> None:
    """Of 2025 only February is there, of a county that begins with it: the sum since January has nothing beside it."""
    trees.send("2025-02", **BEFORE)
    trees.month(1, "ABC")
    trees.month(2, "ABC")
    assert trees.row("2026-02", "L0") == (33, SUM, 3, 3, "")
    assert trees.row("2026-02", "L0", "growth_rate") == (D("-8.8235"), OVER, 3, 3, "")
    assert "current_growth_rate" not in trees.bases("2026-02")


def test_nobody_owes_a_sum_since_a_january_that_nobody_spoke_of(trees: Trees) -> None:
    trees.month(2, "ABC")
    trees.month(3, "ABC")
    assert trees.bases("2026-03") == {"current"}
    # January opens with the first file, whatever is in it
    trees.send("2026-01", trees=False, A="")
    assert trees.row("2026-03", "L0") == (None, SUM, 0, 3, "ABC")
    trees.send("2026-01", A="12.5", B="4")
    assert trees.row("2026-03", "L0") == (53, SUM, 2, 3, "C")  # 40 + 13


def test_a_month_that_waits_is_felt_in_the_sums_after_it(trees: Trees) -> None:
    trees.month(1, "ABC")
    trees.month(2, "AC")
    masked = figure("B", "N", None, period="2026-02", basis="current", status="placeholder")
    trees.county.submit("B", [masked], period="2026-02", verdict="partially_accepted")
    held = figure("A", "N", "999", period="2026-02", basis="current", status="held")
    trees.county.submit("A", [held], period="2026-02", verdict="partially_accepted")
    trees.month(3, "ABC")
    ((value, missing, held_by, contested, placeholder),) = trees.county.rows(
        "select value, missing, held, contested, placeholder from core.rollup_row(array['2026-03'])"
        " where (organisation, indicator, basis) = ('L0', 'N', 'cumulative')"
    )
    # 40 of A, whose earlier figure stands, and 6 of C
    assert (value, missing, held_by, contested, placeholder) == (46, ["B"], [], ["A"], ["B"])


def test_a_correction_publishes_the_sums_after_it_and_nothing_else(trees: Trees) -> None:
    trees.last_year()
    trees.plan()
    for month in (1, 2, 3, 4):
        trees.month(month, "ABC")
        trees.publish()
    assert trees.shown("2026-04", "L0") == (75, None)  # 45 + 20 + 10
    assert [trees.shown("2026-04", town) for town in "ABC"] == [(45, 1), (20, 2), (10, 3)]
    # tax of January makes nothing of April stale: only what it is within, and February, which is a difference
    trees.county.clock = datetime(2026, 6, 1, tzinfo=UTC)
    trees.county.submit("B", [figure("B", "X", "101", period="2026-01")], period="2026-01")
    assert set(trees.publish("2026-01")) == {"2026-01", "2026-02", "2026-Q1", "2026"}
    # trees of January do: 2 more of B
    trees.send("2026-01", B="6")
    assert set(trees.publish("2026-01")) == {"2026-01", "2026-02", "2026-03", "2026-04", "2026-Q1", "2026"}
    assert trees.shown("2026-04", "L0") == (77, None)
    assert trees.shown("2026-04", "B", "plan_completion")[0] == 55  # 22 of 40
    moved = trees.county.rows(
        "select old_value, new_value, why from mart.restatement where (period, organisation, indicator, basis)"
        " = ('2026-04', 'B', 'N', 'cumulative')"
    )
    assert moved == [(20, 22, "松岭乡《林泉县月报》第3次报送")]
    ((as_of, given),) = trees.county.rows(
        "select (select as_of from mart.rollup where period = '2026-04' limit 1),"
        " (select max(known_from) from core.figure where period = '2026-01')"
    )
    assert as_of == given


def test_a_final_month_keeps_its_sum_and_waits_for_its_opening(trees: Trees) -> None:
    for month in (1, 2, 3, 4):
        trees.month(month, "ABC")
        trees.publish()
    trees.county.rows(
        "insert into quality.finalisation (period, is_final, approver, reason, decided_at) values ('2026-03', true, '赵', '已定', now())"
        " returning 1"
    )
    trees.send("2026-01", B="6")
    done = trees.publish("2026-01")
    assert ("2026-03" in done, "2026-04" in done) == (False, True)
    # 4 + 6 + 3 as it was, 2 more a month later
    assert [trees.shown(month, "B")[0] for month in ("2026-03", "2026-04")] == [13, 22]
    assert trees.county.rows("select indicators from meta.dirty_period where period = '2026-03'") == [(None,)]
    trees.county.rows(
        "insert into quality.finalisation (period, is_final, approver, reason, decided_at) values"
        " ('2026-03', false, '赵', '订正', now() + interval '1 second') returning 1"
    )
    trees.publish()
    assert trees.shown("2026-03", "B")[0] == 15


def test_the_page_says_who_lacks_an_earlier_month_beside_a_complete_report(trees: Trees) -> None:
    """April of A comes without trees: in May its report is complete, its sum is not known."""
    trees.last_year()
    trees.plan()
    for month, towns in ((1, "ABC"), (2, "ABC"), (3, "ABC"), (4, "BC"), (5, "AD")):
        trees.month(month, towns)
    trees.send("2026-04", trees=False, A="")
    trees.publish("2026-05")
    page = load_workbook(trees.settings.published / "2026-05" / "汇总_2026-05.xlsx").worksheets[0]
    cells = [[cell for cell in row if cell is not None] for row in page.iter_rows(min_row=2, max_row=5, values_only=True)]
    assert cells[1] == ["2个乡镇已报2个，全部报齐；此前月份未报齐，算不出累计数：高桥镇（1项）。"]
    # 10 + 14; D alone has 44 since January, of 35 (A had 50 of 85: 41.17 %, a share is cut) and of its 60: 31.7 points before 5 / 12
    note = "累计、同比、完成已报1/2；占上年同期41.1%；缺：高桥镇；累计为逐期相加"
    assert cells[3] == ["造林面积", "亩", 24, 44, 25.7, 180, 73.3, 31.7, note]
    assert trees.county.rows("select reporter from mart.coverage where period = '2026-05' and not is_complete") == []


def test_the_terms_of_a_sum_are_its_months(trees: Trees) -> None:
    for month, towns in ((1, "ABC"), (2, "ABC"), (3, "ABC"), (4, "ABC"), (5, "AD")):
        trees.month(month, towns)
    trees.publish("2026-05")
    terms = trees.county.rows(
        "select term_organisation, term_period, above, adds_up from mart.rollup_term"
        " where (period, organisation, indicator, basis) = ('2026-05', 'D', 'N', 'cumulative') order by 1, 2"
    )
    months = [f"2026-{month:02d}" for month in range(1, 6)]
    assert terms == [
        *(("B", month, D(value), True) for month, value in zip(months[:4], PLANTED["B"], strict=True)),
        *(("C", month, D(value), True) for month, value in zip(months[:4], PLANTED["C"], strict=True)),
        ("D", "2026-05", D(14), True),
    ]
    assert trees.county.rows("select 1 from mart.rollup_term where period = '2026-05' and not adds_up") == []
