"""SFTP for departments as docker-compose.shares.yml serves it: an account drops into its own inbox, is answered, and is refused another's.

`include/shares/start.sh` runs as in its container, in a mount namespace of its own: the accounts that it makes and the rights on /srv are
gone with it. That needs root, and the Debian packages that `needed` names.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
import yaml

from huizong.catalogue import load
from huizong.feedback.outbox.putting import put
from huizong.settings import INCLUDE, REPOSITORY, Settings
from huizong.steps.folders import accounts, make_folders

pytestmark = pytest.mark.system

SHARES = INCLUDE / "shares"
NEEDED = {"/usr/sbin/sshd": "openssh-server", "/usr/bin/sftp": "openssh-client", "/usr/bin/setfacl": "acl"}
SERVICE = 1000
# What a container gives by its image and volumes: a file system of its own, accounts of its own, the two folders at their places.
CONTAINER = """
mount -t tmpfs none /mnt && cp -a /etc /mnt/etc && mount --bind /mnt/etc /etc
mount -t tmpfs -o mode=755 none /srv && mkdir -p /srv/share/上报 /srv/share/回执
mount --bind "$INBOX" /srv/share/上报 && mount --bind "$OUTBOX" /srv/share/回执
exec bash "$START"
"""


@dataclass(frozen=True)
class Service:
    """A served county: its folders, and how to reach it."""

    settings: Settings
    folder: Path
    port: int

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


def start(folder: Path, settings: Settings, port: int) -> subprocess.Popen[str]:
    """The container's command with the container's places."""
    config = folder / "sshd_config"
    text = (SHARES / "sshd_config").read_text("utf-8")
    assert "Port 2222\n" in text
    config.write_text(text.replace("Port 2222\n", f"Port {port}\nListenAddress 127.0.0.1\n"), "utf-8")
    given = {
        "INBOX": settings.inbox,
        "OUTBOX": settings.outbox,
        "START": SHARES / "start.sh",
        "ACCOUNTS": folder / "accounts",
        "PASSWORDS": folder / "passwords",
        "KEYS": folder / "keys",
        "HOST_KEYS": folder / "host",
        "SSHD_CONFIG": config,
        "SERVICE_UID": SERVICE,
    }
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **{name: str(value) for name, value in given.items()}}
    return subprocess.Popen(
        ["unshare", "--mount", "bash", "-ec", CONTAINER], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def owned_by_the_service(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, SERVICE, SERVICE)


@pytest.fixture(scope="module")
def county() -> Iterator[tuple[Settings, Path]]:
    """The sample county's folders, belonging to the service, and a key for each of two towns."""
    missing = sorted({package for program, package in NEEDED.items() if not Path(program).exists()})
    assert not missing, f"this test needs Debian packages: apt-get install {' '.join(missing)}"
    assert os.getuid() == 0, "this test makes accounts in a mount namespace of its own, which needs root: run it as root"
    folder = Path(tempfile.mkdtemp(prefix="huizong-shares-"))
    folder.chmod(0o755)
    settings = Settings.from_environment({"HUIZONG_HOME": str(folder / "home")})
    made = [one for one in make_folders(settings, load(), date(2026, 7, 1)) if one.code in ("T01", "T02")]
    (folder / "accounts").write_text(accounts(made), "utf-8")
    (folder / "keys").mkdir()
    for account in ("t01", "t02"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / f"id_{account}")], check=True)
        shutil.copyfile(folder / f"id_{account}.pub", folder / "keys" / f"{account}.pub")
    owned_by_the_service(folder / "home")
    yield settings, folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def service(county: tuple[Settings, Path]) -> Iterator[Service]:
    settings, folder = county
    port = free_port()
    process = start(folder, settings, port)
    end = time.monotonic() + 60
    while not answers(port):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < end, "sshd does not listen after 60 s"
        time.sleep(0.1)
    (folder / "report.csv").write_text("指标,本月\n", "utf-8")
    yield Service(settings, folder, port)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)


def test_a_department_drops_into_its_own_inbox_and_the_service_takes_it_away(service: Service) -> None:
    done = service.sftp("t01", "pwd", "put report.csv", "mkdir 2026-06", "put report.csv 2026-06/again.csv", "put report.csv 试报/try.csv")
    assert done.returncode == 0, done.stderr
    assert "Remote working directory: /上报/栗坪镇" in done.stdout
    inbox = service.settings.inbox / "栗坪镇"
    for name in ("report.csv", "2026-06/again.csv", "试报/try.csv"):
        take = ["setpriv", f"--reuid={SERVICE}", "--clear-groups", "bash", "-c", 'cat "$1" && rm "$1"', "-", str(inbox / name)]
        assert subprocess.run(take, capture_output=True, text=True, check=True).stdout == "指标,本月\n"
        assert not (inbox / name).exists()


def test_it_fetches_its_receipts_also_those_written_later(service: Service) -> None:
    (written,) = put(service.settings.outbox, PurePosixPath("栗坪镇/2026-06"), [("回执.txt", "收到".encode())])
    for path in (written.parent, written):
        os.chown(path, SERVICE, SERVICE)
    done = service.sftp("t01", "get /回执/栗坪镇/2026-06/回执.txt fetched.txt")
    assert done.returncode == 0, done.stderr
    assert (service.folder / "fetched.txt").read_text("utf-8") == "收到"


@pytest.mark.parametrize(
    "command",
    [
        "ls /上报",
        "ls /回执",
        "ls /上报/栗坪镇",
        "ls /回执/栗坪镇",
        "get /上报/栗坪镇/theirs.csv",
        "put report.csv /上报/栗坪镇/mine.csv",
        "put report.csv /回执/枫渡镇/mine.csv",
        "put report.csv /上报/mine.csv",
        "mkdir /上报/新镇",
        "get /etc/passwd",
    ],
)
def test_another_departments_folder_is_refused(service: Service, command: str) -> None:
    assert service.sftp("t01", "put report.csv theirs.csv").returncode == 0
    done = service.sftp("t02", command)
    assert done.returncode != 0
    assert "Permission denied" in done.stderr or "not found" in done.stderr, done.stderr
    assert not (service.settings.inbox / "栗坪镇" / "mine.csv").exists()


def test_there_is_no_shell_and_no_account_without_a_key(service: Service) -> None:
    told = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", "-p", str(service.port)]
    shell = ["/usr/bin/ssh", *told, "-i", str(service.folder / "id_t01"), "t01@127.0.0.1", "id"]
    done = subprocess.run(shell, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (1, "This service allows sftp connections only.")
    for account, key in (("t01", "id_t02"), ("root", "id_t01")):
        other = ["/usr/bin/ssh", *told, "-i", str(service.folder / key), f"{account}@127.0.0.1", "id"]
        assert subprocess.run(other, capture_output=True, text=True).returncode == 255


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("t01:栗坪镇\nt03:雁洲镇\n", "t03 has neither a password in"),
        ("t01:栗坪镇\nT02:枫渡镇\n", "T02 is no name of an account"),
        ("t01:../栗坪镇\n", "t01 has no folder of its own: ../栗坪镇"),
        ("t01:无此镇\n", "t01: there is no inbox or no outbox 无此镇: run huizong folders"),
        ("", "is missing or empty: write it with huizong folders --accounts"),
    ],
)
def test_an_account_that_can_not_be_served_stops_the_start(county: tuple[Settings, Path], tmp_path: Path, lines: str, reason: str) -> None:
    settings, folder = county
    # folders of its own: taking back what the accounts of the running service were given would be seen by the other tests
    own = Settings.from_environment({"HUIZONG_HOME": str(tmp_path / "home")})
    make_folders(own, load(), date(2026, 7, 1))
    shutil.copytree(folder / "keys", tmp_path / "keys")
    (tmp_path / "accounts").write_text(lines, "utf-8")
    process = start(tmp_path, own, free_port())
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert f"shares: {tmp_path}/accounts" in said or "shares: t0" in said
    assert reason in said
    assert settings.inbox != own.inbox


def test_the_compose_file_refuses_to_start_without_its_folders(tmp_path: Path) -> None:
    program = shutil.which("docker-compose")
    assert program, "this test needs the Debian package docker-compose: apt-get install docker-compose"
    names = [line.partition("=")[0] for line in (REPOSITORY / ".env.example").read_text("utf-8").splitlines() if line.endswith("=")]
    values = {name: f"value of {name}".replace(" ", "") for name in names} | {"HUIZONG_DATA_FOLDER": "/srv/county"}

    def config(**more: str) -> subprocess.CompletedProcess[str]:
        file = tmp_path / "env"
        file.write_text("".join(f"{name}={value}\n" for name, value in {**values, **more}.items()))
        files = [part for name in ("docker-compose.yml", "docker-compose.shares.yml") for part in ("-f", str(REPOSITORY / name))]
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        return subprocess.run([program, "--env-file", str(file), *files, "config"], env=environment, capture_output=True, text=True)

    refused = config()
    assert refused.returncode != 0
    assert "HUIZONG_SHARES_FOLDER" in refused.stderr
    done = config(HUIZONG_SHARES_FOLDER="/srv/shares")
    assert done.returncode == 0, done.stderr
    sftp = yaml.safe_load(done.stdout)["services"]["sftp"]
    assert sftp["cap_drop"] == ["ALL"]
    assert not {"SYS_ADMIN", "NET_ADMIN"} & set(sftp["cap_add"])
    (port,) = sftp["ports"]
    assert (port["host_ip"] if isinstance(port, dict) else str(port).split(":")[0]) == "127.0.0.1"
