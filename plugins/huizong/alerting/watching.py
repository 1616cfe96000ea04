"""Looks at the system as its warehouse and its disks show it, and raises what an engineer must hear of."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.alerting.alert import Alert
from huizong.catalogue import Catalogue
from huizong.catalogue.folder.check_people import left_out
from huizong.settings import COUNTY_TIME, Alerting, Settings
from huizong.telling import ledger
from huizong.telling.recipients import engineers
from huizong.warehouse import LOADER, connect
from huizong.warehouse.dues import enter_dues
from huizong.warehouse.locks import ALERTS, lock_transaction
from huizong.warehouse.queries import query

log = logging.getLogger(__name__)

NAMES_SHOWN = 12
# What is raised once stays so for as long as anybody would remember it.
ONCE = timedelta(days=30)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Disk:
    """One file system that the system writes to: of which folder, how full in %, and what is free."""

    folder: str
    used_percent: float
    free_mb: int


def watch(
    settings: Settings, catalogue: Catalogue, now: datetime, paused: Sequence[str] = (), known: Sequence[Alert] = ()
) -> dict[str, int]:
    """Look once, and enter what is new; counts by name. `paused` are DAGs that are switched off, `known` what the caller found."""
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        enter_dues(connection, catalogue, now)
        found = [*known, *paused_alerts(paused), *disk_alerts(disks(settings), settings.alerting)]
        found += warehouse_alerts(connection, settings.alerting, now)
        found += holiday_alerts(catalogue, now)
        found += left_out_alerts(left_out(settings.catalogue))
        connection.rollback()
        raised = raise_alerts(connection, settings, catalogue, found, now)
        ledger.beat(connection, "watch", now)
    return {"found": len(found), "raised": raised}


def raise_alerts(connection: Connection, settings: Settings, catalogue: Catalogue, alerts: Iterable[Alert], now: datetime) -> int:
    """Enter alerts for the engineers, leaving out those of which they heard within the set time; returns how many. Commits."""
    raised, again = 0, timedelta(hours=settings.alerting.again_hours)
    lock_transaction(connection, ALERTS)  # two that find the same at once raise it once
    for alert in alerts:
        with connection.cursor() as cursor:
            cursor.execute(query("alert_last"), {"about": alert.key})
            ((last,),) = cursor.fetchall()
        if last is not None and now - last < (ONCE if alert.once else again):
            continue
        log.warning("alert %s", alert.key)
        day = now.astimezone(COUNTY_TIME).date()
        raised += ledger.enter(connection, [alert.to(address, day) for address in engineers(catalogue)], now) > 0
    connection.commit()
    return raised


def warehouse_alerts(connection: Connection, rules: Alerting, now: datetime) -> Iterator[Alert]:
    """What the warehouse tells: nobody ingests, receipts wait, a due time went by with too few reports, messages don't arrive."""
    silent = now - timedelta(minutes=rules.silent_minutes)
    with connection.cursor() as cursor:
        cursor.execute(query("alert_ingest"), {"silent": silent})
        for (last,) in cursor.fetchall():
            minutes = int((now - last).total_seconds() // 60)
            yield Alert("ingest-silent", "", f"no run of ingest_submissions has looked into the inbox for {minutes} minutes")
        cursor.execute(query("alert_receipts"), {"late": now - timedelta(minutes=rules.receipt_minutes)})
        for count, oldest in cursor.fetchall():
            minutes = int((now - oldest).total_seconds() // 60)
            yield Alert("receipts-late", "", f"{count} receipts are due and not written, the oldest for {minutes} minutes")
        cursor.execute(query("alert_coverage"), {"now": now, "percent": rules.coverage_percent})
        for form, period, day, accepted, expected, names in cursor.fetchall():
            more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
            owing = f"{'、'.join(names[:NAMES_SHOWN])}{more}"
            found = f"{form} {period} was due: {accepted} of {expected} accepted; owing: {owing}"
            yield Alert("coverage-low", f"{form}/{period}/{day}", found, once=True)
        cursor.execute(query("alert_undelivered"), {"today": now.astimezone(COUNTY_TIME).date()})
        for channel, count, reason in cursor.fetchall():
            yield Alert("messages-undelivered", channel, f"{count} messages by {channel} did not arrive today: {reason}")


def paused_alerts(paused: Sequence[str]) -> Iterator[Alert]:
    """One a DAG that is switched off."""
    for dag in paused:
        yield Alert("dag-paused", dag, f"the DAG {dag} is paused")


def disk_alerts(found: Iterable[Disk], rules: Alerting) -> Iterator[Alert]:
    """One a file system that is nearly full."""
    for disk in found:
        if disk.used_percent >= rules.disk_percent:
            told = f"the disk of {disk.folder} is {disk.used_percent:.0f} % full, {disk.free_mb} MB are free"
            yield Alert("disk-full", disk.folder, told)


def holiday_alerts(catalogue: Catalogue, now: datetime) -> Iterator[Alert]:
    """One while due times go by the week, since nobody knows the year's holidays."""
    year = now.astimezone(COUNTY_TIME).year
    if not catalogue.working_days.knows(year):
        yield Alert("holidays-unknown", str(year), f"the holidays of {year} are not known: reports fall due Monday to Friday", once=True)


def left_out_alerts(lines: Sequence[str]) -> Iterator[Alert]:
    """One while lines of the catalogue are left out: who is named there is told nothing, or not let in."""
    if lines:
        yield Alert("lines-left-out", "", f"{len(lines)} lines of the catalogue are left out: {lines[0]}")


def disks(settings: Settings) -> Iterator[Disk]:
    """The file systems of the system's folders, each once, under the first folder that lies on it."""
    seen = set[int]()
    for name in ("archive", "inbox", "outbox", "published", "home"):
        folder: Path = getattr(settings, name)
        if folder.exists() and (device := folder.stat().st_dev) not in seen:
            seen.add(device)
            usage = shutil.disk_usage(folder)
            # as df counts: what only root may use is not there for us
            yield Disk(name, 100 * usage.used / (usage.used + usage.free), usage.free // MEGABYTE)
