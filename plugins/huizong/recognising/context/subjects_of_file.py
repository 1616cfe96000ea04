"""Whom the figures are about: only those that the reporter answers for, and that exist in the period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huizong.catalogue import Catalogue, Period
from huizong.model import Figure, Finding, Status


def judge_subjects(
    figures: Sequence[Figure], reporter: str | None, period: Period | None, catalogue: Catalogue
) -> tuple[list[Figure], list[Finding]]:
    """The figures, with those about others held, and one finding for each organisation that may not stand there."""
    findings: dict[str, Finding] = {}
    judged = []
    for figure in figures:
        code = figure.organisation
        if code is not None and code not in findings and (fault := _fault(code, figure, reporter, period, catalogue)) is not None:
            findings[code] = fault
        if code in findings and figure.status is Status.REPORTED:
            figure = replace(figure, status=Status.HELD)
        judged.append(figure)
    return judged, list(findings.values())


def _fault(code: str, figure: Figure, reporter: str | None, period: Period | None, catalogue: Catalogue) -> Finding | None:
    organisation = catalogue.organisation(code)
    if reporter is not None and not figure.is_total and not catalogue.answers_for(reporter, code):
        fields = {"observed": organisation.name, "expected": catalogue.organisation(reporter).name}
        return Finding("not-answerable", figure.place, fields, organisation=code)
    if period is not None and not organisation.holds_on(period.last_day):
        successors = "、".join(catalogue.organisation(successor).name for successor in organisation.successor)
        fields = {"observed": organisation.name, "expected": successors, "detail": period.words}
        return Finding("organisation-not-valid", figure.place, fields, organisation=code)
    return None
