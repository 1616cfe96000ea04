"""Scans and photos beside a readable form: attachments that are kept and not read (alone they are returned)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huizong.model import Draft, Finding, Verdict


def keep_attachments(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The drafts of one arrival, scans among them as attachments if another member fills a form."""
    if not any(draft.form is not None and draft.figures for draft in drafts):
        return drafts
    return as_attachments(drafts)


def as_attachments(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts, the scans among them kept as attachments."""
    return tuple(_as_attachment(draft) if is_scan(draft) else draft for draft in drafts)


def is_scan(draft: Draft) -> bool:
    """Whether the draft was returned for being a scan or a photo."""
    return any(finding.rule == "file-is-scan" for finding in draft.findings)


def _as_attachment(draft: Draft) -> Draft:
    others = tuple(finding for finding in draft.findings if finding.rule != "file-is-scan")
    return replace(draft, verdict=Verdict.IGNORED, findings=(Finding("attachment", "", {"file": draft.file}), *others))
