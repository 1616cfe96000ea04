"""Losses that the shape of a sentence tells, number and unit both gone: 招生500人,实际报到〔〕; 占地约〔〕; 小学3所、中学2所、幼儿园〔〕.

What is read here ends its clause and can't be whole without a number; where it could be, the figures beside it prove the loss.
"""

import re

from huizong.narrative.figure_draft import FigureDraft
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.shape_words import kinds
from huizong.narrative.grammar.signs import Ending
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "shapes")
any_of = LISTS.any_of

CLAUSE = re.compile("[,。;:!?\n]")
# 签约, 节约: words that end so; 大约 ends no clause either.
IN_WORD = Ending(any_of("in_word"))
# 距年度目标还差〔〕: from where it is measured.
FROM = LISTS.pattern("from_what")
# 围绕全年目标,已签约…: what something is done for is no figure lost.
FOR_GOAL = LISTS.pattern("for_goal")
# 提高户均收入, 实现户均增收: what is raised needs no number.
# 警情同比下降近〔〕。
MOVED_ABOUT = Ending(f"{any_of('moves')}$")
MOSTLY = LISTS.pattern("mostly")
AIMED_AT = LISTS.pattern("aimed_at")
EXTREME_BESIDE = re.compile(rf"{any_of('extremes')}[^,。;\d]{{0,6}}\d[^,。;]{{0,6}},$")
ROW = re.compile(rf"(?:^|[,;。:])(?:{any_of('row_leads')}*)(?P<first>[\u4e00-\u9fff]{{3,8}}),(?P<next>[\u4e00-\u9fff]{{3,8}})$")
MEMBER = re.compile("、([\u4e00-\u9fff]{2,8})(?=[、。;]|$)")
NUMBERED = re.compile(r"\d[\d.]*[余多]?[万亿]?[^\d,。;、]{1,3}、[^\d,。;、]{2,8}$")
# 是年初预算3.5亿元的〔〕
OF_GOAL = re.compile(rf"{any_of('of_goal')}[^,。;\d]{{0,8}}{any_of('goals')}[^,。;\d]{{0,4}}$")
MOVES = frozenset(LISTS.words("listed_moves"))
PLANNED = LISTS.pattern("planned")
NO_PRODUCT = LISTS.pattern("no_product")
WHOLE = LISTS.pattern("plants")
RATED = frozenset({"rate", "points"})
WHOLE_LEADS = frozenset(("", *LISTS.words("whole_leads")))


class Shapes:
    """Judges shapes with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.kinds, self.acted = kinds(lexicon.cues), frozenset(lexicon.cues["acted"])
        self.alone = frozenset(lexicon.cues["alone"])

    def opened(self, text: str, start: int, end: int) -> tuple[FigureDraft, int] | None:
        """The loss that the word text[start:end] opens, and how much company it needs; None where it may stand without a number."""
        word = text[start:end]
        kind = self.kinds.get(word, "")
        clause = CLAUSE.split(text[max(0, start - 24) : start])[-1]
        if kind == "shape_real":
            stop = CLAUSE.search(text, end)
            done = text[end : stop.start() if stop else len(text)].lstrip("已共仅")
            whole = clause in WHOLE_LEADS and (done in self.lexicon.verbs or done in MOVES or done in self.acted)
            return (lost(end + (stop.start() - end if stop else 0), "really-done"), 1) if whole else None
        if word == "近" and MOVED_ABOUT.search(clause) is None and len(self.lexicon.measured.ending(clause, len(clause)) or "") < 2:
            return None
        if word in {"约", "近"}:
            return None if IN_WORD.search(text[max(0, start - 1) : end]) or len(clause) < 2 else (lost(end, "about-alone"), 0)
        if kind == "shape_share":
            stop = CLAUSE.search(text, end)
            return (lost(stop.start(), "share-of-whole", "percent"), 1) if stop is not None else None
        if kind == "shape_wanting":
            before = CLAUSE.split(text[max(0, start - 40) : start])
            return (lost(end, "wanting"), 0 if FROM.search(clause) else 1) if FROM.search("".join(before[-2:])) else None
        if kind in {"shape_yearly", "shape_mean", "shape_plan"}:
            stop = CLAUSE.search(text, end)
            if stop is None or any(map(str.isdigit, clause)):
                return None
            thing = text[end : stop.start()]
            if kind == "shape_plan" and (clause or PLANNED.search(thing) is not None):
                return None
            if kind == "shape_yearly" and (NO_PRODUCT.match(thing) is not None or WHOLE.search(thing) is not None):
                return None
            if kind == "shape_mean" and clause not in {"", "实际"}:
                return None
            return lost(stop.start(), "yearly-or-mean" if kind != "shape_plan" else "planned-against-done"), 1
        if kind in {"shape_average", "shape_compared"}:
            stop = CLAUSE.search(text, end)
            if stop is None or any(map(str.isdigit, clause)) or AIMED_AT.search(clause) is not None or MOSTLY.search(clause) is not None:
                return None
            at = end if text.startswith(("以上", "左右"), end) else stop.start()
            return lost(at, "average-of-each" if kind == "shape_average" else "more-or-less-than"), 1
        if kind == "shape_extreme":
            return (
                (lost(end, "highest-or-lowest"), 1)
                if not clause and EXTREME_BESIDE.search(text[max(0, start - 40) : start]) is not None
                else None
            )
        if kind == "shape_again":
            return lost(end, "once-more"), 1
        if kind == "shape_goal":
            if any(map(str.isdigit, clause)) or FOR_GOAL.search(clause) is not None or text[start - 1 : start] in {"", "”"}:
                return None
            return lost(end, "goal-alone"), 1
        return lost(end, "sum-of-each", "元" if text[start] == "每" or word[-1] != "月" else None), 1

    def before(self, text: str, draft: FigureDraft) -> tuple[FigureDraft, int] | None:
        """常住人口〔〕,流动人口6.1万人: the clause before a figure is a name that ends as the figure's own does, without a number."""
        row = ROW.search(text, max(0, draft.start - 30), draft.start)
        if row is None or row["first"] == row["next"] or AIMED_AT.search(row["first"]) is not None:
            return None
        if row["first"][-2:] != row["next"][-2:] and not (row["first"] in self.alone and row["next"] in self.alone):
            return None
        first = row["first"]
        if any(first[place : place + 2] in self.lexicon.verbs for place in range(len(first) - 2)):
            return None  # 鼓励发展茶园,新增茶园1200亩: an act, no name
        return lost(row.end("first"), "row-of-names"), 1

    def after(self, text: str, draft: FigureDraft) -> tuple[FigureDraft, int] | None:
        """The loss right after a figure: the share of a goal (是年初预算3.5亿元的〔〕), the next member of a list of counts."""
        end = draft.end
        sign = text[end : end + 1]
        if sign == "的":
            if text[end + 1 : end + 2] not in {",", "。", ";"} or draft.dimension in RATED:
                return None
            of_goal = OF_GOAL.search(text, max(0, draft.start - 20), draft.start) is not None
            return (lost(end + 1, "share-of-goal", "percent"), 0) if of_goal else None
        if sign != "、":
            return None
        member = MEMBER.match(text, end)
        if member is None or NUMBERED.search(text, max(0, draft.start - 20), draft.start) is None:
            return None
        noun = self.lexicon.noun_words.ending(text, member.end())
        if noun is None or len(noun) < 2 or noun != member[1]:
            return None
        return lost(member.end(), "member-of-list"), 2


def lost(at: int, rule: str, base: str | None = None) -> FigureDraft:
    """The draft of a number that is lost with its unit at `at`, as `rule` says."""
    return FigureDraft(at, at, "missing", base_unit=base, dimension="rate" if base == "percent" else "money" if base else "", rule=rule)
