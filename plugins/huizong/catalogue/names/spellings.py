"""Names written with more around them that names nothing else: a code or a number, the county before, the office behind.

「T01 青石镇」, 「青石镇（T01）」, 「02 柳河镇」, 「青石镇人民政府」. Who looks a name up decides what a code says: one that the
catalogue knows must be the named one's own, a bare number only counts the rows, any other code leaves the name unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from huizong.catalogue.texts import normalise

_CODE = r"(?P<code>[A-Za-z]{1,4}-?\d{1,12}|\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,12})"
_BEFORE = re.compile(rf"(?P<open>[(\[【<]?)\s*{_CODE}(?P<apart>[)\]】>]?\s*[-_.、:,/|·]?\s*)(?P<name>[^\W\d_].*)", re.DOTALL)
_BEHIND = re.compile(
    rf"(?P<name>.*[^\W\d_])\s*(?:[(\[【<]\s*{_CODE}\s*[)\]】>]|[-_:,/|·]?\s*(?P<bare>[A-Za-z]{{1,4}}-?\d{{1,12}}))", re.DOTALL
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONG = 3  # digits that no count of rows in a list has
_NUMBER = re.compile(r"[\d.]+")
_SEAL = re.compile(r"[(\[](?:盖章|公章|签章|章)[)\]]$")
_OFFICES = re.compile(
    r"(?:党委|党工委)?(?:人民政府|政府)(?:办公室)?$|(?<=街道)(?:办事处|办)$|(?<=[村居区])(?:村民委员会|居民委员会|村委会|居委会|委员会)$|(?<=村)委会$"
)


def coded(text: str) -> Iterator[tuple[str, str]]:
    """The code and the normalised name that a text of both may be made of.

    A year is no code, and a small number right before a letter is part of the name: 4星级酒店数.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if not any(char.isdigit() for char in written):
        return
    if (found := _BEFORE.fullmatch(written)) is not None:
        code = found["code"]
        attached = not found["open"] and not found["apart"] and code.isdigit() and len(code) < _LONG and not code.startswith("0")
        if not attached and not _YEAR.fullmatch(code):
            yield code.upper(), normalise(found["name"])
    if (found := _BEHIND.fullmatch(written)) is not None:
        code = found["code"] or found["bare"]
        if not _YEAR.fullmatch(code):
            yield code.upper(), normalise(found["name"])


def only_counts(code: str) -> bool:
    """Whether a code is a bare number, as lists and rows have them."""
    return _NUMBER.fullmatch(code) is not None


def plainer(name: str, county: str) -> Iterator[str]:
    """The normalised name without the office behind it, without the county before it, and without both."""
    bare = _OFFICES.sub("", _SEAL.sub("", name))
    for text in dict.fromkeys((bare, *(part.removeprefix(head) for part in (name, bare) for head in (county, county[-1:])))):
        if text and text != name:
            yield text
