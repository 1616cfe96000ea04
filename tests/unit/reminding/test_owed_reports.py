"""On which days a report is mentioned, counted by hand over National Day 2025: 1 to 8 October off, Saturday 11 October worked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from huizong.catalogue.working_days import WorkingDays
from huizong.reminding.owed_reports import Owing, is_quiet, is_to_be_escalated, is_to_be_told, working_days_between
from huizong.settings import COUNTY_TIME, Reminding, Settings, SettingsError

DAYS = WorkingDays(())
RULES = Reminding()
REPORT = Owing("2025-09", "M", "月报", "G01", datetime(2025, 10, 9, 17, 0, tzinfo=COUNTY_TIME), "未报", 0, 0, None, None)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=COUNTY_TIME)


@pytest.mark.parametrize(
    ("now", "quiet"),
    [
        (at(9, 30, 8, 29), True),
        (at(9, 30, 8, 30), False),
        (at(9, 30, 17, 30), False),
        (at(9, 30, 17, 31), True),
        (at(9, 30, 23, 0), True),
        (at(10, 1, 10), True),  # a holiday on a Wednesday
        (at(10, 12, 10), True),  # a Sunday
        (at(10, 11, 10), False),  # a Saturday that is worked
        (at(9, 28, 10), False),  # and a Sunday
    ],
)
def test_nobody_is_disturbed_at_night_or_on_days_off(now: datetime, quiet: bool) -> None:
    assert is_quiet(now, DAYS, RULES) is quiet


def test_working_days_leave_out_the_first_and_count_the_last() -> None:
    assert working_days_between(DAYS, date(2025, 9, 30), date(2025, 10, 9), 9) == 1
    assert working_days_between(DAYS, date(2025, 9, 28), date(2025, 10, 9), 9) == 3  # 29 and 30 September, 9 October
    assert working_days_between(DAYS, date(2025, 10, 9), date(2025, 10, 13), 9) == 3  # 10, 11, 13 October
    assert working_days_between(DAYS, date(2025, 10, 9), date(2025, 10, 9), 9) == 0
    assert working_days_between(DAYS, date(2025, 10, 10), date(2025, 10, 9), 9) == 0
    assert working_days_between(DAYS, date(2025, 1, 1), date(2025, 10, 9), 4) == 4  # more than anybody asks for


def told_on(one: Owing, rules: Reminding = RULES) -> list[date]:
    """The working days from 28 September to 6 November on which it is mentioned, each remembered."""
    found = []
    for number in range(40):
        day = date.fromordinal(date(2025, 9, 28).toordinal() + number)
        now = datetime(day.year, day.month, day.day, 9, tzinfo=COUNTY_TIME)
        if not is_quiet(now, DAYS, rules) and is_to_be_told(one, now, DAYS, rules):
            found.append(day)
            one = replace(one, reminded_on=day)
    return found


def test_a_report_is_mentioned_before_on_and_after_its_day_daily_then_weekly() -> None:
    october = [9, 10, 11, 13, 14, 15, 22, 29]
    assert told_on(REPORT) == [date(2025, 9, 30), *(date(2025, 10, day) for day in october), date(2025, 11, 5)]


def test_the_days_before_are_a_setting() -> None:
    assert told_on(REPORT, replace(RULES, before_days=3))[:2] == [date(2025, 9, 28), date(2025, 10, 9)]


def test_questions_are_mentioned_from_the_day_on_which_answers_are_due() -> None:
    assert told_on(replace(REPORT, state="待解释"))[:2] == [date(2025, 10, 9), date(2025, 10, 10)]


@pytest.mark.parametrize(
    ("now", "state", "escalated_on", "escalated"),
    [
        (at(10, 11), "未报", None, False),  # the second working day after
        (at(10, 13), "未报", None, True),  # the third
        (at(10, 13), "退回", None, True),
        (at(10, 13), "部分", None, True),
        (at(10, 13), "待解释", None, False),
        (at(10, 14), "未报", date(2025, 10, 13), False),
        (at(10, 20), "未报", date(2025, 10, 13), True),
        (at(9, 30), "未报", None, False),
    ],
)
def test_those_above_hear_of_it_after_some_days_and_then_weekly(
    now: datetime, state: str, escalated_on: date | None, escalated: bool
) -> None:
    one = replace(REPORT, state=state, escalated_on=escalated_on)
    assert is_to_be_escalated(one, now, DAYS, RULES) is escalated


def test_the_rules_are_settings_and_a_wrong_one_is_named() -> None:
    environment = {"HUIZONG_REMIND_BEFORE_DAYS": "2", "HUIZONG_ESCALATE_DAYS": "4", "HUIZONG_REMIND_FROM": "09:00"}
    rules = Settings.from_environment(environment).reminding
    assert (rules.before_days, rules.escalate_days, rules.begins.hour, rules.ends) == (2, 4, 9, RULES.ends)
    with pytest.raises(SettingsError, match="HUIZONG_REMIND_UNTIL='6 pm' is no time of the day: write it as 08:30"):
        Settings.from_environment({"HUIZONG_REMIND_UNTIL": "6 pm"})
