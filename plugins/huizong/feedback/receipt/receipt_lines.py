"""The lines of a receipt: what to correct, what to explain, what to know, each with its number and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huizong.catalogue import Catalogue
from huizong.feedback.receipt.causes import Cause, causes
from huizong.feedback.receipt.due import ALL_MASKED, DueReport, Issue
from huizong.feedback.receipt.fault_numbers import label, label_list
from huizong.feedback.receipt.receipt_words import basis_text, figure_text, indicator_text, organisation_text, without_place
from huizong.model import Basis, Severity
from huizong.places import is_prose, place_text, split_places
from huizong.reading.masking import mask

PLACES_AT_MOST = 12
# Said from the figures themselves under 与上次相比, so their issues would be said twice.
_SAID_BY_COMPARISON = frozenset({"rows-kept", "figure-contested", "changed-from-last"})
# Said under 与上次相比 and in the headline in any case.
_SAID_ANYWAY = frozenset({"submission-unchanged", "file-duplicate"})
_SETTLED = {"explained": "已有说明，不用再说明", "waived": "已批准，不用改正"}
# Nothing of a returned file was taken that could be explained; what is asked comes again with the next one.
_NOT_YET = "先不用说明；填错的，重报时一并改正"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One thing to do or to know: its numbers, where, what, what to do; `answer` shows how an explanation is written."""

    numbers: str
    where: str
    what: str
    todo: str
    answer: str = ""


def task_lines(report: DueReport, catalogue: Catalogue, prefix: str) -> tuple[ReceiptLine, ...]:
    """What must be corrected, gravest first."""
    return _lines(report, catalogue, [issue for issue in report.issues if report.is_task(issue)], prefix)


def query_lines(report: DueReport, catalogue: Catalogue, prefix: str) -> tuple[ReceiptLine, ...]:
    """What a reason is wanted for."""
    return _lines(report, catalogue, [issue for issue in report.issues if report.is_query(issue)], prefix)


def note_lines(report: DueReport, catalogue: Catalogue, prefix: str) -> tuple[ReceiptLine, ...]:
    """What the department need not act on: information, settled faults, and what the county will look at."""
    others = [issue for issue in report.issues if not report.is_task(issue) and not report.is_query(issue)]
    compared = bool(report.kept or report.changes)
    again = report.submission.previous_id is not None
    said = (_SAID_BY_COMPARISON if compared else frozenset()) | (_SAID_ANYWAY if again else frozenset())
    said |= frozenset({ALL_MASKED}) if report.all_masked else frozenset()  # the headline says it
    shown = [issue for issue in others if issue.responsibility != "reviewer" and issue.rule not in said]
    lines = []
    for cause in causes(shown, catalogue):
        line = _line(report, catalogue, cause, prefix)
        lines.append(ReceiptLine(line.numbers, line.where, line.what, line.todo))
    reviewed = len({place for issue in others if issue.responsibility == "reviewer" for place in split_places(issue.place)})
    if reviewed:
        lines.append(ReceiptLine("", "", f"文字中有{reviewed}处数据先作为线索记下，由县汇总人员核对", "不用处理"))
    return tuple(lines)


def _lines(report: DueReport, catalogue: Catalogue, issues: Sequence[Issue], prefix: str) -> tuple[ReceiptLine, ...]:
    ranks = list(Severity)
    found = sorted(causes(issues, catalogue), key=lambda cause: (ranks.index(cause.issues[0].severity), cause.issues[0].number))
    return tuple(_line(report, catalogue, cause, prefix) for cause in found)


def _line(report: DueReport, catalogue: Catalogue, cause: Cause, prefix: str) -> ReceiptLine:
    numbers = label_list(cause.numbers, prefix)
    return ReceiptLine(
        numbers=numbers,
        where=_where(report, catalogue, cause),
        what=mask(_what(cause, prose=bool(report.paragraphs))),
        todo=mask(todo_text(report, cause.issues[0])),
        answer=_answer(cause, prefix) if report.is_query(cause.issues[0]) else "",
    )


def todo_text(report: DueReport, issue: Issue) -> str:
    """What is to be done in this file: of what is settled, or can't be answered here, that nothing is."""
    if issue.state in _SETTLED:
        return _SETTLED[issue.state]
    if issue.is_query and not report.is_query(issue):
        return _NOT_YET
    return remedy_text(issue)


def remedy_text(issue: Issue) -> str:
    """What to do; of a query also what to do when the number is right, where the remedy doesn't say so itself."""
    if not issue.is_query or any(word in issue.remedy for word in ("写明", "说明", "写清", "写出")):
        return issue.remedy
    return f"{issue.remedy}；没有填错的请写明原因和数量"


def _answer(cause: Cause, prefix: str) -> str:
    """How an explanation begins; each number has a line of its own."""
    first, *others = cause.numbers
    also = f"（第{label_list(others, prefix)}条也各写一行）" if others else ""
    return f"{label(first, prefix)}:（写原因和数量）{also}"


def _where(report: DueReport, catalogue: Catalogue, cause: Cause) -> str:
    """All places, each once, with what the message doesn't say of the figure; what goes beyond the limit is counted."""
    prose = bool(report.paragraphs)
    one_basis = len({(issue.basis, issue.period) for issue in cause.issues}) == 1
    found: dict[tuple[str, str], None] = {}
    for issue in cause.issues:
        if report.submission.form is None and issue.rule.startswith("explanation-"):
            continue  # its place is in the report that was answered, not in this file
        named = figure_text(catalogue, issue, report.submission.reporter)
        if issue.indicator and indicator_text(catalogue, issue.indicator) in cause.message and (issue.place or one_basis):
            other = issue.organisation if issue.organisation != report.submission.reporter else None
            whose = organisation_text(catalogue, other) if other else ""
            named = " ".join(filter(None, (whose, basis_text(Basis(issue.basis), issue.period) if issue.basis else "")))
        if (issue.place and place_text(issue.place, prose=is_prose(issue.place, prose=prose)) not in cause.message) or named:
            found[issue.place, named] = None
    kept = list(found)[:PLACES_AT_MOST]
    if not any(named for _, named in kept):
        texts = [place_text("、".join(place for place, _ in kept), prose=prose and not any("!" in place for place, _ in kept))]
    else:
        places = [(place_text(place, prose=is_prose(place, prose=prose)), named) for place, named in kept]
        texts = [f"{place}（{named}）" if place and named else place or named for place, named in places]
    return mask("、".join(texts)) + (f"等{len(found)}处" if len(found) > PLACES_AT_MOST else "")


def _what(cause: Cause, *, prose: bool) -> str:
    """The message, with what is there, what is expected and the difference where it doesn't say them already."""
    issue = cause.issues[0]
    message = (
        without_place(cause.message, issue.place, prose=is_prose(issue.place, prose=prose)) if len(cause.issues) == 1 else cause.message
    )
    if (
        len(cause.issues) > 1
        or not issue.place
        or issue.severity is Severity.INFO
        or (issue.indicator is None and len(split_places(issue.place)) > 1)
    ):
        return message
    named = (("原文是" if prose else "表上填的是", issue.observed), ("应为", issue.expected), ("相差", issue.difference))
    missing = [f"{word} {text}" for word, text in named if text and text not in cause.message and text not in issue.remedy]
    return f"{message}（{'，'.join(missing)}）" if missing else message
