"""Texts as the XML of a workbook writes them, decoded without an XML parser where they are written the usual way."""

from __future__ import annotations

import re
from functools import lru_cache

from huizong.reading.cells.typed_cells import one_line_break

REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(amp|lt|gt|quot|apos));")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
LAST_CHARACTER = 0x10FFFF
REMEMBERED = 128  # characters of the longest text that is worth remembering
ENCODING = re.compile(r"<\?xml[^>]*encoding=[\"'](?:utf-8|us-ascii)[\"']", re.IGNORECASE)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def usual_xml(data: bytes) -> str | None:
    """The text of a part in UTF-8 without comments, definitions and other marked sections; None for any other."""
    if data.startswith(b"\xef\xbb\xbf") or b"<!" in data or b"]]>" in data:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if text.startswith("<?xml") and not ENCODING.match(text[:100]) else text


def character_data(text: str) -> str | None:
    """The text behind references to characters; None if one of them is not XML's own."""
    if "&" not in text:
        return text
    found, replaced = REFERENCE.subn(referred, text)
    return found if replaced == text.count("&") else None


def inline_text(written: str) -> str | None:
    """The text of a cell that holds its own; None if it is for the XML parser."""
    return remembered_inline_text(written) if len(written) <= REMEMBERED else decoded_inline_text(written)


def decoded_inline_text(written: str) -> str | None:
    """The same, worked out."""
    text = character_data(written)
    return None if text is None else clean(text)


remembered_inline_text = lru_cache(maxsize=20_000)(decoded_inline_text)  # the labels of a form come back in every file


def referred(match: re.Match[str]) -> str:
    """One character; one that does not exist is replaced as decoders do."""
    decimal, hexadecimal, name = match.groups()
    if name:
        return NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code <= LAST_CHARACTER else "\ufffd"


def clean(text: str) -> str:
    """Turns `_x000D_` back into the character that XML cannot carry, and line breaks into one kind."""
    if "_x" in text:
        text = ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
    return text if text.isprintable() else one_line_break(text)
