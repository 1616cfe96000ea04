"""Paragraphs of prose with the places of the faults marked in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huizong.feedback.receipt.due import DueReport, Issue
from huizong.feedback.receipt.fault_numbers import label
from huizong.places import PairPlace, parse_place, split_places
from huizong.reading.masking import mask

PARAGRAPHS_AT_MOST = 20
_MASK = re.compile(r"[xXｘＸ×✕*＊○〇◯□_＿?？#＃.．…]*[xXｘＸ×✕*＊○〇◯□_＿?？#＃…]")
_NUMBER = re.compile(r"\d[\d,.]*")
_AROUND = 60
_WHOLE = 240


@dataclass(frozen=True, slots=True)
class MarkedStretch:
    """A stretch of a paragraph; `label` is that of the fault it is marked for, empty where it is not marked."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One paragraph, or the stretches of it around its marks."""

    paragraph: int
    segments: tuple[MarkedStretch, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in a paragraph a fault stands: characters from `start` to `end`; equal where something is missing."""

    start: int
    end: int
    label: str
    issue: Issue


def excerpts(report: DueReport, prefix: str) -> tuple[Excerpt, ...]:
    """The paragraphs in which something must be corrected or explained, in order."""
    texts = dict(report.paragraphs)
    found = marks(report, prefix)
    return tuple(Excerpt(number, _segments(mask(texts[number]), found[number])) for number in sorted(found)[:PARAGRAPHS_AT_MOST])


def marks(report: DueReport, prefix: str) -> dict[int, tuple[Mark, ...]]:
    """The places to be marked in each paragraph, in order and not overlapping."""
    texts = dict(report.paragraphs)
    found: dict[int, list[Mark]] = {}
    for issue in report.issues:
        if not (report.is_task(issue) or report.is_query(issue)):
            continue
        for place in map(parse_place, split_places(issue.place)):
            if not isinstance(place, PairPlace) or place.first not in texts:
                continue
            start, end = _stretch(texts[place.first], place.second, issue.observed or "")
            found.setdefault(place.first, []).append(Mark(start, end, label(issue.number, prefix), issue))
    kept = {}
    for number, several in found.items():
        ordered: list[Mark] = []
        for one in sorted(several, key=lambda item: (item.start, item.end)):
            if not ordered or one.start >= ordered[-1].end:
                ordered.append(one)
        kept[number] = tuple(ordered)
    return kept


def _stretch(text: str, offset: int, observed: str) -> tuple[int, int]:
    """The characters at the offset: what was observed, a mask or a number if one stands there, else the point itself."""
    offset = min(offset, len(text))
    for start in (offset, offset - 1):
        if observed and start >= 0 and text.startswith(observed, start):
            return start, start + len(observed)
    masked = _MASK.match(text, offset) or _NUMBER.match(text, offset)
    return (offset, masked.end()) if masked else (offset, offset)


def _segments(text: str, found: tuple[Mark, ...]) -> tuple[MarkedStretch, ...]:
    """The paragraph cut at its marks; a long one only around them."""
    segments: list[MarkedStretch] = []
    position = 0
    for mark_ in found:
        _add_plain(segments, text[position : mark_.start], first=position == 0, last=False)
        segments.append(MarkedStretch(text[mark_.start : mark_.end] or "此处", mark_.label))
        position = mark_.end
    _add_plain(segments, text[position:], first=False, last=True)
    return tuple(segments)


def _add_plain(segments: list[MarkedStretch], text: str, *, first: bool, last: bool) -> None:
    if len(text) > _WHOLE:
        if first:
            text = f"……{text[-_AROUND:]}"
        elif last:
            text = f"{text[:_AROUND]}……"
        else:
            text = f"{text[:_AROUND]}……{text[-_AROUND:]}"
    if text:
        segments.append(MarkedStretch(text))
