"""Zip archives of report files: read in memory, nothing ever written to a path that a member names."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from huizong.model import Document, Finding
from huizong.reading.containers.litter import is_litter
from huizong.reading.containers.package import Package, part_key
from huizong.reading.refusals import FileRefusedError
from huizong.reading.sheet_bounds import LONGEST_NAME, storable

UTF8_FLAG = 0x800
PARTS = {  # a part that shows by its name that a folder is a document, and those of which one must lie beside it
    "[content_types].xml": ("_rels/.rels", "xl/workbook.xml", "xl/workbook.bin", "word/document.xml", "workbook.xml"),
    "mimetype": ("content.xml",),
    "_rels/.rels": ("xl/workbook.xml", "xl/workbook.bin", "word/document.xml", "workbook.xml"),
}
SHOWN_OF_NAME = 100  # characters at either end of a name that is too long
UNICODE_PATH_EXTRA = 0x7075


@dataclass(frozen=True, slots=True)
class Members:
    """How the members of an archive are read one by one: `begun` is called before each, since a deadline is a member's.

    Those at the places in `overdue` (from 0) have overrun theirs, `seconds`, before; they are refused and not read again.
    """

    begun: Callable[[], None] = lambda: None
    overdue: frozenset[int] = frozenset()
    seconds: float = 0


def read_members(
    package: Package, name: str, digest: str, members: Members, read: Callable[[bytes, str], tuple[Document, ...]]
) -> tuple[Document, ...]:
    """A document a member, in the order of the archive, named `archive/member`; `read` reads the bytes of one.

    Members with paths that leave the archive's folder are refused by name. System
    litter is passed over, and said so on the first document. A folder that holds the parts of a workbook or a Word document,
    as unpacking one leaves it, is that document.
    """
    documents: list[Document] = []
    ignored: list[str] = []
    folders = package_folders(package.names())
    begun: set[str] = set()
    for place, (member, shown) in enumerate(named_once(package.entries)):
        members.begun()
        if is_unsafe(shown) or is_unsafe(member.orig_filename):
            finding = Finding("file-unsafe-member", place=shown, fields={"observed": shown, "file": name})
            documents.append(Document(f"{name}/{shown}", empty_digest(), "unknown", refusal=finding))
        elif is_litter(shown):
            ignored.append(shown)
        elif (folder := folder_of(member, folders)) in begun:
            continue
        elif place in members.overdue:
            finding = Finding("file-timed-out", fields={"expected": f"{members.seconds:g} 秒"})
            documents.append(Document(f"{name}/{shown}", empty_digest(), "unknown", refusal=finding))
        elif folder is not None:
            begun.add(folder)
            depth = folder.count("/") + 1
            documents.extend(read_folder(package, folder, f"{name}/{'/'.join(shown.split('/')[:depth])}", read))
        else:
            documents.extend(read_member(package, member, f"{name}/{shown}", read))
    if not documents:
        detail = "压缩包内没有报表文件" + (f"，只有 {'、'.join(ignored)}" if ignored else "")
        return (Document(name, digest, "zip", refusal=Finding("file-empty", fields={"detail": detail})),)
    if ignored:
        note = Finding("file-ignored", fields={"file": "、".join(ignored)})
        documents[0] = replace(documents[0], findings=(*documents[0].findings, note))
    return tuple(documents)


def named_once(entries: Sequence[ZipInfo]) -> Iterator[tuple[ZipInfo, str]]:
    """Each entry with its name; one whose name stood there before, in whichever spelling, gets a number: `报表 (2).csv`."""
    taken: set[str] = set()
    for entry in entries:
        shown = storable(member_name(entry))
        if len(shown) > LONGEST_NAME:
            shown = f"{shown[:SHOWN_OF_NAME]}…{shown[-SHOWN_OF_NAME:]}"
        stem, dot, ending = shown.rpartition(".") if "." in shown.rpartition("/")[2] else (shown, "", "")
        number = 1
        while shown in taken:
            number += 1
            shown = f"{stem} ({number}){dot}{ending}"
        taken.add(shown)
        yield entry, shown


def package_folders(names: Sequence[str]) -> frozenset[str]:
    """The folders whose members are the parts of one document, without their last slash, lower case; the outermost of nested ones."""
    there = set(names)
    found = {
        name.removesuffix(f"/{mark}")
        for name in names
        for mark, others in PARTS.items()
        if name.endswith(f"/{mark}") and any(f"{name.removesuffix(mark)}{other}" in there for other in others)
    }
    return frozenset(folder for folder in found if not any(folder.startswith(f"{other}/") for other in found))


def folder_of(member: ZipInfo, folders: frozenset[str]) -> str | None:
    """The folder of a document's parts that a member lies in."""
    key = part_key(member.filename)
    return next((folder for folder in folders if key.startswith(f"{folder}/")), None)


def read_folder(package: Package, folder: str, name: str, read: Callable[[bytes, str], tuple[Document, ...]]) -> tuple[Document, ...]:
    """The document whose parts lie in a folder of the archive, packed again as it was."""
    packed = io.BytesIO()
    try:
        with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            for member in package.entries:
                if folder_of(member, frozenset({folder})) is not None:
                    inner = member.filename.replace("\\", "/").lstrip("/")[len(folder) + 1 :]
                    archive.writestr(ZipInfo(inner), package.read_entry(member), ZIP_DEFLATED)
    except FileRefusedError as error:
        return (Document(name, empty_digest(), "unknown", refusal=error.finding),)
    return read(packed.getvalue(), name)


def read_member(package: Package, member: ZipInfo, name: str, read: Callable[[bytes, str], tuple[Document, ...]]) -> tuple[Document, ...]:
    """The document of one member, or the documents of an archive inside the archive."""
    try:
        data = package.read_entry(member)
    except FileRefusedError as error:
        return (Document(name, empty_digest(), "unknown", refusal=error.finding),)
    return read(data, name)


def member_name(member: ZipInfo) -> str:
    """The name of a member: UTF-8 where the archive says so, else UTF-8 if it is, else GB18030 (what Windows writes).

    A Unicode path that some packers add beside the name comes first (APPNOTE 4.6.9).
    """
    if member.flag_bits & UTF8_FLAG:
        return member.orig_filename
    unicode_name = unicode_path(member.extra)
    if unicode_name is not None:
        return unicode_name
    raw = member.orig_filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.orig_filename


def unicode_path(extra: bytes) -> str | None:
    """The name in a Unicode path field; None without one."""
    position = 0
    while position + 4 <= len(extra):
        identifier = int.from_bytes(extra[position : position + 2], "little")
        size = int.from_bytes(extra[position + 2 : position + 4], "little")
        if identifier == UNICODE_PATH_EXTRA and size > 5:
            return extra[position + 9 : position + 4 + size].decode("utf-8", "replace")
        position += 4 + size
    return None


def is_unsafe(name: str) -> bool:
    """Whether a path is absolute, has a drive or climbs out of its folder, or hides something behind a zero byte."""
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or re.match(r"^[A-Za-z]:", name) is not None or "\0" in name


def empty_digest() -> str:
    """The digest of no bytes, for members that were never unpacked."""
    return hashlib.sha256(b"").hexdigest()
