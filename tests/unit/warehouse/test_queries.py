"""The SQL files and the code that runs them belong together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huizong.settings import INCLUDE, REPOSITORY
from huizong.warehouse.queries import QUERIES, query
from huizong.warehouse.schema.migrate import read_files

_CALL = re.compile(r"""query\(\s*f?["']([a-z_{}]+)["']""")


def test_a_query_is_the_text_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "count_all.sql").write_text("select count(*) from core.figure;\n", encoding="utf-8")
    assert query("count_all", tmp_path) == "select count(*) from core.figure;\n"
    with pytest.raises(FileNotFoundError):
        query("no_such_query", tmp_path)


def test_every_query_of_the_warehouse_and_of_publishing_has_a_file() -> None:
    asked = set()
    for room in ("warehouse", "publishing"):
        for path in (REPOSITORY / "plugins" / "huizong" / room).glob("*.py"):
            asked |= set(_CALL.findall(path.read_text(encoding="utf-8")))
    assert {"load_clock", "publish_rollups", "stage_{table}", "load_{step}"} <= asked
    there = {path.stem for path in QUERIES.glob("*.sql")}
    assert {name for name in asked if "{" not in name} <= there


def test_migrations_run_from_one_without_a_gap_and_views_drop_what_they_make() -> None:
    migrations, views = read_files(INCLUDE / "sql")
    assert [migration.number for migration in migrations] == list(range(1, len(migrations) + 1))
    assert views[0].name == "00_drop.sql"
    assert views[-1].name == "90_grants.sql"
    made = re.findall(r"create (?:view|function) ([a-z_.]+)", "\n".join(view.sql for view in views))
    dropped = re.findall(r"drop (?:view|function) if exists ([a-z_.]+)", views[0].sql)
    assert made[::-1] == dropped
