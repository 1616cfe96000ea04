"""The three lines of a reminder, as they are read in a chat group."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from huizong.catalogue import Catalogue
from huizong.reminding.owed_reports import Owing
from huizong.reminding.reminder_wording import digest, due, note, subject
from huizong.settings import COUNTY_TIME
from tests.database.warehouse.county import make_catalogue

CONTACTS = "organisation,name,channel,address\nG00,温若琳,phone,000-0000-2201\n"
DUE = datetime(2025, 10, 9, 17, 0, tzinfo=COUNTY_TIME)
REPORT = Owing("2025-09", "M", "绿川县月报", "G01", DUE, "未报", 0, 0, None, None)
QUARTER = Owing("2025-Q3", "Q", "绿川县季报", "G01", datetime(2025, 10, 11, 12, 0, tzinfo=COUNTY_TIME), "退回", 0, 0, None, None)


@pytest.fixture
def county(tmp_path: Path) -> Catalogue:
    return make_catalogue(tmp_path, {"contacts.csv": CONTACTS})


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2025, 10, day, hour, tzinfo=COUNTY_TIME)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2025, 9, 30, 9, tzinfo=COUNTY_TIME), "10月9日17:00截止"),
        (at(8), "明天17:00截止"),
        (at(9), "今天17:00截止"),
        (at(9, 18), "已过今天17:00截止时间"),
        (at(10), "逾期1天"),
        (at(13), "逾期4天"),
    ],
)
def test_until_when_or_since_when(now: datetime, words: str) -> None:
    assert due(REPORT, now) == words


def test_one_department_gets_all_its_reports_in_three_lines(county: Catalogue) -> None:
    partly = replace(REPORT, period="2025-08", due_at=datetime(2025, 9, 5, 17, 0, tzinfo=COUNTY_TIME), state="部分", held=3)
    assert digest((partly, REPORT, QUARTER), county, at(10)).split("\n") == [
        "【催报】甲木镇3份报表尚未完成",
        "《绿川县月报》2025年8月：部分接收，暂缓3项，逾期35天；《绿川县月报》2025年9月：未收到，逾期1天；"
        "《绿川县季报》2025年三季度：已退回，须改正后重报，明天12:00截止",
        "请放入共享收件箱的“甲木镇”文件夹；退回、暂缓的原因见回执。问谁：温若琳（000-0000-2201）",
    ]


def test_who_sent_something_that_nobody_could_tell_is_told_so(county: Catalogue) -> None:
    told = digest((replace(REPORT, unread=1),), county, at(10)).split("\n")[1]
    assert told == "《绿川县月报》2025年9月：未收到（另有1份文件未能认出是哪张表，见回执），逾期1天"


def test_what_only_waits_for_answers_is_asked_for_as_such(county: Catalogue) -> None:
    asked = replace(REPORT, state="待解释", queries=2, due_at=datetime(2025, 10, 10, 17, 30, tzinfo=COUNTY_TIME))
    assert digest((asked,), county, at(10)).split("\n") == [
        "【催报】甲木镇1份报表待说明",
        "《绿川县月报》2025年9月：已收，待说明2处，今天17:30前说明",
        "请按回执逐处说明，一句话即可，放入“甲木镇”文件夹。问谁：温若琳（000-0000-2201）",
    ]
    assert digest((asked,), county, at(13)).split("\n")[1] == "《绿川县月报》2025年9月：已收，待说明2处，说明期限已过"


def test_a_group_of_departments_reads_names_under_each_reason(county: Catalogue) -> None:
    partly = replace(REPORT, reporter="G02", state="部分")
    owing = (REPORT, partly, replace(REPORT, reporter="G03"), replace(partly, reporter="G90", held=4))
    assert digest(owing, county, at(10)).split("\n") == [
        "【催报】4个单位4份报表尚未完成",
        "《绿川县月报》2025年9月（逾期1天）未收到：甲木镇、丙土乡，部分接收：乙火镇（未报齐）、统计局（暂缓4项）",
        "请放入共享收件箱的各单位文件夹；退回、暂缓的原因见回执。问谁：温若琳（000-0000-2201）",
    ]


def test_those_above_are_asked_to_urge(county: Catalogue) -> None:
    assert digest((REPORT,), county, at(13), escalated=True).split("\n") == [
        "【催报升级】甲木镇1份报表尚未完成",
        "《绿川县月报》2025年9月：未收到，逾期4天",
        "多次提醒后仍未完成，请督促报送；差错见各单位回执。问谁：温若琳（000-0000-2201）",
    ]


def test_a_long_list_is_cut_in_a_message_and_whole_in_the_outbox(county: Catalogue) -> None:
    many = [replace(REPORT, period=f"2025-0{month}") for month in range(1, 9)]
    told = digest(many, county, at(10))
    assert told.count("《") == 6
    assert "；另有2份报表" in told
    assert len(told.encode()) < 2048
    lines = note(many, county, at(10)).split("\n")
    assert lines[0] == subject(many, county, escalated=False) == "【催报】甲木镇8份报表尚未完成"
    assert lines[8] == "8. 《绿川县月报》2025年8月：未收到，逾期1天"
    assert len(lines) == 11
