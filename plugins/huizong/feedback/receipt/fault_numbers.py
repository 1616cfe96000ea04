"""How faults are numbered on paper: by their number, and by part and number where a file holds several reports."""

from __future__ import annotations

from collections.abc import Sequence


def label_prefix(part: int, parts: int) -> str:
    """What stands before the numbers of a part: nothing where there is one part only."""
    return f"{part}-" if parts > 1 else ""


def label(number: int, prefix: str = "") -> str:
    """The number as it stands on receipt and list, and before an explanation: 3, or 2-3."""
    return f"{prefix}{number}"


def label_list(numbers: Sequence[int], prefix: str = "") -> str:
    """Several numbers in one expression: 3、5至8."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    parts: list[str] = []
    for first, last in runs:
        if last - first < 2:
            parts.extend(label(number, prefix) for number in range(first, last + 1))
        else:
            parts.append(f"{label(first, prefix)}至{label(last, prefix)}")
    return "、".join(parts)
