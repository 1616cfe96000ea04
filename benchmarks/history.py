"""The same wave of forms as history grows: judged and published, month by month and beside a history made in the server.

Run: `python benchmarks/history.py [FIGURES]` (default 1 000 000). First side: 24 towns send their form every month for two years,
each month is judged and published, nothing analyzes but what autovacuum does. Second side: a county of 20 towns or more and 100
indicators sends one month beside 24 months of history and beside all of it, with statistics that know of no row, that are
fresh, that are those of a fifth of the rows, and fresh again. Processor seconds of this process and of the server's. Mark:
a month a year later, and the largest history, cost at most 1.5 times what the first do. Writes its section of results.md. Exit
status 1 over a mark.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

import psutil
import psycopg2
import warehouse
from pipeline import PLANNED, database, rows_of, town_name, write_catalogue

from huizong.flow import pipeline, publication
from huizong.settings import Settings
from huizong.steps import answering, preparing
from include.samples.made_figures import MONTHLY, Row
from include.samples.writing import MONTHLY_HEADER, MONTHLY_TITLE, book_bytes, town_sheet

FIGURES = 1_000_000
TOWNS, MONTHS, FIRST_YEAR = 24, 24, 2024
SHOWN = (2, 12, 14, 24)
RATIO = 1.5
MOST_MONTHS = 125  # of a history: it begins in 2015, and a month to come is refused
_WHOLE = {name for code, name, unit in MONTHLY if unit in ("家", "户")}
_PLANNED = {name for code, name, unit in MONTHLY if code in PLANNED}


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor seconds of a wave's two parts."""

    judged: float
    published: float

    @property
    def whole(self) -> float:
        """Both together."""
        return self.judged + self.published


def rows_in(number: int, month: int) -> list[Row]:
    """A town's form in that month of a year: the same value each month, cumulatives and what follows from them to fit."""
    rows: list[Row] = []
    for name, unit, (current, cumulative, prior, growth, plan, done) in rows_of(number, faulty=False):
        if current is not None and cumulative is not None:
            cumulative = current * month
            prior = (cumulative * Decimal("0.95")).quantize(Decimal(1) if name in _WHOLE else Decimal("0.1"))
            growth = (100 * (cumulative / prior - 1)).quantize(Decimal("0.1"))
            plan = current * 14 if name in _PLANNED else None
            done = (100 * cumulative / plan).quantize(Decimal("0.1")) if plan else None
        rows.append((name, unit, (current, cumulative, prior, growth, plan, done)))
    return rows


def processes() -> float:
    """Processor seconds so far of this process and of all below it, ended ones included."""
    times = [psutil.Process().cpu_times()]
    return sum(t.user + t.system + t.children_user + t.children_system for t in times)


def server_seconds(owner_url: str) -> float:
    """Processor seconds so far of the server's processes that run and of those that it has ended."""
    with closing(psycopg2.connect(owner_url)) as connection:
        postmaster = psutil.Process(connection.info.backend_pid).parent()
        if postmaster is None:
            raise RuntimeError("the server has no postmaster")
        ended = postmaster.cpu_times()
        running = [child.cpu_times() for child in postmaster.children()]
    return ended.children_user + ended.children_system + sum(t.user + t.system for t in running)


def wave(settings: Settings, forms: Sequence[tuple[str, str, bytes]]) -> Spent:
    """Drop the forms, each with folder and period, judge them, publish what they change."""
    for folder, period, content in forms:
        path = settings.inbox / folder / period / f"{folder}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    time.sleep(0.1)  # what was written this moment is still moving
    pipeline.take_in(settings)
    marks = [processes() + server_seconds(settings.owner_url)]
    done = [pipeline.judge_batch(settings, batch) for batch in pipeline.waiting_batches(settings)]
    if sum(each.figures for each in done) < len(forms):
        raise RuntimeError(f"{len(forms)} forms gave {done}: they were not taken as they are meant")
    marks.append(processes() + server_seconds(settings.owner_url))
    answering.write_receipts(settings)
    answering.clear_inbox(settings)
    start = processes() + server_seconds(settings.owner_url)
    for period in publication.dirty_periods(settings):
        publication.publish_if_dirty(settings, period)
    return Spent(marks[1] - marks[0], processes() + server_seconds(settings.owner_url) - start)


def month_by_month(place: Path) -> dict[int, Spent]:
    """What each month of the two years took, counted from 1."""
    write_catalogue(place / "catalogue", TOWNS)
    environment = {"HUIZONG_HOME": str(place), "HUIZONG_CATALOGUE": str(place / "catalogue"), "HUIZONG_STABLE_SECONDS": "0.01"}
    found = {}
    with database(place / "server") as urls:
        settings = Settings.from_environment(environment).with_database(urls.loader, urls.owner, urls.reader)
        preparing.prepare(settings)
        for number in range(MONTHS):
            year, month = FIRST_YEAR + number // 12, number % 12 + 1
            forms = []
            for town in range(TOWNS):
                name = town_name(town)
                sheet = town_sheet(MONTHLY_TITLE, name, f"{year}年{month}月", MONTHLY_HEADER, rows_in(town, month))
                forms.append((name, f"{year}-{month:02d}", book_bytes(sheet)))
            found[number + 1] = wave(settings, forms)
            print(f"month {number + 1}: judged {found[number + 1].judged:.2f}, published {found[number + 1].published:.2f} s", flush=True)
    return found


def next_forms(owner_url: str, month: int, more: int) -> Iterator[tuple[str, str, bytes]]:
    """Each town's form of the month after the history: its last cumulative and a little more."""
    year, number = warehouse.FIRST_YEAR + month // 12, month % 12 + 1
    before = f"{warehouse.FIRST_YEAR + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}"
    with closing(psycopg2.connect(owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select o.code, o.name, i.name, i.unit, f.value from core.figure as f"
            " inner join core.organisation as o on f.organisation = o.code inner join core.indicator as i on f.indicator = i.code"
            " where f.period = %s and f.basis = 'cumulative'"
            " and f.known_to = 'infinity' order by o.code, i.code",
            (before,),
        )
        figures = cursor.fetchall()
    for _, name in sorted({(code, name) for code, name, *_ in figures}):
        rows: list[Row] = []
        for _, town, indicator, unit, value in figures:
            if town == name:
                current = Decimal(more) + 10
                cumulative = current if number == 1 else value + current
                prior = (cumulative * Decimal("0.9")).quantize(Decimal("0.1"))
                growth = (100 * (cumulative / prior - 1)).quantize(Decimal("0.1"))
                rows.append((indicator, unit, (current, cumulative, prior, growth)))
        sheet = town_sheet("量测月报", name, f"{year}年{number}月", MONTHLY_HEADER[:6], rows)
        yield name, f"{year}-{number:02d}", book_bytes(sheet)


def towns_of(figures: int) -> int:
    """How many towns have so many figures in MOST_MONTHS months, 20 at least."""
    return max(20, figures // (MOST_MONTHS * warehouse.INDICATORS * warehouse.BASES))


def beside_history(place: Path, figures: int) -> dict[str, Spent]:
    """One month's wave beside a small and the whole history, under statistics of each kind."""
    towns = towns_of(figures)
    last = round(figures / (towns * warehouse.INDICATORS * warehouse.BASES)) - 1
    first = last - warehouse.RECENT + 1
    found = {}
    with warehouse.system(place, towns) as settings, closing(psycopg2.connect(settings.owner_url)) as owner:
        for folder in (settings.inbox, settings.outbox, settings.archive, settings.published):
            folder.mkdir(parents=True, exist_ok=True)
        warehouse.make_reports(owner, last, towns)
        stages = (("24 months, no statistics", None), ("24 months, fresh statistics", "analyze"))
        later = ((f"{last + 1} months, statistics of 24", None), (f"{last + 1} months, fresh statistics", "analyze"))
        more = 0
        for start, stop, kinds in ((first, last, stages), (0, first - 1, later)):
            warehouse.enter_reports(owner, start, stop)
            warehouse.load(owner, start, stop, place)
            for name, analyzed in kinds:
                if analyzed:
                    warehouse.analyze(settings.owner_url)
                more += 1
                found[name] = wave(settings, list(next_forms(settings.owner_url, last + 1, more)))
                print(f"{name}: judged {found[name].judged:.2f}, published {found[name].published:.2f} s", flush=True)
    return found


def main() -> int:
    """Measures both sides, prints them and writes them down."""
    wanted = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else FIGURES
    with tempfile.TemporaryDirectory() as place:
        for side in ("months", "history"):
            (Path(place) / side).mkdir()
        months = month_by_month(Path(place) / "months")
        beside = beside_history(Path(place) / "history", wanted)
    # the same month of both years: a December is published with its quarter, its half-year and its year
    ratio = max(months[month + 12].whole / months[month].whole for month in (2, 12))
    small, *_, large = beside.values()
    lines = [
        f"{TOWNS} towns, one form each a month, {MONTHS} months; then {towns_of(wanted)} towns, 400 figures a form, beside a history of "
        f"{wanted:,} figures made in the server. Processor seconds of all processes, {os.cpu_count()} processors.",
        "",
        "| wave | judged | published |",
        "|---|---|---|",
        *(f"| month {month} | {months[month].judged:.1f} s | {months[month].published:.1f} s |" for month in SHOWN),
        *(f"| {name} | {one.judged:.1f} s | {one.published:.1f} s |" for name, one in beside.items()),
        "",
        f"A month costs at most {ratio:.2f} of the same a year before, the largest history {large.whole / small.whole:.2f} of the smallest "
        f"(mark {RATIO}).",
    ]
    print("\n".join(lines))
    warehouse.write_results("A wave as history grows", "\n".join(lines))
    return 0 if ratio <= RATIO and large.whole / small.whole <= RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
