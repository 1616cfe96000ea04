"""The board as Airflow mounts it: made at its first request, so that a process that loads plugins for anything else loads none of it."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from threading import Lock
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Mounted:
    """An ASGI application that makes the real one when it is first asked."""

    def __init__(self) -> None:
        self._app: App | None = None
        self._lock = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        from starlette.concurrency import run_in_threadpool

        app = self._app
        if app is None:
            app = await run_in_threadpool(self._made)
        await app(scope, receive, send)

    def _made(self) -> App:
        with self._lock:
            if self._app is None:
                self._app = _build()
            return self._app


def _build() -> App:
    """The board on the system of this process's environment, behind the login of Airflow's auth manager."""
    from airflow.api_fastapi.core_api.security import get_user
    from airflow.configuration import conf
    from fastapi import Depends

    from huizong.settings import Settings
    from huizong_airflow.board.app import build

    asked = Depends(get_user)

    def name(user: Any = asked) -> str:
        return str(user.get_name())

    # one secret in all API servers, and another than the one that it is made of
    secret = hashlib.sha256(f"huizong board {conf.get_mandatory_value('api', 'secret_key')}".encode()).hexdigest()
    return build(Settings.from_environment(), name, secret)
