"""The marked file made from a department's own: a comment at each paragraph, a coloured cell for each fault, the list in front.

Nothing here asks the database: it is done by a reader (`Work`), where a file that takes too much has a bound and ends nobody else.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from huizong.catalogue.entries import IssueType
from huizong.feedback.marked_copy.cells import fits
from huizong.feedback.marked_copy.faultlist import ListHead
from huizong.feedback.marked_copy.fresh_workbook import list_only, rebuild
from huizong.feedback.marked_copy.marking import NotMarkableError, has_macros, is_workbook, mark
from huizong.feedback.marked_copy.odt_document import comment_odt, is_odt
from huizong.feedback.marked_copy.unsaved_parts import losses
from huizong.feedback.marked_copy.word_document import comment_document, is_word
from huizong.feedback.receipt.content import Attachment
from huizong.feedback.receipt.due import CellRow
from huizong.feedback.receipt.excerpts import Mark
from huizong.feedback.receipt.list_entries import FaultEntry

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
class Job:
    """One file or archive member that is to be marked, with everything that is said about it.

    `data` are its bytes, None where they can't be had, or can't be marked and `why` says so; `places` are cells whose numbers are
    figures and stay; `cells` are all that were read of it, None while nobody has asked for them.
    """

    base: str
    head: ListHead
    found: tuple[FaultEntry, ...]
    marks: Mapping[int, tuple[Mark, ...]]
    paragraphs: tuple[tuple[int, str], ...]
    mark_as: str
    at: datetime
    lossy: IssueType
    data: bytes | None
    why: str = "原件不能直接加标注（不是 xlsx，或带有密码）"
    places: frozenset[str] = frozenset()
    cells: tuple[CellRow, ...] | None = None

    @property
    def in_cells(self) -> bool:
        """Whether anything of it is said about cells."""
        return not self.marks or any("!" in entry.place for entry in self.found)


class CellsWantedError(Exception):
    """The own file can't be marked, and its cells were not given."""


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a job; or that it needs its cells; or why there are none, in words for a clerk."""

    files: tuple[Outgoing, ...] = ()
    wants_cells: bool = False
    reason: str = ""


def make(job: Job) -> Made:
    """Documents get comments at their paragraphs; tables come back as the own workbook, or as one made from the cells."""
    try:
        return Made(tuple(_files(job)))
    except CellsWantedError:
        return Made(wants_cells=True)
    except NotMarkableError as error:
        return Made(reason=str(error))


def _files(job: Job) -> list[Outgoing]:
    outgoing: list[Outgoing] = []
    if job.marks and job.data is not None:
        outgoing.extend(_commented(job, job.data))
    if job.in_cells and job.data is not None and is_workbook(job.data):
        outgoing.extend(_marked(job, job.data))
    elif job.in_cells and (cells := _cells(job)):
        outgoing.append(_rebuilt(job, cells, job.why))
    elif job.paragraphs:
        content = list_only(job.head, job.found, job.mark_as, job.at)
        remark = "全部问题的清单" + ("；「说明」栏写好后可以单独发回。" if any(entry.wants_reason for entry in job.found) else "。")
        outgoing.append(Outgoing(f"{job.base}_差错清单.xlsx", content, (remark,), has_list=True))
    return outgoing


def _cells(job: Job) -> tuple[CellRow, ...]:
    if job.cells is None:
        raise CellsWantedError
    return job.cells


def _commented(job: Job, data: bytes) -> list[Outgoing]:
    """The document with comments; without it the paragraphs on the receipt show the places."""
    if not (word := is_word(data)) and not is_odt(data):
        return []
    try:
        content, missed = (comment_document if word else comment_odt)(data, job.paragraphs, job.marks, job.mark_as, job.at)
    except NotMarkableError as error:
        log.warning("a document could not be commented: %s", error)
        return []
    remark = "您的原文，有问题的地方已加批注" + ("；没有加上的见回执中的原文。" if missed else "。")
    return [Outgoing(f"{job.base}_标注.{'docx' if word else 'odt'}", content, (remark,), has_list=False)]


def _marked(job: Job, data: bytes) -> list[Outgoing]:
    """The own workbook marked, or rebuilt where openpyxl cannot hold it; nothing for one of which no cell was read."""
    try:
        content, masked, stopped = mark(data, job.head, job.found, job.places, job.mark_as, job.at)
    except NotMarkableError as error:
        cells = _cells(job)
        return [_rebuilt(job, cells, str(error))] if cells else []
    macros = has_macros(data)
    remarks = ["您的原表，有问题的格已标色并加批注；第一张表是《差错清单》。"]
    lost = losses(data, keeps_macros=macros)
    if lost:
        remarks.append(f"{job.lossy.message.replace('{observed}', '、'.join(lost))}。{job.lossy.remedy}。")
    if masked:
        remarks.append("其中的身份证号、手机号、银行卡号已遮盖，请在自己的原件上改。")
    if stopped:
        remarks.append("其中会启动其他程序的公式（DDE）在标注件里只作文字保留，请在自己的原件上核实、删去。")
    return [Outgoing(f"{job.base}_标注.{'xlsm' if macros else 'xlsx'}", content, tuple(remarks), has_list=True)]


def _rebuilt(job: Job, cells: Sequence[CellRow], why: str) -> Outgoing:
    content = rebuild(cells, job.head, job.found, job.mark_as, job.at)
    beyond = "" if all(fits(cell.row, cell.column) for cell in cells) else "超出工作表行列上限的部分没有列进标注件。"
    remark = f"{why}，标注件按读到的内容重新做成，格式与原件不同；{beyond}请在自己的原件上改，或改好本件后报送。"
    return Outgoing(f"{job.base}_标注.xlsx", content, (remark,), has_list=True)
