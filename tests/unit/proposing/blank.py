"""Blank forms of a county that is nowhere, and what a draft of a catalogue made of them says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from openpyxl import Workbook

from huizong.catalogue.from_folder import remarks
from huizong.proposing.first_draft import draft
from huizong.steps import preparing

if TYPE_CHECKING:
    from huizong.proposing.first_draft import DraftedCatalogue


Rows = Sequence[Sequence[str | int | None]]
TOWNS = [["松坪镇"], ["白渡镇"], ["云岗乡"], ["河东街道"]]


def book(folder: Path, name: str, rows: Rows, *merges: str) -> Path:
    written = Workbook()
    sheet = written.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    path = folder / f"{name}.xlsx"
    written.save(path)
    return path


def drafted(tmp_path: Path, rows: Rows, *merges: str, name: str = "表") -> DraftedCatalogue:
    done = draft(None, [book(tmp_path, name, rows, *merges)], tmp_path / "county")
    preparing.load_catalogue(done.folder)  # what is drafted passes the check
    return done


def lines(done: DraftedCatalogue, file: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(named.line.values.get(column, "") for column in columns) for named in done.lines if named.file == file]


def rows_of(done: DraftedCatalogue, form: str = "F01") -> dict[str, list[str]]:
    content = yaml.safe_load((done.folder / "forms" / f"{form}.yaml").read_text("utf-8"))
    return {row["indicator"]: row["bases"] for row in content["rows"]}


def notes(folder: Path) -> list[str]:
    return [note for note in remarks(folder, preparing.CATALOGUE_CHECKS) if note.startswith("drafted.csv")]
