"""What anyone has to say about a place before the figures are judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from huizong.model.states import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, or one thing worth saying, at one place, found before the figures are judged.

    `rule` is a code of `issue_types.csv`, whose texts take `fields` ({observed}, {expected}, {detail} …).
    `place` is in the form of DESIGN §6 and may be a range; empty when the whole file is meant.
    `severity` overrides the issue type's own; None keeps it. The key of a figure is given where there is one.
    """

    rule: str
    place: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    organisation: str | None = None
    indicator: str | None = None
    period: str | None = None
    basis: str | None = None
