"""The quick way to a member of a zip file gives what `zipfile` gives, or leaves it to `zipfile`."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizong.reading.containers.package import Package, usual_member
from huizong.reading.size_limits import DEFAULT_LIMITS
from tests.unit.reading.conftest import zipped

PARTS = {
    "xl/workbook.xml": "<workbook>" + "柏林镇" * 40 + "</workbook>",
    "xl/styles.xml": "",
    "说明.txt": "文本",
    "a.bin": bytes(range(256)),
}


def by_zipfile(data: bytes, number: int) -> tuple[zipfile.ZipInfo, bytes | None] | None:
    """A member's entry and bytes as `zipfile` has them; None for the bytes it refuses, and for a directory it refuses."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        member = archive.infolist()[number]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, IndexError, UnicodeDecodeError):
        return None
    try:
        return member, archive.read(member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error):
        return member, None


def test_the_usual_members_are_read_without_zipfile():
    data = zipped(PARTS)
    members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    read = {member.filename: usual_member(data, member) for member in members}
    assert read == {
        "xl/workbook.xml": ("<workbook>" + "柏林镇" * 40 + "</workbook>").encode(),
        "xl/styles.xml": b"",
        "说明.txt": None,  # a name beyond ASCII has several spellings
        "a.bin": bytes(range(256)),
    }


@given(st.data())
def test_a_changed_byte_never_gives_other_content(data):
    whole = bytearray(zipped(PARTS))
    for _ in range(data.draw(st.integers(1, 2))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for number in range(len(PARTS)):
        known = by_zipfile(bytes(whole), number)
        if known is None:
            continue
        member, expected = known
        try:
            content = usual_member(bytes(whole), member)
        except zlib.error:
            content = None
        assert content is None or content == expected


@pytest.mark.parametrize("announced", [0, 100, 10_000])
def test_no_more_is_unpacked_than_the_directory_announces(announced):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"0" * 5_000_000)
    data = stream.getvalue()
    (member,) = zipfile.ZipFile(io.BytesIO(data)).infolist()
    member.file_size = announced
    assert usual_member(data, member) is None


def test_a_member_of_an_archive_with_bytes_before_it_is_found():
    data = b"#!/bin/sh\n" + zipped({"a.xml": "<a/>"})
    assert Package(data, DEFAULT_LIMITS).read("A.XML") == b"<a/>"
