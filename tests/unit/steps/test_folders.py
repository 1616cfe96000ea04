"""`huizong folders`: inbox with 试报 and outbox of each reporter, for the service and one group; run again it changes nothing."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huizong.catalogue import load
from huizong.feedback.outbox.putting import OutboxError
from huizong.settings import Settings
from huizong.steps.folders import AccountError, ReporterFolders, accounts, make_folders
from tests.database.warehouse.county import FILES, make_catalogue

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue

TODAY = date(2025, 10, 9)
GROUP = str(os.getgid())
# Two villages of one name in two towns: only their codes tell their folders apart.
VILLAGES = FILES["organisations.csv"] + "H91,新建村,village,G01,,,,\nH92,新建村,village,G02,,,,\n"
OBLIGATIONS = """form,organisation,kind,due_day,due_time,reason,valid_from,valid_to,exempt
M,,town,5,17:00,月报,,,G03
M,H91,,5,17:00,村报,,,
M,H92,,5,17:00,村报,,,
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def system(tmp_path: Path) -> Settings:
    return Settings.from_environment({"HUIZONG_HOME": str(tmp_path / "home"), "HUIZONG_GROUP": GROUP})


@pytest.fixture
def reporters(tmp_path: Path) -> Catalogue:
    return make_catalogue(tmp_path / "county", {"organisations.csv": VILLAGES, "obligations.csv": OBLIGATIONS})


def test_who_owes_gets_inbox_trials_and_outbox(system: Settings, reporters: Catalogue) -> None:
    made = make_folders(system, reporters, TODAY)
    assert [one.code for one in made] == ["G01", "G02", "H91", "H92"]
    assert [one.inbox.name for one in made] == [one.outbox.name for one in made]
    assert made[0].inbox == system.inbox / reporters.organisation("G01").name
    for one in made:
        assert (mode(one.inbox), mode(one.inbox / "试报"), mode(one.outbox)) == (0o2770, 0o2770, 0o2750)
        assert one.inbox.stat().st_gid == one.outbox.stat().st_gid == os.getgid()
    # the folder's name is understood as that reporter when something is dropped into it
    assert [reporters.organisation_named(one.inbox.name, day=TODAY) for one in made] == [reporters.organisation(one.code) for one in made]


def test_without_a_group_they_are_the_services_own(system: Settings, reporters: Catalogue, tmp_path: Path) -> None:
    own = Settings.from_environment({"HUIZONG_HOME": str(tmp_path / "own")})
    made = make_folders(own, reporters, TODAY)
    assert {mode(folder) & 0o7027 for one in made for folder in (one.inbox, one.inbox / "试报", one.outbox)} == {0}


def test_run_again_it_leaves_what_lies_there(system: Settings, reporters: Catalogue) -> None:
    first = make_folders(system, reporters, TODAY)
    (first[0].inbox / "月报.csv").write_text("x")
    first[0].inbox.chmod(0o777)
    assert make_folders(system, reporters, TODAY) == first
    assert (first[0].inbox / "月报.csv").read_text() == "x"
    assert mode(first[0].inbox) == 0o2770


def test_a_link_in_the_place_of_a_folder_is_said(system: Settings, reporters: Catalogue, tmp_path: Path) -> None:
    system.inbox.mkdir(parents=True)
    (system.inbox / reporters.organisation("G02").name).symlink_to(tmp_path)
    with pytest.raises(OutboxError, match="is a link"):
        make_folders(system, reporters, TODAY)


def test_the_sample_county_has_one_for_each_that_owes(system: Settings) -> None:
    names = {one.inbox.name for one in make_folders(system, load(), TODAY)}
    assert {"栗坪镇", "苇塘街道", "农业农村局", "发展和改革局"} <= names
    assert "老寨乡" not in names  # it was closed at the end of 2024


def test_each_has_an_account_of_its_code(system: Settings, reporters: Catalogue) -> None:
    made = make_folders(system, reporters, TODAY)
    assert accounts(made) == "".join(f"{one.code.lower()}:{one.inbox.name}\n" for one in made)
    assert accounts(made).splitlines()[2] == "h91:新建村（H91）"
    with pytest.raises(AccountError, match="330100: an account begins with a letter"):
        accounts([ReporterFolders("330100", Path("a"), Path("b"))])
