"""What the project ships for every county: the place of the catalogue and the texts of all issue types."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from huizong.catalogue.entries import IssueType
from huizong.catalogue.folder.located import Problem
from huizong.catalogue.folder.tables import read_table

DEFAULT_FOLDER = Path(__file__).resolve().parents[3] / "include" / "catalogue"


@lru_cache(maxsize=1)
def default_issue_types() -> dict[str, IssueType]:
    """All issue types that the code raises, by code; raises ValueError if the shipped file is broken."""
    problems: list[Problem] = []
    rows = read_table(DEFAULT_FOLDER, "issue_types.csv", IssueType, problems)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    return {row.entry.code: row.entry for row in rows}
