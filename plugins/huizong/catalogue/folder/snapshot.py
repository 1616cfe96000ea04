"""A catalogue's folder as bytes: its hash, and a zip that is the same for the same content."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Container
from pathlib import Path, PurePosixPath

_EPOCH = (1980, 1, 1, 0, 0, 0)


def files_of(folder: Path) -> tuple[tuple[str, Path], ...]:
    """The files of a catalogue with their names inside it, sorted; hidden ones and caches are no part of it."""
    found = ((path.relative_to(folder), path) for path in folder.rglob("*") if path.is_file())
    return tuple(sorted((name.as_posix(), path) for name, path in found if not any(p.startswith((".", "~$", "__")) for p in name.parts)))


def hash_of(folder: Path, without: Container[str] = ()) -> str:
    """SHA-256 over the names and bytes of all files but those."""
    digest = hashlib.sha256()
    for name, path in files_of(folder):
        if name in without:
            continue
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def pack(folder: Path) -> bytes:
    """The folder as a zip whose bytes depend on its content only."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, path in files_of(folder):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.external_attr = 0o644 << 16
            member.create_system = 3
            archive.writestr(member, path.read_bytes())
    return buffer.getvalue()


def unpack(content: bytes, folder: Path) -> None:
    """Writes what `pack` made into the folder; raises ValueError for a member outside it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            name = PurePosixPath(member.filename)
            if name.is_absolute() or ".." in name.parts:
                raise ValueError(f"the snapshot has a member {member.filename!r} outside its folder")
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(member))
