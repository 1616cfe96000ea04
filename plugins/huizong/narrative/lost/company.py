"""Settles the doubtful gaps of a paragraph when it is read: each needs so many other figures in its sentence."""

import bisect

from huizong.narrative.found import Found

# How far a sentence may reach on either side, so that time stays linear in text without stops.
REACH = 400


def settle(text: str, found: Found) -> None:
    """Take the doubtful gaps whose sentence holds enough other figures, lost ones and doubtful ones among them."""
    if not found.doubts:
        return
    places = sorted([draft.start for draft in found.drafts if draft.dimension != "counted"])
    doubtful = [draft.start for draft, _ in found.doubts]
    taken = sorted((draft.start, draft.end) for draft in found.drafts)
    lost = {(draft.start, draft.end) for draft in found.drafts if draft.value is None and draft.start < draft.end}
    for draft, needed in found.doubts:
        start = max(text.rfind(mark, max(0, draft.start - REACH), draft.start) for mark in "。\n!?") + 1
        start = max(start, draft.start - REACH)
        stops = [stop for mark in "。\n!?" if (stop := text.find(mark, draft.end, draft.end + REACH)) >= 0]
        end = min(stops, default=draft.end + REACH)
        company = bisect.bisect_left(places, end) - bisect.bisect_left(places, start)
        # one that ends its sentence without width is not among those before the end
        fellows = max(0, bisect.bisect_left(doubtful, end) - bisect.bisect_left(doubtful, start) - 1)
        at = bisect.bisect_left(taken, (draft.end, 0))
        free = at == 0 or taken[at - 1][1] <= draft.start
        if free and at and draft.base_unit is None and draft.start == draft.end:
            # 完成投资〔亿元〕,占年度计划的38%: the number of the clause is asked for already
            clause = max(text.rfind(mark, max(0, draft.start - REACH), draft.start) for mark in ",。;\n") + 1
            free = clause >= taken[at - 1][1] or (taken[at - 1] not in lost)
        if free and company + fellows // 3 >= needed:
            found.drafts.append(draft)
