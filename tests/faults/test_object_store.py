"""The whole flow on an archive in an object store: nothing is taken while the store is away, and the store is enough to rebuild from."""

from __future__ import annotations

import shutil
from dataclasses import replace
from uuid import uuid4

import fsspec
import pytest

from huizong.flow import maintenance
from huizong.intake import Journal
from huizong.intake.object_store import StoreAwayError
from huizong.replay.rebuilding import rebuild
from huizong.settings import Settings
from tests.faults.towns import TOWNS, County, county


@pytest.fixture
def stored(settings: Settings) -> County:
    return county(replace(settings, archive_store=f"memory://{uuid4().hex}/county"))


def test_the_store_is_enough_to_judge_and_to_rebuild_from(stored: County) -> None:
    stored.drop_all()
    stored.run()
    assert stored.verdicts() == dict.fromkeys(TOWNS, "accepted")
    assert stored.inbox() == []
    for folder in stored.settings.archive.glob("[0-9a-f][0-9a-f]"):
        shutil.rmtree(folder)
    counts = maintenance.assert_evidence(stored.settings)
    assert counts["files"] >= len(TOWNS) + 1  # a file of each town and the catalogue, beside publications
    assert counts["unnamed"] == 0
    assert rebuild(stored.settings).equality.count == 0


def test_while_the_store_is_away_files_stay_in_the_inbox_and_nobody_is_told_that_they_came(
    stored: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionResetError("in the middle")

    stored.drop_all()
    before = stored.inbox()
    with monkeypatch.context() as away:
        away.setattr(type(fsspec.filesystem("memory")), "put_file", refuse)
        with pytest.raises(StoreAwayError):
            stored.run()
    assert stored.inbox() == before
    assert [entry for entry in Journal(stored.settings.archive / "journal").entries() if entry.event == "arrival"] == []
    stored.run()
    assert stored.verdicts() == dict.fromkeys(TOWNS, "accepted")
    assert stored.receipts() == len(TOWNS)
