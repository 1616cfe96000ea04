"""mart.reporter_quality: in time by the file that was accepted as it was, first passes, faults and points worked out by hand."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from huizong.model import Draft
from huizong.publishing import publish
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.loading import Loaded
from huizong.warehouse.schema import catalogue_tables
from tests.database.warehouse.county import County, figure, make_catalogue

SCORING = "measure,weight,cap\ndays_late,1,10\ndepartment_faults,0.5,1\nresubmissions,1,5\nnot_first_pass,2,\n"
# Form M for June is due on Wednesday, 8 July 2026, 17:00 in the county: 9:00 UTC.
DUE = datetime(2026, 7, 8, 9, 0, tzinfo=UTC)


def note(county: County, loaded: Loaded, *faults: tuple[str, str, str]) -> None:
    """Faults of the department as (place, severity, state)."""
    for number, (place, severity, state) in enumerate(faults, 1):
        with county.connection.cursor() as cursor:
            cursor.execute(
                "insert into quality.issue (submission_id, number, rule, severity, responsibility, dimension, place, message, remedy,"
                " state, known_from) values (%s, %s, 'x', %s, 'department', 'accuracy', %s, 'm', 'r', %s, %s)",
                (loaded.submissions[0].submission_id, number, severity, place, state, loaded.known_from),
            )
    county.connection.commit()


def test_how_each_reporter_met_what_it_owed(settings: Settings, tmp_path: Path) -> None:
    catalogue = make_catalogue(tmp_path / "county", {"scoring.csv": SCORING})
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue_tables.sync(connection, catalogue, datetime(2026, 1, 1, tzinfo=UTC))
        county = County(connection, catalogue)
        # G01: returned on 1 July with two faults, a question and a fault of a rule that was withdrawn; accepted the same day;
        # the correction of the 12th and the same bytes once more make it no later
        first = county.submit("G01", [figure("G01", "P", "1")], content="a", verdict="returned")
        note(county, first, ("B2", "critical", "open"), ("B3", "blocking", "open"), ("B4", "query", "open"), ("B5", "critical", "void"))
        county.submit("G01", [figure("G01", "P", "2")], content="b")
        county.clock = datetime(2026, 7, 12, 8, 0, tzinfo=UTC)
        last = county.submit("G01", [figure("G01", "P", "3")], content="d").submissions[0].submission_id
        county.submit("G01", [figure("G01", "P", "3")], content="d", duplicate_of=last)
        # G02: one file on 9 July, an hour after the due hour of the day before; waived on the 20th, which is the county's time
        county.clock = datetime(2026, 7, 9, 10, 0, tzinfo=UTC)
        only = county.submit("G02", [figure("G02", "P", "4")], content="c", verdict="partially_accepted")
        note(county, only, ("C7", "blocking", "open"))
        county.clock = datetime(2026, 7, 20, 10, 0, tzinfo=UTC)
        again = county.submit("G02", [figure("G02", "P", "4")], content="c", is_dropped=False)
        note(county, again, ("C7", "blocking", "waived"))
        publish(connection, settings, catalogue, "2026-06")
        rows = county.rows(
            "select reporter, due_at, arrived_at::date, on_time, days_late, attempts, first_pass, resubmissions, department_faults, points"
            " from mart.reporter_quality where period = '2026-06' and form = 'M' order by reporter"
        )
        assert rows == [
            # 100 - 0 - min(2 x 0.5, 1) - 2 x 1 - 2
            ("G01", DUE, date(2026, 7, 1), True, 0, 3, False, 2, 2, Decimal("95.0")),
            # 100 - 1 - 0.5
            ("G02", DUE, date(2026, 7, 9), False, 1, 1, True, 0, 1, Decimal("98.5")),
            ("G03", DUE, None, None, None, 0, None, 0, 0, None),
        ]
        quarter = county.rows("select reporter, due_at, attempts from mart.reporter_quality where period = '2026-Q2' order by reporter")
        assert quarter == [("G01", DUE, 0), ("G02", DUE, 0), ("G03", DUE, 0)]


def test_a_report_in_an_archive_is_the_file_and_not_the_archive_around_it(settings: Settings, tmp_path: Path) -> None:
    catalogue = make_catalogue(tmp_path / "county", {"scoring.csv": SCORING})
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue_tables.sync(connection, catalogue, datetime(2026, 1, 1, tzinfo=UTC))
        county = County(connection, catalogue)
        june = Draft("六月.xlsx", "6" * 64, "G01", "M", "2026-06", figures=(figure("G01", "P", "2"),))
        # on 1 July in an archive with May's, which nobody takes; on the 20th in another one, and what held June was waived meanwhile
        county.clock = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
        county.submit_drafts("G01", [Draft("五月.xlsx", "5" * 64, "G01", "M", "2026-05"), june], verdict="returned")
        county.clock = datetime(2026, 7, 20, 8, 0, tzinfo=UTC)
        county.submit_drafts("G01", [Draft("五月改.xlsx", "4" * 64, "G01", "M", "2026-05"), june])
        publish(connection, settings, catalogue, "2026-06")
        (quality,) = county.rows(
            "select arrived_at::date, on_time, days_late, attempts, first_pass from mart.reporter_quality"
            " where period = '2026-06' and form = 'M' and reporter = 'G01'"
        )
        assert quality == (date(2026, 7, 1), True, 0, 2, True)
        (timely,) = county.rows(
            "select acceptable_at::date, on_time, days_late, attempts from mart.timeliness"
            " where period = '2026-06' and form = 'M' and reporter = 'G01'"
        )
        assert timely == quality[:4]
