"""A process that is killed over reminders, really, and run again: everybody is told, nobody twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huizong.reminding import chasing
from huizong.settings import REPOSITORY
from tests.database.reminding.killed import NOW, Lines
from tests.database.reminding.test_chasing import BEGAN, CONTACTS
from tests.database.warehouse.autumn import open_autumn

if TYPE_CHECKING:
    from huizong.settings import Settings


@pytest.mark.parametrize("point", ["before_the_commit", "before_the_notes", "between_file_and_ledger", "in_sending"])
def test_killed_and_run_again_everybody_is_told_once(point: str, settings: Settings, tmp_path: Path) -> None:
    delivered = tmp_path / "delivered"
    with open_autumn(settings, tmp_path / "county", {"contacts.csv": CONTACTS}, BEGAN) as autumn:
        environment = {
            **os.environ,
            "HUIZONG_HOME": str(settings.home),
            "HUIZONG_DATABASE_URL": settings.database_url,
            "PYTHONPATH": f"{REPOSITORY / 'plugins'}{os.pathsep}{REPOSITORY}",
        }
        script = Path(__file__).with_name("killed.py")
        child = subprocess.run([sys.executable, str(script), point, str(tmp_path / "county"), str(delivered)], env=environment, check=False)
        assert child.returncode == -signal.SIGKILL
        lines = Lines(delivered)
        for minutes in (5, 30, 60):  # a message in hand of a killed process is given up after ten minutes
            later = NOW + timedelta(minutes=minutes)
            chasing.chase(settings, autumn.county.catalogue, later)
            chasing.send(settings, autumn.county.catalogue, {"email": lines, "wecom": lines}, later)
        assert sorted(delivered.read_text().splitlines()) == ["email g01@luchuan.example", "wecom towns"]
        assert autumn.county.rows("select state, count(*) from meta.message group by 1 order by 1") == (
            [("sent", 1), ("uncertain", 1)] if point == "in_sending" else [("sent", 2)]
        )
        assert len(list(settings.outbox.rglob("催报_20250930.txt"))) == 3
        assert autumn.county.rows("select count(*) from meta.reminder_note where written_at is null") == [(0,)]
