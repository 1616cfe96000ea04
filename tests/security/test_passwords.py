"""Passwords while the flow runs: in no command line, no environment of a reader, no log, no receipt, no published file."""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psutil
import pytest

from huizong.flow import publication
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from tests.faults.towns import TOWNS, county, report_of


def test_no_password_is_to_be_seen_while_the_flow_runs(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    passwords = {
        unquote(password)
        for url in (settings.database_url, settings.owner_url, settings.reader_url)
        if (password := urlsplit(url).password)
    }
    assert len(passwords) == 3
    seen: list[str] = []
    answer = ReaderPool.answer

    def looking(self: ReaderPool, path: Path | str, name: str | None = None) -> object:
        seen.extend(" ".join(process.info["cmdline"] or ()) for process in psutil.process_iter(["cmdline"]))
        return answer(self, path, name)

    monkeypatch.setattr(ReaderPool, "answer", looking)
    made = county(settings)
    made.drop(f"{TOWNS['T01']}/月报.csv", report_of(TOWNS["T01"]))
    with caplog.at_level(logging.DEBUG):
        made.run()
    assert any("huizong.reading.nursery" in line for line in seen)
    assert any("postgres" in line for line in seen)
    written = [
        path.read_bytes()
        for folder in (settings.outbox, settings.published, settings.archive)
        for path in folder.rglob("*")
        if path.is_file()
    ]
    assert len(written) > 5
    for password in passwords:
        assert not [line for line in seen if password in line]
        assert password not in caplog.text
        assert not [content for content in written if password.encode() in content]
