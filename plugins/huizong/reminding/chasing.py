"""The step of `chase_late_reports`: what is owed, whom that concerns today, into ledger and outbox (DESIGN §8)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.feedback.outbox.safe_names import outbox_folder
from huizong.reminding.owed_reports import Owing, is_quiet, is_to_be_escalated, is_to_be_told, read_owing
from huizong.reminding.reminder_notes import Note, enter_notes, write_notes
from huizong.reminding.reminder_wording import digest, note, subject
from huizong.settings import COUNTY_TIME, Settings
from huizong.telling import ledger
from huizong.telling.message import NO_CHANNEL, Address, Channel, Kind, NewMessage
from huizong.telling.recipients import above, clerks_of
from huizong.telling.sending import Sent, send_due
from huizong.warehouse import LOADER, connect
from huizong.warehouse.dues import enter_dues

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chase:
    """What is to be told now, and what stays for the outbox; nothing while it is `quiet`."""

    quiet: bool
    messages: tuple[NewMessage, ...] = ()
    notes: tuple[Note, ...] = ()


def plan(connection: Connection, settings: Settings, catalogue: Catalogue, now: datetime) -> Chase:
    """Who would be told what at that instant; reads only."""
    days, rules = catalogue.working_days, settings.reminding
    if is_quiet(now, days, rules):
        return Chase(quiet=True)
    owing = read_owing(connection, catalogue, now)
    told = [one for one in owing if is_to_be_told(one, now, days, rules)]
    raised = [one for one in owing if is_to_be_escalated(one, now, days, rules)]
    messages = (
        *_messages("reminder", told, clerks_of, catalogue, now),
        *_messages("escalation", raised, above, catalogue, now),
    )
    return Chase(quiet=False, messages=messages, notes=tuple(_notes(told, catalogue, now)))


def chase(settings: Settings, catalogue: Catalogue, now: datetime) -> dict[str, int]:
    """Enter what is to be told, and write the outbox; counts by name. Sends nothing: `send` does, for whoever has channels.

    May be run as often as one likes: an address has one digest a day, an organisation one note. A digest that waits for its
    server is renewed, so that nobody who has reported meanwhile reads that nothing came.
    """
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        enter_dues(connection, catalogue, now)
        chased = plan(connection, settings, catalogue, now)
        messages, notes = ledger.enter(connection, chased.messages, now), enter_notes(connection, chased.notes, now)
        if not chased.quiet:
            ledger.renew(connection, chased.messages, now.astimezone(COUNTY_TIME).date())
        connection.commit()
        written, unwritten = write_notes(connection, settings, now)
        ledger.beat(connection, "chase", now)
    if unreachable := [code for one in chased.messages if one.to.channel == NO_CHANNEL for code in one.organisations]:
        log.warning("no contact of %s has a channel that messages go by: see contacts.csv", ", ".join(dict.fromkeys(unreachable)))
    if not catalogue.working_days.knows(now.astimezone(COUNTY_TIME).year):
        log.warning("the holidays of this year are not known: Monday to Friday are taken; enter them in holidays.csv")
    log.info("reminders: %d messages and %d notes entered, %d notes written, %d not", messages, notes, written, unwritten)
    return {"quiet": int(chased.quiet), "messages": messages, "notes": notes, "written": written, "unwritten": unwritten}


def send(settings: Settings, catalogue: Catalogue, channels: Mapping[str, Channel], now: datetime) -> Sent:
    """Send what is due by the channels; of alerts only while departments are not to be disturbed."""
    quiet = is_quiet(now, catalogue.working_days, settings.reminding)
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        return send_due(connection, channels, now, quiet=quiet)


def _messages(
    kind: Kind, owing: Iterable[Owing], who: Callable[[Catalogue, str], tuple[Address, ...]], catalogue: Catalogue, now: datetime
) -> list[NewMessage]:
    """One message an address over everything that concerns it."""
    by_address: dict[tuple[str, str], tuple[Address, list[Owing]]] = {}
    addresses: dict[str, tuple[Address, ...]] = {}
    for one in owing:
        if one.reporter not in addresses:
            addresses[one.reporter] = who(catalogue, one.reporter)
        for to in addresses[one.reporter]:
            by_address.setdefault((to.channel, to.address), (to, []))[1].append(one)
    escalated = kind == "escalation"
    return [
        NewMessage(
            kind=kind,
            to=to,
            subject=subject(mine, catalogue, escalated=escalated),
            content=digest(mine, catalogue, now, escalated=escalated),
            day=now.astimezone(COUNTY_TIME).date(),
            organisations=tuple(dict.fromkeys(one.reporter for one in mine)),
            reports=tuple(one.key for one in mine),
        )
        for to, mine in by_address.values()
    ]


def _notes(owing: Iterable[Owing], catalogue: Catalogue, now: datetime) -> Iterable[Note]:
    """One note an organisation, in the folder of the latest period that it is about."""
    by_reporter: dict[str, list[Owing]] = {}
    for one in owing:
        by_reporter.setdefault(one.reporter, []).append(one)
    day = now.astimezone(COUNTY_TIME).date()
    for reporter, mine in by_reporter.items():
        latest = max((one.period for one in mine), key=lambda text: Period.parse(text).last_day)
        yield Note(reporter, day, str(outbox_folder(catalogue, reporter, latest)), f"催报_{day:%Y%m%d}.txt", note(mine, catalogue, now))
