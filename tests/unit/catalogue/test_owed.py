"""Who owes what, and whose figures are expected."""

from datetime import date

import pytest

from huizong.catalogue import Period


def expected(county, form, indicator, period):
    return [o.code for o in county.expected_organisations(form, indicator, Period.parse(period))]


def test_obligations_of_a_reporter(county):
    assert [o.form for o in county.obligations_of("T1", date(2025, 6, 30))] == ["F1"]
    assert county.obligations_of("T3", date(2024, 6, 30)) == ()
    assert county.obligations_of("T1", date(2023, 12, 31)) == ()
    assert [o.form for o in county.obligations_of("B2", date(2025, 6, 30))] == ["F2"]
    with pytest.raises(KeyError):
        county.obligations_of("T7", date(2025, 6, 30))


@pytest.mark.parametrize(
    ("form", "organisation", "period", "obliged"),
    [
        ("F1", "T1", "2025-06", True),
        ("F1", "T1", "2025-Q2", False),
        ("F1", "T1", "2025-01", False),
        ("F1", "T1", "2024-01", True),
        ("F1", "T9", "2025-06", False),
        ("F1", "B1", "2025-06", False),
        ("F2", "B2", "2025-Q2", True),
        ("F2", "B2", "2025-Q3", False),
        ("F9", "T1", "2025-06", False),
    ],
)
def test_is_obliged(county, form, organisation, period, obliged):
    assert county.is_obliged(form, organisation, Period.parse(period)) is obliged


def test_expected_are_the_valid_towns(county):
    assert expected(county, "F1", "M1", "2025-06") == ["T1", "T2", "T3"]
    assert expected(county, "F1", "M1", "2024-06") == ["T1", "T2", "T9"]


def test_expected_minds_exceptions_months_and_rows_not_required(county):
    assert expected(county, "F1", "M3", "2025-06") == ["T1", "T3"]
    assert expected(county, "F1", "G1", "2025-06") == ["T1", "T2", "T3"]
    assert expected(county, "F1", "G1", "2025-07") == []
    assert expected(county, "F1", "S1", "2025-06") == []
    assert expected(county, "F1", "M2", "2024-06") == []


def test_a_bureaus_form_is_about_the_towns_it_adds_up_or_the_county(county):
    assert expected(county, "F2", "G1", "2025-Q2") == ["T1", "T2", "T3"]
    assert expected(county, "F3", "M2", "2025-06") == ["C"]
