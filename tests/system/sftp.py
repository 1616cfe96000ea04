"""SFTP and SMB as docker-compose.shares.yml serves them, for tests: `include/shares/start.sh` in a mount namespace of its own.

The accounts that it makes and the rights on /srv are gone with it. That needs root, and the Debian packages that `NEEDED` names.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from huizong.catalogue import load
from huizong.settings import INCLUDE, REPOSITORY, Settings
from huizong.steps.folders import accounts, make_folders

SHARES = INCLUDE / "shares"
NEEDED = {
    "/usr/sbin/sshd": "openssh-server",
    "/usr/bin/sftp": "openssh-client",
    "/usr/bin/setfacl": "acl",
    "/usr/sbin/smbd": "samba",
    "/usr/bin/smbclient": "smbclient",
}
SERVICE = 1000
RIGHTS: list[str] = yaml.safe_load((REPOSITORY / "docker-compose.shares.yml").read_text("utf-8"))["services"]["sftp"]["cap_add"]
# What a container gives by its image and volumes: a file system of its own, accounts of its own, the two folders at their places.
CONTAINER = """
mount -t tmpfs none /mnt && cp -a /etc /mnt/etc && mount --bind /mnt/etc /etc
mount -t tmpfs -o mode=755 none /srv && mkdir -p /srv/share/上报 /srv/share/回执
mount -t tmpfs -o mode=755 none /run
mount --bind "$INBOX" /srv/share/上报 && mount --bind "$OUTBOX" /srv/share/回执
exec setpriv --bounding-set "$RIGHTS" --no-new-privs bash "$START"
"""


@dataclass(frozen=True)
class Service:
    """A served county: its folders, and how to reach it."""

    settings: Settings
    folder: Path
    port: int
    smb_port: int

    def smb(self, account: str, share: str, password: str, *commands: str) -> subprocess.CompletedProcess[str]:
        """What an account's client says to these commands on a share; without any, which shares it is shown."""
        command = ["/usr/bin/smbclient", "--configfile=/dev/null", f"--port={self.smb_port}", f"--user={account}%{password}"]
        where = [f"//127.0.0.1/{share}", "--command", ";".join(commands)] if commands else ["--list=127.0.0.1", "--grepable"]
        return subprocess.run([*command, *where], cwd=self.folder, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})

    def sftp(self, account: str, *commands: str) -> subprocess.CompletedProcess[str]:
        """What an account's client says to these commands, ending with the first that is refused."""
        told = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "BatchMode=yes")
        options = [part for option in told for part in ("-o", option)]
        command = ["/usr/bin/sftp", *options, "-P", str(self.port), "-i", str(self.folder / f"id_{account}"), "-b", "-"]
        return subprocess.run(
            [*command, f"{account}@127.0.0.1"], input="\n".join(commands) + "\n", cwd=self.folder, capture_output=True, text=True
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def start(folder: Path, settings: Settings, port: int, smb_port: int | None = None) -> subprocess.Popen[str]:
    """The container's command with the container's places."""
    config = folder / "sshd_config"
    text = (SHARES / "sshd_config").read_text("utf-8")
    assert "Port 2222\n" in text
    config.write_text(text.replace("Port 2222\n", f"Port {port}\nListenAddress 127.0.0.1\n"), "utf-8")
    smb_config = folder / "smb.conf"
    text = (SHARES / "smb.conf").read_text("utf-8")
    assert "smb ports = 4450\n" in text
    own = f"smb ports = {smb_port or free_port()}\ninterfaces = 127.0.0.1\nbind interfaces only = yes\n"
    smb_config.write_text(text.replace("smb ports = 4450\n", own), "utf-8")
    given = {
        "INBOX": settings.inbox,
        "OUTBOX": settings.outbox,
        "START": SHARES / "start.sh",
        "ACCOUNTS": folder / "accounts",
        "PASSWORDS": folder / "passwords",
        "KEYS": folder / "keys",
        "HOST_KEYS": folder / "host",
        "SSHD_CONFIG": config,
        "SMB_CONFIG": smb_config,
        "RIGHTS": ",".join(["-all", *(f"+{right.lower()}" for right in RIGHTS)]),
        "SERVICE_UID": SERVICE,
    }
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **{name: str(value) for name, value in given.items()}}
    return subprocess.Popen(
        ["unshare", "--mount", "bash", "-ec", CONTAINER], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def owned_by_the_service(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, SERVICE, SERVICE)


def assert_possible() -> None:
    """Fail with the names of the packages, or the right, that are missing."""
    missing = sorted({package for program, package in NEEDED.items() if not Path(program).exists()})
    assert not missing, f"this test needs Debian packages: apt-get install {' '.join(missing)}"
    assert os.getuid() == 0, "this test makes accounts in a mount namespace of its own, which needs root: run it as root"


def make_accounts(folder: Path, settings: Settings, codes: Iterable[str]) -> None:
    """Folders of all, belonging to the service, and an account with a key for each of these organisations, its code in small letters."""
    wanted = set(codes)
    made = [one for one in make_folders(settings, load(), date(2026, 7, 1)) if one.code in wanted]
    (folder / "accounts").write_text(accounts(made), "utf-8")
    (folder / "keys").mkdir()
    for account in sorted(code.lower() for code in wanted):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / f"id_{account}")], check=True)
        shutil.copyfile(folder / f"id_{account}.pub", folder / "keys" / f"{account}.pub")
    for top in (settings.inbox, settings.outbox):
        owned_by_the_service(top)


@contextmanager
def serving(folder: Path, settings: Settings) -> Iterator[Service]:
    """The accounts of `folder` served, until the end of the block."""
    port, smb_port = free_port(), free_port()
    process = start(folder, settings, port, smb_port)
    end = time.monotonic() + 60
    while not (answers(port) and answers(smb_port)):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < end, "sshd and smbd do not listen after 60 s"
        time.sleep(0.1)
    yield Service(settings, folder, port, smb_port)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
