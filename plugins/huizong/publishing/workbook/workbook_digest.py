"""What tells one workbook from another: its content and the program that lays it out."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from huizong.publishing.workbook.edition import Edition

_DIGEST = re.compile(r'name="huizong-content".*?>([0-9a-f]{64})<', re.DOTALL)


def digest(edition: Edition) -> str:
    """What tells one workbook from another: its content and the program that lays it out."""
    return sha256(f"{_program()}{json.dumps(edition, default=_parts)}".encode()).hexdigest()


def digest_in(path: Path) -> str | None:
    """The digest in a workbook that was written before; None where there is none that can be read."""
    try:
        with zipfile.ZipFile(path) as book:
            properties = book.read("docProps/custom.xml").decode("utf-8")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    found = _DIGEST.search(properties)
    return found[1] if found else None


def _parts(value: object) -> object:
    """What JSON takes for a value that it doesn't know."""
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, name) for name in _names(type(value))]
    return sorted(value) if isinstance(value, frozenset) else str(value)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _program() -> str:
    return sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parents[1].rglob("*.py")))).hexdigest()
