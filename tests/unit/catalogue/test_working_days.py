"""When reports are due.

Days off: 国务院办公厅关于2024年 / 2025年部分节假日安排的通知 (国办发明电〔2023〕7号, 〔2024〕12号): National Day 2024 is 1 to
7 October, 2025 with Mid-Autumn 1 to 8 October; Saturday 12 October 2024 is a working day; 1 May 2025 to 5 May.
"""

from datetime import date, datetime

import pytest

from huizong.catalogue import Period, load
from huizong.catalogue.working_days import SHANGHAI


def due(county, form, period):
    obligation = next(o for o in county.obligations if o.form == form)
    return county.due_at(obligation, Period.parse(period))


@pytest.mark.parametrize(
    ("form", "period", "expected"),
    [
        # 5 July 2024 is a Friday.
        ("F1", "2024-06", datetime(2024, 7, 5, 17, 0)),
        # 5 October is inside National Day: on to 8 October 2024, a Tuesday, and to 9 October 2025.
        ("F1", "2024-09", datetime(2024, 10, 8, 17, 0)),
        ("F1", "2025-09", datetime(2025, 10, 9, 17, 0)),
        # 5 May 2025 is the last day of the Labour Day holiday.
        ("F1", "2025-04", datetime(2025, 5, 6, 17, 0)),
        # December's report is due in January.
        ("F1", "2025-12", datetime(2026, 1, 5, 17, 0)),
        # The last day of July 2026 is a Friday; that of January 2027 a Sunday, in a year the library does not know.
        ("F2", "2026-Q2", datetime(2026, 7, 31, 12, 30)),
        ("F2", "2026-Q4", datetime(2027, 2, 1, 12, 30)),
        # Two months on; day 31 is clamped to 28 February 2025, a Friday.
        ("F3", "2024-12", datetime(2025, 2, 28, 17, 0)),
    ],
)
def test_due_day(county, form, period, expected):
    assert due(county, form, period) == expected.replace(tzinfo=SHANGHAI)


def test_a_saturday_may_be_a_working_day(county):
    assert county.working_days.is_working(date(2024, 10, 12))
    assert not county.working_days.is_working(date(2024, 10, 13))


def test_the_countys_own_days_come_first(folder):
    (folder / "holidays.csv").write_text("day,works,name\n2024-07-05,no,县庆\n2024-07-06,yes,补班\n", encoding="utf-8")
    county = load(folder)
    assert due(county, "F1", "2024-06") == datetime(2024, 7, 6, 17, 0, tzinfo=SHANGHAI)


def test_a_year_that_nobody_knows_goes_by_the_week(folder):
    county = load(folder)
    assert county.working_days.knows(2024)
    assert not county.working_days.knows(2044)
    # 5 October 2044 is a Wednesday.
    assert due(county, "F1", "2044-09") == datetime(2044, 10, 5, 17, 0, tzinfo=SHANGHAI)


def test_due_months(county):
    obligation = next(o for o in county.obligations if o.form == "F2")
    assert obligation.months == (6, 12)
    assert obligation.in_season(6)
    assert not obligation.in_season(3)
