"""Names made of content: the hash of a folder, and the key of what our code makes of a catalogue.

Who asks whether something is kept need not load what makes it: nothing of the domain is imported here.
"""

from __future__ import annotations

from collections.abc import Container
from functools import cache as remembered
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from huizong.settings import INCLUDE, REPOSITORY
from huizong.storage.cached_files import code_hash


def files_of(folder: Path) -> tuple[tuple[str, Path], ...]:
    """The files of a catalogue with their names inside it, sorted; hidden ones and caches are no part of it."""
    found = ((path.relative_to(folder), path) for path in folder.rglob("*") if path.is_file())
    return tuple(sorted((name.as_posix(), path) for name, path in found if not any(p.startswith((".", "~$", "__")) for p in name.parts)))


def hash_of(folder: Path, without: Container[str] = ()) -> str:
    """SHA-256 over the names and bytes of all files but those."""
    digest = sha256()
    for name, path in files_of(folder):
        if name in without:
            continue
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def key_of_rules(catalogue_hash: str) -> str:
    """A name for the rules of a catalogue as this code makes them."""
    return sha256(f"{catalogue_hash} {code_of_rules()}".encode()).hexdigest()


@remembered
def code_of_rules() -> str:
    """A hash of all that turns a catalogue into queries: the code of both rooms, the SQL, the suites, SQLAlchemy."""
    others = (*sorted((INCLUDE / "sql" / "checks").rglob("*.sql")), *sorted((REPOSITORY / "expectations").glob("*.json")))
    return code_hash(("catalogue", "checking"), others, also=version("sqlalchemy"))
