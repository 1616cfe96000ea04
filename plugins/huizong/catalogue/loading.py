"""From a folder to a catalogue, or to all that is wrong with it."""

from __future__ import annotations

from pathlib import Path

from huizong.catalogue.catalogue import Catalogue, CatalogueError
from huizong.catalogue.check_forms import RelationChecker, form_problems, obligation_problems
from huizong.catalogue.check_tables import indicator_problems, organisation_problems, word_problems
from huizong.catalogue.defaults import DEFAULT_FOLDER
from huizong.catalogue.located import Problem, Tables
from huizong.catalogue.snapshot import hash_of, unpack
from huizong.catalogue.tables import read_tables


def load(folder: Path | None = None, relation_checker: RelationChecker | None = None) -> Catalogue:
    """The catalogue of the folder, by default the one in `include/catalogue`; raises CatalogueError with every problem.

    `relation_checker` is the checking room's parser, called with each relation's expression; it raises ValueError.
    """
    folder = DEFAULT_FOLDER if folder is None else Path(folder)
    tables, problems = _read(folder, relation_checker)
    if problems:
        raise CatalogueError(problems)
    return Catalogue(
        folder=folder,
        hash=hash_of(folder),
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
        contacts=tuple(row.entry for row in tables.contacts),
        users=tuple(row.entry for row in tables.users),
        holidays=tuple(row.entry for row in tables.holidays),
        scoring=tuple(row.entry for row in tables.scoring),
    )


def check(folder: Path | None = None, relation_checker: RelationChecker | None = None) -> tuple[str, ...]:
    """Every problem of the folder as "file:line: reason", in the order of files and lines; empty if it is good."""
    return _read(DEFAULT_FOLDER if folder is None else Path(folder), relation_checker)[1]


def load_snapshot(content: bytes, folder: Path, relation_checker: RelationChecker | None = None) -> Catalogue:
    """The catalogue that `Catalogue.snapshot` packed, unpacked into the folder."""
    unpack(content, folder)
    return load(folder, relation_checker)


def _read(folder: Path, relation_checker: RelationChecker | None) -> tuple[Tables, tuple[str, ...]]:
    tables, problems = read_tables(folder)
    found: set[Problem] = set(problems)
    if folder.is_dir():
        found.update(organisation_problems(tables))
        found.update(indicator_problems(tables))
        found.update(word_problems(tables))
        found.update(form_problems(tables, relation_checker))
        found.update(obligation_problems(tables))
    return tables, tuple(str(problem) for problem in sorted(found))
