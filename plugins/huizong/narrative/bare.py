"""Bare classifiers: one that stands before its noun with no number and no word that could stand for a number.

Chinese counts with numeral + classifier + noun; the classifier alone is grammatical only after 这, 每, 各 … (NAMED) and between a
verb of one sign and its object (开个会, 有位老人). Anywhere else a classifier before a noun that it counts has lost its number:
全年〔个〕项目, 赴〔个〕镇, 现有的〔户〕监测户, 。〔家〕企业. Signs that are part of a word (名列, 户籍, 国家) are told by unit_words.csv.
"""

import re

from huizong.narrative.gaps import NAMED, Gaps
from huizong.narrative.lexicon import Lexicon, Unit, Words
from huizong.narrative.patterns import Patterns

# How far after a classifier its noun may stand: 〔家〕县级以上农业产业化龙头企业.
PHRASE = re.compile("[\u4e00-\u9fffA-Za-z“”]{1,14}")
HEAD = re.compile("(?:^|[,。;:、!?(\n”》)])$")
# 开个会, 有位老人, 是个问题, 又一家: spoken style takes the classifier without a number.
SPOKEN = re.compile(
    "[有是开做建当找来办写发架修提买盖走闯打说像为成搞添给讲出加分算等听看想问选设配装挂立留划拍吃喝唱跳种养了过着得起如似换订派领换派交送借娶上下评争树补点]$"
)
# 若干项, 不少家, 半个, 同户: what stands here for the number.
INSTEAD = re.compile("(?:若干|不少|许多|好多|多少|(?<![成资基版文样])本|[半同挨隔连哪好另又再首末双单])$")
# 户不漏人, 户就是: what follows is no noun.
NO_NOUN = re.compile("[不就都也是即则可应指为能会要必须没无]")
# After 个 and 户 at the head of a clause any noun may follow; other signs begin too many words.
OPENING = frozenset({"个", "户"})


class Bare:
    """Judges a classifier before its noun by what leads to it and what follows."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns, gaps: Gaps) -> None:
        self.lexicon, self.patterns, self.gaps = lexicon, patterns, gaps
        self.free = frozenset(lexicon.cues["classifier_free"])
        self.led = frozenset(lexicon.cues["classifier_led"])
        self.leads = Words((word, "") for word in lexicon.cues["classifier_lead"])

    def lost(self, text: str, start: int, end: int, unit: Unit) -> bool:
        """Whether the classifier text[start:end] before a noun has lost its number."""
        free = unit.name in self.free
        if not free and unit.name not in self.led:
            return False
        before = text[max(0, start - 6) : start]
        if before.endswith(unit.name) or text.startswith(unit.name, end) or NAMED.search(before):
            return False
        if INSTEAD.search(before) and not before.endswith(("抓好", "办好", "做好", "建好", "管好", "用好")):
            return False
        head = HEAD.search(before) is not None
        lead = self.lead(text, start)
        if not (free or head or lead):
            return False
        phrase = PHRASE.match(text, end)
        if phrase is None or self.word(text, start, end, unit, lead) or (lead < 2 and SPOKEN.search(before)):
            return False
        if head and unit.name in OPENING and len(phrase[0]) > 2 and NO_NOUN.match(phrase[0]) is None:
            return True
        return any(unit.name in self.lexicon.nouns[noun[0]] for noun in self.patterns.noun.finditer(text, end, phrase.end()))

    def lead(self, text: str, at: int) -> int:
        """The length of the word before `at` after which a count is due (of the preposition, the adverb or the verb), or 0."""
        stem = at - (text[at - 1 : at] in {"了", "过"})
        verb = self.lexicon.verbs.ending(text, stem) or ""
        words = (self.leads.ending(text, at), verb if len(verb) > 1 else "", self.lexicon.due.ending(text, at))
        return max(len(word or "") for word in words)

    def word(self, text: str, start: int, end: int, unit: Unit, lead: int) -> bool:
        """Whether the unit is only a part of a word; in 深入〔家〕企业 the verb, in 下辖〔个〕中队 the noun reaches past 入家, 个中."""
        found = self.lexicon.unit_words.covering(text, start, end)
        if found is None:
            return False
        if lead > 1 and start - lead < found[0] < start and found[1] == end:
            return False
        noun = self.patterns.noun.match(text, end)
        if found[0] == start and noun is not None and noun.end() > found[1] and unit.name in self.lexicon.nouns[noun[0]]:
            return False
        return self.gaps.word(text, start, end)
