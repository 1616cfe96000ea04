"""Losses that a row of names with their counts tells: 小学29所,初中〔〕,高中1所; 调出8人、调入对象〔〕; 其中:小学〔〕,初中479人.

A name alone between names that have their counts has lost its own. A verb inside makes it an act, which may be whole: 改善出行条件.
"""

import re

from huizong.narrative.figure_draft import FigureDraft
from huizong.narrative.found import Found
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.grammar.tries import alternation
from huizong.narrative.lost.shapes import AIMED_AT, lost
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "rows")
any_of = LISTS.any_of

HAN = "[\u4e00-\u9fff]"
# A name alone after a count, and whether the row goes on; a name before its count, and whether the row began before it.
NEXT = re.compile(rf"(?P<mark>[,;])(?P<name>{HAN}{{1,10}})(?=[,;。)]|$|\({HAN}{{0,6}}\d)(?P<goes>(?=(?:\([^()]*\))?[,;]{HAN}{{2,10}}\d))?")
OWN = re.compile(rf"(?P<row>其中[:,]?|\d[^,。;、\d]{{1,3}}[,、;])?(?P<name>{HAN}{{1,10}})$")
FIRST_OF_PARTS = re.compile(rf"其中[:,]?(?P<first>{HAN}{{2,8}}),{HAN}{{2,8}}")
SAME_UNIT = re.compile(rf"[,;](?!{HAN}{{0,5}}[每一如今现竟达为])(?P<next>{HAN}{{1,8}}?)\d[\d.]*")
# 普通高中招生〔〕,在校生8575人,毕业生2974人: the first of a row at the head of its sentence.
FIRST_OF_ROW = re.compile(
    rf"(?:^|[。;])(?P<first>{HAN}{{2,12}}),(?!{any_of('row_times')}){HAN}{{2,8}}\d[\d.]*[^,。;、\d]{{1,4}},{HAN}{{2,8}}$"
)
# 调出五保对象8人、调入五保对象〔〕; 项目9个、资金〔〕: the last of a list.
LAST = re.compile(rf"、(?P<name>{HAN}{{2,10}})(?=[,。;]|$)")
NUMERALS = re.compile("[一二两三四五六七八九十百千万几数]")
TOPIC = Ending("(?<![初高附完职])中$|方面$|当中$|其中$")
# 高于省定标准: what was reached is compared with it.
NOTHING = Opening(any_of("nothing"))
COMES = ("招生", "入学", "在校")


class Rows:
    """Judges rows with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.whole = re.compile(alternation(lexicon.cues.get("whole_clause", ())) or "(?!)")

    def after(self, text: str, draft: FigureDraft) -> tuple[FigureDraft, int] | None:
        """The loss of the name after a figure and a stop, in a row of such."""
        member = NEXT.match(text, draft.end)
        if member is None:
            return None
        own = OWN.search(text, max(0, draft.start - 14), draft.start)
        if member["mark"] == "," and member["name"].startswith("其中"):  # 科技奖12项,其中国家级奖〔〕;
            name = member["name"].removeprefix("其中")
            part = self.counted(name, draft) and not self.acts(name)
            return (lost(member.end("name"), "part-alone"), 1) if part else None
        bracket = text.startswith("(", member.end("name"))
        if own is None or (member["goes"] is None and own["row"] is None and not bracket):
            return None
        name = member["name"]
        if TOPIC.search(name) is not None or NOTHING.match(name) is not None or NUMERALS.search(name) is not None:
            return None  # 粮作中,玉米35万亩: among which the next ones are; 无死亡病例; 平均三年翻一番
        # 精甲醇68万吨,焦炭〔〕,铁合金10万吨: both neighbours in one unit
        goes = SAME_UNIT.match(text, member.end("name"))
        same = goes is not None and draft.unit is not None and text.startswith(draft.unit, goes.end()) and not self.acts(name)
        if same and "每" not in name + own["name"] and not self.acts(own["name"]) and draft.dimension not in {"rate", "points"}:
            return lost(member.end("name"), "next-of-row"), 1
        if len(name) < 2 or len(own["name"]) < 2:
            return None
        if not (self.counted(name, draft) or (own["row"] and self.noun(name))) or self.acts(name) or self.acts(own["name"]):
            return None
        return lost(member.end("name"), "next-of-row"), 1

    def last(self, text: str, draft: FigureDraft) -> tuple[FigureDraft, int] | None:
        """The loss of the last name of a list, which ends as the name before it does, or is a quantity and nothing else."""
        member = LAST.match(text, draft.end)
        if member is None:
            return None
        name, own = member["name"], text[max(0, draft.start - 4) : draft.start]
        noun = self.noun(name)
        twin = own[-2:] == name[-2:] and own != name and len(name) > 2
        counted = bool(noun) and not self.acts(name) and self.counted(name, draft)
        return (lost(member.end(), "last-of-list"), 1) if twin or counted or (name in self.lexicon.measured and len(name) > 1) else None

    def first_of_parts(self, text: str, lead: int, draft: FigureDraft) -> tuple[FigureDraft, int] | None:
        """The loss of the name right after 其中 at `lead`, before a name and its count."""
        row = FIRST_OF_PARTS.fullmatch(text, lead, draft.start)
        if row is None or not self.noun(row["first"]) or self.acts(row["first"]):
            return None
        return lost(row.end("first"), "first-of-parts"), 1

    def first_of_row(self, text: str, draft: FigureDraft, found: Found) -> tuple[FigureDraft, int] | None:
        """The loss of the name that opens a sentence, before two names and their counts: the last two figures of `found`."""
        near = max(0, draft.start - 44)
        head = max(text.rfind("。", near, draft.start), text.rfind(";", near, draft.start))
        if (head < 0 and near > 0) or (len(found.drafts) > 2 and found.drafts[-3].end > head):
            return None  # no sentence begins near, or another figure stands first in it
        row = FIRST_OF_ROW.search(text, max(0, draft.start - 44), draft.start)
        if row is None:
            return None
        first = row["first"]
        measured = len(self.lexicon.measured.ending(first, len(first)) or "") > 1
        if NUMERALS.search(first) is not None or not (measured or self.counted(first, draft) or first.endswith(COMES)):
            return None
        if self.acts(first.removesuffix("招生").removesuffix("入学")):
            return None
        return lost(row.end("first"), "first-of-row"), 1

    def counted(self, name: str, draft: FigureDraft) -> bool:
        """Whether the noun that ends a name is counted in the unit of a figure."""
        noun = self.noun(name)
        return bool(noun) and draft.unit is not None and draft.unit.lstrip("万亿") in self.lexicon.nouns[noun]

    def noun(self, name: str) -> str:
        """The noun of more than one sign that ends a name, or none."""
        noun = self.lexicon.noun_words.ending(name, len(name)) or ""
        return noun if len(noun) > 1 else ""

    def acts(self, name: str) -> bool:
        """Whether a verb stands before the noun of what should be a name: 改善出行条件; 研究生 is a noun."""
        before = name[: len(name) - len(self.noun(name))]
        return (
            self.whole.search(name) is not None
            or any(name[place : place + 2] in self.lexicon.verbs for place in range(len(before)))
            or AIMED_AT.search(before) is not None
        )
