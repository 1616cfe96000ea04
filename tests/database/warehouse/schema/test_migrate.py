"""The migration runner, on folders of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from huizong.warehouse import connect
from huizong.warehouse.locks import MIGRATE, held
from huizong.warehouse.schema.migrate import MigrationError, migrate, plan


@pytest.fixture
def empty(server: Any) -> Iterator[str]:
    """The owner's URL of a database that was never migrated."""
    yield server.create_database("never_migrated").owner
    server.drop_database("never_migrated")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "views").mkdir()
    (tmp_path / "migrations" / "0001_first.sql").write_text("create table public.a (n integer);\n")
    (tmp_path / "views" / "00_drop.sql").write_text("drop view if exists public.v;\n")
    (tmp_path / "views" / "10_v.sql").write_text("create view public.v as select n from public.a;\n")
    return tmp_path


def ask(url: str, sql: str) -> list[tuple[Any, ...]]:
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_a_plan_says_what_is_pending_and_changes_nothing(empty: str, folder: Path) -> None:
    assert plan(empty, folder).names == ("0001_first.sql", "00_drop.sql", "10_v.sql")
    assert ask(empty, "select to_regclass('public.a'), to_regclass('meta.migration')") == [(None, None)]
    assert migrate(empty, folder).names == ("0001_first.sql", "00_drop.sql", "10_v.sql")
    assert plan(empty, folder).names == ()
    assert migrate(empty, folder).names == ()
    assert ask(empty, "select number, name from meta.migration") == [(1, "0001_first.sql")]


def test_a_new_migration_is_applied_with_the_views_after_it(empty: str, folder: Path) -> None:
    migrate(empty, folder)
    (folder / "migrations" / "0002_second.sql").write_text("alter table public.a add column m integer;\n")
    assert migrate(empty, folder).names == ("0002_second.sql", "00_drop.sql", "10_v.sql")
    assert ask(empty, "select number from meta.migration order by number") == [(1,), (2,)]


def test_a_changed_view_is_applied_again_and_one_taken_away_is_forgotten(empty: str, folder: Path) -> None:
    migrate(empty, folder)
    (folder / "views" / "10_v.sql").write_text("create view public.v as select n, n + 1 as m from public.a;\n")
    assert migrate(empty, folder).names == ("00_drop.sql", "10_v.sql")
    assert ask(empty, "select column_name from information_schema.columns where table_name = 'v' order by ordinal_position") == [
        ("n",),
        ("m",),
    ]
    (folder / "views" / "10_v.sql").unlink()
    assert migrate(empty, folder).names == ("00_drop.sql",)
    assert ask(empty, "select to_regclass('public.v')") == [(None,)]
    assert migrate(empty, folder).names == ()


def test_a_changed_applied_migration_is_refused(empty: str, folder: Path) -> None:
    migrate(empty, folder)
    (folder / "migrations" / "0001_first.sql").write_text("create table public.a (n bigint);\n")
    for act in (plan, migrate):
        with pytest.raises(MigrationError, match=r"0001_first\.sql was changed after it was applied .*restore the file"):
            act(empty, folder)


def test_a_database_newer_than_the_checkout_is_refused(empty: str, folder: Path) -> None:
    (folder / "migrations" / "0002_second.sql").write_text("select 1;\n")
    migrate(empty, folder)
    (folder / "migrations" / "0002_second.sql").unlink()
    with pytest.raises(MigrationError, match=r"the database has migration 0002_second\.sql, this checkout does not"):
        migrate(empty, folder)


def test_a_failing_migration_leaves_nothing_and_those_before_it_stay(empty: str, folder: Path) -> None:
    (folder / "migrations" / "0002_broken.sql").write_text("create table public.b (n integer);\nselect 1 / 0;\n")
    with pytest.raises(MigrationError, match=r"0002_broken\.sql failed and was rolled back: division by zero"):
        migrate(empty, folder)
    assert ask(empty, "select to_regclass('public.a')::text, to_regclass('public.b')") == [("a", None)]
    assert ask(empty, "select number from meta.migration") == [(1,)]


@pytest.mark.parametrize(("name", "message"), [("0003_gap.sql", "expected number 0002"), ("2_short.sql", "name it like")])
def test_names_and_numbers_are_checked(empty: str, folder: Path, name: str, message: str) -> None:
    (folder / "migrations" / name).write_text("select 1;\n")
    with pytest.raises(MigrationError, match=message):
        plan(empty, folder)


def test_a_second_runner_waits_for_the_first_and_finds_nothing_to_do(empty: str, folder: Path) -> None:
    names: list[tuple[str, ...]] = []
    with closing(connect(empty)) as first, held(first, MIGRATE):
        waiting = threading.Thread(target=lambda: names.append(migrate(empty, folder).names))
        waiting.start()
        waiting.join(timeout=0.5)
        assert waiting.is_alive()
        assert names == []
    waiting.join(timeout=30)
    assert names == [("0001_first.sql", "00_drop.sql", "10_v.sql")]
    assert migrate(empty, folder).names == ()


def test_a_reader_that_keeps_a_table_is_waited_for_with_an_end_and_a_word(
    empty: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(empty, folder)
    (folder / "migrations" / "0002_second.sql").write_text("alter table public.a add column m integer;\n")
    monkeypatch.setattr("huizong.warehouse.schema.migrate.LOCK_WAIT", "50ms")
    with closing(connect(empty)) as reader, reader.cursor() as cursor:
        cursor.execute("select n from public.v")
        with pytest.raises(MigrationError, match=r"0002_second\.sql waited 50ms for a table .* close the tools that read the warehouse"):
            migrate(empty, folder)
    assert migrate(empty, folder).names == ("0002_second.sql", "00_drop.sql", "10_v.sql")
