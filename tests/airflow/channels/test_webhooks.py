"""Groups by webhook: what is posted, and what an answer means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from huizong.telling.message import ChannelError, RefusedError, RouteDownError, TryAgainError, UnansweredError
from huizong_airflow.channels.webhooks import DingTalk, Webhook, WeCom, signature
from tests.airflow.channels.conftest import Hook, free_port, message

Connect = Callable[..., None]
SECRET = "a-key-that-nobody-may-read"  # noqa: S105 - of a server of the test


def named(connect_to: Connect, hook: Hook, **more: Any) -> None:
    connect_to("towns", conn_type="http", host=f"http://127.0.0.1:{hook.port}/send", password=SECRET, **more)


def test_a_wecom_group_gets_the_three_lines(connect_to: Connect, hook: Hook) -> None:
    named(connect_to, hook)
    WeCom().send(message("wecom", "towns"))
    assert hook.given == [
        (f"/send?key={SECRET}", "", {"msgtype": "text", "text": {"content": "【催报】甲木镇1份报表尚未完成\n《月报》：未收到\n请报送"}})
    ]


def test_a_long_text_is_cut_where_a_robot_would_refuse_it(connect_to: Connect, hook: Hook) -> None:
    named(connect_to, hook)
    WeCom().send(message("wecom", "towns", "镇" * 1000))
    content = hook.given[0][2]["text"]["content"]
    assert content == "镇" * 666 + "…"


def test_a_dingtalk_group_gets_it_signed(connect_to: Connect, hook: Hook) -> None:
    named(connect_to, hook, extra={"secret": "SECabc"})
    DingTalk().send(message("dingtalk", "towns"))
    path = hook.given[0][0]
    assert path.startswith(f"/send?access_token={SECRET}&timestamp=")
    milliseconds = int(path.split("timestamp=")[1].split("&")[0])
    assert path.endswith(signature("SECabc", milliseconds))


def test_the_signature_is_the_one_that_dingtalk_checks() -> None:
    # echo -en "1700000000000\nSECabc" | openssl dgst -sha256 -hmac SECabc -binary | base64
    assert signature("SECabc", 1700000000000) == "&timestamp=1700000000000&sign=jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM%3D"


def test_any_other_webhook_gets_json_with_a_bearer_token(connect_to: Connect, hook: Hook) -> None:
    named(connect_to, hook)
    hook.answer = (204, b"")
    Webhook().send(message("webhook", "towns"))
    path, authorization, body = hook.given[0]
    assert (path, authorization) == ("/send", f"Bearer {SECRET}")
    assert body == {
        "title": "【催报】甲木镇1份报表尚未完成",
        "text": "【催报】甲木镇1份报表尚未完成\n《月报》：未收到\n请报送",
        "kind": "reminder",
    }


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ((200, {"errcode": 93000, "errmsg": "invalid webhook url"}), RefusedError, "the robot of towns refuses: 93000 invalid webhook url"),
        ((200, {"errcode": 45009, "errmsg": "api freq out of limit"}), TryAgainError, "the robot of towns is busy: 45009"),
        ((200, b"<html>"), UnansweredError, "answers nothing that it should"),
        ((503, b""), TryAgainError, "the webhook of towns answers 503"),
        ((429, b""), TryAgainError, "answers 429"),
        ((404, b""), RefusedError, "answers 404"),
        (None, UnansweredError, "was given the message and did not answer"),
    ],
)
def test_what_an_answer_means(connect_to: Connect, hook: Hook, answer: Any, error: type[ChannelError], words: str) -> None:
    named(connect_to, hook)
    hook.answer = answer
    with pytest.raises(error, match=words) as raised:
        WeCom().send(message("wecom", "towns"))
    assert SECRET not in str(raised.value)
    assert len(hook.given) == 1


def test_a_webhook_that_is_down_or_has_no_address_is_said(connect_to: Connect) -> None:
    connect_to("towns", conn_type="http", host=f"http://127.0.0.1:{free_port()}/send", password=SECRET)
    with pytest.raises(RouteDownError, match="the webhook of towns can't be reached: ConnectionRefusedError"):
        DingTalk().send(message("dingtalk", "towns"))
    connect_to("towns", conn_type="http", host="file:///etc/passwd", password=SECRET)
    with pytest.raises(RouteDownError, match="the Airflow connection towns has no address"):
        WeCom().send(message("wecom", "towns"))
    with pytest.raises(RouteDownError, match="there is no Airflow connection nobody_named"):
        WeCom().send(message("wecom", "nobody_named"))
