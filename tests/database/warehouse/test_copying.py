"""Rows through COPY come out as they went in, whatever signs their texts have."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizong.warehouse.copying import copy_rows
from tests.database.warehouse.county import County

COPY = "copy pg_temp.given (number, text, value) from stdin"

TEXTS = [
    ("plain", "一般公共预算收入", "一般公共预算收入"),
    ("empty", "", ""),
    ("the sign of null, as a text", "\\N", "\\N"),
    ("a backslash beside a null", "C:\\报表", "C:\\报表"),
    ("a tab", "甲\t乙", "甲\t乙"),
    ("lines", "甲\n乙\r\n丙", "甲\n乙\r\n丙"),
    ("the end of data of old clients", "\\.", "\\."),
    ("what PostgreSQL can't store", "甲\0乙\ud800", "甲\N{REPLACEMENT CHARACTER}乙?"),
    ("nothing", None, None),
]


@pytest.mark.parametrize(("given", "kept"), [pytest.param(given, kept, id=what) for what, given, kept in TEXTS])
def test_a_text_comes_out_as_it_went_in(county: County, given: str | None, kept: str | None) -> None:
    with county.connection.cursor() as cursor:
        cursor.execute("create temporary table given (number integer, text text, value numeric) on commit drop")
        # beside a row with nulls and a plain one: neither lends the other its backslashes
        rows = [(1, given, None), (2, given, Decimal("-1742.50")), (3, None, None), (4, "青山镇", Decimal("1E+3"))]
        assert copy_rows(county.connection, COPY, rows) == 4
        cursor.execute("select number, text, value::text from pg_temp.given order by number")
        assert cursor.fetchall() == [(1, kept, None), (2, kept, "-1742.50"), (3, None, None), (4, "青山镇", "1000")]
