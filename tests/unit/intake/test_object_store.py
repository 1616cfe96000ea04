"""An archive whose bytes lie in an object store: written before anybody hears of them, copies in the folder that anybody may remove."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import uuid4

import fsspec
import pytest

from huizong.intake import Archive
from huizong.intake.object_store import ObjectStore, StoreAwayError
from huizong.settings import Settings, SettingsError

# sha256 of the three letters abc, from FIPS 180-2, appendix B.1
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", ObjectStore(f"memory://{uuid4().hex}/county"))


def stored(archive: Archive) -> str:
    assert archive.beyond is not None
    return f"{archive.beyond.url.partition('://')[2]}/ba/{ABC}"


def test_bytes_are_in_the_store_and_a_copy_in_the_folder(archive: Archive) -> None:
    assert archive.store(io.BytesIO(b"abc")) == (ABC, 3)
    assert fsspec.filesystem("memory").cat_file(stored(archive)) == b"abc"
    assert (archive.folder / "ba" / ABC).read_bytes() == b"abc"
    assert list(archive.names()) == [ABC]
    assert archive.digest(ABC) == ABC


def test_a_copy_that_was_removed_is_fetched_again(archive: Archive) -> None:
    archive.store(io.BytesIO(b"abc"))
    (archive.folder / "ba" / ABC).unlink()
    assert archive.read(ABC) == b"abc"
    assert archive.path(ABC).stat().st_mode & 0o777 == 0o440
    assert [path.name for path in archive.folder.rglob("*") if path.is_file()] == [ABC]


def test_what_only_the_folder_has_is_not_archived(archive: Archive) -> None:
    Archive(archive.folder).store(io.BytesIO(b"abc"))
    assert not archive.holds(ABC, 3)
    assert list(archive.names()) == []
    archive.store(io.BytesIO(b"abc"))
    assert archive.holds(ABC, 3)
    assert not archive.holds(ABC, 4)


def test_bytes_that_were_changed_in_the_store_are_found_and_never_used(archive: Archive) -> None:
    archive.store(io.BytesIO(b"abc"))
    fsspec.filesystem("memory").pipe_file(stored(archive), b"abd")
    assert archive.digest(ABC) != ABC
    (archive.folder / "ba" / ABC).unlink()
    with pytest.raises(FileNotFoundError):
        archive.read(ABC)
    assert [path for path in archive.folder.rglob("*") if path.is_file()] == []


def test_half_an_object_of_a_broken_copy_is_written_anew(archive: Archive) -> None:
    fsspec.filesystem("memory").pipe_file(stored(archive), b"a")
    archive.store(io.BytesIO(b"abc"))
    assert fsspec.filesystem("memory").cat_file(stored(archive)) == b"abc"


def test_what_was_never_stored_is_not_there(archive: Archive) -> None:
    with pytest.raises(FileNotFoundError):
        archive.read(ABC)


def test_a_store_that_takes_nothing_keeps_nothing_in_the_folder(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionResetError("in the middle")

    monkeypatch.setattr(type(fsspec.filesystem("memory")), "put_file", refuse)
    with pytest.raises(StoreAwayError, match="the archive's object store can't be used: ConnectionResetError"):
        archive.store(io.BytesIO(b"abc"))
    assert [path for path in archive.folder.rglob("*") if path.is_file()] == []


def test_a_store_of_an_unknown_kind_is_away(tmp_path: Path) -> None:
    with pytest.raises(StoreAwayError, match="can't be used: ValueError"):
        Archive(tmp_path, ObjectStore("nosuch://bucket/county")).store(io.BytesIO(b"abc"))


@pytest.mark.parametrize("text", ["bucket/county", "s3:bucket", "s3://", "s3:///", "://x"])
def test_an_address_that_is_none_is_said(text: str) -> None:
    with pytest.raises(SettingsError, match=r"HUIZONG_ARCHIVE_STORE=.* is no address of an object store"):
        Settings.from_environment({"HUIZONG_ARCHIVE_STORE": text})


def test_another_process_is_told_of_the_store() -> None:
    settings = Settings.from_environment({"HUIZONG_ARCHIVE_STORE": "s3://bucket/county"})
    assert Settings.from_environment(settings.to_environment()).archive_store == "s3://bucket/county"
    assert Archive.of(settings).beyond == ObjectStore("s3://bucket/county")
    assert Archive.of(Settings.from_environment({})).beyond is None
