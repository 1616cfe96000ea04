"""What a library makes of memory that ran out is told as that, and never as a broken file."""

from __future__ import annotations

import errno

import pytest

from huizong.reading import read, read_bytes
from huizong.reading.out_of_memory import ran_out
from huizong.reading.refusals import damaged


def raised_from(cause, error):
    error.__cause__ = cause
    return error


def raised_while(cause, error):
    error.__context__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), True),
        (raised_from(MemoryError(), ValueError("bad cell")), True),
        (raised_while(MemoryError(), damaged("部件 a.xml")), True),
        (raised_from(raised_while(MemoryError(), KeyError("x")), damaged("部件 a.xml")), True),
        (ValueError("Memory allocation failed : growing buffer"), True),
        (ValueError("Error -4 while decompressing data: out of memory"), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (OSError(errno.ENOENT, "No such file or directory"), False),
        (raised_from(KeyError("x"), damaged("部件 a.xml")), False),
        (ValueError("no memory of that name in the workbook"), False),
    ],
)
def test_memory_that_ran_out_is_known_behind_what_was_raised(error, expected):
    assert ran_out(error) is expected


def test_an_error_that_was_raised_from_itself_ends(recwarn):
    error = ValueError("a")
    error.__context__ = error.__cause__ = error
    assert not ran_out(error)


@pytest.mark.parametrize(
    ("error", "rule"),
    [
        (raised_from(MemoryError(), damaged("部件 a.xml 第 3 行的 XML 不完整或有错")), "file-out-of-memory"),
        (raised_from(MemoryError(), ValueError("bad")), "file-out-of-memory"),
        (damaged("部件 a.xml"), "file-damaged"),
        (ValueError("bad"), "file-damaged"),
    ],
)
def test_a_file_is_refused_for_memory_and_not_as_broken(monkeypatch, error, rule):
    def raising(*_):
        raise error

    monkeypatch.setattr(read, "read_kind", raising)
    (document,) = read_bytes("指标,本月\n税收,1\n".encode(), "a.csv")
    assert document.refusal.rule == rule
