"""The texts of a receipt, built once; the page and the plain text only lay them out (PRACTICE, receipt)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huizong.catalogue import Catalogue
from huizong.feedback.receipt.comparison import all_changes, compare, kept_note
from huizong.feedback.receipt.deadlines import correction_deadline, due_at, punctuality, query_deadline
from huizong.feedback.receipt.due import DueArrival, DueReport, Submission
from huizong.feedback.receipt.excerpts import Excerpt, excerpts
from huizong.feedback.receipt.fault_numbers import label_prefix
from huizong.feedback.receipt.heading import Todo, Way, answers_only, conclusion, counts, headline, steps, tasks_of, tone, way_of
from huizong.feedback.receipt.list_entries import FaultEntry, entries
from huizong.feedback.receipt.receipt_lines import ReceiptLine, note_lines, query_lines, task_lines
from huizong.feedback.receipt.receipt_words import attempt_text, form_text, instant_text, organisation_text, period_text
from huizong.model import Verdict
from huizong.reading.masking import mask

LINES_AT_MOST = 10
TRIAL = "试报，未计入：以下是试算结果，文件没有收取，也不计报送次数。正式报送请把文件放进“试报”以外的收件文件夹"
_WRONG_PERIOD = frozenset({"period-future", "period-mismatch", "period-missing", "form-not-in-force"})


@dataclass(frozen=True, slots=True)
class ReceiptPart:
    """What is said about one submission. Empty texts are left out of the page; `hidden` are the lines beyond the limit."""

    file: str
    reporter: str
    form: str
    period: str
    attempt: str
    verdict: str
    tone: str
    headline: str
    received: str
    due: str
    punctuality: str
    counts: str
    tasks_title: str
    tasks: tuple[ReceiptLine, ...]
    queries: tuple[ReceiptLine, ...]
    hidden: int
    notes: tuple[ReceiptLine, ...]
    compared: tuple[str, ...]
    changes: tuple[str, ...]
    excerpts: tuple[Excerpt, ...]
    how: tuple[str, ...]
    until: tuple[str, ...]

    def named(self, between: str) -> str:
        """Who, form, period and attempt, as far as they are known."""
        return between.join(text for text in (self.reporter, self.form, self.period, self.attempt) if text)

    @property
    def one_line(self) -> str:
        """Everything in one line where nothing is left to do (PRACTICE: accepted is one line); else empty."""
        if (
            self.tone not in (Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_QUERIES, Verdict.IGNORED, Verdict.WAITING)
            or self.tasks
            or self.queries
        ):
            return ""
        named = self.named(" ")
        facts = "，".join(text for text in (f"{self.received}收到", self.punctuality, self.counts) if text)
        return f"{self.verdict}：{named}，{facts}。{self.headline}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that lies beside the receipt, and what is to be known about it."""

    name: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A whole receipt: one part a submission. `entries` is the 差错清单, where no workbook beside the receipt has it.

    `banner` stands above everything: that the file was only tried, else empty.
    """

    arrival_id: str
    file: str
    parts: tuple[ReceiptPart, ...]
    contact: str
    attachments: tuple[Attachment, ...]
    entries: tuple[FaultEntry, ...]
    banner: str = ""


def build(
    arrival: DueArrival,
    reports: Sequence[DueReport],
    catalogue: Catalogue,
    attachments: Sequence[Attachment],
    *,
    listed: bool,
    trial: bool = False,
) -> Receipt:
    """The receipt of an arrival, its texts' personal numbers masked; `listed` says that a file beside it has the 差错清单."""
    parts = tuple(
        _part(arrival, report, catalogue, prefix=label_prefix(number, len(reports)), listed=listed)
        for number, report in enumerate(reports, 1)
    )
    overflow = any(part.hidden for part in parts)
    return Receipt(
        arrival_id=arrival.arrival_id,
        file=mask(arrival.file_name),
        parts=parts,
        contact=contact_text(catalogue),
        attachments=tuple(attachments),
        entries=entries(reports, catalogue) if overflow and not listed else (),
        banner=TRIAL if trial else "",
    )


def _part(arrival: DueArrival, report: DueReport, catalogue: Catalogue, *, prefix: str, listed: bool) -> ReceiptPart:
    submission = report.submission
    due = _due(report, catalogue)
    tasks = task_lines(report, catalogue, prefix)
    queries = query_lines(report, catalogue, prefix)
    todo = Todo(len(tasks), len(queries), way_of(tasks_of(report)))
    first_query = queries[0].answer.partition(":")[0] if queries else ""
    return ReceiptPart(
        file=mask(submission.file),
        reporter=_reporter(arrival, submission, catalogue),
        form=_form(report, catalogue),
        period=period_text(submission.period) if submission.period or not _takes_no_form(submission) else "",
        attempt=attempt_text(submission.attempt, again=submission.judged_again),
        verdict=conclusion(submission.verdict, todo),
        tone=tone(submission.verdict, todo),
        headline=headline(report, todo),
        received=instant_text(arrival.received_at),
        due=instant_text(due) if due else "",
        punctuality=punctuality(min(arrival.received_at, submission.first_received_at), due),
        counts="" if answers_only(report) else counts(submission),
        tasks_title="请改正" if todo.way is Way.CONTENT else "请处理",
        tasks=tasks[:LINES_AT_MOST],
        queries=queries[: max(LINES_AT_MOST - len(tasks), 0)],
        hidden=max(len(tasks) + len(queries) - LINES_AT_MOST, 0),
        notes=note_lines(report, catalogue, prefix),
        compared=(*compare(report, catalogue, prefix), *kept_note(report, catalogue)),
        changes=all_changes(report, catalogue),
        excerpts=excerpts(report, prefix),
        how=steps(todo, first_query, listed=listed, loaded=submission.loaded > 0),
        until=deadlines(arrival, report, catalogue),
    )


def deadlines(arrival: DueArrival, report: DueReport, catalogue: Catalogue) -> tuple[str, ...]:
    """Until when corrections and explanations are wanted, as far as there are any."""
    due = _due(report, catalogue)
    until = []
    tasks = tasks_of(report)
    if tasks:
        what, again = ("改正", "重报") if way_of(tasks) is Way.CONTENT else ("处理", "重新放进来")
        until.append(f"{what}：{correction_deadline(catalogue, arrival.received_at, due, again)}")
    if any(report.is_query(issue) for issue in report.issues):
        until.append(f"说明：{query_deadline(catalogue, arrival.received_at)}")
    return tuple(until)


def _due(report: DueReport, catalogue: Catalogue) -> datetime | None:
    """When the report was due; None where nobody owes it, or where the period itself is wrong."""
    submission = report.submission
    if any(issue.rule in _WRONG_PERIOD and report.is_task(issue) for issue in report.issues):
        return None
    return due_at(catalogue, submission.reporter, submission.form, submission.period)


def _reporter(arrival: DueArrival, submission: Submission, catalogue: Catalogue) -> str:
    if submission.reporter is None:
        return f"单位未识别（收件文件夹「{mask(arrival.folder)}」）"
    return organisation_text(catalogue, submission.reporter)


def _form(report: DueReport, catalogue: Catalogue) -> str:
    submission = report.submission
    if submission.form is None and answers_only(report):
        return "对待说明事项的答复"
    if submission.form is not None:
        return f"《{form_text(catalogue, submission.form, submission.period)}》"
    if _takes_no_form(submission):
        return "文字材料" if submission.kind == "narrative" else ""
    return "报表未识别"


def _takes_no_form(submission: Submission) -> bool:
    """Whether nothing is missing where no form is known: a text that nobody owes, an attachment, a file of the system."""
    return submission.form is None and submission.verdict is not Verdict.RETURNED


def contact_text(catalogue: Catalogue) -> str:
    """Whom to ask: the county's contact; without one on file, its office for this work."""
    contact = catalogue.contact_of(catalogue.county.code)
    if contact is None:
        return f"{catalogue.county.name}汇总人员"
    return f"{contact.name}（{contact.address}）"
