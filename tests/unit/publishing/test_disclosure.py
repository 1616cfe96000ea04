"""What readers may see: restricted indicators, values of too few units, and the cell beside each that stands alone."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from huizong.catalogue import Catalogue
from huizong.publishing.disclosure import released, withheld
from huizong.publishing.files.exports import to_csv
from huizong.publishing.rollup_row import RollupRow
from huizong.publishing.workbook.displayed import rounded
from tests.database.warehouse.county import FILES, guarded, make_catalogue

# Output P is not shown below three units of W: the count indicator of the tests.
GUARDED = guarded({"P": "W:3"})


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return make_catalogue(Path(tmp_path_factory.mktemp("county")), {"indicators.csv": GUARDED})


def row(organisation: str, indicator: str, value: str | None, basis: str = "cumulative", **more: object) -> RollupRow:
    fields: dict[str, object] = {
        "period": "2026-06",
        "organisation": organisation,
        "organisation_name": organisation,
        "indicator": indicator,
        "indicator_name": indicator,
        "basis": basis,
        "method": "reported",
        "is_headline": True,
        "value": None if value is None else Decimal(value),
        "unit": "万元",
        "reported": 1,
        "expected": 1,
        "full_coverage": True,
        "missing": (),
        "missing_names": (),
        "held": (),
        "held_names": (),
        "contested": (),
        "rank": None,
        "ranked": None,
        "as_of": datetime(2026, 7, 8, tzinfo=UTC),
    }
    return RollupRow(**(fields | more))


def towns(**units: str | None) -> list[RollupRow]:
    """Output and count of units of three towns; the county has the sum of the outputs."""
    outputs = {"G01": "100", "G02": "40", "G03": "70"}
    counts = [row(town, "W", count, "current") for town, count in units.items()]
    return [*(row(town, "P", value) for town, value in outputs.items()), row("G00", "P", "210"), row("G00", "W", "30", "current"), *counts]


def hidden(county: Catalogue, rows: list[RollupRow]) -> set[str]:
    return {organisation for _, organisation, indicator in withheld(county, rows) if indicator == "P"}


def test_too_few_units_and_the_smallest_cell_beside(county: Catalogue) -> None:
    # 2 units in G01: its 100 is withheld; from 210 − 40 − 70 it would be known, so the smallest other (G02: 40) goes too.
    assert hidden(county, towns(G01="2", G02="12", G03="16")) == {"G01", "G02"}


def test_two_withheld_cells_protect_each_other(county: Catalogue) -> None:
    assert hidden(county, towns(G01="2", G02="1", G03="27")) == {"G01", "G02"}


def test_enough_units_none_or_an_unknown_number_withhold_nothing(county: Catalogue) -> None:
    assert hidden(county, towns(G01="3", G02="12", G03="15")) == set()
    assert hidden(county, towns(G01="0", G02="12", G03="18")) == set()
    assert hidden(county, towns(G01=None, G02="12", G03="18")) == set()


def test_the_whole_goes_where_there_is_no_other_part(county: Catalogue) -> None:
    alone = [row("G01", "P", "100"), row("G01", "W", "2", "current"), row("G00", "P", "100"), row("G00", "W", "30", "current")]
    assert hidden(county, alone) == {"G01", "G00"}


def test_nothing_else_of_the_town_is_withheld(county: Catalogue) -> None:
    rows = [*towns(G01="2", G02="12", G03="16"), row("G01", "X", "5")]
    assert {indicator for _, _, indicator in withheld(county, rows)} == {"P"}


def moved(rows: list[RollupRow], period: str) -> list[RollupRow]:
    return [one._replace(period=period) for one in rows]


FEW = {"G01": "2", "G02": "12", "G03": "16"}  # 100 and, beside it, 40 are withheld
ENOUGH = {"G01": "5", "G02": "12", "G03": "16"}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("2026-07", {"G01", "G02"}),  # its cumulative less its month is June's
        ("2026-Q3", {"G01", "G02"}),
        ("2026-Q2", {"G01", "G02"}),  # it ends as June does
        ("2026-H1", {"G01", "G02"}),
        ("2026", {"G01", "G02"}),  # less all other months
        ("2027-06", {"G01", "G02"}),  # its value and its growth give June's
        ("2026-08", set()),
        ("2026-05", set()),
        ("2027-07", set()),
        ("2028-06", set()),
    ],
)
def test_what_gives_a_withheld_cell_away_in_another_period(county: Catalogue, other: str, expected: set[str]) -> None:
    rows = [*towns(**FEW), *moved(towns(**ENOUGH), other)]
    found = withheld(county, rows)
    assert {organisation for period, organisation, _ in found if period == "2026-06"} == {"G01", "G02"}
    assert {organisation for period, organisation, _ in found if period == other} == expected


def test_of_a_stock_only_what_ends_alike_and_the_next_year(county: Catalogue, tmp_path: Path) -> None:
    stocks = make_catalogue(tmp_path / "county", {"indicators.csv": guarded({"V": "W:3"})})

    def livestock(period: str, counts: dict[str, str]) -> list[RollupRow]:
        return [one._replace(period=period, indicator="V" if one.indicator == "P" else "W", basis="current") for one in towns(**counts)]

    periods = ("2026-07", "2026-Q2", "2027-06", "2026-Q3")
    found = withheld(stocks, [*livestock("2026-06", FEW), *(row for period in periods for row in livestock(period, ENOUGH))])
    assert {period for period, _, _ in found} == {"2026-06", "2026-Q2", "2027-06"}


def test_an_heir_gives_its_predecessor_away(tmp_path: Path) -> None:
    """G01 is G04 from July on: with July's cumulative of G04 less its month June's of G01 would be known."""
    organisations = FILES["organisations.csv"].replace("甲木镇,town,G00,,,,", "甲木镇,town,G00,,2026-06-30,G04,")
    merged = make_catalogue(
        tmp_path / "county", {"indicators.csv": GUARDED, "organisations.csv": organisations + "G04,丁金镇,town,G00,2026-07-01,,,\n"}
    )
    july = [one._replace(period="2026-07", organisation=one.organisation.replace("G01", "G04")) for one in towns(**ENOUGH)]
    found = withheld(merged, [*towns(**FEW), *july])
    assert {organisation for period, organisation, _ in found if period == "2026-07"} == {"G04", "G02"}


def test_exports_and_page_show_dots(county: Catalogue) -> None:
    secret = row("G01", "P", "100", suppressed=True)
    header, line, _ = to_csv([secret]).decode("utf-8-sig").split("\r\n")
    assert dict(zip(header.split(","), line.split(","), strict=True))["value"] == "…"
    assert rounded(county, county.indicator("P"), secret) == "…"


def test_restricted_indicators_leave_no_row() -> None:
    rows = [row("G01", "P", "1", release="restricted"), row("G01", "X", "2", release="internal"), row("G01", "Y", "3")]
    assert [one.indicator for one in released(rows)] == ["X", "Y"]
