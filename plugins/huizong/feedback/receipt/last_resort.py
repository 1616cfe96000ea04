"""The receipt of last resort: what is certain, in plain lines, where a whole one can't be made or nothing could be judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huizong.catalogue import Catalogue
from huizong.checking.messages.fault_texts import fill
from huizong.feedback.receipt.content import TRIAL, contact_text
from huizong.feedback.receipt.due import DueArrival, DueReport, Issue
from huizong.feedback.receipt.receipt_words import VERDICTS, form_text, instant_text, organisation_text, period_text
from huizong.feedback.receipt.rendering import bare_as_html, bare_as_text
from huizong.places import is_prose, place_text
from huizong.reading.masking import mask

FAILED = "processing-failed"
_NOT_WHOLE = "这份回执没有做完整，标注件也没有附上；结论和全部问题如下，请照此办理。"


@dataclass(frozen=True, slots=True)
class BareReceipt:
    """One line a fact: the verdict of each report, its faults, and whom to ask."""

    arrival_id: str
    file: str
    received: str
    lines: tuple[str, ...]
    contact: str


def bare_files(
    name: str, arrival: DueArrival, reports: Sequence[DueReport], catalogue: Catalogue, *, trial: bool = False
) -> tuple[tuple[str, bytes], ...]:
    """Text and page of a bare receipt under the receipt's own names, the page last; that of a `trial` says so first."""
    receipt = build_bare(arrival, reports, catalogue)
    if trial:
        receipt = replace(receipt, lines=(TRIAL, *receipt.lines))
    return (f"{name}_回执.txt", bare_as_text(receipt)), (f"{name}_回执.html", bare_as_html(receipt))


def build_bare(arrival: DueArrival, reports: Sequence[DueReport], catalogue: Catalogue) -> BareReceipt:
    """What the ledger says of an arrival; without any report, that our own code failed over it."""
    if reports:
        lines = [_NOT_WHOLE, *(line for report in reports for line in _lines(report, catalogue))]
    else:
        failed = catalogue.issue_type(FAILED)
        lines = [f"结论：退回。{fill(failed.message, {})}", f"怎么办：{fill(failed.remedy, {})}"]
    return BareReceipt(
        arrival.arrival_id, mask(arrival.file_name), instant_text(arrival.received_at), tuple(lines), contact_text(catalogue)
    )


def _lines(report: DueReport, catalogue: Catalogue) -> list[str]:
    one = report.submission
    named = [organisation_text(catalogue, one.reporter)] if one.reporter else []
    named += [f"《{form_text(catalogue, one.form, one.period)}》"] if one.form else []
    named += [period_text(one.period)] if one.period else []
    prose = bool(report.paragraphs)
    return [
        f"结论：{VERDICTS[one.verdict]}。{'　'.join(named)}（{mask(one.file)}）",
        *(_line(issue, prose=prose) for issue in report.issues if issue.responsibility != "reviewer"),
    ]


def _line(issue: Issue, *, prose: bool) -> str:
    place = place_text(issue.place, prose=is_prose(issue.place, prose=prose))
    return mask(f"【{issue.number}】{place}{'：' if place else ''}{issue.message}。怎么办：{issue.remedy}")
