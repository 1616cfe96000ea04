"""Masked figures (xx家, XX.X%, ( )万元, 待补充) told from masked names (XX县, *村, “xx日”)."""

import re

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, without_value
from huizong.narrative.grammar import calendar_words
from huizong.narrative.grammar import no_figures as names
from huizong.narrative.grammar.lexicon import Lexicon, ProseUnit
from huizong.narrative.grammar.notation import BOUNDARY, FILL_WORDS, MASK_SIGNS
from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "masks")
any_of = LISTS.any_of

# A mask before these is the name of a place or body, or a word that only begins like a unit: XX村, XX家园, XX条例, XX项目.
NAME_AFTER = Opening(f"人居|担当|段{any_of('works')}|{any_of('names')}")
WORD = re.compile(rf"[\[(【]{FILL_WORDS}[\])】]|待补充|待核实?|待统计|待填写?|数据待补|待定|暂缺")
# Without any of these a text has no mask, no product and no number that is masked in part.
HIDDEN = re.compile(rf"[{MASK_SIGNS}(\[【〔](?:(?<=[{MASK_SIGNS}])| *[)\]】〕])")
HAN_NEXT = re.compile("[\u4e00-\u9fff]")
HAN_BEFORE = re.compile("[\u4e00-\u9fff”、)]")
# 由……个减少到5个, 对……名人员, 全县……个乡镇: words after which a count begins.
OPENS = Ending(f"{any_of('opens')}$")
RANGE = re.compile(rf"(?P<one>[{MASK_SIGNS}N\d.]+)(?: ?(?:-|—{{1,2}}|~|至) ?(?P<two>[{MASK_SIGNS}N\d.]+))")
# X亿XXXX万元: one sum in two scales. X%—X%: one range with its unit on both sides.
MIXED = re.compile(rf"[{MASK_SIGNS}\d.]+亿[{MASK_SIGNS}\d.]+(?=[千百]?万)")
SECOND = Opening(rf" ?(?:-|—{{1,2}}|~|至|到) ?[{MASK_SIGNS}N\d.]+")
RATIO = re.compile(r"[xX×*□_\d]+:[xX×*□_\d]+")
LETTER = re.compile("[A-Za-z]")
PARTLY = re.compile(r"\d[\d.,]{0,15}[xX×*＊□■○?_]{1,20}[\d.xX×*＊□■○?_]{0,20}")
PLACES = frozenset(LISTS.words("places"))
SUM_AFTER = Opening(f"的?{any_of('sums')}")
PREDICATE = Ending(f"{any_of('predicates')}$")
RATE_BEFORE = Ending(f"{any_of('rates')}(?:约?为|达到?|到)?$")
MONEY = LISTS.pattern("money")


class Masks:
    """Reads masks with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns) -> None:
        self.lexicon, self.patterns = lexicon, patterns

    def date(self, text: str, at: int) -> FigureDraft | None:
        """A date with a masked or blank part: 20XX年底, x月x日, (  )月底; a wholly masked xx年 before 内 is a duration."""
        blank = calendar_words.BLANKED.match(text, at)
        found = blank or calendar_words.MASKED.match(text, at)
        if found is None or not (blank or re.search(f"[{MASK_SIGNS}]", found[0])):
            return None
        if found[0].endswith("年") and re.match("内|以上|以内|来|期|间|左右", text[found.end() :][:2]) and len(found[0]) < 4:
            return None
        inside = names.quoted(text, at, found.end(), 12)
        if inside and inside[1] == found.end() and inside[0] == at:
            return None
        shown = "".join(sign for sign in found[0] if sign in "年月日号季度")
        draft = without_value(at, found.end(), "placeholder", UnitLeft("", shown, None), "mask-of-date")
        draft.base_unit, draft.role, draft.dimension = "date", "context", "date"
        return draft

    def shape(self, text: str, at: int) -> re.Match[str] | None:
        """The mask that begins at `at`: of a ratio, of a range, of a part of a number, else of the whole of it."""
        for pattern in (RATIO, RANGE, PARTLY):
            found = pattern.match(text, at)
            if found is None or not re.search(f"[{MASK_SIGNS}N]", found[0]):
                continue
            # 12xxAB is a name, 1,383xxkg is not.
            if pattern is not PARTLY or not LETTER.match(text, found.end()) or self.unit(text, found.end()):
                return found
        return self.patterns.mask.match(text, at)

    def read(self, text: str, at: int) -> tuple[int, FigureDraft | None, str]:
        """End, draft (None for a masked name) and the reason of a masked name; `at` is the first sign of the mask."""
        found = self.shape(text, at)
        if found is None:
            return at + 1, None, "lexical"
        end, inner = found.end(), found[0]
        if found.re is RATIO:
            return end, FigureDraft(at, end, "placeholder", base_unit="ratio", rule="mask-of-ratio"), ""
        word = bool(WORD.fullmatch(inner))
        blank = inner[0] in "([【〔" and not word
        if (inner[0] == "…" and not self.fills(text, at, end)) or (
            inner[0] in "?#" and (any(map(str.isdigit, inner)) or (len(inner) < 2 and not self.fills(text, at, end)))
        ):
            return at + len(inner) - len(inner.lstrip(inner[0])), None, "lexical"
        if inner in {"N", "#", "?", "_"} and not self.unit(text, end):
            return end, None, "lexical"
        if (mixed := MIXED.match(text, at)) is not None:
            end = mixed.end()
        scale, unit, stop, more = self.tail(text, end)
        if unit is not None and (second := SECOND.match(text, stop)) is not None:
            also = self.tail(text, second.end())
            if also[1] is unit:
                both = without_value(at, also[2], "placeholder", UnitLeft(also[0], unit.name, unit), "mask-of-range")
                both.note = "placeholder_range"
                return also[2], both, ""
        if unit is not None and inner[0] in "…?" and len(unit.name) < 2 and not scale and self.begins_word(text, end, stop, unit):
            return end, None, "lexical"  # ……家乡人民, 什么样的种子?对长辈
        if unit is not None and (not NAME_AFTER.match(text, end) or self.counts(text, at, unit)):
            if self.is_name(text, at, stop) or (
                unit.numeral == "verb" and self.lexicon.unit_words.starting(text, stop - len(unit.name), stop + 1)
            ):
                return stop, None, "anon_name"
            draft = without_value(at, stop, "placeholder", UnitLeft(scale, unit.name, unit), "mask")
            draft.qualifier = "more_than" if more else None
            draft.note = "placeholder_range" if found.re is RANGE else None
            return stop, draft, ""
        if scale:
            draft = without_value(at, stop, "placeholder", UnitLeft(scale, "", None), "mask-of-scale")
            draft.base_unit = "元" if SUM_AFTER.match(text, stop) or self.money(text, at) else None
            return stop, draft, ""
        if self.in_slot(text, at) and re.match(BOUNDARY + "|以上|左右|以下", text[end:] or " ") and not blank_list(text, at, end):
            draft = without_value(at, end, "placeholder", UnitLeft("", "", None), "mask-in-slot")
            draft.base_unit = "percent" if self.rate_before(text, at) else None
            return end, draft, ""
        if word or blank or inner[0] in "…?#_○〇□■":
            return end, None, "lexical"
        named = NAME_AFTER.match(text, end)
        if named is None:
            return end, None, "anon_name"
        if text[named.end() : named.end() + 1] == "个":  # **省〔个〕重点乡镇
            return named.end(), None, "anon_name"
        name = re.compile("[\u4e00-\u9fff]{0,4}").match(text, end)
        return (name.end() if name else end), None, "anon_name"

    def counts(self, text: str, at: int, unit: ProseUnit) -> bool:
        """Whether the noun right before the mask is counted by `unit`: 电梯XX部 is no department."""
        noun = self.lexicon.noun_words.ending(text, at)
        return noun is not None and unit.name in self.lexicon.nouns[noun]

    def fills(self, text: str, at: int, end: int) -> bool:
        """An ellipsis stands for a number after a word that calls for one and before a unit, before a scaled unit, or in a full slot."""
        scale, unit, stop, _ = self.tail(text, end)
        return unit is not None and (
            bool(scale)
            or unit.dimension in {"rate", "points"}
            or (
                HAN_BEFORE.match(text[at - 1 : at]) is not None
                and re.match(BOUNDARY + "|以上|以下|以内|左右", text[stop:] or " ") is not None
            )
            or self.in_slot(text, at)
            or self.lexicon.verbs.ending(text, at) is not None
            or self.lexicon.due.ending(text, at) is not None
            or (OPENS.search(text[max(0, at - 3) : at]) is not None and not self.lexicon.unit_words.starting(text, end, stop + 1))
            or self.lexicon.noun_words.ending(text, at) is not None
        )

    def unit(self, text: str, at: int) -> bool:
        """Whether a unit, with or without scale, stands at `at`."""
        return self.tail(text, at)[1] is not None

    def tail(self, text: str, at: int) -> tuple[str, ProseUnit | None, int, bool]:
        """Scale, unit, end and whether 余 / 多 stands between, after the mask that ends at `at`."""
        start = at + (text[at : at + 1] == " ")
        found = self.patterns.scale.match(text, start)
        scale = (found["scale"] or "") if found else ""
        place = found.end() if found else start
        unit = self.patterns.unit.match(text, place)
        if unit is None and found and found[0] and not scale:
            return "", None, at, False
        if unit is None:
            return scale, None, place if scale else at, False
        base = unit[0].partition("/")[0]
        known = self.lexicon.units.get(base) if base == unit[0] else None
        if known is None:
            known = ProseUnit(unit[0], unit[0], self.lexicon.units["个"].factor, "count", "never", "any")
        if known.dimension == "counted" and known.name in PLACES:
            return "", None, at, False
        return scale, known, unit.end(), bool(found and (found["more"] or found["more2"]))

    def begins_word(self, text: str, at: int, stop: int, unit: ProseUnit) -> bool:
        """Whether the one sign text[at:stop] after an ellipsis or a question mark begins a word, and counts nothing."""
        if self.lexicon.unit_words.starting(text, at, stop + 1):
            return True
        if OPENS.search(text[max(0, at - 5) : at].rstrip("…?")) is not None:
            return False
        noun = self.patterns.noun.match(text, stop)
        counts = noun is not None and unit.name in self.lexicon.nouns[noun[0]]
        return not counts and HAN_NEXT.match(text, stop) is not None and re.match(BOUNDARY + "|以[上下内]|左右", text[stop:]) is None

    def lettered(self, text: str, at: int) -> bool:
        """Whether the letters before `at` name a quantity, so that what follows is its number: GDP52.3亿元."""
        before = text[at - 1 : at]
        return before.isascii() and before.isalpha() and self.lexicon.measured.ending(text, at) is not None

    def is_name(self, text: str, at: int, stop: int) -> bool:
        """A mask that opens a quotation is a name: “xx日”."""
        inside = names.quoted(text, at, stop, 14)
        return inside is not None and inside[0] == at and inside[1] <= stop + 4

    def in_slot(self, text: str, at: int) -> bool:
        """Whether a number is due before `at`: after a slot word, a quantity or rate noun, or a growth verb."""
        lexicon = self.lexicon
        return bool(lexicon.slots.ending(text, at) or lexicon.measured.ending(text, at) or PREDICATE.search(text[max(0, at - 4) : at]))

    def rate_before(self, text: str, at: int) -> bool:
        """Whether the words before `at` speak of a rate or share."""
        clause = re.split("[,。;:]", text[max(0, at - 16) : at])[-1]
        return bool(RATE_BEFORE.search(clause))

    def money(self, text: str, at: int) -> bool:
        """Whether the clause before `at` speaks of money."""
        return MONEY.search(re.split("[,。;]", text[max(0, at - 20) : at])[-1]) is not None


def blank_list(text: str, at: int, end: int) -> bool:
    """A blank bracket that ends a word, e.g. 开(复)工, is punctuation, not a slot."""
    return text[at] in "([【〔" and end - at < 3 and text[at + 1 : end - 1] == "" and text[at - 1 : at] in "”》"
