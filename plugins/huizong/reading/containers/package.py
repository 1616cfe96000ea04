"""A zip file opened within bounds: its directory is judged before a single byte is unpacked.

`zipfile` never gives out more than the size that the directory announces for a member, so the announced sizes bound
what is unpacked even where the directory lies; then the checksum does not match and the file is damaged.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from huizong.reading.refusals import damaged, encrypted, incomplete, refused, unsupported
from huizong.reading.size_limits import Limits

try:
    from lzma import LZMAError
except ImportError:  # an interpreter built without it opens no such member at all
    LZMAError = zipfile.BadZipFile  # type: ignore[assignment,misc]

ZIP_START = b"PK\x03\x04"
ZIP_EMPTY = b"PK\x05\x06"
ENCRYPTED_FLAG = 0x1
UNUSUAL_FLAGS = 0x1 | 0x20 | 0x40 | 0x2000  # encrypted (three ways), or a patch
LOCAL_HEADER = struct.Struct("<4s2xHH16xHH")  # signature, flags, method, lengths of the name and of the extra field
RAW_DEFLATE = -15


class Package:
    """The parts of a zip-based document by name; names compare without case and with either slash."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Opens the directory. Raises FileRefusedError if it is cut off, broken or announces too much."""
        self.limits = limits
        self.data = data
        self.archive = open_archive(data)
        members = self.archive.infolist()
        if len(members) > limits.members:
            raise refused("file-too-large", observed=f"{len(members)} 个成员", expected=f"{limits.members} 个")
        if any(member.header_offset < 0 for member in members):
            raise incomplete("压缩包比它的目录所记的短，缺了一段")
        limits.check_unpacked(len(data), sum(member.file_size for member in members))
        self.entries = [member for member in members if not member.filename.endswith("/")]  # it may have no name at all
        self.members = {part_key(member.filename): member for member in self.entries}

    def __contains__(self, name: str) -> bool:
        return part_key(name) in self.members

    def names(self) -> list[str]:
        """The names of all parts, lower case, with forward slashes."""
        return list(self.members)

    def size(self, name: str) -> int:
        """The unpacked size of one part as the directory has it, 0 if it is not there."""
        member = self.members.get(part_key(name))
        return member.file_size if member else 0

    def refuse_repeated(self) -> None:
        """Refuses a document that has a part twice with different content: programs would not agree on which of them counts."""
        for member in self.entries:
            other = self.members[part_key(member.filename)]
            if (member.CRC, member.file_size) != (other.CRC, other.file_size):
                raise damaged(f"部件 {member.filename} 有两个，内容不同")

    def read(self, name: str) -> bytes:
        """The bytes of one part. Raises FileRefusedError if they are missing, damaged or encrypted."""
        return self.read_entry(self.member(name))

    def read_entry(self, member: zipfile.ZipInfo) -> bytes:
        """The bytes of one entry, which may share its name with others. Raises FileRefusedError if they are damaged or encrypted."""
        if member.flag_bits & ENCRYPTED_FLAG:
            raise encrypted()
        with reading_part(member.filename):
            content = usual_member(self.data, member)
            return self.archive.read(member) if content is None else content

    def read_if_there(self, name: str) -> bytes | None:
        """The bytes of a part that a document may lack."""
        return self.read(name) if name in self else None

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A stream over one part; what goes wrong while it is read is raised as FileRefusedError too."""
        member = self.member(name)
        with reading_part(name), self.archive.open(member) as stream:
            yield stream

    def member(self, name: str) -> zipfile.ZipInfo:
        """The directory entry of one part. Raises FileRefusedError if there is none, or if it has a password."""
        member = self.members.get(part_key(name))
        if member is None:
            raise damaged(f"缺少部件 {name}")
        if member.flag_bits & ENCRYPTED_FLAG:
            raise encrypted()
        return member


def part_key(name: str) -> str:
    """The form in which part names are compared (ECMA-376 part 2: ASCII case is not significant)."""
    return name.replace("\\", "/").lstrip("/").lower()


def usual_member(data: bytes, member: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a member that lies as its directory entry says, whole and with the right checksum; else None.

    `zipfile` takes three times as long for the small parts of a workbook. What is not as it should be is left to it, so
    that there is one place that says what is wrong. Never more is unpacked than the directory announces, and one byte.
    """
    start = member.header_offset + LOCAL_HEADER.size
    if member.flag_bits & UNUSUAL_FLAGS or not LOCAL_HEADER.size <= start <= len(data) or not member.orig_filename.isascii():
        return None
    signature, flags, method, name, extra = LOCAL_HEADER.unpack_from(data, member.header_offset)
    if (signature, flags, method) != (ZIP_START, member.flag_bits, member.compress_type):
        return None
    if data[start : start + name] != member.orig_filename.encode("ascii"):
        return None
    start += name + extra
    content = data[start : start + member.compress_size]
    if method == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(RAW_DEFLATE)
        content = inflate.decompress(content, member.file_size + 1)
        if not inflate.eof:
            return None
    elif method != zipfile.ZIP_STORED:
        return None
    return content if len(content) == member.file_size and zlib.crc32(content) == member.CRC else None


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The zip directory. Raises FileRefusedError; a file without directory was cut off while it was copied."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        if b"PK\x05\x06" not in data[-66_000:]:
            raise incomplete("压缩结构没有结尾，只收到文件的前一部分") from error
        raise damaged("压缩目录无法读取") from error
    except (ValueError, OverflowError, NotImplementedError, EOFError) as error:
        raise damaged("压缩目录无法读取") from error


@contextmanager
def reading_part(name: str) -> Iterator[None]:
    """Turns what `zipfile` raises over one member into a refusal that names it."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, LZMAError, OSError, ValueError) as error:  # a header in no encoding, a stream of bzip2 or LZMA
        raise damaged(f"部件 {name} 校验不符或无法解压") from error
    except EOFError as error:
        raise incomplete(f"部件 {name} 中途断掉") from error
    except NotImplementedError as error:
        raise unsupported(f"压缩方法不常用的压缩包（{name}）") from error
    except RuntimeError as error:  # zipfile's way to ask for a password
        raise encrypted() from error
