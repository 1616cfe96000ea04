"""A mail server and a webhook server of our own on loopback, and Airflow connections that name them."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

# Airflow reads its settings when it is imported.
os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="huizong-airflow-"))
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"

import pytest
from aiosmtpd.controller import Controller

from huizong.telling.message import Message


@dataclass
class Mailbox:
    """What a mail server took; `replies` are what it says to a recipient instead of taking the mail."""

    replies: dict[str, str] = field(default_factory=dict)
    mails: list[tuple[str, str, str]] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)
    drops_at_data: bool = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd's
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.drops_at_data:
            server.transport.close()
            return "451 never seen"
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body()
        assert body is not None
        self.sessions.add(id(session))
        self.mails.append((envelope.rcpt_tos[0], str(mail["Subject"]), body.get_content()))
        return "250 taken"


@contextmanager
def mail_server(box: Mailbox, port: int = 0) -> Iterator[int]:
    """A real SMTP server; gives its port."""
    controller = Controller(box, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield int(controller.port)
    finally:
        controller.stop()


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Hook:
    """A webhook server: what it was given, and what it answers (status, body); None closes the line without a word."""

    port: int
    answer: tuple[int, Any] | None = (200, {"errcode": 0, "errmsg": "ok"})
    given: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


@pytest.fixture
def hook() -> Iterator[Hook]:
    found = Hook(0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.given.append((self.path, self.headers.get("Authorization", ""), json.loads(body)))
            if found.answer is None:
                self.close_connection = True
                self.connection.close()
                return
            status, said = found.answer
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keeps the tests' output clean."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def connect_to(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Name an Airflow connection as an administrator does, by its variable."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    def name(connection: str, **fields: Any) -> None:
        monkeypatch.setenv(f"AIRFLOW_CONN_{connection.upper()}", json.dumps(fields))

    return name


def message(channel: str, address: str, content: str = "【催报】甲木镇1份报表尚未完成\n《月报》：未收到\n请报送") -> Message:
    return Message(1, "reminder", channel, address, "甲一", content.splitlines()[0], content, 1)
