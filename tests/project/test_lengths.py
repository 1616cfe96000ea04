"""A module can be read at one go: none is above three hundred lines."""

from __future__ import annotations

import pytest

from huizong.settings import REPOSITORY

MOST = 300


@pytest.mark.parametrize("folder", ["tests", "plugins", "dags", "include", "benchmarks"])
def test_no_module_is_longer_than_can_be_read_at_one_go(folder: str) -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in (REPOSITORY / folder).rglob("*.py")}
    assert {str(path.relative_to(REPOSITORY)): length for path, length in lengths.items() if length > MOST} == {}
