"""What each role may do, each over TCP with its own password (DESIGN §4, roles)."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import psycopg2
import pytest
from psycopg2 import sql
from psycopg2.errors import InsufficientPrivilege

from huizong.warehouse import LOADER, WarehouseError, connect
from tests.database.warehouse.county import County, figure


def refused(url: str, statement: str, role: str | None = None) -> bool:
    with closing(connect(url, role=role)) as connection, connection.cursor() as cursor:
        try:
            cursor.execute(statement)
        except InsufficientPrivilege:
            return True
    return False


def test_the_reader_reads_every_mart_and_nothing_else(county: County, database: Any) -> None:
    county.submit("G01", [figure("G01", "P", "100")])
    marts = county.rows("select table_name from information_schema.tables where table_schema = 'mart' order by 1")
    assert [name for (name,) in marts] == [
        "conflict",
        "coverage",
        "fault",
        "figure_history",
        "figure_latest",
        "figure_sources",
        "issue_summary",
        "period_issue",
        "reporter_quality",
        "restatement",
        "rollup",
        "rollup_term",
        "rollup_today",
        "submission",
        "timeliness",
        "timeliness_rate",
        "unmatched",
    ]
    with closing(psycopg2.connect(database.reader_url)) as reader, reader.cursor() as cursor:
        for (name,) in marts:
            cursor.execute(sql.SQL("select * from mart.{}").format(sql.Identifier(name)))
        cursor.execute("select value from mart.figure_latest")
        assert cursor.fetchall() == [(100,)]
        cursor.execute("select value from mart.figure_as_of('infinity'::timestamptz - interval '1 day')")
        cursor.execute("select expected from mart.coverage where form = 'M' and reporter = 'G01' and period = '2026-06'")
        assert cursor.fetchall() == [(9,)]
    for statement in (
        "select 1 from core.figure",
        "select 1 from raw.arrival",
        "select 1 from quality.issue",
        "select 1 from staging.figure",
        "select 1 from meta.dirty_period",
        "select * from core.expected_figure(array['2026-06'])",
        "delete from core.rollup",
        "insert into core.rollup default values",
        "create table mart.mine (n integer)",
        "set role huizong_loader",
    ):
        assert refused(database.reader_url, statement), statement


def test_the_loader_adds_and_closes_figures_but_changes_and_deletes_none(county: County, database: Any) -> None:
    county.submit("G01", [figure("G01", "P", "100")])
    for statement in (
        "update core.figure set value = 1",
        "update core.figure set known_from = now()",
        "delete from core.figure",
        "truncate core.figure",
        "delete from raw.file",
        "delete from raw.arrival",
        "update raw.arrival set sha256 = ''",
        "delete from raw.submission",
        "update raw.submission set verdict = 'accepted'",
        "delete from quality.issue",
        "update quality.issue set message = ''",
        "delete from quality.period_issue",
        "update quality.period_issue set observed = ''",
        "delete from quality.unloaded_figure",
        "delete from quality.receipt",
        "create table core.mine (n integer)",
        "drop table core.rollup",
        "update meta.migration set sha256 = ''",
    ):
        assert refused(database.loader_url, statement), statement
    for statement in (
        "update core.figure set known_to = known_from + interval '1 day'",
        "update raw.arrival set attempts = attempts + 1, last_error = 'x', removed_at = now()",
        "update quality.issue set state = 'waived'",
        "delete from core.rollup",
        "delete from staging.figure",
    ):
        assert not refused(database.loader_url, statement), statement


def test_one_url_serves_by_set_role(county: County, database: Any) -> None:
    county.submit("G01", [figure("G01", "P", "100")])
    assert refused(database.owner_url, "delete from core.figure", role=LOADER)
    assert not refused(database.owner_url, "select 1 from core.figure", role=LOADER)
    with closing(connect(database.admin_url, role=LOADER)) as connection, connection.cursor() as cursor:
        connection.rollback()
        cursor.execute("select current_user, current_setting('timezone'), current_setting('application_name')")
        assert cursor.fetchone() == ("huizong_loader", "UTC", "huizong")


def test_a_login_that_may_not_act_as_the_role_is_told_so(database: Any) -> None:
    with pytest.raises(WarehouseError, match="the login huizong_reader may not act as huizong_loader: grant"):
        connect(database.reader_url, role=LOADER)
    with pytest.raises(WarehouseError, match="the role nobody does not exist: run `huizong migrate`"):
        connect(database.owner_url, role="nobody")
    with pytest.raises(WarehouseError, match="there is no database address"):
        connect("")


def test_an_unreachable_server_is_named_without_the_password() -> None:
    with pytest.raises(WarehouseError, match="can't be reached") as caught:
        connect("postgresql://someone:secret-word@127.0.0.1:1/nothing")
    assert "secret-word" not in str(caught.value)


def test_every_table_column_and_function_of_the_marts_has_a_comment(county: County) -> None:
    without = county.rows(
        "select c.relname, a.attname from pg_class as c inner join pg_attribute as a on c.oid = a.attrelid"
        " where c.relnamespace = 'mart'::regnamespace and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped"
        " and coalesce(col_description(c.oid, a.attnum), '') = ''"
    )
    assert without == []
    assert (
        county.rows(
            "select relname from pg_class where relnamespace = 'mart'::regnamespace and relkind in ('r', 'v')"
            " and obj_description(oid, 'pg_class') is null"
        )
        == []
    )
    assert (
        county.rows("select proname from pg_proc where pronamespace = 'mart'::regnamespace and obj_description(oid, 'pg_proc') is null")
        == []
    )


def test_only_who_works_on_the_warehouse_takes_its_locks(county: County, database: Any) -> None:
    for taking in ("pg_advisory_lock(1)", "pg_try_advisory_lock(1)", "pg_advisory_xact_lock_shared(1)", "pg_advisory_lock(1, 2)"):
        assert refused(database.reader_url, f"select {taking}")
        assert not refused(database.loader_url, f"select {taking}")


def test_a_reader_that_leaves_a_transaction_open_is_cut_off_in_time(county: County, database: Any) -> None:
    with closing(connect(database.reader_url)) as connection, connection.cursor() as cursor:
        cursor.execute("show idle_in_transaction_session_timeout")
        assert cursor.fetchall() == [("10min",)]
