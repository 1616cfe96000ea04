"""What a table gives: figures, totals, faults, and where each number of it went."""

from __future__ import annotations

from dataclasses import dataclass, field

from huizong.model import Figure, Finding, Unmatched

Place = tuple[int, int]


@dataclass
class TableResult:
    """What a table gives. Each place with a number is in exactly one of `figures`, `structure` and `issues`."""

    figures: list[tuple[Place, Figure]] = field(default_factory=list)
    totals: list[tuple[Place, Figure]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    structure: set[Place] = field(default_factory=set)
    issues: set[Place] = field(default_factory=set)
