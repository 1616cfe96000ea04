"""Marks of footnotes behind a number: 305.6*, 305.6①, 305.6[1], 305.6（注）. They say where to read on, and no digit."""

from __future__ import annotations

import re
from collections.abc import Iterable

_STARS = r"[*＊#＃]{1,3}"
_MARK = re.compile(
    rf"(?P<number>.*[^\s*＊#＃※†‡])\s*(?P<mark>(?P<star>{_STARS})|[※†‡]{{1,3}}|[①-⑳⑴-⑽❶-❿]|[\[［【〔]\s*(?:注\s*)?\d{{1,2}}\s*[\]］】〕]"
    r"|[(（]\s*(?:见)?(?:附|备)?注\s*[\d一二三四五①-⑩]?\s*[)）])",
    re.DOTALL,
)
_WHOLE_NUMBER = re.compile(r"[+\-−－]?[\d０-９,，]*")
_EXPLAINED = re.compile(r"\s*(?:[注备附]+[:：]?\s*)?([*＊#＃]{1,3})\s*(?=\S)")


def split_mark(text: str, explained: frozenset[str] = frozenset()) -> tuple[str, str]:
    """The text without a footnote's mark at its end, and the mark; an empty mark if there is none.

    A star behind a whole number may stand for a digit, 180* for one of ten numbers, unless a note of the table begins with
    it; `explained` are the marks that do (of `explained_in`).
    """
    found = _MARK.fullmatch(text)
    if found is None:
        return text, ""
    number, mark = found["number"].rstrip(), found["mark"]
    if found["star"] and _WHOLE_NUMBER.fullmatch(number) and mark.replace("＊", "*").replace("＃", "#") not in explained:
        return text, ""
    return number, mark


def explained_in(notes: Iterable[str]) -> frozenset[str]:
    """The stars and the like with which a note begins: * 含石桥镇."""
    starts = (_EXPLAINED.match(line) for note in notes for line in note.split("\n"))
    return frozenset(found[1].replace("＊", "*").replace("＃", "#") for found in starts if found)
