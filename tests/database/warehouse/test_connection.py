"""What every connection asks of the server: to find out by itself that a machine is gone, since claims are locks of a session."""

from __future__ import annotations

from contextlib import closing

import pytest

from huizong.settings import Settings
from huizong.warehouse import connect


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("timezone", "UTC"),
        ("client_connection_check_interval", "10s"),
        ("tcp_keepalives_idle", "60"),
        ("tcp_keepalives_interval", "10"),
        ("tcp_keepalives_count", "6"),
        ("tcp_user_timeout", "120000"),
    ],
)
def test_a_session_ends_by_itself_when_its_machine_is_gone(settings: Settings, setting: str, value: str) -> None:
    with closing(connect(settings.database_url, role="huizong_loader")) as connection, connection.cursor() as cursor:
        cursor.execute(f"show {setting}")
        assert cursor.fetchone() == (value,)
