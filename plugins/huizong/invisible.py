"""Characters that nobody sees, and how they are shown where it matters that they are there.

A soft hyphen is none of them: some programs write it for a minus. Nor is a right-to-left override, behind which digits
show in another order than they are written in.
"""

from __future__ import annotations

import re

INVISIBLE = "\u200b-\u200f\u202a-\u202c\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\u180e\u061c\u034f"
_ONE = re.compile(f"[{INVISIBLE}]")
_SHOWN = re.compile(f"[{INVISIBLE}\u00ad\u202d\u202e]")


def without_invisible(text: str) -> str:
    """The text as a person reads it."""
    return text if text.isascii() else _ONE.sub("", text)


def visible(text: str) -> str:
    """The text with each such character named: 17〔U+200B〕42."""
    return text if text.isascii() else _SHOWN.sub(lambda match: f"〔U+{ord(match.group()):04X}〕", text)
