"""Reminders in the autumn of 2025: who is told what on which day, once, whatever is killed in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

from huizong.feedback.outbox import putting
from huizong.reminding import chasing, reminder_notes
from huizong.settings import COUNTY_TIME
from huizong.telling import ledger
from huizong.telling.message import Message
from tests.database.warehouse.autumn import Autumn, open_autumn

if TYPE_CHECKING:
    from huizong.settings import Settings

# G01: one clerk with two ways, and a head; G02 and G03 share a group; G04's only contact is a telephone.
CONTACTS = """organisation,name,channel,address,role
G00,温若琳,email,duty@luchuan.example,
G00,机房,email,engine@luchuan.example,engineer
G01,甲一,email,g01@luchuan.example,clerk
G01,甲一,wecom,towns,clerk
G01,甲长,email,head@luchuan.example,head
G02,乙一,wecom,towns,
G03,丙一,wecom,towns,
G04,丁一,phone,000-0000-2204,
"""
BEGAN = datetime(2025, 9, 10, 1, 0, tzinfo=UTC)  # August's reports were due before


@pytest.fixture
def autumn(settings: Settings, tmp_path: Path) -> Iterator[Autumn]:
    with open_autumn(settings, tmp_path / "county", {"contacts.csv": CONTACTS}, BEGAN) as opened:
        yield opened


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=COUNTY_TIME)


def chase(autumn: Autumn, settings: Settings, now: datetime) -> dict[str, int]:
    return chasing.chase(settings, autumn.county.catalogue, now)


def messages(autumn: Autumn, day: date) -> list[tuple[Any, ...]]:
    return autumn.county.rows(
        "select kind, channel, address, array_to_string(reports, ' ') from meta.message where day = %s order by kind, channel, address", day
    )


def notes_of(settings: Settings) -> dict[str, str]:
    return {str(path.relative_to(settings.outbox)): path.read_text("utf-8") for path in settings.outbox.rglob("*.txt")}


def test_each_contact_has_one_digest_and_each_organisation_one_note(autumn: Autumn, settings: Settings) -> None:
    done = chase(autumn, settings, at(9, 30))
    assert done == {"quiet": 0, "messages": 2, "notes": 3, "written": 3, "unwritten": 0}
    # the clerk of G01 by the first of the two ways; the group once for both; the quarter is not near enough
    assert messages(autumn, date(2025, 9, 30)) == [
        ("reminder", "email", "g01@luchuan.example", "M/2025-09/G01"),
        ("reminder", "wecom", "towns", "M/2025-09/G02 M/2025-09/G03"),
    ]
    (content,) = autumn.county.rows("select subject, content from meta.message where channel = 'wecom'")
    assert content == (
        "【催报】2个单位2份报表尚未完成",
        "【催报】2个单位2份报表尚未完成\n"
        "《绿川县月报》2025年9月（10月9日17:00截止）未收到：乙火镇、丙土乡\n"
        "请放入共享收件箱的各单位文件夹；退回、暂缓的原因见回执。问谁：温若琳（duty@luchuan.example）",
    )
    written = notes_of(settings)
    assert sorted(written) == [f"{name}/2025-09/催报_20250930.txt" for name in sorted(("甲木镇", "乙火镇", "丙土乡"))]
    assert written["甲木镇/2025-09/催报_20250930.txt"] == (
        "【催报】甲木镇1份报表尚未完成\n"
        "1. 《绿川县月报》2025年9月：未收到，10月9日17:00截止\n"
        "请放入共享收件箱的“甲木镇”文件夹；退回、暂缓的原因见回执。问谁：温若琳（duty@luchuan.example）\n"
    )


def test_nobody_is_told_twice_a_day_nor_at_night_nor_on_days_off(autumn: Autumn, settings: Settings) -> None:
    chase(autumn, settings, at(9, 30))
    before = notes_of(settings)
    assert chase(autumn, settings, at(9, 30, 14)) == {"quiet": 0, "messages": 0, "notes": 0, "written": 0, "unwritten": 0}
    for quiet in (at(9, 30, 22), at(10, 1), at(10, 8, 16), at(10, 12)):
        assert chase(autumn, settings, quiet)["quiet"] == 1
    assert notes_of(settings) == before
    assert autumn.county.rows("select count(*) from meta.message") == [(2,)]
    assert chase(autumn, settings, at(10, 9))["messages"] == 2  # a new day


def test_the_digest_says_why_each_does_not_count_yet_and_leaves_out_who_has_done(autumn: Autumn, settings: Settings) -> None:
    # M of September: G01 accepted with a question on 29 September, to be answered by 10 October; G02 returned; G03 in time
    autumn.send(datetime(2025, 9, 29, 9, 0), "G01", "a", "accepted_with_queries")
    autumn.ask(0, ("query", "department", "open"))
    autumn.send(datetime(2025, 9, 29, 9, 0), "G02", "b", "returned")
    autumn.send(datetime(2025, 9, 29, 9, 0), "G03", "c", "accepted")
    autumn.send(datetime(2025, 10, 9, 15, 0), "G02", "q", "partially_accepted", form="Q", period="2025-Q3")
    autumn.send(datetime(2025, 10, 9, 15, 0), "G01", "z", "returned", form=None)
    chase(autumn, settings, at(10, 10))
    told = dict(autumn.county.rows("select channel, split_part(content, E'\\n', 2) from meta.message"))
    assert told == {
        "email": "《绿川县月报》2025年9月：已收，待说明1处，今天17:30前说明；"
        "《绿川县季报》2025年三季度：未收到（另有1份文件未能认出是哪张表，见回执），明天12:00截止",
        "wecom": "《绿川县月报》2025年9月（逾期1天）已退回：乙火镇；"
        "《绿川县季报》2025年三季度（明天12:00截止）部分接收：乙火镇（暂缓1项），未收到：丙土乡",
    }


def test_after_three_working_days_those_above_hear_of_it_once_a_week(autumn: Autumn, settings: Settings) -> None:
    for day in (10, 11):
        chase(autumn, settings, at(10, day))
    assert autumn.county.rows("select count(*) from meta.message where kind = 'escalation'") == [(0,)]
    chase(autumn, settings, at(10, 13))
    escalated = [row for row in messages(autumn, date(2025, 10, 13)) if row[0] == "escalation"]
    # the head of G01; G02 and G03 have none: the county's contact, not its engineer
    assert escalated == [
        ("escalation", "email", "duty@luchuan.example", "M/2025-09/G02 M/2025-09/G03"),
        ("escalation", "email", "head@luchuan.example", "M/2025-09/G01"),
    ]
    chase(autumn, settings, at(10, 14))
    assert [row[3] for row in messages(autumn, date(2025, 10, 14)) if row[0] == "escalation"] == []
    chase(autumn, settings, at(10, 15))  # the quarter is three working days late now: 13, 14, 15
    assert [row[2:] for row in messages(autumn, date(2025, 10, 15)) if row[0] == "escalation"] == [
        ("duty@luchuan.example", "Q/2025-Q3/G02 Q/2025-Q3/G03"),
        ("head@luchuan.example", "Q/2025-Q3/G01"),
    ]


def test_who_was_reminded_is_not_told_again_as_those_above(settings: Settings, tmp_path: Path) -> None:
    # of G03 there is a head alone, who is reminded in place of a clerk; the county's head is in the group in which G02 is reminded
    contacts = CONTACTS.replace("G03,丙一,wecom,towns,", "G00,县长,wecom,towns,head\nG03,丙长,email,c@luchuan.example,head")
    with open_autumn(settings, tmp_path / "county", {"contacts.csv": contacts}, BEGAN) as autumn:
        for hour in (9, 10):
            chase(autumn, settings, at(10, 13, hour))
        assert messages(autumn, date(2025, 10, 13)) == [
            ("escalation", "email", "duty@luchuan.example", "M/2025-09/G02"),
            ("escalation", "email", "head@luchuan.example", "M/2025-09/G01"),
            ("escalation", "wecom", "towns", "M/2025-09/G03"),
            ("reminder", "email", "c@luchuan.example", "M/2025-09/G03 Q/2025-Q3/G03"),
            ("reminder", "email", "g01@luchuan.example", "M/2025-09/G01 Q/2025-Q3/G01"),
            ("reminder", "wecom", "towns", "M/2025-09/G02 Q/2025-Q3/G02"),
        ]


class Recorder:
    """A channel that keeps what it delivers."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, message: Message) -> None:
        self.sent.append((message.address, message.content))


def test_what_waits_for_its_server_says_what_holds_when_it_leaves(autumn: Autumn, settings: Settings) -> None:
    chase(autumn, settings, at(9, 30))
    # before any of it could leave G01 and G02 have reported: G01's mail has nothing to say any more, the group's speaks of G03 alone
    autumn.send(datetime(2025, 9, 30, 9, 10), "G01", "a", "accepted")
    autumn.send(datetime(2025, 9, 30, 9, 12), "G02", "b", "accepted")
    assert chase(autumn, settings, at(9, 30, 9, 30))["messages"] == 0
    told = Recorder()
    chasing.send(settings, autumn.county.catalogue, {"email": told, "wecom": told}, at(9, 30, 9, 35))
    assert told.sent == [
        (
            "towns",
            "【催报】丙土乡1份报表尚未完成\n"
            "《绿川县月报》2025年9月：未收到，10月9日17:00截止\n"
            "请放入共享收件箱的“丙土乡”文件夹；退回、暂缓的原因见回执。问谁：温若琳（duty@luchuan.example）",
        )
    ]
    assert autumn.county.rows("select address, state, last_error from meta.message where state <> 'sent'") == [
        ("g01@luchuan.example", "expired", "what it was about was done before it could be sent")
    ]
    # what has left is not changed, nor sent again
    autumn.send(datetime(2025, 9, 30, 9, 40), "G03", "c", "accepted")
    chase(autumn, settings, at(9, 30, 10))
    chasing.send(settings, autumn.county.catalogue, {"email": told, "wecom": told}, at(9, 30, 10, 5))
    assert len(told.sent) == 1


def test_those_above_whom_nothing_reached_are_told_the_day_after(autumn: Autumn, settings: Settings) -> None:
    chase(autumn, settings, at(10, 13))  # no server takes any of it that day
    chasing.send(settings, autumn.county.catalogue, {}, at(10, 14, 0, 5))  # at night what is left of the day is given up
    assert autumn.county.rows("select distinct state from meta.message") == [("expired",)]
    chase(autumn, settings, at(10, 14))
    assert [row[2:] for row in messages(autumn, date(2025, 10, 14)) if row[0] == "escalation"] == [
        ("duty@luchuan.example", "M/2025-09/G02 M/2025-09/G03"),
        ("head@luchuan.example", "M/2025-09/G01"),
    ]


def test_who_cannot_be_reached_is_said_and_still_has_a_note(autumn: Autumn, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    for reporter in ("G01", "G02", "G03"):
        autumn.send(datetime(2025, 11, 3, 9, 0), reporter, reporter, "accepted", period="2025-10")
    chase(autumn, settings, at(11, 4))
    with autumn.county.connection:
        (lost,) = [one for one in ledger.undelivered(autumn.county.connection, date(2025, 11, 4)) if one.channel == "none"]
    assert (lost.organisations, lost.state, lost.error) == (("G04",), "unreachable", "contacts.csv has no address to send it to")
    assert "no contact of G04 has a channel that messages go by" in caplog.text
    assert "丁金镇/2025-10/催报_20251104.txt" in notes_of(settings)


def test_a_final_period_is_not_chased(autumn: Autumn, settings: Settings) -> None:
    autumn.county.rows(
        "insert into quality.finalisation (period, is_final, approver, reason, decided_at)"
        " values ('2025-09', true, '朱工', '会审通过', now()) returning 1"
    )
    autumn.county.rows("insert into meta.publication values ('2025-09', 1, now(), now(), 0) returning 1")
    assert chase(autumn, settings, at(9, 30))["messages"] == 0


def test_a_kill_between_any_two_steps_is_made_good(autumn: Autumn, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(folder: Path, place: PurePosixPath, files: Any) -> Any:
        if place.parts[0] == "丙土乡":
            raise KeyboardInterrupt
        return putting.put(folder, place, files)

    # before the commit
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(chasing, "enter_notes", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        chase(autumn, settings, at(9, 30))
    assert autumn.county.rows("select count(*) from meta.message") == [(0,)]
    # while the notes are written
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(reminder_notes, "put", killed)
        chase(autumn, settings, at(9, 30))
    assert "丙土乡/2025-09/催报_20250930.txt" not in notes_of(settings)
    # the next run writes what is left, and raises nothing anew
    done = chase(autumn, settings, at(9, 30, 10))
    assert (done["messages"], done["notes"], done["unwritten"]) == (0, 0, 0)
    assert len(notes_of(settings)) == 3
    assert autumn.county.rows("select count(*) from meta.reminder_note where written_at is null") == [(0,)]


def test_a_folder_that_cannot_be_written_stops_nobody(autumn: Autumn, settings: Settings) -> None:
    (settings.outbox / "甲木镇").write_text("a file in the way", "utf-8")
    assert chase(autumn, settings, at(9, 30)) == {"quiet": 0, "messages": 2, "notes": 3, "written": 2, "unwritten": 1}
    assert autumn.county.rows("select organisation, last_error from meta.reminder_note where written_at is null") == [
        ("G01", "a file is in the place of the folder: remove it")
    ]
    (settings.outbox / "甲木镇").unlink()
    assert chase(autumn, settings, at(9, 30, 10))["written"] == 1


def test_the_hours_are_settings(autumn: Autumn, settings: Settings) -> None:
    early = replace(settings, reminding=replace(settings.reminding, begins=at(9, 30, 7).time()))
    assert chase(autumn, settings, at(9, 30, 7, 30))["quiet"] == 1
    assert chase(autumn, early, at(9, 30, 7, 30))["messages"] == 2
