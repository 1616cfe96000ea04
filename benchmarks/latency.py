"""From drop to receipt on a warm system: single forms one after another, then many at once.

Run: `python benchmarks/latency.py [SINGLE] [AT_ONCE]` (default 30 and 1000). Starts PostgreSQL and Airflow of its own as
`make run` does, with the settings as shipped, and an invented county of so many towns. A single drop is measured until its
receipt lies in the outbox; many at once until all receipts do, and the county's rollup is that of all. Beside it the same
single drop handled by a process that is started for it (`huizong run`, as cron would). Exit status 1 above the mark.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from pipeline import rows_of, town_name, write_catalogue

from include.samples.writing import MONTHLY_HEADER, MONTHLY_TITLE, book_bytes, town_sheet

SINGLE, AT_ONCE, CRON = 30, 1000, 5
MARK, AIM = 6.0, 4.0  # seconds, 95th percentile of single drops: what it must reach today, what it is to reach
AT_ONCE_AIM = 90.0
PATIENCE = 900.0


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def dropped(inbox: Path, name: str, period: str, content: bytes) -> float:
    """Put a form into its town's folder by rename, as a share's server does; the moment at which it lay there."""
    target = inbox / name / period / f"{name}{int(period[5:])}月月报.xlsx"
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name("." + target.name + ".part")
    part.write_bytes(content)
    part.replace(target)
    return time.perf_counter()


def receipts(outbox: Path, name: str, period: str) -> int:
    """How many receipts lie there for a town and period."""
    return sum(1 for _ in (outbox / name / period).glob("*回执.html")) if (outbox / name / period).is_dir() else 0


def until_answered(outbox: Path, name: str, period: str, before: int, since: float) -> float:
    """Seconds until one receipt more lies there. Raises TimeoutError."""
    while receipts(outbox, name, period) <= before:
        if time.perf_counter() - since > PATIENCE:
            raise TimeoutError(f"no receipt for {name} {period} after {PATIENCE} s")
        time.sleep(0.05)
    return time.perf_counter() - since


def form_of(number: int, month: int) -> bytes:
    """A town's form of a month of 2025; a month that repeats another's figures would be asked about and held."""
    rows = rows_of(number + 7 * month, faulty=number % 10 == 9)
    return book_bytes(town_sheet(MONTHLY_TITLE, town_name(number), f"2025年{month}月", MONTHLY_HEADER, rows))


def p95(values: list[float]) -> float:
    """The 95th percentile: of n values the one at place ⌈0.95 n⌉ of their order."""
    return sorted(values)[-(-95 * len(values) // 100) - 1]


def main() -> int:
    """Starts the system, measures, prints, ends the system."""
    single = int(sys.argv[1]) if len(sys.argv) > 1 else SINGLE
    many = int(sys.argv[2]) if len(sys.argv) > 2 else AT_ONCE
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        write_catalogue(home / "catalogue", max(many, single))
        os.environ["AIRFLOW_HOME"] = str(home / "airflow")
        from huizong.settings import Settings
        from huizong.steps import preparing
        from huizong.warehouse import connect
        from huizong.warehouse.server.embedded import EmbeddedServer
        from huizong_airflow.components import Components

        environment = {"HUIZONG_HOME": str(home), "HUIZONG_CATALOGUE": str(home / "catalogue")}
        server = EmbeddedServer(home / "server").start()
        components = None
        try:
            urls = server.urls()
            settings = Settings.from_environment(environment).with_database(urls.loader, urls.owner, urls.reader)
            preparing.prepare(settings)
            cron = []
            for number in range(CRON):
                name, period = town_name(number), "2025-01"
                since = dropped(settings.inbox, name, period, form_of(number, 1))
                time.sleep(settings.stable_seconds)
                given = {**os.environ, **environment, "HUIZONG_DATABASE_URL": urls.loader, "HUIZONG_OWNER_URL": urls.owner}
                command = [sys.executable, "-c", "from huizong.cli import main; main()", "run"]
                subprocess.run(command, env={**given, "PYTHONPATH": str(Path(__file__).resolve().parents[1] / "plugins")}, check=True)
                cron.append(until_answered(settings.outbox, name, period, 0, since))
            airflow_url = server.urls("airflow").airflow.replace("postgresql://", "postgresql+psycopg2://")
            components = Components(settings, airflow_url, free_port())
            components.migrate()
            components.start()
            for number in range(2):  # a first drop finds processes that have not worked yet
                since = dropped(settings.inbox, town_name(number), "2025-02", form_of(number, 2))
                until_answered(settings.outbox, town_name(number), "2025-02", 0, since)
            alone = []
            for number in range(single):
                name, period = town_name(number), "2025-03"
                since = dropped(settings.inbox, name, period, form_of(number, 3))
                alone.append(until_answered(settings.outbox, name, period, 0, since))
                time.sleep(2)
            since = time.perf_counter()
            for number in range(many):
                dropped(settings.inbox, town_name(number), "2025-04", form_of(number, 4))
            seconds_receipts = seconds_rollups = 0.0
            with closing(connect(settings.database_url, role="huizong_loader")) as connection, connection.cursor() as cursor:
                while not (seconds_receipts and seconds_rollups):
                    if not seconds_receipts and sum(receipts(settings.outbox, town_name(n), "2025-04") for n in range(many)) >= many:
                        seconds_receipts = time.perf_counter() - since
                    cursor.execute(
                        "select reported from mart.rollup where organisation = 'C00' and indicator = 'E06' and basis = 'cumulative'"
                        " and period = '2025-04'"
                    )
                    found = cursor.fetchone()
                    connection.rollback()
                    if found and found[0] >= many:
                        seconds_rollups = time.perf_counter() - since
                    if time.perf_counter() - since > PATIENCE:
                        raise TimeoutError(f"{many} at once: not all answered and published after {PATIENCE} s")
                    time.sleep(0.5)
        finally:
            if components is not None:
                components.stop()
            server.stop()
    print(f"a process for each drop  p50 {statistics.median(cron):5.1f} s, slowest {max(cron):5.1f} s ({CRON} drops)")
    print(
        f"warm system              p50 {statistics.median(alone):5.1f} s, p95 {p95(alone):5.1f} s ({single} drops; mark {MARK}, aim {AIM})"
    )
    print(f"{many} at once: all receipts {seconds_receipts:.0f} s, rollups of all {seconds_rollups:.0f} s (aim {AT_ONCE_AIM:.0f})")
    return 0 if p95(alone) <= MARK else 1


if __name__ == "__main__":
    sys.exit(main())
