"""Bytes as text: which encoding, and what is no part of the text."""

import pytest

from huizong.reading.containers.encoding import decode, without_padding


def test_decoding_names_what_it_assumed():
    assert decode("产值".encode("gb18030")).assumed
    assert not decode("产值".encode()).assumed
    assert decode("产值".encode("gb18030"), "gb2312").text == "产值"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a,5\r\n" + bytes(500), b"a,5\r\n"),
        ("产值,5\n".encode("gb18030") + bytes(1), None),  # one byte behind a line's end may be its other half in UTF-16
        ("产值,5\n".encode("gb18030") + bytes(3), "产值,5\n".encode("gb18030")),
        ("产值,5\n".encode("utf-16-le") + bytes(4), None),
        ("产值,5\n".encode("utf-16") + bytes(4), None),
        (b"a,\x005\n" + bytes(9), None),
        (b"AC1027" + bytes(60), None),  # no lines: the head of a program's file
    ],
)
def test_zero_bytes_behind_a_text_are_no_part_of_it(data, text):
    assert without_padding(data) == (data if text is None else text)
