"""A county's own blank forms as a catalogue for a person to correct: nothing is needed but the forms.

Every line is kept with the cell that it comes from in `drafted.csv`, and with what of it no paper says: such a field has a
plain default, and `huizong catalogue check` names it until somebody has corrected or confirmed it.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from huizong.catalogue import Catalogue
from huizong.catalogue.defaults import DEFAULT_FOLDER
from huizong.catalogue.entries import Dated, DraftedLine, Organisation
from huizong.catalogue.folder.adding import TableLine, add
from huizong.catalogue.folder.tables import ENTRIES
from huizong.catalogue.from_folder import load
from huizong.proposing.blank_forms import BlankTable, DraftError, blank_tables
from huizong.proposing.county_draft import CountyDraft, NamedLine
from huizong.proposing.form_draft import FormDraft
from huizong.proposing.printed_names import county_in
from huizong.proposing.trial_filling import Tried, tried

COUNTY_CODE = "C00"
UNNAMED_COUNTY = "（待定）县"
# What any county's forms are written with; a new county takes them as they are shipped, and its own tables begin empty.
_WORDS = ("units.csv", "headers.csv", "placeholders.csv")
_OWN = (
    "organisations.csv",
    "organisation_aliases.csv",
    "indicators.csv",
    "indicator_aliases.csv",
    "obligations.csv",
    "contacts.csv",
    "users.csv",
    "issue_types.csv",
)


@dataclass(frozen=True)
class DraftedCatalogue:
    """What was written: the folder, its lines, where each comes from, each form's file, and how its trial went.

    `left_out` are cells of the forms that became no line.
    """

    folder: Path
    lines: tuple[NamedLine, ...]
    drafted: tuple[DraftedLine, ...]
    forms: tuple[Tried, ...]
    left_out: tuple[str, ...]

    @property
    def assumed(self) -> int:
        """How many lines wait for a person."""
        return sum(1 for line in self.drafted if line.assumed or line.question)


def draft(base: Catalogue | None, paths: Sequence[Path], folder: Path, county: str | None = None) -> DraftedCatalogue:
    """Write the catalogue of the forms into `folder`: that of a new county, or `base` with the forms as further lines.

    `county` is the new county's name; without one it is what the forms' titles begin with.
    Raises DraftError if the folder holds anything, or a file no table with names and columns; then nothing is written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DraftError(f"{folder} is there already: say --out with a folder that is not, nothing is overwritten")
    start = base or _county_alone(COUNTY_CODE, county or UNNAMED_COUNTY)
    tables = [table for path in paths for table in blank_tables(path, start)]
    made = CountyDraft(start)
    if base is None:
        made = CountyDraft(_named(made, tables, county))
        _note_county(made, tables, county)
    forms = [FormDraft(made, table) for table in tables]
    for form in forms:
        if not form.rows:
            raise DraftError(f"{form.table.path}: nothing in its table {form.title} asks for a figure")
    if base is None:
        _start_folder(folder)
    else:
        shutil.copytree(base.folder, folder, dirs_exist_ok=True)
    for form in forms:
        (folder / "forms" / f"{form.code}.yaml").write_text(form.text(), "utf-8")
    add(folder, [named.line for named in made.lines])
    _write_drafted(folder, made.drafted)
    trials = tuple(tried(form, made.catalogue) for form in forms)
    return DraftedCatalogue(
        folder, tuple(made.lines), tuple(made.drafted), trials, tuple(place for form in forms for place in form.left_out)
    )


def _county_alone(code: str, name: str) -> Catalogue:
    """The shipped words, and of everything that is a county's own its root alone."""
    county = Organisation(code=code, name=name, kind="county")
    words = load(DEFAULT_FOLDER)
    return replace(
        words,
        organisations=(county,),
        organisation_aliases=(),
        indicators=(),
        indicator_aliases=(),
        forms=(),
        obligations=(),
        issue_types=(),
        contacts=(),
        users=(),
        holidays=(),
        scoring=(),
    )


def _named(made: CountyDraft, tables: Iterable[BlankTable], said: str | None) -> Catalogue:
    name = said or next((found[0] for table in tables if (found := county_in(table.found.titles))), UNNAMED_COUNTY)
    return _county_alone(made.catalogue.county.code, name)


def _note_county(made: CountyDraft, tables: Iterable[BlankTable], said: str | None) -> None:
    """The county's own line; a name that was only read off a title is assumed."""
    county = made.catalogue.county
    found = next(((table, said_by[1]) for table in tables if (said_by := county_in(table.found.titles))), None)
    origin = "--county" if said else found[0].origin_of(found[1]) if found else ""
    values = {"code": county.code, "name": county.name, "kind": "county"}
    made.line(TableLine("organisations.csv", values), county.code, origin, () if said else (f"name={county.name}",))


def _start_folder(folder: Path) -> None:
    (folder / "forms").mkdir(parents=True, exist_ok=True)
    for name in _WORDS:
        shutil.copyfile(DEFAULT_FOLDER / name, folder / name)
    for name in _OWN:
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            columns = sorted(ENTRIES[name].model_fields, key=lambda column: column in Dated.model_fields)  # these two at the end
            csv.writer(file, lineterminator="\n").writerow(columns)


def _write_drafted(folder: Path, drafted: Iterable[DraftedLine]) -> None:
    """Where each line comes from, behind what stood there before."""
    path = folder / "drafted.csv"
    columns = list(DraftedLine.model_fields)
    is_new = not path.is_file()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new:
            writer.writerow(columns)
        for line in drafted:
            writer.writerow([line.file, line.entry, line.origin, "|".join(line.assumed), line.question])
