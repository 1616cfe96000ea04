"""Faults are listed as a reader meets them, not as the alphabet has their places."""

from __future__ import annotations

from tests.database.warehouse.county import County

# by hand: the whole file, then paragraphs by number and place in them, then sheets, each down its rows and along its columns
IN_ORDER = (
    "",
    "2:16",
    "2:112",
    "3:4, 3:7",
    "10:1",
    "一季度!B4",
    "一季度!B10",
    "一季度!B10:C10",
    "一季度!Z10",
    "一季度!AA10",
    "一季度!A11, 一季度!A3",
    "二季度!A1",
)


def test_places_come_as_a_reader_meets_them(county: County) -> None:
    with county.connection.cursor() as cursor:
        cursor.execute("select p from unnest(%s::text[]) as p order by quality.reading_order(p)", (list(reversed(IN_ORDER)),))
        assert [place for (place,) in cursor.fetchall()] == list(IN_ORDER)
