"""What a number format says beyond the digits: the unit behind them, the sign before them, the thousands that it leaves away.

A person sees 6.89亿 and 下降5.2 and means what she sees (ECMA-376 part 1, 18.8.31, for the codes).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from huizong.reading.cells.formats import has_conditions, section_for

_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<other>.)', re.DOTALL)
_SECTION_END = re.compile(r'("[^"]*"|\\.|_.|\*.|\[[^\]]*\])|;')
_DIGITS = frozenset("0#?")
_ARROWS = re.compile(r"[↑↓↗↘→▲▼△▽⬆⬇]")
_POINT = "!"
_SHRINKING = re.compile(r"[0#?]+!(?P<drawn>[0#?]+)(?P<thousands>,*)|[0#?,]*[0#?](?:\.[0#?]*)?(?P<commas>,+)")
_GENERAL = re.compile(r"General|G/通用格式", re.IGNORECASE)
_NOT_UNDERSTOOD = frozenset("/EeGgAa@")
_RED = r"red|红色?|color\s*\d+|颜色\s*\d+|#[ef][0-9a-f](?:[0-2][0-9a-f]){2}"  # the last is how OpenDocument files have it
_SAYS_MINUS = re.compile(rf"[-−－(（负降减↓▼▽△▲]|\[(?:{_RED})\]", re.IGNORECASE)
_DOWN = re.compile(r"[-−－(（]|(?:同比)?(?:下降|减少|降低|回落|降|减)|负")


@dataclass(frozen=True, slots=True)
class Decoration:
    """One section of a format code: the words before and behind its digits.

    `alters` says that the digits shown are others than those stored: thousands left away, a point that is only drawn.
    `has_digits` is False where the section shows words alone, or nothing. `says_minus`: a sign, a bracket, a word, an arrow or a
    colour says that the number is negative. `shrinks` is the power of ten by which the number shown is smaller than the stored one, 4 of
    `0!.0,`, 3 of `0.0,`; 0 where that can't be told.
    """

    before: str = ""
    behind: str = ""
    alters: bool = False
    has_digits: bool = True
    says_minus: bool = False
    shrinks: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether the section shows the number and no more."""
        return self.has_digits and not (self.before or self.behind or self.alters)


PLAIN = Decoration()


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands around the digits of one number. `signs_itself`: the section is for negative numbers, and its digits bear no sign."""

    decoration: Decoration
    signs_itself: bool = False
    certain: bool = True

    @property
    def hides_sign(self) -> bool:
        """Whether nobody can see that the number is negative: -5.3 under `0.0;0.0` shows as 5.3."""
        return self.signs_itself and self.decoration.has_digits and not self.decoration.says_minus

    def text_of(self, digits: str) -> str:
        """The number as a person reads it, with all its digits: 6.89327亿, 下降5.2. Digits that are negative keep their sign before all.

        Where the section is for negative numbers alone, what says so goes: the stored number has the sign.
        """
        before, behind = self.decoration.before, self.decoration.behind
        if self.signs_itself:
            before = _DOWN.sub("", before)
            behind = behind.removesuffix(")").removesuffix("）")
            digits = digits.removeprefix("-")
        sign = "-" if digits.startswith("-") else ""
        return f"{sign}{before.strip()}{digits.removeprefix('-')}{behind.strip()}"


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[Decoration, ...]:
    parts, start = [], 0
    for found in _SECTION_END.finditer(code):
        if found.group() == ";":
            parts.append(code[start : found.start()])
            start = found.end()
    parts.append(code[start:])
    return tuple(_decoration(part) for part in parts[:3])


def shown_around(value: Decimal, code: str) -> Shown:
    """What the format shows around the digits of this number; `certain` is False where none of its conditions holds."""
    sections = _sections(code)
    if value == 0:
        return Shown(PLAIN)  # in whatever unit, and where a dash or nothing is shown for it
    if has_conditions(code):
        index, signs_itself = section_for(code, value)
        if index is None or index >= len(sections):
            return Shown(next((section for section in sections if not section.is_plain), PLAIN), certain=False)
        return Shown(sections[index], signs_itself=value < 0 and signs_itself)
    if value < 0 and len(sections) > 1:
        return Shown(_without_arrows(sections[1]), signs_itself=True)
    return Shown(_without_arrows(sections[0]) if len(sections) > 1 else sections[0])


def _without_arrows(section: Decoration) -> Decoration:
    """The section without arrows, which only repeat the sign where negative numbers have a section of their own."""
    before, behind = (_ARROWS.sub("", text).strip() for text in (section.before, section.behind))
    return replace(section, before=before, behind=behind)


def _decoration(section: str) -> Decoration:
    before, behind = "", ""
    digits = ""  # the placeholders, points and commas, with | where something literal stands among them, and ! where a point does
    for found in _TOKEN.finditer(_GENERAL.sub("0", section)):
        literal = found["quoted"] if found["quoted"] is not None else found["escaped"]
        if found["bracket"] is not None and found["bracket"].startswith("$"):
            literal = found["bracket"][1:].partition("-")[0]
        other = found["other"]
        if other is not None and other in "0#?.,":
            digits += other
        elif other is not None and other in _NOT_UNDERSTOOD:
            return PLAIN  # fractions, exponents, texts: the number itself
        elif other is not None and other != "%":
            literal = other
        if literal:
            if _DIGITS & set(digits):
                is_point = literal == "."
                behind += "" if is_point else literal
                digits += _POINT if is_point else "|"
            else:
                before += literal
    if not _DIGITS & set(digits):
        return Decoration(before.strip(), has_digits=False)
    inner = digits.strip(f"|{_POINT}")
    thousands = re.search(r"[0#?],+(?:[|.]|$)", inner) is not None
    drawn = re.search(rf"[0#?][|{_POINT}]+[.,]*[0#?]", inner) is not None
    says_minus = _SAYS_MINUS.search(section) is not None
    shrinks = _shrinks(inner) if thousands or drawn else 0
    return Decoration(before.strip(), behind.strip(), thousands or drawn, says_minus=says_minus, shrinks=shrinks)


def _shrinks(digits: str) -> int:
    """By which power of ten a pattern makes its number smaller: a drawn point by what stands behind it, each comma at the end by three.

    0 where anything else is drawn among the digits.
    """
    found = _SHRINKING.fullmatch(digits)
    return 0 if found is None else len(found["drawn"] or "") + 3 * len(found["thousands"] or found["commas"] or "")
