"""Office files made reproducible: the same content gives the same bytes, whenever it is written."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from datetime import UTC, datetime

from huizong.feedback.marked_copy.masked_parts import PartMasking
from huizong.settings import COUNTY_TIME

_STAMP = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
WORKBOOK = "xl/workbook.xml"
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def settle(data: bytes, at: datetime, masking: PartMasking | None = None) -> bytes:
    """The same zip with every member dated `at`, `at` as the document's own time of its last change.

    Libraries write the clock into both; a receipt that is written twice must be the same file. With `masking`, personal
    numbers in its parts are masked.
    """
    local = at.astimezone(COUNTY_TIME)
    stamp = max((local.year, local.month, local.day, local.hour, local.minute, local.second), _EARLIEST)
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        if masking is not None and WORKBOOK in source.namelist():
            masking.note_names(source.read(WORKBOOK))
        for name in source.namelist():
            content = source.read(name)
            if masking is not None:
                content = masking.part(name, content)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + moment + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, stamp)
            # A program that looks at the first bytes of an OpenDocument file reads its kind there (ISO 26300 part 3, 2.3).
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return settled.getvalue()


def part_names(data: bytes) -> frozenset[str]:
    """The names of the parts of a package; empty for bytes that are none, or that are broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError):
        return frozenset()


def member_with_digest(data: bytes, sha256: str, largest: int) -> bytes | None:
    """The member of an archive whose bytes have that digest; None if none has, or is larger than `largest`."""
    if not part_names(data):
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if member.file_size > largest or member.is_dir():
                continue
            try:
                content = archive.read(member)
            except (RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError):
                continue  # another member that nobody could read; it has a part of its own on the receipt
            if hashlib.sha256(content).hexdigest() == sha256:
                return content
    return None


def unpacked_bytes(data: bytes, part: re.Pattern[str]) -> int:
    """How much the members whose names match unpack to, as the directory announces it; zipfile gives out no more."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(member.file_size for member in archive.infolist() if part.match(member.filename))
