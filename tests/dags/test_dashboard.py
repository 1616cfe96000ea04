"""The dashboard's queries against what a real Airflow has told: their names without Prometheus, and what a real Prometheus answers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from huizong_airflow import metrics
from tests.dags.conftest import System, wait_until
from tests.dags.listening import OURS
from tests.dags.prometheus import Answers, after_a_week, asked, exported, mappings

BEATS = "airflow.scheduler_heartbeat:"


def test_every_query_of_the_dashboard_finds_what_was_really_told(told: dict[str, Any], running: System) -> None:
    wait_until(lambda: any(BEATS in line for line in running.listener.lines), "no heartbeat of the scheduler")
    labels = {name: {label for label, _ in of} for name, of in exported(running.listener.lines)}
    queries = asked().values()
    assert len(queries) == 7
    for query in queries:
        names = set(re.findall(r"\b(?:huizong|airflow)_\w+", query))
        assert names, query
        for name in names:
            assert name in labels, f"{query}: nothing named {name} was told"
            by = {one.strip() for group in re.findall(r"by \(([^)]*)\)", query) for one in group.split(",")}
            by |= set(re.findall(r"[{,]\s*(\w+)\s*(?:=~|!~|!=|=)", query))
            assert by <= labels[name], query
            assert ("le" in by) == name.endswith("_bucket"), query


def test_every_mapping_and_every_metric_of_ours_is_on_the_dashboard() -> None:
    rules = mappings()
    assert {rule.name for rule in rules if not any(rule.name in query for query in asked().values())} == set()
    sent = {metrics.FILES, metrics.FAULTS, metrics.SECONDS, metrics.DIRTY}
    matches = [rule.pattern.pattern.replace(r"\.", ".") for rule in rules]
    assert {match.removeprefix("airflow.").removesuffix(".([^.]+)") for match in matches} == sent


# --- by a real Prometheus ---


@pytest.fixture
def answers(told: dict[str, Any], tmp_path: Path) -> Iterator[Answers]:
    """Prometheus after a week in which what was told before those two files stood still, and then they came."""
    with after_a_week(tmp_path, exported(told["before"]), exported([*told["before"], *told["lines"]])) as made:
        yield made


@pytest.mark.system
def test_a_real_prometheus_answers_every_query_with_what_was_told(told: dict[str, Any], answers: Answers) -> None:
    found = {panel: answers.to(query) for panel, query in asked().items()}

    files = {labels["verdict"]: round(value, 6) for labels, value in found.pop("Files by verdict/A")}
    assert files == {end: 2 if end == "partially_accepted" else 0 for end in metrics.ENDS}

    assert found.pop("Share that did not come in whole, a day/A") == [({}, 1.0)]  # two of two

    waiting = [float(match["value"]) for line in told["lines"] if (match := OURS.fullmatch(line)) and match["name"] == metrics.DIRTY]
    assert found.pop("Periods that wait to be published/A") == [({}, waiting[-1])]

    times = sorted(
        float(match["value"]) / 1000 for line in told["lines"] if (match := OURS.fullmatch(line)) and match["name"] == metrics.SECONDS
    )
    bounds = next(rule.buckets for rule in mappings() if rule.name == "huizong_drop_to_receipt_seconds")
    for panel, seconds in (("From drop to receipt/A", times[0]), ("From drop to receipt/B", times[1])):
        ((_, value),) = found.pop(panel)
        upper = bisect_left(bounds, seconds)
        assert (bounds[upper - 1] if upper else 0) <= value <= bounds[upper], f"{seconds} s: {value}"

    ((_, beats),) = found.pop("Scheduler at work/A")
    assert beats == pytest.approx(sum(line.startswith(BEATS) for line in told["lines"]))
    assert beats > 0

    faults = {labels["rule"]: round(value, 6) for labels, value in found.pop("Faults by rule, seven days/A")}
    assert {rule: count for rule, count in faults.items() if count} == {metrics.name_of(rule): n for rule, n in told["faults"].items()}

    assert found == {}
