"""Our counters through Airflow's metrics (StatsD or OpenTelemetry, whichever its section [metrics] switches on).

Names are parts joined by dots below Airflow's prefix, so that every backend takes them; docs/runbook.md lists them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from airflow.sdk.configuration import conf
from airflow.sdk.observability import stats

if TYPE_CHECKING:
    from huizong.flow.measuring import Measured

FILES = "huizong.files"
FAULTS = "huizong.faults"
SECONDS = "huizong.drop_to_receipt"
DIRTY = "huizong.dirty_periods"
# What a file may come to: the verdicts, tried, and given up (flow/measuring.py).
ENDS = ("accepted", "accepted_with_queries", "partially_accepted", "returned", "waiting", "ignored", "tried", "quarantined")
_SWITCHES = ("statsd_on", "statsd_datadog_enabled", "otel_on")
_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_-]+")
_MILLISECONDS = 1000.0


def are_on() -> bool:
    """Whether anybody listens: without, nothing is asked of the warehouse."""
    return any(conf.getboolean("metrics", switch, fallback=False) for switch in _SWITCHES)


def send(measured: Measured) -> None:
    """Hand what was measured to Airflow: counters of files and faults, the time of each file in milliseconds, a gauge of periods.

    A counter that did not move is told as 0: Prometheus sees how far one has risen between two looks, so that the first file of
    a verdict, or fault of a rule, would be lost where its counter is not there before.
    """
    for verdict in sorted({*ENDS, *measured.files}):
        stats.incr(f"{FILES}.{verdict}", measured.files.get(verdict, 0))
    for rule in sorted({*measured.rules, *measured.faults}):
        stats.incr(f"{FAULTS}.{name_of(rule)}", measured.faults.get(rule, 0))
    for seconds in measured.seconds:
        stats.timing(SECONDS, seconds * _MILLISECONDS)
    send_dirty(measured.dirty)


def send_dirty(periods: int) -> None:
    """How many periods have figures that are newer than their rollups."""
    stats.gauge(DIRTY, periods)


def name_of(rule: str) -> str:
    """A rule as one part of a metric's name: F-ECON-M:E01-growth is F-ECON-M_E01-growth."""
    return _NOT_IN_NAMES.sub("_", rule).strip("_")
