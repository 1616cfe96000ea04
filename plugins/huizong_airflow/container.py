"""What the compose file's `prepare` service does before the others start: schema, catalogue, metadata, the admin's password."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from huizong.catalogue import CatalogueError
from huizong.settings import Settings, SettingsError
from huizong.warehouse.connection import WarehouseError

USER = "admin"


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
    write_password(Path(os.environ["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"]), password)
    return subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=False).returncode


def write_password(path: Path, password: str) -> None:
    """The file in which Airflow's Simple auth manager looks the admin's password up, readable by its owner only."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump({USER: password}, file)


if __name__ == "__main__":
    sys.exit(main())
