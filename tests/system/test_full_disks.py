"""Disks that are full, read-only or closed to us: `huizong run` says in one line what, where and what to do, and goes on by itself.

Mounts small disks of its own and gives up root's right to every file: both need root. What of this needs neither is in `tests/faults`.
"""

from __future__ import annotations

import ctypes
import os
import struct
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from huizong.cli import command_line
from huizong.flow import publication
from huizong.settings import Settings
from tests.faults.towns import TOWNS, County, county, report_of

pytestmark = pytest.mark.system

FOREIGN = 65534
OVERRIDING = 0b1110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER: what lets root into every file
FIRST, SECOND = f"{TOWNS['T07']}/a第一份.csv", f"{TOWNS['T07']}/b第二份.csv"


@pytest.fixture
def two(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> County:
    """A county of which two towns have sent their month."""
    assert os.geteuid() == 0, "these tests mount disks: run them as root"
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made = county(settings)
    made.drop(FIRST, report_of(TOWNS["T07"]))
    made.drop(f"{TOWNS['T04']}/5月.csv", report_of(TOWNS["T04"]))
    return made


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """A disk of its own at the folder, with what lay there, and no room; gone afterwards, with what lies there kept."""
    kept = folder.with_name(f"{folder.name} kept")
    subprocess.run(["cp", "-a", str(folder), str(kept)], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=True)
    try:
        subprocess.run(["cp", "-a", f"{kept}/.", str(folder)], check=True)
        for journal in folder.glob("*.jsonl"):  # to the end of a page, so that not even one more line has room; empty lines are passed over
            with journal.open("ab") as stream:
                stream.write(b"\n" * (-journal.stat().st_size % 4096))
        filling = folder / ".filling"
        with pytest.raises(OSError, match="No space left"), filling.open("wb", buffering=0) as stream:
            while True:
                stream.write(bytes(4096))
        yield
        filling.unlink()
        subprocess.run(["rm", "-rf", str(kept)], check=True)
        subprocess.run(["cp", "-a", str(folder), str(kept)], check=True)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
    subprocess.run(["rm", "-rf", str(folder)], check=True)
    kept.rename(folder)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """The folder mounted over itself, read-only."""
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def denied(folder: Path) -> Iterator[None]:
    """The folder another account's, that lets nobody in."""
    mode = folder.stat().st_mode
    os.chown(folder, FOREIGN, FOREIGN)
    folder.chmod(0o500)
    yield
    os.chown(folder, 0, 0)
    folder.chmod(mode)


def without_override() -> None:
    """Give up what lets root into every file."""
    library, head, data = ctypes.CDLL(None, use_errno=True), struct.pack("<Ii", 0x20080522, 0), ctypes.create_string_buffer(24)
    if library.capget(head, data):
        raise OSError(ctypes.get_errno(), "capget")
    effective, permitted, *others = struct.unpack("<6I", data.raw)
    if library.capset(head, struct.pack("<6I", effective & ~OVERRIDING, permitted & ~OVERRIDING, *others)):
        raise OSError(ctypes.get_errno(), "capset")


def run(made: County) -> tuple[int, str]:
    """`huizong run` in a child without root's right to every file: its exit status, and what it says."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        status = 99
        try:
            os.dup2(write, 1)
            os.dup2(write, 2)
            # of the test that forked it nothing may be left to write to
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            settings = made.settings
            os.environ |= {
                "HUIZONG_HOME": str(settings.home),
                "HUIZONG_STABLE_SECONDS": "0.001",
                "HUIZONG_DATABASE_URL": settings.database_url,
                "HUIZONG_OWNER_URL": settings.owner_url,
            }
            sys.argv = ["huizong", "run"]
            without_override()
            command_line.main()
            status = 0
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    os.close(write)
    with os.fdopen(read) as said:
        told = said.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told


Hindrance = Callable[[Path], object]
CASES: dict[str, tuple[Hindrance, str, int, str, str]] = {
    # what is done, to which folder, the status, what is said, what to do
    "archive full": (full, "archive", 2, "No space left on device", "make room on that disk"),
    "journal full": (full, "archive/journal", 2, "No space left on device", "make room on that disk"),
    "outbox full": (full, "outbox", 1, "No space left on device", "make room on that disk"),
    "published full": (full, "published", 1, "No space left on device", "make room on that disk"),
    "archive read-only": (read_only, "archive", 2, "Read-only file system", "mount it so that it can be written"),
    "outbox read-only": (read_only, "outbox", 1, "Read-only file system", "mount it so that it can be written"),
    "published read-only": (read_only, "published", 1, "Read-only file system", "mount it so that it can be written"),
    "inbox read-only": (read_only, "inbox", 1, "Read-only file system", "mount it so that it can be written"),
    "archive denied": (denied, "archive", 2, "Permission denied", "give the account that runs Huizong the rights to it"),
    "outbox denied": (denied, "outbox", 1, "Permission denied", "give the account that runs Huizong the rights to it"),
    "published denied": (denied, "published", 1, "Permission denied", "give the account that runs Huizong the rights to it"),
    "inbox denied": (denied, "inbox", 2, "Permission denied", "give the account that runs Huizong the rights to it"),
}


@pytest.mark.parametrize("case", CASES)
def test_one_line_says_what_where_and_what_to_do_and_the_next_run_goes_on(case: str, two: County) -> None:
    hinder, name, expected, what, to_do = CASES[case]
    folder = two.settings.home / "data" / name
    folder.mkdir(parents=True, exist_ok=True)
    with hinder(folder):  # type: ignore[attr-defined]
        status, told = run(two)
        assert status == expected, told
        assert "Traceback" not in told
        lines = [line for line in told.splitlines() if line.startswith("huizong: ")]
        assert len(lines) == 1, told
        assert all(said in lines[0] for said in (what, to_do, str(folder))), told
        if name != "inbox":
            two.drop(SECOND, report_of(TOWNS["T07"]).replace(b"720.4", b"720.5"))  # it must not be judged before the first
        assert run(two)[0] == expected
    if name == "inbox":
        two.drop(SECOND, report_of(TOWNS["T07"]).replace(b"720.4", b"720.5"))
    status, told = run(two)
    assert (status, "Traceback" in told) == (0, False), told
    taken = two.rows("select reporter, path from raw.arrival order by received_at")
    assert sorted(taken) == [("T04", f"{TOWNS['T04']}/5月.csv"), ("T07", FIRST), ("T07", SECOND)]
    assert [path for town, path in taken if town == "T07"] == [FIRST, SECOND]
    assert (two.receipts(), two.inbox(), set(two.verdicts().values())) == (3, [], {"accepted"})
    assert two.published() == 2
