"""Units that can't stand without a number where they stand, whatever else their sentence says: an ordered table of named rules.

Most units are asked about only where their sentence counts something else, since their sign may be a part of a word or a name. Some places
leave no such reading. Which those are was measured, not thought out (decision 0103): a row of `standing_alone.csv` says of some units
what kind of sign stands before and after them, with what words if need be, and is there because clean prose has hardly a unit so.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, empty, lost_date, without_value
from huizong.narrative.found import Found
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.numerals import CHARACTERS as NUMERALS
from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.signs import Ending
from huizong.narrative.lost.fellows import ENDS
from huizong.narrative.lost.gaps import NAMED
from huizong.narrative.lost.left_over import INSTEAD, NO_NOUN, LeftOver
from huizong.narrative.lost.predicates import RATE_END
from huizong.narrative.named_rule import Rule
from huizong.word_lists import FOLDER, word_lists

FILE = FOLDER / "narrative" / "standing_alone.csv"
LISTS = word_lists("narrative", "standing_alone")
HEADS = frozenset(",。;:!?、\n")
# How far before a unit what a row asks for may begin.
REACH = 24
# 未来〔年〕将新增学位, 过去〔年〕间; 超过去年的, 未来年轻人
TO_COME = LISTS.pattern("to_come")
PREDICATES = frozenset(LISTS.words("predicates"))
MORE = Ending(rf"[{NUMERALS}\d]来$|(?<![其剩])余$")


@dataclass(frozen=True, slots=True)
class AloneRule(Rule):
    """A row of the table: the kinds of place before and after, what must and must not stand there; empty is anything.

    `held` says what may hold the unit: no common word (free), one that leaves a better reading (pair), any. `company` is how many other
    figures the sentence must hold.
    """

    words: tuple[str, ...]
    lead: frozenset[str]
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    held: str
    follow: frozenset[str]
    after: str
    not_after: str
    company: int

    def condition(self, word: str) -> str:
        """What stands after a word of the row, for the pass that finds its places; `{word}` is the same word again."""
        after = self.after.replace("{word}", re.escape(word))
        return (f"(?={after})" if after else "") + (f"(?!{self.not_after})" if self.not_after else "")


@cache
def standing() -> tuple[AloneRule, ...]:
    """The rows of the table in their order, read once a process."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            AloneRule(
                row["rule"],
                row["reason"],
                row["example"],
                tuple(row["words"].split()),
                frozenset(row["lead"].split()),
                re.compile(row["before"]) if row["before"] else None,
                re.compile(row["not_before"]) if row["not_before"] else None,
                row["held"],
                frozenset(row["follow"].split()),
                row["after"],
                row["not_after"],
                int(row["company"]),
            )
            for row in csv.DictReader(file)
        )


class StandingAlone:
    """Finds with one pass over a paragraph the units of the table that nothing else has read."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns, left_over: LeftOver) -> None:
        self.lexicon, self.patterns, self.left_over = lexicon, patterns, left_over
        self.rules: dict[str, list[AloneRule]] = {}
        for rule in standing():
            for word in rule.words:
                if word in lexicon.units or word in PREDICATES:
                    self.rules.setdefault(word, []).append(rule)
        self.asked = {word: tuple(re.compile(rule.condition(word)) for rule in rules) for word, rules in self.rules.items()}
        places = "|".join(
            f"{re.escape(word)}(?:{'|'.join(dict.fromkeys(rule.condition(word) for rule in self.rules[word]))})"
            for word in sorted(self.rules, key=len, reverse=True)
        )
        firsts = "".join(sorted({re.escape(word[0]) for word in self.rules}))
        # A numeral before the unit has been read with it.
        self.places = re.compile(f"(?=[{firsts}])(?<![{NUMERALS}\\d.多几])(?:{places})")

    def add(self, text: str, found: Found) -> None:
        """Note the losses of a paragraph that has been read otherwise."""
        spans: list[tuple[int, int]] | None = None
        for place in self.places.finditer(text):
            start, end = place.span()
            if spans is None:
                spans = sorted(
                    [(draft.start, draft.end) for draft in found.drafts]
                    + [(date[0], date[1]) for date in found.dates]
                    + [(other[0], other[1]) for other in found.nonfigures]
                )
            near = bisect_right(spans, (start, len(text)))
            if (near and spans[near - 1][1] > start) or (near < len(spans) and spans[near][0] < end):
                continue
            rule = self.decided(text, start, end)
            if rule is not None:
                draft = self.draft(text, start, end, rule.name)
                if draft.start == draft.end and found.asked_at(end):
                    continue
                if rule.company:
                    found.doubts.append((draft, rule.company))
                else:
                    found.drafts.append(draft)

    def decided(self, text: str, start: int, end: int) -> AloneRule | None:
        """The row that the unit text[start:end] falls under, or None."""
        name = text[start:end]
        before = text[max(0, start - REACH) : start]
        if before.endswith(name) or text.startswith(name, end) or MORE.search(before) is not None:
            return None  # 一辆辆, 年年; 十来年, 百余人
        lead = follow = held = ""
        for rule, after in zip(self.rules[name], self.asked[name], strict=True):
            if (rule.before is not None and rule.before.search(before) is None) or after.match(text, end) is None:
                continue
            if rule.not_before is not None and rule.not_before.search(before) is not None:
                continue
            lead = lead or self.lead(text, start, before)
            follow = follow or self.follow(text, end)
            if (rule.lead and lead not in rule.lead) or (rule.follow and follow not in rule.follow):
                continue
            held = held or self.held(text, start, end)
            if rule.held == "any" or held == "free" or (rule.held == "pair" and held == "pair"):
                return rule
        return None

    def lead(self, text: str, start: int, before: str) -> str:
        """What stands before: the head of a clause, a sign, what names or replaces a number, a word, or another sign of Han."""
        last = before[-1:]
        if not last or last in HEADS:
            return "head"
        if NAMED.search(before[-6:]) is not None:
            return "named"
        if INSTEAD.search(before[-6:]) is not None:
            return "instead"
        if last < "\u4e00":
            return "sign"
        return "word" if self.left_over.ends(text, start) else "other"

    def follow(self, text: str, end: int) -> str:
        """What stands after: a stop, 的, a word that no noun begins with, a sign, a word, or another sign of Han."""
        if ENDS.match(text, end) is not None:
            return "stop"
        following = text[end : end + 1]
        if following == "的":
            return "of"
        if NO_NOUN.match(text, end) is not None:
            return "verb"
        if following < "\u4e00":
            return "sign"
        return "word" if self.left_over.begins(text, end) else "other"

    def held(self, text: str, start: int, end: int) -> str:
        """Whether a common word holds the unit."""
        if end - start > 1:
            return "word" if self.left_over.gaps.words.word(text, start, end) else "free"
        return self.left_over.held(text, start, end) or "free"

    def draft(self, text: str, start: int, end: int, rule: str) -> FigureDraft:
        """The loss at text[start:end], with what its unit is measured by: 〔元/平方米〕."""
        name = text[start:end]
        if name in PREDICATES:
            return empty(end, rule, rated=RATE_END.search(text[max(0, start - REACH) : start]) is not None)
        if name == "日":
            return lost_date(start, end, name, rule)
        unit = self.patterns.unit.match(text, start)
        if unit is not None and "/" in unit[0]:
            return FigureDraft(start, unit.end(), "missing", unit=unit[0], base_unit=unit[0], rule=rule)
        return without_value(start, end, "missing", UnitLeft("", name, self.lexicon.units[name]), rule)
