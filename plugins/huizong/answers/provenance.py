"""Where a figure comes from: every file that gave it, what was asked and answered, and its revisions."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import RealDictCursor

from huizong.answers.report import shown_decimal
from huizong.catalogue import Period
from huizong.model import Basis
from huizong.settings import COUNTY_TIME, Settings
from huizong.steps import preparing
from huizong.warehouse import connect
from huizong.warehouse.queries import query

Record = dict[str, Any]


class UnknownFigureError(Exception):
    """A name that can't be one of a figure; the message says which part."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """All that is known of one figure, each list oldest first.

    `history` has what was given, taken (`disposition` loaded) or not; `checks` what the rules said of it in those files;
    `reasons` the explanations and decisions. `rollups` are the published rows of that key, a record for each of their terms.
    """

    figure: str
    title: str
    history: tuple[Record, ...]
    checks: tuple[Record, ...]
    reasons: tuple[Record, ...]
    rollups: tuple[Record, ...] = ()

    def to_json(self) -> Record:
        """The same for programs: numbers and instants as texts."""
        lists = {"history": self.history, "checks": self.checks, "reasons": self.reasons, "rollups": self.rollups}
        shown = {name: [{key: _plain(value) for key, value in row.items()} for row in rows] for name, rows in lists.items()}
        return {"figure": self.figure, "title": self.title, **shown}


def explain(settings: Settings, figure: str) -> Provenance:
    """What is known of `organisation/indicator/period/basis`; raises UnknownFigureError for what the catalogue doesn't know."""
    catalogue = preparing.prepare(settings)
    parts = figure.split("/")
    if len(parts) != 4:
        raise UnknownFigureError(f"{figure}: write organisation/indicator/period/basis, as T01/E01/2026-06/cumulative")
    organisation, indicator, period, basis = parts
    try:
        title = (
            f"{catalogue.organisation(organisation).name} {catalogue.indicator(indicator).name} {Period.parse(period)} {Basis(basis).value}"
        )
    except (KeyError, ValueError) as error:
        raise UnknownFigureError(f"{figure}: {error}") from error
    key = {"organisation": organisation, "indicator": indicator, "period": period, "basis": basis, "period_year": int(period[:4])}
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        history = _rows(connection, "explain_history", key)
        submissions = sorted({row["submission_id"] for row in history})
        checks = _rows(connection, "explain_checks", {**key, "submissions": submissions})
        reasons = _rows(connection, "explain_reasons", key)
        rollups = _rows(connection, "explain_terms", key)
    return Provenance(figure, title, history, checks, reasons, rollups)


def as_text(found: Provenance) -> str:
    """For reading: the figure, then each file that gave it with what the rules said, then reasons and decisions."""
    lines = [f"{found.figure}  {found.title}"]
    if not found.history:
        lines.append("nobody gave it")
    for row in found.history:
        lines += ["", *_given(row)]
        own = [check for check in found.checks if check["submission_id"] == row["submission_id"]]
        lines.append(f"  rules run on the file: {own[0]['rules_evaluated'] if own else 0}")
        lines += [
            f"  {check['severity']} {check['number']} ({check['state']}) {check['rule']}: {check['message']}"
            for check in own
            if check["rule"] is not None
        ]
    if found.reasons:
        lines.append("")
    for row in found.reasons:
        until = f", until {_plain(row['until'])}" if row["until"] else ""
        refused = "" if row["accepted"] else f", refused: {row['refusal']}"
        about = f"{row['rule']}, {_plain(row['at'])}{until}{refused}"
        lines.append(f"{row['kind']} of {row['said_by']} for {_plain(row['value'])} ({about}): {row['said']}")
    lines += _rolled_up(found.rollups)
    return "\n".join(lines)


_FORMULAS = {
    "sum": "the sum of",
    "difference": "the sum of the first less the sum of the second of",
    "ratio": "the sum of the first ÷ the sum of the second × scale of",
    "completion": "the sum of the first ÷ the sum of the second × scale of",
    "growth": "(the sum of the first ÷ the sum of the second − 1) × scale of",
}


def _rolled_up(rows: tuple[Record, ...]) -> list[str]:
    """The published rollups, each with the terms that it is made of."""
    lines: list[str] = []
    method = None
    for row in rows:
        if row["method"] != method:
            method = row["method"]
            lacking = ", ".join((*row["missing"], *row["held"]))
            lines += [
                "",
                f"published {row['method']}: {_plain(row['value'])} {row['unit']}, {row['reported']} of {row['expected']}"
                f"{f', without {lacking}' if lacking else ''}, {row['state']}, as of {_plain(row['as_of'])}",
            ]
            if row["formula"] is not None:
                newer = "" if row["adds_up"] else " (figures are newer than it: publish the period)"
                lines.append(f"  {_FORMULAS[row['formula']]}{newer}")
        if row["formula"] is not None:
            above = "-" if row["above"] is None else _plain(row["above"])
            below = "" if row["below"] is None else f" | {_plain(row['below'])}"
            scale = "" if row["scale"] in (None, 1) else f" | scale {_plain(row['scale'])}"
            lines.append(f"  {row['term_organisation']} {row['term_organisation_name']} {row['term_period']}: {above}{below}{scale}")
    return lines


def _given(row: Record) -> list[str]:
    """One time that the figure was given."""
    value = f"{_plain(row['value']) or row['status']} {row['unit'] or ''}".strip()
    if row["disposition"] == "loaded":
        state = (
            f"in force since {_plain(row['known_from'])}"
            if row["known_to"] is None
            else f"in force {_plain(row['known_from'])} to {_plain(row['known_to'])}"
        )
    else:
        state = f"not taken anew ({row['disposition']}), {_plain(row['known_from'])}"
    lines = [
        f"{row['qualifier'] or ''}{value}: {state}",
        f"  read as {row['raw_text']!r} at {row['place']} of {row['file']} ({row['reporter']}, {row['form'] or 'no form'}, "
        f"attempt {row['sequence'] or '-'}, {row['verdict']}, received {_plain(row['received_at'])}, arrival {row['arrival_id']})",
    ]
    if row["confirmed_by"]:
        lines.append(f"  confirmed by {row['confirmed_by']}: {row['confirmed_because']}")
    return lines


def _plain(value: object) -> Any:
    """A value as a text for people and programs alike; instants in the county's time."""
    if isinstance(value, Decimal):
        return shown_decimal(value)
    if isinstance(value, datetime):
        return value.astimezone(COUNTY_TIME).isoformat(sep=" ", timespec="seconds")
    return value


def _rows(connection: Connection, name: str, key: Record) -> tuple[Record, ...]:
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(query(name), key)
        found = tuple(dict(row) for row in cursor.fetchall())
    connection.commit()
    return found
