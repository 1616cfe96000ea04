"""Words are data (decision 0097): Chinese in the strings of the code becomes less, room by room, and every list shipped is asked for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from huizong.settings import REPOSITORY
from huizong.word_lists import FOLDER, word_lists

PLUGINS = REPOSITORY / "plugins"
# At most so many Chinese characters in a room's strings, docstrings aside. A ceiling is lowered with what leaves, never raised: new words
# that are recognised go into include/words, sentences into templates and issue_types.csv.
CEILINGS = {
    "huizong": 40,
    "huizong/answers": 90,
    "huizong/catalogue": 200,
    "huizong/checking": 300,
    "huizong/cli": 90,
    "huizong/feedback": 2150,
    "huizong/narrative": 7_900,
    "huizong/proposing": 210,
    "huizong/publishing": 1000,
    "huizong/reading": 1100,
    "huizong/recognising": 950,
    "huizong/reminding": 210,
    "huizong_airflow/board": 850,
}
ELSEWHERE = 20  # in any other room or loose module
SLACK = 0.9  # a ceiling of which less than that is left is lowered
CHINESE = re.compile("[\u3400-\u9fff]")
LISTS = sorted(FOLDER.rglob("*.txt"))


def chinese_in(source: str) -> int:
    """The Chinese characters in the strings of a module, without those that say what something is."""
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said)
    return sum(len(CHINESE.findall(text)) for text in strings if isinstance(text, str))


def room_of(path: Path) -> str:
    parts = path.relative_to(PLUGINS).parts
    return "/".join(parts[: min(2, len(parts) - 1)]) or parts[0]


def counted() -> dict[str, int]:
    found: dict[str, int] = {}
    for path in PLUGINS.rglob("*.py"):
        found[room_of(path)] = found.get(room_of(path), 0) + chinese_in(path.read_text("utf-8"))
    return found


def test_characters_are_those_of_strings_alone() -> None:
    assert chinese_in('"""说明"""\n# 注释\nA = "税收" + f"{x}万元"\ndef f() -> None:\n    """说明"""\n    return "abc"\n') == 4


def test_rooms_keep_to_their_ceilings() -> None:
    found = counted()
    assert {room: number for room, number in found.items() if number > CEILINGS.get(room, ELSEWHERE)} == {}
    assert {room: found.get(room, 0) for room, most in CEILINGS.items() if found.get(room, 0) < most * SLACK} == {}


@pytest.mark.parametrize("path", LISTS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_list_is_asked_for_by_the_module_it_is_named_after(path: Path) -> None:
    (module,) = (PLUGINS / "huizong" / path.parent.relative_to(FOLDER)).rglob(f"{path.stem}.py")
    room = "" if path.parent == FOLDER else path.parent.name
    asked = {node.value for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Constant)}
    texts = "".join(each.read_text("utf-8") for each in path.parent.glob("*.txt"))
    built_in = set(re.findall(r"\{(?:[a-z_]+\.)?([a-z][a-z_]*)\}", texts))
    assert {room, path.stem} <= asked
    assert [name for name in word_lists(room, path.stem).lines if name not in asked | built_in] == []
