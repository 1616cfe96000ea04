"""Data Docs: what is stored of each run, laid out by Great Expectations, with nothing fetched from outside."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.checking import gx
from huizong.flow import pipeline
from huizong.publishing.files.data_docs import RUNS_KEPT, without_outside, write_data_docs
from huizong.settings import INCLUDE, Settings
from huizong.warehouse import connect

FIRST = datetime(2026, 7, 5, 1, 0, tzinfo=UTC)


@pytest.fixture
def loader(settings: Settings) -> Iterator[Connection]:
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        yield connection


def enter_run(settings: Settings, number: int, broken: dict[str, int], rules: dict[str, str]) -> None:
    """A finished run, an hour after the one before; three submissions with 90 figures."""
    results = {"evaluated": len(rules), "held": len(rules) - len(broken), "broken": broken, "rules": rules}
    with closing(psycopg2.connect(settings.owner_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into quality.run (run_id, catalogue_hash, started_at, finished_at, submissions, figures, rules_loaded,"
            " rules_evaluated, rules_skipped, issues, results) values (%s, 'c', %s, %s, 3, 90, 40, %s, %s, %s, %s)",
            (
                f"run{number:02}",
                FIRST,
                FIRST + timedelta(hours=number),
                len(rules),
                40 - len(rules),
                sum(broken.values()),
                json.dumps(results),
            ),
        )


def rows_of(page: Path) -> list[list[str]]:
    """The texts of every table row of a page."""
    rows = re.findall(r"<tr\b.*?</tr>", page.read_text("utf-8"), re.DOTALL)
    return [
        [" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in re.findall(r"<t[dh]\b.*?</t[dh]>", row, re.DOTALL)]
        for row in rows
    ]


def test_the_index_names_rules_with_their_counts(settings: Settings, loader: Connection, catalogue: Catalogue) -> None:
    enter_run(settings, 1, {"bounds": 2}, {"bounds": "critical", "gone-rule": "warning"})
    enter_run(settings, 2, {"bounds": 1, "outlier": 4}, {"bounds": "critical", "outlier": "warning", "finding:hidden-sheets": "info"})
    index = write_data_docs(loader, settings, catalogue)
    assert index == settings.published / "data_docs" / "index.html"
    rows = rows_of(index)
    # Two runs, the newest first; Shanghai is eight hours ahead.
    assert rows[1:3] == [["2026-07-05 11:00:00", "3", "90", "3", "37", "5"], ["2026-07-05 10:00:00", "3", "90", "2", "38", "2"]]
    rules = {row[0]: row[2:] for row in rows[4:]}
    assert {row[0]: row[1] for row in rows[4:]}["finding:hidden-sheets"] == "Nothing was found earlier under hidden-sheets."
    del rules["finding:hidden-sheets"]
    # Runs, broken in, fault rows: bounds 2 + 1, outlier 4 once, the third held.
    assert rules == {"outlier": ["1", "1", "4"], "bounds": ["2", "2", "3"], "gone-rule": ["1", "0", "0"]}


def test_a_page_a_run_by_great_expectations(settings: Settings, loader: Connection, catalogue: Catalogue) -> None:
    enter_run(settings, 1, {"bounds": 2}, {"bounds": "critical", "gone-rule": "warning"})
    index = write_data_docs(loader, settings, catalogue)
    assert index is not None
    (link,) = re.findall(r'href="(validations/[^"]*)"', index.read_text("utf-8"))
    page = index.parent / link
    texts = [" ".join(row) for row in rows_of(page)]
    assert "Evaluated Expectations 2" in texts
    assert "Unsuccessful Expectations 1" in texts
    assert [text for text in texts if re.search(r"^✗ bounds: .* 2$", text)], texts
    assert "✓ gone-rule 0" in texts
    assert not re.search(r"(?:href|src|action)=[\"']https?:|<script", page.read_text("utf-8") + index.read_text("utf-8"))
    assert (index.parent / "static" / "styles" / "data_docs_default_styles.css").exists()


def test_only_the_last_runs_stay_and_the_context_keeps_none(settings: Settings, loader: Connection, catalogue: Catalogue) -> None:
    assert write_data_docs(loader, settings, catalogue) is None
    for number in range(RUNS_KEPT):
        enter_run(settings, number, {}, {"bounds": "critical"})
    write_data_docs(loader, settings, catalogue)
    enter_run(settings, RUNS_KEPT, {}, {"bounds": "critical"})
    index = write_data_docs(loader, settings, catalogue)
    assert index is not None
    pages = sorted(
        path.relative_to(index.parent / "validations" / "rules").parts[0] for path in index.parent.rglob("validations/**/*.html")
    )
    assert pages == [f"run{number:02}" for number in range(1, RUNS_KEPT + 1)]
    assert sorted(path.name for path in (index.parent / "validations" / "rules").iterdir()) == pages
    assert gx._context().validation_results_store.list_keys() == []
    assert gx._context().get_site_names() in ([], ["local_site"])


def test_nothing_is_built_twice(settings: Settings, loader: Connection, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    enter_run(settings, 1, {}, {"bounds": "critical"})
    index = write_data_docs(loader, settings, catalogue)
    monkeypatch.setattr("huizong.publishing.files.data_docs.build_site", lambda *_: pytest.fail("built again"))
    assert write_data_docs(loader, settings, catalogue) == index


def test_what_a_killed_writing_left_is_swept_wherever_it_lies(settings: Settings, loader: Connection, catalogue: Catalogue) -> None:
    enter_run(settings, 1, {}, {"rule:one": "critical"})
    index = write_data_docs(loader, settings, catalogue)
    assert index is not None
    halves = [index.parent / ".index.part", index.parent / "static" / "styles" / ".abc.part", index.parent / "validations" / ".x.part"]
    for half in halves:
        half.write_bytes(b"half a page")
    assert write_data_docs(loader, settings, catalogue) == index  # nothing new, and yet
    assert [half.name for half in halves if half.exists()] == []


def test_of_several_runs_only_what_is_new_is_built_and_all_of_it_for_another_catalogue(
    settings: Settings, loader: Connection, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[list[str]] = []
    monkeypatch.setattr(
        "huizong.publishing.files.data_docs.build_site",
        lambda folder, results: (built.append([result.run_id for result in results]), gx.build_site(folder, results)),
    )
    for number in (1, 2):
        enter_run(settings, number, {"bounds": number}, {"bounds": "critical"})
        write_data_docs(loader, settings, catalogue)
    index = write_data_docs(loader, settings, replace(catalogue, hash="another"))
    assert built == [["run01"], ["run02"], ["run02", "run01"]]
    assert index is not None
    links = re.findall(r'href="(validations/[^"]*)"', index.read_text("utf-8"))
    assert [[row[-1] for row in rows_of(index.parent / link) if "bounds" in row[1]] for link in links] == [["2"], ["1"]]


def test_after_a_run_they_are_there_and_name_no_department(settings: Settings) -> None:
    shutil.copytree(INCLUDE / "samples" / "柘冲乡", settings.inbox / "柘冲乡")
    for _ in range(5):
        pipeline.run_once(settings)
    folder = settings.published / "data_docs"
    rules = {row[0]: row[2:] for row in rows_of(folder / "index.html")}
    # The sample's one file breaks this rule once, by month; it is judged in one run.
    assert rules["F-ECON-M:E04-within-E03-current@2"] == ["1", "1", "1"]
    pages = [path.read_text("utf-8") for path in folder.rglob("*.html")]
    assert len(pages) == 2
    for page in pages:
        assert "柘冲乡" not in page
        assert "3215000" not in page  # the faulty figure


def test_a_failure_is_logged_and_the_period_is_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("huizong.publishing.write_data_docs", broken)
    shutil.copytree(INCLUDE / "samples" / "柘冲乡", settings.inbox / "柘冲乡")
    for _ in range(5):
        pipeline.run_once(settings)
    assert (settings.published / "2025-06" / "rollup.csv").exists()
    assert "the data docs could not be written" in caplog.text


def test_what_points_outside_is_taken_out() -> None:
    page = (
        '<link rel="stylesheet" href="https://a.example/x.css"/><link rel="stylesheet" href="static/y.css"/>'
        '<script src="https://a.example/x.js"></script><img src=\'https://a.example/z.png\'/><a href="https://a.example">home</a>'
        "<footer>mail us</footer><p>kept</p>"
    )
    assert without_outside(page) == '<link rel="stylesheet" href="static/y.css"/><a >home</a><p>kept</p>'
