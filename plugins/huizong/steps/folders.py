"""The folders of those who report: where they drop files, where they try them, where they are answered; each for its own account."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from huizong.catalogue import Catalogue
from huizong.feedback.outbox.putting import make_folder
from huizong.feedback.outbox.safe_names import folder_name
from huizong.settings import Settings
from huizong.steps.trials import FOLDER
from huizong.storage.private_folders import close_to_others

_ACCOUNT = re.compile(r"[a-z][a-z0-9_-]{0,30}")  # what Linux takes for a login


class AccountError(Exception):
    """An organisation whose code makes no account; the message says which."""


@dataclass(frozen=True, slots=True)
class ReporterFolders:
    """One reporter's folders, by the same name in inbox and outbox."""

    code: str
    inbox: Path
    outbox: Path


def make_folders(settings: Settings, catalogue: Catalogue, today: date) -> list[ReporterFolders]:
    """The folders of every organisation that owes a form on the day, made if they are not there; what lies in them stays.

    The group of the settings may write into an inbox and read an outbox, others nothing of both; what is made in them later is
    that group's. A name that several share has the code behind it. Raises OutboxError where a link or a file is in the way.
    """
    made = []
    for organisation in catalogue.organisations_on(today):
        if not catalogue.obligations_of(organisation.code, today):
            continue
        name = folder_name(catalogue, organisation.code)
        trials = make_folder(settings.inbox, PurePosixPath(name, FOLDER))
        for folder in (trials.parent, trials):
            close_to_others(folder, settings.group, writable=True)
        outbox = make_folder(settings.outbox, PurePosixPath(name))
        for folder in (settings.outbox, outbox):
            close_to_others(folder, settings.group)
        made.append(ReporterFolders(organisation.code, trials.parent, outbox))
    return made


def accounts(folders: Iterable[ReporterFolders]) -> str:
    """A line for each reporter as include/shares/start.sh takes it, `t01:栗坪镇`; raises AccountError for a code that is no login."""
    lines = []
    for one in folders:
        account = one.code.lower()
        if _ACCOUNT.fullmatch(account) is None:
            raise AccountError(f"{one.code}: an account begins with a letter and has letters, digits, - and _ only")
        lines.append(f"{account}:{one.inbox.name}\n")
    return "".join(lines)
