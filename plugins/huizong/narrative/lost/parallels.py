"""Clauses that are built alike: where one of two neighbours has its number, the other has lost its own.

受理咨询86件,转派〔件〕,办结12件; 咨询类占〔〕,投诉类占33%; 来访〔件〕,占6%: what is left is built as the clause beside it, or is
followed by its share. Whatever word the last sign may end (受理件), its neighbour tells that it counts here.
"""

import re
from functools import lru_cache

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, empty, without_value
from huizong.narrative.found import Found
from huizong.narrative.grammar.common_words import common_words
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.notation import CLAUSE
from huizong.narrative.grammar.signs import Ending
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "parallels")
any_of = LISTS.any_of
# Units that a neighbour proves after a verb or a noun; those that need a verb, since they end the names of persons.
TWINS = frozenset(LISTS.words("twins"))
PERSONS = frozenset(LISTS.words("persons"))
WATCHED = TWINS | PERSONS | {"人"}
# 来访〔件〕,占6%: what has a share was counted; (占6%) too.
# 彝族〔人〕,占6%; 少数民族〔人〕占总人口的15%
PEOPLE = re.compile("[\u4e00-\u9fff]族$")
SHARE = r"(?:约|仅)?占(?:比|总[数量]|[^,。;、\d]{1,6}的)?(?:约|为|达)?\d[\d.]*(?:[%成]|个百分点)"
SHARE_NEXT = re.compile(rf"[,(]{SHARE}")
SHARE_OF_PEOPLE = re.compile(rf",?{SHARE}")
CLOSED = re.compile("[,。;、)]|$")
# Predicates that can't end a clause beside one that has its number.
PREDICATES = frozenset(LISTS.words("predicates"))
NO_NAME = Ending(f"{any_of('no_name')}$")
SIZES = (2, 3, 4)
NEAR = 30


@lru_cache(maxsize=200)
def counts(unit: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The clause before a place, and the one after it, that end with a count in `unit`."""
    sign = re.escape(unit)
    before = re.compile(rf"\d[余多]?[万亿]?{sign}(?:\([^()]*\))?[,;、][^,。;、\d]{{1,14}}$")
    after = re.compile(rf"[,;、][^,。;、\d]{{1,16}}\d[\d.]*[余多]?[万亿]?{sign}(?=[,。;、(]|$)")
    return before, after


@lru_cache(maxsize=50)
def values(cue: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The clause before a place, and the one after it, in which the predicate `cue` has its number."""
    before = re.compile(rf"[^,。;、\d]{{1,16}}{cue}(?:约|了)?\d[\d.]*[^,。;、\d]{{0,8}}[,;、][^,。;、]{{1,16}}$")
    after = re.compile(rf"[,;、][^,。;、]{{1,16}}?{cue}(?:约|了)?\d")
    return before, after


class Parallels:
    """Judges what is left of a clause by the clauses beside it, with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def counted(self, text: str, start: int, end: int, found: Found) -> FigureDraft | None:
        """The loss before a unit that closes its clause beside one that ends with a count in it, or before its share."""
        name = text[start:end]
        unit = self.lexicon.units[name]
        of_people = name == "人" and PEOPLE.search(text[max(0, start - 6) : start]) is not None
        if of_people and SHARE_OF_PEOPLE.match(text, end) is not None:
            return without_value(start, end, "missing", UnitLeft("", name, unit), "counted-then-share")
        if text[start - 1 : start] < "\u4e00" or (name not in TWINS and name not in PERSONS) or self.word(text, start, end):
            return None
        if name in TWINS and SHARE_NEXT.match(text, end) is not None:
            return without_value(start, end, "missing", UnitLeft("", name, unit), "counted-then-share")
        if CLOSED.match(text, end) is None:
            return None
        before, after = counts(name)
        near = text[max(0, start - NEAR) : start]
        first, last = before.search(near) is not None, after.match(text, end) is not None
        verb = len(self.lexicon.verbs.ending(text, start) or "") > 1
        if not (first or last) or (name in PERSONS and not (verb and first and last)):
            return None
        return without_value(start, end, "missing", UnitLeft("", name, unit), "twin-of-count")

    def word(self, text: str, start: int, end: int) -> bool:
        """Whether a common word ends with the unit: 案件, 文件; 受理件 is none."""
        words = common_words()
        return any(end >= size and text[end - size : end] in words for size in SIZES)

    def valued(self, text: str, start: int, end: int) -> FigureDraft | None:
        """The gap after a predicate that closes its clause, where the clause beside it has the same one with a number."""
        cue = text[start:end]
        clause = CLAUSE.split(text[max(0, start - NEAR) : start])[-1].rpartition("、")[2]
        if cue not in PREDICATES or not clause or NO_NAME.search(clause) is not None or CLOSED.match(text, end) is None:
            return None
        before, after = values(cue)
        if before.search(text[max(0, start - 2 * NEAR) : start]) is None and after.match(text, end) is None:
            return None
        return empty(end, "twin-of-predicate", rated=cue.endswith("占"))
