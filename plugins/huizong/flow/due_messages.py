"""What people are told by the clock: reminders, alerts. The channels come from whoever has them; without any the outbox has the notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import psycopg2

from huizong.alerting import watching
from huizong.alerting.alert import Alert
from huizong.alerting.at_once import tell_at_once
from huizong.catalogue import Catalogue, CatalogueError
from huizong.reminding import chasing
from huizong.settings import Settings
from huizong.steps.preparing import catalogue_of, last_in_force, loader_connection, put_in_force
from huizong.telling.message import Channel
from huizong.telling.sending import Sent
from huizong.warehouse.connection import WarehouseError
from huizong.warehouse.queries import query


def chase(settings: Settings, now: datetime | None = None) -> dict[str, int]:
    """Enter today's reminders and write them into the outbox; counts by name."""
    catalogue = catalogue_of(settings)
    with loader_connection(settings) as connection:
        put_in_force(settings, connection, catalogue)
    return chasing.chase(settings, catalogue, now or datetime.now(UTC))


def send(settings: Settings, channels: Mapping[str, Channel], now: datetime | None = None) -> Sent:
    """Send what is due by the channels, those to departments in their hours only; never raises for a channel."""
    return chasing.send(settings, _told_by(settings)[0], channels, now or datetime.now(UTC))


def watch(settings: Settings, paused: Sequence[str] = (), now: datetime | None = None) -> dict[str, int]:
    """Look whether there is something that an engineer must hear of, and enter it; counts by name."""
    catalogue, broken = _told_by(settings)
    return watching.watch(settings, catalogue, now or datetime.now(UTC), paused, broken)


def alert(settings: Settings, found: Alert, channels: Mapping[str, Channel], now: datetime | None = None) -> int:
    """Raise one alert, by the ledger if it can be reached, else straight through the channels; returns how many it concerns.

    What stops the ledger is an alert of its own, and is told along; so is a catalogue that can't be used. Never raises for a channel.
    """
    moment, (catalogue, broken) = now or datetime.now(UTC), _told_by(settings)
    try:
        with loader_connection(settings) as connection:
            return watching.raise_alerts(connection, settings, catalogue, [found, *broken], moment)
    except (WarehouseError, psycopg2.OperationalError, psycopg2.InterfaceError) as error:
        away = Alert("warehouse-away", "", f"{str(error).splitlines()[0]}; meanwhile {found.code}: {found.found}")
        return tell_at_once(settings, catalogue, away, channels, moment)


def _told_by(settings: Settings) -> tuple[Catalogue, tuple[Alert, ...]]:
    """By which catalogue people are told: the folder's, or where that can't be used the last one in force, with the alert that says so.

    Raises CatalogueError where none was in force ever.
    """
    try:
        return catalogue_of(settings), ()
    except CatalogueError as error:
        said = f"{len(error.problems)} faults in {settings.catalogue}, nothing is taken in: {error.problems[0]}"
        return last_in_force(settings), (Alert("catalogue-broken", "", said),)


def failed_run(settings: Settings, dag: str, run: str, task: str) -> Alert:
    """The alert of a run that failed: which, where, and how many files wait meanwhile, if the warehouse can tell."""
    try:
        with loader_connection(settings) as connection, connection.cursor() as cursor:
            cursor.execute(query("intake_waiting"))
            waiting = f"{len(cursor.fetchall())} files wait to be judged"
    except (WarehouseError, psycopg2.Error):
        waiting = "how many files wait can't be asked"
    at = f", task {task}" if task else ""
    return Alert("run-failed", dag, f"{dag} failed: run {run}{at}; {waiting}")
