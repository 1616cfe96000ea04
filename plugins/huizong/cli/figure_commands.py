"""The commands about one figure: where it comes from, a candidate of prose taken in, an announced reduction of a cumulative."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from huizong.cli.arguments import organisation_code, period_of, running_system, settings_of, stop


def explain(
    figure: Annotated[str, typer.Argument(help="organisation/indicator/period/basis: T01/E01/2026-06/cumulative")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object, for programs")] = False,
) -> None:
    """Say where a figure comes from: every file that gave it, what was asked and answered, its terms in rollups. Exit 1 if unknown."""
    from huizong.answers import provenance

    with running_system(settings_of(None)) as settings:
        try:
            found = provenance.explain(settings, figure)
        except provenance.UnknownFigureError as error:
            stop(str(error))
    print(json.dumps(found.to_json(), ensure_ascii=False, indent=1) if as_json else provenance.as_text(found))
    raise typer.Exit(0 if found.history or found.rollups else 1)


def confirm(
    figure: Annotated[str | None, typer.Argument(help="the candidate's number; without one the candidates are listed")] = None,
    by: Annotated[str, typer.Option(help="name of who confirms it")] = "",
    reason: Annotated[str, typer.Option(help="why it is a figure")] = "",
    organisation: Annotated[str | None, typer.Option(help="whose it is; when listing: whose files")] = None,
    indicator: Annotated[str | None, typer.Option(help="code of the indicator, where the text doesn't tell")] = None,
    period: Annotated[str | None, typer.Option(help="its period, where it is another than read")] = None,
    basis: Annotated[str | None, typer.Option(help="its basis, where it is another than read")] = None,
    form: Annotated[str | None, typer.Option(help="code of the form it counts under, where the file has none")] = None,
    value: Annotated[str | None, typer.Option(help="the value in the indicator's own unit, where the text's is not that")] = None,
) -> None:
    """Take in a figure of prose that nobody owes; without a number, list those that wait."""
    from huizong.decisions import confirming

    if organisation is not None:
        organisation = organisation_code(settings_of(None), organisation)
    if period is not None:
        period_of(period)
    with running_system(settings_of(None)) as settings:
        if figure is None:
            for one in confirming.waiting(settings, organisation):
                print(one.line)
            return
        try:
            number = None if value is None else Decimal(value)
            said = confirming.SaidByHand(organisation, indicator, period, basis, form, number)
            done = confirming.confirm(settings, figure, said, by, reason)
        except InvalidOperation:
            stop(f"--value {value}: that is no number")
        except confirming.CandidateError as error:
            stop(str(error))
        print(f"confirmed {done.organisation}/{done.indicator}/{done.period}/{done.basis} = {done.value} {done.unit}")
        for question in done.asked:
            print(f"asked, and answered by the reason: {question}")


def announce_reduction(
    document: Annotated[str, typer.Option(help="number of the notice: 统〔2026〕12号")],
    indicator: Annotated[str, typer.Option(help="code of the indicator whose cumulative is reduced")],
    period: Annotated[str, typer.Option(help="the period in which the cumulative may fall")],
    organisation: Annotated[list[str], typer.Option(help="code or name of an organisation that it is about; may be given several times")],
    by: Annotated[str, typer.Option(help="name of who registers it")],
) -> None:
    """Register an announced reduction (核减通知): the cumulatives that it lowers are no fault; those held are judged again at once."""
    from huizong.decisions import reductions
    from huizong.decisions.deciding import DecisionError

    period_of(period)
    codes = tuple(organisation_code(settings_of(None), name) for name in organisation)
    with running_system(settings_of(None)) as settings:
        try:
            judged = reductions.announce(settings, reductions.Reduction(document, indicator, period, codes, by))
        except DecisionError as error:
            stop(str(error))
        print(f"registered {document}: {indicator} {period} of {', '.join(codes)}")
        if judged.arrivals:
            print(f"judged again: {judged.arrivals} files, {judged.figures} figures loaded, {judged.issues} issues")


def finalise(
    period: Annotated[str, typer.Option(help="2026-06, 2026-Q2, 2026-H1 or 2026")],
    by: Annotated[str, typer.Option(help="name of who decides")],
    reason: Annotated[str, typer.Option(help="why")],
    *,
    reopen: Annotated[bool, typer.Option("--reopen", help="open a final period again, and judge the corrections that wait")] = False,
    revision: Annotated[int | None, typer.Option(help="the revision that was looked at, see status; another is refused")] = None,
) -> None:
    """Make a published period final: corrections then wait until somebody opens it again. Refused while required figures are held."""
    from huizong.decisions import finalising
    from huizong.decisions.deciding import DecisionError

    period_of(period)
    with running_system(settings_of(None)) as settings:
        try:
            judged = finalising.decide(settings, finalising.Finalisation(period, not reopen, by, reason, revision))
        except DecisionError as error:
            stop(str(error))
        print(f"{period} is {'open again' if reopen else 'final'}")
        for waiting in () if reopen else finalising.corrections_within(settings, period):
            print(f"note: corrections wait in {waiting}; {period} is without them until both are opened again")
        if judged.arrivals:
            print(f"judged again: {judged.arrivals} files, {judged.figures} figures loaded, {judged.issues} issues")
