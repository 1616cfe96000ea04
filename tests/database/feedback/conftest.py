"""A ledger with a small county in it, for every test of the feedback room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg2.extensions import connection as Connection

from huizong.settings import Settings
from huizong.warehouse import connect
from tests.database.feedback.county import Ledger


@pytest.fixture
def loader(settings: Settings) -> Iterator[Connection]:
    """The connection that receipts are written with."""
    connection = connect(settings.database_url, "huizong_loader")
    yield connection
    connection.close()


@pytest.fixture
def ledger(loader: Connection, settings: Settings) -> Ledger:
    """An empty ledger."""
    return Ledger(loader, settings)
