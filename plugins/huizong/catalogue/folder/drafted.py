"""What of a drafted catalogue nobody has confirmed yet: `drafted.csv` against the lines as they stand now."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import yaml

from huizong.catalogue.entries import DraftedLine
from huizong.catalogue.folder.adding import replace_file
from huizong.catalogue.folder.located import Located, Problem
from huizong.catalogue.folder.tables import read_table

FILE = "drafted.csv"
# What names a line of a file; of several with the same name the last is meant.
_NAMED_BY = {
    "organisations.csv": "code",
    "indicators.csv": "code",
    "indicator_aliases.csv": "alias",
    "units.csv": "unit",
    "headers.csv": "header",
    "obligations.csv": "form",
}


class UnconfirmedError(Exception):
    """What can't be confirmed; the message says why."""


def unconfirmed(folder: Path) -> Iterator[Problem]:
    """One for each assumption that still stands as it was drafted, and each question; none where there is no `drafted.csv`.

    What somebody has corrected, or whose line is gone, is settled by that; what is right is confirmed by emptying `assumed`.
    """
    problems: list[Problem] = []
    files: dict[str, dict[str, dict[str, str]]] = {}
    for row in read_table(folder, FILE, DraftedLine, problems):
        entry = row.entry
        if entry.file not in files:
            files[entry.file] = _lines(folder / entry.file)
        line = files[entry.file].get(entry.entry)
        if line is None:
            continue
        open_now = [assumed for assumed in entry.assumed if line.get(assumed.partition("=")[0]) == assumed.partition("=")[2]]
        if open_now or entry.question:
            yield row.problem(_told(row, open_now))


def confirm(folder: Path, lines: Collection[int] | None) -> int:
    """Empty what was assumed and asked on these lines of `drafted.csv`, None for all; returns how many.

    Raises ConfirmError for a line that has nothing to confirm, or a file that can't be read; then nothing is written.
    """
    problems: list[Problem] = []
    rows = read_table(folder, FILE, DraftedLine, problems)
    if problems:
        raise UnconfirmedError(str(problems[0]))
    waiting = {row.line for row in rows if row.entry.assumed or row.entry.question}
    chosen = waiting if lines is None else set(lines)
    if unknown := sorted(chosen - waiting):
        raise UnconfirmedError(f"{FILE}:{unknown[0]}: nothing waits there to be confirmed")
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(DraftedLine.model_fields)
    for row in rows:
        entry = row.entry
        left = ("", "") if row.line in chosen else ("|".join(entry.assumed), entry.question)
        writer.writerow((entry.file, entry.entry, entry.origin, *left))
    replace_file(folder / FILE, written.getvalue().encode())
    return len(chosen)


def _told(row: Located[DraftedLine], assumed: list[str]) -> str:
    entry = row.entry
    of = f"{entry.file} {entry.entry}".strip()
    said = [f"{of}: assumed {', '.join(assumed)}" if assumed else of]
    said += [entry.question] if entry.question else []
    where = f" ({entry.origin})" if entry.origin else ""
    return f"{': '.join(said)}{where}; correct it there, or confirm it"


def _lines(path: Path) -> dict[str, dict[str, str]]:
    """The lines of a file by what names them, as they are written; of a form its head under the empty name, its rows by indicator."""
    if not path.is_file() or (path.suffix == ".csv" and path.name not in _NAMED_BY):
        return {}
    text = path.read_text("utf-8-sig")
    if path.suffix == ".csv":
        rows = csv.DictReader(io.StringIO(text, newline=""))
        lines = ({str(name).strip(): str(value or "").strip() for name, value in row.items()} for row in rows)
        return {line.get(_NAMED_BY[path.name], ""): line for line in lines}
    content: dict[str, Any] = yaml.safe_load(text)
    head = {key: str(value) for key, value in content.items()}
    return {"": head} | {row["indicator"]: {key: str(value) for key, value in row.items()} for row in content.get("rows", ())}
