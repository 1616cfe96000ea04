"""Receipts due, written into the outbox (DESIGN §7)."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.feedback.answered import with_answers
from huizong.feedback.attaching import Source, attachments
from huizong.feedback.names import outbox_folder, stem
from huizong.feedback.outbox import put
from huizong.feedback.receipt import build
from huizong.feedback.rendering import as_html, as_text, notice_as_html, notice_as_text
from huizong.feedback.rows import Arrival, Report, claim, due_arrivals, read_cells, read_figure_places, read_reports, set_written
from huizong.feedback.rule_notice import Revalidated, build_notice, read_revalidated
from huizong.intake.archive import Archive
from huizong.settings import Settings

log = logging.getLogger(__name__)


class ReceiptsNotWrittenError(Exception):
    """Some receipts could not be written; the others were. They stay due."""


def write_receipts(connection: Connection, settings: Settings, catalogue: Catalogue) -> int:
    """Write every receipt due from the database and the archive; returns how many. Commits after each.

    A kill between the files and the commit is made good by the next call, which writes the same bytes under the same names.
    Raises ReceiptsNotWrittenError after the last one if some could not be written.
    """
    written, failed = 0, []
    for arrival_id in due_arrivals(connection):
        try:
            written += _write_one(connection, settings, catalogue, arrival_id)
        except Exception as error:
            # One bad file never stops the others; what went wrong is raised at the end.
            connection.rollback()
            log.exception("receipt of arrival %s could not be written", arrival_id)
            failed.append(f"{arrival_id}: {type(error).__name__}: {error}")
    connection.rollback()
    if failed:
        raise ReceiptsNotWrittenError(f"{len(failed)} receipts could not be written, they stay due: " + "; ".join(failed))
    return written


def _write_one(connection: Connection, settings: Settings, catalogue: Catalogue, arrival_id: str) -> int:
    arrival = claim(connection, arrival_id)
    if arrival is None:
        return 0
    reports = read_reports(connection, arrival_id)
    folder = outbox_folder(catalogue, arrival.reporter, _period(reports))
    if not reports:
        raise LookupError("a receipt is due for an arrival without submissions")
    source = Source(
        arrival.sha256,
        partial(Archive(settings.archive).read, arrival.sha256),
        partial(read_cells, connection),
        partial(read_figure_places, connection),
    )
    changed = read_revalidated(connection, arrival_id, reports)
    files = outgoing(arrival, reports, catalogue, source) if changed is None else notices(arrival, reports[0], changed, catalogue, source)
    path = folder
    for name, content in files:
        path = folder / name
        put(settings.outbox, path, content)
    set_written(connection, arrival_id, str(path))
    connection.commit()
    return 1


def outgoing(arrival: Arrival, reports: tuple[Report, ...], catalogue: Catalogue, source: Source) -> tuple[tuple[str, bytes], ...]:
    """The files of one arrival, the page last: where it lies, everything lies."""
    reports = tuple(replace(report, issues=with_answers(report.issues)) for report in reports)
    name = stem(arrival.received_at, arrival.file_name, arrival.twin)
    beside = attachments(arrival, reports, catalogue, source, name)
    listed = any(file.has_list for file in beside)
    receipt = build(arrival, reports, catalogue, [file.attachment for file in beside], listed=listed)
    return (
        *((file.name, file.content) for file in beside),
        (f"{name}_回执.txt", as_text(receipt)),
        (f"{name}_回执.html", as_html(receipt)),
    )


def notices(arrival: Arrival, report: Report, changed: Revalidated, catalogue: Catalogue, source: Source) -> tuple[tuple[str, bytes], ...]:
    """The files about a report judged again under changed rules: a short page, and the marked file where something is left to do."""
    name = stem(arrival.received_at, arrival.file_name, arrival.twin)
    asked = any(report.is_task(issue) or report.is_query(issue) for issue in report.issues)
    beside = attachments(arrival, (report,), catalogue, source, name) if asked else ()
    notice = build_notice(arrival, report, changed, catalogue, [file.attachment for file in beside])
    return (
        *((file.name, file.content) for file in beside),
        (f"{name}_回执.txt", notice_as_text(notice)),
        (f"{name}_回执.html", notice_as_html(notice)),
    )


def _period(reports: tuple[Report, ...]) -> str | None:
    """The period of the folder: the latest of those that the file is about."""
    periods = [report.submission.period for report in reports if report.submission.period is not None]
    return max(periods, key=lambda text: Period.parse(text).last_day, default=None)
