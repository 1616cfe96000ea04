"""Periods: the time expression of a sentence that governs a figure, verbatim."""

from collections.abc import Sequence

from huizong.narrative.figure_draft import FigureDraft
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "periods")
any_of = LISTS.any_of

PERIOD_LEAD = Ending(f"{any_of('leads')}$")
SINCE = Opening(f"{any_of('acts')}?{any_of('ends')}")
COMPARED = Ending(f"{any_of('compared')}$")
# Where a time expression stands, and its words as they govern what follows; None where it only compares.
Times = list[tuple[int, int, str | None]]


def times(text: str, start: int, dates: Sequence[tuple[int, int, str]], drafts: list[FigureDraft]) -> Times:
    """The time expressions of the sentence that begins at `start`, last first: 截至11月, 6月底前."""
    spans = [(s, e) for s, e, _ in dates if start <= s]
    spans += [(d.start, d.end) for d in drafts if d.base_unit == "date"]
    found: Times = []
    for begin, end in sorted(spans, reverse=True):
        words = None
        if not COMPARED.search(text[max(start, begin - 2) : begin]) and not (
            text[end : end + 1] in {"同", "的"} and text[end : end + 2] != "的前"
        ):
            lead = PERIOD_LEAD.search(text[max(start, begin - 4) : begin])
            tail = SINCE.match(text[end : end + 8])
            words = text[begin - (len(lead[0]) if lead and lead[0] not in {"在"} else 0) : end + (len(tail[0]) if tail else 0)]
        found.append((begin, end, words))
    return found


def period(draft: FigureDraft, found: Times) -> str | None:
    """The nearest time expression before the figure that governs it, verbatim."""
    at = draft.start
    for _begin, end, words in found:
        if end <= at and words is not None:
            return words
    return None
