"""docs/architecture.md names what is there."""

from __future__ import annotations

import re

from huizong.settings import REPOSITORY

DOMAIN = REPOSITORY / "plugins" / "huizong"
PAGE = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")


def named() -> list[str]:
    """What the page names that is a path: with a slash, or with an ending; `<room>` stands for any."""
    return [text for text in re.findall(r"`([^`\s<]+)`", PAGE) if "/" in text or text.endswith((".md", ".toml", ".py"))]


def test_every_path_of_the_page_is_there() -> None:
    paths = named()
    assert len(paths) > 50
    bases = (REPOSITORY, DOMAIN, REPOSITORY / "include" / "sql")
    own = {"__init__.py"}  # of the rooms named in the same row
    assert [path for path in paths if path not in own and not any((base / path).exists() for base in bases)] == []


def test_every_room_is_on_the_page() -> None:
    rooms = {path.name for path in DOMAIN.iterdir() if (path / "__init__.py").is_file()}
    told = set(re.findall(r"`([a-z_]+)/`", PAGE))
    assert rooms - told == set()
