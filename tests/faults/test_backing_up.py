"""A backup is written beside a running system, checked before it is trusted, and enough to have all of it back."""

from __future__ import annotations

import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from huizong.flow import publication
from huizong.replay.backing_up import BackupError, back_up, restore
from huizong.replay.rebuilding import rebuild
from huizong.settings import Settings
from tests.conftest import share_cache
from tests.faults.towns import TOWNS, County, county, report_of

FIGURES = "select organisation, indicator, period, basis, value, known_from from core.figure order by 1, 2, 3, 4, 6"


@pytest.fixture
def saved(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[County, Path]:
    """A county of three towns, one file faulty, and its backup."""
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made = county(settings)
    for code in ("T01", "T02"):
        made.drop(f"{TOWNS[code]}/月报.csv", report_of(TOWNS[code]))
    made.drop(f"{TOWNS['T03']}/月报.csv", report_of(TOWNS["T03"]).replace(b"720.4", b"xx.x"))
    made.run()
    target = tmp_path / "backup.tar"
    done = back_up(made.settings, target)
    assert (done.damaged, done.size) == ((), target.stat().st_size)
    return made, target


def elsewhere(settings: Settings, home: Path, server: Any, template: str, cache: Path) -> Settings:
    """Another machine: an empty home, an empty migrated warehouse."""
    home.mkdir()
    share_cache(home, cache)
    urls = server.create_database("restored", template=template)
    environment = {"HUIZONG_HOME": str(home), "HUIZONG_CATALOGUE": str(settings.catalogue)}
    return Settings.from_environment(environment).with_database(urls.loader, urls.owner, urls.reader)


def test_what_comes_back_is_what_was_there(saved: tuple[County, Path], tmp_path: Path, server: Any, template: str, cache: Path) -> None:
    made, backup = saved
    there = elsewhere(made.settings, tmp_path / "there", server, template, cache)
    try:
        done = restore(there, backup)
        assert done.catalogue == tmp_path / "there" / "catalogue"
        assert (done.catalogue / "organisations.csv").read_bytes() == (made.settings.catalogue / "organisations.csv").read_bytes()
        kept = {path.relative_to(made.settings.archive) for path in made.settings.archive.rglob("*") if path.is_file()} - {
            Path("journal/.lock")
        }
        assert {path.relative_to(there.archive) for path in there.archive.rglob("*") if path.is_file()} == kept
        assert len(kept) == 7  # three reports, the catalogue, what was published of the month and of the year, the journal
        rebuilt = rebuild(there)
        assert rebuilt.replayed.arrivals == 3
        assert County(there).rows(FIGURES) == made.rows(FIGURES) != []
        with pytest.raises(BackupError, match="has a journal already"):
            restore(there, backup)
    finally:
        server.drop_database("restored")


def test_a_backup_that_was_changed_or_cut_is_refused_before_anything_is_written(saved: tuple[County, Path], tmp_path: Path) -> None:
    made, backup = saved
    there = replace(made.settings, home=tmp_path / "there", archive=tmp_path / "there" / "archive")
    content = backup.read_bytes()
    at = content.index("固定资产投资".encode())
    for name, data, told in (
        ("changed", content[:at] + b"X" + content[at + 1 :], "1 files are not what was backed up"),
        ("cut", content[: len(content) // 2], "can't be read as a backup|no manifest|not what was backed up"),
        ("other", b"nothing of the kind" * 100, "can't be read as a backup"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BackupError, match=told):
            restore(there, tmp_path / name)
    with tarfile.open(tmp_path / "evil", "w") as tar:
        entry = tarfile.TarInfo("catalogue/../../outside.csv")
        tar.addfile(entry)
    with pytest.raises(BackupError, match="no backup of huizong"):
        restore(there, tmp_path / "evil")
    assert not there.archive.exists()
    assert not (tmp_path / "outside.csv").exists()


def test_evidence_that_is_damaged_is_named_and_the_rest_is_saved(saved: tuple[County, Path], tmp_path: Path) -> None:
    made, _ = saved
    victim = next(path for path in made.settings.archive.glob("??/*"))
    victim.chmod(0o640)
    victim.write_bytes(victim.read_bytes() + b"x")
    done = back_up(made.settings, tmp_path / "second.tar")
    assert done.damaged == (victim.name,)
    with pytest.raises(BackupError, match="is there already"):
        back_up(made.settings, tmp_path / "second.tar")
