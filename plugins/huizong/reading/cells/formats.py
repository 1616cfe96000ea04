"""Number formats of spreadsheets: which of them are dates, and what a number looks like under them.

The codes are those of ECMA-376 part 1, 18.8.30 and 18.8.31. Colours and fillers of a code change no digit (`colour_for` tells the
colour), conditions choose the section (`[=0]"—";0.0`), and a code that asks for a fraction or Chinese numerals shows the plain number:
the value is never touched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

from huizong.reading.cells.decimals import digits_of

GENERAL = "General"
MOST_DIGITS = 60  # on either side of the point of a format; programs show 30
WIDE = Context(prec=200)  # a number of 28 digits with 60 decimals

BUILT_IN: dict[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0', 6: '"¥"#,##0', 7: '"¥"#,##0.00',
    8: '"¥"#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0_);(#,##0)", 38: "#,##0_);(#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);(#,##0.00)",
    41: "#,##0", 42: '"¥"#,##0', 43: "#,##0.00", 44: '"¥"#,##0.00', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

# Chinese editions write ! where others write a backslash: 0!.0, is 0\.0, of one number.
TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[[^\]]*\]|(.)', re.DOTALL)
SECTION_END = re.compile(r'("[^"]*"|\\.|\[[^\]]*\])|;')
PATTERN = re.compile(r"[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+,*")


LITERAL = re.compile(r'"[^"]*"|\\.')
COLOUR = re.compile(r"\[(?:(?P<name>[A-Za-z]+|[一-鿿]+)|(?:color|颜色)\s*(?P<number>\d+)|#(?P<hex>[0-9A-Fa-f]{6}))\]", re.IGNORECASE)
CONDITION = re.compile(r"\[(?P<operator><=|>=|<>|<|>|=)(?P<limit>-?[\d.]+)\]")
# No workbook writes its colours in six digits; the styles of an OpenDocument file may name any colour, and become such codes.
COLOURS = (0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF)  # [Color 1] to [Color 8]
NAMED_COLOURS = dict(zip(("black", "white", "red", "green", "blue", "yellow", "magenta", "cyan"), COLOURS, strict=True)) | dict(
    zip(("黑色", "白色", "红色", "绿色", "蓝色", "黄色", "洋红", "蓝绿色"), COLOURS, strict=True)
)
MEETS = {"<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "<>": ne}


@lru_cache(maxsize=256)
def last_digit(decimals: int) -> Decimal:
    """The weight of the last of so many decimals."""
    return Decimal(1).scaleb(-decimals)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a format code: what stands around the digits, and how the digits are written."""

    prefix: str
    suffix: str
    integers: int
    least_decimals: int
    most_decimals: int
    grouped: bool
    scale: int  # power of ten that the shown number is multiplied by: 2 for %, -3 for a trailing comma
    literal: bool = False  # no digits at all: the prefix is everything

    def show(self, value: Decimal) -> str:
        """The digits of a number that is not negative."""
        if self.literal:
            return self.prefix
        shown = value.scaleb(self.scale, WIDE) if self.scale else value
        shown = shown.quantize(last_digit(self.most_decimals), rounding=ROUND_HALF_UP, context=WIDE)
        if self.integers == 1 and self.least_decimals == self.most_decimals:  # 0.00 and its like, which most cells have
            return f"{self.prefix}{shown:{',f' if self.grouped else 'f'}}{self.suffix}"
        whole, _, decimals = digits_of(shown).partition(".")
        while len(decimals) > self.least_decimals and decimals.endswith("0"):
            decimals = decimals[:-1]
        whole = whole.zfill(self.integers) if self.integers else whole.lstrip("0")
        if self.grouped:
            whole = f"{int(whole or '0'):,}" if len(whole) > 3 and not whole.startswith("0") else whole
        return f"{self.prefix}{whole}{'.' if decimals else ''}{decimals}{self.suffix}"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A compiled format code. `meaning` is the code where it tells something beyond the number, else None."""

    code: str
    is_date: bool
    meaning: str | None
    sections: tuple[Section, ...] = ()
    is_conditional: bool = False

    def show(self, value: Decimal) -> str:
        """What a person sees in the cell."""
        if not self.sections:
            return digits_of(value)
        if self.is_conditional:
            return self._show_by_condition(value)
        if len(self.sections) > 2 and value == 0:
            return self.sections[2].show(value)
        if value >= 0:
            return self.sections[0].show(value)
        if len(self.sections) > 1:
            return self.sections[1].show(-value)
        return "-" + self.sections[0].show(-value)

    def _show_by_condition(self, value: Decimal) -> str:
        """What a code shows whose sections have conditions; the number itself where none holds."""
        index, signs_itself = section_for(self.code, value)
        if index is None or index >= len(self.sections):
            return digits_of(value)
        shown = self.sections[index].show(abs(value))
        return f"-{shown}" if value < 0 and not signs_itself else shown


@lru_cache(maxsize=4096)
def compile_format(code: str) -> NumberFormat:
    """Reads a format code; one that is not understood shows the plain number and keeps its code."""
    if code in ("", GENERAL, "@") or code.lower() == "general":
        return NumberFormat(code, is_date=False, meaning=None)
    if is_date_code(code):
        return NumberFormat(code, is_date=True, meaning=code)
    sections = tuple(read_section(part) for part in split_sections(code)[:3])
    readable = [section for section in sections if section is not None]
    return NumberFormat(
        code,
        is_date=False,
        meaning=code,
        sections=tuple(readable) if len(readable) == len(sections) else (),
        is_conditional=has_conditions(code),
    )


def split_sections(code: str) -> list[str]:
    """The parts between the semicolons that stand outside quotes."""
    parts, start = [], 0
    for match in SECTION_END.finditer(code):
        if match.group() == ";":
            parts.append(code[start : match.start()])
            start = match.end()
    parts.append(code[start:])
    return parts


def is_date_code(code: str) -> bool:
    """Whether numbers under this code are shown as dates or times."""
    for match in TOKEN.finditer(split_sections(code)[0]):
        letter = match.group(3)
        if letter and letter in "ymdhsYMDHS":
            return True
        if not letter and re.fullmatch(r"\[[hms]+\]", match.group(), re.IGNORECASE):
            return True
    return False


def read_section(section: str) -> Section | None:
    """One section; None where it asks for more than digits: fractions, exponents, General, another calendar."""
    pieces: list[tuple[bool, str]] = []  # (is literal, text)
    for match in TOKEN.finditer(section):
        quoted, escaped, letter = match.groups()
        if quoted is not None:
            pieces.append((True, quoted))
        elif escaped is not None:
            pieces.append((True, escaped))
        elif letter is not None:
            pieces.append((letter not in "0#?,.%/EeGgAa@", letter))
        elif match.group().startswith("[$"):
            pieces.append((True, match.group()[2:-1].partition("-")[0]))
    digits = "".join(text if not literal else "\0" for literal, text in pieces)
    if re.search(r"[/EeGgAa@]", digits):
        return None
    found = PATTERN.search(digits)
    if found is None:
        return Section("".join(text for _, text in pieces), "", 0, 0, 0, grouped=False, scale=0, literal=True)
    return digits_section(pieces, digits, found)


def digits_section(pieces: list[tuple[bool, str]], digits: str, found: re.Match[str]) -> Section | None:
    """The section around the pattern of digits `found`; None where two patterns stand in one section."""
    if PATTERN.search(digits, found.end()):
        return None
    starts: list[int] = []
    position = 0
    for literal, text in pieces:
        starts.append(position)
        position += 1 if literal else len(text)
    prefix = "".join(text for start, (_, text) in zip(starts, pieces, strict=True) if start < found.start())
    suffix = "".join(text for start, (_, text) in zip(starts, pieces, strict=True) if start >= found.end())
    placeholders = found.group().rstrip(",")
    thousands = len(found.group()) - len(placeholders)
    whole, _, decimals = placeholders.partition(".")
    grouped = "," in whole
    return Section(
        prefix,
        suffix,
        min(whole.count("0"), MOST_DIGITS),
        min(decimals.count("0"), MOST_DIGITS),
        min(len(decimals), MOST_DIGITS),
        grouped,
        2 * digits.count("%") - 3 * thousands,
    )


@lru_cache(maxsize=4096)
def has_colours(code: str) -> bool:
    """Whether a format code gives numbers a colour of its own, over that of the cell's letters."""
    return "[" in code and any(colour_of_section(part) is not None for part in split_sections(code)[:3])


def colour_of_section(section: str) -> int | None:
    """The colour (0xRRGGBB) that a section names; None without one, or with one of the palette that files may change."""
    for found in COLOUR.finditer(LITERAL.sub("", section)):
        if found["number"] is not None and 1 <= int(found["number"]) <= len(COLOURS):
            return COLOURS[int(found["number"]) - 1]
        if found["hex"] is not None:
            return int(found["hex"], 16)
        if (colour := NAMED_COLOURS.get((found["name"] or "").lower())) is not None:
            return colour
    return None


@lru_cache(maxsize=4096)
def has_conditions(code: str) -> bool:
    """Whether a code chooses among its sections by conditions of its own."""
    return "[" in code and any(CONDITION.search(LITERAL.sub("", part)) for part in split_sections(code)[:3])


def section_for(code: str, value: Decimal) -> tuple[int | None, bool]:
    """The section of a code with conditions that shows this number: the first whose condition holds, or that has none; None for none.

    Also whether that section is for numbers below zero alone: then it bears no sign but its own.
    """
    for index, section in enumerate(split_sections(code)[:3]):
        limit = CONDITION.search(LITERAL.sub("", section))
        if limit is None:
            return index, False
        bound = Decimal(limit["limit"])
        if MEETS[limit["operator"]](value, bound):
            return index, (limit["operator"] == "<" and bound <= 0) or (limit["operator"] in ("<=", "=") and bound < 0)
    return None, False


def colour_for(code: str, value: Decimal) -> int | None:
    """The colour in which a format code shows this number, None where it leaves that to the cell."""
    sections = split_sections(code)[:3]
    if has_conditions(code):
        chosen, _ = section_for(code, value)
        return None if chosen is None else colour_of_section(sections[chosen])
    index = 2 if value == 0 and len(sections) > 2 else 1 if value < 0 and len(sections) > 1 else 0
    return colour_of_section(sections[index])


def built_in_code(identifier: int) -> str:
    """The code behind a built-in number format identifier; General for those that no program defines."""
    return BUILT_IN.get(identifier, GENERAL)
