"""Lines on people: a faulty one is left out and said; what changes figures, due times or scores refuses the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from huizong.catalogue import CatalogueError, check, load
from huizong.catalogue.folder.check_people import left_out
from huizong.catalogue.from_folder import remarks
from huizong.steps.preparing import CATALOGUE_CHECKS

HEAD = "organisation,name,channel,address,role\n"


def test_a_faulty_contact_is_left_out_and_the_others_hold(folder: Path) -> None:
    (folder / "contacts.csv").write_text(
        f"{HEAD}T1,罗一,email,t1@example.org,\nT8,谢四,email,t8@example.org,\nT2,罗二,phone,000,boss\nT1,罗一,email,t1@example.org,head\n"
        "T3,罗三\nT3,罗五,phone,111,\n",
        "utf-8",
    )
    told = left_out(folder)
    assert [line.split(": ")[:2] for line in told] == [
        ["contacts.csv:3", "organisation"],
        ["contacts.csv:4", "role"],
        ["contacts.csv:5", "T1|email|t1@example.org stands already on line 2"],
        ["contacts.csv:6", "2 fields where the header has 5"],
    ]
    assert check(folder) == ()
    assert [(contact.organisation, contact.name) for contact in load(folder).contacts] == [("T1", "罗一"), ("T3", "罗五")]
    assert remarks(folder, CATALOGUE_CHECKS)[:4] == told


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "contacts.csv:0: the file is missing"),
        ("organisation,name,channel,address\nT1,罗一,email,a\n".encode("gb18030"), "contacts.csv:2: not UTF-8: save the file as UTF-8"),
        (b"organisation,name\nT1,x\n", "contacts.csv:1: column 'channel' is missing"),
        (b"", "contacts.csv:1: the header is missing"),
    ],
)
def test_contacts_that_can_not_be_read_at_all_leave_nobody_to_tell(folder: Path, content: bytes | None, why: str) -> None:
    (folder / "contacts.csv").unlink()
    if content is not None:
        (folder / "contacts.csv").write_bytes(content)
    assert why in left_out(folder)
    assert load(folder).contacts == ()


def test_a_list_is_read_anew_when_it_changes(folder: Path) -> None:
    assert left_out(folder) == ()
    with (folder / "contacts.csv").open("a", encoding="utf-8") as file:
        file.write("T8,谢四,phone,222\n")
    assert left_out(folder) == ("contacts.csv:4: organisation: there is no organisation T8",)


def test_a_name_nobody_can_log_in_with_is_said(folder: Path) -> None:
    (folder / "users.csv").write_text("username,board_role,organisation\nT1:罗一,department,T1\nt1,department,T1\n", "utf-8")
    (line,) = left_out(folder)
    assert line.startswith("users.csv:2: username: ")
    assert check(folder) == ()


def test_where_a_line_was_drafted_from_stops_nobody(folder: Path) -> None:
    (folder / "drafted.csv").write_text("file,entry,origin,assumed\n,M1,x,\n", "utf-8")
    (line,) = left_out(folder)
    assert line.startswith("drafted.csv:2: file: ")
    assert check(folder) == ()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("holidays.csv", "day,works\n2026-10-32,no\n", "holidays.csv:2: day: "),  # reports would fall due on another day
        ("scoring.csv", "measure,weight\ndays_late,much\n", "scoring.csv:2: weight: "),  # a reporter would be scored otherwise
    ],
)
def test_what_moves_a_due_time_or_a_score_refuses(folder: Path, name: str, content: str, why: str) -> None:
    (folder / name).write_text(content, "utf-8")
    with pytest.raises(CatalogueError, match=why):
        load(folder)
