"""Files that only spare work: anyone may delete them at any time, and who can't use one does the work."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

DOMAIN = Path(__file__).parents[1]


def is_ours(path: Path) -> bool:
    """Whether the file is there and no other account wrote it: what it holds is trusted as our own code is."""
    try:
        return path.stat().st_uid == os.geteuid()
    except OSError:
        return False


def put(path: Path, fill: Callable[[BinaryIO], None], kept: int) -> None:
    """Put a file there whole or not at all, readable by its owner; of its kind (`<kind>-<key><suffix>`) the newest `kept` stay.

    Raises OSError where the folder takes nothing; nothing is left of the attempt then.
    """
    kind = path.name.partition("-")[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{kind}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            fill(stream)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    for old in sorted(path.parent.glob(f"{kind}-*{path.suffix}"), key=lambda each: each.stat().st_mtime)[:-kept]:
        old.unlink(missing_ok=True)


def code_hash(rooms: Iterable[str], others: Iterable[Path] = (), also: str = "") -> str:
    """A hash of the code that makes what is kept: the model, the named rooms of the domain, other files, and what is no file of ours."""
    digest = sha256(also.encode())
    for path in (*(path for room in ("model", *rooms) for path in sorted((DOMAIN / room).rglob("*.py"))), *others):
        digest.update(path.read_bytes())
    return digest.hexdigest()
