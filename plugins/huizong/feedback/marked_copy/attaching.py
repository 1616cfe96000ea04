"""What lies beside a receipt: the department's own file marked, or the nearest equivalent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from huizong.catalogue import Catalogue
from huizong.feedback.marked_copy.faultlist import ListHead
from huizong.feedback.marked_copy.making import Job, Made, Outgoing, make
from huizong.feedback.marked_copy.packing import member_with_digest
from huizong.feedback.outbox.safe_names import safe_name
from huizong.feedback.receipt.content import Attachment, contact_text, deadlines
from huizong.feedback.receipt.due import CellRow, DueArrival, DueReport
from huizong.feedback.receipt.excerpts import Mark, marks
from huizong.feedback.receipt.fault_numbers import label_prefix
from huizong.feedback.receipt.heading import Way, tasks_of, way_of
from huizong.feedback.receipt.list_entries import FaultEntry, entries
from huizong.feedback.receipt.receipt_words import attempt_text, form_text, organisation_text, period_text
from huizong.reading.messages import NoReaderError, OverrunError
from huizong.warehouse.outages import kind_of, place_of, tell

Worker = Callable[[Callable[[Any], object], object], object]  # as `ReaderPool.work`

MEMBER_AT_MOST_BYTES = 64 * 1024 * 1024
NOT_MADE = "“{}”没有附标注件：做标注件时出错（{}）。问题都写在回执里，请对照回执在自己的原件上改"
TOO_MUCH = "给原件加标注要用的时间或内存太多"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Beside:
    """The files beside a receipt; `missing` are remarks on those that could not be made."""

    files: tuple[Outgoing, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[Attachment, ...]:
        """As the receipt names them."""
        return (*(file.attachment for file in self.files), *(Attachment(text, ()) for text in self.missing))


@dataclass(frozen=True)
class AttachmentSource:
    """Where the attachments of one arrival come from: its bytes in the archive, and what the database has read of a file.

    `work` has a reader make them; `marks` is whether marked copies are made at all.
    """

    sha256: str
    read: Callable[[], bytes]
    cells: Callable[[str], tuple[CellRow, ...]]
    figure_places: Callable[[int], frozenset[str]]
    work: Worker
    marks: bool = True

    def bytes_of(self, sha256: str) -> bytes | None:
        """The bytes with that digest: the file's own, or those of a member of it."""
        return self._data if sha256 == self.sha256 else member_with_digest(self._data, sha256, MEMBER_AT_MOST_BYTES)

    def made(self, job: Job) -> Made:
        """What comes of a job. Raises as `ReaderPool.work` does."""
        return cast("Made", self.work(make, job))

    @cached_property
    def _data(self) -> bytes:
        return self.read()


def attachments(arrival: DueArrival, reports: Sequence[DueReport], catalogue: Catalogue, source: AttachmentSource, name: str) -> Beside:
    """The marked files of an arrival, one for each file or archive member in which something is to be done.

    One that can't be made is said, and never keeps the receipt back.
    """
    by_file: dict[str, list[int]] = {}
    for part, report in enumerate(reports, 1):
        by_file.setdefault(report.submission.sha256, []).append(part)
    outgoing: list[Outgoing] = []
    missing: list[str] = []
    for sha256, parts in by_file.items():
        own = tuple(reports[part - 1] for part in parts)
        found = entries(reports, catalogue, only=frozenset(parts))
        if not any(entry.active for entry in found) or _only_put_elsewhere(own, found):
            continue
        member = safe_name(own[0].submission.file.rpartition("/")[2])[-40:]
        if not source.marks:
            missing.append(NOT_MADE.format(member, "几次都没有做成"))
            continue
        job = Job(
            base=name if sha256 == arrival.sha256 else f"{name}_{parts[0]}_{member}",
            head=ListHead(_title(own[0], catalogue), _until(arrival, own, catalogue)),
            found=found,
            marks=_merged(marks(reports[part - 1], label_prefix(part, len(reports))) for part in parts),
            paragraphs=own[0].paragraphs,
            mark_as=arrival.arrival_id,
            at=arrival.received_at,
            lossy=catalogue.issue_type("marked-copy-lossy"),
            data=None,
        )
        try:
            made = _made(job, own, source)
        except NoReaderError:
            raise
        except Exception as error:  # whatever a file makes our libraries raise: its receipt goes out without the marked copy
            tell(log, error, "no marked copy of arrival %s", arrival.arrival_id)
            made = Made(reason=kind_of(place_of(error)))
        outgoing.extend(made.files)
        if made.reason:
            missing.append(NOT_MADE.format(member, made.reason))
    return Beside(tuple(outgoing), tuple(missing))


def _only_put_elsewhere(reports: Sequence[DueReport], found: Sequence[FaultEntry]) -> bool:
    """Whether nothing in the file is to be changed or explained: it has to be put in again, whole, readable or elsewhere."""
    tasks = [issue for report in reports for issue in tasks_of(report)]
    nowhere = not any(entry.place for entry in found if entry.active)
    return nowhere and way_of(tasks) is not Way.CONTENT and not any(entry.wants_reason for entry in found)


def _made(job: Job, reports: Sequence[DueReport], source: AttachmentSource) -> Made:
    """What comes of a job, its bytes taken from the archive; of one that takes too much a workbook made from its cells."""
    submission = reports[0].submission
    places = frozenset[str]().union(*(source.figure_places(report.submission.submission_id) for report in reports))
    whole = replace(job, data=source.bytes_of(submission.sha256), places=places)
    try:
        made = source.made(whole)
        return source.made(replace(whole, cells=source.cells(submission.sha256))) if made.wants_cells else made
    except OverrunError:
        log.warning("the own file of arrival %s takes too much to be marked", job.mark_as)
        return source.made(replace(whole, data=None, why=TOO_MUCH, cells=source.cells(submission.sha256)))


def _merged(several: Iterable[Mapping[int, tuple[Mark, ...]]]) -> dict[int, tuple[Mark, ...]]:
    """The marks of several reports in one document, in order."""
    merged: dict[int, list[Mark]] = {}
    for found in several:
        for paragraph, marked in found.items():
            merged.setdefault(paragraph, []).extend(marked)
    return {paragraph: tuple(sorted(marked, key=lambda one: (one.start, one.end))) for paragraph, marked in merged.items()}


def _title(report: DueReport, catalogue: Catalogue) -> str:
    """What the list is about, in one line."""
    submission = report.submission
    words = [organisation_text(catalogue, submission.reporter) if submission.reporter else ""]
    if submission.form:
        words.append(f"《{form_text(catalogue, submission.form, submission.period)}》")
    if submission.period:
        words.append(period_text(submission.period))
    if submission.attempt:
        words.append(attempt_text(submission.attempt, again=submission.judged_again))
    return "差错清单　" + " ".join(word for word in words if word)


def _until(arrival: DueArrival, reports: Sequence[DueReport], catalogue: Catalogue) -> str:
    """Until when, and whom to ask: for those who open the workbook and not the receipt."""
    until = dict.fromkeys(text for report in reports for text in deadlines(arrival, report, catalogue))
    return f"最晚：{'；'.join(until)}　　问谁：{contact_text(catalogue)}"
