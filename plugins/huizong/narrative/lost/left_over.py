"""Classifiers that are left over: no word of the language holds them, so the number that they counted with has dropped out.

In 获〔项〕金牌 and 断电台区〔个〕, no common word takes the sign with what stands before or after it. A clerk writes no such sign by
itself; names (潘家埠) and verbs of one sign (写个便条) are the exceptions, so signs that are often names or verbs need another count
in the same unit, and every one needs another figure in its sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, without_value
from huizong.narrative.found import Found
from huizong.narrative.grammar.common_words import common_words
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.fellows import ENDS
from huizong.narrative.lost.gaps import NAMED, Gaps
from huizong.word_lists import word_lists

if TYPE_CHECKING:
    from huizong.narrative.lost.doubts import Doubts

LISTS = word_lists("narrative", "left_over")
any_of = LISTS.any_of
# Signs that are hardly ever anything but classifiers, those that seldom are, and those that often are nouns, verbs or parts of names.
FREE = frozenset(LISTS.words("free"))
BESIDE = frozenset(LISTS.words("beside"))
FELLOW = frozenset(LISTS.words("fellow"))
# 石桥、柳河等处 is whole.
AND_OTHERS = frozenset(LISTS.words("and_others"))
# 一批批, 这个, 若干项: what stands here for the number.
INSTEAD = Ending(f"{any_of('instead')}$")
# 177公项: a misspelt unit of the number before it.
OWN_UNIT = Ending(r"\d[公千万百平立]$")
# 写个便条, 是座名城: a verb of one sign takes a classifier without a number.
SPOKEN = Ending(f"{any_of('spoken')}$")
OPENERS = frozenset(LISTS.words("openers"))
HEADS = frozenset(",。;:!?、")
DONE = frozenset(LISTS.words("done"))
# 诉讼案件879件(含旧存〔件〕): a part in brackets of what stands before them.
PART_OF = re.compile(r"\d[余多]?[万亿]?[\u4e00-\u9fff]{1,2}\([^(),。;\d]{1,8}$")
# 全国〔个〕省: the places that 个 counts, written with one sign.
PLACE = Opening(any_of("places"))
ROW_BEFORE = re.compile(r"\d[余多]?[万亿]?[\u4e00-\u9fff]{1,3}[,、;][^,。;、\d]{2,12}$")
ROW_AFTER = re.compile(r"[,、;][^,。;、\d]{2,14}\d")
# 忙个不停, 户均: what follows is no noun.
NO_NOUN = Opening(any_of("no_noun"))
# 塌房〔户〕29间, 批捕〔件〕201人: before the count of what its things hold.
HOLDING = frozenset(LISTS.words("holding"))
HELD = Opening(rf"共?\d[\d.]*[余多]?万?{any_of('held')}")
WATCHED = FREE | BESIDE | FELLOW | HOLDING
# 从年初起: a sign that opens or ends other phrases is told only before a stop.
CLOSING = frozenset(LISTS.words("closing"))
SIZES = (2, 3, 4)
NEAR = 24


class LeftOver:
    """Tells with the common words and the words of one lexicon whether a classifier belongs to no word."""

    def __init__(self, lexicon: Lexicon, gaps: Gaps, doubts: Doubts) -> None:
        self.lexicon, self.gaps, self.doubts = lexicon, gaps, doubts

    def lost(self, text: str, start: int, end: int, found: Found) -> FigureDraft | None:
        """The loss before a classifier that no word holds, to be taken where its sentence counts something else."""
        name = text[start:end]
        if name not in FREE and name not in BESIDE and name not in FELLOW and name not in HOLDING:
            return None
        before = text[max(0, start - 6) : start]
        following = text[end : end + 1]
        if before[-1:] == " " and before.rstrip(" ")[-1:].isdigit():
            return None  # 第 7 次
        if name == "次" and (before[-2:-1].isdigit() or before.endswith(("人均", "户均"))):
            return None  # 26矿次: a unit of its own; 人均次: so much for each
        if before.endswith("车") and name == "辆" and following >= "\u4e00":
            return None  # 洒水车辆驾驶员
        if (
            following == name
            or before.endswith(name)
            or INSTEAD.search(before)
            or OWN_UNIT.search(before)
            or NAMED.search(before)
            or NO_NOUN.match(text, end)
        ):
            return None
        if (before.endswith("等") and name in AND_OTHERS) or not self.told(text, start, end, name):
            return None
        return without_value(start, end, "missing", UnitLeft("", name, self.lexicon.units[name]), "left-over")

    def told(self, text: str, start: int, end: int, name: str) -> bool:
        """Whether no word holds the classifier, and what stands around it calls for a count."""
        held = self.held(text, start, end)
        if held == "word":
            return False
        free, closed = name in FREE, ENDS.match(text, end) is not None
        lead, following = text[start - 1 : start], text[end : end + 1]
        if following == ")" and not held:
            return PART_OF.search(text[max(0, start - NEAR) : start]) is not None and self.doubts.fellow(text, start, end, name)
        unit = self.lexicon.units[name]
        if not lead or lead in HEADS or lead == " ":
            proved = self.gaps.noun_follows(text, end, unit) or self.doubts.fellow(text, start, end, name)
            return free and not closed and not held and self.begins(text, end) and proved
        if lead < "\u4e00" and lead not in "”》":
            return False
        if not held and name in HOLDING and HELD.match(text, end):
            return True
        if not free and name not in BESIDE and name not in FELLOW:
            return False
        done = lead in DONE and self.ends(text, start - 1)
        spoken = (
            not done
            and (lead in DONE or SPOKEN.search(text[max(0, start - 2) : start]) is not None)
            and (lead in DONE or lead in "是要" or not self.ends(text, start))
        )
        row = closed and not held and not spoken and self.beside(text, start)
        if spoken or not (done or lead in "”》" or lead in OPENERS or self.ends(text, start)):
            return row and (free or name in BESIDE or (name != "家" and self.between(text, start, end)))
        fellow = self.doubts.fellow(text, start, end, name)
        if name in FELLOW and closed and self.gaps.words.proved(text, start, name) is None:
            return False  # 医生处: a noun that is counted otherwise
        between = row and name != "家" and self.between(text, start, end)
        if held:
            return (fellow and (closed or name not in CLOSING)) or (closed and self.between(text, start, end))
        if lead == "对" and self.lexicon.verbs.starting(text, end, end + 2):
            return False  # 对件办理
        called = done or self.called(text, start)
        if free:
            return closed or fellow or self.begins(text, end) or (name == "个" and PLACE.match(text, end) is not None)
        if name in BESIDE:
            return (closed and (fellow or row)) or (called and not closed and (fellow or self.begins(text, end)))
        if closed:
            return between or fellow
        return name not in CLOSING and ((called and self.begins(text, end)) or (fellow and self.gaps.noun_follows(text, end, unit)))

    def called(self, text: str, at: int) -> bool:
        """Whether a verb, or a word that opens a count, ends at `at`: 完成〔处〕大型灌区; a noun makes an office of 处."""
        if text[at - 1] in OPENERS and not self.ends(text, at):
            return text[at] != "台"  # 对台贸易
        return any(len(kind.ending(text, at) or "") > 1 for kind in (self.lexicon.verbs, self.lexicon.due))

    def held(self, text: str, start: int, end: int) -> str:
        """What holds the classifier: a word, a straddling pair of which a better reading is left, or nothing.

        行驶路线|条: 线条 is a word, but then 路 would be left over; 为|名|家庭: 名家 leaves 庭.
        """
        answer = ""
        words, own = common_words(), self.lexicon.unit_words
        for size in SIZES:
            for at in range(max(0, end - size), start + 1):
                word = text[at : at + size]
                if len(word) < size or (word not in words and word not in own):
                    continue
                before = at == start - 1 and self.ends(text, start) and not self.ends(text, start - 1)
                # 签约项目的: a word that is known to hold the unit stays one, whatever begins behind it
                after = (
                    at == start
                    and word not in own
                    and word not in self.lexicon.noun_words
                    and self.begins(text, end)
                    and not self.begins(text, end + 1)
                )
                if size > 2 or not (before or after):
                    return "word"
                answer = "pair"
        return answer

    def ends(self, text: str, at: int) -> bool:
        """Whether a word of two signs or more ends at `at`."""
        words, lexicon = common_words(), self.lexicon
        if any(at >= size and text[at - size : at] in words for size in SIZES):
            return True
        return any(len(kind.ending(text, at) or "") > 1 for kind in (lexicon.noun_words, lexicon.verbs, lexicon.measured))

    def begins(self, text: str, at: int) -> bool:
        """Whether a word of two signs or more begins at `at`, or a name in quotes."""
        words, lexicon = common_words(), self.lexicon
        if text[at : at + 1] == "“" or any(text[at : at + size] in words for size in SIZES):
            return True
        return lexicon.noun_words.starting(text, at, at + 2) or lexicon.verbs.starting(text, at, at + 2)

    def between(self, text: str, start: int, end: int) -> bool:
        """Whether counts stand on both sides of it in one row: 通知186份,遭受阻工〔起〕,拆除230户."""
        before, after = ROW_BEFORE.search(text[max(0, start - NEAR) : start]), ROW_AFTER.match(text, end)
        return before is not None and after is not None

    def beside(self, text: str, start: int) -> bool:
        """Whether the member before it in the row ends with a count: 线路48.5公里、配变〔台〕."""
        near = text[max(0, start - NEAR) : start]
        mark = max(near.rfind(sign) for sign in ",、;")
        return mark > 0 and any(map(str.isdigit, near[max(0, mark - 5) : mark]))
