"""Where the server's files lie, and as which user it runs: PostgreSQL refuses root."""

from __future__ import annotations

import json
import os
import pwd
import tempfile
from collections.abc import Mapping
from pathlib import Path

from huizong.warehouse.server.machine import (
    EmbeddedServerError,
    give,
    reaches,
)

UNPRIVILEGED_USER = "nobody"


def server_user(cluster: Path | None) -> str | None:
    """The user the server runs as; None is ours. A cluster that is there keeps the user to whom it belongs."""
    if os.geteuid() != 0:
        return None
    if cluster is not None and cluster.exists() and (owner := cluster.stat().st_uid) != 0:
        return pwd.getpwuid(owner).pw_name
    try:
        return pwd.getpwnam(UNPRIVILEGED_USER).pw_name
    except KeyError:
        raise EmbeddedServerError(
            f"PostgreSQL doesn't run as root and there is no user {UNPRIVILEGED_USER}: start as another user"
        ) from None


def cluster_place(cluster: Path, user: str | None) -> Path:
    """The folder of a new cluster: the one wanted if the server's user gets there, else a private one under /var/tmp."""
    cluster.mkdir(mode=0o700, exist_ok=True)
    give(cluster, user)
    if reaches(user, cluster):
        return cluster
    cluster.rmdir()
    elsewhere = Path(tempfile.mkdtemp(prefix="huizong-postgres-", dir="/var/tmp"))
    give(elsewhere, user)
    return elsewhere


def write_private(path: Path, state: Mapping[str, str]) -> None:
    """Store what is to be found again whole or not at all, readable by its owner only."""
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(state, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
