"""Characters that nobody sees, and how they are shown where it matters that they are there.

A soft hyphen is none of them: some programs write it for a minus. Nor is a right-to-left override, behind which digits
show in another order than they are written in.
"""

from __future__ import annotations

import re

INVISIBLE = "\u200b-\u200f\u202a-\u202c\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\u180e\u061c\u034f"
_ONE = re.compile(f"[{INVISIBLE}]")
# What turns the direction of the letters around it, or moves a cursor: a name with it reads as another one.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SHOWN = re.compile(f"[{INVISIBLE}\u00ad\u202d\u202e]")


def without_invisible(text: str) -> str:
    """The text as a person reads it."""
    return text if text.isascii() else _ONE.sub("", text)


def visible(text: str) -> str:
    """The text with each such character named: 17〔U+200B〕42."""
    return text if text.isascii() else _SHOWN.sub(lambda match: f"〔U+{ord(match.group()):04X}〕", text)


def straight(value: object) -> object:
    """A text with every character named that would turn the direction of others or move a cursor; anything else as it is."""
    return _TURNING.sub(lambda match: f"〔U+{ord(match.group()):04X}〕", value) if type(value) is str else value
