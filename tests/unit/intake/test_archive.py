"""The archive keeps bytes under their own hash, whole and read-only."""

import hashlib
import io
import os
import stat

import pytest

from huizong.intake import Archive

# sha256 of the three letters abc, from FIPS 180-2, appendix B.1
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_bytes_lie_under_their_hash(tmp_path):
    archive = Archive(tmp_path / "archive")
    assert archive.store(io.BytesIO(b"abc")) == (ABC, 3)
    assert (tmp_path / "archive" / "ba" / ABC).read_bytes() == b"abc"
    assert archive.read(ABC) == b"abc"


def test_stored_file_is_read_only_and_nothing_else_is_left(tmp_path):
    archive = Archive(tmp_path)
    archive.store(io.BytesIO(b"abc"))
    assert stat.S_IMODE(archive.path(ABC).stat().st_mode) == 0o440
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [ABC]


def test_same_bytes_twice_are_one_file(tmp_path):
    archive = Archive(tmp_path)
    assert archive.store(io.BytesIO(b"abc")) == archive.store(io.BytesIO(b"abc"))
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_stream_that_breaks_leaves_nothing(tmp_path):
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        Archive(tmp_path).store(Broken())
    assert list(tmp_path.iterdir()) == []


def test_more_than_one_chunk(tmp_path):
    data = os.urandom(3 * (1 << 20) + 17)
    sha256, size = Archive(tmp_path).store(io.BytesIO(data))
    assert size == 3145745
    assert sha256 == hashlib.sha256(data).hexdigest()
