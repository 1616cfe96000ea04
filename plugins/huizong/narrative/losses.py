"""Anchors of what dropped out: orphan units, empty predicates, dates without digits."""

import re

from huizong.narrative import calendar_words
from huizong.narrative.cardinals import Cardinals
from huizong.narrative.draft import Draft, without_value
from huizong.narrative.found import Found

# How far back a sentence may reach, so that time stays linear in text without stops.
REACH = 400


class Losses(Cardinals):
    """Reads what has no number where one is due."""

    def on_strong(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A unit of measure without number."""
        return self.on_orphan(text, start, end, found, "strong")

    def on_lost(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A classifier without number before punctuation."""
        return self.on_orphan(text, start, end, found, "lost")

    def on_inner(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A classifier without number between verb and noun (走访了〔家〕企业) or noun and verb (政策〔项〕纳入)."""
        if self.lexicon.unit_words.starting(text, start, end + 1):
            return None
        return self.on_orphan(text, start, end, found, "inner")

    def on_orphan(self, text: str, start: int, end: int, found: Found, group: str) -> int | None:
        """A unit without number; nothing if a numeral was just read before it."""
        if start <= found.last and not found.follows_name(start):
            return None
        parallel = found.units_since(max(text.rfind(mark, max(0, start - REACH), start) for mark in "。;\n"))
        draft = self.gaps.orphan(text, start, end, group, parallel)
        if draft is None or draft.start < found.last:
            return None
        found.drafts.append(draft)
        return draft.end

    def on_gap(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A predicate with neither number nor unit."""
        if text[start:end] == "分别为":
            found.drafts += self.gaps.listed(text, end)
            return None
        draft = self.gaps.predicate(text, start, end)
        if draft is None or start < found.last:
            return None
        found.drafts.append(draft)
        return None

    def on_share(self, text: str, start: int, end: int, found: Found) -> int | None:
        """占…的 before punctuation."""
        if any(sign.isdigit() for sign in text[start:end]):
            return start + 1
        found.drafts.append(Draft(end, end, "missing", base_unit="percent", dimension="rate"))
        return None

    def on_growth(self, text: str, start: int, end: int, found: Found) -> int | None:
        """同比增长 before punctuation."""
        if text.startswith("分别", start):
            found.drafts += self.gaps.listed(text, end)
            return None
        draft = self.gaps.growth(text, start, end)
        if draft is not None:
            found.drafts.append(draft)
        return None

    def on_lostdate(self, text: str, start: int, end: int, found: Found) -> int | None:
        """年月份, 第季度, 截至月底, -个工作日: a date or range that lost its digits."""
        if text[start] == "-":
            span = self.composer.unit_at(text, end)
            unit = self.lexicon.units.get(text[span[0] : span[1]]) if span else None
            if span is None or unit is None or text[start - 1 : start].isdigit():
                return None
            draft = without_value(start, span[1], "missing", "", unit.name, unit)
            draft.note = "missing_range"
            found.drafts.append(draft)
            return span[1]
        lost = calendar_words.LOST.match(text, start)
        if (
            lost is None
            or start == found.last
            or (not lost["lead"] and not re.search("[自于在从至到截,。;(]$|^$|第", text[max(0, start - 1) : start + 1][:1] or ""))
        ):
            return None
        at = lost.start("part")
        shown = "".join(sign for sign in lost["part"] if sign in "年月日季度")
        found.drafts.append(Draft(at, lost.end(), "missing", unit=shown, base_unit="date", role="context", dimension="date"))
        return lost.end()
