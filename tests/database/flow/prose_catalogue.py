"""The catalogue for reports in prose: the sample county with narrative forms for each kind of report.

`county/` holds what is added to the sample county's tables, in their columns; its forms stand beside the sample's.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from huizong.settings import INCLUDE

COUNTY = Path(__file__).parent / "prose_county"


def write_catalogue(folder: Path) -> Path:
    """A whole catalogue in the folder, which must not exist yet; returns the folder."""
    shutil.copytree(INCLUDE / "catalogue", folder)
    for path in COUNTY.glob("*.csv"):
        _append(folder / path.name, path)
    for path in (COUNTY / "forms").glob("*.yaml"):
        shutil.copy(path, folder / "forms" / path.name)
    return folder


def _append(table: Path, more: Path) -> None:
    """The rows of `more` under those of the table, in the table's columns; raises ValueError for a column it lacks."""
    with table.open(encoding="utf-8", newline="") as stream:
        columns = next(csv.reader(stream))
    with more.open(encoding="utf-8", newline="") as stream, table.open("a", encoding="utf-8", newline="") as target:
        csv.DictWriter(target, columns, restval="", lineterminator="\n").writerows(csv.DictReader(stream))
