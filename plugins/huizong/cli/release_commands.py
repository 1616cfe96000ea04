"""What the command line says and does about publications that were stopped, let pass, or put back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from huizong.cli.arguments import period_of, running_system, settings_of, stop

if TYPE_CHECKING:
    from huizong.publishing import Publication
    from huizong.settings import Settings


def revert(
    period: Annotated[str, typer.Option(help="2026-06, 2026-Q2, 2026-H1 or 2026")],
    by: Annotated[str, typer.Option(help="name of who decides")],
    reason: Annotated[str, typer.Option(help="why")],
    lift: Annotated[bool, typer.Option("--lift", help="publish a period that was put back as its figures are")] = False,
) -> None:
    """Show a period as it was published before its last publication, until newer figures come or that is lifted."""
    from huizong.decisions import releasing
    from huizong.decisions.deciding import DecisionError

    period_of(period)
    with running_system(settings_of(None)) as settings:
        try:
            if lift:
                published = releasing.lift(settings, period, by, reason)
                print(f"published {period} as its figures are: {published.rows} rollup rows")
                for line in stopped(published):
                    print(line)
            else:
                done = releasing.revert(settings, period, by, reason)
                print(f"{period} is put back to its publication {done.number}: {done.rows} rollup rows in {settings.published / period}")
                print("it stays so until newer figures come; other periods are not changed")
        except DecisionError as error:
            stop(str(error))


def passed(settings: Settings, period: str, by: str, reason: str) -> Publication:
    """Let the stopped publication of a period pass, and say what else passes with it."""
    from huizong.decisions import releasing
    from huizong.decisions.deciding import DecisionError

    try:
        published, waiting = releasing.let_pass(settings, period, by, reason)
    except DecisionError as error:
        stop(str(error))
    for one in waiting:
        print(f"let pass: {one.period}, revision {one.revision}: {'; '.join(one.reasons)}")
    return published


def stopped(published: Publication) -> Iterator[str]:
    """Why periods were not published, a line each, and what to do."""
    for one in published.stopped:
        yield f"huizong: {one.period} stays as it was published: {one.line}"
        if one.kind == "leap":
            yield f"huizong: if that is right: huizong publish --period {one.period} --let-pass --by NAME --reason WHY"


def as_is(settings: Settings, period: str) -> None:
    """Write a period's page as today's figures give it; say where it lies, the message, and why publishing the same would wait."""
    from huizong.flow import publication
    from huizong.publishing import NotConservedError, NothingToShowError

    try:
        made = publication.publish_as_is(settings, period)
    except NothingToShowError as error:
        stop(str(error))
    except NotConservedError as error:
        print(f"huizong: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    for leap in made.leaps:
        print(f"huizong: to publish this would wait for a person: {leap}", file=sys.stderr)
    print(f"as it is today: {made.path}")
    print(made.message)
