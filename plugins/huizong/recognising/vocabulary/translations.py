"""The English beside a Chinese header, and the letters that are part of a name."""

from __future__ import annotations

import re

CHINESE = re.compile(r"[一-鿿]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z .,'&()/%-]*")
_ENGLISH = re.compile(r"[a-z]{3}|[A-Za-z]{5}")


def without_translation(text: str) -> str:
    """The text without the English beside it: 税收收入 Tax revenue. Short letters are part of a name: GDP增速, 5G基站, R&D经费."""

    def kept(match: re.Match[str]) -> str:
        before, after = text[: match.start()], text[match.end() :]
        if before[-1:].isdigit() or after[:1].isdigit():
            return match.group()
        behind = CHINESE.search(before) is not None and (before[-1:].isspace() or before[-1:] in "(（/")
        return " " if behind or _ENGLISH.search(match.group()) else match.group()

    return _LATIN.sub(kept, text).strip()
