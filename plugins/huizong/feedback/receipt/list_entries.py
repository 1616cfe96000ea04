"""One row of the 差错清单 for each fault: what the marked workbook and its list are made from."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from huizong.catalogue import Catalogue
from huizong.checking.language.basis_words import COMPARISON_WORDS
from huizong.feedback.receipt.comparison import faults
from huizong.feedback.receipt.due import DueReport, Issue
from huizong.feedback.receipt.fault_numbers import label, label_prefix
from huizong.feedback.receipt.receipt_lines import todo_text
from huizong.feedback.receipt.receipt_words import ACTIONS, figure_text, period_text, without_place
from huizong.model import Severity
from huizong.places import is_prose, place_text
from huizong.reading.masking import mask


@dataclass(frozen=True, slots=True)
class FaultEntry:
    """One fault as the list shows it; `action` is 须改正, 待说明 or 提示, `place` as recorded, `compared` against the file before."""

    label: str
    severity: Severity
    action: str
    place: str
    place_words: str
    figure: str
    message: str
    observed: str
    expected: str
    difference: str
    remedy: str
    compared: str

    @property
    def active(self) -> bool:
        """Whether the department has something to do about it."""
        return self.action != ACTIONS[Severity.INFO]

    @property
    def wants_reason(self) -> bool:
        """Whether the column 「说明」 is to be filled."""
        return self.action == ACTIONS[Severity.QUERY]


def entries(reports: Sequence[DueReport], catalogue: Catalogue, only: Container[int] | None = None) -> tuple[FaultEntry, ...]:
    """The faults of the submissions, gravest first; what is settled or not for the department is 提示.

    `only` names the parts wanted, counted from 1; without it all are.
    """
    found: list[FaultEntry] = []
    for part, report in enumerate(reports, 1):
        if only is not None and part not in only:
            continue
        stayed = {issue.number for issue in faults(report).stayed}
        prose = bool(report.paragraphs)
        compares = report.submission.previous_id is not None
        for issue in report.issues:
            if issue.responsibility == "reviewer":
                continue
            active = report.is_task(issue) or report.is_query(issue)
            figure = figure_text(catalogue, issue, report.submission.reporter)
            if issue.period and issue.period != report.submission.period and figure:
                figure = f"{figure}（{period_text(issue.period)}）"
            in_prose = is_prose(issue.place, prose=prose)
            found.append(
                FaultEntry(
                    label=label(issue.number, label_prefix(part, len(reports))),
                    severity=issue.severity if active else Severity.INFO,
                    action=ACTIONS[issue.severity] if active else ACTIONS[Severity.INFO],
                    place=issue.place,
                    place_words=place_text(issue.place, prose=in_prose),
                    figure=figure,
                    message=mask(without_place(issue.message, issue.place, prose=in_prose)),
                    observed=mask(issue.observed or ""),
                    # What a remark compares with is nothing that should stand there.
                    expected=mask(_expected(issue)) if active else "",
                    difference=(issue.difference or "") if active else "",
                    remedy=mask(todo_text(report, issue)),
                    compared=("仍有" if issue.number in stayed else "新") if compares and active else "",
                )
            )
    ranks = list(Severity)
    return tuple(sorted(found, key=lambda entry: ranks.index(entry.severity)))


def _expected(issue: Issue) -> str:
    """What is expected; with 不小于 and the like, where the message says so, for else the number would be copied as it stands."""
    expected = issue.expected or ""
    for sign, word in COMPARISON_WORDS.items():
        if sign != "=" and expected and f"应{word} {expected}" in issue.message:
            return f"{word} {expected}"
    return expected
