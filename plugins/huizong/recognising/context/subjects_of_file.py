"""Whom the figures are about: only those that the reporter answers for, and that exist in the period.

A year's target is set before anybody knows of a merger: it may be that of one which ends within the year (decision 0090).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huizong.catalogue import Catalogue, Period
from huizong.model import Basis, Figure, Finding, Status


def judge_subjects(
    figures: Sequence[Figure], reporter: str | None, period: Period | None, catalogue: Catalogue
) -> tuple[list[Figure], list[Finding]]:
    """The figures, with those about others held, and one finding for each organisation that may not stand there."""
    findings: dict[str, Finding] = {}
    judged = []
    for figure in figures:
        code = figure.organisation
        fault = None if code is None else _fault(code, figure, reporter, period, catalogue)
        if code is not None and fault is not None:
            findings.setdefault(code, fault)
            if figure.status is Status.REPORTED:
                figure = replace(figure, status=Status.HELD)
        judged.append(figure)
    return judged, list(findings.values())


def _fault(code: str, figure: Figure, reporter: str | None, period: Period | None, catalogue: Catalogue) -> Finding | None:
    organisation = catalogue.organisation(code)
    if reporter is not None and not figure.is_total and not catalogue.answers_for(reporter, code):
        fields = {"observed": organisation.name, "expected": catalogue.organisation(reporter).name}
        return Finding("not-answerable", figure.place, fields, organisation=code)
    if period is not None and not organisation.holds_within(
        period.first_day if figure.basis is Basis.PLAN else period.last_day, period.last_day
    ):
        successors = "、".join(catalogue.organisation(successor).name for successor in organisation.successor)
        fields = {"observed": organisation.name, "expected": successors, "detail": period.words}
        return Finding("organisation-not-valid", figure.place, fields, organisation=code)
    return None
