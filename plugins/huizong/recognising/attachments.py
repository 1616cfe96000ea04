"""Scans, photos and notes beside a readable form: attachments that are kept and not read (alone a scan is returned)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from huizong.catalogue import Catalogue
from huizong.model import Draft, Finding, Verdict
from huizong.recognising.vocabulary.catalogue_names import Names

# What a file is told that should have been a report, and no attachment is.
_OF_A_REPORT = frozenset({"file-is-scan", "organisation-missing", "prose-no-figures", "prose-as-material"})


def keep_attachments(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The drafts of one arrival, scans and notes among them as attachments if another member fills a form."""
    if not any(draft.form is not None and draft.figures for draft in drafts):
        return drafts
    return tuple(_as_attachment(draft) if _is_note(draft) else draft for draft in as_attachments(drafts))


def as_attachments(drafts: Sequence[Draft], owner: str | None = None) -> tuple[Draft, ...]:
    """The drafts, the scans among them kept as attachments, of `owner` where nothing else says whose they are."""
    return tuple(_as_attachment(replace(draft, reporter=draft.reporter or owner)) if is_scan(draft) else draft for draft in drafts)


def owner_of_scan(file_name: str, reporter: str | None, read_beside: Collection[str], catalogue: Catalogue) -> str | None:
    """Whose form a scan belongs to, of those `read_beside` it; None if nobody's is, or if it could be that of several.

    The folder tells, else the scan's own name, else there is only one.
    """
    named = reporter or Names(catalogue).organisation_in(file_name)
    if named is not None:
        return named if named in read_beside else None
    return next(iter(read_beside)) if len(read_beside) == 1 else None


def is_scan(draft: Draft) -> bool:
    """Whether the draft was returned for being a scan or a photo."""
    return any(finding.rule == "file-is-scan" for finding in draft.findings)


def _is_note(draft: Draft) -> bool:
    """Whether the draft is a text without any figure that says neither whose nor when: a 说明.txt packed with the form."""
    return draft.kind == "narrative" and draft.form is None and not draft.figures and draft.reporter is None


def _as_attachment(draft: Draft) -> Draft:
    others = tuple(finding for finding in draft.findings if finding.rule not in _OF_A_REPORT)
    return replace(draft, verdict=Verdict.IGNORED, findings=(Finding("attachment", "", {"file": draft.file}), *others))
