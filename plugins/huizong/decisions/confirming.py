"""Candidates of prose that a person takes in as figures: the journal first, then the warehouse (DESIGN §5, §7)."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from psycopg2.extensions import connection as Connection

from huizong.answers.candidates import Candidate
from huizong.catalogue import Catalogue, Period
from huizong.decisions.confirm_checks import CandidateReport, digit_weight, faults_of
from huizong.explanations import judge as judge_reason
from huizong.intake import Journal, JournalLine
from huizong.model import Basis, Figure, Status
from huizong.settings import Settings
from huizong.steps import preparing
from huizong.warehouse import connect
from huizong.warehouse.loading import take_instant
from huizong.warehouse.locks import LOAD, lock_transaction
from huizong.warehouse.queries import query

EVENT = "confirmed"
_NUMBER = re.compile(r"(\d+)\.(\d+)")


class CandidateError(Exception):
    """A candidate that can't be taken in; the message says why, and what to say."""


@dataclass(frozen=True, slots=True)
class SaidByHand:
    """What the one who confirms says of the figure; None leaves it as it was read."""

    organisation: str | None = None
    indicator: str | None = None
    period: str | None = None
    basis: str | None = None
    form: str | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The figure that a candidate became; `value` in `unit`, the indicator's own or % for rates.

    `digit_weight` is the weight of its last digit, None where it isn't known; `asked` are the questions that rules have about it.
    """

    organisation: str
    indicator: str
    period: str
    basis: str
    form: str
    value: Decimal
    unit: str
    digit_weight: Decimal | None
    asked: tuple[str, ...] = ()


def waiting(settings: Settings, reporter: str | None) -> list[Candidate]:
    """The candidates that nobody has confirmed, of one reporter or of all."""
    preparing.prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        return _candidates(connection, reporter=reporter)


def confirm(settings: Settings, number: str, said: SaidByHand, approver: str, reason: str) -> Confirmed:
    """Take a candidate in; its period is published anew by the next run.

    Raises ConfirmError, also if a rule would hold the figure in a file: a confirmation says that a number is a figure, not that
    a wrong one may stand. What rules only ask about is in the answer; the reason given is the explanation.
    """
    catalogue = preparing.prepare(settings)
    if not approver.strip():
        raise CandidateError("say --by NAME: a confirmation needs the name of who takes it")
    judged = judge_reason(reason)
    if not judged.accepted:
        raise CandidateError(f"say --reason: {reason or 'nothing'} says nothing ({judged.refusal})")
    found = _NUMBER.fullmatch(number)
    if not found:
        raise CandidateError(f"{number} is no number of a candidate: huizong confirm lists them")
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        candidates = _candidates(connection, submission_id=int(found[1]), figure_no=int(found[2]))
        if not candidates:
            raise CandidateError(f"there is no candidate {number}, or it is confirmed already")
        figure = _checked(settings, connection, catalogue, candidates[0], _completed(candidates[0], said, catalogue))
        _take_in(settings, connection, candidates[0], figure, approver.strip(), reason.strip())
    return figure


def replay(connection: Connection, entry: JournalLine) -> None:
    """A confirmation of the journal at its own instant; commits. Raises LookupError if its candidate is not there."""
    where = {name: entry.content[name] for name in ("arrival", "submission_no", "figure_no", "place")}
    lock_transaction(connection, LOAD)
    known_from = take_instant(connection, datetime.fromisoformat(entry.text("known_from")))
    with connection.cursor() as cursor:
        cursor.execute(query("confirm_find"), where)
        found = cursor.fetchone()
        if found is None:
            raise LookupError(
                f"the journal confirms figure {where['figure_no']} at {where['place']} of {where['arrival']}, which is no candidate"
            )
        names = ("organisation", "indicator", "period", "basis", "form", "unit", "approver", "reason")
        weight = entry.content.get("digit_weight")
        numbers = {"value": Decimal(entry.text("value")), "digit_weight": None if weight is None else Decimal(str(weight))}
        _enter(
            connection,
            {
                **{name: entry.text(name) for name in names},
                **numbers,
                "submission_id": found[0],
                "figure_no": found[1],
                "known_from": known_from,
            },
        )
    connection.commit()


def _candidates(
    connection: Connection, *, reporter: str | None = None, submission_id: int | None = None, figure_no: int | None = None
) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(query("confirm_candidates"), {"reporter": reporter, "submission_id": submission_id, "figure_no": figure_no})
        found = [Candidate(*row) for row in cursor.fetchall()]
    connection.commit()
    return found


def _completed(candidate: Candidate, said: SaidByHand, catalogue: Catalogue) -> Confirmed:
    """The candidate with what was said of it, every part known to the catalogue."""
    parts = {
        "--organisation": said.organisation or candidate.organisation,
        "--indicator": said.indicator or candidate.indicator,
        "--period": said.period or candidate.period,
        "--form": said.form or candidate.form,
    }
    lacking = [option for option, part in parts.items() if part is None]
    if lacking:
        raise CandidateError(f"the text doesn't tell everything: say {' and '.join(lacking)}")
    organisation, indicator, period, form = (str(part) for part in parts.values())
    try:
        known, basis = catalogue.indicator(indicator), Basis(said.basis or candidate.basis)
        catalogue.organisation(organisation)
        catalogue.form(form, Period.parse(period).last_day)
    except (KeyError, ValueError) as error:
        raise CandidateError(f"the catalogue doesn't know that: {error}") from error
    if not catalogue.answers_for(candidate.reporter, organisation):
        raise CandidateError(f"{candidate.reporter} doesn't report for {organisation}")
    same_indicator = indicator == candidate.indicator and basis is Basis(candidate.basis)
    value = said.value if said.value is not None else candidate.value if same_indicator and candidate.unit is not None else None
    unit = "%" if basis.is_rate else known.unit
    if value is None:
        raise CandidateError(f"say --value: what {candidate.raw_text} is in {unit}")
    if not basis.is_rate and (
        (known.minimum is not None and value < known.minimum) or (known.maximum is not None and value > known.maximum)
    ):
        raise CandidateError(f"{value} {unit} is out of the bounds of {known.name}")
    weight = digit_weight(candidate.raw_text, value) if said.value is None else digit_weight(format(value, "f"), value)
    return Confirmed(organisation, indicator, period, basis.value, form, value, unit, weight)


def _checked(settings: Settings, connection: Connection, catalogue: Catalogue, candidate: Candidate, figure: Confirmed) -> Confirmed:
    """The figure with what rules ask about it. Raises ConfirmError for what would hold it."""
    period = candidate.report_period if candidate.form == figure.form and candidate.report_period else figure.period
    report = CandidateReport(
        candidate.submission_id, candidate.arrival_id, candidate.file, candidate.sha256, candidate.reporter, figure.form, period
    )
    read = Figure(
        place=candidate.place,
        raw=candidate.raw_text,
        status=Status.REPORTED,
        organisation=figure.organisation,
        indicator=figure.indicator,
        period=figure.period,
        basis=Basis(figure.basis),
        value=figure.value,
        precision=figure.digit_weight,
        label=candidate.label,
        source="prose",
    )
    told = faults_of(settings, connection, catalogue, report, read)
    held = [fault for fault in told if fault.holds]
    if held:
        raise CandidateError(f"{held[0].message} ({held[0].severity}): correct it with --value, or let the department report it anew")
    return replace(figure, asked=tuple(fault.message for fault in told))


def _take_in(settings: Settings, connection: Connection, candidate: Candidate, figure: Confirmed, approver: str, reason: str) -> None:
    """Enter the figure under the loading lock; its journal line is on disk before the commit."""
    lock_transaction(connection, LOAD)
    known_from = take_instant(connection, None)
    key = {name: getattr(figure, name) for name in ("organisation", "indicator", "period", "basis", "form", "unit")}
    weight = figure.digit_weight
    said = {**key, "approver": approver, "reason": reason}
    _enter(
        connection,
        {
            **said,
            "value": figure.value,
            "digit_weight": weight,
            "submission_id": candidate.submission_id,
            "figure_no": candidate.figure_no,
            "known_from": known_from,
        },
    )
    instant = known_from.astimezone(UTC)
    Journal(settings.archive / "journal").append(
        EVENT,
        instant.year,
        known_from=instant.isoformat(timespec="microseconds"),
        arrival=candidate.arrival_id,
        submission_no=candidate.submission_no,
        figure_no=candidate.figure_no,
        place=candidate.place,
        value=format(figure.value, "f"),
        digit_weight=None if weight is None else format(weight, "f"),
        asked=list(figure.asked),
        **said,
    )
    connection.commit()


def _enter(connection: Connection, figure: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query("confirm_load"), {**figure, "period_year": int(str(figure["period"])[:4])})
