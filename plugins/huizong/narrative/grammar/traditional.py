"""Signs of traditional script with their simplified twins: a report typed with them is read like any other.

One sign for one, so that offsets stay. The list is that of `traditional.csv` as it is shipped: script is no county's own.
"""

import csv

from huizong.narrative.grammar.lexicon import FOLDER


def _twins() -> dict[int, str]:
    with (FOLDER / "traditional.csv").open(encoding="utf-8", newline="") as stream:
        return {ord(row["sign"]): row["twin"] for row in csv.DictReader(stream)}


TWINS = _twins()
