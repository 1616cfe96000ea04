"""Chinese numerals: most are words, ordinals or slogans; with a classifier where a quantity is due they are cardinals."""

import re
from decimal import Decimal

from huizong.narrative.draft import from_quantity, without_value
from huizong.narrative.found import Found
from huizong.narrative.grammar import calendar_words
from huizong.narrative.grammar import no_figures as names
from huizong.narrative.grammar.lexicon import Unit
from huizong.narrative.grammar.notation import CLAUSE
from huizong.narrative.grammar.quantity import Quantity
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.scales import HELD_AT
from huizong.narrative.numbers.called import MOTTO, OF_CLASS
from huizong.narrative.numbers.cardinals import Cardinals
from huizong.narrative.numbers.unitless import CLOSED, PREDICATE, RATE_BEFORE
from huizong.narrative.numbers.vague import VAGUE_SIGNS, indefinite, quantity_fraction

APPROACH = Ending("(?:近|超|超过|破|逾|过|将近|接近|约|不足)$")
INSIDE_WORD = Ending("[签预节集合契履违公条简特续制附临最靠就邻亲贴新远][约近]$|[不经通度渡路难]过$")
# 参保人数〔万人〕, 收入完成〔亿元〕: here 数万 and 成亿 are no numerals.
COUNT_NOUN = Ending("[人户总件次天个台学务标划]数$|[完建达形养]成$")
# 收入(万元)、产量(万吨): the unit in brackets heads a column.
POWERED = re.compile("[一二两三四五六七八九十][一二三四五六七八九]?[百千万亿]")
HEADED = re.compile("[\u4e00-\u9fffA-Za-z”》)]")
MEMBER = re.compile(r"[\dxX×*_][万亿余]{0,2}[\u4e00-\u9fff]{1,2}、[\u4e00-\u9fff]{1,8}$")
# Acts that a frequency counts: 每月巡林一次.
ACTS = frozenset({"次", "轮", "场", "遍", "回", "趟"})
# 每月一次例会: straight after its frequency an act counts also before its noun.
EACH_TIME = Ending("每个?(?:半?[年月]|季度?|周|旬|天|日|学期|星期)(?:至少|不少于)?$")
EVERY = re.compile("每个?(?:半?[年月]|季度?|周|旬|天|日|学期|星期)[^,。;、每再又]{0,8}$")
# 打八折, 享受七折优惠: a discount; 一波三折 has none.
DISCOUNTED = Ending("(?:打|按|享受?|低至|最低|以|为|的)$")
DISCOUNT = Opening("优惠|出售|销售|结算|供应|以[上下]|左右|起(?=[,。;、)]|$)")
# 提高一个百分点, 提高一千元: no 高一 of a school
RAISED_BY = ("成", "个百分点", "个多百分点", "百分点", "个点", "倍")
RAISED = Ending("(?:提|增|升|调|走|抬)高$")
# What comes to about ten thousand a head.
EACH_HEAD = re.compile("人均|户均|平均|亩均|每[人户亩]|纯收入|可支配|集体|农民|居民|职工|村民|工资|单价|均价")
ONE = Ending("(?:[为是成作在以进从有着的又新]|作为|成为)$")


# 常住人口〔万〕, 到位资金〔亿〕: a scale that ends its clause after what is so counted.
SUM = Ending(
    "(?:人口|资金|善款|捐款|收入|支出|投资|产值|税收|利润|存款|余额|贷款|总额|总量|产量|预算|决算|[人户件]数|任务数?|指标数?|目标值?|计划数?|完成|投入|下达|拨付|发放|到位|争取"
    "|实现)(?:约|达到?|为|共|至|到)?$|(?:[增降升减]至|提高到|增加到|下降到|减少到)$"
)

OF_TASK = Opening(r"\)的\d")


class Chinese:
    """Reads what begins with a Chinese numeral."""

    def __init__(self, shared: Cardinals) -> None:
        self.lexicon, self.patterns = shared.lexicon, shared.patterns
        self.composer, self.masks, self.gaps, self.doubts = shared.composer, shared.masks, shared.gaps, shared.doubts
        self.accept, self.big, self.scales = shared.accept, shared.big, shared.scales

    def on_numeral(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A Chinese numeral: ordinal, date, word, marker, slogan, or a cardinal with its classifier."""
        before = text[start - 1 : start]
        run_match = self.patterns.numeral.match(text, start)
        run = run_match[0] if run_match else text[start:end]
        if set(run) <= {"〇"} and self.masks.unit(text, start + len(run)):
            stop, masked, _ = self.masks.read(text, start)
            return found.figure(masked) if masked is not None else stop
        if run[0] in VAGUE_SIGNS and (vague := indefinite(text, start)) is not None:
            return found.none(*vague, "indefinite")
        bare_scale = set(run) <= set("百千万亿")
        if before in "届会委大协" and (session := names.SESSION.match(text, start)) is not None:
            return found.none(start, session.end(), "ordinal")
        if before == "第" and (ordinal := names.ORDINAL.match(text, start - 1)):
            return found.none(start - 1, ordinal.end(), "ordinal")
        if bare_scale and run != "万" and run[-1] in "万亿" and OF_CLASS.match(text, start + len(run)) is not None:
            return found.none(start, start + len(run), "size_class")  # 产值超千万企业86家
        if bare_scale and not quantity_fraction(text, start) and not self.counted_scale(text, start, start + len(run)):
            return self.on_scale(text, start, run, found)
        if (fraction := quantity_fraction(text, start + len(run) - 1)) or names.RETURN_PERIOD.match(text, start):
            quantity = self.composer.read(text, start) if fraction else None
            if quantity is not None:
                return self.accept(text, quantity, found)
            period = names.RETURN_PERIOD.match(text, start)
            return found.none(start, period.end() if period else start + len(run), "idiom")
        doubled = text.endswith(("翻", "翻了"), 0, start) and text.startswith("番", start + len(run))
        # 一点五亿元: with its decimals and its unit it is no word (一点).
        decimal = "点" in run and (self.patterns.scale.match(text, start + len(run)) or [""])[0] != ""
        decimal = decimal or ("点" in run and self.composer.unit_at(text, start + len(run)) is not None)
        word = self.lexicon.words.covering(text, start, start + 1)
        if (
            word is not None
            and word[0] == start - 1
            and (text.startswith(RAISED_BY, start + len(run)) or not VAGUE_SIGNS.isdisjoint(run[1:]))
            and RAISED.search(text[max(0, start - 2) : start])
        ):
            word = None  # 提高三成 is no 高三
        if word is not None and word[0] == start - 1 and text[start - 1] == "数" and COUNT_NOUN.search(text[max(0, start - 2) : start]):
            word = None  # 参保人数十万人: ten times ten thousand
        if word is not None and not bare_scale and not doubled and not (decimal and word[1] <= start + len(run)):
            return found.none(max(word[0], found.last), *word[1:])
        if (date := calendar_words.chinese(text, start)) is not None and before not in {"十", "百"}:
            found.dates.append((start, *date))
            return date[0]
        if before in {"(", "〔"} and (bracket := names.BRACKETED.match(text, start - 1)):
            return found.none(start - 1, bracket.end(), "list_marker")
        if (item := names.marker(text, start)) is not None:
            return found.none(start, item, "list_marker")
        if (
            len(run) <= 2
            and names.MARKED.search(text[max(0, start - 2) : start])
            and re.match("[:、, ]|是|$", text[start + len(run) : start + len(run) + 1])
        ):
            return found.none(start, start + len(run), "list_marker")
        if (formula := names.FORMULA.match(text, start)) is not None:
            return found.none(start, formula.end(), "slogan")
        if (body := names.BODY.match(text, start)) is not None:
            return found.none(start, body.end(), "ordinal")
        if (motto := names.slogan(text, start)) is not None:
            return found.none(start, motto, "slogan")
        if (big := names.BIG.match(text, start)) is not None and not names.quoted(text, start, big.end(), 4):
            draft = self.big(text, start, big)
            found.drafts.append(draft)
            return draft.end
        quantity = self.composer.read(text, start)
        if quantity is not None and quantity.unit is None and self.unnamed(text, quantity, run):
            draft = from_quantity(quantity, rule="numeral-without-unit")
            if run[-1] in "万亿":  # 增收三亿 as 增收3亿
                draft.base_unit = "元" if self.masks.money(text, start) else None
            else:
                draft.fault, draft.suspect_unit = "unit_missing", "%" if RATE_BEFORE.search(text[max(0, start - 20) : start]) else None
            return found.figure(draft)
        if bare_scale and quantity is not None and quantity.unit is None and quantity.ratio is None:
            more = text[quantity.end : quantity.end + 1] in {"余", "多"}
            quantity.more, quantity.end = quantity.more or more, quantity.end + more
            if self.composer.with_noun(text, quantity):
                return self.accept(text, quantity, found)  # 千余群众, 近万市民
        if quantity is None or (quantity.unit is None and quantity.ratio is None) or not self.cardinal(text, quantity, run):
            row = names.series(text, start)
            return found.none(start, row or start + len(run), "slogan" if row else "lexical")
        return self.accept(text, quantity, found)

    def counted_scale(self, text: str, start: int, end: int) -> bool:
        """A bare 万 / 千 / 百 is a number before 余 or after 近 / 超 / 突破: 千余册, 近万人 (F10)."""
        more = text[end : end + 1] in {"余", "多"}
        # 资金约万元: a sum of about one unit is not written so, the number before 万 dropped out; 近万元 is a number.
        if text[start - 1 : start] == "约" and text[start:end] in {"万", "亿"} and text.startswith("元", end):
            return False
        # 财政收入突破〔〕万元大关: a sum; 人均收入突破万元大关 is whole
        mark = text[start:end] == "万" and text.startswith("元大关", end)
        if mark and EACH_HEAD.search(CLAUSE.split(text[max(0, start - 40) : start])[-1]) is None:
            return False
        # 不超过万元: a bound without its number
        bounded = text.endswith("不超过", 0, start)
        near = (
            not bounded
            and APPROACH.search(text[max(0, start - 3) : start]) is not None
            and not INSIDE_WORD.search(text[max(0, start - 2) : start])
        )
        held = HELD_AT.search(text[max(0, start - 3) : start]) is not None  # 稳定在〔万吨〕以上
        bound = (
            not held
            and re.match("(?!元)[\u4e00-\u9fff]{1,3}?(?:及?以上|以下)", text[end : end + 6]) is not None
            and text[start] in "百千万"
        )
        return (more and text[start - 1 : start] not in {"数", "几"}) or near or bound

    def on_scale(self, text: str, start: int, run: str, found: Found) -> int | None:
        """A bare scale that is no number: a lost number before it (投入万元), a class of size (亿元项目) or a slogan."""
        end = start + len(run)
        if start == found.parted[0]:
            return found.parted[1]  # 产值12.6(增长5%)亿元
        if (
            text[start - 1 : start] in {"数", "几", "上", "成"}
            and text[start - 2 : start] != "以上"
            and not COUNT_NOUN.search(text[max(0, start - 2) : start])
        ):
            return found.none(start - 1, end, "indefinite")
        more = text[end : end + 1] in {"余", "多"}
        span = self.composer.unit_at(text, end + more)
        if span is not None:
            unit = self.lexicon.units.get(text[span[0] : span[1]]) or self.slashed(text[span[0] : span[1]])
            word = self.lexicon.words.covering(text, start, start + 1)
            if unit is not None and (word is None or word[1] <= span[1]):
                if text[start - 1 : start] == " " and (blank := self.doubts.blank(text, start, span[1], run, unit)) is not None:
                    return found.figure(blank)
                if (
                    text[start - 1 : start] == "("
                    and OF_TASK.match(text, span[1]) is None
                    and text[span[1] : span[1] + 1] == ")"
                    and HEADED.match(text[start - 2 : start - 1])
                ):
                    return found.none(start, span[1], "lexical")
                draft = self.scales.scaled(text, start, span[1], run, unit, text[span[0] : span[1]])
                if (
                    draft is None
                    and unit.name == "人"
                    and found.drafts
                    and found.drafts[-1].end == start
                    and (found.drafts[-1].unit or "").endswith("户")
                ):
                    draft = without_value(start, span[1], "missing", run, unit.name, unit, "persons-of-households")  # 6420户〔万人〕
                if draft is not None and (not found.counted_at(text, start) or self.doubts.beside(text, start, unit, found)):
                    found.drafts.append(draft)
                    return draft.end
                if word is None or COUNT_NOUN.search(text[max(0, start - 2) : start]):
                    size = self.patterns.size_noun.match(text, span[1])
                    if not size and not more and set(run) <= {"万", "亿"} and not found.counted_at(text, start):
                        self.doubts.doubt(text, start, span[1], run, found)
                    return found.none(start, size.end() if size else span[1], "size_class" if size else "slogan")
        word = self.lexicon.words.covering(text, start, start + 1)
        if (
            run in {"万", "亿", "万亿"}
            and word is None
            and (not text[end : end + 1] or text[end] in ",。;、)")
            and SUM.search(text[max(0, start - 6) : start])
        ):
            lost = without_value(start, end, "missing", run, "", None, "scale-ends-clause")
            lost.base_unit = "元" if self.masks.money(text, start) else None
            return found.figure(lost)
        if word is not None:
            return found.none(max(word[0], found.last), *word[1:])
        return found.none(start, end, "lexical")

    def slashed(self, name: str) -> Unit | None:
        """A unit with its denominator (亿元/平方公里), measured like its numerator; None if that is unknown or it has none."""
        base, stroke, _ = name.partition("/")
        unit = self.lexicon.units.get(base) if stroke else None
        return Unit(name, name, Decimal(1), unit.dimension, unit.orphan, unit.numeral) if unit is not None else None

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
        if unit.name == "折":
            return DISCOUNTED.search(before) is not None or DISCOUNT.match(text, quantity.end) is not None
        if unit.name == "成":
            return (run != "一" or quantity.maximum is not None) and re.match(
                "立|为|效|果|本|功|员|熟|长|都|品|交|绩|就|年|分", text[quantity.end :][:1]
            ) is None
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
        linked = re.search("[、和及]$", before) is not None and unit.name not in {"个", "种", "项", "次", "家", "天", "年"}
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
