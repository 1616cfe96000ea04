"""The command line (interface: DESIGN §6). It reads arguments, calls one step of the domain, and prints."""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from huizong.cli import (
    adopt_command,
    backup_command,
    decision_commands,
    draft_command,
    figure_commands,
    file_commands,
    rebuild_command,
    release_commands,
    remind_command,
    revalidate_command,
)
from huizong.cli.arguments import Format, organisation_code, period_of, running_system, settings_of, stop
from huizong.lasting import lasting
from huizong.settings import SettingsError

# Commands start in a fraction of a second because each imports its rooms only when it is called.

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="汇总: judge a county's report files and roll them up.")
catalogue_app = typer.Typer(no_args_is_help=True, help="The county's reference data.")
app.add_typer(catalogue_app, name="catalogue")
app.command()(file_commands.check)
app.command()(file_commands.extract)
app.command()(file_commands.inspect)
app.command()(figure_commands.explain)
app.command()(figure_commands.confirm)
app.command()(figure_commands.announce_reduction)
app.command()(figure_commands.finalise)
app.command()(decision_commands.answer)
app.command()(decision_commands.settle)
app.command()(decision_commands.waive)
app.command()(revalidate_command.revalidate)
catalogue_app.command("adopt")(adopt_command.adopt)
app.command()(rebuild_command.rebuild)
app.command()(backup_command.backup)
app.command()(backup_command.restore)
app.command()(release_commands.publish)
app.command()(release_commands.revert)
app.command()(remind_command.remind)
catalogue_app.command("draft")(draft_command.draft)
catalogue_app.command("confirm")(draft_command.confirm)


def main() -> None:
    """Run the command line; known problems are one clear message, exit status 2."""
    logging.basicConfig(
        level=os.environ.get("HUIZONG_LOG_LEVEL", "WARNING"), format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    try:
        app()
    except Exception as error:
        message = _known(error)
        if message is None:
            raise
        stop(message)


def _known(error: Exception) -> str | None:
    """What a person can do something about, in a line; None for a fault of ours."""
    from psycopg2 import InterfaceError, OperationalError

    from huizong.catalogue import CatalogueError
    from huizong.warehouse import WarehouseError
    from huizong.warehouse.outages import STOPS_ALL, of_files
    from huizong.warehouse.schema.migrate import MigrationError
    from huizong.warehouse.server.machine import EmbeddedServerError

    if isinstance(error, CatalogueError):
        return f"the catalogue can't be used:\n{error}"
    if isinstance(error, SettingsError | EmbeddedServerError | MigrationError | WarehouseError):
        return str(error)
    if isinstance(error, OperationalError | InterfaceError):
        return f"the database can't be reached, or can't go on: {str(error).splitlines()[0]}; nothing is lost, run again when it is back"
    if isinstance(error, OSError) and error.errno in STOPS_ALL:
        return f"{of_files(error)}; nothing is lost, run again then"
    return None


@app.command()
def run(
    inbox: Annotated[Path | None, typer.Option(help="default: HUIZONG_INBOX")] = None,
    outbox: Annotated[Path | None, typer.Option(help="default: HUIZONG_OUTBOX")] = None,
) -> None:
    """Do the whole flow once in this process, without Airflow. Exit 1 if something of it, such as a receipt, could not be done."""
    with lasting():
        from huizong.flow import pipeline

    troubles = ""
    with running_system(settings_of(None)) as settings:
        settings = replace(settings, inbox=(inbox or settings.inbox).absolute(), outbox=(outbox or settings.outbox).absolute())
        try:
            done = pipeline.run_once(settings)
        except pipeline.UnfinishedRunError as error:
            done, troubles = error.done, str(error)
    print(f"{done.arrivals} files, {done.submissions} submissions, {done.figures} figures loaded, {done.issues} issues")
    if done.quarantined:
        print(f"huizong: {done.quarantined} files could not be processed: see `huizong status`", file=sys.stderr)
    if troubles:
        print(f"huizong: everything else was done, but {troubles}", file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def status(format: Annotated[Format, typer.Option(help="text or json")] = Format.TEXT) -> None:
    """Say what runs, what arrived by verdict, and how each period stands."""
    from huizong.answers.status import status_of
    from huizong.cli.show import status_tables

    found = status_of(settings_of(None))
    if format is Format.JSON:
        print(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
    else:
        for table in status_tables(found):
            Console().print(table)


@app.command("migrate")
def migrate_command(*, plan: Annotated[bool, typer.Option("--plan", help="only say what would be applied")] = False) -> None:
    """Bring the warehouse to the newest schema."""
    from huizong.warehouse.schema import migrate

    with running_system(settings_of(None)) as settings:
        names = (migrate.plan if plan else migrate.migrate)(settings.owner_url).names
    for name in names:
        print(f"{'would apply' if plan else 'applied'} {name}")
    if not names:
        print("nothing to apply")


@app.command()
def folders(
    accounts: Annotated[Path | None, typer.Option(help="a file to write: the account of each for include/shares, and its folder")] = None,
) -> None:
    """Make inbox (with 试报 in it) and outbox of every organisation that owes a form today. Exit 2 where something is in the way."""
    from huizong.feedback.outbox.putting import OutboxError
    from huizong.settings import COUNTY_TIME
    from huizong.steps import folders as reporters
    from huizong.steps import preparing

    settings = settings_of(None)
    try:
        made = reporters.make_folders(settings, preparing.catalogue_of(settings), datetime.now(COUNTY_TIME).date())
        if accounts is not None:
            accounts.write_text(reporters.accounts(made), "utf-8")
    except OutboxError as error:
        stop(f"the folders of {settings.inbox} and {settings.outbox} can't be made: {error}")
    except reporters.AccountError as error:
        stop(str(error))
    for one in made:
        print(f"{one.inbox}  {one.outbox}")


@app.command()
def forms(
    organisation: Annotated[str, typer.Option(help="code or name of the organisation that is to report")],
    period: Annotated[str, typer.Option(help="2026-06, 2026-Q2, 2026-H1 or 2026")],
    out: Annotated[Path | None, typer.Option(help="a folder; default: the organisation's in the outbox")] = None,
) -> None:
    """Write the blank workbook of each form that an organisation owes for a period. Exit 1 if it owes none."""
    from huizong.steps import answering

    period_of(period)
    code = organisation_code(settings_of(None), organisation)
    with running_system(settings_of(None)) as settings:
        written = answering.write_forms(settings, code, period, out)
    for path in written:
        print(path)
    if not written:
        print(f"huizong: {organisation} owes no table form for {period}", file=sys.stderr)
        raise typer.Exit(1)


@catalogue_app.command("check")
def catalogue_check(folder: Annotated[Path | None, typer.Argument(help="default: include/catalogue")] = None) -> None:
    """Say every fault of a catalogue as file:line: reason, and what it would take from figures in use. Exit 2 if there is any."""
    from huizong.catalogue.from_folder import remarks
    from huizong.steps import preparing
    from huizong.warehouse.server.server_in_use import embedded_folder

    settings = settings_of(folder)
    loaded = preparing.load_catalogue(settings.catalogue)
    for remark in remarks(loaded.folder, preparing.CATALOGUE_CHECKS):
        print(f"note: {remark}")
    compared = ""
    if settings.database_url or embedded_folder(settings).is_dir():
        with running_system(settings) as running:  # ends with what the catalogue would take from figures in use, if anything
            if preparing.assert_keeps_codes(running, loaded):
                compared = ", and every code in use is kept (compared with the catalogue in force)"
    print(
        f"{loaded.folder}: {len(loaded.organisations)} organisations, {len(loaded.indicators)} indicators, "
        f"{len(loaded.forms)} forms, {len(loaded.obligations)} obligations, {len(loaded.issue_types)} issue types; no faults{compared}"
    )


if __name__ == "__main__":
    main()
