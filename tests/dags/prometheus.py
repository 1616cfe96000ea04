"""What Prometheus makes of the StatsD lines that were heard: our mapping, the dashboard's queries, and a real Prometheus on loopback."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from huizong.settings import INCLUDE

MONITORING = INCLUDE / "monitoring"
Labels = frozenset[tuple[str, str]]
Series = tuple[str, Labels]

_LINE = re.compile(r"(?P<name>[^:]+):(?P<value>[-\d.+]+)\|(?P<type>c|ms|g)(?:\|.*)?")
_MINUTE, _HOUR, _WEEK = 60, 3600, 7 * 24 * 3600


@dataclass(frozen=True)
class Rule:
    """One line of our mapping: which names of StatsD are called what in Prometheus, with which labels, in which buckets of seconds."""

    pattern: re.Pattern[str]
    name: str
    labels: Mapping[str, str]
    buckets: tuple[float, ...]


@cache
def mappings() -> tuple[Rule, ...]:
    """Our mapping, as statsd_exporter reads it."""
    return tuple(
        Rule(
            re.compile(re.escape(rule["match"]).replace(r"\*", r"([^.]+)")),
            rule["name"],
            rule.get("labels", {}),
            tuple(rule.get("histogram_options", {}).get("buckets", ())),
        )
        for rule in yaml.safe_load((MONITORING / "statsd_mapping.yml").read_text("utf-8"))["mappings"]
    )


def asked() -> dict[str, str]:
    """Every query of the dashboard, by its panel's title and its letter there."""
    board = json.loads((MONITORING / "grafana.json").read_text("utf-8"))
    return {f"{panel['title']}/{target['refId']}": target["expr"] for panel in board["panels"] for target in panel["targets"]}


def exported(lines: Iterable[str]) -> dict[Series, float]:
    """What statsd_exporter shows after these lines: sums of counters, the last of each gauge, histograms of times in seconds."""
    shown: dict[Series, float] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        name, labels, buckets = _named(match["name"])
        value = float(match["value"])
        if match["type"] == "g":
            shown[name, labels] = value
        elif match["type"] == "c":
            shown[name, labels] = shown.get((name, labels), 0) + value
        elif buckets:
            for bound in (*buckets, float("inf")):
                bucket = (f"{name}_bucket", labels | {("le", "+Inf" if bound == float("inf") else str(bound))})
                shown[bucket] = shown.get(bucket, 0) + (value / 1000 <= bound)
    return shown


def _named(name: str) -> tuple[str, Labels, tuple[float, ...]]:
    for rule in mappings():
        if match := rule.pattern.fullmatch(name):
            labels = {(label, match.expand(text.replace("$", "\\"))) for label, text in rule.labels.items()}
            return rule.name, frozenset(labels), rule.buckets
    return re.sub(r"\W", "_", name), frozenset(), ()


@contextmanager
def after_a_week(folder: Path, before: Mapping[Series, float], now: Mapping[Series, float]) -> Iterator[Answers]:
    """A Prometheus that has looked for a week: each hour, then each minute, and saw `before` each time, and `now` at its last look."""
    server, tool = shutil.which("prometheus"), shutil.which("promtool")
    assert server and tool, "this test needs the Debian package prometheus: apt-get install it"
    end = int(time.time()) // _MINUTE * _MINUTE
    looks = [*range(end - _WEEK, end - 2 * _HOUR, _HOUR), *range(end - 2 * _HOUR, end, _MINUTE)]
    kept = [(series, value, look) for series, value in before.items() for look in looks]
    kept += [(series, value, end) for series, value in now.items()]
    text = "".join(f"{name}{{{_written(labels)}}} {value} {look}\n" for (name, labels), value, look in kept)
    (folder / "looks.txt").write_text(text + "# EOF\n", "utf-8")
    done = subprocess.run(
        [tool, "tsdb", "create-blocks-from", "openmetrics", folder / "looks.txt", folder / "data"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (folder / "prometheus.yml").write_text("scrape_configs: []\n", "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    arguments = [f"--config.file={folder / 'prometheus.yml'}", f"--storage.tsdb.path={folder / 'data'}", f"--web.listen-address={address}"]
    with (folder / "prometheus.log").open("w") as log:
        process = subprocess.Popen([server, *arguments], stdout=log, stderr=log)
        try:
            answers = Answers(f"http://{address}", end)
            answers.wait(process, folder / "prometheus.log")
            yield answers
        finally:
            process.terminate()
            process.wait(30)


def _written(labels: Labels) -> str:
    return ",".join(f'{name}="{value}"' for name, value in sorted(labels))


@dataclass(frozen=True)
class Answers:
    """What a running Prometheus says of a query at one instant."""

    url: str
    at: int

    def wait(self, process: subprocess.Popen[bytes], log: Path) -> None:
        """Until it is ready, half a minute at most."""
        end = time.monotonic() + 30
        while True:
            assert process.poll() is None and time.monotonic() < end, log.read_text("utf-8")[-2000:]
            try:
                with urllib.request.urlopen(f"{self.url}/-/ready", timeout=5):  # noqa: S310  (our own loopback)
                    return
            except urllib.error.URLError:
                time.sleep(0.2)

    def to(self, query: str) -> list[tuple[dict[str, str], float]]:
        """Each series of the answer: its labels and its value."""
        asked_for = urllib.parse.urlencode({"query": query, "time": self.at})
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/query?{asked_for}", timeout=30) as response:  # noqa: S310  (our own loopback)
                answer: dict[str, Any] = json.load(response)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{query}: {error.read().decode()}") from None
        assert not answer.get("warnings"), answer
        return [(one["metric"], float(one["value"][1])) for one in answer["data"]["result"]]
