"""The command line (interface: DESIGN §6). It reads arguments, calls one step of the domain, and prints."""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import asdict, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from huizong.catalogue import CatalogueError
from huizong.cli import (
    adopt_command,
    decision_commands,
    figure_commands,
    rebuild_command,
    release_commands,
    remind_command,
    revalidate_command,
)
from huizong.cli.arguments import assert_existing, organisation_code, period_of, running_system, settings_of, stop
from huizong.settings import SettingsError

# Commands start in a fraction of a second because each imports its rooms only when it is called.

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="汇总: judge a county's report files and roll them up.")
catalogue_app = typer.Typer(no_args_is_help=True, help="The county's reference data.")
app.add_typer(catalogue_app, name="catalogue")
app.command()(figure_commands.explain)
app.command()(figure_commands.confirm)
app.command()(figure_commands.announce_reduction)
app.command()(figure_commands.finalise)
app.command()(decision_commands.answer)
app.command()(decision_commands.settle)
app.command()(revalidate_command.revalidate)
catalogue_app.command("adopt")(adopt_command.adopt)
app.command()(rebuild_command.rebuild)
app.command()(release_commands.revert)
app.command()(remind_command.remind)
catalogue_app.command("draft")(adopt_command.draft)


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


class ProseFormat(StrEnum):
    """How figures in prose are printed."""

    TEXT = "text"
    JSONL = "jsonl"


Paths = Annotated[list[Path], typer.Argument(help="files, in the order in which they count as received", show_default=False)]
CatalogueOption = Annotated[Path | None, typer.Option(help="the catalogue's folder; default: include/catalogue")]


def main() -> None:
    """Run the command line; known problems are one clear message, exit status 2."""
    logging.basicConfig(
        level=os.environ.get("HUIZONG_LOG_LEVEL", "WARNING"), format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    from psycopg2 import InterfaceError, OperationalError

    from huizong.warehouse import WarehouseError
    from huizong.warehouse.outages import FULL_OR_AWAY
    from huizong.warehouse.schema.migrate import MigrationError
    from huizong.warehouse.server.machine import EmbeddedServerError

    try:
        app()
    except CatalogueError as error:
        stop(f"the catalogue can't be used:\n{error}")
    except (SettingsError, EmbeddedServerError, MigrationError, WarehouseError) as error:
        stop(str(error))
    except (OperationalError, InterfaceError) as error:
        stop(f"the database can't be reached, or can't go on: {str(error).splitlines()[0]}; nothing is lost, run again when it is back")
    except OSError as error:
        if error.errno not in FULL_OR_AWAY and not isinstance(error, PermissionError):
            raise
        stop(f"{error.strerror}: {error.filename or 'a folder of the system'}; nothing is lost, run again when that is mended")


@app.command()
def check(
    paths: Paths,
    organisation: Annotated[str | None, typer.Option(help="code of the organisation whose folder the files would lie in")] = None,
    period: Annotated[str | None, typer.Option(help="the period of the folder: 2026-06, 2026-Q2, 2026-H1 or 2026")] = None,
    catalogue: CatalogueOption = None,
    format: Annotated[Format, typer.Option(help="text for people, json for programs")] = Format.TEXT,
) -> None:
    """Judge files without keeping anything. Exit 0: accepted or ignored; 1: not in full, or waiting; 2: wrong usage or catalogue."""
    from huizong.warehouse.server.seed import migrated_server_begun

    settings = settings_of(catalogue)
    assert_existing(paths)
    if period is not None:
        period_of(period)
    with migrated_server_begun(settings.home / "cache") as server:  # while the rest is imported and the file is read
        from huizong.cli.show import check_table
        from huizong.flow.dry_run import check as dry_run

        if organisation is not None:
            organisation = organisation_code(settings, organisation)
        reports = dry_run(settings, server, paths, organisation, period)
    if format is Format.JSON:
        print(json.dumps([report.to_json() for report in reports], ensure_ascii=False, indent=1))
    else:
        for report in reports:
            Console(soft_wrap=False).print(check_table(report))
    good = {"accepted", "accepted_with_queries", "ignored"}
    raise typer.Exit(0 if all(report.verdict in good for report in reports) else 1)


@app.command()
def extract(
    paths: Paths, format: Annotated[ProseFormat, typer.Option(help="text, or one JSON object a paragraph")] = ProseFormat.TEXT
) -> None:
    """Find the figures in prose, and the places where one is masked or has dropped out."""
    from huizong.catalogue.catalogue import words_of
    from huizong.narrative import LexiconError, check_words, extract_document
    from huizong.reading import read_file
    from huizong.reading.masking import mask_in_place

    assert_existing(paths)
    words = words_of(settings_of(None).catalogue)
    try:
        check_words(words)
    except LexiconError as fault:
        stop(f"the catalogue's words of prose can't be used: {words / fault.file}:{fault.line}: {fault.reason}")
    refused = False
    for path in paths:
        for document in read_file(path):
            if document.refusal:
                refused = True
                print(f"{document.name}: {document.refusal.rule} {dict(document.refusal.fields)}", file=sys.stderr)
            texts = (paragraph.text for paragraph in document.paragraphs)
            for paragraph, extraction in zip(document.paragraphs, extract_document(texts, words), strict=True):
                figures = extraction.figures
                if format is ProseFormat.JSONL:
                    found = [{**figure.to_json(), "surface": mask_in_place(figure.surface)} for figure in figures]
                    record = {"text": mask_in_place(paragraph.text), "figures": found}
                    print(json.dumps(record, ensure_ascii=False))
                else:
                    for figure in figures:
                        shown = figure.to_json()
                        value = shown["base_value"] if shown["base_value"] is not None else shown["kind"]
                        where = f"{document.name} {paragraph.number}:{figure.start}"
                        said = (
                            where,
                            mask_in_place(figure.surface),
                            f"{value} {shown['base_unit'] or ''}",
                            figure.role,
                            figure.measure or "",
                        )
                        print("\t".join(said))
    raise typer.Exit(1 if refused else 0)


@app.command()
def inspect(paths: Paths, format: Annotated[Format, typer.Option(help="text or json")] = Format.TEXT) -> None:
    """Say how files read: kind, encoding, sheets, cells, why refused."""
    from huizong.cli.show import inspect_table
    from huizong.reading.inspection import inspect as inspect_documents
    from huizong.reading.pool import ReaderPool

    settings = settings_of(None)
    assert_existing(paths)
    rows = []
    with ReaderPool(1, settings.read_seconds, settings.read_memory_mb) as pool:
        for path in paths:
            rows += inspect_documents(pool.read(path, path.name))
    if format is Format.JSON:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        Console().print(inspect_table(rows))


@app.command()
def run(
    inbox: Annotated[Path | None, typer.Option(help="default: HUIZONG_INBOX")] = None,
    outbox: Annotated[Path | None, typer.Option(help="default: HUIZONG_OUTBOX")] = None,
) -> None:
    """Do the whole flow once in this process, without Airflow. Exit 1 if something of it, such as a receipt, could not be done."""
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
def migrate_command(plan: Annotated[bool, typer.Option("--plan", help="only say what would be applied")] = False) -> None:
    """Bring the warehouse to the newest schema."""
    from huizong.warehouse.schema import migrate

    with running_system(settings_of(None)) as settings:
        names = (migrate.plan if plan else migrate.migrate)(settings.owner_url).names
    for name in names:
        print(f"{'would apply' if plan else 'applied'} {name}")
    if not names:
        print("nothing to apply")


@app.command()
def publish(
    period: Annotated[str, typer.Option(help="2026-06, 2026-Q2, 2026-H1 or 2026")],
    let_pass: Annotated[bool, typer.Option("--let-pass", help="publish it though it moves by more than it should")] = False,
    by: Annotated[str, typer.Option(help="with --let-pass: name of who decides")] = "",
    reason: Annotated[str, typer.Option(help="with --let-pass: why it is right")] = "",
    as_is: Annotated[
        bool, typer.Option("--as-is", help="only write the page that today allows, marked 未定稿, and print a message; changes no state")
    ] = False,
) -> None:
    """Compute and publish the rollups of one period. Exit 1 where they are not published, with why."""
    from huizong.flow import publication
    from huizong.publishing import NotConservedError

    period_of(period)
    with running_system(settings_of(None)) as settings:
        if as_is:
            release_commands.as_is(settings, period)
            return
        try:
            published = release_commands.passed(settings, period, by, reason) if let_pass else publication.publish(settings, period)
        except NotConservedError as error:
            print(f"huizong: {error}", file=sys.stderr)
            raise typer.Exit(1) from None
        for line in release_commands.stopped(published):
            print(line, file=sys.stderr)
        if period in {one.period for one in published.stopped}:
            raise typer.Exit(1)
        if period in published.kept:
            print(
                f"{period} is final or put back: it stays as it is. To publish it again, open it first: "
                f"huizong finalise --period {period} --reopen …, or huizong revert --period {period} --lift …"
            )
        else:
            print(f"published {period}: {published.rows} rollup rows in {settings.published / period}")
        if others := [each for each in published.kept if each != period]:
            print(f"final or put back, kept as they are: {', '.join(others)}")
        if published.to_review:
            print(f"to review: {published.to_review} differences between sources or levels, see 核对清单.csv")


@app.command()
def folders() -> None:
    """Make an inbox folder for every organisation that owes a form today, with one for trials (试报) in it."""
    from huizong.settings import COUNTY_TIME
    from huizong.steps import preparing
    from huizong.steps.trials import FOLDER

    settings = settings_of(None)
    catalogue = preparing.catalogue_of(settings)
    today = datetime.now(COUNTY_TIME).date()
    for organisation in catalogue.organisations_on(today):
        if catalogue.obligations_of(organisation.code, today):
            folder = settings.inbox / organisation.name
            (folder / FOLDER).mkdir(parents=True, exist_ok=True)
            print(folder)


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


@app.command()
def waive(
    number: Annotated[str, typer.Argument(help="the fault's number on the latest receipt: 3, or 2-3")],
    organisation: Annotated[str, typer.Option(help="code or name of the organisation that reported")],
    period: Annotated[str, typer.Option(help="the report's period")],
    by: Annotated[str, typer.Option(help="name of the superior who decides")],
    reason: Annotated[str, typer.Option(help="why the value is right, or let in")],
    until: Annotated[datetime, typer.Option(help="the last day on which it holds", formats=["%Y-%m-%d"])],
    form: Annotated[str | None, typer.Option(help="code of the form, where several have that number")] = None,
    standing: Annotated[bool, typer.Option("--standing", help="make an accepted explanation of a query stand")] = False,
) -> None:
    """Let a blocked figure in on a superior's word; the report is judged again at once. Exit 2 if that can't be."""
    from huizong.decisions import deciding as decisions

    period_of(period)
    code = organisation_code(settings_of(None), organisation)
    decision = decisions.Decision(by, reason, until.date())
    with running_system(settings_of(None)) as settings:
        try:
            if standing:
                fault = decisions.let_stand(settings, code, period, form, number, decision)
                print(f"stands until {until:%Y-%m-%d}: {fault.message}")
            else:
                done = decisions.waive(settings, code, period, form, number, decision)
                print(f"waived until {until:%Y-%m-%d}: {done.fault.message}")
                print(f"judged again: {done.judged.figures} figures loaded, {done.judged.issues} issues")
        except decisions.DecisionError as error:
            stop(str(error))


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
