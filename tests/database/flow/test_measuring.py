"""What is measured: every answered file once, by whoever asks first; what was answered before the first call is no news."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
import pytest

from huizong.flow import measuring
from huizong.flow.measuring import since_last
from huizong.warehouse import LOADER, connect
from tests.database.warehouse.autumn import Autumn, open_autumn

if TYPE_CHECKING:
    from huizong.settings import Settings

NOON = datetime(2025, 10, 9, 12, 0)


@pytest.fixture
def autumn(settings: Settings, tmp_path: Path) -> Iterator[Autumn]:
    with open_autumn(settings, tmp_path / "county") as opened:
        yield opened


def as_owner(settings: Settings, statement: str, **values: object) -> None:
    with closing(psycopg2.connect(settings.owner_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement, values)


def answer(autumn: Autumn, settings: Settings) -> None:
    """Write what is due, half a minute after the file came."""
    autumn.county.connection.commit()
    as_owner(settings, "update quality.receipt set written_at = clock_timestamp() where written_at is null")
    as_owner(
        settings,
        "update raw.arrival as a set received_at = r.written_at - interval '30 seconds' from quality.receipt as r"
        " where a.arrival_id = r.arrival_id",
    )


def test_each_answered_file_is_counted_once_with_its_faults_and_its_time(autumn: Autumn, settings: Settings) -> None:
    autumn.send(NOON, "G01", "a", "accepted")
    answer(autumn, settings)
    first = since_last(settings)
    assert (dict(first.files), first.faults, first.seconds, first.archived) == ({}, {}, (), ())

    autumn.send(NOON, "G01", "b", "accepted")
    autumn.send(NOON, "G02", "c", "returned")
    autumn.send(NOON, "G03", "d", "accepted_with_queries")
    autumn.ask(2, ("blocking", "department", "open"), ("query", "department", "open"), ("info", "department", "open"))
    answer(autumn, settings)
    autumn.send(NOON, "G03", "e", "returned")  # not answered yet
    autumn.county.connection.commit()
    found = since_last(settings)
    assert dict(found.files) == {"accepted": 1, "returned": 1, "accepted_with_queries": 1}
    assert found.faults == {"x": 2}  # the remark is none
    assert found.seconds == (30.0, 30.0, 30.0)
    assert len(found.archived) == 3
    assert all(path.parent.parent == settings.archive and path.name.startswith(path.parent.name) for path in found.archived)
    assert dict(since_last(settings).files) == {}

    answer(autumn, settings)
    assert dict(since_last(settings).files) == {"returned": 1}


def test_a_file_counts_by_the_worst_of_what_is_in_it(autumn: Autumn, settings: Settings) -> None:
    since_last(settings)
    autumn.send(NOON, "G01", "a", "accepted")
    autumn.county.rows(
        "insert into raw.submission (arrival_id, submission_no, file, sha256, kind, reporter, form, period, verdict, numeric_cells,"
        " figure_cells, structure_cells, issue_cells, catalogue_hash, run_id, received_at, known_from)"
        " select arrival_id, 2, file, sha256, kind, reporter, 'Q', '2025-Q3', 'returned', 0, 0, 0, 0, catalogue_hash, run_id,"
        " received_at, known_from from raw.submission where arrival_id = %s returning 1",
        autumn.county.rows("select arrival_id from raw.arrival")[0][0],
    )
    answer(autumn, settings)
    assert dict(since_last(settings).files) == {"returned": 1}


def test_what_is_being_written_meanwhile_is_left_to_the_next_call(autumn: Autumn, settings: Settings) -> None:
    since_last(settings)
    autumn.send(NOON, "G01", "a", "accepted")
    autumn.send(NOON, "G02", "b", "accepted")
    autumn.county.connection.commit()
    with closing(connect(settings.database_url, role=LOADER)) as slow, slow.cursor() as cursor:
        cursor.execute(
            "update quality.receipt set written_at = clock_timestamp() where arrival_id = (select min(arrival_id) from raw.arrival)"
        )
        autumn.county.rows(
            "update quality.receipt set written_at = clock_timestamp() where written_at is null"
            " and arrival_id = (select max(arrival_id) from raw.arrival) returning 1"
        )
        autumn.county.connection.commit()
        assert dict(since_last(settings).files) == {}  # the slow one's time of writing would lie behind what was counted
        slow.commit()
    assert dict(since_last(settings).files) == {"accepted": 2}


def test_trials_and_files_given_up_have_names_of_their_own(autumn: Autumn, settings: Settings) -> None:
    since_last(settings)
    autumn.send(NOON, "G01", "a", "accepted")
    autumn.send(NOON, "G02", "b", "accepted")
    autumn.county.connection.commit()
    for state in ("judged", "quarantined"):
        as_owner(
            settings,
            "insert into raw.arrival (arrival_id, folder, path, file_name, sha256, reporter, device, inode, size_bytes, mtime_ns,"
            " received_at, state) select %(id)s, folder, path, file_name, sha256, reporter, 0, 0, 1, 0, now(), %(state)s from raw.arrival"
            " order by arrival_id limit 1",
            id=f"new-{state}",
            state=state,
        )
        as_owner(settings, "insert into quality.receipt (arrival_id, due_at) values (%(id)s, now())", id=f"new-{state}")
    answer(autumn, settings)
    assert dict(since_last(settings).files) == {"accepted": 2, "tried": 1, "quarantined": 1}


def test_dirty_periods_are_those_that_wait_now(autumn: Autumn, settings: Settings) -> None:
    autumn.county.rows(
        "insert into meta.dirty_period values ('2025-09', nextval('meta.revision'), now()) on conflict do nothing returning 1"
    )
    autumn.county.rows(
        "insert into meta.dirty_period values ('2025-08', nextval('meta.revision'), now()) on conflict do nothing returning 1"
    )
    autumn.county.connection.commit()
    assert measuring.since_last(settings).dirty == 2
