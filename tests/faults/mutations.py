"""Good files changed as disks, networks, converters and people change them: bytes, structure of packages, XML parts, cells' values.

All follows from a seed, so a case is made again by its number.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
from dataclasses import dataclass
from random import Random

from tests.faults.good_files import KINDS, PROSE, ROWS, good_file

NAMES = ("../../月报.xml", "/etc/passwd", "C:\\月报.xml", "a\\b.xml", "月\x00报.xml", "\u202e报.xml", "x" * 300, "", "./", "con")
EXTREMES = ("", "-1", "0", "1048577", "4294967295", "99999999999999999999", "1e9", "NaN", "A1:XFD1048576", "ZZZZ9", "甲", "../x", "true")
# As people and programs write numbers, and what only looks like one.
WRITTEN = (
    *(
        "1,234.56",
        "１２３４.５６",
        "1.2.3",
        "12-34",
        "1e400",
        "-1.5E+3",
        "NaN",
        "inf",
        "0x1F",
        "55,75.48",
        "13938.7万",
        "(2345.6)",
        "△3.27",
        "±5.31",
    ),
    *(
        "约12345.6",
        "1 234.56",
        "12345678901234567890123456789012345.5",
        "1/3",
        "1_234",
        "٣٤٥٦",
        "5.25%",
        "3.5‰",
        "1234,56",
        "1,23,456",
        "≥700.55",
    ),
    *(
        "+7.25",
        "--",
        "—",
        "-0",
        "0.00000012",
        "二百三十四",
        "1.234,56",
        "2025-05-31",
        "#DIV/0!",
        "TRUE",
        "'4567.8",
        "4567.8 ",
        "4567..8",
        "－4567.8",
    ),
    *(
        "4 5 6 7",
        "4567.8（估）",
        "同上",
        "无",
        "*",
        "4567.8/5432.1",
        "４５６７．８",
        "4567。8",
        "l234.5",
        "O.5",
        "1'234.56",
        "=1+2",
        "4.567.800",
        "-4567.8-",
    ),
)
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_ATTRIBUTE = re.compile(rb'([\w:]+=")([^"]*)(")')
_TAG = re.compile(rb"</?[\w:]+[^<>]*>")


@dataclass(frozen=True, slots=True)
class Case:
    """A mutated file: which good file it was, what was done to it."""

    number: int
    name: str
    done: str
    data: bytes


def case(seed: int, number: int) -> Case:
    """One case of a seed: kinds take turns, the rest is drawn."""
    draw = Random(f"{seed} {number}")  # noqa: S311  (nothing secret)
    name = list(KINDS)[number % len(KINDS)]
    data = good_file(name)
    ways = [of_bytes, of_bytes, of_values]
    if data.startswith(b"PK"):
        ways += [of_package, of_parts, of_parts, of_parts]
    elif data.lstrip().startswith(b"<"):
        ways += [of_markup, of_markup]
    way = draw.choice(ways)
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        data = of_values(draw, name, b"") if way is of_values else way(draw, data)
    return Case(number, name, way.__name__, data)


def of_bytes(draw: Random, data: bytes) -> bytes:
    """A few bytes turned, lost, doubled, moved, cut off, or overwritten with a number that is no length."""
    at = draw.randrange(len(data) + 1)
    size = draw.choice((1, 1, 2, 4, 16, 64, 512))
    match draw.randrange(8):
        case 0:
            changed = bytearray(data)
            for _ in range(size if data else 0):
                changed[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            return bytes(changed)
        case 1:
            return data[:at] + data[at + size :]
        case 2:
            return data[:at] + draw.randbytes(size) + data[at:]
        case 3:
            return data[:at] + data[at : at + size] * draw.choice((2, 3, 50)) + data[at + size :]
        case 4:
            return data[:at]
        case 5:
            return data[:at] + draw.choice((b"\0", b"\xff", b" ", b"\n", b"9", b"{", b"<")) * size + data[at + size :]
        case 6:
            number = draw.choice((0, 1, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE))
            return data[:at] + struct.pack("<I", number) + data[at + 4 :]
        case _:
            other = draw.randrange(len(data) + 1)
            return data[:at] + data[other : other + size] + data[at + size :]


def of_values(draw: Random, name: str, _: bytes) -> bytes:
    """One to three numbers of the form, and one of the prose, written otherwise, and the file made anew."""
    rows = [list(fields) for fields in ROWS]
    for _ in range(draw.choice((1, 1, 3))):
        fields = rows[draw.randrange(3, len(rows))]
        fields[draw.randrange(2, len(fields))] = draw.choice(WRITTEN)
    text = list(PROSE)
    line = draw.randrange(1, len(text))
    found = draw.choice(list(re.finditer(r"\d+(?:\.\d+)?", text[line])))
    text[line] = text[line][: found.start()] + draw.choice(WRITTEN) + text[line][found.end() :]
    return KINDS[name](rows, tuple(text))


def of_package(draw: Random, data: bytes) -> bytes:
    """Members lost, doubled, renamed, in another order, stored otherwise; a directory that lies."""
    members = _members(data)
    if not members:
        return of_bytes(draw, data)
    at = draw.randrange(len(members))
    match draw.randrange(8):
        case 0:
            del members[at]
        case 1:
            members.insert(draw.randrange(len(members) + 1), members[at])
        case 2:
            members[at] = (draw.choice(NAMES) or members[at - 1][0], members[at][1])
        case 3:
            draw.shuffle(members)
        case 4:
            members[at] = (members[at][0], draw.choice((b"", b"\0" * 9, _zipped(members), members[at - 1][1])))
        case 5:
            members.append((draw.choice(NAMES) or "空", draw.randbytes(99)))
        case 6:
            return _lying(draw, data)
        case _:
            return draw.choice((b"\r\n", b"PK\x03\x04", draw.randbytes(30))) + data + draw.randbytes(draw.choice((0, 30)))
    return _zipped(members, draw.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2)))


def of_parts(draw: Random, data: bytes) -> bytes:
    """The markup, or the bytes, of one member changed, in a package that is sound."""
    members = _members(data)
    if not members:
        return of_bytes(draw, data)
    at = draw.randrange(len(members))
    name, content = members[at]
    members[at] = (name, of_markup(draw, content) if b"<" in content else of_bytes(draw, content))
    return _zipped(members)


def of_markup(draw: Random, content: bytes) -> bytes:
    """A tag lost, doubled or nested a thousand times, an attribute that says what none says, a number in another notation."""
    tags, attributes, numbers = (list(pattern.finditer(content)) for pattern in (_TAG, _ATTRIBUTE, _NUMBER))
    way = draw.randrange(8)
    if way < 2 and attributes:
        found = draw.choice(attributes)
        return content[: found.start(2)] + draw.choice(EXTREMES).encode() + content[found.end(2) :]
    if way < 4 and numbers:
        found = draw.choice(numbers)
        return content[: found.start()] + draw.choice(WRITTEN).encode() + content[found.end() :]
    if not tags:
        return of_bytes(draw, content)
    found = draw.choice(tags)
    before, tag, behind = content[: found.start()], found.group(), content[found.end() :]
    match way:
        case 4:
            return before + behind
        case 5:
            return before + tag * draw.choice((2, 1000)) + behind
        case 6:
            other = draw.choice(tags).group()
            return before + other + behind
        case _:
            odd = (b"<![CDATA[12.5]]>", b"<!-- 12.5 -->", b"<?x 1?>", b"&#x0;", b"&amp;", b"&unknown;", b"\xff\xfe", b"12345.67", b"<x:y>")
            return before + tag + draw.choice(odd) + behind


def _members(data: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return [(name, package.read(name)) for name in package.namelist()]
    except Exception:  # an earlier mutation of the case broke it: there are no members to be told
        return []


def _zipped(members: list[tuple[str, bytes]], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", how) as package:
        warnings.simplefilter("ignore", UserWarning)  # two members of one name are meant
        for name, content in members:
            package.writestr(zipfile.ZipInfo(name or "无名"), content, how)
    return stream.getvalue()


def _lying(draw: Random, data: bytes) -> bytes:
    """A number of a directory entry or a local header overwritten: sizes, method, flags, checksum, where the member begins."""
    places = [found.start() for found in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", data)]
    at = draw.choice(places) + draw.choice((4, 6, 8, 10, 14, 16, 18, 20, 22, 24, 26, 28, 30, 42))
    return data[:at] + struct.pack("<H", draw.choice((0, 1, 8, 9, 12, 99, 0x7FFF, 0xFFFF))) + data[at + 2 :]
