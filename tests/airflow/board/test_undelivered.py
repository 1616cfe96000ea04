"""What is wrong with contacts, channels and users stands on the page of what waits, and reports come in all the same."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from huizong.answers.status import status_of
from huizong.flow import pipeline
from huizong.settings import COUNTY_TIME, Settings
from huizong.telling import ledger
from huizong.telling.message import Address, ChannelError, Message, NewMessage, RefusedError, RouteDownError
from huizong.telling.sending import send_due
from huizong.warehouse import LOADER, connect
from tests.airflow.board.conftest import Board, board_on
from tests.airflow.board.test_pages import text


class Refusing:
    """A channel by which nothing arrives."""

    def __init__(self, error: ChannelError) -> None:
        self.error = error

    def send(self, message: Message) -> None:
        raise self.error


def tell(settings: Settings) -> None:
    """A day's reminders: one to nobody, one to an address that is refused, one by a webhook that is down."""
    now = datetime.now(COUNTY_TIME)
    new = [
        NewMessage("reminder", Address(channel, address, who), "【催报】1份报表尚未完成", "一\n二\n三", now.date(), organisations=(code,))
        for channel, address, who, code in (
            ("none", "T09", "", "T09"),
            ("email", "gone@tinglan.example", "甲一", "T01"),
            ("wecom", "towns", "乙一", "T02"),
        )
    ]
    channels = {"email": Refusing(RefusedError("550 no such user")), "wecom": Refusing(RouteDownError("the webhook can't be reached"))}
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        assert ledger.enter(connection, new, now) == 3
        connection.commit()
        send_due(connection, channels, now, quiet=False)


def rows(html: str) -> list[list[str]]:
    """The cells of the table of what did not arrive, without the day."""
    part = html.partition('id="undelivered"')[2].partition("<h2")[0]
    return [re.findall(r"<td[^>]*>(.*?)</td>", row)[1:] for row in re.findall(r"<tr>(<td.*?)</tr>", part)]


def reason(text: str) -> str:
    """What the channel says, in its own language, which whoever reads the page aloud is told."""
    return f'<code lang="en">{text}</code>'


def test_what_did_not_arrive_is_there_with_its_reason_while_it_is_tried_too(empty: Board) -> None:
    tell(empty.settings)
    shown = rows(text(empty, "reviewer", "/huizong/queues"))
    about = "【催报】1份报表尚未完成"
    assert shown == [
        ["催报", "乙一", "企业微信", f"{about}（枫渡镇）", "还在重试", reason("the webhook can&#39;t be reached")],
        ["催报", "甲一", "邮件", f"{about}（栗坪镇）", "没有送到", reason("550 no such user")],
        ["催报", "", "（没有）", f"{about}（城南街道）", "没有联系方式", reason("contacts.csv has no address to send it to")],
    ]


def test_faulty_lines_on_people_are_there_and_files_are_taken_in(settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(settings.catalogue, tmp_path / "county")
    with (tmp_path / "county" / "users.csv").open("a", encoding="utf-8") as users:
        users.write("lost,department,T77\n")
    with (tmp_path / "county" / "contacts.csv").open("a", encoding="utf-8") as contacts:
        contacts.write("T78,谢四,email,t78@tinglan.example\n")
    own = replace(settings, catalogue=tmp_path / "county")
    pipeline.prepare(own)
    (own.inbox / "栗坪镇").mkdir(parents=True)
    (own.inbox / "栗坪镇" / "坏表.xlsx").write_bytes(b"PK\x03\x04 and no more of it")
    pipeline.run_once(replace(own, stable_seconds=1e-6))
    assert [path for path in own.inbox.rglob("*") if path.is_file()] == []  # taken and answered
    html = text(board_on(own), "reviewer", "/huizong/queues")
    for name, code in (("users.csv", "T77"), ("contacts.csv", "T78")):
        number = len((own.catalogue / name).read_text("utf-8").splitlines())
        assert f'目录中没有采用的一行：<code lang="en">{name}:{number}: organisation: there is no organisation {code}' in html
    assert [line.partition(": ")[0].partition(".")[0] for line in status_of(own).left_out] == ["contacts", "users"]
