from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from huizong.warehouse import LOADER, connect
from tests.database.warehouse.county import County, open_county


@pytest.fixture
def county(database: Any, tmp_path: Path) -> Iterator[County]:
    """The small county in a warehouse of its own, as the loader sees it."""
    with closing(connect(database.loader_url, role=LOADER)) as connection:
        yield open_county(connection, tmp_path / "catalogue")
