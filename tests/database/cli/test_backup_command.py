"""`huizong backup` and `huizong restore`: one pair, from a system with a report into an empty one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest
from typer.testing import CliRunner

from huizong.cli import command_line as cli
from huizong.flow import pipeline
from huizong.settings import INCLUDE, Settings
from tests.conftest import share_cache

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "栗坪镇/2025-05/栗坪镇5月月报.xlsx"
FIGURES = "select organisation, indicator, period, basis, value, known_from from core.figure order by 1, 2, 3, 4, 6"


def run(monkeypatch: pytest.MonkeyPatch, settings: Settings, *arguments: str) -> tuple[int, str]:
    for name, value in settings.to_environment().items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(cli.app, list(arguments))
    return done.exit_code, done.output


def figures(settings: Settings) -> list[tuple[Any, ...]]:
    with psycopg2.connect(settings.owner_url) as connection, connection.cursor() as cursor:
        cursor.execute(FIGURES)
        return cursor.fetchall()


def test_what_was_backed_up_is_there_again_on_another_machine(
    settings: Settings, tmp_path: Path, server: Any, template: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.inbox / GOOD).parent.mkdir(parents=True)
    (settings.inbox / GOOD).write_bytes((INCLUDE / "samples" / GOOD).read_bytes())
    pipeline.run_once(replace(settings, stable_seconds=1e-6))
    file = tmp_path / "saved.tar"
    status, said = run(monkeypatch, settings, "backup", str(file))
    assert (status, f"{file.stat().st_size:,} bytes: {file}" in said) == (0, True), said
    (home := tmp_path / "there").mkdir()
    share_cache(home, cache)
    urls = server.create_database("restored_by_command", template=template)
    there = Settings.from_environment({"HUIZONG_HOME": str(home)}).with_database(urls.loader, urls.owner, urls.reader)
    try:
        status, said = run(monkeypatch, there, "restore", str(file))
        assert status == 0, said
        assert f"the county's tables are in {home / 'catalogue'}" in said
        assert "replayed 1 files: 1 submissions" in said
        assert figures(there) == figures(settings) != []
        status, said = run(monkeypatch, there, "restore", str(file))
        assert (status, "has a journal already" in said) == (2, True)
    finally:
        server.drop_database("restored_by_command")


def test_damaged_evidence_is_named_and_ends_with_1(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.prepare(settings)
    (victim,) = settings.archive.glob("??/*")  # the catalogue
    victim.chmod(0o640)
    victim.write_bytes(b"other bytes")
    status, said = run(monkeypatch, settings, "backup", str(tmp_path / "saved.tar"))
    assert status == 1
    assert f"{victim.name} of the archive is not what was stored under that name" in said
    assert (tmp_path / "saved.tar").stat().st_size > 0
