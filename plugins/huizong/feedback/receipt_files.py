"""The files of one receipt: the page and its text, and the department's own file marked beside them."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.feedback.marked_copy.attaching import AttachmentSource, Beside, Worker, attachments
from huizong.feedback.outbox.safe_names import outbox_folder, stem
from huizong.feedback.receipt.answered import with_answers
from huizong.feedback.receipt.content import build
from huizong.feedback.receipt.due import DueArrival, DueReport, claim, read_cells, read_figure_places, read_reports
from huizong.feedback.receipt.last_resort import bare_files
from huizong.feedback.receipt.rendering import as_html, as_text, notice_as_html, notice_as_text
from huizong.feedback.receipt.rule_notice import Revalidated, build_notice, read_revalidated
from huizong.intake.archive import Archive
from huizong.reading.messages import NoReaderError
from huizong.settings import Settings
from huizong.warehouse.outages import answers, tell

log = logging.getLogger(__name__)

# A writing that was cut short is simply repeated; one that was cut short this often does without what may have ended it.
WITHOUT_MARKED_COPY, BARE = 3, 4


def receipt_files(
    connection: Connection, catalogue: Catalogue, arrival: DueArrival, reports: tuple[DueReport, ...], source: AttachmentSource, tries: int
) -> tuple[tuple[str, bytes], ...]:
    """What goes out for one arrival; a bare receipt where a whole one can't be made, so that the department has its answer."""
    name = stem(arrival.received_at, arrival.file_name, arrival.twin)
    if not reports or tries >= BARE:
        return bare_files(name, arrival, reports, catalogue)
    source = replace(source, marks=tries < WITHOUT_MARKED_COPY)
    try:
        changed = read_revalidated(connection, arrival.arrival_id, reports)
        if changed is not None:
            return notices(arrival, reports[0], changed, catalogue, source)
        return outgoing(arrival, reports, catalogue, source)
    except NoReaderError:  # the machine is at fault: the receipt waits
        raise
    except Exception as error:
        if not answers(connection):
            raise
        tell(log, error, "the receipt of arrival %s could not be made in full", arrival.arrival_id)
        return bare_files(name, arrival, reports, catalogue)


def trial_files(
    connection: Connection, settings: Settings, catalogue: Catalogue, arrival_id: str, worker: Worker
) -> tuple[tuple[str, bytes], ...]:
    """What goes out for an arrival that is tried, from what the transaction has loaded so far; nothing where no receipt is due."""
    arrival = claim(connection, arrival_id)
    if arrival is None:
        return ()
    reports = read_reports(connection, arrival_id)
    source = source_of(connection, settings, arrival, worker)
    try:
        return outgoing(arrival, reports, catalogue, source, trial=True)
    except NoReaderError:  # the machine is at fault: the receipt waits
        raise
    except Exception as error:
        if not answers(connection):
            raise
        tell(log, error, "the receipt of the trial %s could not be made in full", arrival_id)
        return bare_files(stem(arrival.received_at, arrival.file_name, arrival.twin), arrival, reports, catalogue, trial=True)


def source_of(connection: Connection, settings: Settings, arrival: DueArrival, worker: Worker) -> AttachmentSource:
    """Where the marked copies of an arrival come from, and who makes them."""
    read = partial(Archive.of(settings).read, arrival.sha256)
    return AttachmentSource(arrival.sha256, read, partial(read_cells, connection), partial(read_figure_places, connection), worker)


def trial_folder(catalogue: Catalogue, reporter: str | None, name: str) -> PurePosixPath:
    """Where the receipts of a reporter's trials lie, below the outbox."""
    return outbox_folder(catalogue, reporter, name)


def outgoing(
    arrival: DueArrival, reports: tuple[DueReport, ...], catalogue: Catalogue, source: AttachmentSource, *, trial: bool = False
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


def notices(
    arrival: DueArrival, report: DueReport, changed: Revalidated, catalogue: Catalogue, source: AttachmentSource
) -> tuple[tuple[str, bytes], ...]:
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
