"""From a folder to a catalogue, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from huizong.catalogue.catalogue import Catalogue, CatalogueError
from huizong.catalogue.defaults import DEFAULT_FOLDER
from huizong.catalogue.folder.check_forms import RelationChecker, form_problems, obligation_problems
from huizong.catalogue.folder.check_people import LINE_BY_LINE, contact_remarks, good_contacts, left_out
from huizong.catalogue.folder.check_shares import share_problems
from huizong.catalogue.folder.check_tables import indicator_problems, organisation_problems, word_problems
from huizong.catalogue.folder.drafted import unconfirmed
from huizong.catalogue.folder.located import Problem, Tables, in_lines
from huizong.catalogue.folder.snapshot import unpack
from huizong.catalogue.folder.tables import read_tables
from huizong.catalogue.form_entries import Form
from huizong.storage.content_names import hash_of

PEOPLE = ("users.csv", "contacts.csv")


@dataclass(frozen=True, slots=True)
class Checks:
    """What other rooms have to say of a catalogue; without them only its own tables are judged.

    `relation`: the faults of an expression; `form`: of the relations that can't be bound to their form's rows, as id and
    reason; `words`: raises ValueError for a folder of words of prose that can't be used; `idle`: the relations that name
    what no form asks for, or compare different units, as id and reason.
    """

    relation: RelationChecker
    form: Callable[[Form, Catalogue], Iterable[tuple[str, str]]]
    words: Callable[[Path], object]
    idle: Callable[[Form, Catalogue], Iterable[tuple[str, str]]]


def load(folder: Path | None = None, checks: Checks | None = None) -> Catalogue:
    """The catalogue of the folder, by default the one in `include/catalogue`; raises CatalogueError with every problem."""
    catalogue, problems = _read(DEFAULT_FOLDER if folder is None else Path(folder), checks)
    if problems:
        raise CatalogueError(problems)
    return catalogue


def check(folder: Path | None = None, checks: Checks | None = None) -> tuple[str, ...]:
    """Every problem of the folder as "file:line: reason", in the order of files and lines; empty if it is good."""
    return _read(DEFAULT_FOLDER if folder is None else Path(folder), checks)[1]


def remarks(folder: Path, checks: Checks) -> tuple[str, ...]:
    """What is no fault of the folder, but hardly meant, as "file:line: reason", lines that are left out first.

    Empty for a folder with faults.
    """
    tables, _ = read_tables(folder)
    catalogue, problems = _read(folder, checks)
    if problems:
        return ()
    others = in_lines({*contact_remarks(tables), *unconfirmed(folder), *_relation_problems(tables, catalogue, checks.idle)})
    return (*left_out(folder), *others)


def load_snapshot(content: bytes, folder: Path) -> Catalogue:
    """The catalogue that `Catalogue.snapshot` packed, unpacked into the folder; other rooms passed it when it came into force."""
    unpack(content, folder)
    return load(folder)


def _read(folder: Path, checks: Checks | None) -> tuple[Catalogue, tuple[str, ...]]:
    tables, problems = read_tables(folder)
    found = {problem for problem in problems if problem.file not in LINE_BY_LINE}  # those stop nobody's reports: remarks
    if folder.is_dir():
        found.update(organisation_problems(tables))
        found.update(share_problems(tables))
        found.update(indicator_problems(tables))
        found.update(word_problems(tables))
        found.update(form_problems(tables, checks.relation if checks else None))
        found.update(obligation_problems(tables))
    catalogue = _assembled(folder, tables)
    if checks is not None:
        found.update(_word_file_problems(folder / "narrative", checks))
        if not found:  # binding needs whole tables
            found.update(_relation_problems(tables, catalogue, checks.form))
    return catalogue, in_lines(found)


def _word_file_problems(folder: Path, checks: Checks) -> Iterator[Problem]:
    if folder.is_dir():
        try:
            checks.words(folder)
        except ValueError as fault:
            name, line, reason = getattr(fault, "file", ""), getattr(fault, "line", 0), getattr(fault, "reason", str(fault))
            yield Problem(f"narrative/{name}", line, reason)


def _relation_problems(
    tables: Tables, catalogue: Catalogue, of_form: Callable[[Form, Catalogue], Iterable[tuple[str, str]]]
) -> Iterator[Problem]:
    for form in tables.forms:
        numbers = {relation.id: number for number, relation in enumerate(form.entry.relations)}
        for name, reason in of_form(form.entry, catalogue):
            yield form.problem(("relations", numbers[name], "expression"), f"{name}: {reason}")


def _assembled(folder: Path, tables: Tables) -> Catalogue:
    return Catalogue(
        folder=folder,
        hash=hash_of(folder) if folder.is_dir() else "",
        figures_hash=hash_of(folder, without=PEOPLE) if folder.is_dir() else "",
        organisations=tuple(row.entry for row in tables.organisations),
        organisation_aliases=tuple(row.entry for row in tables.organisation_aliases),
        indicators=tuple(row.entry for row in tables.indicators),
        indicator_aliases=tuple(row.entry for row in tables.indicator_aliases),
        units=tuple(row.entry for row in tables.units),
        placeholders=tuple(row.entry for row in tables.placeholders),
        headers=tuple(row.entry for row in tables.headers),
        forms=tuple(row.entry for row in tables.forms),
        obligations=tuple(row.entry for row in tables.obligations),
        issue_types=tuple(row.entry for row in tables.issue_types),
        contacts=good_contacts(tables),
        users=tuple(row.entry for row in tables.users),
        holidays=tuple(row.entry for row in tables.holidays),
        scoring=tuple(row.entry for row in tables.scoring),
        shares=tuple(row.entry for row in tables.shares),
    )
