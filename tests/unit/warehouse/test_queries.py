"""The SQL files and the code that runs them belong together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huizong.settings import INCLUDE
from huizong.warehouse.queries import query
from huizong.warehouse.schema.migrate import read_files


def test_a_query_is_the_text_of_its_file_in_whatever_room_it_lies(tmp_path: Path) -> None:
    (tmp_path / "count_all.sql").write_text("select count(*) from core.figure;\n", encoding="utf-8")
    (tmp_path / "room" / "inner").mkdir(parents=True)
    (tmp_path / "room" / "inner" / "count_some.sql").write_text("select 3;\n", encoding="utf-8")
    assert query("count_all", tmp_path) == "select count(*) from core.figure;\n"
    assert query("count_some", tmp_path) == "select 3;\n"


def test_an_unknown_query_is_said_with_the_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=re.escape(f"no query no_such_query.sql in {tmp_path}")):
        query("no_such_query", tmp_path)


def test_a_name_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    for room in ("east", "west"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "count.sql").write_text("select 1;\n", encoding="utf-8")
    with pytest.raises(ValueError, match="two queries of one name"):
        query("count", tmp_path)


def test_migrations_run_from_one_without_a_gap_and_views_drop_what_they_make() -> None:
    migrations, views = read_files(INCLUDE / "sql")
    assert [migration.number for migration in migrations] == list(range(1, len(migrations) + 1))
    assert views[0].name == "00_drop.sql"
    assert views[-1].name == "90_grants.sql"
    made = re.findall(r"create (?:view|function) ([a-z_.]+)", "\n".join(view.sql for view in views))
    dropped = re.findall(r"drop (?:view|function) if exists ([a-z_.]+)", views[0].sql)
    assert made[::-1] == dropped
