"""The fields of an RTF document: which number pages, and which draw what a reader sees."""

from __future__ import annotations

import re

from huizong.reading.documents.drawn_fields import shown_by_code
from huizong.reading.documents.page_fields import numbers_pages
from huizong.reading.documents.rtf_tables import TOKEN

INSTRUCTION = re.compile(rb"fldinst\s*((?:[^{}]|\{[^{}]*\})*)")
ART = re.compile(rb"sp\s*\{\\sn\s+gtextUNICODE\}")  # the property of a shape that draws a text as large as itself
CODES = re.compile(rb"\\[a-zA-Z]+-?\d* ?|[{}]")
FIELDS_THAT_DRAW = (b"EQ", b"SYMBOL")


def numbers_of_pages(code: bytes) -> bool:
    """Whether the code of a field numbers pages."""
    return numbers_pages(CODES.sub(b"", code).decode("latin-1"))


def drawn_by(code: bytes, encoding: str, skip_after_unicode: int) -> str:
    """What the code of a field draws, such as a phonetic guide over a character; empty for others."""
    if not any(name in code.upper() for name in FIELDS_THAT_DRAW):
        return ""
    return shown_by_code(plain_code(code, encoding, skip_after_unicode))


def plain_code(code: bytes, encoding: str, skip_after_unicode: int) -> str:
    """The letters of a field's code without control words and groups."""
    text, raw, to_skip = "", bytearray(), 0
    for word, number, coded, symbol, _, plain in (match.groups() for match in TOKEN.finditer(code)):
        if word == b"u" and number:
            text, to_skip = text + raw.decode(encoding, "replace") + chr(int(number) % 65536), skip_after_unicode
            raw.clear()
            continue
        letters = bytes([int(coded, 16)]) if coded else symbol if symbol in (b"\\", b"{", b"}") else plain or b""
        raw += letters[min(to_skip, len(letters)) :]
        to_skip = max(to_skip - len(letters), 0)
    return text + raw.decode(encoding, "replace")
