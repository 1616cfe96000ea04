"""Named SQL: every statement the code runs is a file under include/sql/queries, in a folder named after the room that asks it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from huizong.settings import INCLUDE

QUERIES = INCLUDE / "sql" / "queries"


@cache
def query(name: str, folder: Path = QUERIES) -> str:
    """The text of `<name>.sql` in the folder or one within it; parameters in it are written %(name)s.

    Raises FileNotFoundError for an unknown name, ValueError where two files of the folder bear one name.
    """
    path = _files(folder).get(name)
    if path is None:
        raise FileNotFoundError(f"no query {name}.sql in {folder} or its rooms")
    return path.read_text(encoding="utf-8")


@cache
def _files(folder: Path) -> dict[str, Path]:
    """The files of a folder and the rooms within it by their names, which need no room said because each is there once."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.sql")):
        if path.stem in found:
            raise ValueError(f"two queries of one name: {found[path.stem]} and {path}")
        found[path.stem] = path
    return found
