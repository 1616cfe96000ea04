"""A file is taken when it has rested, nobody writes to it, and it is whole for its kind."""

import io
import os
import struct
import zipfile
from contextlib import contextmanager

import pytest

from huizong.intake.coming_to_rest import Rest, Settling, left_lying
from huizong.intake.inbox import open_unchanged, scan
from huizong.intake.wholeness import FileEnding, ending_of
from huizong.intake.writers import Writers

STABLE = 2


def drop(inbox, data, name="月报.csv"):
    target = inbox / "东岗镇" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def rest(inbox, seconds, mounts=None):
    """How the one file there lies, that many seconds after its last change."""
    (file,) = scan(inbox)
    settling = Settling(inbox, STABLE, now=file.ctime_ns / 1e9 + seconds)
    if mounts is not None:
        settling.writers = Writers(inbox, mounts)
    return settling.rest_of(file)


def test_a_file_that_somebody_writes_to_waits_however_long_it_rests(tmp_path):
    target = drop(tmp_path, b"")
    with target.open("ab", buffering=0) as writer:
        writer.write("东岗镇,1742\n".encode())
        assert rest(tmp_path, 3600) is Rest.HELD
        writer.write("西岗镇,1803.5\n".encode())
        assert rest(tmp_path, 3600) is Rest.HELD
    assert rest(tmp_path, 2.1) is Rest.SETTLED


def test_a_file_rests_from_its_last_change_whatever_its_mtime(tmp_path):
    os.utime(drop(tmp_path, b"a,1\n"), (0, 0))
    assert rest(tmp_path, 1.9) is Rest.MOVING
    assert rest(tmp_path, 2.1) is Rest.SETTLED


def test_who_only_reads_is_nobody(tmp_path):
    target = drop(tmp_path, b"a,1\n")
    with target.open("rb"):
        assert rest(tmp_path, 2.1) is Rest.SETTLED


def test_a_text_cut_in_its_last_line_waits_three_times_as_long_where_nobody_writes(tmp_path):
    drop(tmp_path, "东岗镇,1742".encode())
    assert rest(tmp_path, 1.9) is Rest.MOVING
    assert rest(tmp_path, 2.1) is Rest.UNFINISHED
    assert rest(tmp_path, 5.9) is Rest.UNFINISHED
    assert rest(tmp_path, 6.1) is Rest.SETTLED


def test_a_file_cut_before_its_end_waits_ten_times_as_long(tmp_path):
    drop(tmp_path, WHOLE["zip"][:-5])
    assert rest(tmp_path, 2.1) is Rest.UNFINISHED
    assert rest(tmp_path, 19.9) is Rest.UNFINISHED
    assert rest(tmp_path, 20.1) is Rest.SETTLED


def test_a_package_that_is_whole_needs_a_quarter_of_the_rest_where_nobody_writes(tmp_path):
    target = drop(tmp_path, WHOLE["zip"], "月报.xlsx")
    assert rest(tmp_path, 0.4) is Rest.MOVING
    assert rest(tmp_path, 0.6) is Rest.SETTLED
    assert rest(tmp_path, 0.6, tmp_path / "none") is Rest.MOVING  # a share: nobody can tell
    with target.open("ab"):
        assert rest(tmp_path, 0.6) is Rest.MOVING
    target.write_bytes(WHOLE["zip"][:-5])
    assert rest(tmp_path, 0.6) is Rest.MOVING


def test_on_a_share_nobody_can_tell_who_writes(tmp_path):
    table = tmp_path / "mounts"
    table.write_text(
        "22 1 0:21 / / rw - ext4 /dev/sda rw\n"
        f"23 22 0:22 / {tmp_path} rw - cifs //server/share rw\n"
        "24 22 0:23 / /somewhere\\040else rw - nfs4 server:/ rw\n"
    )
    inbox = tmp_path / "inbox"
    target = drop(inbox, b"a,1\n")
    with target.open("ab"):
        assert rest(inbox, 2.1, table) is Rest.UNSURE
        assert rest(inbox, 1.9, table) is Rest.MOVING
    assert rest(inbox, 2.1, tmp_path / "none") is Rest.UNSURE


def test_a_clock_that_is_ahead_tells_nothing(tmp_path):
    drop(tmp_path, b"a,1\n")
    assert rest(tmp_path, -0.5) is Rest.MOVING
    assert rest(tmp_path, -3600) is Rest.UNSURE


@contextmanager
def opened(tmp_path, data):
    path = tmp_path / "file"
    path.write_bytes(data)
    with path.open("rb") as stream:
        yield stream


def zipped():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "text" * 100)
        archive.comment = b"made by hand"
    return stream.getvalue()


def compound(sectors=4):
    """A compound file of that many sectors of 512 bytes, the first of them its allocation table."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = [0xFFFFFFFD] + [0xFFFFFFFE] * (sectors - 1) + [0xFFFFFFFF] * (128 - sectors)
    return bytes(header) + struct.pack("<128I", *table) + bytes(512 * (sectors - 1))


WHOLE = {
    "zip": zipped(),
    "compound": compound(),
    "pdf": b"%PDF-1.4\n" + b"x" * 3000 + b"\n%%EOF\n",
    "rtf": b"{\\rtf1 text}\r\n\0",
    "html": b"<html><body><table><tr><td>1</td></tr></table></body></HTML>\n",
    "table": b"<table>" + b"<tr><td>1</td></tr>" * 10 + b"</table>",
    "xml": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
    "png": b"\x89PNG\r\n\x1a\n" + b"x" * 100 + b"IEND\xaeB`\x82",
    "csv": "单位,数\n东岗镇,1742.55\n".encode(),
    "csv, old line ends": b"a,1\rb,2\r",
    "csv in UTF-16": "a,1\r\n".encode("utf-16"),
    "prose": "全镇完成投资三百万元。".encode("gb18030"),
}


TEXTS = {kind for kind in WHOLE if kind.startswith("csv")} | {"prose"}


@pytest.mark.parametrize("kind", WHOLE)
def test_what_is_whole(tmp_path, kind):
    with opened(tmp_path, WHOLE[kind]) as stream:
        assert ending_of(stream, len(WHOLE[kind])) is FileEnding.WHOLE


@pytest.mark.parametrize("kind", WHOLE)
def test_what_is_cut_off(tmp_path, kind):
    cut = WHOLE[kind].rstrip(b"\0")[:-5] if kind != "compound" else WHOLE[kind][:-512]
    with opened(tmp_path, cut) as stream:
        assert ending_of(stream, len(cut)) is (FileEnding.OPEN_LINE if kind in TEXTS else FileEnding.CUT)


def test_what_waits_long_is_said(tmp_path):
    target = drop(tmp_path, b"a,1\n")
    (tmp_path / "东岗镇" / "link.csv").symlink_to(target)
    with target.open("ab"):
        (file,) = scan(tmp_path)
        assert [one.path for one in left_lying(tmp_path, 2, frozenset())] == ["东岗镇/link.csv"]
        late = [(one.path, one.reason) for one in left_lying(tmp_path, 2, frozenset(), now=file.ctime_ns / 1e9 + 601)]
    assert late == [
        ("东岗镇/月报.csv", "a file that a program holds open for writing: close it there"),
        ("东岗镇/link.csv", "a link: put the file itself there"),
    ]


def test_a_file_that_changes_while_it_is_copied_is_not_as_seen(tmp_path):
    target = drop(tmp_path, b"a,1\n")
    (file,) = scan(tmp_path)
    settling = Settling(tmp_path, 0)
    with open_unchanged(tmp_path, file) as stream:
        assert settling.is_as_seen(file, stream)
        with target.open("ab"):
            assert not settling.is_as_seen(file, stream)
        target.write_bytes(b"a,2\nb,3\n")
        assert not settling.is_as_seen(file, stream)
