"""Whom to reach, who may log in, where a line was drafted from: on them no figure, no due time and no verdict depends.

So a fault in these files stops nobody's reports: the line is left out, and said wherever somebody looks (decision 0067).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from huizong.catalogue.entries import CHANNELS, Contact, DraftedLine, Organisation, User
from huizong.catalogue.folder.located import Problem, Tables, duplicates, in_lines
from huizong.catalogue.folder.tables import read_table
from huizong.catalogue.owed import binds

USERNAME = re.compile(r"[\w.@-]+")  # Airflow's setting separates names by commas and colons
# Their faults are remarks: what changes a figure, a due time, a text or a score refuses the whole catalogue instead.
LINE_BY_LINE = frozenset({"users.csv", "contacts.csv", "drafted.csv"})


def contact_problems(tables: Tables) -> Iterator[Problem]:
    """What is wrong with whom to reach: by such a line nobody is told anything."""
    organisations = {row.entry.code for row in tables.organisations}
    for contact in tables.contacts:
        if contact.entry.organisation not in organisations:
            yield contact.problem(f"organisation: there is no organisation {contact.entry.organisation}")
    yield from duplicates(tables.contacts, "organisation", "channel", "address")


def good_contacts(tables: Tables) -> tuple[Contact, ...]:
    """The lines of contacts that have no fault."""
    faulty = {problem.line for problem in contact_problems(tables)}
    return tuple(row.entry for row in tables.contacts if row.line not in faulty)


def contact_remarks(tables: Tables) -> Iterator[Problem]:
    """Who owes reports and can't be reminded, and mail addresses that are none: reports come in all the same."""
    for contact in tables.contacts:
        if contact.entry.channel == "email" and "@" not in contact.entry.address:
            yield contact.problem(f"address: {contact.entry.address!r} is no mail address")
    reachable = {contact.entry.organisation for contact in tables.contacts if contact.entry.channel in CHANNELS}
    owing = [row.entry for row in tables.obligations if row.entry.valid_to is None]
    silent = [
        organisation.entry.code
        for organisation in tables.organisations
        if organisation.entry.valid_to is None
        and organisation.entry.code not in reachable
        and any(binds(obligation, organisation.entry) for obligation in owing)
    ]
    if silent:
        channels = ", ".join(CHANNELS)
        yield Problem("contacts.csv", 0, f"nobody can be reminded of {', '.join(silent)}: a contact needs a channel ({channels})")


def user_problems(tables: Tables) -> Iterator[Problem]:
    """What is wrong with who may log in: such a line lets nobody in, and is in the way of nothing else."""
    organisations = {row.entry.code for row in tables.organisations}
    yield from duplicates(tables.users, "username")
    for user in tables.users:
        if not USERNAME.fullmatch(user.entry.username):
            yield user.problem(f"username: letters, digits and . _ @ - make a name to log in with, found {user.entry.username!r}")
        if user.entry.organisation and user.entry.organisation not in organisations:
            yield user.problem(f"organisation: there is no organisation {user.entry.organisation}")
        if user.entry.board_role == "department" and not user.entry.organisation:
            yield user.problem("organisation: a department's user needs one")


def left_out(folder: Path) -> tuple[str, ...]:
    """The lines of these files that are left out, as "file:line: reason", as the folder is now; read anew when one of them changes."""
    return _left_out(folder, tuple(_state(folder / name) for name in ("organisations.csv", *sorted(LINE_BY_LINE))))


def _state(path: Path) -> tuple[int, int]:
    """What changes when the file does."""
    return (path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else (0, 0)


@lru_cache(maxsize=4)
def _left_out(folder: Path, state: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    problems: list[Problem] = []
    users = read_table(folder, "users.csv", User, problems)
    contacts = read_table(folder, "contacts.csv", Contact, problems)
    read_table(folder, "drafted.csv", DraftedLine, problems)
    tables = Tables(organisations=read_table(folder, "organisations.csv", Organisation, []), users=users, contacts=contacts)
    return in_lines({*problems, *user_problems(tables), *contact_problems(tables)})
