"""The warehouse as `make run` looks at it: an outage is one line, an embedded server that has ended is started again."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing, suppress
from types import TracebackType
from typing import Self, TypeVar

import psycopg2
from psycopg2.extensions import connection as Connection

from huizong.settings import Settings
from huizong.warehouse import connect
from huizong.warehouse.connection import WarehouseError
from huizong.warehouse.outages import answers
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.machine import EmbeddedServerError

Answer = TypeVar("Answer")
# A connection says nothing of whether others are let in: it is made anew this often.
RENEW_SECONDS, LATELY_SECONDS = 10.0, 180.0
_ENDING = "the database system is shutting down"


class Asking:
    """Questions to the warehouse over one connection, which is made anew after an outage.

    `server` is the embedded server, where there is one. `say` gets a line when the database goes away, and one when it is back.
    """

    def __init__(self, settings: Settings, server: EmbeddedServer | None, say: Callable[[str], None]) -> None:
        self._settings, self._server, self._say = settings, server, say
        self._connection: Connection | None = None
        self._since = 0.0
        self._is_away = False
        self._back_at = float("-inf")

    def __enter__(self) -> Self:
        self._connection = self._connected()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._let_go()

    @property
    def was_away_lately(self) -> bool:
        """Whether an outage ended within the last minutes: what ends meanwhile ends of it."""
        return time.monotonic() - self._back_at < LATELY_SECONDS

    def ask(self, question: Callable[[Connection], Answer], *, anew: bool = False) -> Answer | None:
        """The answer; None while the database is away. `anew` asks over a new connection: who is in hears nothing of a closed door."""
        try:
            if anew or time.monotonic() - self._since > RENEW_SECONDS:
                self._let_go()
            if self._connection is None:
                self._connection = self._connected()
            answer = question(self._connection)
        except (psycopg2.Error, WarehouseError) as error:
            if self._connection is not None and answers(self._connection):
                raise  # the question is at fault, not the way there
            self._let_go()
            self._tell_away(error)
            self._start_again(is_ending=_ENDING in str(error))
            return None
        if self._is_away:
            self._is_away, self._back_at = False, time.monotonic()
            self._say("the database answers again")
        return answer

    def _connected(self) -> Connection:
        self._since = time.monotonic()
        return connect(self._settings.database_url, role="huizong_loader")

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(psycopg2.Error), closing(self._connection):
                self._connection = None

    def _tell_away(self, error: Exception) -> None:
        if not self._is_away:
            self._is_away = True
            self._say(f"the database is away ({' '.join(str(error).split())[:200]}): files wait, all goes on when it is back")

    def _start_again(self, *, is_ending: bool) -> None:
        """Start the embedded server if it has ended; one that can't be started yet is tried again with the next question.

        A server that was told to end waits for all its sessions, ours among them, and lets nobody in meanwhile: it is ended first.
        """
        if self._server is None or (self._server.running() and not is_ending):
            return
        try:
            self._server.stop()
            self._server.start()
        except EmbeddedServerError as error:
            self._say(str(error))
            return
        self._say(f"PostgreSQL had ended: running again on 127.0.0.1:{self._server.port}")
