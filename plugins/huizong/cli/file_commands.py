"""Commands about files, of which nothing is kept: judge them, find the figures in their prose, say how they read."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from huizong.cli.arguments import Format, assert_existing, organisation_code, period_of, settings_of, stop

Paths = Annotated[list[Path], typer.Argument(help="files, in the order in which they count as received", show_default=False)]
CatalogueOption = Annotated[Path | None, typer.Option(help="the catalogue's folder; default: include/catalogue")]


class ProseFormat(StrEnum):
    """How figures in prose are printed."""

    TEXT = "text"
    JSONL = "jsonl"


def check(
    paths: Paths,
    organisation: Annotated[str | None, typer.Option(help="code of the organisation whose folder the files would lie in")] = None,
    period: Annotated[str | None, typer.Option(help="the period of the folder: 2026-06, 2026-Q2, 2026-H1 or 2026")] = None,
    catalogue: CatalogueOption = None,
    format: Annotated[Format, typer.Option(help="text for people, json for programs")] = Format.TEXT,
) -> None:
    """Judge files without keeping anything. Exit 0: accepted or ignored; 1: not in full, or waiting; 2: wrong usage or catalogue."""
    from huizong.lasting import lasting
    from huizong.reading import births
    from huizong.warehouse.server.seed import Contents, migrated_server_begun

    settings = settings_of(catalogue)
    assert_existing(paths)
    if period is not None:
        period_of(period)

    def with_rules() -> Contents:
        from huizong.flow.rules_of_dry_runs import contents

        return contents(settings)

    births.begin()
    with migrated_server_begun(settings.home / "cache", with_rules) as server:  # while the rest is imported and the file is read
        with lasting():
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


def extract(
    paths: Paths,
    format: Annotated[ProseFormat, typer.Option(help="text, or one JSON object a paragraph")] = ProseFormat.TEXT,
    *,
    explain: Annotated[bool, typer.Option("--explain", help="also name the rules that decided each figure, and why")] = False,
) -> None:
    """Find the figures in prose, and the places where one is masked or has dropped out."""
    from huizong.catalogue.catalogue import words_of
    from huizong.narrative import LexiconError, check_words, extract_document
    from huizong.narrative.decided_by import explain as explanations
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
                    if explain:
                        for shown, figure in zip(found, figures, strict=True):
                            shown["rules"] = [said.to_json() for said in explanations(figure)]
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
                        for explanation in explanations(figure) if explain else ():
                            print(f"\t{explanation}")
    raise typer.Exit(1 if refused else 0)


def inspect(paths: Paths, format: Annotated[Format, typer.Option(help="text or json")] = Format.TEXT) -> None:
    """Say how files read: kind, encoding, sheets, cells, why refused."""
    from huizong.cli.show import inspect_table
    from huizong.reading.inspection import inspect as inspect_documents
    from huizong.reading.pool import ReaderPool

    settings = settings_of(None)
    assert_existing(paths)
    rows = []
    with ReaderPool.of(replace(settings, readers=1)) as pool:
        for path in paths:
            rows += inspect_documents(pool.read(path, path.name))
    if format is Format.JSON:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        Console().print(inspect_table(rows))
