"""Receipts due, written into the outbox (DESIGN §7)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.feedback.marked_copy.attaching import Beside, Source, attachments
from huizong.feedback.outbox.putting import OutboxError, make_folder, put
from huizong.feedback.outbox.safe_names import outbox_folder, stem
from huizong.feedback.receipt.answered import with_answers
from huizong.feedback.receipt.content import build
from huizong.feedback.receipt.due import (
    Arrival,
    Report,
    claim,
    count_try,
    due_arrivals,
    read_cells,
    read_figure_places,
    read_reports,
    set_failed,
    set_written,
)
from huizong.feedback.receipt.last_resort import bare_files
from huizong.feedback.receipt.rendering import as_html, as_text, notice_as_html, notice_as_text
from huizong.feedback.receipt.rule_notice import Revalidated, build_notice, read_revalidated
from huizong.intake.archive import Archive
from huizong.settings import Settings
from huizong.warehouse.connection import commit_soon
from huizong.warehouse.outages import answers, place_of, tell, to_do

log = logging.getLogger(__name__)


# A writing that was cut short is simply repeated; one that was cut short this often does without what may have ended it.
WITHOUT_MARKED_COPY, BARE = 3, 4


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A receipt that could not be written: whose, and why; no name of a file or folder."""

    arrival_id: str
    reporter: str | None
    reason: str


class ReceiptsNotWrittenError(Exception):
    """Some receipts could not be written; the others were. They stay due."""

    def __init__(self, unwritten: Sequence[Unwritten]) -> None:
        by_reason: dict[tuple[str, str], list[str]] = {}
        for one in unwritten:
            by_reason.setdefault((one.reporter or "of unknown folders", one.reason), []).append(one.arrival_id)
        told = "; ".join(f"{who}: {reason} ({', '.join(ids)})" for (who, reason), ids in by_reason.items())
        super().__init__(f"{len(unwritten)} receipts could not be written, they stay due: {told}")
        self.unwritten = tuple(unwritten)


def write_receipts(connection: Connection, settings: Settings, catalogue: Catalogue, arrivals: Sequence[str] | None = None) -> int:
    """Write every receipt due, or those of some arrivals, from the database and the archive; returns how many. Commits after each.

    A kill between the files and the commit is made good by the next call, which writes the same bytes under the same names.
    Raises ReceiptsNotWrittenError after the last one if some could not be written, and at once what the database raises
    when it does not answer.
    """
    written, unwritten = 0, list[Unwritten]()
    for arrival_id in due_arrivals(connection, arrivals):
        tries = count_try(connection, arrival_id)
        arrival = claim(connection, arrival_id)
        if arrival is None:
            continue
        try:
            _write_one(connection, settings, catalogue, arrival, tries)
            written += 1
        except Exception as error:
            # One department's folder, or one file, never stops the others; what went wrong is raised at the end.
            if not answers(connection):
                raise
            reason = _reason(error)
            log.error("receipt of arrival %s could not be written: %s", arrival_id, reason)  # noqa: TRY400 - names a file
            set_failed(connection, arrival_id, reason)
            unwritten.append(Unwritten(arrival_id, arrival.reporter, reason))
    connection.rollback()
    if unwritten:
        raise ReceiptsNotWrittenError(unwritten)
    return written


def _reason(error: Exception) -> str:
    """Why a receipt could not be written, and what to do, without a path."""
    if isinstance(error, OutboxError):
        return str(error)
    return f"{error.strerror}: {to_do(error)}" if isinstance(error, OSError) and error.strerror else place_of(error)


def _write_one(connection: Connection, settings: Settings, catalogue: Catalogue, arrival: Arrival, tries: int) -> None:
    reports = read_reports(connection, arrival.arrival_id)
    folder = outbox_folder(catalogue, arrival.reporter, _period(reports))
    make_folder(settings.outbox, folder)
    files = _files(connection, settings, catalogue, arrival, reports, tries)
    put(settings.outbox, folder, files)
    set_written(connection, arrival.arrival_id, str(folder / files[-1][0]))
    commit_soon(connection)  # were it lost, the same files would be written again


def _files(
    connection: Connection, settings: Settings, catalogue: Catalogue, arrival: Arrival, reports: tuple[Report, ...], tries: int
) -> tuple[tuple[str, bytes], ...]:
    """What goes out for one arrival; a bare receipt where a whole one can't be made, so that the department has its answer."""
    name = stem(arrival.received_at, arrival.file_name, arrival.twin)
    if not reports or tries >= BARE:
        return bare_files(name, arrival, reports, catalogue)
    source = Source(
        arrival.sha256,
        partial(Archive.of(settings).read, arrival.sha256),
        partial(read_cells, connection),
        partial(read_figure_places, connection),
        marks=tries < WITHOUT_MARKED_COPY,
    )
    try:
        changed = read_revalidated(connection, arrival.arrival_id, reports)
        if changed is not None:
            return notices(arrival, reports[0], changed, catalogue, source)
        return outgoing(arrival, reports, catalogue, source)
    except Exception as error:
        if not answers(connection):
            raise
        tell(log, error, "the receipt of arrival %s could not be made in full", arrival.arrival_id)
        return bare_files(name, arrival, reports, catalogue)


def trial_files(connection: Connection, settings: Settings, catalogue: Catalogue, arrival_id: str) -> tuple[tuple[str, bytes], ...]:
    """What goes out for an arrival that is tried, from what the transaction has loaded so far; nothing where no receipt is due."""
    arrival = claim(connection, arrival_id)
    if arrival is None:
        return ()
    reports = read_reports(connection, arrival_id)
    read = partial(Archive.of(settings).read, arrival.sha256)
    source = Source(arrival.sha256, read, partial(read_cells, connection), partial(read_figure_places, connection), marks=True)
    try:
        return outgoing(arrival, reports, catalogue, source, trial=True)
    except Exception as error:
        if not answers(connection):
            raise
        tell(log, error, "the receipt of the trial %s could not be made in full", arrival_id)
        return bare_files(stem(arrival.received_at, arrival.file_name, arrival.twin), arrival, reports, catalogue, trial=True)


def trial_folder(catalogue: Catalogue, reporter: str | None, name: str) -> PurePosixPath:
    """Where the receipts of a reporter's trials lie, below the outbox."""
    return outbox_folder(catalogue, reporter, name)


def outgoing(
    arrival: Arrival, reports: tuple[Report, ...], catalogue: Catalogue, source: Source, *, trial: bool = False
) -> tuple[tuple[str, bytes], ...]:
    """The files of one arrival, the page last: where it lies, everything lies. Those of a `trial` say that it counts for nothing."""
    reports = tuple(replace(report, issues=with_answers(report.issues)) for report in reports)
    name = stem(arrival.received_at, arrival.file_name, arrival.twin)
    beside = attachments(arrival, reports, catalogue, source, name)
    listed = any(file.has_list for file in beside.files)
    receipt = build(arrival, reports, catalogue, beside.told, listed=listed, trial=trial)
    return (
        *((file.name, file.content) for file in beside.files),
        (f"{name}_回执.txt", as_text(receipt)),
        (f"{name}_回执.html", as_html(receipt)),
    )


def notices(arrival: Arrival, report: Report, changed: Revalidated, catalogue: Catalogue, source: Source) -> tuple[tuple[str, bytes], ...]:
    """The files about a report judged again under changed rules: a short page, and the marked file where something is left to do."""
    name = stem(arrival.received_at, arrival.file_name, arrival.twin)
    asked = any(report.is_task(issue) or report.is_query(issue) for issue in report.issues)
    beside = attachments(arrival, (report,), catalogue, source, name) if asked else Beside()
    notice = build_notice(arrival, report, changed, catalogue, beside.told)
    return (
        *((file.name, file.content) for file in beside.files),
        (f"{name}_回执.txt", notice_as_text(notice)),
        (f"{name}_回执.html", notice_as_html(notice)),
    )


def _period(reports: tuple[Report, ...]) -> str | None:
    """The period of the folder: the latest of those that the file is about."""
    periods = [report.submission.period for report in reports if report.submission.period is not None]
    return max(periods, key=lambda text: Period.parse(text).last_day, default=None)
