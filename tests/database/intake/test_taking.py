"""Taking in: every stable file once, whatever is killed in between; removed only after its receipt, only if unchanged."""

import json
import os

import pytest

from huizong import intake
from huizong.intake import Archive
from huizong.reading.read import read_bytes


def test_a_file_is_archived_journalled_and_entered(system):
    system.drop(f"{system.town.name}/2026-06/月报.csv", b"abc")
    assert system.take() == intake.TakenIn(taken=1, moving=0, failed=0)
    assert system.archive.read("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == b"abc"
    rows = system.rows("select folder, folder_below, path, file_name, reporter, size_bytes, state from raw.arrival")
    town = system.town
    assert rows == [(town.name, "2026-06", f"{town.name}/2026-06/月报.csv", "月报.csv", town.code, 3, "received")]
    assert [entry.event for entry in system.journal.entries()] == ["arrival"]


def test_the_same_drop_is_taken_once(system):
    system.drop(f"{system.town.name}/a.csv", b"abc")
    assert system.take().taken == 1
    assert system.take().taken == 0


def test_the_same_bytes_dropped_again_are_another_arrival_of_one_file(system):
    system.drop(f"{system.town.name}/a.csv", b"abc")
    system.take()
    system.drop(f"{system.town.name}/b.csv", b"abc")
    assert system.take().taken == 1
    assert system.rows("select count(*) from raw.arrival") == [(2,)]
    assert system.rows("select count(*) from raw.file") == [(1,)]


def test_a_moving_file_waits(system):
    system.drop(f"{system.town.name}/a.csv", b"abc")
    assert system.take(stable_seconds=3600) == intake.TakenIn(taken=0, moving=1, failed=0)
    assert system.rows("select count(*) from raw.arrival") == [(0,)]


def test_an_arrival_in_the_journal_only_is_entered_by_the_next_intake(system):
    target = system.drop(f"{system.town.name}/a.csv", b"abc")
    status = target.stat()
    with target.open("rb") as stream:
        sha256, size = system.archive.store(stream)
    system.journal.append(
        "arrival",
        2026,
        arrival_id="20260705T010203.000004Z",
        received_at="2026-07-05T01:02:03.000004+00:00",
        folder=system.town.name,
        folder_below="",
        path=f"{system.town.name}/a.csv",
        file_name="a.csv",
        sha256=sha256,
        device=status.st_dev,
        inode=status.st_ino,
        size_bytes=size,
        mtime_ns=status.st_mtime_ns,
    )
    assert system.take().taken == 0
    assert system.rows("select arrival_id from raw.arrival") == [("20260705T010203.000004Z",)]


def test_an_unknown_folder_has_no_reporter(system):
    system.drop("不知道是谁/a.csv", b"abc")
    system.take()
    assert system.rows("select folder, reporter from raw.arrival") == [("不知道是谁", None)]


def test_arrival_times_only_grow(system):
    for number in range(5):
        system.drop(f"{system.town.name}/{number}.csv", b"abc")
    system.take()
    rows = system.rows("select arrival_id from raw.arrival order by received_at")
    assert len(rows) == len(set(rows)) == 5
    assert rows == sorted(rows)


def test_a_name_in_gbk_bytes_is_taken_and_removed(system):
    folder = system.inbox / system.town.name
    folder.mkdir(parents=True)
    (folder / os.fsdecode(b"\xd4\xc2\xb1\xa8.csv")).write_bytes(b"abc")
    system.take()
    assert system.rows("select file_name from raw.arrival") == [("月报.csv",)]
    system.execute("insert into quality.receipt (arrival_id, due_at, written_at) select arrival_id, now(), now() from raw.arrival")
    assert system.clear() == 1
    assert list(folder.iterdir()) == []


def test_the_journal_holds_no_more_than_one_line_an_arrival(system):
    system.drop(f"{system.town.name}/a.csv", b"abc")
    system.take()
    system.take()
    lines = (system.journal.folder).glob("*.jsonl")
    assert [json.loads(line)["event"] for path in lines for line in path.read_text().splitlines()] == ["arrival"]


def test_a_file_that_is_still_written_is_taken_when_it_is_closed_and_whole(system):
    target = system.drop(f"{system.town.name}/a.csv", b"")
    with target.open("ab", buffering=0) as writer:
        writer.write("东岗镇,1742".encode())
        assert system.take() == intake.TakenIn(taken=0, moving=1, failed=0)
        writer.write(b".55\n")
        assert system.take().taken == 0
    assert system.take().taken == 1
    assert system.rows("select size_bytes from raw.arrival") == [(len("东岗镇,1742.55\n".encode()),)]
    assert [path.name for path in system.archive.folder.rglob("*") if len(path.name) == 64] == [
        row[0] for row in system.rows("select sha256 from raw.file")
    ]


def test_a_file_over_the_limit_is_answered_and_neither_kept_nor_removed(system):
    target = system.drop(f"{system.town.name}/a.xlsx", b"")
    with target.open("ab") as stream:
        stream.truncate(3 << 30)  # all holes: it takes no room
    assert system.take(most_bytes=10 << 20) == intake.TakenIn(taken=1, moving=0, failed=0)
    ((sha256, size),) = system.rows("select sha256, size_bytes from raw.arrival")
    assert size == 3 << 30
    assert system.archive.path(sha256).stat().st_size < 1000
    (document,) = read_bytes(system.archive.read(sha256), "a.xlsx")
    assert document.refusal.rule == "file-too-large"
    assert document.refusal.fields == {"observed": "3072.0 MB", "expected": "10.0 MB"}
    system.receipt()
    assert system.clear() == 0
    assert target.exists()
    assert system.take(most_bytes=10 << 20).taken == 0


def test_what_cannot_be_taken_is_said_once_and_stops_nobody(system, caplog):
    system.drop(f"{system.town.name}/b.csv", b"abc\n")
    for name in ("a", "c"):
        (system.inbox / system.town.name / name).symlink_to("/etc")
    assert system.take() == intake.TakenIn(taken=1, moving=0, failed=0, left=2)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("huizong.intake")] == [
        "2 things in the inbox can't be taken; `huizong status` lists them."
        f" First: '{system.town.name}/a', a link: put the file itself there"
    ]


def test_a_path_longer_than_a_row_of_an_index_is_an_arrival_like_others(system):
    system.drop(f"{system.town.name}/a.csv", b"abc")
    system.take()
    (entry,) = system.journal.entries()
    path = f"{system.town.name}/{os.urandom(2000).hex()}/月报.csv"  # as an earlier version took it in
    system.journal.append("arrival", 2026, **{**entry.content, "arrival_id": "20260101T000000.000001Z", "path": path})
    system.drop(f"{system.town.name}/b.csv", b"def")
    assert system.take().taken == 1
    assert system.rows("select count(*) from raw.arrival where length(path) > 2700") == [(1,)]
    assert system.rows("select count(*) from raw.arrival") == [(3,)]


def test_a_line_that_the_ledger_refuses_is_said_and_keeps_no_later_one_out(system, caplog):
    system.journal.append("arrival", 2026, arrival_id="20260101T000000.000000Z")
    system.journal.append("waiver", 2026, rule="outlier")
    system.drop(f"{system.town.name}/a.csv", b"abc")
    assert system.take().taken == 1
    assert system.rows("select file_name from raw.arrival") == [("a.csv",)]
    said = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert [text.partition(", ")[0] for text in said] == [
        "the ledger refuses a line of the journal (arrival",
        "the ledger refuses a line of the journal (waiver",
    ]
    assert system.take().taken == 0


def test_an_archive_that_is_full_ends_intake_so_that_no_file_overtakes_another(system, monkeypatch):
    system.drop(f"{system.town.name}/1.csv", b"first\n")
    system.drop(f"{system.town.name}/2.csv", b"second\n")
    store = Archive.store

    def full_for_the_first(archive, stream, *rest):
        if stream.peek(5).startswith(b"first"):
            raise OSError(28, "No space left on device")
        return store(archive, stream, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "store", full_for_the_first)
        with pytest.raises(OSError, match="No space left"):
            system.take()
    assert system.rows("select count(*) from raw.arrival") == [(0,)]
    assert system.take().taken == 2
