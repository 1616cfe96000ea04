"""Chinese numerals: most are words, ordinals or slogans; with a classifier where a quantity is due they are cardinals."""

import re

from huizong.narrative.figure_draft import from_quantity
from huizong.narrative.found import Found
from huizong.narrative.grammar import calendar_words
from huizong.narrative.grammar import no_figures as names
from huizong.narrative.grammar.quantity import Quantity
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.numbers.bare_scales import COUNT_NOUN, BareScales
from huizong.narrative.numbers.called import MOTTO, OF_CLASS
from huizong.narrative.numbers.cardinals import Cardinals
from huizong.narrative.numbers.unitless import CLOSED, PREDICATE, RATE_BEFORE
from huizong.narrative.numbers.vague import VAGUE_SIGNS, indefinite, quantity_fraction
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "chinese")
any_of = LISTS.any_of

POWERED = re.compile("[一二两三四五六七八九十][一二三四五六七八九]?[百千万亿]")
MEMBER = re.compile(r"[\dxX×*_][万亿余]{0,2}[\u4e00-\u9fff]{1,2}、[\u4e00-\u9fff]{1,8}$")
# Acts that a frequency counts: 每月巡林一次.
ACTS = frozenset(LISTS.words("acts"))
# 每月一次例会: straight after its frequency an act counts also before its noun.
EACH_TIME = Ending(f"每个?{any_of('each_time')}(?:至少|不少于)?$")
EVERY = re.compile(f"每个?{any_of('each_time')}[^,。;、每再又]{{0,8}}$")
# 打八折, 享受七折优惠: a discount; 一波三折 has none.
DISCOUNTED = Ending(f"{any_of('discounted')}$")
DISCOUNT = Opening(any_of("discount"))
# 提高一个百分点, 提高一千元: no 高一 of a school
RAISED_BY = LISTS.words("raised_by")
RAISED = Ending(f"{any_of('raised')}高$")
ONE = Ending(f"{any_of('before_one')}$")
LINKED = frozenset(LISTS.words("linked"))
NO_TENTHS = frozenset(LISTS.words("no_tenths"))


class Chinese:
    """Reads what begins with a Chinese numeral."""

    def __init__(self, shared: Cardinals) -> None:
        self.lexicon, self.patterns = shared.lexicon, shared.patterns
        self.composer, self.masks, self.gaps, self.doubts = shared.composer, shared.masks, shared.gaps, shared.doubts
        self.accept, self.big = shared.accept, shared.big
        self.bare_scales = BareScales(shared)

    def on_numeral(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A Chinese numeral: ordinal, date, word, marker, slogan, or a cardinal with its classifier."""
        run_match = self.patterns.numeral.match(text, start)
        run = run_match[0] if run_match else text[start:end]
        if set(run) <= {"〇"} and self.masks.unit(text, start + len(run)):
            past, masked, _ = self.masks.read(text, start)
            return found.figure(masked) if masked is not None else past
        if run[0] in VAGUE_SIGNS and (vague := indefinite(text, start)) is not None:
            return found.none(*vague, "indefinite")
        if (stop := ordered(text, start, found)) is not None:
            return stop
        bare_scale = set(run) <= set("百千万亿")
        if bare_scale and run != "万" and run[-1] in "万亿" and OF_CLASS.match(text, start + len(run)) is not None:
            return found.none(start, start + len(run), "size_class")  # 产值超千万企业86家
        if bare_scale and not quantity_fraction(text, start) and not self.bare_scales.counted(text, start, start + len(run), found):
            return self.bare_scales.lost(text, start, run, found)
        if (fraction := quantity_fraction(text, start + len(run) - 1)) or names.RETURN_PERIOD.match(text, start):
            quantity = self.composer.read(text, start) if fraction else None
            if quantity is not None:
                return self.accept(text, quantity, found)
            period = names.RETURN_PERIOD.match(text, start)
            return found.none(start, period.end() if period else start + len(run), "idiom")
        if (word := self.word(text, start, run)) is not None:
            return found.none(max(word[0], found.last), *word[1:])
        if (date := calendar_words.chinese(text, start)) is not None and text[start - 1 : start] not in {"十", "百"}:
            found.dates.append((start, *date))
            return date[0]
        if (stop := listed(text, start, run, found)) is not None or (stop := in_name(text, start, found)) is not None:
            return stop
        if (big := names.BIG.match(text, start)) is not None and not names.quoted(text, start, big.end(), 4):
            draft = self.big(text, start, big)
            found.drafts.append(draft)
            return draft.end
        return self.composed(text, start, run, found)

    def word(self, text: str, start: int, run: str) -> tuple[int, int, str] | None:
        """The word that the numeral is part of: start, end, reason; None where it counts all the same: 提高三成, 一点五亿元, 翻两番."""
        word = self.lexicon.words.covering(text, start, start + 1)
        if word is None or set(run) <= set("百千万亿"):
            return None
        stop = start + len(run)
        raised = text.startswith(RAISED_BY, stop) or not VAGUE_SIGNS.isdisjoint(run[1:])
        if word[0] == start - 1 and raised and RAISED.search(text[max(0, start - 2) : start]):
            return None  # 提高三成 is no 高三
        if word[0] == start - 1 and text[start - 1] == "数" and COUNT_NOUN.search(text[max(0, start - 2) : start]):
            return None  # 参保人数十万人: ten times ten thousand
        if text.endswith(("翻", "翻了"), 0, start) and text.startswith("番", stop):
            return None
        # 一点五亿元: with its decimals and its unit it is no word (一点).
        decimal = "点" in run and (
            (self.patterns.scale.match(text, stop) or [""])[0] != "" or self.composer.unit_at(text, stop) is not None
        )
        return None if decimal and word[1] <= stop else word

    def composed(self, text: str, start: int, run: str, found: Found) -> int | None:
        """What a numeral with its scale and unit is: a cardinal, one whose unit is lost, a row of a slogan (三纵三横), or a word."""
        quantity = self.composer.read(text, start)
        if quantity is not None and quantity.unit is None and self.unnamed(text, quantity, run):
            draft = from_quantity(quantity, rule="numeral-without-unit")
            if run[-1] in "万亿":  # 增收三亿 as 增收3亿
                draft.base_unit = "元" if self.masks.money(text, start) else None
            else:
                draft.fault, draft.suspect_unit = "unit_missing", "%" if RATE_BEFORE.search(text[max(0, start - 20) : start]) else None
            return found.figure(draft)
        if quantity is not None and quantity.unit is None and quantity.ratio is None and set(run) <= set("百千万亿"):
            more = text[quantity.end : quantity.end + 1] in {"余", "多"}
            quantity.more, quantity.end = quantity.more or more, quantity.end + more
            if self.composer.with_noun(text, quantity):
                return self.accept(text, quantity, found)  # 千余群众, 近万市民
        if quantity is None or (quantity.unit is None and quantity.ratio is None) or not self.cardinal(text, quantity, run):
            row = names.series(text, start)
            return found.none(start, row or start + len(run), "slogan" if row else "lexical")
        return self.accept(text, quantity, found)

    def cardinal(self, text: str, quantity: Quantity, run: str) -> bool:
        """Whether a Chinese numeral counts here: 三枚 does, 一个样, 三级, 五星 do not."""
        unit, start = quantity.unit, quantity.start
        if unit is None:
            return quantity.ratio is not None and text[start - 1 : start] not in {"另", "过"}
        before = text[max(0, start - 6) : start]
        if before[-1:] in names.NEVER_BEFORE and before[-1:]:
            return False
        if unit.name == "番" and before.endswith(("翻", "翻了")):
            return True
        if unit.name == "号" and not text.startswith("人", quantity.end):
            return False  # 三号楼
        if unit.name == "折":
            return DISCOUNTED.search(before) is not None or DISCOUNT.match(text, quantity.end) is not None
        if unit.name == "成":
            return (run != "一" or quantity.maximum is not None) and text[quantity.end : quantity.end + 1] not in NO_TENTHS
        if unit.name == "个" and (motto := names.quoted(text, start, quantity.end, 24)) and MOTTO.fullmatch(text, *motto) is not None:
            return False  # “一个统领、二个抓手、五个提升”
        inside = names.quoted(text, start, quantity.end, 12)
        if inside is not None and inside[1] - inside[0] <= 10 and not re.search("最[多少]|不超|不少|不低|至少", text[inside[0] : start]):
            return False
        if unit.numeral == "no":
            return quantity.more or "点" in run or len(run) > 2
        strong = unit.orphan == "strong" or unit.dimension in {"rate", "points", "money", "area", "length", "mass", "volume"}
        if run != "一" and (unit.numeral == "any" or quantity.more):
            return True
        if strong and unit.numeral == "any":
            return True
        verb = self.lexicon.verbs.ending(before, len(before) - (before[-1:] in {"了", "过"})) or self.lexicon.slots.ending(
            before, len(before)
        )
        if unit.numeral == "verb":
            # 观景台3座、栈道两段、…: a member of a list of counts.
            if MEMBER.search(text[max(0, start - 20) : start]) and re.match("[,。;、)]|$", text[quantity.end :][:1]):
                return True
            return bool(verb) and not (run == "一" and ONE.search(before))
        closed = re.match("[,。;、)!?]|$|以上|以内", text[quantity.end :][:2]) is not None
        if unit.name in ACTS and EACH_TIME.search(before):
            return True
        if closed and unit.name in ACTS and not ONE.search(before) and EVERY.search(text[max(0, start - 14) : start]):
            return True
        linked = re.search("[、和及]$", before) is not None and unit.name not in LINKED
        return (
            (bool(verb) and not ONE.search(before))
            or (closed and unit.name not in {"个", "种", "样", "年", "天", "次", "项"} and not ONE.search(before))
            or linked
        )

    def unnamed(self, text: str, quantity: Quantity, run: str) -> bool:
        """人口达两万三, 产量三千五: a numeral of several powers that closes its clause after what is measured or counted lacks its unit."""
        start = quantity.start
        if quantity.ratio or len(run) < 2 or POWERED.match(run) is None or CLOSED.match(text, quantity.end) is None:
            return False
        if len(run) > 2 and run[-1] in "万亿" and "一" <= text[start - 1 : start] <= "龥":
            return True
        before = text[max(0, start - 20) : start]
        stem = PREDICATE.sub("", before)
        lexicon = self.lexicon
        if lexicon.numbered.ending(before, len(before)) or names.RANKED.search(before):
            return False
        noun = lexicon.noun_words.ending(before, len(before)) is not None and self.gaps.clause_verb(text, start)
        measured = lexicon.measured.ending(stem, len(stem)) or lexicon.slots.ending(before, len(before)) or RATE_BEFORE.search(before)
        return noun or bool(measured) or len(lexicon.verbs.ending(before, len(before)) or "") > 1

    def on_half(self, text: str, start: int, end: int, found: Found) -> int | None:
        """半年, 半天: half of a unit of time (V5)."""
        titled = names.quoted(text, start, end, 12)
        named = text[start - 1 : start] in {"上", "下", "前", "后", "大"} or (titled is not None and text[titled[0] - 1] == "《")
        quantity = None if named else self.composer.read(text, start)
        return self.accept(text, quantity, found) if quantity is not None else None


def ordered(text: str, start: int, found: Found) -> int | None:
    """The end of a session or an ordinal: 党委三次会议, 第三; else None."""
    before = text[start - 1 : start]
    if before in "届会委大协" and (session := names.SESSION.match(text, start)) is not None:
        return found.none(start, session.end(), "ordinal")
    if before == "第" and (ordinal := names.ORDINAL.match(text, start - 1)):
        return found.none(start - 1, ordinal.end(), "ordinal")
    return None


def listed(text: str, start: int, run: str, found: Found) -> int | None:
    """The end of a list marker: (一), 一、, 问题二:; else None."""
    if text[start - 1 : start] in {"(", "〔"} and (bracket := names.BRACKETED.match(text, start - 1)):
        return found.none(start - 1, bracket.end(), "list_marker")
    if (item := names.marker(text, start)) is not None:
        return found.none(start, item, "list_marker")
    stop = start + len(run)
    if len(run) <= 2 and names.MARKED.search(text[max(0, start - 2) : start]) and re.match("[:、, ]|是|$", text[stop : stop + 1]):
        return found.none(start, stop, "list_marker")
    return None


def in_name(text: str, start: int, found: Found) -> int | None:
    """The end of a formula, a place or body that has a number for its name, or a slogan: 一+三, 八道河镇, 二大队, 三年行动; else None."""
    if (place := names.PLACE_NAME.match(text, start)) is not None:
        return found.none(start, place.end(), "lexical")
    if (formula := names.FORMULA.match(text, start)) is not None:
        return found.none(start, formula.end(), "slogan")
    if (body := names.BODY.match(text, start)) is not None:
        return found.none(start, body.end(), "ordinal")
    if (motto := names.slogan(text, start)) is not None:
        return found.none(start, motto, "slogan")
    return None
