"""The API server of a container: everybody in users.csv has a login, a department's without any role in Airflow."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest

from huizong.settings import INCLUDE
from huizong_airflow.airflow_settings import FAB, SIMPLE
from huizong_airflow.api_server import with_logins
from huizong_airflow.logins import set_admin_password

USERS = "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    shutil.copytree(INCLUDE / "catalogue", tmp_path / "county")
    listed = "username,board_role,organisation\nt01,department,T01\nboss,superior,\nT 02,department,T02\nlost,department,T77\n"
    (tmp_path / "county" / "users.csv").write_text(listed, "utf-8")
    set_admin_password(tmp_path, "given")
    return {"HUIZONG_CATALOGUE": str(tmp_path / "county"), "AIRFLOW_HOME": str(tmp_path), "AIRFLOW__CORE__AUTH_MANAGER": SIMPLE}


def test_everybody_listed_has_a_login_and_keeps_his_password(environment: dict[str, str], tmp_path: Path) -> None:
    told = with_logins(environment)
    assert told[USERS] == "admin:admin,t01:,boss:user,lost:"  # who is listed for nobody logs in, and is refused by the board
    passwords = json.loads((tmp_path / "passwords.json").read_text("utf-8"))
    assert set(passwords) == {"admin", "t01", "boss", "lost"}
    assert passwords["admin"] == "given"
    assert stat.S_IMODE((tmp_path / "passwords.json").stat().st_mode) == 0o600
    assert with_logins(environment) == told
    assert json.loads((tmp_path / "passwords.json").read_text("utf-8")) == passwords


def test_a_cluster_has_its_accounts_in_the_database(environment: dict[str, str], tmp_path: Path) -> None:
    environment["AIRFLOW__CORE__AUTH_MANAGER"] = FAB
    assert with_logins(environment) == environment
    assert set(json.loads((tmp_path / "passwords.json").read_text("utf-8"))) == {"admin"}
