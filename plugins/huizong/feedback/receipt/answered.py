"""What became of an answer, told with the fault that it was given to: a question that still stands says why (PRACTICE, explanation)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huizong.feedback.receipt.due import Issue
from huizong.model import Severity

REFUSED, LAPSED, NOT_POSSIBLE, UNMATCHED = "explanation-refused", "explanation-lapsed", "explanation-not-possible", "explanation-unmatched"
ACCEPTED = "explanation-accepted"


def with_answers(issues: Sequence[Issue]) -> tuple[Issue, ...]:
    """The issues, each answer that did not settle its fault said there and no longer as a remark of its own.

    An answer whose fault the file doesn't have any more stays a remark.
    """
    said: dict[int, list[str]] = {}
    merged: set[int] = set()
    for remark in issues:
        fault = _fault_of(remark, issues)
        if fault is not None:
            said.setdefault(fault.number, []).append(remark.message)
            merged.add(remark.number)
    return tuple(
        replace(issue, message="；".join((issue.message, *said[issue.number]))) if issue.number in said else issue
        for issue in issues
        if issue.number not in merged
    )


def outcome(issues: Sequence[Issue]) -> str:
    """What became of the answers of a file that holds nothing else: 收到2条说明，1条了结 …."""
    rules = [issue.rule for issue in issues]
    ways = (
        ("了结", rules.count(ACCEPTED)),
        ("没有说出原因", rules.count(REFUSED)),
        ("没有用上", rules.count(UNMATCHED) + rules.count(NOT_POSSIBLE)),
    )
    told = "，".join(f"{count}条{words}" for words, count in ways if count)
    return f"收到{sum(count for _, count in ways)}条说明，{told}。"


def unused(issues: Sequence[Issue]) -> bool:
    """Whether an answer found no fault that it could settle."""
    return any(issue.rule in (UNMATCHED, NOT_POSSIBLE) for issue in issues)


def _fault_of(remark: Issue, issues: Sequence[Issue]) -> Issue | None:
    """The fault that an answer left standing, in the same file: of the same figure, or at the same place where there is none."""
    if remark.severity is not Severity.INFO or remark.rule not in (REFUSED, LAPSED, NOT_POSSIBLE):
        return None
    key = _key(remark)
    return next((i for i in issues if _key(i) == key and (i.is_task if remark.rule == NOT_POSSIBLE else i.is_query)), None)


def _key(issue: Issue) -> tuple[str | None, ...]:
    return (issue.organisation, issue.indicator, issue.period, issue.basis, None if issue.indicator else issue.place)
