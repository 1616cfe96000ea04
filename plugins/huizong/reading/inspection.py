"""What a person wants to know of a file before it is judged: kind, encoding, extents, counts, findings, why refused."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from huizong.model import Document, Finding, Sheet, column_letters


@dataclass(frozen=True, slots=True)
class InspectedSheet:
    """One table: `extent` is the range of its filled cells; `numbers`, `errors` and `formulas` count cells."""

    name: str
    layout: str
    extent: str
    cells: int
    numbers: int
    dates: int
    errors: int
    formulas_computed: int
    formulas_without_value: int
    merges: int
    hidden: bool
    hidden_rows: int
    hidden_columns: int


@dataclass(frozen=True, slots=True)
class InspectedFinding:
    """One thing worth saying, or the reason of a refusal."""

    rule: str
    place: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class InspectRow:
    """One file, or member of an archive."""

    file: str
    kind: str
    encoding: str | None
    sha256: str
    cells: int
    paragraphs: int
    characters: int
    sheets: tuple[InspectedSheet, ...]
    findings: tuple[InspectedFinding, ...]
    refusal: InspectedFinding | None

    def to_json(self) -> str:
        """The row as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False)


def inspect(documents: Iterable[Document]) -> list[InspectRow]:
    """A row a document, in order."""
    return [
        InspectRow(
            document.name,
            document.kind,
            document.encoding,
            document.sha256,
            sum(len(sheet.cells) for sheet in document.sheets),
            len(document.paragraphs),
            sum(len(paragraph.text) for paragraph in document.paragraphs),
            tuple(inspect_sheet(sheet) for sheet in document.sheets),
            tuple(inspect_finding(finding) for finding in document.findings),
            inspect_finding(document.refusal) if document.refusal else None,
        )
        for document in documents
    ]


def inspect_sheet(sheet: Sheet) -> InspectedSheet:
    """The counts of one table."""
    kinds = [cell.kind for cell in sheet.cells.values()]
    return InspectedSheet(
        sheet.name,
        sheet.layout,
        extent_of(sheet),
        len(kinds),
        kinds.count("number"),
        kinds.count("date"),
        kinds.count("error"),
        sum(cell.computed for cell in sheet.cells.values()),
        kinds.count("formula"),
        len(sheet.merges),
        sheet.hidden,
        len(sheet.hidden_rows),
        len(sheet.hidden_columns),
    )


def extent_of(sheet: Sheet) -> str:
    """The range from the first to the last filled cell; empty if there is none."""
    if not sheet.cells:
        return ""
    rows = [row for row, _ in sheet.cells]
    columns = [column for _, column in sheet.cells]
    return f"{column_letters(min(columns))}{min(rows)}:{column_letters(max(columns))}{max(rows)}"


def inspect_finding(finding: Finding) -> InspectedFinding:
    """A finding with its fields as a plain dictionary."""
    return InspectedFinding(finding.rule, finding.place, dict(finding.fields))
