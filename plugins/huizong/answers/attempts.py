"""One report of one reporter: its attempts, what each was faulted for, what changed, and the files that came and went out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from psycopg2.extensions import connection as Connection

from huizong.answers.asking import ask
from huizong.intake import Archive
from huizong.settings import Settings

RECEIPT_ENDING = "_回执.html"


@dataclass(frozen=True, slots=True)
class Head:
    """Whose report it is, of which form, and when it is due, where that is known."""

    reporter_name: str
    form_title: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One file for the report, or one that was judged again on a decision of the county."""

    submission_id: int
    arrival_id: str
    file: str
    kind: str
    sequence: int | None
    verdict: str
    is_duplicate: bool
    judged_again: bool
    required: int
    taken: int
    received_at: datetime
    judged_at: datetime
    previous_id: int | None


@dataclass(frozen=True, slots=True)
class AttemptFault:
    """One fault of an attempt as its receipt numbers it."""

    number: int
    rule: str
    severity: str
    responsibility: str
    place: str
    organisation_name: str | None
    indicator_name: str | None
    observed: str | None
    expected: str | None
    message: str
    remedy: str
    state: str
    explanation: str | None

    @property
    def may_be_explained(self) -> bool:
        """Whether a reason of the department would settle it."""
        return self.severity == "query" and self.state == "open" and self.responsibility == "department"

    @property
    def may_be_waived(self) -> bool:
        """Whether a superior may let the value in."""
        return self.severity == "blocking" and self.state == "open"

    @property
    def may_stand(self) -> bool:
        """Whether the reason that was given may be made to stand."""
        return self.severity == "query" and self.state == "explained"


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure that an attempt gave otherwise than the one before; `taken` says whether it is in force."""

    organisation: str
    indicator: str
    period: str
    basis: str
    place: str
    old: str | None
    new: str | None
    taken: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a submission's file and receipt lie."""

    reporter: str | None
    file_name: str
    sha256: str
    receipt: str | None


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that went out for a submission: its name and what it is in words."""

    name: str
    words: str


def head(connection: Connection, reporter: str, form: str, period: str) -> Head | None:
    """The names of a report; None where the catalogue knows no such reporter or form."""
    found = ask(connection, "board_head", Head, reporter=reporter, form=form, period=period)
    return found[0] if found else None


def attempts(connection: Connection, reporter: str, form: str, period: str) -> list[Attempt]:
    """Every attempt of the report, latest first."""
    return ask(connection, "board_attempts", Attempt, reporter=reporter, form=form, period=period)


def faults(connection: Connection, submission_id: int) -> list[AttemptFault]:
    """The faults of one attempt in the order of its receipt."""
    return ask(connection, "board_faults", AttemptFault, submission_id=submission_id)


def changes(connection: Connection, submission_id: int, previous_id: int | None) -> list[ChangedFigure]:
    """What the attempt gives otherwise than the one before."""
    if previous_id is None:
        return []
    return ask(connection, "feedback_changes", ChangedFigure, submission_id=submission_id, previous_id=previous_id)


def stored(connection: Connection, submission_id: int) -> Stored | None:
    """Where its files lie; None for a submission that is not there."""
    found = ask(connection, "board_file", Stored, submission_id=submission_id)
    return found[0] if found else None


def original(settings: Settings, file: Stored) -> bytes:
    """The bytes as they came. Raises FileNotFoundError if the archive has lost them."""
    return Archive.of(settings).read(file.sha256)


def outgoing(settings: Settings, file: Stored) -> list[SentFile]:
    """What lies in the outbox for the file's arrival: its receipt as a page and as text, the marked copy, what else was made."""
    if file.receipt is None:
        return []
    folder = _folder(settings, file.receipt)
    stem = PurePosixPath(file.receipt).name.removesuffix(RECEIPT_ENDING)
    if folder is None or not folder.is_dir():
        return []
    names = sorted(path.name for path in folder.iterdir() if path.name.startswith(f"{stem}_") or path.name.startswith(f"{stem}."))
    return [SentFile(name, _words(name.removeprefix(stem))) for name in _receipt_first(names)]


def read_outgoing(settings: Settings, file: Stored, name: str) -> bytes:
    """One of those files; no link is followed. Raises FileNotFoundError for any other name."""
    folder = None if file.receipt is None else _folder(settings, file.receipt)
    if folder is None or name not in {each.name for each in outgoing(settings, file)}:
        raise FileNotFoundError(name)
    handle = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as stream:
        return stream.read()


def _folder(settings: Settings, receipt: str) -> Path | None:
    """The folder of a receipt; None for one that lies, by a link, outside the outbox."""
    outbox = settings.outbox.resolve()
    folder = (outbox / PurePosixPath(receipt).parent).resolve()
    return folder if folder.is_relative_to(outbox) else None


def _receipt_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (not name.endswith(RECEIPT_ENDING), name))


def _words(ending: str) -> str:
    """What a file of that ending is."""
    if ending == RECEIPT_ENDING:
        return "回执（网页）"
    if ending == "_回执.txt":
        return "回执（文本）"
    return "标注件" if "标注" in ending else "附件"
