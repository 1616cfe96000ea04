"""SFTP for departments as docker-compose.shares.yml serves it: an account drops into its own inbox, is answered, and is refused another's.

That needs root, and Debian packages: see `sftp.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
import yaml

from huizong.catalogue import load
from huizong.feedback.outbox.putting import put
from huizong.settings import REPOSITORY, Settings
from huizong.steps.folders import make_folders
from tests.system.sftp import SERVICE, Service, assert_possible, free_port, make_accounts, owned_by_the_service, serving, start

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def county() -> Iterator[tuple[Settings, Path]]:
    """The sample county's folders, belonging to the service, and a key for each of two towns."""
    assert_possible()
    folder = Path(tempfile.mkdtemp(prefix="huizong-shares-"))
    folder.chmod(0o755)
    settings = Settings.from_environment({"HUIZONG_HOME": str(folder / "home")})
    make_accounts(folder, settings, ("T01", "T02"))
    owned_by_the_service(folder / "home")
    yield settings, folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def service(county: tuple[Settings, Path]) -> Iterator[Service]:
    settings, folder = county
    (folder / "report.csv").write_text("指标,本月\n", "utf-8")
    with serving(folder, settings) as running:
        yield running


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
    assert len(sftp["ports"]) == 2  # SFTP and SMB
    for port in sftp["ports"]:
        assert (port["host_ip"] if isinstance(port, dict) else str(port).split(":")[0]) == "127.0.0.1"
