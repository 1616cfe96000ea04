"""Bare classifiers: one that stands before its noun with no number and no word that could stand for a number.

Chinese counts with numeral + classifier + noun; the classifier alone is grammatical only after 这, 每, 各 … (NAMED) and between a
verb of one sign and its object (开个会, 有位老人). Anywhere else a classifier before a noun that it counts has lost its number:
全年〔个〕项目, 赴〔个〕镇, 现有的〔户〕监测户, 。〔家〕企业. Signs that are part of a word (名列, 户籍, 国家) are told by unit_words.csv.
"""

import re

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, without_value
from huizong.narrative.found import Found
from huizong.narrative.grammar.lexicon import Lexicon, ProseUnit, Words
from huizong.narrative.grammar.notation import MOVED
from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.gaps import BEFORE_MORE, NAMED, Gaps
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "bare")
any_of = LISTS.any_of

# How far after a classifier its noun may stand: 〔家〕县级以上农业产业化龙头企业.
PHRASE = re.compile("[\u4e00-\u9fffA-Za-z“”]{1,14}")
HEAD = Ending("(?:^|[,。;:、!?(\n”》)])$")
# 开个会, 有位老人, 是个问题, 又一家: spoken style takes the classifier without a number.
SPOKEN = Ending(f"{any_of('spoken')}$")
# 石桥、平安等〔个〕乡镇, 全县有〔家〕企业: after names, or said of the whole, even these take no bare classifier.
NAMES_BEFORE = Ending("[、和与及][^,。;、]{1,20}等$")
# 辖青石、柳河〔个〕村民委员会: names alone before the places that they are.
PLACES_NAMED = re.compile("、[\u4e00-\u9fff]{1,6}$")
PLACES = Opening(any_of("places"))
AFTER_NAMES = frozenset(LISTS.words("after_names"))  # 等处, 等人, 等项 are whole
WHOLE_HAS = Ending(f"{any_of('whole_has')}(?:共|现|已|还|仍|尚)?有$")
BODIES = re.compile(rf"[\u4e00-\u9fff]{{0,6}}?{any_of('bodies')}")
# 若干项, 不少家, 半个, 同户: what stands here for the number.
INSTEAD = Ending(f"{any_of('instead')}$")
# 户不漏人, 户就是: what follows is no noun.
NO_NOUN = Opening(any_of("no_noun"))
# After 个 and 户 at the head of a clause any noun may follow; other signs begin too many words.
OPENING = frozenset({"个", "户"})
# 其余〔户〕均已搬迁, 除〔户〕因故未搬外, 其中〔件〕当天办结: the noun is understood; 其余人均已到场 is whole.
REST = Ending(f"{any_of('rest')}$|^除$")
ACTS_ALONE = Opening(any_of("acts_alone"))
UNDERSTOOD = frozenset(LISTS.words("understood"))
# The last signs of the words that prove a loss.
PROVING = frozenset(LISTS.words("proving"))
STOP = re.compile("[,。;、!?)(]|$|以上|左右")
# 最初的〔户〕, 现在的〔户〕: the state at a time; 现在的人 is a phrase.
STATE = Ending(f"{any_of('states')}的$")
MOVES = Opening(MOVED)
# 木料、砖石等〔块〕: things are counted after a list; 等处, 等人, 等项 are words of their own.
GOODS = frozenset(LISTS.words("goods"))
WELL_DONE = LISTS.words("well_done")
OFTEN = frozenset(LISTS.words("often"))
MADE_OF = Opening("组成|构成")
SUBJECT = Ending(f"(?<!单位)(?<!万){any_of('subjects')}?[为达]$")
# 其中外出的有〔人〕: part of a count of persons.
PART = Ending("其中[^,。;、]{0,12}的有?$")
MEASURED = frozenset({"area", "length", "mass", "money", "volume", "energy"})
MANY = Ending(f"[\u4e00-\u9fff](?<!{any_of('many_words')})多$")
# 户〔户〕人: households and persons side by side, both lost; 户人家, 户人口 are words.
COUPLE = Opening("户人(?![家口员民大才均们选格])")


def surname(text: str, end: int, unit: ProseUnit, patterns: Patterns) -> bool:
    """张 is the commonest of surnames: unless what it counts stands right behind it (张床位), a name begins (张敏被评为)."""
    return unit.name == "张" and patterns.noun.match(text, end) is None


class Bare:
    """Judges a classifier before its noun by what leads to it and what follows."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns, gaps: Gaps) -> None:
        self.lexicon, self.patterns, self.gaps = lexicon, patterns, gaps
        self.free = frozenset(lexicon.cues["classifier_free"])
        self.led = frozenset(lexicon.cues["classifier_led"])
        self.leads = Words((word, "") for word in lexicon.cues["classifier_lead"])

    def lost(self, text: str, start: int, end: int, unit: ProseUnit) -> bool:
        """Whether the classifier text[start:end] before a noun has lost its number."""
        free = unit.name in self.free
        if not free and unit.name not in self.led:
            return False
        before = text[max(0, start - 6) : start]
        if before.endswith(unit.name) or text.startswith(unit.name, end) or NAMED.search(before):
            return False
        if unit.name == "件" and before.endswith("案") and self.gaps.crimes(text, start, end, before):
            return False
        if self.understood(text, end, unit, before):
            return True
        if surname(text, end, unit, self.patterns):
            return False
        if INSTEAD.search(before) and not before.endswith(WELL_DONE):
            return False
        if before.endswith("余") and not BEFORE_MORE.search(before[:-1]):
            return STOP.match(text, end) is None and self.lexicon.unit_words.covering(text, start, end) is None
        head = HEAD.search(before) is not None
        if unit.name == "个" and PLACES.match(text, end) is not None and PLACES_NAMED.search(text[max(0, start - 8) : start]):
            return True
        listed = unit.name in AFTER_NAMES and before.endswith("等")
        named = (listed and (NAMES_BEFORE.within(text, max(0, start - 24), start) or self.patterns.noun.match(text, end))) or (
            unit.name in {"名", "位"} and before.endswith("等")  # 邀请王芳等〔名〕专家
        )
        proved = named or WHOLE_HAS.within(text, max(0, start - 6), start)
        lead = 2 if proved else self.lead(text, start)
        if not (free or head or lead):
            return False
        phrase = PHRASE.match(text, end)
        if (
            phrase is None
            or self.word(text, start, end, unit, lead)
            or (lead < 2 and SPOKEN.search(before) and not self.founded(text, end, before))
        ):
            return False
        if head and unit.name in OPENING and len(phrase[0]) > 2 and NO_NOUN.match(phrase[0]) is None:
            return True
        return any(unit.name in self.lexicon.nouns[noun[0]] for noun in self.patterns.noun.finditer(text, end, phrase.end()))

    def founded(self, text: str, end: int, before: str) -> bool:
        """Whether 设 founds bodies, which are always counted: 设〔个〕派出机构; 设个岗 is spoken."""
        return before.endswith("设") and BODIES.match(text, end) is not None

    def lead(self, text: str, at: int) -> int:
        """The length of the word before `at` after which a count is due (of the preposition, the adverb or the verb), or 0."""
        stem = at - (text[at - 1 : at] in {"了", "过"})
        verb = self.lexicon.verbs.ending(text, stem) or ""
        words = (self.leads.ending(text, at), verb if len(verb) > 1 else "", self.lexicon.due.ending(text, at))
        return max(len(word or "") for word in words)

    def word(self, text: str, start: int, end: int, unit: ProseUnit, lead: int) -> bool:
        """Whether the unit is only a part of a word; in 深入〔家〕企业 the verb, in 下辖〔个〕中队 the noun reaches past 入家, 个中."""
        found = self.lexicon.unit_words.covering(text, start, end)
        if found is None:
            return False
        if lead > 1 and start - lead < found[0] < start and found[1] == end:
            return False
        if found[0] == start and self.gaps.words.reaches(text, end, found[1], unit.name):
            return False
        return self.gaps.words.word(text, start, end)

    def understood(self, text: str, end: int, unit: ProseUnit, before: str) -> bool:
        """Whether the unit stands for its noun after what remains: 其余〔户〕均已搬迁."""
        return (
            (
                unit.name in UNDERSTOOD
                or (
                    unit.name != "人"
                    and unit.dimension in {"count", "people"}
                    and unit.numeral == "any"
                    and text.startswith(("尚", "未", "仍", "将", "达"), end)
                )
            )
            and REST.search(before) is not None
            and ACTS_ALONE.match(text, end) is not None
        )

    def closing(self, text: str, start: int, end: int, unit: ProseUnit, found: Found) -> FigureDraft | None:
        """The loss that the words right before a unit prove: 绿化类〔起〕, 最初的〔户〕、〔人〕, 由〔人〕组成, 土地〔多亩〕."""
        last = found.drafts[-1] if found.drafts else None
        lead = text[start - 1 : start]
        if lead not in PROVING and not (
            unit.name == "户"
            or (unit.name == "元" and text.startswith("的", end))
            or (unit.name == "人" and last is not None and last.kind == "missing" and last.unit == "户")
        ):
            return None
        before = text[max(0, start - 16) : start]
        # 房屋多套 alone may mean many; beside 土地〔多亩〕 it has lost its number too.
        beside = last is not None and last.kind == "missing" and last.qualifier == "more_than" and start - last.end < 12
        measured = (unit.dimension in MEASURED and unit.name != "元") or (unit.name.endswith("次") and unit.name != "次")
        # 多频次、小额度: a manner, in a list of such.
        manner = unit.name in OFTEN and text[end : end + 1] == "、"
        if MANY.search(before) and not manner and STOP.match(text, end) and (measured or beside):
            draft = without_value(start - 1, end, "missing", UnitLeft("", unit.name, unit), "many-alone")
            draft.qualifier = "more_than"
            return draft
        stops = STOP.match(text, end) is not None
        moves = MOVES.match(text, end) is not None
        rule = ""
        if self.understood(text, end, unit, before):
            rule = "what-remains"
        elif unit.name == "元" and text.startswith("的", end) and self.lead(text, start) > 1:
            rule = "money-of"
        elif stops and self.closed(text, start, unit, before):
            rule = "counted-before-stop"
        elif STATE.search(before) is not None and unit.name != "人" and (stops or moves):
            rule = "state-at-time"
        elif before.endswith("由") and unit.name in {"人", "名"} and MADE_OF.match(text, end) is not None:
            rule = "made-of-persons"
        elif unit.name == "户" and COUPLE.match(text, start) is not None and self.whole(text, start):
            rule = "households-of-whole"
        elif last is not None and last.kind == "missing" and last.unit == "户" and unit.name == "人":
            near = last.end == start or (text[last.end : start] in {"、", ","} and (stops or moves))
            rule = "persons-after-lost-households" if near else ""
        return without_value(start, end, "missing", UnitLeft("", unit.name, unit), rule) if rule else None

    def closed(self, text: str, start: int, unit: ProseUnit, before: str) -> bool:
        """Whether a unit before a stop follows a class, a list of things, or a predicate of what it counts."""
        if before.endswith("类"):
            return unit.name != "人" and before[-2:-1] >= "一" and before[-2:-1] not in "分种品门同"
        if before.endswith("等"):
            return unit.name in GOODS
        if unit.name == "人" and PART.search(before):
            return True
        predicate = SUBJECT.search(before)
        if predicate is not None and unit.dimension == "money":  # 生产总值达〔美元〕
            return self.lexicon.measured.ending(text, start - len(predicate[0])) is not None
        heads = {"人": "人数", "户": "户数"}.get(unit.name)
        if predicate is not None and heads is not None and predicate[0].startswith(heads):
            return True  # 享受补贴人数为〔人〕
        return predicate is not None and unit.name != "例" and self.gaps.counts(text, start - len(predicate[0]), unit)

    def whole(self, text: str, start: int) -> bool:
        """Whether 户 counts what the whole holds: 全村〔户〕〔人〕, 共有〔户〕〔人〕; 农户人均 has no such lead."""
        return bool(self.lead(text, start)) and self.lexicon.unit_words.covering(text, start, start + 1) is None
