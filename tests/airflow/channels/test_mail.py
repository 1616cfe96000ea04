"""Mail through a real SMTP server: taken, refused, down, broken off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from huizong.telling.message import RefusedError, RouteDownError, TryAgainError, UnansweredError
from huizong_airflow.channels.mail import Mail
from tests.airflow.channels.conftest import Mailbox, free_port, mail_server, message

Connect = Callable[..., None]


def named(connect_to: Connect, port: int) -> None:
    extra = {"from_email": "huizong@luchuan.example", "disable_tls": True, "disable_ssl": True}
    connect_to("huizong_smtp", conn_type="smtp", host="127.0.0.1", port=port, extra=extra)


def test_mails_arrive_by_one_session(connect_to: Connect) -> None:
    box, mail = Mailbox(), Mail()
    with mail_server(box) as port:
        named(connect_to, port)
        mail.send(message("email", "g01@luchuan.example"))
        mail.send(message("email", "g02@luchuan.example", "题 <1>\n二"))
        mail.close()
    assert [(to, subject) for to, subject, _ in box.mails] == [
        ("g01@luchuan.example", "【催报】甲木镇1份报表尚未完成"),
        ("g02@luchuan.example", "题 <1>"),
    ]
    assert "《月报》：未收到<br>" in box.mails[0][2]
    assert "题 &lt;1&gt;<br>" in box.mails[1][2]
    assert len(box.sessions) == 1


def test_a_recipient_that_is_refused_does_not_end_the_session(connect_to: Connect) -> None:
    box = Mailbox(replies={"gone@luchuan.example": "550 no such user", "full@luchuan.example": "452 mailbox full"})
    mail = Mail()
    with mail_server(box) as port:
        named(connect_to, port)
        with pytest.raises(RefusedError, match="the mail server refuses the recipient: 550 no such user"):
            mail.send(message("email", "gone@luchuan.example"))
        with pytest.raises(TryAgainError, match="452 mailbox full"):
            mail.send(message("email", "full@luchuan.example"))
        mail.send(message("email", "g01@luchuan.example"))
        mail.close()
    assert [to for to, _, _ in box.mails] == ["g01@luchuan.example"]


def test_a_server_that_is_down_or_not_named_is_said(connect_to: Connect) -> None:
    named(connect_to, free_port())
    with pytest.raises(RouteDownError, match=r"the mail server of the Airflow connection huizong_smtp can't be used: .*refused"):
        Mail().send(message("email", "g01@luchuan.example"))
    with pytest.raises(RouteDownError, match="the mail server of the Airflow connection nobody_named can't be used"):
        Mail("nobody_named").send(message("email", "g01@luchuan.example"))


def test_a_server_that_breaks_off_may_have_taken_it(connect_to: Connect) -> None:
    box, mail = Mailbox(drops_at_data=True), Mail()
    with mail_server(box) as port:
        named(connect_to, port)
        with pytest.raises(UnansweredError, match="broke off while it was given the message"):
            mail.send(message("email", "g01@luchuan.example"))
        box.drops_at_data = False
        mail.send(message("email", "g02@luchuan.example"))
        mail.close()
    assert [to for to, _, _ in box.mails] == ["g02@luchuan.example"]


@pytest.mark.parametrize("address", ["towns", "a@x.example,b@x.example", "a@x.example\r\nBcc: c@x.example", "甲@x.example"])
def test_what_is_no_address_is_refused_before_it_leaves(address: str) -> None:
    with pytest.raises(RefusedError, match=r"is no mail address: see contacts\.csv"):
        Mail().send(message("email", address))
