"""A catalogue that one process has checked is another's without checking; whatever is not that very catalogue is read anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from huizong.catalogue import Catalogue, CatalogueError
from huizong.catalogue import file as catalogue_file
from huizong.catalogue.defaults import DEFAULT_FOLDER
from huizong.steps import preparing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped catalogue."""
    return Path(shutil.copytree(DEFAULT_FOLDER, tmp_path / "catalogue"))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders whose tables were read, by processes that remember nothing of each other."""
    read: list[Path] = []
    load = preparing.load

    def counted(folder: Path, checks: object) -> Catalogue:
        read.append(folder)
        return load(folder, checks)  # type: ignore[arg-type]

    monkeypatch.setattr(preparing, "load", counted)
    monkeypatch.setattr(preparing, "_loaded", {})
    return read


def by_another_process(folder: Path, cache: Path) -> Catalogue:
    preparing._loaded.clear()
    return preparing.load_catalogue(folder, cache)


def test_the_second_process_reads_no_table_and_has_the_same(folder: Path, tmp_path: Path, reads: list[Path]) -> None:
    first = by_another_process(folder, tmp_path / "cache")
    second = by_another_process(folder, tmp_path / "cache")
    assert reads == [folder]
    assert second is not first
    assert second == first
    (file,) = (tmp_path / "cache").iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_a_changed_table_is_read_and_its_fault_is_said(folder: Path, tmp_path: Path, reads: list[Path]) -> None:
    by_another_process(folder, tmp_path / "cache")
    with (folder / "organisations.csv").open("a", encoding="utf-8") as table:
        table.write("T01,又一个镇\n")
    for _ in range(2):
        with pytest.raises(CatalogueError, match=r"organisations\.csv:"):
            by_another_process(folder, tmp_path / "cache")
    assert reads == [folder] * 3  # nothing of a faulty catalogue is kept
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_other_code_and_other_places_find_no_file(folder: Path, tmp_path: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    by_another_process(folder, tmp_path / "cache")
    moved = Path(shutil.copytree(folder, tmp_path / "moved"))
    assert by_another_process(moved, tmp_path / "cache").folder == moved
    monkeypatch.setattr(catalogue_file, "_code_hash", lambda: "of another version")
    by_another_process(folder, tmp_path / "cache")
    assert reads == [folder, moved, folder]


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x05K\x01."])
def test_a_damaged_file_is_no_catalogue(folder: Path, tmp_path: Path, reads: list[Path], content: bytes) -> None:
    first = by_another_process(folder, tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(content)
    assert by_another_process(folder, tmp_path / "cache") == first
    assert reads == [folder, folder]


def test_a_file_of_another_account_is_not_opened(
    folder: Path, tmp_path: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    by_another_process(folder, tmp_path / "cache")
    monkeypatch.setattr(catalogue_file, "is_ours", lambda _: False)
    by_another_process(folder, tmp_path / "cache")
    assert reads == [folder, folder]
    assert "belongs to another account" in caplog.text


def test_a_catalogue_that_changes_while_it_is_read_is_not_kept(
    folder: Path, tmp_path: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "hash_of", lambda _: "the content of a moment before")
    by_another_process(folder, tmp_path / "cache")
    assert reads == [folder]
    assert not (tmp_path / "cache").exists()
