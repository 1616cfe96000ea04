"""The command that judges again under a changed catalogue, and how it shows what would change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huizong.cli.arguments import Format, period_of, running_system, settings_of, stop

if TYPE_CHECKING:
    from huizong.revalidation.outcomes import ChangedSubmission, JudgedFault, Outcome
    from huizong.revalidation.rejudging import Consequences


def revalidate(
    *,
    apply: Annotated[bool, typer.Option("--apply", help="let it take effect; without it nothing is written")] = False,
    period: Annotated[str | None, typer.Option(help="only reports of this period")] = None,
    rule: Annotated[str | None, typer.Option(help="only reports for which this rule says something else")] = None,
    by: Annotated[str, typer.Option(help="with --apply: name of who decides")] = "",
    reason: Annotated[str, typer.Option(help="with --apply: why the rules have changed")] = "",
    catalogue: Annotated[Path | None, typer.Option(help="without --apply: another catalogue's folder, to see what it would change")] = None,
    format: Annotated[Format, typer.Option(help="text for people, json for programs")] = Format.TEXT,
) -> None:
    """Judge live submissions again under the catalogue in force: say what would change, or with --apply let it take effect."""
    from huizong.revalidation import revalidating
    from huizong.revalidation.outcomes import Reach

    if period is not None:
        period_of(period)
    if apply and catalogue is not None:
        stop("--apply takes the catalogue in force: leave out --catalogue, or set HUIZONG_CATALOGUE")
    scope = Reach(period, rule)
    with running_system(settings_of(catalogue)) as settings:
        try:
            if apply:
                applied = revalidating.apply(settings, scope, by, reason)
                comparison, known_from = applied.comparison, applied.known_from
            else:
                comparison, known_from = revalidating.compare(settings, scope), None
        except revalidating.RevalidationError as error:
            stop(str(error))
    if format is Format.JSON:
        at = known_from.isoformat(timespec="microseconds") if known_from else None
        print(json.dumps({"applied_at": at, **to_json(comparison)}, ensure_ascii=False, indent=1))
    else:
        for line in as_lines(comparison, applied=known_from is not None):
            print(line)


def to_json(comparison: Consequences) -> dict[str, Any]:
    """The comparison for programs: an object a submission that changes."""
    return {
        "examined": len(comparison.examined),
        "changes": [_change_json(change) for change in comparison.changes],
        "unread": [{"file": one.file, "organisation": one.reporter, "form": one.form, "period": one.period} for one in comparison.unread],
    }


def as_lines(comparison: Consequences, *, applied: bool) -> Iterator[str]:
    """The comparison for a person, by organisation and period; the sum of it first."""
    changes = sorted(comparison.changes, key=lambda change: (change.examined.reporter, change.examined.period, change.examined.form))
    sums = {
        "void": sum(len(change.void) for change in changes),
        "new": sum(len(change.new) for change in changes),
        "regraded": sum(len(change.regraded) for change in changes),
        "figures released": sum(len(change.released) for change in changes),
        "figures held": sum(len(change.held) for change in changes),
        "verdicts changed": sum(change.verdict != change.examined.verdict for change in changes),
    }
    head = f"{len(comparison.examined)} submissions compared, {len(changes)} changed"
    yield f"{head}: {', '.join(f'{count} {what}' for what, count in sums.items())}" if changes else head
    for change in changes:
        one = change.examined
        verdict = one.verdict if change.verdict == one.verdict else f"{one.verdict} -> {change.verdict}"
        older = "" if one.speaks else " (an earlier attempt)"
        yield f"{one.reporter} {one.period} {one.form}  {one.file}{older}: {verdict}"
        for void in change.void:
            yield f"  void      {_fault_text(void.fault)} ({void.reason.value})"
        for fault in change.new:
            yield f"  new       {_fault_text(fault)}"
        for before, now in change.regraded:
            yield f"  regraded  {before.severity} -> {_fault_text(now)}"
        for figure in change.released:
            yield f"  released  {_figure_text(figure)} = {_number(figure.value)} {figure.unit or ''}".rstrip()
        for figure in change.held:
            yield f"  held      {_figure_text(figure)} = {_number(figure.live_value)} {figure.unit or ''}".rstrip()
    for one in comparison.unread:
        yield f"{one.reporter} {one.period} {one.form}  {one.file}: does not read as that report any more, left as it is"
    if changes:
        yield "this has taken effect" if applied else "nothing was written: --apply lets it take effect"


def _change_json(change: ChangedSubmission) -> dict[str, Any]:
    one = change.examined
    return {
        "file": one.file,
        "organisation": one.reporter,
        "form": one.form,
        "period": one.period,
        "live": one.speaks,
        "verdict_before": one.verdict,
        "verdict": change.verdict,
        "void": [{**_fault_json(void.fault), "reason": void.reason.value} for void in change.void],
        "new": [_fault_json(fault) for fault in change.new],
        "regraded": [{**_fault_json(now), "severity_before": before.severity} for before, now in change.regraded],
        "released": [_figure_json(figure, figure.value) for figure in change.released],
        "held": [_figure_json(figure, figure.live_value) for figure in change.held],
    }


def _fault_json(fault: JudgedFault) -> dict[str, Any]:
    names = ("rule", "severity", "place", "organisation", "indicator", "period", "basis", "observed", "message")
    return {name: getattr(fault, name) for name in names}


def _figure_json(figure: Outcome, value: Decimal | None) -> dict[str, Any]:
    names = ("organisation", "indicator", "period", "basis", "place", "unit")
    return {**{name: getattr(figure, name) for name in names}, "value": None if value is None else _number(value)}


def _fault_text(fault: JudgedFault) -> str:
    return f"{fault.severity} {fault.rule} at {fault.place or 'the file'}: {fault.message}"


def _figure_text(figure: Outcome) -> str:
    return "/".join(part or "?" for part in (figure.organisation, figure.indicator, figure.period, figure.basis))


def _number(value: Decimal | None) -> str:
    """A number without trailing zeros."""
    return "nothing" if value is None else format(value.normalize(), "f")
