"""A name says one thing: no file and no public class of the programs is called like another."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from huizong.settings import REPOSITORY

PLUGINS = REPOSITORY / "plugins"
MODULES = sorted(path for path in PLUGINS.rglob("*.py") if path.name != "__init__.py")


def repeated(names: dict[str, list[Path]]) -> dict[str, list[str]]:
    """The names that stand in several files, and in which."""
    return {name: [str(path.relative_to(PLUGINS)) for path in paths] for name, paths in names.items() if len(paths) > 1}


def test_no_file_is_called_like_another() -> None:
    named: dict[str, list[Path]] = defaultdict(list)
    for path in MODULES:
        named[path.name].append(path)
    assert len(named) > 400
    assert repeated(named) == {}


def test_no_public_class_is_called_like_another() -> None:
    named: dict[str, list[Path]] = defaultdict(list)
    for path in MODULES:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named[node.name].append(path)
    # A figure of prose as it is read, and a unit as a word: both are known to the grammar of prose alone.
    for name in ("Draft", "Unit"):
        named[name] = [path for path in named[name] if "narrative" not in path.parts]
    assert len(named) > 400
    assert repeated(named) == {}
