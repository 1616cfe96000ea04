"""Each query lies in the room that asks it, none is asked by nobody, and each that is asked is there."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from huizong.settings import REPOSITORY
from huizong.warehouse.queries import QUERIES

PLUGINS = REPOSITORY / "plugins"
DOMAIN = PLUGINS / "huizong"
COMPOSED = {"load_": "warehouse", "stage_": "warehouse", "revalidate_": "revalidation"}


def room_of(module: Path) -> str:
    """The room of a module, as its queries' folder is named; modules of the domain itself have none."""
    return module.parent.relative_to(DOMAIN if module.is_relative_to(DOMAIN) else PLUGINS).as_posix()


def texts(node: ast.AST) -> set[str]:
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def calls(tree: ast.AST) -> list[ast.expr]:
    """What is asked by the name of a query of the folder that is not said."""
    return [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "query" and len(node.args) == 1
    ]


def prefixes(tree: ast.AST) -> set[str]:
    """What stands in front of names that are put together."""
    return {
        str(asked.values[0].value)
        for asked in calls(tree)
        if isinstance(asked, ast.JoinedStr) and isinstance(asked.values[0], ast.Constant)
    }


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module, parsed once the first test asks: a worker that only collects needs none."""
    return {path: ast.parse(path.read_text("utf-8")) for path in PLUGINS.rglob("*.py")}


THERE = {path.stem: path.parent.relative_to(QUERIES).as_posix() for path in QUERIES.rglob("*.sql")}


@cache
def asking() -> dict[str, set[str]]:
    """The rooms whose modules say the name of a query, whole or what follows a prefix of theirs."""
    found: dict[str, set[str]] = {name: set() for name in THERE}
    for path, tree in trees().items():
        said = texts(tree)
        for name in said | {prefix + rest for prefix in prefixes(tree) for rest in said}:
            if name in found:
                found[name].add(room_of(path))
    return found


def test_each_query_lies_in_a_room_that_asks_it() -> None:
    rooms = asking()
    assert len(rooms) == len(list(QUERIES.rglob("*.sql"))) > 200
    assert {name: room for name, room in THERE.items() if room not in rooms[name]} == {}


def test_no_query_is_asked_by_nobody() -> None:
    assert [name for name, rooms in asking().items() if not rooms] == []


def test_each_query_that_is_asked_by_its_name_is_there() -> None:
    asked = {call.value for tree in trees().values() for call in calls(tree) if isinstance(call, ast.Constant)}
    assert {"load_clock", "publish_rollups"} <= asked
    assert asked - THERE.keys() == set()


def test_names_that_are_put_together_are_those_of_three_prefixes() -> None:
    found = {prefix: room_of(path) for path, tree in trees().items() for prefix in prefixes(tree)}
    assert found == COMPOSED
