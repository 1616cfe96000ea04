"""Who is listed, and how: a faulty line of users.csv lets nobody in, is said, and stops neither the catalogue nor the others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from huizong.answers.viewers import UnknownViewerError, Viewer, viewer_of
from huizong.catalogue import load
from huizong.catalogue.folder.check_people import left_out
from huizong.catalogue.from_folder import remarks
from huizong.settings import INCLUDE
from huizong.steps.preparing import CATALOGUE_CHECKS

USERS = """username,board_role,organisation
t01,department,T01
lost,department,T77
none,department,
twice,reviewer,
twice,superior,
boss,superior,T01
odd,director,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(INCLUDE / "catalogue", tmp_path / "catalogue")
    (tmp_path / "catalogue" / "users.csv").write_text(USERS, "utf-8")
    return tmp_path / "catalogue"


def test_who_is_listed_is_seen_as_listed(folder: Path) -> None:
    assert viewer_of(folder, "t01") == Viewer("t01", "department", "T01")
    boss = viewer_of(folder, "boss")
    assert (boss.sees("T02"), boss.sees(None), boss.organisation) == (True, True, None)
    clerk = viewer_of(folder, "t01")
    assert [clerk.sees(each) for each in ("T01", "T02", None)] == [True, False, False]
    assert (clerk.may("explain"), clerk.may("waive"), boss.may("waive")) == (True, False, True)


@pytest.mark.parametrize(
    ("name", "why"), [("lost", "单位“T77”不存在"), ("none", "不存在"), ("twice", "没有列入"), ("odd", "没有列入"), ("", "没有列入")]
)
def test_a_faulty_line_lets_nobody_in(folder: Path, name: str, why: str) -> None:
    with pytest.raises(UnknownViewerError, match=why):
        viewer_of(folder, name)


def test_the_faults_are_told_and_stop_nothing(folder: Path) -> None:
    told = left_out(folder)
    assert [line.partition(": ")[0] for line in told] == ["users.csv:3", "users.csv:4", "users.csv:6", "users.csv:8"]
    assert "there is no organisation T77" in told[0]
    assert len(load(folder, CATALOGUE_CHECKS).organisations) > 10  # the pipeline goes on
    noted = remarks(folder, CATALOGUE_CHECKS)
    assert [line for line in noted if line.startswith("users.csv")] == list(told)


def test_a_changed_list_holds_at_once(folder: Path) -> None:
    (folder / "users.csv").write_text("username,board_role,organisation\nnew,engineer,\n", "utf-8")
    assert viewer_of(folder, "new").role == "engineer"
    with pytest.raises(UnknownViewerError):
        viewer_of(folder, "t01")
