"""Where a test lies can be told from what it tests, and what it tests from where it lies (CONTRIBUTING.md, "Where a test lies")."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from huizong.settings import REPOSITORY

TESTS = REPOSITORY / "tests"
MIRRORS = {"unit": "huizong", "database": "huizong", "airflow": "huizong_airflow"}
OTHERS = {"dags", "project", "faults", "security", "system", "cluster"}
FILES = sorted(path.relative_to(TESTS) for kind in MIRRORS for path in (TESTS / kind).rglob("test_*.py"))


@cache
def modules_called(name: str, package: str) -> frozenset[Path]:
    """The folders of the package that have a module of this name."""
    top = REPOSITORY / "plugins" / package
    return frozenset(path.parent.relative_to(top) for path in top.rglob(f"{name}.py"))


@cache
def imported(file: Path) -> frozenset[str]:
    """The modules that a test has to do with: those it imports, and those of its helpers and of the conftest files above it."""
    found: set[str] = set()
    above = [folder / "conftest.py" for folder in (TESTS / file).parents if folder.is_relative_to(TESTS) and folder != TESTS]
    waiting, seen = [TESTS / file, *(path for path in above if path.exists())], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.ImportFrom) or node.module is None:
                continue
            names = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            found |= names
            helpers = (REPOSITORY / f"{name.replace('.', '/')}.py" for name in names if name.startswith("tests."))
            waiting.extend(helper for helper in helpers if helper.exists())
    return frozenset(found)


def test_the_folders_are_those_that_are_told() -> None:
    assert {path.relative_to(TESTS).parts[0] for path in TESTS.rglob("*/*.py")} == MIRRORS.keys() | OTHERS
    page = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    assert [kind for kind in MIRRORS.keys() | OTHERS if f"`tests/{kind}/" not in page] == []


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_test_lies_where_what_it_tests_lies(file: Path) -> None:
    kind, *rooms = file.parent.parts
    package = MIRRORS[kind]
    assert (REPOSITORY / "plugins" / package / Path(*rooms) / "__init__.py").exists(), "there is no such room"
    homes = modules_called(file.stem.removeprefix("test_"), package)
    if homes:  # named after a module: beside the others of that module's room
        assert Path(*rooms) in homes, f"the module of this name lies in {sorted(map(str, homes))}"
    else:  # named after a subject of its room, which it knows by a module of it or by the door of the room around it
        room = ".".join([package, *rooms])
        doors = {".".join([package, *rooms[:depth]]) for depth in range(1, len(rooms) + 1)}
        known = imported(file)
        assert known & doors or any(name.startswith(f"{room}.") for name in known), f"nothing of {room} is tested here"
