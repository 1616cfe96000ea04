"""Hash and snapshot of a folder."""

import io
import os
import zipfile

import pytest

from huizong.catalogue import load, load_snapshot
from huizong.catalogue.folder.snapshot import unpack


def test_the_snapshot_gives_the_same_catalogue(county, tmp_path):
    again = load_snapshot(county.snapshot(), tmp_path / "again")
    assert again.hash == county.hash
    assert again.organisations == county.organisations
    assert again.forms == county.forms
    assert again.snapshot() == county.snapshot()


def test_neither_depends_on_times(county, folder):
    first = county.snapshot()
    for path in folder.rglob("*.csv"):
        os.utime(path, (0, 0))
    assert load(folder).snapshot() == first
    assert load(folder).hash == county.hash


def test_any_byte_changes_the_hash(county, folder):
    with (folder / "contacts.csv").open("a", encoding="utf-8") as file:
        file.write("T2,罗三,email,t2@example.org\n")
    assert load(folder).hash != county.hash
    (folder / "narrative").mkdir()
    with_contact = load(folder).hash
    (folder / "narrative" / "words.csv").write_text("word\n", encoding="utf-8")
    assert load(folder).hash != with_contact


def test_a_member_outside_the_folder_is_refused(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../organisations.csv", "x")
    with pytest.raises(ValueError, match="outside its folder"):
        unpack(buffer.getvalue(), tmp_path / "in")
    assert not (tmp_path / "organisations.csv").exists()
