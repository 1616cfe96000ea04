"""Anchors of units that are a loss by the word before them: 持续〔小时〕, 所有〔个〕村, 帮助〔人〕成功创业."""

import re

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, without_value
from huizong.narrative.found import Found
from huizong.narrative.grammar.common_words import begins_a_word
from huizong.narrative.grammar.lone_anchors import LISTS as ANCHORED
from huizong.narrative.grammar.notation import CLAUSE
from huizong.narrative.numbers.cardinals import Cardinals
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "lone_losses")
any_of = LISTS.any_of

SPELLS = ANCHORED.words("spells")
WHOLES = (*ANCHORED.words("wholes"), "的")
LONGEST = 4
BY_UNIT = {"周年": "anniversary", "人": "persons-who"}
# 共报告传染病〔例〕,死亡3人; 无死亡病例报告
CASES = re.compile(f"{any_of('told_of_all')}[^无未没\\d]{{0,16}}$")
CASE_NEAR = re.compile(r"死亡\d|\d例")


class LoneLosses:
    """Reads words that end in a unit whose number is wanting."""

    def __init__(self, shared: Cardinals) -> None:
        self.lexicon = shared.lexicon

    def on_lone(self, text: str, start: int, end: int, found: Found) -> int | None:
        """Note the unit that the anchor ends with; nothing where it begins a word: 所有个体工商户."""
        if start < found.last:
            return None
        if "/" in text[start:end]:
            at = text.index("/", start)
            return found.figure(FigureDraft(at, end, "missing", unit=text[at:end], base_unit=text[at:end], rule="rate-per-many"))
        word = text[start:end].replace("个多", "个")
        more = end - start > len(word)
        name, rule = self.told(word)
        at = end - len(name) - more
        if rule == "cases-of-disease" and not cases(text, start, end):
            return None
        if rule in {"unit-of-whole", "money-alone"} and (begins_a_word(text, at) or self.lexicon.unit_words.starting(text, at, end + 1)):
            return None
        draft = without_value(at, end, "missing", UnitLeft("", name, self.lexicon.units[name]), rule)
        draft.qualifier = "more_than" if more else None
        return found.figure(draft)

    def told(self, word: str) -> tuple[str, str]:
        """The unit that an anchor's word ends with, and the rule that it falls under."""
        if word == "病例":
            return "例", "cases-of-disease"
        name = next(word[-size:] for size in range(LONGEST, 0, -1) if word[-size:] in self.lexicon.units and size < len(word))
        lead = word.removesuffix(name)
        if lead in WHOLES:
            return name, "unit-of-whole"
        if lead.endswith("了"):
            return name, "money-alone" if name == "元" else "spell-of-time"
        if name in BY_UNIT:
            return name, BY_UNIT[name]
        return name, "spell-of-time" if lead in SPELLS else "acts-of-vehicles" if word.endswith("车辆次") else "acts-for"


def cases(text: str, start: int, end: int) -> bool:
    """Whether the cases whose word stands at text[start:end] are told of all, with deaths or other cases counted beside them."""
    clause = CLAUSE.split(text[max(0, start - 24) : start])[-1]
    return CASES.search(clause) is not None and CASE_NEAR.search(text, end, end + 40) is not None
