"""Whole numbers as files write them: ASCII digits alone. `int` also takes 4_0, +4 and ４, which no office program writes."""

from __future__ import annotations

import re

from huizong.reading.refusals import damaged

LONGEST = 18  # digits; more say nothing that fewer do not: it is beyond every bound
BEYOND = 10**LONGEST
SIZE = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)


def whole_number(text: str | None, default: int) -> int:
    """The number, `default` where there is none or it is none; BEYOND for one that is too long to matter."""
    if not text or not (text.isascii() and text.isdecimal()):
        return default
    return int(text) if len(text) <= LONGEST else BEYOND


def row_index(text: str) -> int:
    """The number of a row, from 1. Raises FileRefusedError for anything else."""
    number = whole_number(text, 0)
    if number < 1:
        raise damaged(f"行号“{text[:40]}”不成立")
    return number


def measure(text: str) -> float:
    """A size such as 10.5; 0 where it is none."""
    return float(text) if SIZE.fullmatch(text) else 0.0
