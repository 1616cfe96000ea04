"""From an arrival's archived bytes to drafts: read, recognised, scans beside a form set apart; nothing judged yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from psycopg2.extensions import connection as Connection

from huizong import intake
from huizong.catalogue import Catalogue
from huizong.intake import Archive
from huizong.model import Document, Draft, Finding
from huizong.reading.messages import Step
from huizong.reading.pool import Planned, ReaderPool
from huizong.recognising import Context, recognise
from huizong.recognising.attachments import as_attachments, is_scan, owner_of_scan
from huizong.settings import Settings
from huizong.warehouse import evidence, staging

MANY = 12  # files of a wave from which on the readers recognise too
# Cells, and characters of prose, of a file from which on a reader recognises it, where its time and its memory have a bound:
# four times the largest form that a bureau fills for all towns of a county.
MUCH_CELLS, MUCH_TEXT = 20_000, 100_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """One waiting row of the ledger."""

    arrival_id: str
    reporter: str | None
    folder: str
    folder_below: str
    file_name: str
    sha256: str
    received_at: datetime
    attempts: int = 0  # tries that began before and came to no end


def draft_arrival(
    settings: Settings, connection: Connection, pool: ReaderPool, catalogue: Catalogue, arrival: Arrival, period: str | None = None
) -> list[staging.StagedDraft]:
    """Read and recognise one arrival; its cells and paragraphs are kept as evidence. Raises whatever the file makes us raise."""
    path, context = Archive.of(settings).path(arrival.sha256), _context(arrival, period)
    answer = pool.answer(path, arrival.file_name)
    known = arrival.reporter is not None or not arrival.folder
    if answer.result is None and known and _is_much(answer.documents):
        answer = pool.done(path, arrival.file_name, Step(recognise, context), catalogue)
    documents, drafts = answer.documents, list[Draft]()
    evidence.keep(connection, documents)
    if not known:
        drafts = [_returned(documents, arrival, intake.unknown_folder(arrival.folder))]
    elif isinstance(answer.result, tuple):
        drafts = list(cast("tuple[Draft, ...]", answer.result[0]))
    else:
        drafts = list(recognise(documents, context, catalogue))
    if any(is_scan(draft) for draft in drafts):
        beside = evidence.read_beside(connection, arrival.arrival_id)
        owner = owner_of_scan(arrival.file_name, arrival.reporter, beside, catalogue)
        drafts = list(as_attachments(drafts, owner)) if owner else drafts
    return [staging.StagedDraft(arrival.arrival_id, arrival.received_at, draft) for draft in drafts]


def plan(settings: Settings, pool: ReaderPool, catalogue: Catalogue, arrivals: Sequence[Arrival]) -> None:
    """Have the readers read the arrivals ahead, in this order; where there are many, recognise them too, on all cores.

    Of a few it takes longer to tell each reader the catalogue than to recognise them here.
    """
    archive, many = Archive.of(settings), len(arrivals) >= MANY

    def planned(one: Arrival) -> Planned:
        known = one.reporter is not None or not one.folder
        return Planned(str(archive.path(one.sha256)), one.file_name, Step(recognise, _context(one)) if many and known else None)

    pool.read_ahead(map(planned, arrivals), catalogue if many else None)


def _is_much(documents: Sequence[Document]) -> bool:
    """Whether what one file holds may keep a process busy for many seconds."""
    cells = sum(len(sheet.cells) for document in documents for sheet in document.sheets)
    text = sum(len(paragraph.text) for document in documents for paragraph in document.paragraphs)
    return cells > MUCH_CELLS or text > MUCH_TEXT


def _context(arrival: Arrival, period: str | None = None) -> Context:
    """What is known of an arrival before it is opened."""
    return Context(
        reporter=arrival.reporter,
        period=period,
        received_at=arrival.received_at,
        folder_name=arrival.folder_below or None,
    )


def are_scans(drafts: Sequence[staging.StagedDraft]) -> bool:
    """Whether an arrival holds scans or photos and nothing else."""
    return bool(drafts) and all(is_scan(item.draft) for item in drafts)


def failed(arrival: Arrival, kind: str) -> staging.StagedDraft:
    """What an arrival gets that our own code could not process; `kind` is what was raised, in a word."""
    finding = Finding("processing-failed", fields={"detail": kind})
    draft = Draft(arrival.file_name, arrival.sha256, arrival.reporter, None, None, findings=(finding,))
    return staging.StagedDraft(arrival.arrival_id, arrival.received_at, draft)


def _returned(documents: Sequence[Document], arrival: Arrival, finding: Finding) -> Draft:
    """A draft that says why nothing of the file is looked at, beside what reading had to say."""
    refusals = tuple(document.refusal for document in documents if document.refusal)
    return Draft(arrival.file_name, arrival.sha256, None, None, None, findings=(finding, *refusals))
