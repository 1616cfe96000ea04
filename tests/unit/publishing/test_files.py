from __future__ import annotations

import os
from pathlib import Path

import pytest

from huizong.publishing.files.whole import write_file


def test_a_file_is_whole_readable_and_alone(tmp_path: Path) -> None:
    path = write_file(tmp_path / "2026-06" / "rollup.csv", b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o644
    assert [p.name for p in path.parent.iterdir()] == ["rollup.csv"]


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_file(tmp_path / "rollup.csv", b"old")

    def full_disk(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["rollup.csv"]
