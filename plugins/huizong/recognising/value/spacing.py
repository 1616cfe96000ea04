"""White space inside a text that may be a number: what parts groups of three digits, and what parts two numbers."""

from __future__ import annotations

import re
import unicodedata

_TYPOGRAPHIC = "\u00a0\u2007\u2008\u2009\u200a\u202f"  # narrow and no-break spaces: nobody types them between two numbers
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
_TWO_COUNTS = re.compile(r"(?<![\d，,.])(\d{3})，(\d{3})(?![\d，,.．])", re.ASCII)
_GROUP, _PLAIN, _APART = "\ue000", "\ue001", "\ue002"
_GROUPS = re.compile(rf"(?<!\d)(?P<first>\d{{1,3}})(?P<rest>(?:[{_GROUP}{_PLAIN}]\d{{3}})+)(?P<decimals>\.\d+)?(?![\d.{_GROUP}{_PLAIN}])")
_SEVERAL = re.compile(r"[+-]?\d[\d.,]*(?:\n[+-]?\d[\d.,]*)+")


def one_line(text: str) -> str:
    """The text in NFKC with single spaces; a line feed stays where white space parts two numbers, so that they never become one.

    A narrow or no-break space before three digits is a separator of thousands and goes. A plain one goes where nobody would
    write two numbers so: in 1 206.4 and 1 234 567. 150 168 may be two counts, as is all that other white space parts; so may
    150，168, whose comma is that of a sentence.
    """
    marked = _BETWEEN_DIGITS.sub(lambda found: _kind(found.group()), _TWO_COUNTS.sub(rf"\1{_APART}\2", text))
    plain = " ".join(unicodedata.normalize("NFKC", marked).split())
    return re.sub(f"[{_GROUP}{_PLAIN}{_APART}]", "\n", _GROUPS.sub(_joined, plain))


def are_several(text: str) -> bool:
    """Whether the text is several numbers and nothing else; 138 1234 5678 and 0571 888 are telephones."""
    plain = one_line(text.strip())
    if _SEVERAL.fullmatch(plain) is None or re.search(r"(?:^|\n)[+-]?0\d", plain):
        return False
    return plain.count("\n") == 1 or "\n" in text.strip()


def _kind(gap: str) -> str:
    if len(gap) > 1:
        return _APART
    return _GROUP if gap in _TYPOGRAPHIC else _PLAIN if gap == " " else _APART


def _joined(found: re.Match[str]) -> str:
    rest = found["rest"]
    certain = _PLAIN not in rest or rest.count(_PLAIN) > 1 or (len(found["first"]) < 3 and found["decimals"])
    return re.sub(f"[{_GROUP}{_PLAIN}]", "" if certain else _APART, found.group())
