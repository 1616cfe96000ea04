"""What column headers say."""

import pytest

from huizong.model import Basis


@pytest.mark.parametrize(
    ("text", "basis", "month", "year"),
    [
        ("本月", Basis.CURRENT, None, None),
        ("本月\n（万元）", Basis.CURRENT, None, None),
        ("同比（％）", Basis.GROWTH_RATE, None, None),
        ("同比%", Basis.GROWTH_RATE, None, None),
        # The text itself says the month, whether the catalogue lists it or has a pattern.
        ("1—2月", Basis.CUMULATIVE, 2, 2026),
        ("1-9月", Basis.CUMULATIVE, 9, 2026),
        ("2025年1-9月", Basis.CUMULATIVE, 9, 2025),
        ("前三季度", Basis.CUMULATIVE, 9, 2026),
        ("全年累计", Basis.CUMULATIVE, 12, 2026),
        ("前（5）个月", Basis.CUMULATIVE, 5, 2026),
        ("十二月份", Basis.CURRENT, 12, 2026),
        # A value about last year beside this year's belongs to this year's period: no year of its own.
        ("去年1-6月", Basis.PRIOR_YEAR, 6, None),
    ],
)
def test_known_headers(county, text, basis, month, year):
    match = county.basis_of_header(text, year=2026)
    assert (match.basis, match.month, match.year) == (basis, month, year)


@pytest.mark.parametrize("text", ["", "备注", "同比（个百分点）", "1-13月", "本月计划"])
def test_unknown_headers(county, text):
    assert county.basis_of_header(text, year=2026) is None


def test_without_the_reports_year_a_month_stands_alone(county):
    match = county.basis_of_header("1-9月")
    assert (match.month, match.year) == (9, None)
