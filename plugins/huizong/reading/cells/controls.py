"""Control characters that stand for signs: what Word keeps for its hyphens comes raw into cells that are pasted from it.

Python takes U+001C to U+001F for white space, so that a minus would be trimmed away where a text is.
"""

from __future__ import annotations

from huizong.reading.cells.symbols import UNKNOWN

NO_BREAK_HYPHEN, OPTIONAL_HYPHEN = "\x1e", "\x1f"  # [MS-DOC] 2.4.1
SIGNS = {NO_BREAK_HYPHEN: "-", OPTIONAL_HYPHEN: "\u00ad", "\x1c": UNKNOWN, "\x1d": UNKNOWN}
_TABLE = str.maketrans(SIGNS)


def with_signs(text: str) -> str:
    """The text with its hyphens as hyphens; others of those controls are shown as a character that nobody knows."""
    return text if text.isprintable() else text.translate(_TABLE)
