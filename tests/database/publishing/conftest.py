"""A county whose rollups are worked out, and one that has reported June."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from tests.database.publishing.book import Book
from tests.database.warehouse.county import County, figure, open_county


@pytest.fixture
def book(settings: Settings, tmp_path: Path) -> Iterator[Book]:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        yield Book(open_county(connection, tmp_path / "county"), settings)


@pytest.fixture
def reported_june(settings: Settings, tmp_path: Path) -> Iterator[tuple[County, Settings]]:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        county = open_county(connection, tmp_path / "county")
        county.submit("G01", [figure("G01", "P", "12345.678"), figure("G01", "P", "10000", basis="prior_year")])
        county.submit("G02", [figure("G02", "P", "54321", basis="cumulative")])
        yield county, settings
