"""The warehouse at size: loading beside raw COPY, one period recomputed at small and at large history, the ten questions.

Run: `python benchmarks/warehouse.py [FIGURES]` (default 1 000 000; 10 000 000 is the size that marks are set for).
A county of towns that report 100 indicators in four bases every month, generated in the server and copied into the warehouse,
recent years first: the last month is published, then the years before are loaded and it is published again. The questions
are those of mart_queries.sql, asked by the reader role. Marks: ratio of the two publications at most 1.2, p95 of every
question at most 50 ms. Writes its section of results.md. Exit status 1 over a mark.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from huizong.publishing import publish
from huizong.settings import Settings
from huizong.steps import preparing
from huizong.warehouse import connect
from huizong.warehouse.schema import catalogue_tables, migrate
from huizong.warehouse.server.temporary import temporary_server

REPOSITORY = Path(__file__).resolve().parents[1]
FIGURES = 1_000_000
INDICATORS, BASES, RECENT, FIRST_YEAR = 100, 4, 24, 2015
RATIO, P95_MS = 1.2, 50.0
ROUNDS, ASKED = 2, 30
_EMPTY = ("numerator", "denominator", "minimum", "maximum", "valid_from")
RESULTS = Path(__file__).with_name("results.md")
COLUMNS = (
    "period_year, organisation, indicator, period, basis, reporter, form, value, status, unit, digit_weight, refers_to, place, "
    "raw_text, source, submission_id, figure_no, known_from"
)


def write_catalogue(folder: Path, towns: int) -> None:
    """One monthly form of all indicators that every town owes; texts are the shipped ones."""
    shipped = REPOSITORY / "include" / "catalogue"
    (folder / "forms").mkdir(parents=True)
    for name in ("issue_types.csv", "placeholders.csv", "headers.csv", "units.csv"):
        shutil.copy(shipped / name, folder / name)
    tables: dict[str, list[list[object]]] = {
        "organisations": [
            ["code", "name", "kind", "parent", "valid_from", "valid_to", "successor"],
            ["C", "量测县", "county", "", "", "", ""],
            *([f"T{n:03d}", f"第{n:03d}镇", "town", "C", "", "", ""] for n in range(towns)),
        ],
        "organisation_aliases": [["alias", "code"]],
        "indicators": [
            ["code", "name", "unit", "decimals", "kind", "aggregation", *_EMPTY, "valid_to", "direction"],
            *([f"I{n:03d}", f"第{n:03d}项产值", "万元", 1, "flow", "sum", "", "", "", "", "", "", "more"] for n in range(INDICATORS)),
        ],
        "indicator_aliases": [["alias", "code"]],
        "obligations": [
            ["form", "organisation", "kind", "due_day", "due_time", "reason", "valid_from", "valid_to"],
            ["M", "", "town", 8, "17:00", "量测", "", ""],
        ],
        "contacts": [["organisation", "name", "channel", "address"]],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
    rows_of_form = "".join(
        f"  - {{indicator: I{n:03d}, bases: [current, cumulative, prior_year, growth_rate]}}\n" for n in range(INDICATORS)
    )
    head = "code: M\ntitle: 量测月报\nfrequency: month\nversion: 1\nvalid_from: null\nvalid_to: null\nrows:\n"
    (folder / "forms" / "M.yaml").write_text(head + rows_of_form, encoding="utf-8")


def statements(name: str) -> dict[str, str]:
    """The statements of a file beside this one, by name."""
    parts = re.split(r"^-- \[(.+)\]$", RESULTS.with_name(name).read_text("utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def enter_reports(connection: Connection, first: int, last: int) -> None:
    """What stands around the figures of these months: files, arrivals, reports, faults, figures that were there already."""
    with connection.cursor() as cursor:
        for statement in statements("warehouse_county.sql").values():
            cursor.execute(statement, {"first": first, "last": last})
    connection.commit()


def load(connection: Connection, first: int, last: int, place: Path) -> tuple[int, float, float]:
    """Copy the months into a bare table and into the warehouse, half a year at a time: rows, seconds of each."""
    rows, raw, ours = 0, 0.0, 0.0
    with connection.cursor() as cursor:
        cursor.execute("create table if not exists public.bare as select * from core.figure limit 0")
        for start in range(first, last + 1, 6):
            stop = min(start + 5, last)
            with (place / "figures").open("w+b") as file:
                figures = cursor.mogrify(
                    statements("warehouse_figures.sql")["figures"], {"first": start, "last": stop, "indicators": INDICATORS}
                ).decode()
                cursor.copy_expert(f"copy ({figures}) to stdout", file)
                for target in ("public.bare", "core.figure"):
                    file.seek(0)
                    begun = time.perf_counter()
                    cursor.copy_expert(f"copy {target} ({COLUMNS}) from stdin", file)
                    rows += cursor.rowcount if target == "core.figure" else 0
                    connection.commit()
                    seconds = time.perf_counter() - begun
                    raw, ours = (raw + seconds, ours) if target == "public.bare" else (raw, ours + seconds)
            cursor.execute("truncate public.bare")
            connection.commit()
    return rows, raw, ours


def analyze(owner_url: str) -> None:
    """What autovacuum does in time: statistics, and pages known to be all visible."""
    with closing(psycopg2.connect(owner_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")


def spent(connection: Connection) -> float:
    """Processor seconds of this process and of the server's process behind the connection: what others do at the time doesn't count."""
    fields = Path(f"/proc/{connection.info.backend_pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def recomputed(settings: Settings, period: str) -> tuple[float, int]:
    """Processor seconds of the quicker of two publications of the period, and its rows."""
    catalogue = preparing.load_catalogue(settings.catalogue)
    seconds: list[float] = []
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        for _ in range(ROUNDS):
            with connection.cursor() as cursor:
                cursor.execute(
                    "insert into meta.dirty_period values (%s, nextval('meta.revision'), now()) "
                    "on conflict (period) do update set revision = excluded.revision",
                    (period,),
                )
            connection.commit()
            begun = spent(connection)
            rows = publish(connection, settings, catalogue, period).rows
            seconds.append(spent(connection) - begun)
    return min(seconds), rows


def make_reports(connection: Connection, last: int, towns: int) -> None:
    """Every town's report of every month, from which all else is made."""
    with connection.cursor() as cursor:
        cursor.execute(statements("warehouse_figures.sql")["reports"], {"start": FIRST_YEAR, "last": last, "towns": towns})
        # what is really sent is numbered after all of them, though the oldest are entered later
        cursor.execute(
            "select setval(pg_get_serial_sequence('raw.submission', 'submission_id'), %s)",
            ((last + 1) * towns,),
        )
    connection.commit()


def fill_rollups(connection: Connection, period: str) -> int:
    """Rollups of every other month, as the published one's; returns how many there are then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name from information_schema.columns where table_schema = 'core' and table_name = 'rollup' "
            "and column_name <> 'period'"
        )
        columns = sql.SQL(", ").join(sql.Identifier(name) for (name,) in cursor.fetchall())
        cursor.execute(
            sql.SQL(
                "insert into core.rollup (period, {columns}) select m.another, {columns} from core.rollup as r cross join "
                "(select distinct period as another from public.report) as m where r.period = %s on conflict do nothing"
            ).format(columns=columns),
            (period,),
        )
        cursor.execute(
            "insert into meta.publication (period, revision, as_of, published_at, rows) "
            "select m.period, p.revision, p.as_of, p.published_at, p.rows from meta.publication as p "
            "cross join (select distinct period from public.report) as m where p.period = %s on conflict do nothing",
            (period,),
        )
        cursor.execute("select count(*) from core.rollup")
        ((rows,),) = cursor.fetchall()
    connection.commit()
    return int(rows)


def ask(reader_url: str, last: int, towns: int) -> dict[str, tuple[float, float, int]]:
    """Each question with other parameters each time: p50 and p95 in ms, and rows of the last answer."""
    found = {}
    with closing(psycopg2.connect(reader_url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for name, statement in statements("mart_queries.sql").items():
            taken: list[float] = []
            for n in range(ASKED + 2):
                month = last - n % 12
                year, number = FIRST_YEAR + month // 12, month % 12 + 1
                asked: dict[str, Any] = {
                    "county": "C",
                    "town": f"T{n % towns:03d}",
                    "indicator": f"I{n * 7 % INDICATORS:03d}",
                    "period": f"{year}-{number:02d}",
                    "year": str(year),
                    "instant": datetime(year + 1, 6, 1, tzinfo=UTC),
                }
                begun = time.perf_counter()
                cursor.execute(statement, asked)
                rows = len(cursor.fetchall())
                taken.append((time.perf_counter() - begun) * 1000)
            taken = sorted(taken[2:])
            found[name] = (statistics.median(taken), taken[int(len(taken) * 0.95)], rows)
    return found


@contextmanager
def system(place: Path, towns: int) -> Iterator[Settings]:
    """An empty warehouse with the catalogue in force."""
    write_catalogue(place / "catalogue", towns)
    environment = {"HUIZONG_HOME": str(place), "HUIZONG_CATALOGUE": str(place / "catalogue"), "HUIZONG_STABLE_SECONDS": "0.01"}
    with temporary_server() as server:
        urls = server.urls()
        settings = replace(Settings.from_environment(environment), database_url=urls.loader, owner_url=urls.owner, reader_url=urls.reader)
        migrate.migrate(urls.owner)
        with closing(connect(urls.loader, role="huizong_loader")) as connection:
            catalogue_tables.sync(connection, preparing.load_catalogue(settings.catalogue))
        yield settings


def write_results(title: str, text: str) -> None:
    """Put the section under its title, in the place of an older one."""
    before = RESULTS.read_text("utf-8") if RESULTS.is_file() else "# Results of the benchmarks\n"
    section = f"## {title}\n\n{text.strip()}\n"
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    after = pattern.sub(lambda _: section + "\n", before) if pattern.search(before) else f"{before.rstrip()}\n\n{section}"
    RESULTS.write_text(after.rstrip() + "\n", "utf-8")


def main() -> int:
    """Measures all of it, prints it and writes it down."""
    wanted = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else FIGURES
    towns = 20 if wanted <= 2_000_000 else 100
    last = round(wanted / (towns * INDICATORS * BASES)) - 1
    period = f"{FIRST_YEAR + last // 12}-{last % 12 + 1:02d}"
    with tempfile.TemporaryDirectory() as folder, system(Path(folder), towns) as settings, closing(connect(settings.owner_url)) as owner:
        make_reports(owner, last, towns)
        enter_reports(owner, last - RECENT + 1, last)
        rows, raw, ours = load(owner, last - RECENT + 1, last, Path(folder))
        analyze(settings.owner_url)
        small, rollups = recomputed(settings, period)
        print(f"{rows} figures: {period} published in {small:.2f} s, {rollups} rows", flush=True)
        enter_reports(owner, 0, last - RECENT)
        more = load(owner, 0, last - RECENT, Path(folder))
        rows, raw, ours = rows + more[0], raw + more[1], ours + more[2]
        analyze(settings.owner_url)
        large, _ = recomputed(settings, period)
        print(f"{rows} figures: {period} published in {large:.2f} s", flush=True)
        published = fill_rollups(owner, period)
        analyze(settings.owner_url)
        answers = ask(settings.reader_url, last, towns)
    lines = [
        f"{rows:,} figures of {towns} towns in {last + 1} months, {published:,} rollups, PostgreSQL with its settings as shipped, "
        f"{os.cpu_count()} processors.",
        "",
        "| what | measured |",
        "|---|---|",
        f"| COPY into a bare table | {rows / raw:,.0f} rows/s |",
        f"| COPY into `core.figure` (partitions, four indexes, checks) | {rows / ours:,.0f} rows/s, {raw / ours:.2f} of the bare one |",
        f"| one month published beside {RECENT} months of history | {small:.2f} processor seconds, {rollups:,} rows |",
        f"| the same beside {last + 1} months | {large:.2f} processor seconds, ratio {large / small:.2f} (mark {RATIO}) |",
        "",
        "| question (reader role) | p50 ms | p95 ms | rows |",
        "|---|---|---|---|",
        *(f"| {name} | {p50:.1f} | {p95:.1f} | {count} |" for name, (p50, p95, count) in answers.items()),
    ]
    text = "\n".join(lines)
    print(text)
    write_results(f"Warehouse, {wanted // 1_000_000} million figures", text)
    return 0 if large / small <= RATIO and max(p95 for _, p95, _ in answers.values()) <= P95_MS else 1


if __name__ == "__main__":
    sys.exit(main())
