"""What rollups depend on beside figures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from huizong.catalogue import load
from huizong.catalogue.defaults import DEFAULT_FOLDER
from huizong.publishing.scope import made_under


@pytest.mark.parametrize(
    ("file", "makes_new"),
    [
        ("users.csv", False),
        ("contacts.csv", False),
        ("indicators.csv", True),
        ("organisations.csv", True),
        ("holidays.csv", True),  # reports are due on other days
        ("forms/F-ECON-M.yaml", True),
    ],
)
def test_who_is_told_and_who_may_log_in_makes_no_rollup_new(tmp_path: Path, file: str, makes_new: bool) -> None:
    before, folder = load(DEFAULT_FOLDER), tmp_path / "catalogue"
    shutil.copytree(DEFAULT_FOLDER, folder)
    changed = folder / file
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    after = load(folder)
    assert after.hash != before.hash
    assert (made_under(after) != made_under(before)) is makes_new
