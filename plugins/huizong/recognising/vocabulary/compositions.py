"""Headers and labels that are put together of known words without rest: 6月累计税收收入."""

from __future__ import annotations

import re
from collections.abc import Callable

from huizong.catalogue import Catalogue
from huizong.model import Basis
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.meaning import NOTHING, Meaning, of_span
from huizong.recognising.vocabulary.when import whole_span
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "compositions")
_PUNCTUATION = re.compile(rf"[,.:;、/()\[\]_·*-]+|{_LISTS.any_of('between')}")
_TIME_STARTS = frozenset("0123456789").union(_LISTS.words("time_starts"))


def composed(name: str, within: str | None, atom: Callable[[str, str | None], Meaning | None], names: Names) -> Meaning | None:
    """What a normalised text says by its parts, each of which `atom` knows under an organisation; the fewest words win. Else None."""
    best: list[tuple[int, Meaning] | None] = [None] * (len(name) + 1)
    best[0] = (0, NOTHING)
    for start in range(len(name)):
        reached = best[start]
        if reached is None:
            continue
        for end in range(start + 1, len(name) + 1):
            if start == 0 and end == len(name):
                continue
            piece = name[start:end]
            under = reached[1].organisation or within
            meaning = NOTHING if _PUNCTUATION.fullmatch(piece) else (atom(piece, under) if _may_be_known(piece, names) else None)
            if meaning is not None and meaning.bases == (Basis.CURRENT,) and (when := whole_span(piece)) is not None:
                meaning = of_span(when)  # 6月 before 累计 only says when
            if (
                meaning is not None
                and meaning.bases == (Basis.CURRENT,)
                and reached[1].bases == (Basis.CUMULATIVE,)
                and words.is_neutral(piece)
            ):
                meaning = Meaning(neutral=True)  # 完成数 behind 1-6月 says no more than that values stand here
            if meaning is None or not _compatible(reached[1], meaning, names.catalogue):
                continue
            cost = reached[0] + 1
            if (there := best[end]) is None or cost < there[0]:
                best[end] = (cost, reached[1].joined(meaning))
    found = best[len(name)]
    return found[1] if found and found[1].is_known else None


def _compatible(left: Meaning, right: Meaning, catalogue: Catalogue) -> bool:
    """Whether two parts of one text can both hold: one indicator, one organisation or one and another below it."""
    if left.indicator and right.indicator and left.indicator != right.indicator:
        return False
    if not left.organisation or not right.organisation or left.organisation == right.organisation:
        return True
    return catalogue.is_below(right.organisation, left.organisation)


def _may_be_known(piece: str, names: Names) -> bool:
    """Whether a part of a text can be a word of ours at all, asked cheaply of very many parts."""
    if len(piece) < 2:
        return False
    if piece in names.words or words.is_total(piece) or words.is_neutral(piece):
        return True
    if any(pattern.fullmatch(piece) for pattern in names.header_patterns):
        return True
    if piece[0] == "(":  # 生猪出栏(头)本月: a unit of one letter by itself says nothing
        return names.catalogue.unit(piece[1:-1]) is not None
    return piece[0] in _TIME_STARTS and whole_span(piece) is not None
