from __future__ import annotations

import os
from pathlib import Path

import pytest

from huizong.publishing.files.whole import sweep, write_file


def test_a_file_is_whole_readable_and_alone(tmp_path: Path) -> None:
    path = write_file(tmp_path / "2026-06" / "rollup.csv", b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640
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


def test_what_a_killed_writing_left_is_swept_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(SystemExit))
        patch.setattr(Path, "unlink", lambda *_, **__: None)  # killed: nobody cleans up
        with pytest.raises(SystemExit):
            write_file(tmp_path / "rollup.csv", b"half")
    write_file(tmp_path / "notes.part", b"somebody's")
    assert len(list(tmp_path.iterdir())) == 2
    assert sweep(tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["notes.part"]
    assert sweep(tmp_path / "not there") == 0
