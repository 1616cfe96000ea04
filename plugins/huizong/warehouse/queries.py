"""Named SQL: every statement the code runs is a file under include/sql/queries."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from huizong.settings import INCLUDE

QUERIES = INCLUDE / "sql" / "queries"


@cache
def query(name: str, folder: Path = QUERIES) -> str:
    """The text of `<name>.sql`; parameters in it are written %(name)s. Raises FileNotFoundError for an unknown name."""
    return (folder / f"{name}.sql").read_text(encoding="utf-8")
