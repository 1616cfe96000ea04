"""What was read, kept cell by cell and paragraph by paragraph, with personal numbers masked (PRACTICE, last of its receipts)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from psycopg2.extensions import connection as Connection

from huizong.model import Document
from huizong.reading.masking import mask
from huizong.warehouse.connection import commit_soon
from huizong.warehouse.queries import query


def keep(connection: Connection, documents: Sequence[Document]) -> None:
    """Enter cells and paragraphs of documents that were read; the same bytes are entered once. Commits."""
    cells = [
        {
            "sha256": document.sha256,
            "sheet": sheet.name,
            "row_number": cell.row,
            "column_number": cell.column,
            "place": sheet.place(cell.row, cell.column),
            "kind": cell.kind,
            "content": _storable(cell.text),
        }
        for document in documents
        for sheet in document.sheets
        for cell in sheet.cells.values()
    ]
    paragraphs = [
        {"sha256": document.sha256, "paragraph_number": paragraph.number, "content": _storable(paragraph.text)}
        for document in documents
        for paragraph in document.paragraphs
        if paragraph.text
    ]
    # As one text each: written and read in half the time that a list a column takes.
    with connection.cursor() as cursor:
        if cells:
            cursor.execute(query("evidence_cells"), {"cells": json.dumps(cells, ensure_ascii=False)})
        if paragraphs:
            cursor.execute(query("evidence_paragraphs"), {"paragraphs": json.dumps(paragraphs, ensure_ascii=False)})
    commit_soon(connection)


@lru_cache(maxsize=4096)  # the labels of a form stand in every copy of it
def _storable(text: str) -> str:
    """Masked text that PostgreSQL can store: it has no NUL and no lone surrogates."""
    return mask(text).replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def read_beside(connection: Connection, arrival_id: str) -> frozenset[str]:
    """The reporters of whom a form was read in the folder of an arrival; a folder that is nobody's counts for a day only."""
    with connection.cursor() as cursor:
        cursor.execute(query("evidence_read_beside"), {"arrival": arrival_id})
        return frozenset(code for (code,) in cursor.fetchall())
