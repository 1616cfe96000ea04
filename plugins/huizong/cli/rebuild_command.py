"""The command that builds the warehouse anew, and what it says of the result."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from huizong.cli.arguments import running_system, settings_of, stop

if TYPE_CHECKING:
    from huizong.replay.rebuilding import Rebuilt
    from huizong.warehouse.equality import Equality


def rebuild(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="replace the warehouse's content by what archive and journal tell")] = False,
    accept_differences: Annotated[
        bool, typer.Option("--accept-differences", help="replace it though it comes out other than it is; what differs is listed")
    ] = False,
) -> None:
    """Build the warehouse anew from archive and journal alone. Exit 1, and nothing replaced, where it would come out different."""
    from huizong.replay.rebuilding import DifferentError, RebuildError
    from huizong.replay.rebuilding import rebuild as rebuild_warehouse

    if not yes:
        stop("rebuild replaces the content of the warehouse by what archive and journal tell: say --yes")
    with running_system(settings_of(None)) as settings:
        try:
            done = rebuild_warehouse(settings, accept_differences=accept_differences)
        except DifferentError as error:
            for line in differences(error.equality):
                print(line, file=sys.stderr)
            print(
                f"huizong: {error}; it is left as it was. If what archive and journal tell is to hold, say --accept-differences",
                file=sys.stderr,
            )
            raise typer.Exit(1) from None
        except RebuildError as error:
            stop(f"the warehouse is left as it was: {error}")
    for line in said(done):
        print(line)
    for trouble in done.troubles:
        print(f"huizong: {trouble}", file=sys.stderr)
    if done.troubles:
        raise typer.Exit(1)


def said(done: Rebuilt) -> Iterator[str]:
    """What a rebuild came to, line by line."""
    replayed = done.replayed
    yield f"replayed {replayed.arrivals} files: {replayed.submissions} submissions, {replayed.figures} figures, {replayed.issues} issues"
    yield f"skipped {sum(done.skipped.values())} files" + ("" if done.skipped else ": every file that arrived was judged")
    for reason, count in done.skipped.items():
        yield f"  {count} {reason}"
    equality = done.equality
    if equality.why_not:
        yield f"compared with nothing: {equality.why_not}"
        return
    rows = ", ".join(f"{number} rows ({subject})" for subject, number in sorted(equality.rows.items()))
    yield f"compared {rows}: {'all equal' if equality.is_equal else f'{equality.count} differ'}"
    if equality.behind:
        yield f"  rollups older than their figures, not compared: {', '.join(equality.behind)}"
    yield from differences(equality)


def differences(equality: Equality) -> Iterator[str]:
    """The first differences, and how many more there are."""
    for difference in equality.differences:
        yield f"  {difference.line}"
    if equality.count > len(equality.differences):
        yield f"  and {equality.count - len(equality.differences)} more"
