"""A publication that an event starts waits for many files that are being judged, and for few it doesn't."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from huizong.flow import publication
from huizong.steps.preparing import loader_connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from huizong.settings import Settings

ARRIVE = (
    "insert into raw.arrival (arrival_id, folder, path, file_name, sha256, device, inode, size_bytes, mtime_ns, received_at)"
    " select 'a' || n, '', '', '', %(sha256)s, 0, 0, 0, 0, now() from generate_series(1, %(files)s) as n"
)


def changed(settings: Settings, *statements: str, files: int = 0) -> None:
    with loader_connection(settings) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, {"sha256": "a" * 64, "files": files})
        connection.commit()


def arrived(settings: Settings, files: int) -> None:
    changed(settings, "insert into raw.file values (%(sha256)s, 1, now()) on conflict do nothing", ARRIVE, files=files)


def seconds_of(action: Callable[[], None]) -> float:
    start = time.monotonic()
    action()
    return time.monotonic() - start


def test_few_files_are_not_waited_for(settings: Settings) -> None:
    arrived(settings, 8)
    assert seconds_of(lambda: publication.wait_for_many(settings, 20)) < 10


def test_many_are_waited_for_until_they_are_judged(settings: Settings) -> None:
    arrived(settings, 9)
    ended = threading.Event()

    def wait() -> None:
        publication.wait_for_many(settings, 60)
        ended.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert not ended.wait(1.5)
    changed(settings, "update raw.arrival set state = 'judged' where arrival_id = 'a1'")
    waiting.join(30)
    assert ended.is_set()


def test_nobody_waits_for_ever(settings: Settings) -> None:
    arrived(settings, 9)
    assert seconds_of(lambda: publication.wait_for_many(settings, 1.5)) >= 1.5
