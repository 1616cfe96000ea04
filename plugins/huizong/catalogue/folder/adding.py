"""Lines put into a catalogue's folder: rows of its CSV files and rows of its forms, behind what is there (format: DESIGN §5).

Nothing that stands there is changed but the list of bases of a form's row, which gets longer. Byte order mark and line ends
of a file stay as they are.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from huizong.catalogue.folder.tables import ENTRIES, OPTIONAL_COLUMNS

# In this order nothing that is written names a code which is not there yet, wherever a kill comes between two files.
_TURNS = (
    "units.csv",
    "organisations.csv",
    "indicators.csv",
    "headers.csv",
    "organisation_aliases.csv",
    "indicator_aliases.csv",
    "obligations.csv",
)


class AddingError(Exception):
    """A line that can't be added; the message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row of a CSV file of the catalogue, by column; columns that are not named stay empty."""

    file: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowOfForm:
    """A row of a form's newest version that asks for an indicator on these bases, and requires it of nobody."""

    form: str
    indicator: str
    bases: tuple[str, ...]


Addition = TableLine | RowOfForm


def file_of(folder: Path, addition: Addition) -> str:
    """The file that an addition belongs to, below the catalogue's folder. Raises AddingError for a form that is not there."""
    return addition.file if isinstance(addition, TableLine) else f"forms/{_form_path(folder, addition.form).name}"


def text_of(folder: Path, addition: Addition) -> str:
    """The addition as it would be written, in the columns that the folder's own file has."""
    if isinstance(addition, RowOfForm):
        return f"- {{indicator: {addition.indicator}, required: false, bases: [{', '.join(addition.bases)}]}}"
    return _csv_text(_columns(folder / addition.file, addition.file), addition.values)


def add(folder: Path, additions: Sequence[Addition]) -> tuple[str, ...]:
    """Write the additions into the folder, file after file, each in one step; returns the files that changed.

    What is there already is not written again, so that a second call ends what a kill interrupted.
    Raises AddingError for a form without rows in block style, or whose row can't be made longer.
    """
    changed: list[str] = []
    for name in _TURNS:
        lines = [addition for addition in additions if isinstance(addition, TableLine) and addition.file == name]
        if lines and _add_lines(folder / name, name, lines):
            changed.append(name)
    for addition in additions:
        if isinstance(addition, RowOfForm):
            path = _form_path(folder, addition.form)
            before = path.read_bytes()
            after = _with_row(before.decode("utf-8-sig"), addition, path.name)
            if after is not None:
                mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
                replace_file(path, mark + after.encode())
                changed.append(f"forms/{path.name}")
    return tuple(dict.fromkeys(changed))


def _add_lines(path: Path, name: str, lines: Sequence[TableLine]) -> bool:
    columns = _columns(path, name)
    before = path.read_bytes() if path.is_file() else (",".join(columns) + "\n").encode()
    known = {tuple(row) for row in csv.reader(io.StringIO(before.decode("utf-8-sig"), newline=""))}
    end = b"\r\n" if b"\r\n" in before else b"\n"
    after = before if before.endswith(b"\n") else before + end
    for line in lines:
        fields = tuple(line.values.get(column, "") for column in columns)
        if fields not in known:
            after += _csv_text(columns, line.values).encode() + end
            known.add(fields)
    if after.rstrip() == before.rstrip():
        return False
    replace_file(path, after)
    return True


def _columns(path: Path, name: str) -> tuple[str, ...]:
    """The columns of the file as it stands; of one that is not there, those that must be."""
    if path.is_file():
        rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        header = next((row for row in rows if any(field.strip() for field in row)), [])
        return tuple(field.strip() for field in header)
    optional = OPTIONAL_COLUMNS.get(name, frozenset())
    return tuple(column for column in ENTRIES[name].model_fields if column not in optional)


def _csv_text(columns: Sequence[str], values: Mapping[str, str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow([values.get(column, "") for column in columns])
    return written.getvalue()


def _form_path(folder: Path, code: str) -> Path:
    """The file of the newest version of a form."""
    found: list[tuple[int, Path]] = []
    for path in sorted((folder / "forms").glob("*.yaml")):
        own, version = _head(path.read_text("utf-8-sig"))
        if own == code:
            found.append((int(version), path))
    if not found:
        raise AddingError(f"forms/: no form has the code {code}")
    return max(found)[1]


@lru_cache(maxsize=256)
def _head(text: str) -> tuple[Any, Any]:
    """Code and version that a form's text says; read once a text, since every line that is proposed asks for its form's file."""
    content = yaml.load(text, yaml.CSafeLoader)
    return (content.get("code"), content.get("version", 1)) if isinstance(content, dict) else (None, None)


def _with_row(text: str, row: RowOfForm, name: str) -> str | None:
    """The form with the row, or with more bases on the row that it has; None if it asks for all of them already."""
    rows = _value(yaml.compose(text, yaml.CSafeLoader), "rows")
    if not isinstance(rows, yaml.SequenceNode) or rows.flow_style or not rows.value:
        raise AddingError(f"forms/{name}: its rows are no list with a line each: add the row by hand")
    own = [item for item in rows.value if (code := _value(item, "indicator")) is not None and code.value == row.indicator]
    if not own:
        last = rows.value[-1]
        lines = text.splitlines(keepends=True)
        at = last.end_mark.line if last.end_mark.column == 0 or not last.flow_style else last.end_mark.line + 1
        while at > 0 and at <= len(lines) and not lines[at - 1].strip():
            at -= 1  # blank lines and comments behind the list stay behind it
        while at > last.start_mark.line + 1 and lines[at - 1].lstrip().startswith("#"):
            at -= 1
        end = "\r\n" if "\r\n" in text else "\n"
        if lines[at - 1][-1:] != "\n":
            lines[at - 1] += end
        indent = " " * rows.start_mark.column
        lines.insert(at, f"{indent}{text_of(Path(), row)}{end}")
        return "".join(lines)
    asked: set[str] = set()
    for item in own:
        bases = _value(item, "bases")
        asked |= {"current"} if bases is None else {basis.value for basis in bases.value}
    lacking = [basis for basis in row.bases if basis not in asked]
    if not lacking:
        return None
    bases = _value(own[-1], "bases")
    if not isinstance(bases, yaml.SequenceNode) or not bases.value or not bases.flow_style:
        raise AddingError(f"forms/{name}: add {', '.join(lacking)} to the bases of {row.indicator} by hand")
    at = bases.value[-1].end_mark.index
    return f"{text[:at]}, {', '.join(lacking)}{text[at:]}"


def _value(node: Any, key: str) -> Any:
    """The node under a key of a mapping, None if it has none."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def replace_file(path: Path, content: bytes) -> None:
    """Writes the whole new content in one step, on disk before the old one is gone; who may read it stays."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
