"""What was read, kept cell by cell and paragraph by paragraph, with personal numbers masked (PRACTICE, last of its receipts)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from psycopg2.extensions import connection as Connection

from huizong.model import Document
from huizong.reading.masking import mask
from huizong.warehouse.queries import query


def keep(connection: Connection, documents: Sequence[Document]) -> None:
    """Enter cells and paragraphs of documents that were read; the same bytes are entered once. Commits."""
    cells = [
        (document.sha256, sheet.name, cell.row, cell.column, sheet.place(cell.row, cell.column), cell.kind, _plain(cell.text))
        for document in documents
        for sheet in document.sheets
        for cell in sheet.cells.values()
    ]
    paragraphs = [
        (document.sha256, paragraph.number, _plain(paragraph.text))
        for document in documents
        for paragraph in document.paragraphs
        if paragraph.text
    ]
    with connection.cursor() as cursor:
        cursor.execute(query("evidence_open"))
        cursor.copy_expert(query("evidence_copy_cells"), _as_csv(cells))
        cursor.copy_expert(query("evidence_copy_paragraphs"), _as_csv(paragraphs))
        cursor.execute(query("evidence_keep"))
    connection.commit()


def _plain(text: str) -> str:
    """Masked text that PostgreSQL can store: it has no NUL and no lone surrogates."""
    return mask(text).replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def _as_csv(rows: Iterable[Sequence[object]]) -> io.StringIO:
    """Rows in the form that COPY reads; every field quoted, so that empty text is not null."""
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(rows)
    buffer.seek(0)
    return buffer
