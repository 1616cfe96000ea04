"""The accounts of a cluster's login (FAB): made when they are first wanted. Who has one keeps it, with the password he chose since.

Roles and rights are entered here too, so that the API server need not look through all of them whenever it starts. Run as a
program after Airflow's metadata are migrated; `passwords.json` below AIRFLOW_HOME holds the first passwords.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from huizong.settings import Settings
from huizong_airflow.logins import first_passwords, who_may_enter

# A department has no right in Airflow and reaches the board alone: a role without any permission.
WITHOUT_RIGHTS = "Department"


def make_accounts(roles: Mapping[str, str], passwords: Mapping[str, str]) -> int:
    """Enter the roles of this version of Airflow, and make the accounts that there are not.

    `roles` are Airflow's, by user, empty for none. Returns how many accounts were made.
    """
    from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder

    made = 0
    with get_application_builder() as builder:
        manager = builder.sm
        manager.add_role(WITHOUT_RIGHTS)
        builder.add_permissions(update_perms=True)
        manager.sync_roles()
        for name, role in roles.items():
            if manager.find_user(username=name) is None:
                found = manager.find_role(role.capitalize() or WITHOUT_RIGHTS)
                manager.add_user(name, name, role or "department", f"{name}@localhost", found, passwords[name])
                made += 1
    return made


def main() -> int:
    """Make what users.csv and the administrator lack."""
    roles = who_may_enter(Settings.from_environment().catalogue)
    made = make_accounts(roles, first_passwords(Path(os.environ["AIRFLOW_HOME"]), roles))
    print(f"accounts: {made} made, {len(roles)} in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
