"""Each folder says in its `__init__` what comes in, what goes out and at which door to knock; the doors are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from huizong.settings import REPOSITORY

PLUGINS = REPOSITORY / "plugins"
ROOMS = sorted(path.parent.relative_to(PLUGINS) for path in PLUGINS.rglob("__init__.py") if path.parent != PLUGINS / "huizong")


@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_a_room_names_its_doors(room: Path) -> None:
    said = ast.get_docstring(ast.parse((PLUGINS / room / "__init__.py").read_text("utf-8"))) or ""
    _, knock, after = said.partition("Knock at ")
    doors = re.findall(r"`([a-z_.]+)`", after.partition("\n\n")[0])
    assert knock
    assert doors or after.startswith(("the format's own name", "the room itself"))
    bases = (PLUGINS / room, PLUGINS / "huizong")
    names = [door.replace(".", "/") for door in doors]
    assert [name for name in names if not any((base / name).is_dir() or (base / f"{name}.py").exists() for base in bases)] == []
