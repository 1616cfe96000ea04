"""The command that makes a catalogue out of a county's own blank forms."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huizong.cli.arguments import assert_existing, settings_of, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huizong.proposing.first_draft import DraftedCatalogue


def draft(
    forms: Annotated[list[Path], typer.Argument(help="the county's own blank forms")],
    out: Annotated[Path, typer.Option(help="a folder that is empty or not there yet: the catalogue that is drafted")] = Path("catalogue"),
    county: Annotated[str | None, typer.Option(help="the county's name; default: what the forms' titles begin with")] = None,
    catalogue: Annotated[
        Path | None, typer.Option(help="a catalogue to add the forms to; default: HUIZONG_CATALOGUE, else that of a new county")
    ] = None,
) -> None:
    """Make a catalogue from blank forms, and try it on them. Exit 2, and nothing written, for a form without a table."""
    from huizong.proposing import first_draft as drafting
    from huizong.proposing.blank_forms import DraftError
    from huizong.steps import preparing

    assert_existing(forms)
    added = catalogue is not None or bool(os.environ.get("HUIZONG_CATALOGUE"))
    if added and county is not None:
        stop("--county names a new county, and the catalogue to add to has one")
    base = preparing.load_catalogue(settings_of(catalogue).catalogue) if added else None
    try:
        done = drafting.draft(base, forms, out, county)
    except DraftError as error:
        stop(str(error))
    for line in as_lines(done):
        print(line)


def as_lines(done: DraftedCatalogue) -> Iterator[str]:
    """What was drafted, for a person: each line with where it comes from, each form with its trial, what became no line."""
    from huizong.catalogue.folder.adding import text_of

    origins = {(drafted.file, drafted.entry): drafted for drafted in done.drafted}
    for line in done.lines:
        drafted = origins[line.file, line.entry]
        assumed = f"; assumed: {', '.join(drafted.assumed)}" if drafted.assumed else ""
        yield f"{line.file}: {text_of(done.folder, line.line).rstrip(',')}  <- {drafted.origin or 'nowhere'}{assumed}"
        if drafted.question:
            yield f"     {drafted.question}"
    for place in done.left_out:
        yield f"left out: {place}"
    for form in done.forms:
        yield f"forms/{form.form}.yaml: {form.title}, filled with numbers for a trial: {form.right} of {form.asked} are read as they stand"
        yield from (f"     {wrong}" for wrong in form.wrong)
    yield f"{done.folder}: {done.assumed} lines are assumed in part; `huizong catalogue check {done.folder}` names them"


def confirm(
    catalogue: Annotated[Path, typer.Argument(help="the catalogue's folder")],
    lines: Annotated[list[int] | None, typer.Argument(help="lines of drafted.csv, as `huizong catalogue check` numbers them")] = None,
    *,
    all_lines: Annotated[bool, typer.Option("--all", help="everything that is still assumed: somebody has looked at all of it")] = False,
) -> None:
    """Say that what was assumed is right: it is named no more. Exit 2, and nothing written, for a line that has nothing to confirm."""
    from huizong.catalogue.folder import drafted

    if bool(lines) == all_lines:
        stop("name the lines of drafted.csv that are right, or say --all")
    try:
        done = drafted.confirm(catalogue, lines or None)
    except drafted.UnconfirmedError as error:
        stop(str(error))
    print(f"{catalogue / drafted.FILE}: {done} lines confirmed")
