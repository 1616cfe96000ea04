"""Decisions that answer what is asked: a reason for a query, a difference between sources that may stand."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from huizong.cli.arguments import organisation_code, period_of, running_system, settings_of, stop

SHOWN = 5


def answer(
    number: Annotated[str, typer.Argument(help="the query's number on the latest receipt: 3, or 2-3")],
    organisation: Annotated[str, typer.Option(help="code or name of the organisation that reported")],
    period: Annotated[str, typer.Option(help="the report's period")],
    by: Annotated[str, typer.Option(help="name of who gives the reason")],
    text: Annotated[str, typer.Option(help="the reason: a cause or a quantity")],
    form: Annotated[str | None, typer.Option(help="code of the form, where several have that number")] = None,
) -> None:
    """Give the reason for a query, as a clerk does by file: judged at once, with a receipt. Exit 2 if it says nothing."""
    from huizong.decisions import explaining
    from huizong.decisions.deciding import DecisionError, NamedFault

    period_of(period)
    code = organisation_code(settings_of(None), organisation)
    with running_system(settings_of(None)) as settings:
        try:
            fault, judged = explaining.explain(settings, NamedFault(code, period, form, number), text, by)
        except DecisionError as error:
            stop(str(error))
        print(f"answered: {fault.message}")
        print(f"judged again: {judged.arrivals} files, {judged.figures} figures loaded, {judged.issues} issues")


def settle(
    key: Annotated[str | None, typer.Argument(help="the key of what is settled; without one, what is open is listed")] = None,
    by: Annotated[str, typer.Option(help="name of who decides")] = "",
    reason: Annotated[str, typer.Option(help="why the difference may stand")] = "",
) -> None:
    """Let a difference between sources or levels stand, all that are of one kind at once; without a key, list those that are open."""
    from huizong.decisions import settling
    from huizong.decisions.deciding import DecisionError

    with running_system(settings_of(None)) as settings:
        if key is None:
            for group in settling.waiting(settings):
                first, about = group.first, group.organisations
                who = "、".join(about[:SHOWN]) + (f" and {len(about) - SHOWN} more" if len(about) > SHOWN else "")
                what = f"{first.period}\t{first.rule}\t{first.indicator}/{first.basis}"
                print(f"{group.key}\t{what}\t{len(group.issues)}: {who}\t{first.message}")
            return
        try:
            done = settling.settle(settings, key, by, reason)
        except DecisionError as error:
            stop(str(error))
        print(f"settled {len(done.issues)} of {done.first.rule} in {done.first.period}")


def waive(
    number: Annotated[str, typer.Argument(help="the fault's number on the latest receipt: 3, or 2-3")],
    organisation: Annotated[str, typer.Option(help="code or name of the organisation that reported")],
    period: Annotated[str, typer.Option(help="the report's period")],
    by: Annotated[str, typer.Option(help="name of the superior who decides")],
    reason: Annotated[str, typer.Option(help="why the value is right, or let in")],
    until: Annotated[datetime, typer.Option(help="the last day on which it holds", formats=["%Y-%m-%d"])],
    form: Annotated[str | None, typer.Option(help="code of the form, where several have that number")] = None,
    *,
    standing: Annotated[bool, typer.Option("--standing", help="make an accepted explanation of a query stand")] = False,
) -> None:
    """Let a blocked figure in on a superior's word; the report is judged again at once. Exit 2 if that can't be."""
    from huizong.decisions import deciding as decisions

    period_of(period)
    code = organisation_code(settings_of(None), organisation)
    named, decision = decisions.NamedFault(code, period, form, number), decisions.Decision(by, reason, until.date())
    with running_system(settings_of(None)) as settings:
        try:
            if standing:
                fault = decisions.let_stand(settings, named, decision)
                print(f"stands until {until:%Y-%m-%d}: {fault.message}")
            else:
                done = decisions.waive(settings, named, decision)
                print(f"waived until {until:%Y-%m-%d}: {done.fault.message}")
                print(f"judged again: {done.judged.figures} figures loaded, {done.judged.issues} issues")
        except decisions.DecisionError as error:
            stop(str(error))
