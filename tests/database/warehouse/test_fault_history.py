"""Faults as figures have it: from when on they stood, and until when."""

from __future__ import annotations

from huizong.model import Draft
from huizong.warehouse.loading import load
from tests.database.warehouse.county import County, figure

STANDING = "select submission_id from mart.fault where known_from <= %(at)s and known_to > %(at)s"


def send(county: County, period: str, output: str) -> int:
    """A file with one fault; returns the number of its submission."""
    draft = Draft("报表.xlsx", f"{int(output):064x}", "G01", "M", period, figures=(figure("G01", "P", output, period=period),))
    run = county.stage("G01", [draft])
    with county.connection.cursor() as cursor:
        cursor.execute(
            "insert into staging.issue (run_id, submission_no, rule, severity, responsibility, dimension, place, message, remedy)"
            " values (%s, 1, 'x', 'query', 'department', 'accuracy', '', '', '')",
            (run,),
        )
    county.connection.commit()
    return load(county.connection, run, county.catalogue, clock=lambda: county.clock).submissions[0].submission_id


def test_a_fault_stands_until_its_report_is_sent_again(county: County) -> None:
    first, other, again = send(county, "2026-05", "1"), send(county, "2026-06", "2"), send(county, "2026-05", "3")
    instants = [row[0] for row in county.rows("select known_from from raw.submission order by known_from")]
    standing = []
    for at in instants:
        with county.connection.cursor() as cursor:
            cursor.execute(STANDING, {"at": at})
            standing.append(sorted(number for (number,) in cursor.fetchall()))
    assert standing == [[first], [first, other], [other, again]]
    assert county.rows("select rule, reporter, report_period, known_to from mart.fault where submission_id = %s", first) == [
        ("x", "G01", "2026-05", instants[2])
    ]
