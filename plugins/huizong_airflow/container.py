"""What the compose file's `prepare` service does before the others start: schema, catalogue, metadata, who may log in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from huizong.catalogue import CatalogueError
from huizong.settings import Settings, SettingsError
from huizong.warehouse.connection import WarehouseError
from huizong_airflow.airflow_settings import FAB
from huizong_airflow.logins import set_admin_password


def main() -> int:
    """Prepare warehouse and Airflow; known problems are one line and status 1."""
    from huizong.steps import preparing

    try:
        preparing.prepare(Settings.from_environment())
    except (CatalogueError, SettingsError, WarehouseError) as error:
        print(f"huizong: {error}", file=sys.stderr)
        return 1
    password = os.environ.get("HUIZONG_ADMIN_PASSWORD", "")
    if not password:
        print("huizong: set HUIZONG_ADMIN_PASSWORD", file=sys.stderr)
        return 1
    set_admin_password(Path(os.environ["AIRFLOW_HOME"]), password)
    done = subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=False).returncode
    if done == 0 and os.environ["AIRFLOW__CORE__AUTH_MANAGER"] == FAB:
        return subprocess.run([sys.executable, "-m", "huizong_airflow.accounts"], check=False).returncode
    return done


if __name__ == "__main__":
    sys.exit(main())
