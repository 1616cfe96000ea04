"""Names, kinds and folders that nobody foresaw: each file has its answer, and everybody else has theirs."""

from __future__ import annotations

import io
import os
import unicodedata
import zipfile

import pytest

from huizong.flow import publication
from huizong.settings import Settings
from tests.faults.towns import TOWNS, County, county, report_of

WELL = report_of(TOWNS["T02"])
LONG = "汀岚县枫渡镇二〇二五年五月份乡镇主要经济指标月报表" * 3 + "补报" * 2  # with its ending 241 bytes, of 255
NAMES = [
    "两\n行.csv",
    "尾空格.csv ",
    "尾点..",
    "-rf.csv",
    "=cmd|'calc'!A0.csv",
    "<script>alert(1)<b>.csv",
    "%s{0}{observed}.csv",
    "反斜\\杠.csv",
    "\u202e倒vsc.csv",
    "\x07响铃\x1b[31m.csv",
    f"{LONG}.xlsx",
    unicodedata.normalize("NFC", "Nǚ.csv"),
    unicodedata.normalize("NFD", "Nǚ.csv"),
    "A.CSV",
    "a.csv",
    "无扩展名",
]
BROKEN = {
    "空.xlsx": b"",
    "一字节.xls": b"x",
    "空白.txt": b" \r\n\r\n",
    "坏.docx": b"PK\x03\x04" + b"\0" * 200,
    "坏.pdf": b"%PDF-1.7\n1 0 obj\n<<",
    "坏.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600,
    "坏.rtf": b"{\\rtf1 " + b"{" * 3000,
}


def _zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.fixture
def odd(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    return county(settings)


def test_each_odd_file_is_answered_and_the_others_too(odd: County) -> None:
    folder = odd.settings.inbox / TOWNS["T02"]
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / name).write_bytes(WELL + f"\n注：第{number}份。\n".encode())
    for name, content in BROKEN.items():
        (folder / name).write_bytes(content)
    (folder / "套.zip").write_bytes(_zipped(("里.zip", _zipped(("月报.csv", WELL + "\n注：内一份。\n".encode()))), ("con\n.csv", WELL)))
    (folder / "文件夹.xlsx").mkdir()
    os.mkfifo(folder / "管道.csv")
    (folder / "链接.csv").symlink_to("/etc/passwd")
    for town in ("T01", "T03"):
        odd.drop(f"{TOWNS[town]}/月报.csv", report_of(TOWNS[town]))
    done = odd.run()
    files = len(NAMES) + len(BROKEN) + 3
    assert (done.arrivals, done.quarantined, odd.receipts(), odd.inbox()) == (files, 0, files, [f"{TOWNS['T02']}/链接.csv"])
    verdicts = odd.rows(
        "select s.file, s.verdict from raw.submission as s join raw.arrival as a using (arrival_id) where a.reporter = 'T02'"
    )
    returned = {file for file, verdict in verdicts if verdict == "returned"}
    assert returned == {*BROKEN}
    assert {file for file, _ in verdicts} == {*NAMES, *BROKEN, "套.zip/里.zip/月报.csv", "套.zip/con\n.csv"}
    assert {verdict for file, verdict in verdicts if file not in returned} == {"accepted"}
    assert odd.published() == 3
