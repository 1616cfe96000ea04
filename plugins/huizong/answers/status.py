"""How a system stands: what runs, what arrived by verdict, what each period waits for."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg2

from huizong.catalogue.folder.check_people import left_out
from huizong.intake import LeftLying, known_identities, left_lying
from huizong.settings import COUNTY_TIME, Settings
from huizong.telling.ledger import Undelivered, undelivered
from huizong.warehouse import connect
from huizong.warehouse.queries import query
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.server_in_use import embedded_folder, server_in_use

UNDELIVERED = timedelta(days=7)  # how long a message that did not arrive is told


@dataclass(frozen=True, slots=True)
class Service:
    """One process of the system that answers on a port."""

    name: str
    host: str
    port: int
    running: bool


@dataclass(frozen=True, slots=True)
class PeriodState:
    """One period: published, dirty (figures newer than rollups), unpublished, final, final while newer figures wait, put back, stopped.

    Of a stopped one `reason` says why its rollups, as they came out, were not published.
    """

    period: str
    revision: int | None
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnmatchedMeasure:
    """A measure in prose that resembles an indicator: `remedy` holds the alias line that binds it, `place` one of its places."""

    measure: str
    suggestion: str
    remedy: str
    times: int
    place: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An arrival over which our own code failed: it was returned and is not tried again; `error` is what was raised and where."""

    arrival: str
    reporter: str | None
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class UnwrittenReceipt:
    """A receipt that is due and could not be written the last time."""

    arrival: str
    reporter: str | None
    error: str


@dataclass(frozen=True, slots=True)
class UnwrittenNote:
    """A reminder for an organisation's outbox that could not be written; `day` is ISO 8601."""

    organisation: str
    day: str
    error: str


@dataclass(frozen=True, slots=True)
class SystemStatus:
    """The whole answer of `huizong status`; `files` counts submissions by verdict, and arrivals not judged yet as waiting.

    `left` is what lies in the inbox and can't be taken, with the reason; `left_out` are faulty lines of the catalogue that stop nobody.
    """

    services: tuple[Service, ...]
    reader_url: str | None
    files: dict[str, int]
    periods: tuple[PeriodState, ...]
    unmatched: tuple[UnmatchedMeasure, ...] = ()
    left: tuple[LeftLying, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    unwritten: tuple[UnwrittenReceipt, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    unwritten_notes: tuple[UnwrittenNote, ...] = ()
    left_out: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def status_of(settings: Settings) -> SystemStatus:
    """Ask the services and the database; an embedded one that nobody runs is started for the question alone.

    A system that was never run has no files and periods to tell. Raises psycopg2.OperationalError if a database is named
    that does not answer, EmbeddedServerError if the embedded one can't start.
    """
    return replace(_of_processes(settings), left_out=left_out(settings.catalogue))


def _of_processes(settings: Settings) -> SystemStatus:
    """The same but for the catalogue."""
    services = _services(settings)
    if settings.database_url:
        address = urlsplit(settings.database_url)
        postgresql = Service("postgresql", address.hostname or "127.0.0.1", address.port or 5432, running=True)
        return _asked(settings, (*services, postgresql), settings.reader_url or None)
    server = EmbeddedServer(embedded_folder(settings))
    if server.running():
        urls = server.urls()
        postgresql = Service("postgresql", "127.0.0.1", urlsplit(urls.loader).port or 5432, running=True)
        return _asked(settings.with_database(urls.loader, urls.owner, urls.reader), (*services, postgresql), urls.reader)
    stopped = (*services, Service("postgresql", "127.0.0.1", 0, running=False))
    if not (server.folder / "server.json").is_file():
        left = tuple(left_lying(settings.inbox, settings.stable_seconds, frozenset()))
        return SystemStatus(stopped, None, {}, (), left=left)
    with server_in_use(settings) as running:
        return _asked(running, stopped, None)


def _asked(settings: Settings, services: tuple[Service, ...], reader_url: str | None) -> SystemStatus:
    """What the database tells, and the inbox beside it."""
    with closing(connect(settings.database_url, role="huizong_loader")) as connection, connection.cursor() as cursor:
        try:
            cursor.execute(query("status_files"))
            files = dict(cursor.fetchall())
            cursor.execute(query("status_periods"))
            periods = tuple(PeriodState(*row) for row in cursor.fetchall())
            cursor.execute(query("status_unmatched"))
            unmatched = tuple(UnmatchedMeasure(*row) for row in cursor.fetchall())
            left = tuple(left_lying(settings.inbox, settings.stable_seconds, known_identities(connection)))
            cursor.execute(query("status_quarantined"))
            quarantined = tuple(Quarantined(*row) for row in cursor.fetchall())
            cursor.execute(query("status_unwritten"))
            unwritten = tuple(UnwrittenReceipt(*row) for row in cursor.fetchall())
            since = datetime.now(COUNTY_TIME).date() - UNDELIVERED
            lost = undelivered(connection, since)
            cursor.execute(query("reminding_failed"), {"since": since})
            notes = tuple(UnwrittenNote(*row) for row in cursor.fetchall())
        except (psycopg2.errors.UndefinedTable, psycopg2.errors.UndefinedColumn):
            # a database that was never migrated, or not to this version, has nothing to tell yet
            return SystemStatus(services, reader_url, {}, ())
    return SystemStatus(services, reader_url, files, periods, unmatched, left, quarantined, unwritten, lost, notes)


def _services(settings: Settings) -> tuple[Service, ...]:
    """The processes that `make run` wrote down, with whether they still live."""
    path = settings.home / "services.json"
    if not path.is_file():
        return ()
    return tuple(_service(entry) for entry in json.loads(path.read_text(encoding="utf-8")))


def _service(entry: dict[str, Any]) -> Service:
    """One entry of services.json: name, host, port, pid."""
    import psutil

    return Service(entry["name"], entry["host"], int(entry["port"]), running=psutil.pid_exists(int(entry["pid"])))
