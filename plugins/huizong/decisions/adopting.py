"""Proposed lines that a person takes into the county's catalogue folder: tried on a copy first, as `catalogue check` checks it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from huizong.catalogue import Catalogue, CatalogueError
from huizong.catalogue.folder.adding import AddingError, Addition, add, file_of, text_of
from huizong.proposing.lines import ChoiceError, Proposal, Proposer, Waiting, knows
from huizong.revalidation.awaiting import refresh, waiting_names
from huizong.settings import Settings
from huizong.steps import preparing
from huizong.warehouse import connect
from huizong.warehouse.queries import query


class AdoptError(Exception):
    """A line that can't be adopted; the message says which, and what to do. The catalogue is as it was."""


@dataclass(frozen=True, slots=True)
class WaitingName:
    """A name that waits, as `mart.unmatched` has it; `line` belongs into `file`, `more_lines` are each `file: line`."""

    number: int
    kind: str
    name: str
    unit: str | None
    figures: int
    submissions: int
    organisations: int
    examples: list[str] | None
    nearest_name: str | None
    file: str | None
    line: str | None
    more_lines: list[str]
    wanted: str | None


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was written: each line with its file, and how many numbers wait for the names."""

    lines: tuple[tuple[str, str], ...]
    figures: int


def listed(settings: Settings) -> list[WaitingName]:
    """Every name that waits, those that most numbers wait for first."""
    catalogue = preparing.prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        refresh(connection, catalogue)
        with connection.cursor() as cursor:
            cursor.execute(query("unmatched_listed"))
            rows = cursor.fetchall()
        connection.rollback()
    return [WaitingName(*row) for row in rows]


def adopt(settings: Settings, choices: Sequence[str], *, all_aliases: bool = False) -> Adopted:
    """Write the lines of the chosen names (`3`, `3=E05`, `7=stock`, `9=元*10000`) into the catalogue's folder.

    The waiting figures load by the next run. Raises AdoptError for a number that waits no more, a choice that its name can't
    be, or lines with which the catalogue would be none; nothing is written then.
    """
    catalogue = preparing.prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        refresh(connection, catalogue)
        waiting = {one.number: one for one in waiting_names(connection)}
        with connection.cursor() as cursor:
            cursor.execute(query("unmatched_listed"))
            figures = {row[0]: row[4] for row in cursor.fetchall()}
        connection.rollback()
    chosen = _chosen(catalogue, waiting, choices, all_aliases=all_aliases)
    additions = [line for proposal in chosen for line in proposal.lines]
    try:
        texts = tuple(dict.fromkeys((file_of(catalogue.folder, line), text_of(catalogue.folder, line)) for line in additions))
        _assert_good(settings, catalogue, chosen, additions)
        add(catalogue.folder, additions)
    except AddingError as error:
        raise AdoptError(str(error)) from error
    return Adopted(texts, sum(figures.get(proposal.waiting.number, 0) for proposal in chosen))


def _chosen(catalogue: Catalogue, waiting: dict[int, Waiting], choices: Sequence[str], *, all_aliases: bool) -> list[Proposal]:
    """The proposals that were asked for, each whole."""
    proposer = Proposer(catalogue)
    said: dict[int, str | None] = {}
    for choice in choices:
        number, mark, value = choice.partition("=")
        if not number.isdecimal() or (mark and not value):
            raise AdoptError(f"{choice}: say the number of a line, such as 3, or 3=CODE: huizong catalogue adopt lists them")
        if int(number) not in waiting:
            raise AdoptError(f"{choice}: no name waits under the number {number}: huizong catalogue adopt lists them")
        if int(number) in said:
            raise AdoptError(f"{choice}: {number} stands twice")
        said[int(number)] = value or None
    chosen: list[Proposal] = []
    for asked, what in said.items():
        try:
            proposal = proposer.propose(waiting[asked], what)
        except ChoiceError as error:
            raise AdoptError(f"{asked}: {error}") from error
        if proposal.wanted or not proposal.lines:
            raise AdoptError(f"{asked}: {waiting[asked].name} lacks its {proposal.wanted or 'line'}")
        chosen.append(proposal)
    if all_aliases:
        others = (proposer.propose(one) for one in waiting.values() if one.number not in said)
        chosen += [proposal for proposal in others if proposal.is_alias and not proposal.wanted]
    if not chosen:
        raise AdoptError("there is nothing to write: say numbers, or --all-aliases where names are near known ones")
    return chosen


def _assert_good(settings: Settings, catalogue: Catalogue, chosen: Sequence[Proposal], additions: Sequence[Addition]) -> None:
    """Try the lines on a copy: it must load, keep every code in use, and know each name where it was read."""
    with tempfile.TemporaryDirectory(prefix="huizong-adopt-") as folder:
        copy = Path(folder) / "catalogue"
        shutil.copytree(catalogue.folder, copy)
        add(copy, additions)
        try:
            tried = preparing.load_catalogue(copy)
            preparing.assert_keeps_codes(replace(settings, catalogue=copy), tried)
        except CatalogueError as error:
            raise AdoptError(f"nothing was written, for the catalogue would be faulty:\n{error}") from error
    for proposal in chosen:
        one = proposal.waiting
        asked: list[tuple[str | None, str | None]] = [(form, basis) for form in one.forms for basis in one.bases.get(form, ()) or (None,)]
        if not all(knows(tried, one.kind, one.name, form, basis) for form, basis in asked or [(None, None)]):
            raise AdoptError(f"{one.number}: nothing was written, for {one.name} would still name nothing: add its line by hand")
