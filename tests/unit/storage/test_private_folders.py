"""Archive and outbox are for the service and one group."""

import os
import stat
from pathlib import PurePosixPath

import pytest

from huizong.feedback.outbox.putting import put
from huizong.intake import Journal
from huizong.settings import Settings, SettingsError
from huizong.storage.private_folders import close_to_others


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_others_are_shut_out_of_a_folder_that_was_open(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    folder.chmod(0o777)
    close_to_others(folder, "")
    assert mode(folder) == 0o770


def test_a_group_gets_what_is_made_from_then_on(tmp_path):
    close_to_others(tmp_path / "outbox", str(os.getgid()))
    assert mode(tmp_path / "outbox") == 0o2750
    (lying,) = put(tmp_path / "outbox", PurePosixPath("T01/2026-06"), [("a.txt", b"x")])
    assert (mode(lying), mode(lying.parent), lying.stat().st_gid) == (0o640, 0o2750, os.getgid())


def test_the_journal_is_not_for_others(tmp_path):
    Journal(tmp_path / "journal").append("arrival", 2026, arrival_id="a")
    assert mode(tmp_path / "journal" / "2026.jsonl") == 0o640
    assert mode(tmp_path / "journal") == 0o750


def test_an_unknown_group_is_said_by_the_name_of_the_setting(tmp_path):
    with pytest.raises(SettingsError, match="HUIZONG_GROUP='no such group'"):
        close_to_others(tmp_path, "no such group")


def test_size_limit_and_group_are_read():
    made = Settings.from_environment({"HUIZONG_MAX_FILE_MB": "7", "HUIZONG_GROUP": "files"})
    assert (made.max_file_bytes, made.group) == (7_340_032, "files")
