"""Evidence that is gone or was changed is named; what nobody names is counted and stays; old logs go, young ones and others don't."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import psycopg2
import pytest

from huizong.flow import maintenance, publication
from huizong.replay.rebuilding import RebuildError, rebuild
from huizong.settings import COUNTY_TIME, Settings
from tests.faults.towns import TOWNS, county, report_of, sha_of


def test_the_archive_is_held_against_ledger_and_journal(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made = county(settings)
    for code in ("T01", "T02", "T03"):
        made.drop(f"{TOWNS[code]}/月报.csv", report_of(TOWNS[code]))
    made.run()
    # three reports, the catalogue, what was published of the month and of the year
    assert maintenance.assert_evidence(made.settings) == {"files": 6, "unnamed": 0}
    gone, changed = (made.settings.archive / sha_of(code)[:2] / sha_of(code) for code in ("T01", "T02"))
    gone.unlink()
    changed.chmod(0o640)
    changed.write_bytes(b"other bytes")
    stray = made.settings.archive / "ab" / ("ab" + "0" * 62)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"nobody's")
    before = sorted(path for path in made.settings.archive.rglob("*") if path.is_file())
    found = maintenance.look_at_evidence(made.settings)
    assert (found.missing, found.unnamed) == ((sha_of("T01"),), (stray.name,))
    assert set(found.damaged) == {sha_of("T02"), stray.name}
    with pytest.raises(maintenance.EvidenceError, match=f"1 files of the archive are gone, 2 are not what was stored: {sha_of('T01')}"):
        maintenance.assert_evidence(made.settings)
    assert sorted(path for path in made.settings.archive.rglob("*") if path.is_file()) == before  # nothing is removed, nobody's neither


def test_bytes_that_nobody_names_are_said_and_fail_nothing(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    made = county(settings)
    name = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # sha256 of abc, FIPS 180-2, appendix B.1
    stray = made.settings.archive / name[:2] / name
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"abc")
    assert maintenance.assert_evidence(made.settings) == {"files": 2, "unnamed": 1}  # the catalogue is the other one
    assert f"they stay: {name}" in caplog.text
    assert stray.exists()


def test_a_next_year_without_room_is_a_failure(settings: Settings) -> None:
    made, this_year = county(settings), datetime.now(COUNTY_TIME).year
    with closing(psycopg2.connect(made.settings.owner_url)) as connection, connection, connection.cursor() as cursor:
        for year in range(this_year + 1, 2031):  # migrations made them up to 2030
            cursor.execute(f"drop table core.figure_{year}")
    with pytest.raises(maintenance.NoRoomAheadError, match="has partitions for 1 years from this one on"):
        maintenance.look_ahead(made.settings)


def test_where_only_the_loader_is_known_statistics_are_left_alone_and_nothing_is_rebuilt(settings: Settings) -> None:
    made = county(settings)
    loader = replace(made.settings, owner_url=made.settings.database_url)
    assert maintenance.refresh_statistics(loader) is False
    with pytest.raises(RebuildError, match="the warehouse's owner is not known here"):
        rebuild(loader)


def test_room_ahead_is_counted_and_statistics_are_renewed(settings: Settings) -> None:
    made = county(settings)
    ahead = maintenance.look_ahead(made.settings)
    assert ahead["figures_outside"] == 0
    assert ahead["years_ahead"] >= 2
    assert maintenance.refresh_statistics(made.settings) is True
    ((known,),) = made.rows("select count(*) from pg_stats where schemaname = 'core' and tablename = 'organisation'")
    assert known > 0


def test_what_a_killed_run_left_in_staging_goes_after_a_day(settings: Settings) -> None:
    made, now = county(settings), datetime(2026, 7, 6, 3, 30, tzinfo=COUNTY_TIME)
    with closing(psycopg2.connect(made.settings.owner_url)) as connection, connection, connection.cursor() as cursor:
        for run, hours in (("killed", 25), ("running", 23)):
            cursor.execute(
                "insert into staging.submission (run_id, submission_no, arrival_id, file, sha256, kind, nil_report, numeric_cells,"
                " figure_cells, structure_cells, issue_cells, received_at, staged_at)"
                " values (%s, 1, 'a', 'f', 's', 'table', false, 0, 0, 0, 0, now(), %s)",
                (run, now - timedelta(hours=hours)),
            )
            cursor.execute(
                "insert into staging.expected (run_id, submission_no, organisation, indicator, period, basis, required)"
                " values (%s, 1, 'T01', 'E01', '2026-06', 'current', true)",
                (run,),
            )
    assert maintenance.forget_old_staging(made.settings, now) == 1
    left = "select 'submission', run_id from staging.submission union all select 'expected', run_id from staging.expected"
    assert made.rows(left) == [("submission", "running"), ("expected", "running")]
    assert maintenance.forget_old_staging(made.settings, now) == 0


def test_old_logs_go_and_what_is_young_or_no_log_stays(tmp_path: Path) -> None:
    now, old = 1_800_000_000.0, 1_800_000_000.0 - 91 * 86_400
    for name, at in (
        ("dag/run/old.log", old),
        ("dag/run2/young.log", now - 86_400),
        ("dag/run/notes.txt", old),
        ("dag/gone/only.log", old),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        os.utime(path, (at, at))
    assert maintenance.remove_old_logs(tmp_path, 90, now) == 2
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["notes.txt", "young.log"]
