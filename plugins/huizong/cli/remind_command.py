"""`huizong remind`: who is to be told today that a report doesn't count yet."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from huizong.cli.arguments import running_system, settings_of, stop
from huizong.settings import COUNTY_TIME

if TYPE_CHECKING:
    from huizong.reminding.chasing import Chase


def remind(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only show what would be told; tells nobody")] = False,
    at: Annotated[
        datetime | None, typer.Option(help="with --dry-run: at another time of the county", formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"])
    ] = None,
) -> None:
    """Enter today's reminders and write them into the outbox; the DAG chase_late_reports sends them. Nothing at night or on days off.

    Nobody is told the same thing twice a day, however often it is called.
    """
    from huizong.flow import due_messages
    from huizong.reminding import chasing
    from huizong.steps.preparing import catalogue_of
    from huizong.telling.message import NO_CHANNEL
    from huizong.warehouse import LOADER, connect
    from huizong.warehouse.dues import enter_dues

    if at is not None and not dry_run:
        stop("--at only shows what would be told: say --dry-run too")
    now = datetime.now(UTC) if at is None else at.replace(tzinfo=COUNTY_TIME)
    with running_system(settings_of(None)) as settings:
        catalogue = catalogue_of(settings)
        if dry_run:
            with closing(connect(settings.database_url, role=LOADER)) as connection:
                enter_dues(connection, catalogue, now)
                _show(chasing.plan(connection, settings, catalogue, now), NO_CHANNEL)
            return
        done = due_messages.chase(settings, now)
    if done["quiet"]:
        print(_quiet())
    print(f"{done['messages']} messages entered, {done['written']} reminders written into {settings.outbox}")
    if done["unwritten"]:
        print(f"huizong: {done['unwritten']} reminders could not be written: see `huizong status`")
        raise typer.Exit(1)


def _show(chase: Chase, no_channel: str) -> None:
    """What would be told, each message under its address."""
    if chase.quiet:
        print(_quiet())
    for message in chase.messages:
        to = message.to
        address = f"nobody can be reached of {to.address}" if to.channel == no_channel else f"{to.recipient} by {to.channel}: {to.address}"
        print(f"-- {message.kind} to {address}\n{message.content}")
    for note in chase.notes:
        print(f"-- outbox: {note.folder}/{note.name}")
    print(f"{len(chase.messages)} messages, {len(chase.notes)} notes; nobody was told")


def _quiet() -> str:
    return "a day off, or outside the hours of HUIZONG_REMIND_FROM and HUIZONG_REMIND_UNTIL: nobody is told anything then"
