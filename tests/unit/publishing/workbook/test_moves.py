"""The largest moves against the year before, worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from huizong.catalogue import Catalogue
from huizong.publishing.workbook.moves import Explained, largest_moves
from tests.database.warehouse.county import make_catalogue
from tests.unit.publishing.workbook.test_page import row

D = Decimal


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return make_catalogue(Path(tmp_path_factory.mktemp("moves")))


def test_moves_are_ordered_by_what_they_are_of_the_countys_growth(county: Catalogue) -> None:
    rows = [
        # a small town that tripled, a large one that grew by a tenth: 20 and 90 of 1010 + 900
        row("G01", "X", "30"),
        row("G01", "X", "10", "prior_year"),
        row("G01", "X", "200", "growth_rate"),
        row("G02", "X", "1100"),
        row("G02", "X", "1000", "prior_year"),
        row("G02", "X", "10", "growth_rate"),
        row("G03", "X", "810"),
        row("G03", "X", "900", "prior_year"),
        row("G03", "X", "-10", "growth_rate"),
    ]
    moves = largest_moves(county, "2026-06", rows, [Explained("2026-06", "G03", "X", "一家企业停产检修两个月")])
    assert [(move.organisation, move.difference, move.growth, move.pull, move.words) for move in moves] == [
        ("G02", D("100.0"), D("10.0"), D("5.2"), "未作说明"),  # 100 / 1910
        ("G03", D("-90.0"), D("-10.0"), D("-4.7"), "一家企业停产检修两个月"),
        ("G01", D("20.0"), D("200.0"), D("1.0"), "未作说明"),
    ]


def test_a_base_is_taken_back_from_a_growth_only_where_that_was_worked_out(county: Catalogue) -> None:
    rows = [
        row("G01", "X", "150"),
        row("G01", "X", "50", "growth_rate", method="recomputed"),
        row("G02", "X", "150"),
        row("G02", "X", "33.3", "growth_rate"),  # as the town rounded it
    ]
    first, second = largest_moves(county, "2026-06", rows)
    assert (first.organisation, first.base, first.difference, first.pull) == ("G01", D("100.0"), D("50.0"), D("50.0"))
    assert (second.organisation, second.base, second.difference, second.pull, second.growth) == ("G02", None, None, None, D("33.3"))


def test_a_town_that_began_from_nothing_is_the_largest_move(county: Catalogue) -> None:
    """Of 1100 after 1000 and 400 after 0 the county grew by 50 %: 10 points are the one's, 40 the other's, whose own growth is none."""
    rows = [
        row("G01", "X", "1100"),
        row("G01", "X", "1000", "prior_year"),
        row("G01", "X", "10", "growth_rate"),
        row("G02", "X", "400"),
        row("G02", "X", "0", "prior_year"),
        row("G02", "X", None, "growth_rate", method="recomputed"),
        row("G03", "X", "0"),
        row("G03", "X", "0", "prior_year"),
        row("G03", "X", None, "growth_rate", method="recomputed"),
    ]
    moves = largest_moves(county, "2026-06", rows)
    assert [(move.organisation, move.base, move.difference, move.growth, move.pull) for move in moves] == [
        ("G02", D("0.0"), D("400.0"), None, D("40.0")),
        ("G01", D("1000.0"), D("100.0"), D("10.0"), D("10.0")),
    ]


def test_what_is_withheld_or_does_not_follow_from_values_is_no_move(county: Catalogue) -> None:
    rows = [
        row("G01", "X", "150", suppressed=True),
        row("G01", "X", "50", "growth_rate", suppressed=True),
        row("G02", "K", "150"),
        row("G02", "K", "50", "growth_rate"),  # at constant prices
        row("G03", "X", "150"),
        row("G03", "X", "0", "growth_rate"),
    ]
    assert largest_moves(county, "2026-06", rows, [Explained("2026-06", "G01", "X", "新投产两家企业")]) == ()
