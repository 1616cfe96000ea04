"""A cluster of a stopped server in one archive, with its administrator's password: what a throwaway server begins with."""

from __future__ import annotations

import io
import logging
import shutil
import subprocess
import tarfile
from pathlib import Path

log = logging.getLogger(__name__)


def pack_cluster(data: Path, password: str, archive: tarfile.TarFile) -> None:
    """Put the cluster of a stopped server into the archive, with its administrator's password."""
    archive.add(data, "data")
    written = password.encode()
    member = tarfile.TarInfo("password")
    member.size, member.mode = len(written), 0o600
    archive.addfile(member, io.BytesIO(written))


def unpack_cluster(seed: Path, folder: Path) -> str | None:
    """Begin with a packed cluster, its files belonging to the server's user; its password, None for one that is damaged."""
    password = folder / "password"
    try:
        if (tar := shutil.which("tar")) is not None:  # a process of its own: it takes nothing of ours meanwhile
            command = [tar, "-xpf", str(seed), "-C", str(folder)]
            subprocess.run(command, stderr=subprocess.PIPE, check=True)  # noqa: S603 (our own archive)
        else:
            with tarfile.open(seed) as archive:
                archive.extractall(folder, filter="fully_trusted", numeric_owner=True)  # noqa: S202 (packed by ourselves)
        found = password.read_text("utf-8")
    except (OSError, subprocess.CalledProcessError, tarfile.TarError) as error:
        log.warning("%s can't be unpacked (%s): the cluster is made anew", seed, error)
        return None
    password.unlink()
    return found
