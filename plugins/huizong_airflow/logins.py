"""Who may log in, with which role in Airflow, and everybody's first password. Imports no Airflow."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from huizong.answers.viewers import listed_users
from huizong.catalogue.folder.check_people import USERNAME

ADMIN_USER = "admin"
# What the roles of users.csv are in Airflow itself: a department has none there and reaches the board alone.
AIRFLOW_ROLES = {"engineer": "op", "superior": "user", "reviewer": "viewer", "department": ""}
_FILE = "passwords.json"


def who_may_enter(catalogue: Path) -> dict[str, str]:
    """Airflow's role by name, empty for none: the admin, and the users of the board."""
    return {ADMIN_USER: "admin"} | {
        user.username: AIRFLOW_ROLES[user.board_role]
        for user in listed_users(catalogue)
        if USERNAME.fullmatch(user.username) and user.username != ADMIN_USER
    }


def first_passwords(home: Path, names: Iterable[str]) -> dict[str, str]:
    """The password with which each begins, kept in `passwords.json` below AIRFLOW_HOME; who has none yet is given one."""
    path = home / _FILE
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if missing := [name for name in names if name not in found]:
        found |= {name: secrets.token_urlsafe(9) for name in missing}
        write_private(path, found)
    return found


def set_admin_password(home: Path, password: str) -> None:
    """Write the administrator's password down, beside everybody's who has one."""
    path = home / _FILE
    write_private(path, (json.loads(path.read_text("utf-8")) if path.exists() else {}) | {ADMIN_USER: password})


def write_private(path: Path, content: Mapping[str, str]) -> None:
    """Write JSON that its owner alone may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file)
