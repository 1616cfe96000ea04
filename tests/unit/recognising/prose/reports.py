"""A report in prose, read as one draft, and what it says."""

from __future__ import annotations

from tests.unit.recognising.county import document, drafts


def report(catalogue, *paragraphs, reporter="T1", period=None, sheets=(), name="总结.docx"):
    return drafts(catalogue, document(*sheets, name=name, paragraphs=paragraphs), reporter=reporter, period=period)


def told(draft):
    return {
        (figure.indicator, figure.period, figure.basis.value, figure.value, figure.status.value, figure.candidate)
        for figure in draft.figures
    }
