"""Two warehouses compared: digests by table and period, row by row where they differ, without numbers that only count."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from huizong.publishing import publish
from huizong.warehouse import LOADER, connect
from huizong.warehouse.equality import compare, nothing_there
from tests.database.warehouse.county import County, figure, open_county

if TYPE_CHECKING:
    from huizong.settings import Settings
    from huizong.warehouse.server.embedded import EmbeddedServer


def fill(county: County, second: str = "40") -> None:
    county.submit("G01", [figure("G01", "P", "100")])
    county.submit("G02", [figure("G02", "P", second)])


def test_what_differs_is_told_row_by_row(settings: Settings, server: EmbeddedServer, template: str, tmp_path: Path) -> None:
    other = server.create_database("equality_other", template=template)
    with closing(connect(settings.database_url, role=LOADER)) as one, closing(connect(other.loader, role=LOADER)) as two:
        first, second = open_county(one, tmp_path / "one"), open_county(two, tmp_path / "two")
        # the numbers of submissions begin elsewhere: they only count
        two.cursor().execute("select nextval('raw.submission_submission_id_seq')")
        fill(first)
        fill(second)
        # nothing is published yet
        found = compare(one, two)
        assert (found.is_equal, found.rows, found.behind) == (True, {"figure": 2, "submission": 2}, ())
        publish(one, settings, first.catalogue, "2026-06")
        publish(two, settings, second.catalogue, "2026-06")
        one.rollback()
        two.rollback()
        found = compare(one, two)
        assert found.behind == ()
        assert {one.subject for one in found.differences} <= {"published rollup"}  # each at its own instant
        assert found.rows["rollup"] > 2
        second.submit("G02", [figure("G02", "P", "41")])
        found = compare(one, two)
        figures = [each for each in found.differences if each.subject == "figure"]
        # the first value ended, the second began
        assert [(each.key[:29], (each.before or "")[:4], (each.after or "")[:4]) for each in figures] == [
            ("G02/P/2026-06/cumulative/G02/", "(40,", "(40,"),
            ("G02/P/2026-06/cumulative/G02/", "", "(41,"),
        ]
        assert nothing_there(one) == ""
        # a period that has newer figures is not compared, nor are those that are made of it
        assert compare(two, one).behind == ("2026-06", "2026-H1", "2026-Q2")
    server.drop_database("equality_other")


def test_an_empty_database_is_nothing_to_compare_with(server: EmbeddedServer) -> None:
    empty = server.create_database("equality_empty")
    with closing(connect(empty.owner)) as connection:
        assert nothing_there(connection) == "there was no warehouse"
        with connection.cursor() as cursor:
            cursor.execute("create schema raw; create table raw.submission (n integer)")
        assert nothing_there(connection) == "it is of an older schema: run `huizong migrate` first"
    server.drop_database("equality_empty")
