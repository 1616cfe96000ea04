"""What lies beside a receipt: the department's own file marked, or the nearest equivalent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import IssueType
from huizong.feedback.marked_copy.cells import fits
from huizong.feedback.marked_copy.faultlist import ListHead
from huizong.feedback.marked_copy.fresh_workbook import list_only, rebuild
from huizong.feedback.marked_copy.marking import NotMarkableError, has_macros, is_workbook, mark
from huizong.feedback.marked_copy.packing import member_with_digest
from huizong.feedback.marked_copy.unsaved_parts import losses
from huizong.feedback.marked_copy.word_document import comment_document, is_word
from huizong.feedback.outbox.safe_names import safe_name
from huizong.feedback.receipt.content import Attachment, contact_text, deadlines
from huizong.feedback.receipt.due import Arrival, CellRow, Report
from huizong.feedback.receipt.excerpts import Mark, marks
from huizong.feedback.receipt.fault_numbers import label_prefix
from huizong.feedback.receipt.heading import Way, tasks_of, way_of
from huizong.feedback.receipt.list_entries import FaultEntry, entries
from huizong.feedback.receipt.receipt_words import attempt_text, form_text, organisation_text, period_text
from huizong.warehouse.outages import tell

MEMBER_AT_MOST_BYTES = 64 * 1024 * 1024
NOT_MADE = "“{}”没有附标注件：做标注件时出错（{}）。问题都写在回执里，请对照回执在自己的原件上改"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file for the outbox with what the receipt says about it; `has_list` if the 差错清单 is in it."""

    name: str
    content: bytes
    remarks: tuple[str, ...]
    has_list: bool

    @property
    def attachment(self) -> Attachment:
        """As the receipt names it."""
        return Attachment(self.name, self.remarks)


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
class Source:
    """Where the attachments of one arrival come from: its bytes in the archive, and what the database has read of a file.

    `marks` is whether marked copies are made at all.
    """

    sha256: str
    read: Callable[[], bytes]
    cells: Callable[[str], tuple[CellRow, ...]]
    figure_places: Callable[[int], frozenset[str]]
    marks: bool = True

    def bytes_of(self, sha256: str) -> bytes | None:
        """The bytes with that digest: the file's own, or those of a member of it."""
        return self._data if sha256 == self.sha256 else member_with_digest(self._data, sha256, MEMBER_AT_MOST_BYTES)

    @cached_property
    def _data(self) -> bytes:
        return self.read()


@dataclass(frozen=True, slots=True)
class Job:
    """One file or archive member that is to be marked, with everything that is said about it."""

    base: str
    head: ListHead
    reports: tuple[Report, ...]
    found: tuple[FaultEntry, ...]
    marks: Mapping[int, tuple[Mark, ...]]
    mark_as: str
    at: datetime
    lossy: IssueType


def attachments(arrival: Arrival, reports: Sequence[Report], catalogue: Catalogue, source: Source, name: str) -> Beside:
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
        job = Job(
            base=name if sha256 == arrival.sha256 else f"{name}_{parts[0]}_{member}",
            marks=_merged(marks(reports[part - 1], label_prefix(part, len(reports))) for part in parts),
            head=ListHead(_title(own[0], catalogue), _until(arrival, own, catalogue)),
            reports=own,
            found=found,
            mark_as=arrival.arrival_id,
            at=arrival.received_at,
            lossy=catalogue.issue_type("marked-copy-lossy"),
        )
        try:
            outgoing.extend(_for_file(job, source))
        except NotMarkableError as error:
            missing.append(NOT_MADE.format(member, error))
        except Exception as error:  # whatever a file makes our libraries raise: its receipt goes out without the marked copy
            tell(log, error, "no marked copy of arrival %s", arrival.arrival_id)
            missing.append(NOT_MADE.format(member, type(error).__name__))
    return Beside(tuple(outgoing), tuple(missing))


def _only_put_elsewhere(reports: Sequence[Report], found: Sequence[FaultEntry]) -> bool:
    """Whether nothing in the file is to be changed or explained: it has to be put in again, whole, readable or elsewhere."""
    tasks = [issue for report in reports for issue in tasks_of(report)]
    nowhere = not any(entry.place for entry in found if entry.active)
    return nowhere and way_of(tasks) is not Way.CONTENT and not any(entry.wants_reason for entry in found)


def _for_file(job: Job, source: Source) -> list[Outgoing]:
    """Documents get comments at their paragraphs; tables come back as the own workbook, or as one made from the cells."""
    if not source.marks:
        raise NotMarkableError("几次都没有做成")
    data = source.bytes_of(job.reports[0].submission.sha256)
    outgoing: list[Outgoing] = []
    if job.marks and data is not None and is_word(data):
        outgoing.extend(_commented(job, data))
    in_cells = not job.marks or any("!" in entry.place for entry in job.found)
    if in_cells and data is not None and is_workbook(data):
        outgoing.extend(_marked(job, source, data))
    elif in_cells and (cells := source.cells(job.reports[0].submission.sha256)):
        outgoing.append(_rebuilt(job, cells, "原件不能直接加标注（不是 xlsx，或带有密码），"))
    elif job.reports[0].paragraphs:
        content = list_only(job.head, job.found, job.mark_as, job.at)
        remark = "全部问题的清单" + ("；「说明」栏写好后可以单独发回。" if any(entry.wants_reason for entry in job.found) else "。")
        outgoing.append(Outgoing(f"{job.base}_差错清单.xlsx", content, (remark,), True))
    return outgoing


def _merged(several: Iterable[Mapping[int, tuple[Mark, ...]]]) -> dict[int, tuple[Mark, ...]]:
    """The marks of several reports in one document, in order."""
    merged: dict[int, list[Mark]] = {}
    for found in several:
        for paragraph, marked in found.items():
            merged.setdefault(paragraph, []).extend(marked)
    return {paragraph: tuple(sorted(marked, key=lambda one: (one.start, one.end))) for paragraph, marked in merged.items()}


def _commented(job: Job, data: bytes) -> list[Outgoing]:
    """The document with comments; without it the paragraphs on the receipt show the places."""
    try:
        content, missed = comment_document(data, job.reports[0].paragraphs, job.marks, job.mark_as, job.at)
    except NotMarkableError as error:
        log.warning("a document could not be commented: %s", error)
        return []
    remark = "您的原文，有问题的地方已加批注" + ("；没有加上的见回执中的原文。" if missed else "。")
    return [Outgoing(f"{job.base}_标注.docx", content, (remark,), False)]


def _marked(job: Job, source: Source, data: bytes) -> list[Outgoing]:
    """The own workbook marked, or rebuilt where openpyxl cannot hold it; nothing for one of which no cell was read."""
    places = frozenset().union(*(source.figure_places(report.submission.submission_id) for report in job.reports))
    try:
        content, masked, stopped = mark(data, job.head, job.found, places, job.mark_as, job.at)
    except NotMarkableError as error:
        cells = source.cells(job.reports[0].submission.sha256)
        return [_rebuilt(job, cells, f"{error}，")] if cells else []
    macros = has_macros(data)
    remarks = ["您的原表，有问题的格已标色并加批注；第一张表是《差错清单》。"]
    lost = losses(data, keeps_macros=macros)
    if lost:
        remarks.append(f"{job.lossy.message.replace('{observed}', '、'.join(lost))}。{job.lossy.remedy}。")
    if masked:
        remarks.append("其中的身份证号、手机号、银行卡号已遮盖，请在自己的原件上改。")
    if stopped:
        remarks.append("其中会启动其他程序的公式（DDE）在标注件里只作文字保留，请在自己的原件上核实、删去。")
    return [Outgoing(f"{job.base}_标注.{'xlsm' if macros else 'xlsx'}", content, tuple(remarks), True)]


def _rebuilt(job: Job, cells: Sequence[CellRow], why: str) -> Outgoing:
    content = rebuild(cells, job.head, job.found, job.mark_as, job.at)
    beyond = "" if all(fits(cell.row, cell.column) for cell in cells) else "超出工作表行列上限的部分没有列进标注件。"
    remark = f"{why}标注件按读到的内容重新做成，格式与原件不同；{beyond}请在自己的原件上改，或改好本件后报送。"
    return Outgoing(f"{job.base}_标注.xlsx", content, (remark,), True)


def _title(report: Report, catalogue: Catalogue) -> str:
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


def _until(arrival: Arrival, reports: Sequence[Report], catalogue: Catalogue) -> str:
    """Until when, and whom to ask: for those who open the workbook and not the receipt."""
    until = dict.fromkeys(text for report in reports for text in deadlines(arrival, report, catalogue))
    return f"最晚：{'；'.join(until)}　　问谁：{contact_text(catalogue)}"
