"""The whole flow beside a plain script: a month of every town, one form in ten faulty, from dropped files to rollups.

Run: `python benchmarks/pipeline.py [TOWNS]` (default 500). Wall seconds on one machine in one run, each side with an
embedded PostgreSQL of its own. The script is what an analyst would write: pandas and openpyxl read each form, a Great
Expectations suite checks it, `to_sql` loads it, `groupby` adds up. Both must come to the same total of the county.
Aim: five times as fast as the script. Exit status 1 below the mark reached so far, or if the totals differ.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

from include.samples.made_figures import MONTHLY, Row
from include.samples.writing import MONTHLY_HEADER, MONTHLY_TITLE, book_bytes, town_sheet

if TYPE_CHECKING:
    from huizong.warehouse.server.embedded import Urls

REPOSITORY = Path(__file__).resolve().parents[1]
TOWNS = 500
PERIOD = "2025-03"
FAULTY = 10  # one form in so many
MARK, AIM = 1.5, 5.0  # what it must reach today, what it is to reach
# Value of the month, cumulative and last year's cumulative are made of the town's number; rates and plans fit them.
PLANNED = ("E06", "E13")
ONLY_CUMULATIVE, ONLY_CURRENT = ("E08",), ("E09",)
SKIPPED = ("E12", "E14")  # out of season, and of a later version only


def town_name(number: int) -> str:
    """An invented name that no other town has: four characters, told apart by the number."""
    signs = "松竹梅兰菊桂柏杨柳枫"
    return "".join(signs[int(digit)] for digit in f"{number:03d}") + "镇"


def rows_of(number: int, *, faulty: bool) -> list[Row]:
    """The form's rows: everything fits together, but in a faulty form one cumulative is less than its month."""
    rows: list[Row] = []
    base = {code: Decimal(3000 + 17 * number + 211 * place) / 10 for place, (code, _, _) in enumerate(MONTHLY)}
    base["E04"] = base["E03"] - 100
    base["E07"] = base["E06"] - 50
    base["E11"] = base["E10"] - 40
    for code, name, unit in MONTHLY:
        if code in SKIPPED:
            continue
        current = base[code].quantize(Decimal(1)) if unit in ("家", "户") else base[code]
        cumulative = current * 3
        prior = (cumulative * Decimal("0.95")).quantize(Decimal(1) if unit in ("家", "户") else Decimal("0.1"))
        growth = (100 * (cumulative / prior - 1)).quantize(Decimal("0.1"))
        plan: Decimal | None = current * 14 if code in PLANNED else None
        done = (100 * cumulative / plan).quantize(Decimal("0.1")) if plan else None
        if code == "E08":
            share = (100 * base["E07"] / base["E06"]).quantize(Decimal("0.1"))
            rows.append((name, unit, (None, share, None, None, None, None)))
        elif code in ONLY_CURRENT:
            rows.append((name, unit, (current, None, None, None, None, None)))
        else:
            value = current / 2 if faulty and code == "E05" else cumulative
            rows.append((name, unit, (current, value, prior, growth, plan, done)))
    return rows


def forms(towns: int) -> Iterator[tuple[str, bytes]]:
    """Each town's name and its workbook."""
    for number in range(towns):
        name = town_name(number)
        faulty = number % FAULTY == FAULTY - 1
        yield name, book_bytes(town_sheet(MONTHLY_TITLE, name, "2025年3月", MONTHLY_HEADER, rows_of(number, faulty=faulty)))


def write_catalogue(folder: Path, towns: int) -> None:
    """The sample county's catalogue with other towns."""
    shutil.copytree(REPOSITORY / "include" / "catalogue", folder)
    kept = "C00", *(f"D{number:02d}" for number in range(1, 7))
    for name, column in (
        ("organisations", "code"),
        ("organisation_aliases", "code"),
        ("contacts", "organisation"),
        ("users", "organisation"),
    ):
        _keep(folder / f"{name}.csv", column, kept)
    with (folder / "organisations.csv").open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([f"W{number:04d}", town_name(number), "town", "C00", "", "", "", ""] for number in range(towns))
    for form in folder.glob("forms/*.yaml"):
        text = form.read_text(encoding="utf-8")
        form.write_text(re.sub(r", except: \[[^]]*\]|    except: *\n(?: +- \{organisation.*\n)+", "", text), encoding="utf-8")


def _keep(path: Path, column: str, organisations: Sequence[str]) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        names, rows = list(reader.fieldnames or ()), [row for row in reader if row[column] in organisations]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@contextmanager
def database(folder: Path) -> Iterator[Urls]:
    """A server of its own in the folder; gives its addresses."""
    from huizong.warehouse.server.embedded import EmbeddedServer

    server = EmbeddedServer(folder).start()
    try:
        yield server.urls()
    finally:
        server.stop()


def ours(folder: Path, dropped: list[tuple[str, bytes]]) -> tuple[float, Decimal]:
    """Seconds of the whole flow, and the county's cumulative of E06."""
    from huizong.flow import pipeline
    from huizong.settings import Settings
    from huizong.steps import preparing
    from huizong.warehouse import connect

    write_catalogue(folder / "catalogue", len(dropped))
    environment = {"HUIZONG_HOME": str(folder), "HUIZONG_CATALOGUE": str(folder / "catalogue"), "HUIZONG_STABLE_SECONDS": "0.01"}
    with database(folder / "server") as urls:
        settings = Settings.from_environment(environment).with_database(urls.loader, urls.owner, urls.reader)
        preparing.prepare(settings)
        for name, content in dropped:
            path = settings.inbox / name / PERIOD / f"{name}3月月报.xlsx"
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
        time.sleep(0.1)
        start = time.perf_counter()
        pipeline.run_once(settings)
        seconds = time.perf_counter() - start
        connection = connect(settings.database_url, role="huizong_loader")
        with connection.cursor() as cursor:
            cursor.execute(
                "select value from mart.rollup where organisation = 'C00' and indicator = 'E06' and basis = 'cumulative' and period = %s",
                (PERIOD,),
            )
            (total,) = cursor.fetchone()
        connection.close()
    return seconds, total


def script(folder: Path, dropped: list[tuple[str, bytes]]) -> tuple[float, Decimal]:
    """Seconds of the plain script, and its total of the same row."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from sqlalchemy import create_engine

    columns = ["indicator", "unit", "current", "cumulative", "prior_year", "growth_rate", "plan", "plan_completion"]
    with database(folder / "server") as urls:
        engine = create_engine(urls.owner.replace("postgresql://", "postgresql+psycopg2://"))
        with engine.begin() as connection:
            connection.exec_driver_sql("create schema if not exists plain")
        start = time.perf_counter()
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
        asset = context.data_sources.add_pandas("forms").add_dataframe_asset("form")
        batches = asset.add_batch_definition_whole_dataframe("all")
        suite = gx.ExpectationSuite(
            name="form",
            expectations=[
                gx.expectations.ExpectColumnValuesToNotBeNull(column="indicator"),
                gx.expectations.ExpectColumnValuesToNotBeNull(column="cumulative"),
                gx.expectations.ExpectColumnPairValuesAToBeGreaterThanB(
                    column_A="cumulative", column_B="current", or_equal=True, ignore_row_if="either_value_is_missing"
                ),
                gx.expectations.ExpectColumnValuesToBeBetween(column="growth_rate", min_value=-100, max_value=500),
            ],
        )
        frames = []
        for name, content in dropped:
            frame = pd.read_excel(io.BytesIO(content), header=None, skiprows=3, nrows=12, names=columns, engine="openpyxl")
            result = batches.get_batch(batch_parameters={"dataframe": frame}).validate(suite)
            frame.insert(0, "town", name)
            frame["faulty"] = not result.success
            frame.to_sql("figure", engine, schema="plain", if_exists="append", index=False)
            frames.append(frame)
        total = pd.concat(frames).groupby("indicator")["cumulative"].sum()
        total.to_csv(folder / "rollup.csv")
        seconds = time.perf_counter() - start
        engine.dispose()
    return seconds, Decimal(repr(float(total["一般公共预算收入"]))).quantize(Decimal("0.1"))


def main() -> int:
    """Times both and prints what each did."""
    warnings.filterwarnings("ignore")
    towns = int(sys.argv[1]) if len(sys.argv) > 1 else TOWNS
    dropped = list(forms(towns))
    with tempfile.TemporaryDirectory() as place:
        for side in ("ours", "script"):
            (Path(place) / side).mkdir()
        plain_seconds, plain_total = script(Path(place) / "script", dropped)
        seconds, total = ours(Path(place) / "ours", dropped)
    print(f"plain script {towns / plain_seconds:6.2f} files/s ({plain_seconds:.1f} s), total {plain_total}")
    print(f"huizong      {towns / seconds:6.2f} files/s ({seconds:.1f} s), total {total}")
    factor = plain_seconds / seconds
    print(f"factor {factor:.2f} (mark {MARK}, aim {AIM})")
    if total != plain_total:
        print("the totals differ")
        return 1
    return 0 if factor >= MARK else 1


if __name__ == "__main__":
    sys.exit(main())
