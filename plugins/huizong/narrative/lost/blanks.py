"""Blanks left before a unit, where its number was to be written: 绿化〔  亩〕, 辖〔  个〕行政村, 已有〔 所〕敬老院."""

import re

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, without_value
from huizong.narrative.grammar.lexicon import Lexicon, ProseUnit
from huizong.narrative.grammar.signs import Ending
from huizong.narrative.lost.fellows import ENDS
from huizong.narrative.lost.gaps import Gaps
from huizong.narrative.lost.lone_units import COUPLED

# A blank between a word and its unit: 绿化〔  亩〕; 姓  名 at the head of a line is a title set wide.
BLANK = Ending("(?:(?:[^\\s]|\\d )[\u4e00-\u9fff”)%、]|^[为对由在向给将]|[\u4e00-\u9fff”\\d],(?= {2}))( {1,12})$")
# 镇长  张小山: a surname and a given name after an office.
SURNAMES = frozenset("张方万项段席米支章单盘元部石")
PERSON = re.compile("(?!以上|以下|以内|左右|的)[\u4e00-\u9fff]{1,2}(?=[ 、,;。)]|$)")


class Blanks:
    """Judges units after blanks with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon, gaps: Gaps) -> None:
        self.lexicon, self.gaps = lexicon, gaps

    def lost(self, text: str, start: int, end: int, scale: str, unit: ProseUnit) -> FigureDraft | None:
        """A unit after a blank, in a slot that ends there, is wide enough, or is called for: 占任务的〔   %〕, 辖〔  个〕行政村."""
        found = BLANK.within(text, max(0, start - 14), start)
        if found is None or self.lexicon.unit_words.starting(text, start, end + 1):
            return None
        at = found.start(1)
        wide = len(found[1]) > 1 and (unit.numeral == "any" or unit.orphan == "strong" or COUPLED.match(text, start) is not None)
        # 总面积〔 平方公里〕的湖: a measure behind what is measured
        wide = wide or (unit.orphan == "strong" and self.lexicon.measured.ending(text, at) is not None)
        if not wide and ENDS.match(text, end) is None and not self.called(text, at, end, unit):
            return None
        if unit.name in SURNAMES and PERSON.match(text, end) and not self.gaps.noun_follows(text, end, unit):
            return None
        return without_value(at, end, "missing", UnitLeft(scale, unit.name, unit), "blank-before-unit")

    def called(self, text: str, at: int, end: int, unit: ProseUnit) -> bool:
        """Whether a word that calls for a count stands before the blank at `at`, and what the unit counts right behind it."""
        noun = self.gaps.patterns.noun.match(text, end)
        counted = noun is not None and unit.name in self.lexicon.nouns[noun[0]]
        return counted and (text[at - 1] == "有" or len(self.lexicon.due.ending(text, at) or "") > 1)
