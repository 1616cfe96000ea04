"""What changed between this file and the one before for the same report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huizong.catalogue import Catalogue
from huizong.feedback.receipt.due import CorrectedFigure, DueReport, Issue
from huizong.feedback.receipt.fault_numbers import label_list
from huizong.feedback.receipt.receipt_words import day_text, figure_text, instant_text
from huizong.model import Verdict
from huizong.places import is_prose, place_text
from huizong.reading.masking import mask

NAMED_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class FaultsCompared:
    """The faults of two files beside each other."""

    gone: tuple[Issue, ...]
    stayed: tuple[Issue, ...]
    new: tuple[Issue, ...]


def faults(report: DueReport) -> FaultsCompared:
    """Which of the earlier file's faults are gone, which stayed, which are new; information is no fault."""
    earlier = {issue.identity: issue for issue in report.previous_issues if issue.is_task or issue.is_query}
    now = {issue.identity: issue for issue in report.issues if report.is_task(issue) or report.is_query(issue)}
    settled = {issue.identity for issue in report.issues if issue.state != "open"}
    return FaultsCompared(
        gone=tuple(issue for identity, issue in earlier.items() if identity not in now and identity not in settled),
        stayed=tuple(issue for identity, issue in now.items() if identity in earlier),
        new=tuple(issue for identity, issue in now.items() if identity not in earlier),
    )


def compare(report: DueReport, catalogue: Catalogue, prefix: str = "") -> tuple[str, ...]:
    """Sentences on figures and faults beside the file before; empty for a first file or a duplicate."""
    submission = report.submission
    if submission.previous_at is None or submission.duplicate_received_at is not None:
        return ()
    same_day = day_text(submission.previous_at) == day_text(submission.known_from)
    before = instant_text(submission.previous_at) if same_day else day_text(submission.previous_at)
    returned = submission.verdict is Verdict.RETURNED
    said = "本次没有收取，上次已收的数不受影响。" if returned else _changes(report, catalogue)
    lines = [f"与上次（{before}）相比：{said}"]
    found = faults(report)
    parts = [
        f"上次的问题已解决{len(found.gone)}个" if found.gone and not returned else "",
        f"上次的问题仍有{len(found.stayed)}个（第{_labels(found.stayed, prefix)}条）" if found.stayed else "",
        f"新出现{len(found.new)}个问题（第{_labels(found.new, prefix)}条）" if found.new else "",
    ]
    told = "，".join(part for part in parts if part)
    if not told and not returned and any(issue.rule == "submission-repeated" for issue in report.issues):
        return ()  # the note says it
    return (*lines, f"{told}。") if told else tuple(lines)


def _labels(issues: Sequence[Issue], prefix: str) -> str:
    return label_list([issue.number for issue in issues], prefix)


def change_text(change: CorrectedFigure, report: DueReport, catalogue: Catalogue) -> str:
    """One figure, what it was and what it is."""
    name = figure_text(catalogue, change, report.submission.reporter)
    where = place_text(change.place, prose=is_prose(change.place, prose=bool(report.paragraphs))) + (
        "" if change.taken else "，这次没有收取"
    )
    return f"{name} {change.old_text or '空'} 改为 {change.new_text or '空'}（{where}）"


def all_changes(report: DueReport, catalogue: Catalogue) -> tuple[str, ...]:
    """Every changed figure, where there are more than the sentence names; else nothing."""
    if len(report.changes) <= NAMED_AT_MOST or report.submission.duplicate_received_at is not None:
        return ()
    return tuple(mask(change_text(change, report, catalogue)) for change in report.changes)


def kept_note(report: DueReport, catalogue: Catalogue) -> tuple[str, ...]:
    """What stays from earlier files because this one leaves it out or could not be taken there."""
    lines = []
    for contested in (False, True):
        by_day: dict[str, list[str]] = {}
        for kept in report.kept:
            if kept.contested is contested:
                name = figure_text(catalogue, kept, report.submission.reporter)
                by_day.setdefault(day_text(kept.received_at), []).append(name)
        for day, names in by_day.items():
            shown = "、".join(names[:NAMED_AT_MOST]) + ("等" if len(names) > NAMED_AT_MOST else "")
            start = f"有{len(names)}项本次未能收取，暂沿用{day}数" if contested else f"本次未含{len(names)}项，沿用{day}数"
            lines.append(f"{start}：{shown}。")
    return tuple(mask(line) for line in lines)


def _changes(report: DueReport, catalogue: Catalogue) -> str:
    if not report.changes:
        left_out = any(not kept.contested for kept in report.kept)
        return "报来的数没有改动。" if left_out else "报来的数和上次完全一样，没有改动。"
    shown = [change_text(change, report, catalogue) for change in report.changes[:NAMED_AT_MOST]]
    more = "；其余见文末《变动对照》" if len(report.changes) > NAMED_AT_MOST else ""
    return mask(f"改动{len(report.changes)}项：{'；'.join(shown)}{more}。")
