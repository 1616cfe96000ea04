"""How long `huizong check` of one form takes with nothing running, beside a plain script that reads and checks the same file.

Run: `python benchmarks/check.py [TIMES]` (default 7). Wall seconds of whole processes, as a person waits for them; the
script imports pandas and Great Expectations and runs a suite of four expectations. The first check after an update, which
fills the cache of rules and the packed server, is told by itself. Exit status 1 above the mark.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from pipeline import rows_of

from include.samples.writing import MONTHLY_HEADER, MONTHLY_TITLE, book_bytes, town_sheet

REPOSITORY = Path(__file__).resolve().parents[1]
MARK, AIM = 3.0, 2.0  # what it must reach today, what it is to reach
PLAIN = """
import os, sys
os.environ["GX_ANALYTICS_ENABLED"] = "false"
import great_expectations as gx
import pandas as pd
columns = ["indicator", "unit", "current", "cumulative", "prior_year", "growth_rate", "plan", "plan_completion"]
frame = pd.read_excel(sys.argv[1], header=None, skiprows=3, nrows=12, names=columns, engine="openpyxl")
context = gx.get_context(mode="ephemeral")
asset = context.data_sources.add_pandas("forms").add_dataframe_asset("form")
batch = asset.add_batch_definition_whole_dataframe("all").get_batch(batch_parameters={"dataframe": frame})
result = batch.validate(gx.ExpectationSuite(name="form", expectations=[
    gx.expectations.ExpectColumnValuesToNotBeNull(column="indicator"),
    gx.expectations.ExpectColumnValuesToNotBeNull(column="cumulative"),
    gx.expectations.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A="cumulative", column_B="current", or_equal=True, ignore_row_if="either_value_is_missing"),
    gx.expectations.ExpectColumnValuesToBeBetween(column="growth_rate", min_value=-100, max_value=500),
]))
print(len(result.results))
"""


def seconds(command: list[str], environment: dict[str, str], expected: set[int]) -> float:
    """Wall seconds of a command; raises RuntimeError for another exit status than those expected."""
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode not in expected:
        raise RuntimeError(f"{command[1]} ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-500:]}")
    return time.perf_counter() - start


def main() -> int:
    """Measures both in turn and prints medians."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "栗坪镇3月月报.xlsx"
        path.write_bytes(book_bytes(town_sheet(MONTHLY_TITLE, "栗坪镇", "2025年3月", MONTHLY_HEADER, rows_of(3, faulty=False))))
        environment = {**os.environ, "HUIZONG_HOME": str(Path(place) / "home"), "PYTHONPATH": str(REPOSITORY / "plugins")}
        check = [sys.executable, "-c", "from huizong.cli import main; main()", "check", str(path), "--organisation", "T01"]
        script = [sys.executable, "-c", PLAIN, str(path)]
        first = seconds(check, environment, {0, 1})
        ours, plain = [], []
        for _ in range(times):
            ours.append(seconds(check, environment, {0, 1}))
            plain.append(seconds(script, environment, {0}))
    told = "set" if os.environ.get("PYTHONDONTWRITEBYTECODE") else "unset"
    print(f"{times} times each, medians; PYTHONDONTWRITEBYTECODE {told}")
    print(f"huizong check  {statistics.median(ours):5.2f} s (first after an update {first:.2f} s, slowest {max(ours):.2f} s)")
    print(f"plain script   {statistics.median(plain):5.2f} s")
    print(f"mark {MARK} s, aim {AIM} s")
    return 0 if statistics.median(ours) <= MARK else 1


if __name__ == "__main__":
    sys.exit(main())
