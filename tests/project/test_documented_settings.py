"""Every variable that the programs read is told in the runbook, and every one that is told is read."""

from __future__ import annotations

import re

from huizong.settings import REPOSITORY

_NAME = re.compile(r"HUIZONG_[A-Z_]+[A-Z]")
# Given by one program of ours to the next, or by the compose file to its own containers: nobody else sets them.
INTERNAL = {"HUIZONG_LOCKS_SQL", "HUIZONG_ROLES_SQL"}
# Read as `HUIZONG_` and the folder's name.
FOLDERS = {"HUIZONG_INBOX", "HUIZONG_OUTBOX", "HUIZONG_ARCHIVE", "HUIZONG_PUBLISHED"}


def named_in(*paths: str) -> set[str]:
    """The variables named in these files and folders of the repository."""
    files = [file for path in paths for file in ([REPOSITORY / path] if (REPOSITORY / path).is_file() else (REPOSITORY / path).rglob("*"))]
    readable = (".py", ".md", ".yml", ".sh", ".example")
    return {name for file in files if file.suffix in readable for name in _NAME.findall(file.read_text("utf-8"))}


def test_what_is_read_is_told_and_what_is_told_is_read() -> None:
    read = (
        named_in("plugins", "docker-compose.yml", "docker-compose.shares.yml", "docker-compose.cluster.yml", "include/sql/server") | FOLDERS
    )
    told = named_in("docs/runbook.md", ".env.example")
    assert read - told - INTERNAL == set()
    assert told - read == set()
