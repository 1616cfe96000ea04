"""What a system takes while it runs: memory and descriptors of each process, connections, rows, logs; whether any of it grows."""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg2

from huizong.settings import Settings
from huizong.warehouse.server.embedded import EmbeddedServer

KB = 1024
EACH_SECONDS = 10.0
# What may be more at the end of the second half than at its beginning: the larger of a share and a number.
MOST_SHARE = 0.10
MOST = {"private": 24.0, "descriptors": 12.0}
BOUNDS = (("private", "MB"), ("descriptors", "descriptors"))
# Sessions of PostgreSQL that live so long are the system's own; younger ones come and go with tasks, and take what their work needs.
OLD_SECONDS, SESSIONS = 180.0, "sessions of tasks"
AIRFLOW_ROWS = ("dag_run", "task_instance", "task_instance_history", "xcom", "log", "asset_event", "job", "trigger", "callback_request")
OURS = (
    "select (select count(*) from pg_stat_activity where datname = 'huizong'), pg_database_size('huizong') / 1048576,"
    " pg_database_size('airflow') / 1048576, (select coalesce(sum(temp_bytes), 0) / 1048576 from pg_stat_database)::bigint,"
    " (select coalesce(max(extract(epoch from now() - xact_start)), 0)::bigint from pg_stat_activity where state like 'idle in%'),"
    " (select sum(n_live_tup) from pg_stat_user_tables where schemaname = 'staging')::bigint,"
    " (select sum(n_dead_tup) from pg_stat_user_tables)::bigint,"
    " (select count(*) from pg_stat_user_tables where n_live_tup > 1000 and coalesce(last_autoanalyze, last_analyze) is null)"
)
OURS_NAMES = (
    "connections to huizong",
    "MB of huizong",
    "MB of airflow",
    "MB of temporary files",
    "longest idle transaction, s",
    "rows in staging",
    "dead rows",
    "tables of 1,000 rows never analysed",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: for each process its private memory and all its memory in MB, and open descriptors; counts by name beside it."""

    at: float
    month: int
    private: Mapping[str, float]
    shared: Mapping[str, float]
    descriptors: Mapping[str, int]
    counts: Mapping[str, float]


@dataclass
class Watch:
    """Looks every few seconds, in a thread, until it is left; `pid` is that of `make run`, `server` its PostgreSQL."""

    settings: Settings
    pid: int
    server: EmbeddedServer
    month: int = 0
    samples: list[Sample] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Watch:
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(EACH_SECONDS):
            try:
                self.samples.append(self.look())
            except (psycopg2.Error, OSError, ValueError) as error:
                self.failed.append(" ".join(str(error).split()))

    def look(self) -> Sample:
        """Everything once. Raises what the database or the file system refuses."""
        private: dict[str, float] = {}
        shared: dict[str, float] = {}
        descriptors: dict[str, int] = {}
        for name, processes in self._processes().items():
            taken = [taken_by(process.pid) for process in processes]
            private[name] = sum(one[0] for one in taken if one)
            shared[name] = sum(one[1] for one in taken if one)
            descriptors[name] = sum(one[2] for one in taken if one)
        return Sample(time.monotonic(), self.month, private, shared, descriptors, self._counts())

    def _processes(self) -> dict[str, list[psutil.Process]]:
        """Processes that live as long as the system does, by name; tasks, which come and go, are not among them."""
        found = {"make run": [psutil.Process(self.pid)]}
        services = json.loads((self.settings.home / "services.json").read_text("utf-8"))
        for entry in services:
            with suppress(psutil.NoSuchProcess):
                one = psutil.Process(entry["pid"])
                if entry["name"] == "scheduler":
                    found["scheduler"], found["its workers"] = [one], one.children()
                elif entry["name"] == "dag-processor":
                    found["dag-processor"] = [one]  # its children read one file each
                else:
                    found[entry["name"]] = [one, *one.children(recursive=True)]
        with suppress(OSError, psutil.NoSuchProcess, IndexError):
            postmaster = int((self.server.data / "postmaster.pid").read_text("utf-8").split()[0])
            one, begun = psutil.Process(postmaster), time.time() - OLD_SECONDS
            family = [(child.create_time() < begun, child) for child in one.children()]
            found["PostgreSQL"] = [one, *(child for is_old, child in family if is_old)]
            found[SESSIONS] = [child for is_old, child in family if not is_old]
        return found

    def _counts(self) -> dict[str, float]:
        with closing(psycopg2.connect(self.server.urls().admin)) as connection, connection.cursor() as cursor:
            cursor.execute(OURS)
            counts = dict(zip(OURS_NAMES, map(float, cursor.fetchone() or ()), strict=True))
        with closing(psycopg2.connect(self.server.urls("airflow").admin)) as connection, connection.cursor() as cursor:
            cursor.execute("select relname, n_live_tup from pg_stat_user_tables where relname = any(%s)", (list(AIRFLOW_ROWS),))
            counts |= {f"rows of {name}": float(rows) for name, rows in cursor.fetchall()}
            cursor.execute("select count(*) from pg_stat_activity where datname = current_database()")
            counts["connections to airflow"] = float((cursor.fetchone() or (0,))[0])
        counts["task logs"] = float(sum(1 for _ in (self.settings.home / "airflow" / "logs").rglob("*.log")))
        return counts


def taken_by(pid: int) -> tuple[float, float, int] | None:
    """Private memory, memory with its share of what is common, both in MB, and open descriptors; None once the process is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return None
    kept = {line.split(":")[0]: int(line.split()[1]) / KB for line in text.splitlines() if line.endswith("kB")}
    return kept.get("Pss_Anon", 0.0), kept.get("Pss", 0.0), files


@dataclass(frozen=True, slots=True)
class Course:
    """One process or count over the year: medians of the first, the middle and the last sixth, and growth a month in the second half."""

    name: str
    start: float
    middle: float
    end: float
    a_month: float

    def grows(self, number: float, share: float = MOST_SHARE) -> bool:
        """Whether the end lies above the middle by more than both the number and the share of it."""
        return self.end - self.middle > max(number, share * self.middle)


def course(name: str, there: Sequence[tuple[int, float]]) -> Course:
    """How a value went, given with the month of each look."""
    sixth = max(1, len(there) // 6)
    half = len(there) // 2
    parts = there[:sixth], there[half : half + sixth], there[-sixth:]
    start, middle, end = (statistics.median(value for _, value in part) for part in parts)
    months = max(1, there[-1][0] - there[half][0])
    return Course(name, start, middle, end, (end - middle) / months)


def courses(samples: list[Sample]) -> dict[str, list[Course]]:
    """Private memory, all memory and descriptors of each process, then the counts; looks without a value are left out."""

    def of(values: Callable[[Sample], Mapping[str, float]]) -> list[Course]:
        names = sorted({name for sample in samples for name in values(sample)})
        return [course(name, [(one.month, values(one)[name]) for one in samples if name in values(one)]) for name in names]

    return {
        "private": of(lambda sample: sample.private),
        "shared": of(lambda sample: sample.shared),
        "descriptors": of(lambda sample: sample.descriptors),
        "counts": of(lambda sample: sample.counts),
    }


def growing(found: dict[str, list[Course]]) -> list[str]:
    """Processes whose private memory or descriptors grow in the second half beyond the bound."""
    judged = [(kind, unit, one) for kind, unit in BOUNDS for one in found[kind] if one.name != SESSIONS]
    return [f"{one.name}: {one.middle:.0f} to {one.end:.0f} {unit}" for kind, unit, one in judged if one.grows(MOST[kind])]


def lines(found: dict[str, list[Course]]) -> Iterator[str]:
    """The tables."""
    yield "| process | private MB: start, middle, end | a month | with its share of what is common | descriptors | verdict |"
    yield "|---|---|---|---|---|---|"
    for private, shared, files in zip(found["private"], found["shared"], found["descriptors"], strict=True):
        there = f"{files.start:.0f}, {files.middle:.0f}, {files.end:.0f}"
        grows = private.grows(MOST["private"]) or files.grows(MOST["descriptors"])
        verdict = "as its work is" if private.name == SESSIONS else "grows" if grows else "flat"
        yield (
            f"| {private.name} | {private.start:.0f}, {private.middle:.0f}, {private.end:.0f} | {private.a_month:+.1f} |"
            f" {shared.start:.0f}, {shared.middle:.0f}, {shared.end:.0f} | {there} | {verdict} |"
        )
    yield ""
    yield "| count | start, middle, end | a month, second half |"
    yield "|---|---|---|"
    for one in found["counts"]:
        yield f"| {one.name} | {one.start:,.0f}, {one.middle:,.0f}, {one.end:,.0f} | {one.a_month:+,.0f} |"
