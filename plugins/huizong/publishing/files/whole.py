"""Files that are either there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PART = ".part"


def sweep(folder: Path, *, below: bool = False) -> int:
    """Remove what killed writings left half-written, `below` also in its folders; call it only while nobody else writes there.

    Returns how many.
    """
    left = list(folder.rglob(f".*{PART}") if below else folder.glob(f".*{PART}"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def write_file(path: Path, content: bytes) -> Path:
    """Write through a temporary file beside it, fsync, rename, for owner and group alone; folders are made. Returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=PART, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fchmod(stream.fileno(), 0o640)
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return path
