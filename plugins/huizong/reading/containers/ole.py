"""OLE compound files: what they hold, whether they are whole, and the password that spreadsheet programs try by themselves."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass

import msoffcrypto
import olefile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

from huizong.reading.refusals import damaged, encrypted, incomplete, unsupported

BUILT_IN_PASSWORD = "VelvetSweatshop"  # noqa: S105  (public: every spreadsheet program opens such files without asking)
FREE_SECTOR = 0xFFFFFFFF
HEADER_BYTES = 512
EMBEDDED = re.compile(r"(?:objectpool/[^/]+|mbd[0-9a-f]+)/")  # storages of Word ([MS-DOC] 2.1.4) and of Excel ([MS-XLS] 2.1.3)


@dataclass(frozen=True, slots=True)
class Compound:
    """What an OLE file turned out to hold: a kind, and the bytes that its reader takes (decrypted where they were not)."""

    kind: str  # xls, doc, or zip for an encrypted package that was opened
    data: bytes
    was_encrypted: bool = False
    by_office: bool = True
    embedded: int = 0  # objects of other programs that lie in it


def open_compound(data: bytes) -> Compound:
    """The content of an OLE file. Raises FileRefusedError if it is cut off, broken, encrypted or of a foreign kind."""
    refuse_truncated(data)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            streams = {"/".join(entry).lower() for entry in container.listdir()}
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise damaged("OLE 复合文档的目录无法读取") from error
    by_office = "\x05summaryinformation" in streams
    embedded = len({found[0] for name in streams if (found := EMBEDDED.match(name)) is not None})
    if "encryptedpackage" in streams:
        return Compound("zip", decrypt(data), was_encrypted=True)
    if "workbook" in streams or "book" in streams:
        if not is_encrypted(data):
            return Compound("xls", data, by_office=by_office, embedded=embedded)
        return Compound("xls", decrypt(data), was_encrypted=True, by_office=by_office)
    if "worddocument" in streams:
        return Compound("doc", data, by_office=by_office, embedded=embedded)
    if "__properties_version1.0" in streams:
        raise unsupported("邮件，请把其中的附件另存后报送")
    raise unsupported("演示文稿" if "powerpoint document" in streams else "不含工作簿或文档的 OLE 复合文件")


def is_encrypted(data: bytes) -> bool:
    """Whether a workbook has a password. A workbook too old for the library to know (BIFF 5) is read as it is."""
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted())
    except (FileFormatError, ParseError, OSError, ValueError, IndexError, NotImplementedError, AssertionError, EOFError, struct.error):
        return False  # xlrd then meets the password record itself


def decrypt(data: bytes) -> bytes:
    """The bytes behind the built-in password. Raises FileRefusedError if it is another one."""
    opened = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        office.load_key(password=BUILT_IN_PASSWORD)
        office.decrypt(opened)
    except (InvalidKeyError, DecryptionError, NotImplementedError, ValueError, AssertionError) as error:
        raise encrypted() from error
    except (FileFormatError, ParseError, OSError, IndexError, KeyError) as error:
        raise damaged("加密信息无法读取") from error
    return opened.getvalue()


def refuse_truncated(data: bytes) -> None:
    """Refuses a file whose allocation table names sectors behind its end ([MS-CFB] 2.2 and 2.3)."""
    if len(data) < HEADER_BYTES:
        raise incomplete("不足一个文件头")
    sector = 1 << int.from_bytes(data[30:32], "little")
    if sector not in (512, 4096):
        raise damaged("OLE 文件头的扇区大小有误")
    tables = int.from_bytes(data[44:48], "little")
    for index in range(min(tables, 109)):
        number = int.from_bytes(data[76 + 4 * index : 80 + 4 * index], "little")
        start = (number + 1) * sector
        if start + sector > len(data):
            raise incomplete("分配表在文件末尾之后，只收到文件的前一部分")
        used = last_used(data[start : start + sector])
        if used is not None:
            end_of_last = (index * (sector // 4) + used + 1) * sector
            if end_of_last >= len(data):
                raise incomplete(f"应至少有 {end_of_last} 字节，实收 {len(data)} 字节")


def last_used(table: bytes) -> int | None:
    """The last entry of a sector of the allocation table that is not free."""
    for index in range(len(table) // 4 - 1, -1, -1):
        if int.from_bytes(table[4 * index : 4 * index + 4], "little") != FREE_SECTOR:
            return index
    return None
