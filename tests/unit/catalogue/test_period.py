"""Periods."""

from datetime import date

import pytest

from huizong.catalogue import Period


@pytest.mark.parametrize(
    ("text", "first", "last", "frequency"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "month"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30), "quarter"),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), "half"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "year"),
    ],
)
def test_says_its_days_and_reads_back(text, first, last, frequency):
    period = Period.parse(text)
    assert (period.first_day, period.last_day, period.frequency, str(period)) == (first, last, frequency, text)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-Q5", "2026-H3", "26-06", "2026-6", "2026/06", ""])
def test_refuses_what_is_no_period(text):
    with pytest.raises(ValueError, match="is no period"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "before", "after", "year_before"),
    [
        ("2026-01", "2025-12", "2026-02", "2025-01"),
        ("2026-12", "2026-11", "2027-01", "2025-12"),
        ("2026-Q1", "2025-Q4", "2026-Q2", "2025-Q1"),
        ("2026-H1", "2025-H2", "2026-H2", "2025-H1"),
        ("2026", "2025", "2027", "2025"),
    ],
)
def test_neighbours(text, before, after, year_before):
    period = Period.parse(text)
    assert [str(period.previous()), str(period.next()), str(period.year_before())] == [before, after, year_before]


def test_of_a_last_month():
    assert str(Period.of(2026, 9, "quarter")) == "2026-Q3"
    assert str(Period.of(2026, 6, "half")) == "2026-H1"
    with pytest.raises(ValueError, match="no quarter ends with month 8"):
        Period.of(2026, 8, "quarter")
