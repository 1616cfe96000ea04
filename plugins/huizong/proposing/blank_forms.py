"""A county's own blank forms as lines of a catalogue, for a person to correct: title, rows, bases and units as they are printed.

What a paper doesn't say is marked by a question mark behind the guess (`flow?`), which no catalogue loads with: so
`huizong catalogue check` names every line that somebody still has to look at.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import yaml

from huizong.catalogue import Catalogue
from huizong.catalogue.adding import Line, add
from huizong.catalogue.texts import indicator_name, normalise, unit_name
from huizong.model import Cell, Document, Sheet
from huizong.proposing.lines import Proposer, Waiting
from huizong.reading import read_file
from huizong.recognising.table.axes import Column, Role
from huizong.recognising.table.found_tables import Found, find_tables
from huizong.recognising.table.layout import Layout, lay_out
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.header_words import Lexicon

MARK = "?"
_FREQUENCIES = (("month", "月"), ("quarter", "季"), ("half", "半年"), ("year", "年"))
_LONGEST_NAME = 60
_BLANKS = re.compile(r"[_＿\s]*(?:20\d\d|[_＿\s]+)?\s*年.*?(?:月|季度?|半年)份?|[（(]\s*[)）]")


class DraftError(Exception):
    """A blank form that can't be drafted; the message says which, and why."""


@dataclass
class Drafted:
    """What was written: the folder, each form's file with its number of rows, and the lines added to other files."""

    folder: Path
    forms: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)


def draft(catalogue: Catalogue, paths: Sequence[Path], folder: Path) -> Drafted:
    """Make `folder` a copy of the catalogue with the blank forms as further lines.

    Raises DraftError if the folder is there already, or a file holds no table with names and columns.
    """
    if folder.exists():
        raise DraftError(f"{folder} is there already: say --out with a folder that is not, nothing is overwritten")
    tables = [(path, found, layout) for path in paths for found, layout in _tables(path, catalogue)]
    unread = [path for path in paths if path not in {path for path, _, _ in tables}]
    if unread:
        raise DraftError(f"{unread[0]}: no table with names of rows and a header was found in it")
    shutil.copytree(catalogue.folder, folder)
    done = Drafted(folder)
    known = {form.code for form in catalogue.forms}
    for path, found, layout in tables:
        code = next(code for n in range(1, 1000) if (code := f"F-DRAFT-{n}") not in known)
        known.add(code)
        drafter = _Form(catalogue, code, len(done.lines))
        text = drafter.write(found, layout, path)
        (folder / "forms" / f"{code}.yaml").write_text(text, "utf-8")
        done.forms[f"forms/{code}.yaml"] = len(drafter.rows)
        done.lines += [line for line in drafter.lines if line not in done.lines]
    add(folder, done.lines)
    return done


def _tables(path: Path, catalogue: Catalogue) -> Iterator[tuple[Found, Layout]]:
    """The tables of a blank form: one without values is no table to the recogniser, so its empty places are filled for the look."""
    names = Names(catalogue)
    lexicon = Lexicon(names)
    for document in read_file(path):
        if document.refusal is not None:
            raise DraftError(f"{path}: it can't be read: {document.refusal.rule}")
        sheets = [sheet for sheet in document.sheets if not sheet.hidden]
        filled = [_filled(sheet, _found([sheet], names, document), lexicon) for sheet in sheets]
        for found in _found(filled, names, document):
            layout = lay_out(found.block, lexicon)
            if layout.rows and found.block.header:
                yield found, layout


def _found(sheets: Sequence[Sheet], names: Names, document: Document) -> list[Found]:
    return find_tables([Grid(sheet) for sheet in sheets], names, document, None)


def _filled(sheet: Sheet, tables: Iterable[Found], lexicon: Lexicon) -> Sheet:
    """The sheet with a number in each empty place of a value column beside a name."""
    cells = dict(sheet.cells)
    for found in tables:
        columns = lay_out(found.block, lexicon).columns
        labels = [column.column for column in columns if column.role is Role.LABEL]
        values = [column.column for column in columns if _is_value(column)]
        header = found.block.header[-1] if found.block.header else 0
        if not labels or not values:
            continue
        for row in sorted({row for row, _ in cells if row > header}):
            named = [cells[row, column] for column in labels if (row, column) in cells and cells[row, column].kind == "text"]
            text = named[-1].text if named else ""
            if (
                not text.strip()
                or len(text) > _LONGEST_NAME
                or words.is_signature(text)
                or words.is_note(text)
                or text.rstrip().endswith((":", "："))
            ):
                continue
            for column in values:
                cells.setdefault((row, column), Cell(row, column, "number", "1", Decimal(1)))
    return replace(sheet, cells=cells)


def _is_value(column: Column) -> bool:
    """Whether figures belong there: by its header, or because its header says nothing else."""
    if column.role is Role.VALUE:
        return True
    text = column.words[-1] if column.words else ""
    others = (words.is_label_header, words.is_unit_header, words.is_serial_header, words.is_code_header, words.is_remark_header)
    return column.role is Role.TEXT and bool(text) and not any(says(text) for says in others)


class _Form:
    """One form while it is drafted; `lines` belong into other files."""

    def __init__(self, catalogue: Catalogue, code: str, before: int) -> None:
        self._catalogue, self._code, self._number = catalogue, code, before
        self._proposer = Proposer(catalogue)
        self._units = {unit_name(unit.unit) for unit in catalogue.units}
        self.rows: list[dict[str, object]] = []
        self.lines: list[Line] = []

    def write(self, found: Found, layout: Layout, path: Path) -> str:
        """The text of the form's file."""
        title = _BLANKS.sub("", found.titles[0]).strip() if found.titles else path.stem
        frequency = next((name for name, word in _FREQUENCIES if word in title), f"month{MARK}")
        bases = self._bases(layout)
        for row in layout.rows:
            if row.names:
                unit = row.unit or row.meaning.unit or found.corner
                self.rows.append({"indicator": self._indicator(row.names[-1], row.meaning.indicator, unit), "bases": bases})
        self.lines.append(
            Line(
                "obligations.csv",
                {"form": self._code, "kind": f"town{MARK}", "due_day": "8", "due_time": "17:00", "reason": title, "due_month": "1"},
            )
        )
        head = {"code": self._code, "title": title, "frequency": frequency, "version": 1, "valid_from": None, "valid_to": None}
        text = yaml.safe_dump(head, allow_unicode=True, sort_keys=False) + "rows:\n"
        for drafted in self.rows:
            asked = ", ".join(str(basis) for basis in bases)
            text += f"  - {{indicator: {drafted['indicator']}, required: true, bases: [{asked}]}}\n"
        return f"# drafted from a blank form: what ends with {MARK} is a guess\n{text}"

    def _bases(self, layout: Layout) -> list[str]:
        """The bases of the columns in their order; a header that says none gets a line to correct."""
        bases: list[str] = []
        for column in layout.columns:
            if not _is_value(column):
                continue
            said = [basis.value for basis in column.meaning.bases]
            if not said:
                path = normalise("".join(column.words))
                self.lines.append(Line("headers.csv", {"header": path, "basis": f"current{MARK}"}))
                said = ["current"]
            bases += [basis for basis in said[-1:] if basis not in bases]
        return bases or ["current"]

    def _indicator(self, name: str, known: str | None, unit: str) -> str:
        """The code of a row's indicator: known, near a known one (to be confirmed), or new."""
        plain = indicator_name(name, self._units)
        exact = known or next((one.code for one in (self._catalogue.indicator_named(plain),) if one is not None), None)
        if exact is not None:
            return exact
        self._number += 1
        waiting = Waiting(self._number, "indicator", plain, unit.strip() or None, (self._code,), {}, (), ())
        proposal = self._proposer.propose(waiting)
        if proposal.nearest is not None and proposal.is_alias:
            self.lines.append(Line("indicator_aliases.csv", {"alias": plain, "code": f"{proposal.nearest}{MARK}"}))
            return proposal.nearest
        if proposal.nearest is not None or not waiting.unit:  # brackets that mean something, or no unit at all
            proposal = self._proposer.propose(replace(waiting, unit=waiting.unit or "元"), "flow")
        code = ""
        for line in proposal.lines:
            if isinstance(line, Line) and line.file == "indicators.csv":
                code = line.values["code"]
                marked = {"kind": f"{line.values['kind']}{MARK}"} | ({} if waiting.unit else {"unit": MARK})
                self.lines.append(Line(line.file, {**line.values, **marked}))
            elif isinstance(line, Line):
                self.lines.append(Line(line.file, {**line.values, "factor": f"{line.values['factor']}{MARK}"}))
        return code
