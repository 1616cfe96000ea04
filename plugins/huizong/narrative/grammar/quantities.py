"""Number + scale + unit at a place in the text: 2.3万余人次, 1亿2000万元, 三万五千亩, 八成五, 百分之三十, 3:1, 三分之一."""

import re
from decimal import Decimal

from huizong.narrative.grammar import numerals
from huizong.narrative.grammar.compound_units import PARTED, SPLIT, clocked
from huizong.narrative.grammar.lexicon import Lexicon, ProseUnit
from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.quantity import Quantity, added, scale_of
from huizong.narrative.grammar.signs import Opening
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "quantities")
any_of = LISTS.any_of

PERCENT = Opening(r"([百千万])分之(?=[\d零〇一二三四五六七八九十百点xX×*])")
FRACTION = Opening(
    r"([二三四五六七八九十百]{1,6}|[十百千]万)分之([零一二三四五六七八九十百]{1,6}(?:点[零一二三四五六七八九]{1,4})?|\d{1,6}(?:\.\d{1,4})?)"
)
# 师生比1:13, 汇率为3.3比1; in 2023比2022年 years are compared.
RATIO = re.compile(
    r"\d++(?:\.\d++)?+(?: ?: ?\d+(?:\.\d+)?)+(?![\d%])"
    r"|\d{1,3}+(?:\.\d++)?+比\d{1,3}+(?:\.\d++)?+(?![\d年月日号%‰万亿千百])"
)
CONNECTOR = Opening(r" ?(?:-{1,2}|—{1,2}|~{1,2}|至|到) ?(?P<minus>-(?=\d))?")
# 增速提高3个点, 高于全市两个点: points as they are spoken; 增加3个点位 are places.
SPOKEN_POINTS = re.compile(f"{any_of('point_moves')}(?:了|约|近|超)?$")
RAISED_TO = Opening("[高升至到前供出]")
MORE = frozenset("余多")
# 300折叠床, 2000折页: what is folded, no discount.
FOLDED = Opening(any_of("folded"))
NO_POINTS = Opening("[位段面名心滴检]")
# Between a number and its unit; a wider gap is that of a layout.
BLANKS = Opening(" {1,3}")
HALF = Opening(f"半({any_of('half_units')})")
HALF_AFTER = Opening(f"半(?={any_of('after_half')})")
HALF_COUNTED = Opening(f"半({any_of('halved')})")
# 50左右户: said of the number before its unit.
ROUND = frozenset({"左右", "上下"})
HALVED = frozenset({"time", "mass", "length", "area", "times"})


class Composer:
    """Reads quantities with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns) -> None:
        self.lexicon, self.patterns = lexicon, patterns

    def read(self, text: str, at: int) -> Quantity | None:
        """The quantity that starts at `at` with a digit or Chinese numeral, or None; ranges and ratios are taken whole."""
        if text[at].isdigit():
            if (found := RATIO.match(text, at)) and not self.unit_at(text, found.end()):
                return Quantity(at, found.end(), Decimal(0), ratio=found[0].replace(" ", "").replace("比", ":"))
        elif (words := self.words(text, at)) is not None or PERCENT.match(text, at):
            return words
        first = self.single(text, at)
        if first is None or first.maximum is not None:
            return first
        return self.extend(text, first)

    def words(self, text: str, at: int) -> Quantity | None:
        """百分之三十, 三分之一, 半年, 一半: a quantity in words alone."""
        if found := PERCENT.match(text, at):
            return self.percent(text, at, found)
        if found := FRACTION.match(text, at):
            top = found[2] if found[2][0].isascii() else f"{numerals.value(found[2]):f}"  # 十万分之三点五
            return Quantity(at, found.end(), Decimal(0), ratio=f"{top}/{numerals.integer(found[1])}", chinese=True)
        if (found := HALF.match(text, at)) and (unit := self.lexicon.units.get(found[1])) is not None:
            return Quantity(at, found.end(), Decimal("0.5"), unit=unit, unit_text=unit.name, chinese=True)
        if text.startswith("一半", at):
            return Quantity(at, at + 2, Decimal(0), ratio="1/2", chinese=True)
        return None

    def percent(self, text: str, at: int, found: re.Match[str]) -> Quantity | None:
        """百分之三十 = 30 %, 千分之五 = 5 ‰, 万分之三 = 3/10000."""
        inner = self.single(text, found.end(), bare=True)
        if inner is None:
            return None
        end = inner.end
        if found[1] == "万":
            return Quantity(at, end, Decimal(0), ratio=f"{inner.value.normalize():f}/10000", chinese=True)
        unit = self.lexicon.units["%" if found[1] == "百" else "‰"]
        return Quantity(at, end, inner.value, unit=unit, unit_text=unit.name, maximum=inner.maximum, chinese=True)

    def unit_at(self, text: str, at: int) -> tuple[int, int] | None:
        """Span of the unit at `at`, after at most one space."""
        found = self.patterns.unit.match(text, at)
        if found is None and text[at : at + 1] == " ":
            blank = BLANKS.match(text, at)
            found = self.patterns.unit.match(text, blank.end()) if blank is not None else None
        return found.span() if found else None

    def single(self, text: str, at: int, *, bare: bool = False) -> Quantity | None:
        """One number with scale and unit, no range; `bare` stops after the number."""
        if text[at].isdigit():
            return self.digits(text, at, bare=bare)
        found = self.patterns.numeral.match(text, at)
        if found is None:
            return None
        return self.chinese(text, at, found[0], bare=bare)

    def digits(self, text: str, at: int, *, bare: bool) -> Quantity | None:
        """A number in figures; scales between numbers are added up: 2亿300万元 = 20300 万元."""
        parts: list[tuple[Decimal, str]] = []
        end, scale_text, more, about = at, "", False, False
        while found := self.patterns.number.match(text, end):
            number = Decimal(found[0].replace(",", "").replace(" ", "").replace("·", "."))
            end = found.end()
            if bare:
                return Quantity(at, end, number)
            space = BLANKS.match(text, end)
            tail = self.patterns.scale.match(text, space.end() if space is not None else end)
            scale_text = ""
            if tail and tail[0]:
                scale_text = tail["scale"] or ""
                if scale_text or self.unit_at(text, tail.end()):
                    more = bool(tail["more"] or tail["more2"])
                    about = more and "来" in tail[0]
                    end = tail.end()
                if scale_text in {"千", "百"} and tail["more2"] and text[end : end + 1] in {"万", "亿"}:
                    scale_text, end = scale_text + text[end], end + 1  # 3千余万元
            parts.append((number, scale_text))
            if scale_text and not more and text[end : end + 1] == "零" and text[end + 1 : end + 2].isdigit():
                end += 1  # 1亿零200万元
            if not scale_text or more or not text[end : end + 1].isdigit():
                break
        done = Quantity(at, end, added(parts), scale_text, more=more, about=about)
        done.value /= done.scale
        return self.with_unit(text, done)

    def chinese(self, text: str, at: int, run: str, *, bare: bool) -> Quantity | None:
        """A Chinese numeral; it keeps its scale in the value (三万五千亩 = 35000 亩), 八成五 = 8.5 成."""
        end = at + len(run)
        spoken = numerals.spoken_range(run)
        low = spoken[0] if spoken else numerals.value(run)
        if low is None:
            return None
        done = Quantity(at, end, low, maximum=spoken[1] if spoken else None, chinese=True, bare_scale=set(run) <= set("百千万亿"))
        done.about = run.startswith("百十")
        if bare:
            return done
        tail = self.patterns.scale.match(text, end)
        if tail and "点" in run and tail["scale"] and not tail["more"]:
            done.value, done.end = (done.value * scale_of(tail["scale"])).normalize(), tail.end("scale")  # 十二点五亿元
        elif tail and tail["more"] and (tail["scale"] or self.patterns.unit.match(text, tail.end())):
            done.more, done.about, done.end = True, "来" in tail[0], tail.end()
            if tail["scale"]:
                done.value *= scale_of(tail["scale"])
        return self.with_unit(text, done)

    def with_unit(self, text: str, done: Quantity) -> Quantity:
        """Add the unit that follows, if any."""
        span = self.unit_at(text, done.end)
        if span is None and text[done.end : done.end + 2] in ROUND and (later := self.patterns.unit.match(text, done.end + 2)) is not None:
            span, done.about = later.span(), True  # 五万左右元
        if span is None:
            return self.bracketed(text, done)
        name = text[span[0] : span[1]]
        if (name == "提" and RAISED_TO.match(text, span[1])) or (name == "折" and FOLDED.match(text, span[1])):
            return done
        base, _, rate = name.partition("/")
        unit = self.lexicon.units.get(base)
        if name == "个" and (text.startswith("多月", span[1]) or text.startswith("多小时", span[1])):
            name = base = "个月" if text[span[1] + 1] == "月" else "个小时"
            done.more, span, unit = True, (span[0], span[1] + len(name)), self.lexicon.units[name]
        if name == "个" and text.startswith("多百分点", span[1]):
            name = base = "个百分点"
            done.more, span, unit = True, (span[0], span[1] + 4), self.lexicon.units[name]
        if name == "个" and (half := HALF_COUNTED.match(text, span[1])) is not None:
            name = base = "个" + half[1]  # 3个半月
            done.value += Decimal("0.5")
            span, unit = (span[0], half.end()), self.lexicon.units[name]
        if (
            name == "个"
            and text.startswith("点", span[1])
            and not NO_POINTS.match(text, span[1] + 1)
            and SPOKEN_POINTS.search(text[max(0, done.start - 12) : done.start]) is not None
        ):
            done.unit, done.unit_text, done.end = self.lexicon.units["个百分点"], "个点", span[1] + 1
            return done
        if name in SPLIT and not done.scale_text and (smaller := SPLIT[name].match(text, span[1])) is not None:
            return clocked(done, name, smaller, self.lexicon)
        if unit is not None and unit.orphan == "never" and len(name) == 1 and self.counted_noun(text, span[0], 2):
            return done  # 6万市民, 3任务: the sign is part of the noun that is counted
        if unit is None or rate:
            unit = ProseUnit(name, name, Decimal(1), unit.dimension if unit else "count", "never", "any")
        done.unit, done.unit_text, done.end = unit, name, span[1]
        if name == "折" and done.value > 10 and done.value % 10:
            done.value /= 10  # 八五折, 打85折
        if name == "成":
            if done.chinese and text[span[1] : span[1] + 1] in "一二三四五六七八九" and text[span[1] : span[1] + 1]:
                done.value += Decimal(numerals.DIGITS[text[span[1]]]) / 10
                done.end += 1
            elif not done.chinese and (part := PARTED["成"].match(text, span[1])) is not None:
                done.value, done.end = done.value + Decimal(f"0.{part[1]}"), part.end()
            elif (half := HALF_AFTER.match(text, done.end)) is not None:
                done.value, done.end = done.value + Decimal("0.5"), half.end()  # 四成半
            elif text[done.end : done.end + 1] in {"多", "余"}:
                done.more = True  # 三成多: the sign after the unit is no part of the span
        elif unit.dimension in HALVED and (half := HALF_AFTER.match(text, done.end)):
            done.value, done.end = done.value + Decimal("0.5"), half.end()
        elif not done.scale_text and name in PARTED and (part := PARTED[name].match(text, done.end)) is not None:
            done.value, done.end = done.value + Decimal(f"0.{part[1]}"), part.end()  # 2米5, 5元3角
        return done

    def bracketed(self, text: str, done: Quantity) -> Quantity:
        """Add the unit that stands in brackets of its own right after the number: 3.2(亿元), 1.4万(头)."""
        if text[done.end : done.end + 1] != "(":
            return done
        tail = self.patterns.scale.match(text, done.end + 1)
        scale = (tail["scale"] or "") if tail is not None and not tail["more"] and not tail["more2"] else ""
        at = done.end + 1 + len(scale)
        found = self.patterns.unit.match(text, at)
        unit = self.lexicon.units.get(found[0]) if found is not None else None
        if found is None or unit is None or text[found.end() : found.end() + 1] != ")" or (scale and done.scale_text):
            return done
        done.scale_text, done.unit, done.unit_text, done.end = done.scale_text or scale, unit, found[0], found.end() + 1
        return done

    def counted_noun(self, text: str, at: int, least: int) -> str | None:
        """The noun of at least `least` signs that begins at `at`, if any."""
        found = self.patterns.noun.match(text, at)
        return found[0] if found is not None and len(found[0]) >= least else None

    def with_noun(self, text: str, done: Quantity) -> bool:
        """Take the noun right after the number for its unit (14网点, 6万市民); persons are counted in 人, other things as themselves."""
        noun = self.counted_noun(text, done.end, 2)
        if noun is None:
            return False
        people = "人" in (units := self.lexicon.nouns[noun]) and ("家" not in units or "名" in units)
        done.unit = ProseUnit(noun, "人" if people else noun, Decimal(1), "people" if people else "count", "never", "any")
        done.unit_text, done.end = noun, done.end + len(noun)
        return True

    def extend(self, text: str, first: Quantity) -> Quantity:
        """Join `first` with a second number into a range: 300—600亩, 2%—3%, 4至6家; the unit of the second serves both."""
        more = text[first.end : first.end + 1] in MORE  # 20余~30余户
        found = CONNECTOR.match(text, first.end + more)
        if found is None or found.end() >= len(text):
            return first
        nxt = text[found.end()]
        if not (nxt.isdigit() or nxt in numerals.CHARACTERS):
            return first
        second = self.single(text, found.end())
        if second is not None and found["minus"]:
            second.value = -second.value
        if second is not None and second.unit is None and not second.chinese and second.scale_text and not second.more:
            # 约2000-3000万之间: a scale alone serves both
            if first.unit is None and not first.scale_text and not first.chinese and first.value < second.value:
                first.scale_text, first.maximum, first.end = second.scale_text, second.value, second.end
            return first
        if second is None or second.unit is None or second.maximum is not None or second.bare_scale:
            return first
        if first.unit is None and first.scale_text and not second.scale_text:
            return first
        if first.unit is not None and first.unit.base != second.unit.base:
            return first
        if first.unit is None and not first.scale_text and first.value <= second.value:
            first.scale_text = second.scale_text
        unit, unit_text = second.unit, second.unit_text
        if first.scale != second.scale or (first.unit and first.unit.factor != second.unit.factor):
            first.value, second.value = first.size.normalize(), second.size.normalize()
            first.scale_text = second.scale_text = ""
            if first.unit and first.unit.factor != second.unit.factor:  # 800米至1.2公里: both ends in the base unit
                first.value = (first.value * first.unit.factor).normalize()
                second.value = (second.value * second.unit.factor).normalize()
                unit = self.lexicon.units.get(unit.base) or ProseUnit(unit.base, unit.base, Decimal(1), unit.dimension, "never", "any")
                unit_text = unit.name
        first.maximum, first.end, first.more = second.value, second.end, first.more or second.more
        first.unit, first.unit_text = unit, unit_text
        return first
