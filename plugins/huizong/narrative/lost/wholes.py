"""Clauses that are nothing but what is counted, done or totalled: 共接待游客〔〕, 发展党员〔〕, 全县共有学校〔〕."""

import re

from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.notation import CLAUSE
from huizong.narrative.grammar.signs import Ending
from huizong.narrative.grammar.tries import alternation
from huizong.narrative.lost.predicates import REACH, SENTENCE, SHARE_FOLLOWS, SUM_MOVES, quantity
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "wholes")
any_of = LISTS.any_of

# A time at the head of a clause: its digits count nothing.
TIME_BEGINS = frozenset("0123456789第上下一二三四")
TIME = re.compile(rf"^(?:(?:19|20)\d{{2}}年(?:度|末|底)?)?{any_of('times')}?(?=[^\d])")
# 完成造林〔〕,为年度计划的104%; 完成任务 is whole.
WHOLE_OBJECT = Ending(f"{any_of('objects')}$")
TOTAL_BEFORE = Ending("[公中统一与个]$")
ACTS_DONE = LISTS.words("acts_done")
# 为企业减免税费, 拨付工程款: for whom, and money by its last sign.
FOR_WHOM = re.compile(f"[为向给对][^,。;]{{1,6}}?(?={any_of('for_whom')})")
NO_COUNT = LISTS.pattern("no_count")
MONEY = frozenset(LISTS.words("money_ends"))
LEADS = re.compile(f"^{any_of('leads')}+")
# What is counted when it is done; 推进, 抓好 need no number.
COUNTS_DONE = LISTS.pattern("counts_done")
COUNTS = re.compile("[一二两三四五六七八九十百千万亿几数多]")
TOTALLED = re.compile(rf"{any_of('totalled')}([\u4e00-\u9fff]{{2,4}})$")


def undated(clause: str) -> str:
    """A clause without the time at its head: 2022年全县学校 is 全县学校."""
    return TIME.sub("", clause) if clause[:1] in TIME_BEGINS and any(map(str.isdigit, clause)) else clause


class Wholes:
    """Judges clauses that name what is counted, done or totalled, with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.whole = re.compile(alternation(lexicon.cues.get("whole_clause", ())) or "(?!)")
        self.sums = lexicon.quantities.get("sum")

    def object_measured(self, text: str, start: int, end: int) -> bool:
        """完成造林〔〕,为年度计划的104%; 实现总产值〔〕,同比增长9%: what was done is measured after it."""
        object_ = text[start:end]
        if SHARE_FOLLOWS.match(text, end) is not None:
            return WHOLE_OBJECT.search(object_) is None and "的" not in object_
        return SUM_MOVES.match(text, end) is not None and quantity(self.lexicon, object_)

    def planned(self, text: str, end: int, *, part: bool) -> bool:
        """新增就业〔〕,完成目标任务的118%: whether the clause that ends at `end` counts something, without a number.

        `part` says that a part of it follows (其中), which an act (收购入库) or an indicator alone does not prove.
        """
        clause = LEADS.sub("", undated(CLAUSE.split(text[max(0, end - 36) : end])[-1]))
        if not clause or any(map(str.isdigit, clause)) or WHOLE_OBJECT.search(clause) is not None:
            return False
        if (total := TOTALLED.search(clause)) is not None and total[1] in self.lexicon.verbs:
            return True  # 职业技能提升行动共计培训〔〕
        if not part and (clause.endswith(ACTS_DONE) or (self.sums is not None and self.sums.ending(clause, len(clause)) is not None)):
            return len(clause) > 2
        verb = next((size for size in (4, 3, 2) if COUNTS_DONE.match(clause[:size]) and clause[:size] in self.lexicon.verbs), 0)
        return verb > 0 and len(clause) > verb + 1

    def lacks(self, text: str, end: int) -> str:
        """The noun or quantity that ends the clause before `end`, if the clause is nothing but what is counted and has no number.

        实有经营主体〔〕,同比增长7%; 交流教师〔〕,占教师的14%: what follows measures what should stand there.
        """
        end = len(text[:end].rstrip(" ")) if text[end - 1 : end] == " " else end
        clause = undated(CLAUSE.split(text[max(0, end - 36) : end])[-1]).replace("各级各类", "")
        if not 1 < len(clause) < 24 or any(map(str.isdigit, clause)) or self.whole.search(clause) is not None:
            return ""
        ending = max(
            self.lexicon.noun_words.ending(clause, len(clause)) or "", self.lexicon.measured.ending(clause, len(clause)) or "", key=len
        )
        return ending if len(ending) > 1 or (ending and len(clause) > 3) else ""

    def sized(self, text: str, end: int) -> bool:
        """粮食播种面积〔〕,增长2%: whether a quantity of more than one sign, or a part after 其中, ends the clause without a number."""
        size = len(self.lexicon.measured.ending(text, end) or "")
        clause = undated(CLAUSE.split(text[max(0, end - 36) : end])[-1])
        stocked = clause.startswith(("出栏", "存栏")) and self.lexicon.noun_words.ending(text, end) is not None  # 出栏牛〔〕,增长4.4%
        part = clause.startswith("其中") and len(self.lexicon.noun_words.ending(text, end) or "") > 1
        if size < 2 and not stocked and not part:
            return False
        return size < len(clause) < 24 and not any(map(str.isdigit, clause)) and self.whole.search(clause) is None

    def acted(self, text: str, act: str, end: int) -> bool:
        """已拆除违建〔〕,拆除率94%: whether the clause that ends at `end` does the act of the rate after it, without a number."""
        clause = LEADS.sub("", undated(CLAUSE.split(text[max(0, end - 36) : end])[-1]))
        if any(map(str.isdigit, clause)) or NO_COUNT.search(clause) is not None:
            return False
        return clause.startswith(act) or clause == act

    def totalled(self, text: str, start: int, at: int, end: int) -> bool:
        """Whether a total of what is counted ends its clause without a number: 共接待游客〔〕, 累计发放补贴资金〔〕."""
        if text[start] == "共" and TOTAL_BEFORE.search(text[max(0, start - 1) : start]) is not None:
            return False
        if (whom := FOR_WHOM.match(text, at, end)) is not None:
            at = whom.end()
        verb = next((size for size in (4, 3, 2) if text[at : at + size] in self.lexicon.verbs), 0)
        noun = self.lexicon.noun_words.ending(text, end) or ""
        measured = self.lexicon.measured.ending(text, end) or ""
        stop = SENTENCE.search(text, end, end + REACH)
        # 累计发放资金〔〕。: at the end of its sentence the figures before it are its company
        if text[end] == "。" and COUNTS.search(text, at, end) is not None:
            return False  # 共举办三场音乐会。
        beside = text[end] == "。" or any(map(str.isdigit, text[end : min(stop.start() if stop else end + REACH, end + 16)]))
        size = max(len(noun), len(measured), 2 * (text[end - 1] in MONEY))
        return bool(verb) and beside and at + verb <= end - size and size > 1

    def heads(self, text: str, start: int) -> bool:
        """Whether nothing but a time and a place stands before `start` in its sentence: 2022年,全县共有."""
        first = max(text.rfind(mark, max(0, start - 24), start) for mark in "。;\n") + 1
        return start - first < 24 and LEADS.sub("", undated(text[first:start]).lstrip(",")) == ""

    def totals(self, clause: str, cue: str) -> bool:
        """问题金额合计〔〕, 各级各类学校共〔〕: whether what is totalled ends the clause before the word."""
        named = cue != "累计" and not any(mark in clause for mark in "与和同跟") and COUNTS.search(clause) is None
        return quantity(self.lexicon, clause) or (named and len(self.lexicon.noun_words.ending(clause, len(clause)) or "") > 1)

    def held(self, text: str, start: int, at: int, end: int) -> bool:
        """Whether what a place holds in all ends its clause without a number: 全县共有学校〔〕, 现有床位〔〕; 整合现有资源 is an act."""
        lead = LEADS.sub("", undated(CLAUSE.split(text[max(0, start - 24) : start])[-1]))
        noun = self.lexicon.noun_words.ending(text, end) or ""
        name = text[at:end].replace("各级", "").replace("各类", "")
        return not lead and 1 < len(noun) <= len(name) and self.whole.search(name) is None and COUNTS.search(name) is None
