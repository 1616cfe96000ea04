"""SMB for departments as docker-compose.shares.yml serves it: an account sees its own two shares, drops, fetches, and gets no further.

That needs root, and Debian packages: see `sftp.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from huizong.feedback.outbox.putting import put
from huizong.settings import Settings
from tests.system.sftp import SERVICE, Service, assert_possible, make_accounts, owned_by_the_service, serving

pytestmark = pytest.mark.system

PASSWORDS = {"t01": "Liping-2026", "t02": "Fengdu-2026"}


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """The sample county's folders, with a password for each of two towns, and a key alone for a third."""
    assert_possible()
    folder = Path(tempfile.mkdtemp(prefix="huizong-smb-"))
    folder.chmod(0o755)
    settings = Settings.from_environment({"HUIZONG_HOME": str(folder / "home")})
    make_accounts(folder, settings, ("T01", "T02", "T03"))
    owned_by_the_service(folder / "home")
    (folder / "passwords").write_text("".join(f"{name}:{password}\n" for name, password in PASSWORDS.items()), "utf-8")
    (folder / "report.csv").write_text("指标,本月\n", "utf-8")
    with serving(folder, settings) as running:
        yield running
    shutil.rmtree(folder)


def asked(service: Service, account: str, share: str, *commands: str) -> subprocess.CompletedProcess[str]:
    return service.smb(account, share, PASSWORDS[account], *commands)


def test_a_department_drops_and_the_service_takes_it_away(service: Service) -> None:
    done = asked(service, "t01", "上报", "put report.csv", "mkdir 2026-06", "cd 2026-06", "put report.csv again.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    inbox = service.settings.inbox / "栗坪镇"
    for name in ("report.csv", "2026-06/again.csv"):
        take = ["setpriv", f"--reuid={SERVICE}", "--clear-groups", "bash", "-c", 'cat "$1" && rm "$1"', "-", str(inbox / name)]
        assert subprocess.run(take, capture_output=True, text=True, check=True).stdout == "指标,本月\n"


def test_it_fetches_its_receipts_and_changes_none(service: Service) -> None:
    (written,) = put(service.settings.outbox, PurePosixPath("栗坪镇/2026-06"), [("回执.txt", "收到".encode())])
    for path in (written.parent, written):
        os.chown(path, SERVICE, SERVICE)
    done = asked(service, "t01", "回执", "cd 2026-06", "get 回执.txt fetched.txt")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (service.folder / "fetched.txt").read_text("utf-8") == "收到"
    for command in ("put report.csv", "del 2026-06\\回执.txt", "mkdir mine"):
        asked(service, "t01", "回执", command)
    assert [path.name for path in (service.settings.outbox / "栗坪镇").rglob("*")] == ["2026-06", "回执.txt"]


def test_each_sees_two_shares_and_they_are_its_own(service: Service) -> None:
    listed = asked(service, "t02", "").stdout
    assert sorted(line.split("|")[1] for line in listed.splitlines() if line.startswith("Disk|")) == sorted(["上报", "回执"])
    assert asked(service, "t02", "上报", "put report.csv mine.csv").returncode == 0
    assert (service.settings.inbox / "枫渡镇" / "mine.csv").is_file()
    assert not (service.settings.inbox / "栗坪镇" / "mine.csv").exists()


@pytest.mark.parametrize("path", ["..", "..\\栗坪镇", "\\..\\..\\etc"])
def test_there_is_no_way_out_of_a_share(service: Service, path: str) -> None:
    done = asked(service, "t02", "上报", f"cd {path}", "ls")
    entries = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")]
    assert set(entries) - {"mine.csv"} == {".", "..", "试报"}, done.stdout  # it is in its own folder still


def test_nobody_comes_in_without_his_password(service: Service) -> None:
    for account, password in (("t01", PASSWORDS["t02"]), ("t03", ""), ("t03", "guess"), ("root", ""), ("", "")):
        done = service.smb(account, "上报", password, "ls")
        assert done.returncode != 0, (account, done.stdout)
        assert "NT_STATUS" in done.stdout + done.stderr
    assert service.sftp("t03", "pwd").returncode == 0  # by its key alone it has SFTP


@pytest.mark.parametrize("client", ["--max-protocol=NT1", "--max-protocol=SMB2"])
def test_what_is_old_is_refused(service: Service, client: str) -> None:
    command = ["/usr/bin/smbclient", "--configfile=/dev/null", f"--port={service.smb_port}", f"--user=t01%{PASSWORDS['t01']}", client]
    done = subprocess.run([*command, "//127.0.0.1/上报", "--command=ls"], capture_output=True, text=True)
    assert done.returncode != 0, done.stdout
    assert "试报" not in done.stdout


def test_samba_understands_what_it_is_told_and_encrypts_everything(service: Service) -> None:
    asked_for = ["/usr/bin/testparm", "--suppress-prompt", "--parameter-name=server smb encrypt", str(service.folder / "smb.conf")]
    done = subprocess.run(asked_for, capture_output=True, text=True)
    assert done.stdout.strip() == "required", done.stderr
    assert "Unknown parameter" not in done.stderr
