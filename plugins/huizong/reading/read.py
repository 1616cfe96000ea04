"""Bytes as documents: the one place that decides which reader is right for which content, and why.

kind            reader                      because
xlsx, xlsm      our pass over the XML       calamine loses error cells, hidden rows and formats; openpyxl raises on
                                            missing drawings and broken styles, and is eight times slower. Within it
                                            patterns read what is written the usual way (rows: `quick_rows`, parts
                                            of the package: `package.usual_member`), and the XML parser and `zipfile`
                                            whatever is not: both give the same, which tests hold
xls             xlrd with formats           calamine gives neither error cells nor formats; BIFF 5 and 8 both
xlsb            calamine, formats by us     the only fast reader of the binary parts
ods and odt (also as one file, fods and fodt), SpreadsheetML 2003, docx
                our pass over the XML       repeated rows, merges, hidden rows and text boxes are lost by the libraries
html, mhtml     lxml's HTML parser          forgiving of real pages; spans and character sets are ours
doc             our pass over the text      the piece table gives text and table cells exactly; no program is started
pdf             pdfplumber                  the best keeper of tables in a text layer
text            our splitter                mixed line ends, and the line that each row starts on
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from huizong.model import Document, Finding
from huizong.reading.containers.litter import is_litter, is_lock_file
from huizong.reading.containers.notes import refuse_note
from huizong.reading.containers.ole import open_compound
from huizong.reading.containers.package import Package
from huizong.reading.containers.sniff import sniff, zip_kind
from huizong.reading.digest import file_digest
from huizong.reading.kinds import KnownBytes, read_kind
from huizong.reading.out_of_memory import ran_out
from huizong.reading.refusals import FileRefusedError, incomplete, refused
from huizong.reading.size_limits import DEFAULT_LIMITS, Limits
from huizong.reading.zip_archive import Members, read_members

LOCK_FILE_BYTES = 4096  # the lock files of Office and WPS have 54 to 165 bytes

# What a reader says where its bytes end or break: where memory ran out, they need be neither.
OF_BROKEN_BYTES = frozenset({"file-damaged", "file-incomplete", "file-unsupported", "encoding-broken"})
MOST_NESTED = 2  # an archive of archives, as a county packs what its towns packed

EACH_MEMBER = Members()


def read_file(
    path: Path | str, name: str | None = None, limits: Limits = DEFAULT_LIMITS, members: Members = EACH_MEMBER
) -> tuple[Document, ...]:
    """The documents of a file on disk, under `name` (its own by default). Raises OSError if the disk does."""
    path = Path(path)
    size = path.stat().st_size
    if size > limits.file_bytes:
        try:
            limits.check_file(size)
        except FileRefusedError as error:
            return (Document(name or path.name, file_digest(path), "unknown", refusal=error.finding),)
    return read_bytes(path.read_bytes(), name or path.name, limits, members)


def read_bytes(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, members: Members = EACH_MEMBER) -> tuple[Document, ...]:
    """The documents in these bytes: one, or one a member of an archive; each whole, or refused with the reason.

    Never raises for what is in the bytes. A fault of our own in a reader becomes a refusal too, as damage with the
    part it happened in, so that one file never stops the others.
    """
    return _read(data, name, limits, members, MOST_NESTED)


def _read(data: bytes, name: str, limits: Limits, members: Members, nested: int) -> tuple[Document, ...]:
    """`nested` is how many archives inside each other are still opened."""
    digest = hashlib.sha256(data).hexdigest()
    kind = "unknown"
    try:
        limits.check_file(len(data))
        refuse_by_name(data, name)
        refuse_note(data)
        kind = sniff(data)
        source = KnownBytes(kind, data)
        if kind == "ole":
            compound = open_compound(data)
            source = KnownBytes(compound.kind, compound.data, compound.by_office, compound.was_encrypted, compound.embedded)
        if source.kind == "zip":
            package = Package(source.data, limits)
            source = replace(source, kind=zip_kind(package), package=package)
            if source.kind != "zip":
                package.refuse_repeated()
            if source.kind == "zip":
                if not nested:
                    return (Document(name, digest, "zip", refusal=Finding("file-nested-archive", fields={"file": name})),)
                return read_members(
                    package, name, digest, members, lambda inner, called: _read(inner, called, limits, EACH_MEMBER, nested - 1)
                )
        kind = source.kind
        document = read_kind(source, name, digest, limits)
    except FileRefusedError as error:
        finding = Finding("file-out-of-memory") if error.finding.rule in OF_BROKEN_BYTES and ran_out(error) else error.finding
        return (Document(name, digest, kind, refusal=finding),)
    except MemoryError:
        return (Document(name, digest, kind, refusal=Finding("file-out-of-memory")),)
    except RecursionError:
        return (Document(name, digest, kind, refusal=Finding("file-damaged", fields={"detail": "结构嵌套过深"})),)
    except Exception as error:  # the readers meet bytes that nobody foresaw; the file goes back with what happened
        if ran_out(error):
            return (Document(name, digest, kind, refusal=Finding("file-out-of-memory")),)
        detail = f"读取 {kind} 内容时出错（{type(error).__name__}）"
        return (Document(name, digest, kind, refusal=Finding("file-damaged", fields={"detail": detail})),)
    return (replace(document, name=name, sha256=digest),)


def refuse_by_name(data: bytes, name: str) -> None:
    """Refuses lock files, litter and files without a byte."""
    if is_lock_file(name) and len(data) <= LOCK_FILE_BYTES:
        raise refused("file-locked", file=name)
    if is_litter(name) and not is_lock_file(name):
        raise refused("file-ignored", file=name)
    if not data:
        raise incomplete("文件是 0 字节，里面什么也没有")  # a copy that never began; an empty table has a header at least
