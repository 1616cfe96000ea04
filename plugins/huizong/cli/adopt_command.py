"""The command that lists what waits for a line of the catalogue, and writes the lines that a person chooses."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huizong.cli.arguments import Format, running_system, settings_of, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huizong.decisions.adopting import WaitingName


def adopt(
    choices: Annotated[list[str] | None, typer.Argument(help="numbers of the list: 3, or what it is: 3=E05, 3=stock, 7=元*10000")] = None,
    *,
    all_aliases: Annotated[bool, typer.Option("--all-aliases", help="every line that gives a known name another spelling")] = False,
    catalogue: Annotated[Path | None, typer.Option(help="the catalogue's folder; default: include/catalogue")] = None,
    format: Annotated[Format, typer.Option(help="of the list: text or json")] = Format.TEXT,
) -> None:
    """List the names that reports wait for, or write the chosen lines into the catalogue. Exit 2, and nothing written, for a bad one."""
    from huizong.decisions import adopting

    with running_system(settings_of(catalogue)) as settings:
        if not choices and not all_aliases:
            names = adopting.listed(settings)
            if format is Format.JSON:
                print(json.dumps([asdict(name) for name in names], ensure_ascii=False, indent=1))
            else:
                for line in as_lines(names):
                    print(line)
            return
        try:
            done = adopting.adopt(settings, choices or [], all_aliases=all_aliases)
        except adopting.AdoptError as error:
            stop(str(error))
    for file, text in done.lines:
        print(f"{file}: {text}")
    print(
        f"{len(done.lines)} lines written; {done.figures} numbers wait for them and load by the next run, nobody has to send anything again"
    )


def as_lines(names: list[WaitingName]) -> Iterator[str]:
    """The names for a person: what waits, how often and where, and under it what would be written."""
    if not names:
        yield "nothing waits for a line of the catalogue"
        return
    for one in names:
        near = f", near {one.nearest_name}" if one.nearest_name else ""
        count = f"{one.figures} numbers in {one.submissions} reports of {one.organisations} organisations"
        yield f"{one.number}  {one.kind} {one.name}{f' ({one.unit})' if one.unit else ''}: {count}{near}; {'; '.join(one.examples or ())}"
        for text in (f"{one.file}: {one.line}" if one.line is not None else "", *one.more_lines):
            if text:
                yield f"     {text}"
        if one.wanted:
            yield f"     lacks its {one.wanted}"
    yield "huizong catalogue adopt NUMBER… writes what stands under a number; 3=CODE, 3=stock, 3=BASIS, 3=FACTOR says otherwise"
