"""How names are made comparable: one normaliser, and what is dropped around an indicator's or a header's name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Container
from difflib import SequenceMatcher
from functools import lru_cache, wraps

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣﹘⁃˗➖", "-"))
# Characters that GBK had before Unicode did (䶮 among them): older programs keep them as U+E815 to U+E864, in GB18030's order.
_GBK_PRIVATE = dict(
    zip(
        range(0xE815, 0xE865),
        bytes(b for low in (*range(0x50, 0x7F), *range(0x80, 0xA1)) for b in (0xFE, low)).decode("gb18030"),
        strict=True,
    )
)
_UNSEEN_OR_PRIVATE = {**_INVISIBLE, **{code: ord(char) for code, char in _GBK_PRIVATE.items()}}
# Marks of a footnote stand at the end, or before the unit in brackets there, and must go before NFKC, which would turn ① and ²
# into digits of the name.
_FOOTNOTE = re.compile(r"(?:[①-⑳¹²³⁰⁴-⁹*＊※†‡]|[\[［【](?:注)?\d{1,2}[\]］】]|[(（]注\d{0,2}[)）])+\s*(?=[(（][^()（）]*[)）]\s*$|$)")
_LEADING = re.compile(
    r"其中[:、,]?(?=.)"
    r"|[一二三四五六七八九十]{1,3}[、.](?=.)"
    r"|\([一二三四五六七八九十]{1,3}\)|\(\d{1,2}\)"
    r"|\d{1,2}(?:[、)]|\.(?!\d))"
    r"|(?:[IVX]{1,4}|[A-Z])[.、)](?=[\u4e00-\u9fff])"  # Ⅱ.固定资产投资, B、工业投资
    r"|[#*※▲△★☆●○◆◇■□▪•✓☑√✔✅❌⭐·・└├┗┣╰\ufffd\ufe0f\U0001f300-\U0001faff-]+(?=.)"
)
_LAST_BRACKET = re.compile(r"[(\[](?:单位:?|计量单位:?)?([^()\[\]]+)[)\]]$")
_ANY_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_TRAILING = ":.·"  # and the dots that lead the eye to the values: 税收收入……
_REMEMBERED_LENGTH = 64
_CIRCLED = re.compile(r"^\s*[①-⑳]")


def remembered(answer: Callable[[str], str]) -> Callable[[str], str]:
    """The same function, its answers for short texts kept: names and headers come again in every form, passages of text don't."""
    known = lru_cache(maxsize=1 << 16)(answer)

    @wraps(answer)
    def answered(text: str) -> str:
        return known(text) if len(text) <= _REMEMBERED_LENGTH else answer(text)

    return answered


@remembered
def normalise(text: str) -> str:
    """The text in NFKC, without any space or invisible character, with every kind of dash as `-`, private-use GBK as Unicode has it.

    It is the one form in which names are compared; variant characters are the business of aliases.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_UNSEEN_OR_PRIVATE).translate(_DASHES)
    # What stood apart may compose once the space between is gone: a second pass makes the form stable.
    return unicodedata.normalize("NFKC", "".join(plain.split()))


def indicator_name(text: str, units: Container[str]) -> str:
    """An indicator's name without numbering, 其中, footnote marks, colon and a unit in brackets at its end.

    `units` are normalised names. Other brackets, such as （不含农户）, change the scope and stay.
    """
    name = normalise(_CIRCLED.sub("", _FOOTNOTE.sub("", text)))
    while found := _LEADING.match(name):
        name = name[found.end() :]
    return _without_unit(name.rstrip(_TRAILING), units).rstrip(_TRAILING)


def header_name(text: str, units: Container[str]) -> str:
    """A column header without colon and unit in brackets; `(%)` becomes `%`, so that both spellings are one.

    `units` are those of values: a bracket with 百分点 says something else than a rate and stays.
    """
    name = normalise(text).rstrip(":").replace("(%)", "%").replace("[%]", "%").replace("(±%)", "±%").replace("(+-%)", "±%")
    return _without_unit(name, units)


def without_brackets(name: str) -> str:
    """A normalised name without any bracket, for suggestions only."""
    previous = None
    while previous != name:
        previous, name = name, _ANY_BRACKET.sub("", name)
    return name


@remembered
def unit_name(text: str) -> str:
    """A unit's text without 「单位：」 and the brackets around it."""
    name = normalise(text)
    name = name.removeprefix("(").removesuffix(")") if name.startswith("(") and name.endswith(")") else name
    return re.sub(r"^(?:计量)?单位[:;]?", "", name).rstrip(":")


def _without_unit(name: str, units: Container[str]) -> str:
    found = _LAST_BRACKET.search(name)
    return name[: found.start()] if found and found[1] in units and found.start() else name


def likeness(one: str, other: str, least: float) -> float:
    """How much two texts are alike, from 0 to 1 as `difflib` counts it; 0 where that is less than `least`.

    No more letters can match than both have: that is counted first, since it takes a fraction of the time of matching.
    """
    length = len(one) + len(other)
    if not length or 2.0 * min(len(one), len(other)) / length < least:
        return 0.0
    if 2.0 * (Counter(one) & Counter(other)).total() / length < least:
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= least else 0.0
