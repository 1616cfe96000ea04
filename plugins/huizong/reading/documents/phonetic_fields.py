r"""The phonetic guide of a rare character, which Word keeps in older formats as a field that draws one text over another.

EQ \* jc2 \o\ad(\s\up 9(zhè),柘): the field has no result, and what it shows on the line is its second part.
"""

from __future__ import annotations

import re

_GUIDE = re.compile(
    r"\s*EQ\b.*?\\o\s*(?:\\a[a-z]\s*)?\(\s*\\s\s*\\up\s*[\d.]*\s*\([^()]*\)\s*[,，;；]\s*(?P<base>[^()]*?)\s*\)\s*",
    re.IGNORECASE | re.DOTALL,
)


def phonetic_base(instruction: str) -> str:
    """The text under the guide; empty where the code of the field is another."""
    found = _GUIDE.fullmatch(instruction)
    return found["base"] if found else ""
