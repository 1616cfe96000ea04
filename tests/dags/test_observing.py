"""Metrics and lineage of a real Airflow: files and faults once each, files into figures into rollups, and what the dashboard asks for."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import yaml

from huizong.settings import INCLUDE, Settings
from huizong_airflow import lineage, metrics, observing
from huizong_airflow.api import Api
from huizong_airflow.samples import SAMPLES
from tests.dags.conftest import System, finished

MONITORING = INCLUDE / "monitoring"
# One file with a placeholder, one with a blank that is required: both are taken in part (include/samples/expected.yaml).
PARTLY = ("云盘镇/2025-06/云盘镇6月月报.xlsx", "麦湾镇/2025-06/麦湾镇6月月报.xlsx")
_LINE = re.compile(r"airflow\.(?P<name>[^:]+):(?P<value>[-\d.]+)\|(?P<type>c|ms|g)")


def run(api: Api, dag: str, **more: str) -> None:
    started = api.post(f"/dags/{dag}/dagRuns", {"logical_date": None, **more})["dag_run_id"]
    assert finished(api, dag, started) == "success"


def wait_until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, f"after 60 s: {what}"
        time.sleep(0.25)


def counted(lines: list[str], kind: str) -> Counter[str]:
    """Our counters of a kind, by the last part of their names."""
    found = Counter[str]()
    for line in lines:
        match = _LINE.fullmatch(line)
        if match and match["type"] == "c" and match["name"].startswith(f"{kind}."):
            found[match["name"].removeprefix(f"{kind}.")] += int(match["value"])
    return found


@pytest.fixture(scope="module")
def heard() -> dict[str, Any]:
    """What was heard while two files were taken in and their period published; filled by the first test that asks."""
    return {}


@pytest.fixture
def told(running: System, api: Api, heard: dict[str, Any]) -> dict[str, Any]:
    if heard:
        return heard
    run(api, "ingest_submissions")  # what others dropped is counted with this one
    lines, events = len(running.listener.lines), len(running.listener.events())
    for name in PARTLY:
        running.drop(name, (SAMPLES / name).read_bytes())
    # the watcher may have started a run already: whichever takes them, the counters come once
    wait_until(lambda: counted(running.listener.lines[lines:], metrics.FILES).total() >= len(PARTLY), "the files were not counted")
    run(api, "ingest_submissions")
    run(api, "publish_rollups", partition_key="2025-06")
    heard["lines"] = running.listener.lines[lines:]
    heard["events"] = running.listener.events()[events:]
    heard["faults"] = dict(
        running.rows(
            "select i.rule, count(*) from quality.issue i join raw.submission s using (submission_id) join raw.arrival a using (arrival_id)"
            " where a.path in %(paths)s and i.severity <> 'info' group by 1",
            paths=PARTLY,  # type: ignore[arg-type]
        )
    )
    heard["hashes"] = [row[0] for row in running.rows("select sha256 from raw.arrival where path in %(paths)s", paths=PARTLY)]  # type: ignore[arg-type]
    return heard


def test_files_by_verdict_and_faults_by_rule_are_counted_once(told: dict[str, Any]) -> None:
    assert counted(told["lines"], metrics.FILES) == {"partially_accepted": 2}
    faults = counted(told["lines"], metrics.FAULTS)
    assert faults["value-placeholder"] >= 1
    assert faults["value-required-blank"] >= 1
    assert faults == {metrics.name_of(rule): count for rule, count in told["faults"].items()}


def test_the_time_from_drop_to_receipt_and_the_periods_that_wait_are_told(told: dict[str, Any], running: System) -> None:
    found = [match for line in told["lines"] if (match := _LINE.fullmatch(line))]
    times = [float(match["value"]) for match in found if (match["name"], match["type"]) == (metrics.SECONDS, "ms")]
    stored = running.rows(
        "select extract(epoch from r.written_at - a.received_at) from quality.receipt r join raw.arrival a using (arrival_id)"
        " where a.path in %(paths)s order by 1",
        paths=PARTLY,  # type: ignore[arg-type]
    )
    assert sorted(times) == pytest.approx([1000 * float(seconds) for (seconds,) in stored], rel=1e-3)
    waiting = [float(match["value"]) for match in found if (match["name"], match["type"]) == (metrics.DIRTY, "g")]
    assert max(waiting) >= 1  # the month of the two reports, before anybody published it; runs from before may have told of none first
    assert waiting[-1] == float(running.rows("select count(*) from meta.dirty_period")[0][0])


def datasets(told: dict[str, Any], job: str, side: str) -> set[tuple[str, str]]:
    events = [event for event in told["events"] if event["eventType"] == "COMPLETE" and event["job"]["name"] == job]
    return {(one["namespace"], one["name"]) for event in events for one in event[side]}


def test_lineage_goes_from_files_to_figures_to_rollups(told: dict[str, Any], running: System) -> None:
    read = datasets(told, "ingest_submissions.finish", "inputs")
    archive = str(running.settings.archive)
    assert {name for _, name in read} == {f"{archive}/{sha[:2]}/{sha}" for sha in told["hashes"]}
    assert {namespace for namespace, _ in read} == {"file"}
    written = datasets(told, "ingest_submissions.finish", "outputs")
    assert {name.partition(".")[2] for _, name in written} == {"core.figure", "quality.issue"}
    (figures,) = (one for one in written if one[1].endswith(".core.figure"))
    # the same dataset joins both: what one run wrote the other one read
    assert datasets(told, "publish_rollups.publish", "inputs") == {figures}
    published = {name for _, name in datasets(told, "publish_rollups.publish", "outputs")}
    assert {name.partition(".")[2] for name in published if not name.startswith("/")} == {"mart.rollup"}
    assert f"{running.settings.published}/2025-06/rollup.csv" in published
    # hashes and tables, no name of a department's file
    assert "云盘镇" not in json.dumps(told["events"], ensure_ascii=False)


# --- the dashboard ---


@cache
def mappings() -> list[tuple[re.Pattern[str], str, frozenset[str]]]:
    """Our mapping: which names of StatsD are called what in Prometheus, with which labels."""
    rules = yaml.safe_load((MONITORING / "statsd_mapping.yml").read_text("utf-8"))["mappings"]
    return [
        (re.compile(re.escape(rule["match"]).replace(r"\*", r"[^.]+")), rule["name"], frozenset(rule.get("labels", {}))) for rule in rules
    ]


def mapped(line: str) -> tuple[str, frozenset[str]] | None:
    """A line's metric as Prometheus names it by our mapping, with its labels; what is not mapped keeps its name."""
    match = re.fullmatch(r"(?P<name>[^:]+):[-\d.+]+\|(?P<type>c|ms|g)(?:\|.*)?", line)
    if match is None:
        return None
    for pattern, name, labels in mappings():
        if pattern.fullmatch(match["name"]):
            return name, labels
    return re.sub(r"\W", "_", match["name"]), frozenset()


def asked() -> list[str]:
    """Every query of the dashboard."""
    board = json.loads((MONITORING / "grafana.json").read_text("utf-8"))
    return [target["expr"] for panel in board["panels"] for target in panel["targets"]]


def test_every_query_of_the_dashboard_finds_what_was_really_told(told: dict[str, Any], running: System) -> None:
    wait_until(lambda: any("scheduler_heartbeat:" in line for line in running.listener.lines), "no heartbeat of the scheduler")
    there = {found for line in running.listener.lines if (found := mapped(line)) is not None}
    labels = {name: set(of) for name, of in there}
    queries = asked()
    assert len(queries) == 7
    for query in queries:
        names = set(re.findall(r"\b(?:huizong|airflow)_\w+", query))
        assert names, query
        for name in names:
            plain = re.sub(r"_(?:bucket|sum|count)$", "", name)
            assert plain in labels, f"{query}: nothing named {plain} was told"
            by = {one.strip() for group in re.findall(r"by \(([^)]*)\)", query) for one in group.split(",")}
            by |= set(re.findall(r"[{,]\s*(\w+)\s*(?:=~|!~|!=|=)", query))
            assert by - {"le"} <= labels[plain], query
            assert ("le" in by) == name.endswith("_bucket"), query


def test_every_mapping_and_every_metric_of_ours_is_on_the_dashboard() -> None:
    names = {rule["name"] for rule in yaml.safe_load((MONITORING / "statsd_mapping.yml").read_text("utf-8"))["mappings"]}
    assert {name for name in names if not any(name in query for query in asked())} == set()
    sent = {metrics.FILES, metrics.FAULTS, metrics.SECONDS, metrics.DIRTY}
    matches = [rule["match"] for rule in yaml.safe_load((MONITORING / "statsd_mapping.yml").read_text("utf-8"))["mappings"]]
    assert {match.removeprefix("airflow.").removesuffix(".*") for match in matches} == sent


def test_names_of_rules_are_one_part_each() -> None:
    assert metrics.name_of("F-ECON-M:E01-growth") == "F-ECON-M_E01-growth"
    assert metrics.name_of("F.A:(1)=(2)|F-B") == "F_A_1_2_F-B"
    assert lineage.MOST_FILES < 100


def test_without_a_listener_nothing_is_asked_of_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AIRFLOW__METRICS__STATSD_ON", "AIRFLOW__OPENLINEAGE__TRANSPORT"):
        monkeypatch.delenv(name, raising=False)
    assert not metrics.are_on()
    assert not lineage.is_on()
    nowhere = Settings.from_environment({"HUIZONG_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    observing.ingested(nowhere)
    observing.published(nowhere, [None])


def test_a_warehouse_that_is_away_is_said_and_fails_no_run(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("AIRFLOW__METRICS__STATSD_ON", "True")
    nowhere = Settings.from_environment({"HUIZONG_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    observing.ingested(nowhere)
    observing.published(nowhere, [])
    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "what the run did could not be counted",
        "how many periods wait could not be counted",
    ]
