"""Groups that are told by a webhook: WeCom and DingTalk robots, and any other that takes JSON.

The contact's address is the name of an Airflow connection: `host` is the whole address without its secret, `password` the secret (a
robot's key or access token, any webhook's bearer token), `extra` may hold DingTalk's signing secret as `secret`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlsplit

from huizong.telling.message import Message, RefusedError, RouteDownError, TryAgainError, UnansweredError
from huizong_airflow.channels.connections import connection_named

if TYPE_CHECKING:
    from airflow.sdk import Connection

TIMEOUT_SECONDS = 10
LONGEST_BYTES = 2000  # a WeCom robot takes 2,048
# system busy, too many messages a minute (WeCom 45009, DingTalk 130101)
_BUSY = {-1, 45009, 130101}


class Webhook:
    """Any address that takes JSON: title, text, kind; a bearer token where the connection has a password."""

    def send(self, message: Message) -> None:
        """One POST. Raises ChannelErrors."""
        connection = connection_named(message.address)
        headers = {"Authorization": f"Bearer {connection.password}"} if connection.password else {}
        _post(message.address, _url(connection, message.address), self.body(message), headers)

    def body(self, message: Message) -> dict[str, Any]:
        """What is posted."""
        return {"title": message.subject, "text": message.content, "kind": message.kind}


class WeCom:
    """A group robot of WeCom (企业微信群机器人)."""

    def send(self, message: Message) -> None:
        """One text into the group. Raises ChannelErrors."""
        connection = connection_named(message.address)
        url = f"{_url(connection, message.address)}?key={quote_plus(connection.password or '')}"
        _taken(message.address, _post(message.address, url, _text(message)))


class DingTalk:
    """A group robot of DingTalk (钉钉群机器人), signed where the connection has a `secret`."""

    def send(self, message: Message) -> None:
        """One text into the group. Raises ChannelErrors."""
        connection = connection_named(message.address)
        url = f"{_url(connection, message.address)}?access_token={quote_plus(connection.password or '')}"
        if secret := connection.extra_dejson.get("secret"):
            url += signature(str(secret), int(time.time() * 1000))
        _taken(message.address, _post(message.address, url, _text(message)))


def signature(secret: str, milliseconds: int) -> str:
    """The end of the address by which a DingTalk robot knows its sender: HMAC-SHA256 over time and secret."""
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return f"&timestamp={milliseconds}&sign={quote_plus(base64.b64encode(digest))}"


def _text(message: Message) -> dict[str, Any]:
    content = message.content.encode()[:LONGEST_BYTES].decode("utf-8", "ignore")
    return {"msgtype": "text", "text": {"content": content if content == message.content else f"{content}…"}}


def _url(connection: Connection, name: str) -> str:
    url = connection.host or ""
    if urlsplit(url).scheme not in ("http", "https"):
        raise RouteDownError(f"the Airflow connection {name} has no address: put the webhook's, beginning with https://, into its host")
    return url.partition("?")[0]


def _post(name: str, url: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> bytes:
    """The answer to a POST. Messages of errors name the connection, never the address: its secret is in it."""
    data = json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})})  # noqa: S310 - http or https, see _url
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(65536)
            return content
    except urllib.error.HTTPError as error:
        told = f"the webhook of {name} answers {error.code}"
        if error.code == http.HTTPStatus.TOO_MANY_REQUESTS or error.code >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
            raise TryAgainError(told) from None
        raise RefusedError(told) from None
    except urllib.error.URLError as error:  # nothing was handed over
        raise RouteDownError(f"the webhook of {name} can't be reached: {type(error.reason).__name__}") from None
    except (OSError, http.client.HTTPException) as error:
        raise UnansweredError(f"the webhook of {name} was given the message and did not answer ({type(error).__name__})") from None


def _taken(name: str, answer: bytes) -> None:
    """Whether a robot took the message: it answers 200 for what it refuses too, with a code."""
    try:
        said = json.loads(answer)
        code, why = int(said["errcode"]), str(said.get("errmsg", ""))[:200]
    except (ValueError, TypeError, KeyError):
        raise UnansweredError(f"the robot of {name} answers nothing that it should") from None
    if code in _BUSY:
        raise TryAgainError(f"the robot of {name} is busy: {code} {why}")
    if code:
        raise RefusedError(f"the robot of {name} refuses: {code} {why}")
