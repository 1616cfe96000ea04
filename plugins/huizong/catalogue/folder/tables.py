"""The CSV files of a catalogue: rows as entries, every fault with its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from huizong.catalogue.entries import (
    Contact,
    DraftedLine,
    Entry,
    Header,
    Holiday,
    Indicator,
    IndicatorAlias,
    IssueType,
    Obligation,
    Organisation,
    OrganisationAlias,
    Placeholder,
    ScoringWeight,
    SplitShare,
    Unit,
    User,
)
from huizong.catalogue.folder.forms import read_forms
from huizong.catalogue.folder.located import Located, Problem, Tables

EntryT = TypeVar("EntryT", bound=Entry)

# Columns that may be absent are those of DESIGN §5 in brackets; all other fields of the entry must be there.
OPTIONAL_COLUMNS: dict[str, frozenset[str]] = {
    "organisations.csv": frozenset({"counted_in"}),
    "indicators.csv": frozenset(
        {"growth", "additive", "direction", "display_unit", "display_decimals", "release", "min_units", "large_growth", "schedule"}
    ),
    "indicator_aliases.csv": frozenset({"form", "valid_from", "valid_to"}),
    "obligations.csv": frozenset({"due_month", "months", "exempt"}),
    "issue_types.csv": frozenset({"milder", "whole_file"}),
    "contacts.csv": frozenset({"role"}),
    "holidays.csv": frozenset({"name"}),
    "scoring.csv": frozenset({"cap"}),
    "shares.csv": frozenset({"indicator"}),
    "drafted.csv": frozenset({"question"}),
}
_OPTIONAL_FILES = frozenset({"users.csv", "holidays.csv", "scoring.csv", "shares.csv", "drafted.csv"})
ENTRIES: dict[str, type[Entry]] = {
    "organisations.csv": Organisation,
    "organisation_aliases.csv": OrganisationAlias,
    "indicators.csv": Indicator,
    "indicator_aliases.csv": IndicatorAlias,
    "units.csv": Unit,
    "placeholders.csv": Placeholder,
    "headers.csv": Header,
    "obligations.csv": Obligation,
    "issue_types.csv": IssueType,
    "contacts.csv": Contact,
    "users.csv": User,
    "holidays.csv": Holiday,
    "scoring.csv": ScoringWeight,
    "shares.csv": SplitShare,
    "drafted.csv": DraftedLine,
}


def read_tables(folder: Path) -> tuple[Tables, tuple[Problem, ...]]:
    """All rows of the folder's files that are good by themselves, and what is wrong with the others."""
    problems: list[Problem] = []
    if not folder.is_dir():
        return Tables(), (Problem(str(folder), 0, "there is no such folder: a catalogue is a folder of CSV files and forms"),)
    problems.extend(
        Problem(path.name, 1, f"a catalogue has no such table; it has {', '.join(sorted(ENTRIES))}")
        for path in sorted(folder.glob("*.csv"))
        if path.name not in ENTRIES and not path.name.startswith(".")
    )
    forms, form_problems = read_forms(folder)
    organisations = read_table(folder, "organisations.csv", Organisation, problems)
    organisation_aliases = read_table(folder, "organisation_aliases.csv", OrganisationAlias, problems)
    indicators = read_table(folder, "indicators.csv", Indicator, problems)
    indicator_aliases = read_table(folder, "indicator_aliases.csv", IndicatorAlias, problems)
    units = read_table(folder, "units.csv", Unit, problems)
    placeholders = read_table(folder, "placeholders.csv", Placeholder, problems)
    headers = read_table(folder, "headers.csv", Header, problems)
    obligations = read_table(folder, "obligations.csv", Obligation, problems)
    issue_types = read_table(folder, "issue_types.csv", IssueType, problems)
    contacts = read_table(folder, "contacts.csv", Contact, problems)
    users = read_table(folder, "users.csv", User, problems)
    holidays = read_table(folder, "holidays.csv", Holiday, problems)
    scoring = read_table(folder, "scoring.csv", ScoringWeight, problems)
    shares = read_table(folder, "shares.csv", SplitShare, problems)
    drafted = read_table(folder, "drafted.csv", DraftedLine, problems)
    problems.extend(form_problems)
    unreadable = frozenset({problem.file for problem in problems} | ({"forms"} if form_problems else set()))
    tables = Tables(
        organisations=organisations,
        organisation_aliases=organisation_aliases,
        indicators=indicators,
        indicator_aliases=indicator_aliases,
        units=units,
        placeholders=placeholders,
        headers=headers,
        forms=forms,
        obligations=obligations,
        issue_types=issue_types,
        contacts=contacts,
        users=users,
        holidays=holidays,
        scoring=scoring,
        shares=shares,
        drafted=drafted,
        unreadable=unreadable,
    )
    return tables, tuple(problems)


def read_table(folder: Path, name: str, model: type[EntryT], problems: list[Problem]) -> tuple[Located[EntryT], ...]:
    """The good rows of one file; faults are appended to `problems`."""
    path = folder / name
    if not path.is_file():
        if name not in _OPTIONAL_FILES:
            problems.append(Problem(name, 0, "the file is missing"))
        return ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = path.read_bytes()[: fault.start].count(b"\n") + 1
        problems.append(Problem(name, line, "not UTF-8: save the file as UTF-8"))
        return ()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[Located[EntryT]] = []
    header: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            break
        except csv.Error as fault:
            problems.append(Problem(name, line, f"not readable as CSV: {fault}"))
            break
        if not any(field.strip() for field in fields):
            continue
        if header is None:
            header = [field.strip() for field in fields]
            faults = _header_faults(name, header, model)
            if faults:
                problems.extend(Problem(name, line, fault) for fault in faults)
                return ()
            continue
        if len(fields) != len(header):
            problems.append(Problem(name, line, f"{len(fields)} fields where the header has {len(header)}"))
            continue
        entry = _entry(name, line, dict(zip(header, fields, strict=True)), model, problems)
        if entry is not None:
            found.append(Located(entry, name, line))
    if header is None:
        problems.append(Problem(name, 1, "the header is missing"))
    return tuple(found)


def _header_faults(name: str, header: list[str], model: type[Entry]) -> list[str]:
    known = list(model.model_fields)
    faults = [f"unknown column {column!r}; known are {', '.join(known)}" for column in header if column not in known]
    faults += [f"column {column!r} stands twice" for column in sorted({c for c in header if header.count(c) > 1})]
    optional = OPTIONAL_COLUMNS.get(name, frozenset())
    return faults + [f"column {column!r} is missing" for column in known if column not in header and column not in optional]


def _entry(name: str, line: int, values: dict[str, str], model: type[EntryT], problems: list[Problem]) -> EntryT | None:
    try:
        return model.model_validate(values)
    except ValidationError as fault:
        for error in fault.errors():
            column = str(error["loc"][0]) if error["loc"] else "row"
            problems.append(Problem(name, line, f"{column}: {error['msg']}, found {values.get(column, '')!r}"))
        return None
