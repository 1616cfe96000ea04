"""What `huizong status` tells of a system whose server nobody runs, as `huizong run` leaves it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from huizong.answers.status import status_of
from huizong.flow import pipeline
from huizong.settings import Settings
from huizong.steps import preparing
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.server_in_use import embedded_folder, server_in_use


def at_home(folder: Path) -> Settings:
    """A system with an embedded server of its own, and a file in its inbox that no folder of an organisation holds."""
    settings = replace(Settings.from_environment({"HUIZONG_HOME": str(folder)}), stable_seconds=1e-6)
    (settings.inbox / "某某局").mkdir(parents=True)
    (settings.inbox / "某某局" / "月报.csv").write_text("月报\n", "utf-8")
    (settings.inbox / "一处").symlink_to(settings.inbox)
    return settings


def test_a_system_that_was_never_run_says_what_lies_in_its_inbox(tmp_path: Path) -> None:
    settings = at_home(tmp_path)
    found = status_of(settings)
    assert [one.path for one in found.left] == ["一处"]
    assert not embedded_folder(settings).exists()


def test_a_stopped_server_is_asked_and_stays_stopped(tmp_path: Path) -> None:
    settings = at_home(tmp_path)
    with server_in_use(settings) as running:
        preparing.prepare(running)
        pipeline.take_in(running)
    found = status_of(settings)
    assert [(one.name, one.running) for one in found.services] == [("postgresql", False)]
    assert found.files == {"waiting": 1}
    assert [one.path for one in found.left] == ["一处"]
    assert found.reader_url is None
    assert not EmbeddedServer(embedded_folder(settings)).running()
