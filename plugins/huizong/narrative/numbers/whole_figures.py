"""Whole figures told at one look: a number in digits after a word, its scale and unit right behind it, nothing that could change it.

Most figures of a report are so. Whatever may mean more (a range, a date, a code, a rank, a programme's name, 半, a second sign of
a rate) is left to the readers that know it; a figure that is read here is the one that they would read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from huizong.narrative.figure import Kind
from huizong.narrative.figure_draft import FigureDraft, scaled
from huizong.narrative.grammar import no_figures as names
from huizong.narrative.grammar.lexicon import Lexicon, ProseUnit
from huizong.narrative.grammar.notation import SCALE
from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.quantity import scale_of
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "whole_figures")
any_of = LISTS.any_of

# 排名由58位升至51位: ranks; 前移7位 counts steps.
RANK = Ending(f"{any_of('ranks')}[^,。;]{{0,8}}{any_of('rank_leads')}$")
RANKED = frozenset({"位", "名"})
# 升级到5.1版: what is never counted in parts has a number for a name.
WHOLE = frozenset(LISTS.words("numbered"))
# 成, 提 and 折 take what follows them.
SPECIAL = frozenset({"成", "提", "折"})
# 5.6个、4.3个百分点: members of a list of points
POINTS = Opening(r"(?: ?[、和与及] ?-?\d+(?:\.\d+)?个){0,12} ?[、和与及] ?-?\d+(?:\.\d+)?个百分点")
# 图3, 第3, 前3名, 零下3℃, 热线12345: what makes a number something else stands right before it.
BEFORE = r"(?<=[\u4e00-\u9fff、,;(])(?<![第图表件栏录前负下打线话电号编码信])(?<![打线话电号编码信][为是])"
NUMBER = r"((?:0|[1-9]\d{0,8}+)(?:\.\d{1,6}+)?+)(?![年月日号季时点世单室大])"
AFTER = r"(?![ \-—~至到半制\d%‰”」’\"》/·])"


@dataclass(frozen=True, slots=True)
class UnitForm:
    """What a scale and a unit make of a number; `begins` says that its one sign may begin a noun (6万市民)."""

    unit: ProseUnit
    written: str
    factor: Decimal
    kind: Kind
    name: re.Pattern[str] | None
    rated: bool
    whole: bool
    ranked: bool
    begins: bool
    counted: bool


class Plain:
    """Reads plain figures with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns) -> None:
        self.units = lexicon.units
        self.words = lexicon.words
        self.told = frozenset(told(lexicon.words.reasons))
        self.pattern = re.compile(rf"{BEFORE}{NUMBER}((?>{SCALE})?+)(余?+)((?>{patterns.unit.pattern})){AFTER}")
        self.noun = patterns.noun
        self.forms: dict[tuple[str, str], UnitForm | None] = {}

    def read(self, text: str, start: int) -> FigureDraft | None:
        """The figure that begins at `start`, or None where one look does not tell."""
        found = self.pattern.match(text, start)
        if found is None:
            return None
        number, scale, more, name = found.groups()
        form = self.form(scale, name)
        if form is None:
            return None
        end = found.end()
        told = self.told
        if (
            (form.name is not None and form.name.match(text, end) is not None)
            or (form.rated and text[end : end + 1] in {"个", "百"})
            or (form.whole and (more or "." in number or text[end : end + 1] in {"多", "点"}))
            or (name == "个" and POINTS.match(text, end) is not None)
            or (form.ranked and RANK.search(text[max(0, start - 14) : start]) is not None)
            or (form.begins and (noun := self.noun.match(text, end - 1)) is not None and noun.end() > end)
            or (form.counted and text[start - 1] < "一")
            or (name == "岁" and text.startswith("以来", end))
            or (
                # the signs by which a word that holds the figure would show
                (
                    text[start : start + 3] in told
                    or text[start : start + 2] + "$" in told
                    or text[start - 1 : start + 1] + "$" in told
                    or text[start] + "$" in told
                )
                and self.words.covering(text, start, start + 1) is not None
            )
        ):
            return None
        base = number
        if form.factor != 1:
            base = scaled(Decimal(number), form.factor)
        elif "." in number:
            base = number.rstrip("0").rstrip(".")
        unit = form.unit
        return FigureDraft(
            start,
            end,
            form.kind,
            number,
            None,
            form.written,
            base,
            unit.base,
            unit.dimension,
            "more_than" if more else None,
            rule="number-at-one-look",
        )

    def form(self, scale: str, name: str) -> UnitForm | None:
        """What the scale and the unit make of a number; None for units that take more than one look."""
        try:
            return self.forms[scale, name]
        except KeyError:
            unit = self.units.get(name)
            form = None
            if unit is not None and name not in SPECIAL:
                rated = unit.dimension in {"rate", "points"}
                form = UnitForm(
                    unit,
                    scale + name,
                    scale_of(scale) * unit.factor,
                    "percent" if rated else "number",
                    names.SLOGAN_TAIL.get(name),
                    rated,
                    not scale and (name == "个" or name in WHOLE),
                    name in RANKED,
                    unit.orphan == "never" and len(name) == 1,
                    unit.dimension == "counted",
                )
            self.forms[scale, name] = form
            return form


def told(words: Iterable[str]) -> Iterator[str]:
    """Of the words that hold a figure, the signs from its first digit on, three at most; $ marks where the word ends sooner.

    A figure that is its word's last sign is told with the sign before it.
    """
    for word in words:
        for place, sign in enumerate(word):
            if not "0" <= sign <= "9" or "0" <= word[place - 1 : place] <= "9":
                continue
            rest = word[place : place + 3]
            if len(rest) == 3:
                yield rest
            elif len(rest) == 2 or place == 0:
                yield rest + "$"
            else:
                yield word[place - 1 : place + 1] + "$"
