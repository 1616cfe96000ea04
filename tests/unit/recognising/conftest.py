"""The small county, written once and loaded as every room loads one."""

from __future__ import annotations

import pytest

from huizong.catalogue import Catalogue, load
from tests.unit.recognising.small_catalogue import write_catalogue


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return load(write_catalogue(tmp_path_factory.mktemp("county") / "catalogue"))
