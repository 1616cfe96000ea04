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
    *,
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


def write_as_is(settings: Settings, period: str) -> None:
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


def publish(
    period: Annotated[str, typer.Option(help="2026-06, 2026-Q2, 2026-H1 or 2026")],
    *,
    let_pass: Annotated[bool, typer.Option("--let-pass", help="publish it though it moves by more than it should")] = False,
    by: Annotated[str, typer.Option(help="with --let-pass: name of who decides")] = "",
    reason: Annotated[str, typer.Option(help="with --let-pass: why it is right")] = "",
    as_is: Annotated[
        bool, typer.Option("--as-is", help="only write the page that today allows, marked 未定稿, and print a message; changes no state")
    ] = False,
) -> None:
    """Compute and publish the rollups of one period. Exit 1 where they are not published, with why."""
    from huizong.flow import publication
    from huizong.publishing import NotConservedError

    period_of(period)
    with running_system(settings_of(None)) as settings:
        if as_is:
            write_as_is(settings, period)
            return
        try:
            published = passed(settings, period, by, reason) if let_pass else publication.publish(settings, period)
        except NotConservedError as error:
            print(f"huizong: {error}", file=sys.stderr)
            raise typer.Exit(1) from None
        for line in stopped(published):
            print(line, file=sys.stderr)
        if period in {one.period for one in published.stopped}:
            raise typer.Exit(1)
        if period in published.kept:
            print(
                f"{period} is final or put back: it stays as it is. To publish it again, open it first: "
                f"huizong finalise --period {period} --reopen …, or huizong revert --period {period} --lift …"
            )
        else:
            print(f"published {period}: {published.rows} rollup rows in {settings.published / period}")
        if others := [each for each in published.kept if each != period]:
            print(f"final or put back, kept as they are: {', '.join(others)}")
        if published.to_review:
            print(f"to review: {published.to_review} differences between sources or levels, see 核对清单.csv")
