"""The catalogue of the soak's county: the sample county's with other towns, and three monthly forms more."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from pipeline import write_catalogue
from soak_year import OTHERS, WHOLE


def write_county(folder: Path, towns: int) -> None:
    """The sample county's catalogue with other towns and the three forms more."""
    write_catalogue(folder, towns)
    with (folder / "indicators.csv").open(encoding="utf-8", newline="") as stream:
        columns = next(csv.reader(stream))
    with (folder / "indicators.csv").open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        for _, _, listed in OTHERS:
            for code, name, unit, is_stock in listed:
                kind, aggregation = ("stock", "last") if is_stock else ("flow", "sum")
                decimals = 0 if unit in WHOLE else 1
                writer.writerow(
                    {"code": code, "name": name, "unit": unit, "decimals": decimals, "kind": kind, "aggregation": aggregation, "minimum": 0}
                )
    with (folder / "obligations.csv").open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(
            [code, "", "town", 9, "17:00", title, "2024-01-01", "", "", ""] for code, title, _ in OTHERS
        )
    for code, title, listed in OTHERS:
        (folder / "forms" / f"{code}.yaml").write_text(_form(code, title, listed), "utf-8")
    known = (folder / "units.csv").read_text("utf-8")
    lacking = sorted({row[2] for _, _, listed in OTHERS for row in listed if not re.search(f"^{row[2]},", known, re.MULTILINE)})
    with (folder / "units.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{unit},{unit},1\n" for unit in lacking)


def _form(code: str, title: str, listed: tuple[tuple[str, str, str, bool], ...]) -> str:
    lines = [f"code: {code}", f"title: {title}", "title_aliases:", f"  - {title[3:]}", "frequency: month", "version: 1"]
    lines += ["valid_from: 2024-01-01", "valid_to: null", "subject: reporter", "rows:"]
    for row, _, _, is_stock in listed:
        bases = "[current]" if is_stock else "[current, cumulative, prior_year, growth_rate]"
        lines.append(f"  - {{indicator: {row}, required: true, bases: {bases}}}")
    lines.append("relations:")
    for row, name, _, is_stock in listed:
        if is_stock:
            continue
        lines += [f"  - id: {row}-cumulative-covers-month", f'    expression: "{row}.cumulative >= {row}.current"']
        lines += ["    severity: critical", f'    message: "{name}：本月止累计不能小于本月"']
        lines += [f"  - id: {row}-cumulative-continues", f'    expression: "{row}.cumulative = prev({row}.cumulative) + {row}.current"']
        lines += ["    severity: query", f'    message: "{name}：累计应等于上月累计加本月"']
    return "\n".join(lines) + "\n"
