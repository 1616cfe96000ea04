"""Killed at any point and run again, the system comes to what it would have come to undisturbed (DESIGN §9)."""

import shutil
import signal
from contextlib import closing
from pathlib import Path

import pytest

from huizong.replay import rebuilding
from huizong.settings import INCLUDE, Settings
from huizong.steps import answering, preparing
from huizong.warehouse import connect
from tests.faults import killed
from tests.faults.left_behind import drop_samples, settle, state_of

POINTS = (
    "between_archive_and_journal",
    "before_the_ledger",
    "in_copy",
    "between_journal_and_commit",
    "between_core_and_rollup",
    "before_the_receipt",
)


def environment(settings: Settings) -> dict:
    return {
        "HUIZONG_HOME": str(settings.home),
        "HUIZONG_STABLE_SECONDS": "0.001",
        "HUIZONG_DATABASE_URL": settings.database_url,
        "HUIZONG_OWNER_URL": settings.owner_url,
    }


@pytest.fixture(scope="module")
def undisturbed(server, template, new_home):
    """What the same files come to when nothing is killed."""
    urls = server.create_database("undisturbed", template=template)
    folder = new_home("undisturbed")
    settings = Settings.from_environment({"HUIZONG_HOME": str(folder), "HUIZONG_STABLE_SECONDS": "0.001"})
    settings = settings.with_database(urls.loader, urls.owner, urls.reader)
    drop_samples(settings)
    preparing.prepare(settings)
    settle(settings)
    yield settings, state_of(settings)
    server.drop_database("undisturbed")


def test_the_undisturbed_run_is_worth_comparing_with(undisturbed):
    _, state = undisturbed
    # 栗坪镇 is clean in both months; 桐坳镇 and 雁洲镇 have faults; 麦弯镇 is no organisation's folder.
    verdicts = [row[1] for row in state.tables["submissions"]]
    assert sorted(verdicts) == ["accepted", "accepted", "partially_accepted", "partially_accepted", "returned"]
    assert len(state.tables["figures"]) > 100
    assert state.tables["receipts"] == [(5, 5)]
    assert state.inbox == []


@pytest.mark.parametrize("point", POINTS)
def test_killed_and_run_again_it_is_the_same(point, undisturbed, settings):
    drop_samples(settings)
    preparing.prepare(settings)
    assert killed.run_and_die(point, environment(settings)) == -signal.SIGKILL
    settle(settings)
    assert state_of(settings) == undisturbed[1]


def test_rebuilt_from_archive_and_journal_it_is_the_same(undisturbed, server, template, new_home):
    settings, state = undisturbed
    urls = server.create_database("rebuilt", template=template)
    copy = Settings.from_environment({"HUIZONG_HOME": str(new_home("rebuilt"))}).with_database(urls.loader, urls.owner, urls.reader)
    shutil.copytree(settings.archive, copy.archive)
    rebuilding.rebuild(copy)
    answering.write_receipts(copy)
    again = state_of(copy)
    assert again.tables == state.tables
    assert again.outbox == state.outbox
    with closing(connect(settings.owner_url)) as before, closing(connect(copy.owner_url)) as after:
        instants = "select distinct known_from from core.figure order by 1"
        with before.cursor() as one, after.cursor() as other:
            one.execute(instants)
            other.execute(instants)
            assert one.fetchall() == other.fetchall()
    server.drop_database("rebuilt")


def test_as_of_answers_do_not_change(undisturbed, settings):
    """A correction moves today's answer, never that of an instant before it."""
    drop_samples(settings)
    preparing.prepare(settings)
    settle(settings)
    question = "select organisation, indicator, period, basis, value from mart.figure_as_of(%s) order by 1, 2, 3, 4"
    with closing(connect(settings.owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute("select max(known_from) from core.figure")
        (instant,) = cursor.fetchone()
        cursor.execute(question, (instant,))
        before = cursor.fetchall()
    corrected = settings.inbox / "桐坳镇" / "2025-06" / "更正.xlsx"
    corrected.parent.mkdir(parents=True, exist_ok=True)
    _correct(INCLUDE / "samples" / "桐坳镇" / "2025-06" / "桐坳镇6月月报.xlsx", corrected)
    settle(settings)
    with closing(connect(settings.owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute(question, (instant,))
        assert cursor.fetchall() == before
        cursor.execute("select count(*) from core.figure where known_from > %s", (instant,))
        assert cursor.fetchone() == (2,)


def _correct(source: Path, target: Path) -> None:
    """The sample with the fault that the receipt names put right: 本年累计 of row 16 was below 本月, 2100 → 9100."""
    from openpyxl import load_workbook

    book = load_workbook(source)
    book.active["D16"] = 9100
    book.save(target)
