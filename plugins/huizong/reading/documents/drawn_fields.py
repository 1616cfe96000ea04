r"""Fields that show something by their code alone, whatever stands in their result: symbols, and guides over a character.

SYMBOL 226 \f Wingdings \s 10 draws the character 226 of that font, here an arrow down; Word often leaves its result empty.
EQ \* jc2 \o\ad(\s\up 9(zhè),柘) is the phonetic guide of a rare character.
"""

from __future__ import annotations

import re

from huizong.reading.cells.symbols import UNKNOWN, symbol
from huizong.reading.documents.phonetic_fields import phonetic_base

_SYMBOL = re.compile(r"\s*SYMBOL\s+(?P<code>0x[0-9a-fA-F]{1,4}|\d{1,5}|\S)(?P<switches>\s.*)?", re.IGNORECASE | re.DOTALL)
_FONT = re.compile(r"\\f\s*(?:[\"“]\s*(?P<quoted>[^\"”]*)[\"”]|(?P<bare>[^\s\\\"]+))", re.IGNORECASE)


def shown_by_code(instruction: str) -> str:
    """What the code of a field shows of itself; empty where it shows its result."""
    return phonetic_base(instruction) or _symbol_of(instruction)


def _symbol_of(instruction: str) -> str:
    found = _SYMBOL.fullmatch(instruction)
    if found is None:
        return ""
    code = found["code"]
    number = int(code, 0 if code.lower().startswith("0x") else 10) if code[0].isdecimal() and code.isascii() else ord(code)
    font = _FONT.search(found["switches"] or "")
    if font is None:  # the character of the text's own font, by the code page or by Unicode: one is ASCII in either
        return chr(number) if 0x20 <= number < 0x7F else UNKNOWN
    return symbol(font["quoted"] or font["bare"] or "", number) if number < 0x100 or r"\u" in found["switches"].lower() else UNKNOWN
