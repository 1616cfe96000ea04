"""The inbox is walked without following links, and a file counts only when it has come to rest."""

import os
import subprocess
import time

import pytest

from huizong.intake.inbox import open_unchanged, readable, scan


def drop(inbox, path, data=b"x"):
    target = inbox / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def test_folder_period_and_name_are_told_apart(tmp_path):
    drop(tmp_path, "东岗镇/2026-06/补报/月报.xlsx", b"12345")
    drop(tmp_path, "无主.csv")
    found = list(scan(tmp_path))
    assert [(f.folder, f.folder_below, f.name, f.size_bytes) for f in found] == [
        ("东岗镇", "2026-06/补报", "月报.xlsx", 5),
        ("", "", "无主.csv", 1),
    ]


def test_litter_is_left_out(tmp_path):
    for name in ("Thumbs.db", ".DS_Store", "~$月报.xlsx", "._月报.xlsx", "~WRL0001.tmp"):
        drop(tmp_path, f"东岗镇/{name}")
    assert list(scan(tmp_path)) == []


def test_links_are_never_followed(tmp_path):
    outside = tmp_path / "outside"
    drop(outside, "secret.csv")
    inbox = tmp_path / "inbox"
    (inbox / "东岗镇").mkdir(parents=True)
    (inbox / "东岗镇" / "link.csv").symlink_to(outside / "secret.csv")
    (inbox / "西岗镇").symlink_to(outside)
    os.mkfifo(inbox / "东岗镇" / "pipe")
    assert list(scan(inbox)) == []


def test_a_file_that_changed_since_the_scan_is_not_opened(tmp_path):
    drop(tmp_path, "东岗镇/月报.csv", b"old")
    (file,) = scan(tmp_path)
    with open_unchanged(tmp_path, file) as stream:
        assert stream.read() == b"old"
    time.sleep(0.01)
    drop(tmp_path, "东岗镇/月报.csv", b"newer")
    with pytest.raises(FileNotFoundError, match="changed"):
        open_unchanged(tmp_path, file)


def test_a_folder_swapped_for_a_link_is_not_opened(tmp_path):
    inbox = tmp_path / "inbox"
    drop(inbox, "东岗镇/月报.csv")
    (file,) = scan(inbox)
    (inbox / "东岗镇").rename(tmp_path / "moved")
    (inbox / "东岗镇").symlink_to(tmp_path / "moved")
    with pytest.raises(OSError, match=r"Not a directory|Too many levels"):
        open_unchanged(inbox, file)


def test_names_in_gbk_bytes_are_read_as_text():
    # 月报 in GBK is D4 C2 B1 A8; as a file name it reaches Python with surrogates
    assert readable(os.fsdecode(b"\xd4\xc2\xb1\xa8.xls")) == "月报.xls"
    assert readable("月报.xls") == "月报.xls"
    assert readable(os.fsdecode(b"\xff\xff")) == "\\xff\\xff"


def test_a_missing_inbox_is_empty(tmp_path):
    assert list(scan(tmp_path / "none")) == []


def test_a_folder_nested_beyond_reason_is_named_and_the_others_are_walked(tmp_path):
    drop(tmp_path, "西岗镇/月报.csv")
    drop(tmp_path, "丰收镇/" + "/".join("d" * 63) + "/月报.csv")
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1900):  # far beyond what a path can name
        os.mkdir("甲", dir_fd=handle)
        deeper = os.open("甲", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = deeper
    os.close(handle)
    left = []
    try:
        found = [file.name for file in scan(tmp_path, left=left)]
    finally:
        subprocess.run(["rm", "-rf", "--", str(tmp_path / "甲")], check=True)
    assert found == ["月报.csv", "月报.csv"]
    assert [one.path for one in left] == ["/".join("甲" * 65)]
    assert "64 levels" in left[0].reason


def test_a_folder_that_cannot_be_read_is_named_and_the_others_are_walked(tmp_path, monkeypatch):
    drop(tmp_path, "东岗镇/月报.csv")
    drop(tmp_path, "西岗镇/月报.csv")
    real = os.open

    def refusing(path, flags, *rest, **named):
        if path == "东岗镇":
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", refusing)
    left = []
    assert [file.path for file in scan(tmp_path, left=left)] == ["西岗镇/月报.csv"]
    assert [(one.path, one.reason) for one in left] == [
        ("东岗镇", "a folder that can't be read (Permission denied): nothing below it is taken")
    ]


def test_a_path_too_long_for_the_ledger_is_named(tmp_path):
    folder = "/".join(["长" * 80] * 9)  # 9 times 240 bytes and 8 slashes are 2,168
    handle = os.open(tmp_path, os.O_RDONLY)
    for name in folder.split("/"):
        os.mkdir(name, dir_fd=handle)
        deeper = os.open(name, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = deeper
    os.close(handle)
    drop(tmp_path, "短/月报.csv")
    left = []
    assert [file.path for file in scan(tmp_path, left=left)] == ["短/月报.csv"]
    assert [len(one.path.encode()) for one in left] == [2168]


def test_links_and_pipes_are_named(tmp_path):
    drop(tmp_path, "东岗镇/月报.csv")
    (tmp_path / "东岗镇" / "link").symlink_to("/etc")
    os.mkfifo(tmp_path / "东岗镇" / "pipe")
    left = []
    assert [file.name for file in scan(tmp_path, left=left)] == ["月报.csv"]
    assert [(one.path, one.reason) for one in left] == [
        ("东岗镇/link", "a link: put the file itself there"),
        ("东岗镇/pipe", "a pipe, socket or device"),
    ]
