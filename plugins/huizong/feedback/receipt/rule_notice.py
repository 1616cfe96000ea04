"""The receipt of a report that was judged again because the rules changed: what changed, and that it was the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from huizong.catalogue import Catalogue
from huizong.feedback.receipt.content import Attachment, contact_text, deadlines
from huizong.feedback.receipt.due import DueArrival, DueReport, Issue
from huizong.feedback.receipt.heading import Todo, conclusion, headline, tasks_of, tone, way_of
from huizong.feedback.receipt.receipt_lines import ReceiptLine, note_lines, query_lines, task_lines
from huizong.feedback.receipt.receipt_words import VERDICTS, day_text, figure_text, form_text, number_text, organisation_text, period_text
from huizong.model import Basis, Severity, Verdict
from huizong.reading.masking import mask
from huizong.warehouse.prepared import execute
from huizong.warehouse.queries import query

FIGURES_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that the decision let in (`released`) or took out; `value` in `unit`."""

    organisation: str
    indicator: str
    period: str
    basis: Basis
    value: Decimal
    unit: str
    released: bool


@dataclass(frozen=True, slots=True)
class Revalidated:
    """What a changed rule did to one report, and why: its verdict before, the faults that were the rule's, the figures that moved.

    `kept` are the faults of the judgement before that are not void.
    """

    verdict_before: Verdict
    reason: str
    void: tuple[Issue, ...]
    kept: tuple[Issue, ...]
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """The texts of the page. `void` are faults that count no more, `new` what the rule in force asks; `left` is asked as before."""

    arrival_id: str
    file: str
    who: str
    said: str
    why: str
    verdict: str
    tone: str
    headline: str
    void: tuple[ReceiptLine, ...]
    released: tuple[str, ...]
    held: tuple[str, ...]
    new: tuple[ReceiptLine, ...]
    left: str
    until: tuple[str, ...]
    contact: str
    attachments: tuple[Attachment, ...]


def read_revalidated(connection: Connection, arrival_id: str, reports: Sequence[DueReport]) -> Revalidated | None:
    """What the database holds of it; None for an arrival that a department sent, or that another decision has judged again."""
    with connection.cursor() as cursor:
        execute(cursor, "notice_of", {"arrival_id": arrival_id})
        found = cursor.fetchone()
        if found is None:
            return None
        submission_id, verdict_before, known_from, reason = found
        decided = {"submission_id": submission_id, "known_from": known_from}
        cursor.execute(query("notice_void"), decided)
        void = _issues(cursor)
        cursor.execute(query("feedback_issues"), decided)
        kept = _issues(cursor)
        cursor.execute(query("notice_figures"), decided | {"submission_id": reports[0].submission.submission_id})
        moved = tuple(Moved(**row | {"basis": Basis(row["basis"])}) for row in _records(cursor))
    return Revalidated(Verdict(verdict_before), reason, tuple(issue for issue in void if issue.severity is not Severity.INFO), kept, moved)


def build_notice(
    arrival: DueArrival, report: DueReport, changed: Revalidated, catalogue: Catalogue, attachments: Sequence[Attachment]
) -> Notice:
    """The page, its texts' personal numbers masked. Numbers are those of the new judgement."""
    submission = report.submission
    known = {issue.identity for issue in changed.kept}
    fresh = replace(report, issues=tuple(issue for issue in report.issues if issue.identity not in known))
    todo = Todo(len(task_lines(report, catalogue, "")), len(query_lines(report, catalogue, "")), way_of(tasks_of(report)))
    new = (*task_lines(fresh, catalogue, ""), *query_lines(fresh, catalogue, ""))
    left = todo.all - len(new)
    now, before = conclusion(submission.verdict, todo), VERDICTS[changed.verdict_before]
    form = f"《{form_text(catalogue, submission.form, submission.period)}》" if submission.form else ""
    return Notice(
        arrival_id=arrival.arrival_id,
        file=mask(submission.file),
        who=" ".join((organisation_text(catalogue, submission.reporter or ""), form, period_text(submission.period))),
        said=_said(submission.first_received_at),
        why=mask(changed.reason),
        verdict=now if now == before else f"{now}（原为{before}）",
        tone=tone(submission.verdict, todo),
        headline=headline(report, todo),
        void=note_lines(replace(report, issues=changed.void, changes=(), kept=()), catalogue, ""),
        released=_figures(changed.moved, catalogue, submission.reporter, released=True),
        held=_figures(changed.moved, catalogue, submission.reporter, released=False),
        new=new,
        left=f"原来请您做的还有{left}件，规则调整后仍然要做，见《差错清单》。" if left > 0 else "",
        until=deadlines(arrival, report, catalogue),
        contact=contact_text(catalogue),
        attachments=tuple(attachments),
    )


def _said(received_at: datetime) -> str:
    again = f"县里调整了审核规则，您{day_text(received_at)}报来的文件按新规则重新审核了一遍。"
    return again + "这是规则的变动，不是您报错，不算一次报送，不影响及时率。"


def _figures(moved: Sequence[Moved], catalogue: Catalogue, reporter: str | None, *, released: bool) -> tuple[str, ...]:
    """The figures that came in or went, each with its value; those beyond the limit are counted."""
    those = [figure for figure in moved if figure.released is released]
    shown = [
        f"{figure_text(catalogue, figure, reporter)}：{number_text(figure.value)}{'' if figure.unit == '%' else ' '}{figure.unit}"
        for figure in those[:FIGURES_AT_MOST]
    ]
    return (*shown, f"等{len(those)}项") if len(those) > FIGURES_AT_MOST else tuple(shown)


def _issues(cursor: Cursor) -> tuple[Issue, ...]:
    return tuple(Issue(**row | {"severity": Severity(row["severity"])}) for row in _records(cursor))


def _records(cursor: Cursor) -> list[dict[str, Any]]:
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
