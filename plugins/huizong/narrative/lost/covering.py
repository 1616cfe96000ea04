"""Words that hold a unit: whether a unit is a part of one (国家, 项目), or a noun or a verb only reaches into it (群众〔人〕)."""

import re

from huizong.narrative.grammar.common_words import begins_a_word, ends_a_word, ends_few_words, within_a_word
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.notation import CLAUSE_END
from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.signs import Ending
from huizong.narrative.lost.predicates import past_blanks
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "covering")
any_of = LISTS.any_of

FIGURE = re.compile(r"了? ?(?:\d|[xX×*＊○□_]|[(【〔] *[)】〕])")
# 环卫工人: a worker by trade; 外出务工〔人〕 counts those who do it.
# 村支书周大元、网格员刘作栋: a given name that ends like a unit, after a surname that is hardly ever another word.
SURNAMES = "".join(LISTS.words("surnames"))
NAMED_SO = re.compile(rf"{any_of('before_name')}[{SURNAMES}]{any_of('given_names')}$")
NAME_ENDS = frozenset(LISTS.words("name_ends"))
WORKER = Ending(f"{any_of('workers')}$")

# 医生处, 朋友间, 夫妇家: a place or a group of persons.
AFTER_PERSONS = frozenset("处间家人")
COUNT_PERSONS = frozenset({"人", "名", "位"})
# 实际仅为〔名〕, 洽谈的有〔家〕, 文体方面的〔件〕: these call for a count, unless they make a word with it (为名, 有人).
CALLS = frozenset("有至为的到")
SCALES = frozenset("万亿")


def called_for(text: str, start: int, end: int, *, proved: bool | None, own: bool) -> bool:
    """Whether the words around a unit leave it a unit: one ends before it, and no longer one ends with it.

    `proved` says that a verb or a quantity of the lexicon ends before it, None that a noun does, `own` that the unit counts that noun.
    严寒袭人, 张小兰家, 回首旧岁: a sign that belongs to no word before the unit belongs to a word or a name with it. 大忙人, 发射台:
    a longer word ends with it. 医生处, 朋友间, 汀县人: a noun that is counted otherwise calls for none.
    """
    if text[start - 1] == text[start:end]:
        return bool(proved) or text[start - 3] != text[start - 2]  # 交办件〔件〕; 字字句句 is whole
    if own or end - start > 1 or text[start - 1] < "一" or text[start] in SCALES or ends_few_words(text[start:end]):
        return True
    if text[start - 1] in CALLS:
        return not begins_a_word(text, start - 1)
    return proved is not None and (proved or ends_a_word(text, start)) and not within_a_word(text, start, end)


class Covering:
    """Tells with the words of one lexicon whether a unit is only a part of a word."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns) -> None:
        self.lexicon, self.patterns = lexicon, patterns
        # the last two signs of the words that may reach into a word of which a unit is a part
        self.reaching = {*lexicon.noun_words.ends, *lexicon.verbs.ends, *lexicon.due.ends}
        self.asked: tuple[str, int, int, bool] = ("", 0, 0, False)

    def word(self, text: str, start: int, end: int) -> bool:
        """Whether the unit is only a part of a word: 国家, 项目, 投诉件; in 群众|人 the noun stands before 众人."""
        asked = self.asked
        if asked[0] is text and asked[1] == start and asked[2] == end:
            return asked[3]
        answer = self.inside(text, start, end)
        self.asked = (text, start, end, answer)
        return answer

    def inside(self, text: str, start: int, end: int) -> bool:
        """What `word` answers; asked several times for one unit, so the last answer is kept."""
        lexicon = self.lexicon
        if text[start - 1 : end] == "车辆" and text[end : end + 1] >= "一":
            return True  # 4辆洒水车辆按时作业: the vehicles, whatever noun ends with 车
        if text[start:end] in NAME_ENDS and NAMED_SO.search(text[max(0, start - 3) : start]) is not None:
            return True
        found = lexicon.unit_words.covering(text, start, end)
        if found is None:
            return False
        first, last, _ = found
        unit = text[start:end]
        if first == start:
            if self.reaches(text, end, last, unit):
                return False  # 〔名〕特困人员: the noun reaches past 名特
            if last > end:
                return True
        if last == end:
            if self.doubled(text, start, end):
                return False
            after = past_blanks(text, end)
            if first < start and (text[after : after + 1].isdigit() or self.patterns.unit.match(text, after)):
                return True  # 案件〔起〕, 案件43件: the word is whole, what follows counts it
            counted = unit in lexicon.nouns.get(text[first:last], ())
            if counted and (self.patterns.mask.match(text, after) or self.verb_and_number(text, after)):
                return True  # 诈骗案件(  )件, 盗窃案件立案86起
        if WORKER.within(text, max(0, start - 2), end) is not None:
            return True
        if text[start - 2 : start] not in self.reaching:
            return True
        if (
            (noun := lexicon.noun_words.ending(text, start)) is not None
            and start - len(noun) < first < start
            and unit in lexicon.nouns[noun]
            # 民营企业家 is 企业家 all the same; 路灯盏 is no 灯盏.
            and (start - first < 2 or text[first:start] not in lexicon.nouns)
        ):
            return False
        verb = lexicon.verbs.ending(text, start) or lexicon.due.ending(text, start)
        return verb is None or not start - len(verb) < first < start

    def reaches(self, text: str, end: int, past: int, unit: str) -> bool:
        """Whether a noun that `unit` counts begins at `end` and ends after `past`."""
        if unit == "名" and text.startswith("优秀", end):
            return True  # 抽调〔名〕优秀干部: no 名优
        noun = self.patterns.noun.match(text, end)
        return noun is not None and noun.end() > past and unit in self.lexicon.nouns[noun[0]]

    def doubled(self, text: str, start: int, end: int) -> bool:
        """Whether 户 stands twice before a stop, so that the first ends a word: 样本户〔户〕; 家家户户 is whole."""
        if text[start - 1 : end] != "户户" or text[start - 3 : start - 1] == "家家":
            return False
        closed = CLAUSE_END.match(text, end) is not None or text[end].isdigit()  # 监测户〔户〕980人
        return text[start - 2 : start - 1] >= "\u4e00" and closed

    def verb_and_number(self, text: str, at: int) -> bool:
        """Whether a verb with its figure, whole or masked, stands at `at`: 立案86起."""
        verb = self.patterns.verb.match(text, at)
        return verb is not None and FIGURE.match(text, verb.end()) is not None

    def proved(self, text: str, at: int, name: str) -> bool | None:
        """Whether a word of the lexicon that may call for the unit ends at `at`; None where a noun does that calls for another.

        汀县人, 生产厂家: a noun of one sign, and one of persons before a place or a group (医生处, 朋友间, 夫妇家), makes a word with it.
        """
        verb, measured = self.lexicon.verbs.ending(text, at) or "", self.lexicon.measured.ending(text, at) or ""
        noun = self.lexicon.noun_words.ending(text, at) or ""
        persons = not self.lexicon.nouns[noun].isdisjoint(COUNT_PERSONS) if noun else False
        if max(len(verb), len(measured)) < len(noun) and name in AFTER_PERSONS and (len(noun) == 1 or persons):
            return None
        return bool(verb or measured or noun)
