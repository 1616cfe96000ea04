"""Faults of one cause made one line with all their places (PRACTICE, receipt)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from huizong.catalogue import Catalogue
from huizong.checking.messages.fault_texts import fill
from huizong.feedback.receipt.due import Issue

_JOINED_AT_MOST = 12
# Whole lines of one fault of the file: the first of them shows what it is.
_SHOWN_BY_FIRST = frozenset({"value-torn", "row-shifted"})
# Names and single values read well in a row, stretches of a sentence do not.
_JOINABLE = re.compile(r"[^，。；：,;]{1,20}")


@dataclass(frozen=True, slots=True)
class Cause:
    """Issues with one cause, in order of their numbers, and the one message that says it."""

    issues: tuple[Issue, ...]
    message: str

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its issues."""
        return tuple(issue.number for issue in self.issues)

    @property
    def remedy(self) -> str:
        """What to do, the same for all of them."""
        return self.issues[0].remedy


def causes(issues: Iterable[Issue], catalogue: Catalogue) -> tuple[Cause, ...]:
    """The issues grouped by cause, in order of each cause's first issue.

    One cause: the same rule, severity, remedy and state, and a message that differs in one field of its template at most (the
    place set aside), so that 缺报 of twelve indicators is one line and two different sums are two.
    """
    groups: dict[tuple[str, ...], list[Issue]] = {}
    for issue in issues:
        groups.setdefault((issue.rule, issue.severity, issue.remedy, issue.state), []).append(issue)
    found = [
        cause
        for (rule, *_), group in groups.items()
        for cause in _split(group, _template(catalogue, rule), by_first=rule in _SHOWN_BY_FIRST)
    ]
    return tuple(sorted(found, key=lambda cause: cause.issues[0].number))


def _split(group: list[Issue], template: str | None, *, by_first: bool) -> list[Cause]:
    """One cause if the messages differ in one field only, else one for each different message."""
    different = len({issue.message for issue in group})
    if by_first and different > 1:
        return [Cause(tuple(group), f"{group[0].message}；同样的共 {different} 行")]
    if template is not None and different > 1:
        known = [issue.words for issue in group if issue.words is not None and fill(template, issue.words) == issue.message]
        if len(known) == len(group):
            varying = [name for name in known[0] if len({found[name] for found in known}) > 1]
            joined = [name for name in varying if name != "place"]
            if len(joined) <= 1 and all(_JOINABLE.fullmatch(found[name]) for name in joined for found in known):
                quoted = {name: "”、“" if f"“{{{name}}}”" in template else "、" for name in known[0]}
                values = {name: _joined(dict.fromkeys(found[name] for found in known), quoted[name]) for name in known[0]}
                return [Cause(tuple(group), fill(template, values))]
    by_message: dict[str, list[Issue]] = {}
    for issue in group:
        by_message.setdefault(issue.message, []).append(issue)
    return [Cause(tuple(same), message) for message, same in by_message.items()]


def _joined(values: Iterable[str], between: str) -> str:
    texts = list(values)
    shown = between.join(texts[:_JOINED_AT_MOST])
    return shown if len(texts) <= _JOINED_AT_MOST else f"{shown}等{len(texts)}项"


def _template(catalogue: Catalogue, rule: str) -> str | None:
    """The message of the issue type with its {fields}; None for a form's relation, whose message is its own."""
    try:
        return catalogue.issue_type(rule).message
    except KeyError:
        return None
