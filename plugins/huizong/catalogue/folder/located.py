"""Entries with the place they come from, so that each problem can say file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

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
from huizong.catalogue.form_entries import Form

_LINES_NAMED = 8
# What stands before the reason proper in a form: the relation's id and the character, which differ from line to line.
_WHERE_IN_FORM = re.compile(r"^(\S+: )?(character \d+: )?")

EntryT = TypeVar("EntryT", bound=Entry)
NodePath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong at a line of a file of the catalogue."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


def in_lines(problems: Iterable[Problem]) -> tuple[str, ...]:
    """The problems as "file:line: reason", in the order of files and lines; of one reason in a file one line names the others.

    One mistake made in every row of a table is one thing to mend, and a person reads it as one.
    """
    same: dict[tuple[str, str], list[Problem]] = {}
    for problem in sorted(problems):
        reason = _WHERE_IN_FORM.sub("", problem.reason) if problem.file.startswith("forms/") else problem.reason
        same.setdefault((problem.file, reason), []).append(problem)
    return tuple(_in_one_line(*alike) for alike in same.values())


def _in_one_line(first: Problem, *others: Problem) -> str:
    lines = list(dict.fromkeys(other.line for other in others if other.line != first.line))
    if not lines:
        return str(first)
    named = ", ".join(map(str, lines[:_LINES_NAMED])) + (f" and {len(lines) - _LINES_NAMED} more" if len(lines) > _LINES_NAMED else "")
    return f"{first} (also on line{'s' if len(lines) > 1 else ''} {named})"


@dataclass(frozen=True, slots=True)
class Located(Generic[EntryT]):
    """An entry and the line on which its row starts."""

    entry: EntryT
    file: str
    line: int

    def problem(self, reason: str) -> Problem:
        """A problem with this row."""
        return Problem(self.file, self.line, reason)


@dataclass(frozen=True, slots=True)
class LocatedForm:
    """A form, its file, and the lines of the nodes of its YAML by path (`("rows", 2, "indicator")`)."""

    entry: Form
    file: str
    lines: Mapping[NodePath, int]

    def problem(self, path: NodePath, reason: str) -> Problem:
        """A problem with the node at the path, or with the nearest node above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return Problem(self.file, self.lines.get(path, 1), reason)


@dataclass(frozen=True)
class Tables:
    """All rows of a catalogue's folder, before they are checked against each other."""

    organisations: tuple[Located[Organisation], ...] = ()
    organisation_aliases: tuple[Located[OrganisationAlias], ...] = ()
    indicators: tuple[Located[Indicator], ...] = ()
    indicator_aliases: tuple[Located[IndicatorAlias], ...] = ()
    units: tuple[Located[Unit], ...] = ()
    placeholders: tuple[Located[Placeholder], ...] = ()
    headers: tuple[Located[Header], ...] = ()
    forms: tuple[LocatedForm, ...] = ()
    obligations: tuple[Located[Obligation], ...] = ()
    issue_types: tuple[Located[IssueType], ...] = ()
    contacts: tuple[Located[Contact], ...] = ()
    users: tuple[Located[User], ...] = ()
    holidays: tuple[Located[Holiday], ...] = ()
    scoring: tuple[Located[ScoringWeight], ...] = ()
    shares: tuple[Located[SplitShare], ...] = ()
    drafted: tuple[Located[DraftedLine], ...] = ()
    unreadable: frozenset[str] = field(default=frozenset())

    def whole(self, *files: str) -> bool:
        """Whether these files were read without a problem, so that a code not found there is really unknown."""
        return not self.unreadable.intersection(files)


def duplicates(rows: tuple[Located[EntryT], ...], *names: str) -> Iterator[Problem]:
    """A problem for each row whose values under the names stood in an earlier row."""
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        key = tuple(getattr(row.entry, name) for name in names)
        if key in seen:
            yield row.problem(f"{'|'.join(map(str, key))} stands already on line {seen[key]}")
        else:
            seen[key] = row.line
