"""A file leaves the inbox only after its receipt, only unchanged, and under no writer."""

import os

import pytest


def test_a_file_stays_until_its_receipt_is_written(system):
    target = system.drop(f"{system.town.name}/a.csv", b"abc")
    system.take()
    assert system.clear() == 0
    assert target.exists()
    system.execute("insert into quality.receipt (arrival_id, due_at, written_at) select arrival_id, now(), now() from raw.arrival")
    assert system.clear() == 1
    assert not target.exists()
    assert system.rows("select count(*) from raw.arrival where removed_at is not null") == [(1,)]


def test_a_file_that_was_replaced_meanwhile_is_not_removed_but_taken(system):
    target = system.drop(f"{system.town.name}/a.csv", b"abc")
    system.take()
    system.execute("insert into quality.receipt (arrival_id, due_at, written_at) select arrival_id, now(), now() from raw.arrival")
    target.write_bytes(b"newer content")
    assert system.clear() == 0
    assert target.read_bytes() == b"newer content"
    assert system.take().taken == 1


def test_a_file_that_is_written_to_again_is_not_removed_under_its_writer(system):
    target = system.drop(f"{system.town.name}/a.csv", "东岗镇,1742\n".encode())
    system.take()
    system.receipt()
    with target.open("ab", buffering=0) as writer:
        assert system.clear() == 0
        writer.write("西岗镇,1803.5\n".encode())
        assert system.clear() == 0
    assert target.read_text() == "东岗镇,1742\n西岗镇,1803.5\n"
    assert [path.name for path in target.parent.iterdir()] == ["a.csv"]
    assert system.take().taken == 1
    system.receipt()
    assert system.clear() == 1
    assert list(target.parent.iterdir()) == []


def test_a_file_that_changes_between_the_look_and_the_removal_is_put_back(system, monkeypatch):
    target = system.drop(f"{system.town.name}/a.csv", b"old,1\n")
    system.take()
    system.receipt()
    real = os.rename

    def replaced_meanwhile(source, *rest, **named):
        target.write_bytes(b"newer,22\n")  # by somebody, after the last look under this name
        real(source, *rest, **named)

    monkeypatch.setattr(os, "rename", replaced_meanwhile)
    assert system.clear() == 0
    monkeypatch.undo()
    assert target.read_bytes() == b"newer,22\n"
    assert system.take().taken == 1


def test_a_file_put_back_never_covers_one_that_came_meanwhile(system, monkeypatch):
    target = system.drop(f"{system.town.name}/a.csv", b"old,1\n")
    system.take()
    system.receipt()
    real = os.rename

    def replaced_meanwhile(source, *rest, **named):
        target.write_bytes(b"written,2\n")
        real(source, *rest, **named)
        target.write_bytes(b"another,3\n")

    monkeypatch.setattr(os, "rename", replaced_meanwhile)
    system.clear()
    monkeypatch.undo()
    found = {path.name: path.read_bytes() for path in target.parent.iterdir()}
    assert found == {"a.csv": b"another,3\n", "a~2.csv": b"written,2\n"}
    assert system.take().taken == 2


@pytest.mark.parametrize(("data", "kept"), [(b"old,1\n", []), (b"other,2\n", ["a.csv"])])
def test_what_a_kill_left_under_its_private_name_is_settled(system, data, kept):
    target = system.drop(f"{system.town.name}/a.csv", b"old,1\n")
    system.take()
    system.receipt()
    ((arrival,),) = system.rows("select arrival_id from raw.arrival")
    private = target.rename(target.with_name(f".huizong-{arrival}.part"))
    if data != b"old,1\n":
        private.write_bytes(data)
    assert system.take().taken == 0
    system.clear()
    assert [path.name for path in target.parent.iterdir()] == kept
    assert system.rows("select count(*) from raw.arrival where removed_at is not null") == [(1,)]


def test_what_the_archive_lost_is_not_removed(system):
    target = system.drop(f"{system.town.name}/a.csv", b"abc\n")
    system.take()
    system.receipt()
    ((sha256,),) = system.rows("select sha256 from raw.arrival")
    system.archive.path(sha256).unlink()
    assert system.clear() == 0
    assert target.exists()
