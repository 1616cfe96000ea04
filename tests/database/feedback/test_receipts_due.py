"""Receipts are written once, under names that are safe, whatever is killed or fails in between."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.feedback import ReceiptsNotWrittenError, write_receipts
from huizong.settings import Settings
from tests.database.feedback.county import PERIOD, RECEIVED, Ledger, monthly_report
from tests.database.feedback.test_receipts import key, text_of


def test_any_name_is_safe(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    names = [
        "../../../etc/passwd",
        "..",
        "/etc/passwd",
        "a/b\\c.csv",
        "x" * 300 + ".xlsx",
        "表" * 100 + ".xlsx",
        "\u202ecod.exe",
        "a\nb\t.csv",
        "CON",
    ]
    for number, name in enumerate(names):
        ledger.submission(ledger.arrival(name.encode(), name, at=RECEIVED + timedelta(seconds=number)), "accepted")
    write_receipts(loader, settings, catalogue)
    pages = sorted(settings.outbox.rglob("*_回执.html"))
    assert len(pages) == len(names)
    for number, page in enumerate(pages):
        assert page.parent == settings.outbox / "栗坪镇" / PERIOD
        assert len(os.fsencode(page.name)) <= 255
        assert not [character for character in page.name if character in '<>:"/\\|?*\n\t\u202e']
        assert page.name.startswith(f"20260705-0912{30 + number}")


def test_same_name_in_the_same_second(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    for number in range(3):
        ledger.submission(ledger.arrival(str(number).encode(), "表.csv", at=RECEIVED + timedelta(microseconds=number)), "accepted")
    # Names that become the same once they are made safe.
    for number, name in enumerate(("a?.csv", "a*.csv")):
        ledger.submission(ledger.arrival(name.encode(), name, at=RECEIVED + timedelta(microseconds=10 + number)), "accepted")
    assert write_receipts(loader, settings, catalogue) == 5
    assert sorted(path.name for path in settings.outbox.rglob("*.txt")) == [
        "20260705-091230-2_表.csv_回执.txt",
        "20260705-091230-3_表.csv_回执.txt",
        "20260705-091230.000010_a_.csv_回执.txt",
        "20260705-091230.000011_a_.csv_回执.txt",
        "20260705-091230_表.csv_回执.txt",
    ]


def test_organisations_of_one_name_have_folders_of_their_own(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    for code in ("V0102", "V0202"):
        assert catalogue.organisation(code).name == "上湾村"
        ledger.submission(ledger.arrival(code.encode(), "表.csv", reporter=code), "accepted", reporter=code)
    write_receipts(loader, settings, catalogue)
    assert sorted(path.name for path in settings.outbox.iterdir()) == ["上湾村（V0102）", "上湾村（V0202）"]


def snapshot(outbox: Path) -> dict[str, str]:
    """Every file below the outbox with the hash of its bytes."""
    return {
        path.relative_to(outbox).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in outbox.rglob("*") if path.is_file()
    }


def test_a_kill_before_the_commit_is_made_good(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    submission = ledger.submission(ledger.arrival(monthly_report()), "partially_accepted")
    ledger.issue(submission, "value-placeholder", "critical", "6月!C6", "“XX”只是占位，不是数", "请换成实际数", observed="XX", **key("E05"))
    assert write_receipts(loader, settings, catalogue) == 1
    before = snapshot(settings.outbox)
    # The files were renamed, the commit never happened, and a torn temporary file was left.
    ledger.run("update quality.receipt set written_at = null, path = null")
    folder = settings.outbox / "栗坪镇" / PERIOD
    assert write_receipts(loader, settings, catalogue) == 1
    assert snapshot(settings.outbox) == before
    assert len(before) == 3
    assert not list(folder.glob(".*"))
    assert ledger.one("select written_at is not null, path from quality.receipt") == (
        True,
        "栗坪镇/2026-06/20260705-091230_栗坪镇6月.xlsx_回执.html",
    )
    assert write_receipts(loader, settings, catalogue) == 0


def test_what_a_kill_left_half_written_is_overwritten(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.submission(ledger.arrival(b"x", "表.csv"), "accepted")
    renamed: list[str] = []

    def dies(self: Path, target: Path) -> Path:
        renamed.append(target.name)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            write_receipts(loader, settings, catalogue)
    loader.rollback()
    assert renamed == ["20260705-091230_表.csv_回执.txt"]
    assert [path.suffix for path in settings.outbox.rglob("*.*")] == [".part", ".part"]
    assert write_receipts(loader, settings, catalogue) == 1
    assert sorted(path.suffix for path in settings.outbox.rglob("*.*")) == [".html", ".txt"]


def test_one_that_fails_does_not_stop_the_others(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    bad = ledger.arrival(b"its folder is a file", "无.csv", reporter="T02")
    ledger.submission(bad, "accepted", reporter="T02")
    ledger.submission(ledger.arrival(b"good", "好.csv", at=RECEIVED + timedelta(seconds=9)), "accepted")
    (settings.outbox / "枫渡镇").write_bytes(b"")
    with pytest.raises(ReceiptsNotWrittenError, match=f"1 receipts could not be written.*T02: a file is in the place.*{bad}"):
        write_receipts(loader, settings, catalogue)
    assert [path.name for path in settings.outbox.rglob("*.txt")] == ["20260705-091239_好.csv_回执.txt"]
    failed = "select arrival_id, attempts, last_error from quality.receipt where written_at is null"
    assert ledger.one(failed) == (bad, 0, "a file is in the place of the folder: remove it")


def test_an_arrival_that_could_not_be_judged_has_an_answer(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    ledger.arrival(b"nothing is known about this one", "无.csv")
    assert write_receipts(loader, settings, catalogue) == 1
    assert text_of(settings)[:3] == [
        "文件：无.csv",
        "2026年7月5日（周日）09:12收到",
        "结论：退回。系统处理这份文件时出错（—），文件已存档，没有收取",
    ]


@pytest.mark.parametrize(("cut_short", "files"), [(2, 3), (3, 2), (4, 2)])
def test_a_writing_that_ends_the_process_does_without_more_each_time(
    cut_short: int, files: int, ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue
) -> None:
    submission = ledger.submission(ledger.arrival(monthly_report()), "partially_accepted")
    ledger.issue(submission, "value-placeholder", "critical", "6月!C6", "“XX”只是占位，不是数", "请换成实际数", observed="XX", **key("E05"))
    ledger.run("update quality.receipt set attempts = %s", cut_short - 1)  # so many writings began and came to no end
    assert write_receipts(loader, settings, catalogue) == 1
    assert len(snapshot(settings.outbox)) == files
    text = "\n".join(text_of(settings))
    assert "“XX”只是占位，不是数" in text
    assert ("没有附标注件：做标注件时出错（几次都没有做成）" in text) is (cut_short == 3)
    assert ("这份回执没有做完整" in text) is (cut_short == 4)


def test_links_in_the_outbox_are_not_followed(
    ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (settings.outbox / "栗坪镇").symlink_to(elsewhere)
    ledger.submission(ledger.arrival(b"x", "表.csv"), "accepted")
    with pytest.raises(ReceiptsNotWrittenError, match="is a link"):
        write_receipts(loader, settings, catalogue)
    assert not list(elsewhere.iterdir())
