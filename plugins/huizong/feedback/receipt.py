"""The texts of a receipt, built once; the page and the plain text only lay them out (PRACTICE, receipt)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huizong.catalogue import Catalogue
from huizong.feedback.comparison import all_changes, compare, kept_note
from huizong.feedback.deadlines import correction_deadline, due_at, punctuality, query_deadline
from huizong.feedback.entries import FaultEntry, entries
from huizong.feedback.excerpts import Excerpt, excerpts
from huizong.feedback.labels import label_prefix
from huizong.feedback.lines import Line, note_lines, query_lines, task_lines
from huizong.feedback.rows import Arrival, Report, Submission
from huizong.feedback.words import VERDICTS, day_text, form_text, instant_text, organisation_text, period_text
from huizong.model import Verdict
from huizong.reading.masking import mask

LINES_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Part:
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
    tasks: tuple[Line, ...]
    queries: tuple[Line, ...]
    hidden: int
    notes: tuple[Line, ...]
    compared: tuple[str, ...]
    changes: tuple[str, ...]
    excerpts: tuple[Excerpt, ...]
    how: tuple[str, ...]
    until: tuple[str, ...]

    @property
    def one_line(self) -> str:
        """Everything in one line where nothing is left to do (PRACTICE: accepted is one line); else empty."""
        if (
            self.tone not in (Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_QUERIES, Verdict.IGNORED, Verdict.WAITING)
            or self.tasks
            or self.queries
        ):
            return ""
        named = " ".join(text for text in (self.reporter, self.form, self.period, self.attempt) if text)
        facts = "，".join(text for text in (f"{self.received}收到", self.punctuality, self.counts) if text)
        return f"{self.verdict}：{named}，{facts}。{self.headline}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that lies beside the receipt, and what is to be known about it."""

    name: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A whole receipt: one part a submission. `entries` is the 差错清单, where no workbook beside the receipt has it."""

    arrival_id: str
    file: str
    parts: tuple[Part, ...]
    contact: str
    attachments: tuple[Attachment, ...]
    entries: tuple[FaultEntry, ...]


def build(arrival: Arrival, reports: Sequence[Report], catalogue: Catalogue, attachments: Sequence[Attachment], *, listed: bool) -> Receipt:
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
    )


def _part(arrival: Arrival, report: Report, catalogue: Catalogue, *, prefix: str, listed: bool) -> Part:
    submission = report.submission
    due = due_at(catalogue, submission.reporter, submission.form, submission.period)
    tasks = task_lines(report, catalogue, prefix)
    queries = query_lines(report, catalogue, prefix)
    return Part(
        file=mask(submission.file),
        reporter=_reporter(arrival, submission, catalogue),
        form=_form(report, catalogue),
        period=period_text(submission.period),
        attempt=f"第{submission.sequence}次报送" if submission.sequence else "",
        verdict=VERDICTS[submission.verdict],
        tone=submission.verdict.value,
        headline=_headline(submission, len(tasks), len(queries)),
        received=instant_text(arrival.received_at),
        due=instant_text(due) if due else "",
        punctuality=punctuality(min(arrival.received_at, submission.first_received_at), due),
        counts="" if _answers_only(report) else _counts(submission),
        tasks=tasks[:LINES_AT_MOST],
        queries=queries[: max(LINES_AT_MOST - len(tasks), 0)],
        hidden=max(len(tasks) + len(queries) - LINES_AT_MOST, 0),
        notes=note_lines(report, catalogue, prefix),
        compared=(*compare(report, catalogue, prefix), *kept_note(report, catalogue)),
        changes=all_changes(report, catalogue),
        excerpts=excerpts(report, prefix),
        how=_how(
            bool(tasks), queries[0].answer.partition(":")[0] if queries else "", listed, returned=submission.verdict is Verdict.RETURNED
        ),
        until=deadlines(arrival, report, catalogue),
    )


def deadlines(arrival: Arrival, report: Report, catalogue: Catalogue) -> tuple[str, ...]:
    """Until when corrections and explanations are wanted, as far as there are any."""
    submission = report.submission
    due = due_at(catalogue, submission.reporter, submission.form, submission.period)
    until = []
    if any(report.is_task(issue) for issue in report.issues):
        until.append(f"改正：{correction_deadline(catalogue, arrival.received_at, due)}")
    if any(report.is_query(issue) for issue in report.issues):
        until.append(f"说明：{query_deadline(catalogue, arrival.received_at)}")
    return tuple(until)


def _headline(submission: Submission, tasks: int, queries: int) -> str:
    """What is left to do, in one sentence."""
    if submission.duplicate_received_at is not None:
        earlier = f"{day_text(submission.duplicate_received_at)}收到的「{mask(submission.duplicate_file or '')}」"
        left = f"上次请您做的{tasks + queries}件事还没有做。" if tasks or queries else "您不用再做什么。"
        return f"与{earlier}内容完全相同，不重复计数。{left}"
    if tasks or queries:
        if not queries:
            return f"您要做{tasks}件事，改好后重报整份。"
        if not tasks:
            return f"您要做{queries}件事：没填错的回一句说明就行，不用重报。"
        return f"您要做{tasks + queries}件事：改正{tasks}件，改好后重报整份；说明{queries}件，写一句原因。"
    return "" if submission.verdict in (Verdict.RETURNED, Verdict.PARTIALLY_ACCEPTED) else "您不用再做什么。"


def _counts(submission: Submission) -> str:
    """N of M in, K held."""
    parts = []
    if submission.kind == "narrative" and submission.verdict is Verdict.ACCEPTED and not (submission.loaded or submission.held):
        return "按文字材料收取，没有计入数据"
    if submission.required:
        parts.append(f"应报{submission.required}项，已收{submission.taken}项")
    elif submission.loaded:
        parts.append(f"已收{submission.loaded}项")
    if submission.held and submission.verdict is not Verdict.RETURNED:
        parts.append(f"暂缓{submission.held}项")
    return "，".join(parts)


def _how(tasks: bool, query: str, listed: bool, *, returned: bool) -> tuple[str, ...]:
    """Whether the whole report is wanted again or an answer in a line is enough; `query` is the number of the first query."""
    steps = []
    if tasks:
        kept = "" if returned else "，已收的数不会因此丢失"
        steps.append(f"要改正的：改好后把整份文件放回收件文件夹{kept}。")
    if query:
        start = "要说明的：" if tasks else ""
        listing = "在《差错清单》的「说明」栏写好，把标注文件放回收件文件夹；或" if listed else ""
        steps.append(f"{start}{listing}新建一个文本文件放进收件文件夹，一件写一行，例如「{query}:新增2家规上企业，增产4120万元」。")
        steps.append("说明要写清是什么原因、多少数量；只写「核实无误」「属实」的不算。")
    return tuple(steps)


def _reporter(arrival: Arrival, submission: Submission, catalogue: Catalogue) -> str:
    if submission.reporter is None:
        return f"单位未识别（收件文件夹「{mask(arrival.folder)}」）"
    return organisation_text(catalogue, submission.reporter)


def _form(report: Report, catalogue: Catalogue) -> str:
    submission = report.submission
    if submission.form is None and _answers_only(report):
        return "对待说明事项的答复"
    return f"《{form_text(catalogue, submission.form, submission.period)}》" if submission.form else "报表未识别"


def _answers_only(report: Report) -> bool:
    """Whether the file held explanations and nothing else."""
    rules = [issue.rule for issue in report.issues if issue.responsibility == "department"]
    return report.submission.form is None and any(rule.startswith("explanation-") for rule in rules)


def contact_text(catalogue: Catalogue) -> str:
    """Whom to ask: the county's contact; without one on file, its office for this work."""
    contact = catalogue.contact_of(catalogue.county.code)
    if contact is None:
        return f"{catalogue.county.name}汇总人员"
    return f"{contact.name}（{contact.address}）"
