"""The terms of rollups: whoever adds them up gets the value; the reader sees those that he may."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import psycopg2

from huizong.publishing import publish
from tests.database.publishing.test_second_county import Year, year
from tests.database.warehouse.county import figure

if TYPE_CHECKING:
    from huizong.settings import Settings

__all__ = ["year"]
OF = (
    "select term_organisation, term_period, formula, above, below from mart.rollup_term"
    " where period = %s and organisation = %s and indicator = %s and basis = %s order by 1, 2"
)


def terms(year: Year, *key: str) -> list[tuple[object, ...]]:
    return year.county.rows(OF, *key)


def test_terms_add_up_to_every_rollup(year: Year, settings: Settings) -> None:
    year.plan(A="400", B="150", C="90", D="250", E="60")
    for month in (1, 2, 3, 4):
        year.county.clock = datetime(2026, month + 1, 5, tzinfo=UTC)
        year.send(month)
    for period in ("2026-03", "2026-04"):
        publish(year.county.connection, settings, year.county.catalogue, period)

    # 30, 12, 8, 20 and 5 a month: 90 + 36 + 24 + 60 + 15 = 225
    assert [(one[0], one[3]) for one in terms(year, "2026-03", "Z", "P", "cumulative")] == [
        ("A", 90),
        ("B", 36),
        ("C", 24),
        ("D", 60),
        ("E", 15),
    ]
    # growth: 225 of 72 + 30 + 30 + 48 + 12 = 192
    growth = terms(year, "2026-03", "Z", "P", "growth_rate")
    assert [one[2] for one in growth] == ["growth"] * 5
    assert (sum(one[3] for one in growth), sum(one[4] for one in growth)) == (225, 192)  # type: ignore[misc]
    # roads of March: 27 of January to March, less 18 of January and February
    assert terms(year, "2026-03", "A", "R", "current") == [("A", "2026-03", "difference", Decimal(27), Decimal(18))]
    # trees of the first quarter: three months of 7
    assert [one[1:4] for one in terms(year, "2026-Q1", "A", "M", "current")] == [
        ("2026-01", "sum", 7),
        ("2026-02", "sum", 7),
        ("2026-03", "sum", 7),
    ]
    # after the merger F stands for B and C: 80 of 80
    assert terms(year, "2026-04", "F", "P", "growth_rate") == [("F", "2026-04", "growth", Decimal(80), Decimal(80))]
    assert [one[0] for one in terms(year, "2026-04", "Z", "P", "cumulative")] == ["A", "D", "E", "F"]
    # roads of April: 20 of F since January, less 12 of B and 3 of C until March
    assert terms(year, "2026-04", "F", "R", "current") == [
        ("B", "2026-03", "difference", None, Decimal(12)),
        ("C", "2026-03", "difference", None, Decimal(3)),
        ("F", "2026-04", "difference", Decimal(20), None),
    ]
    unlike = (
        "select r.period, r.organisation, r.indicator, r.basis, r.method from mart.rollup as r where r.value is not null and"
        " not exists (select 1 from mart.rollup_term as t where t.period = r.period and t.organisation = r.organisation"
        " and t.indicator = r.indicator and t.basis = r.basis and t.method = r.method and t.adds_up)"
    )
    assert year.county.rows(unlike) == []

    with closing(psycopg2.connect(settings.owner_url)) as owner, owner.cursor() as cursor:
        cursor.execute("update core.rollup set suppressed = true where organisation = 'B' and indicator = 'P'")
        owner.commit()
    with closing(psycopg2.connect(settings.reader_url)) as reader, reader.cursor() as cursor:
        cursor.execute(OF.replace(", above, below", ", adds_up"), ("2026-03", "Z", "P", "cumulative"))
        assert cursor.fetchall() == [(town, "2026-03", "sum", False) for town in "ACDE"]
        cursor.execute(OF, ("2026-03", "B", "P", "cumulative"))
        assert cursor.fetchall() == []


def test_a_rate_that_a_town_reports_stands_as_it_was_written(year: Year, settings: Settings) -> None:
    """A has 90 of 72 and writes 25.3, B 36 of 30 and writes nothing."""
    year.county.clock = datetime(2026, 4, 5, tzinfo=UTC)
    year.send(3)
    written = figure("A", "P", "25.3", period="2026-03", basis="growth_rate", refers_to="cumulative")
    year.county.submit("A", [written], period="2026-03", verdict="partially_accepted")
    publish(year.county.connection, settings, year.county.catalogue, "2026-03")
    assert terms(year, "2026-03", "A", "P", "growth_rate") == [("A", "2026-03", "sum", Decimal("25.3"), None)]
    assert terms(year, "2026-03", "B", "P", "growth_rate") == [("B", "2026-03", "growth", Decimal(36), Decimal(30))]
    assert [one[3:] for one in terms(year, "2026-03", "Z", "P", "growth_rate")][:2] == [(90, 72), (36, 30)]
    assert year.county.rows("select organisation, indicator, basis from mart.rollup_term where period = '2026-03' and not adds_up") == []


def test_terms_of_a_quarter_over_a_merger_and_a_split(year: Year, settings: Settings) -> None:
    """In the third quarter A has E's second behind it, and D's became G and H in September; trees are summed, roads a difference."""
    year.plan(A="400", B="150", C="90", D="250", E="60")
    for month in range(1, 10):
        year.county.clock = datetime(2026, month + 1, 5, tzinfo=UTC)
        year.send(month)
    publish(year.county.connection, settings, year.county.catalogue, "2026-09")
    # 9 and 2 a month make 11 from July on: 99 since January, less 54 of A and 12 of E until June
    assert terms(year, "2026-Q3", "A", "R", "current") == [
        ("A", "2026-09", "difference", Decimal(99), Decimal(54)),
        ("E", "2026-06", "difference", None, Decimal(12)),
    ]
    assert [(one[0], one[1], one[3]) for one in terms(year, "2026-Q3", "D", "M", "current")] == [
        ("D", "2026-07", 6),
        ("D", "2026-08", 6),
        ("G", "2026-09", 4),
        ("H", "2026-09", 2),
    ]
    wrong = "select organisation, indicator, basis, method from mart.rollup_term where period = '2026-Q3' and not adds_up"
    assert year.county.rows(wrong) == []
