"""Which indicator the words around a figure of prose name: exactly, once words that change nothing are gone, or not at all.

Exact is only what equals a name or an alias of the catalogue (normalised, without quotation marks). A phrase that merely
ends with a name, or resembles one, is narrower or other (民间固定资产投资): it never decides, it is a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from huizong.catalogue.entries import Indicator
from huizong.catalogue.texts import normalise
from huizong.narrative import ProseFigure
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.word_lists import word_lists

Fits = Callable[[Indicator], bool]

_LISTS = word_lists("recognising", "phrases")
_PREFIX = _LISTS.pattern("prefix")
_SUFFIX = _LISTS.pattern("suffix")
_LEADING_TIME = _LISTS.pattern("leading_time")
_PREDICATE = _LISTS.pattern("predicate")
_QUOTES = re.compile(r"[“”‘’\"'「」『』、]")
_JOINS = _LISTS.pattern("joins")
_STOPS = re.compile(r"[,;:，；：。]")
_MOST_VARIANTS = 24
_SHORTEST_SUGGESTED = 4
_COVERED = 3  # a name inside a phrase is worth showing where it is a third of it


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a figure, normalised.

    `near` since the figure before it and `sentence` since its sentence began, both up to the number; `after` from the
    number to the end of its clause; `list_verb` the verb that opened the list it stands in; `heading` what it stands under;
    `before` the paragraph as it is.
    """

    near: str
    sentence: str = ""
    after: str = ""
    list_verb: str = ""
    before: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What words name: an indicator, whether exactly, the organisation before it, and the words that were compared."""

    indicator: Indicator | None = None
    organisation: str | None = None
    exact: bool = False
    phrase: str = ""


class Phrases:
    """The catalogue's indicators as the prose of one form may name them."""

    def __init__(self, names: Names, form: str | None) -> None:
        self._names, self._form = names, form
        self._loose = _loose_names(names)
        self._organisations: dict[str, list[tuple[str, str]]] = {}  # by the sign they begin with, the longest first
        for spelling, code in names.organisations:
            self._organisations.setdefault(spelling[:1], []).append((spelling, code))
        self._own = {normalise(alias.alias) for alias in names.catalogue.indicator_aliases if form is not None and alias.form == form}

    def find(self, figure: ProseFigure, around: Around, fits: Fits) -> Named:
        """The indicator of a figure by the words around it; `fits` says whether the unit suits.

        Tried in turn: the words right before the number, with the noun counted after it, the figure's measure, what
        follows a number that begins its clause (50户正在申请), the whole clause where its name holds a number of its own
        (收入50万元以上村5个), and, in a list that goes on (净增甲10家、乙30家), the list's first verb before the words.
        """
        texts = tuple(dict.fromkeys(text for text in _texts(figure, around) if text))
        for text in texts:
            for variant, organisation in self._variants(text):
                indicator = self._exactly(variant)
                if indicator is not None and fits(indicator) and self._in_context(indicator, variant, figure, around):
                    return Named(indicator, organisation, exact=True, phrase=variant)
        phrase = organisation = None
        for text in texts:
            variants = list(self._variants(text))
            core, organisation = variants[-1]
            phrase = phrase or core
            for spelling, code in self._names.indicators:
                if core.endswith(spelling) and fits(indicator := self._names.catalogue.indicator(code)):
                    return Named(indicator, organisation, exact=False, phrase=core)
        return Named(None, organisation, exact=False, phrase=phrase or "")

    def shared(self, text: str, fits: Fits) -> tuple[Named, ...]:
        """What a value holds for that stands after 各 (甲和乙面积各1.5万亩): one for each joined subject; empty if not joined."""
        bare = list(self._variants(normalise(text)))[-1][0]
        parts = [part for part in _JOINS.split(bare) if part]
        if not 2 <= len(parts) <= 6:
            return ()
        first, last = parts[0], parts[-1]
        heads = [first[:length] for length in range(len(first), -1, -1)]
        tails = [last[start:] for start in range(len(last) + 1)]
        found = []
        for number, part in enumerate(parts):
            before = heads if number else [""]
            after = tails if number < len(parts) - 1 else [""]
            spelt = (head + part + tail for head in before for tail in after)
            match = next(((text, i) for text in spelt if (i := self._exactly(text)) is not None and fits(i)), None)
            found.append(Named(match[1], None, exact=True, phrase=match[0]) if match else Named(phrase=part))
        return tuple(found)

    def suggestion(self, phrase: str, fits: Fits) -> Indicator | None:
        """The indicator that an unmatched phrase resembles, or whose name it contains; for a person to decide."""
        loose = _QUOTES.sub("", phrase)
        if len(loose) < _SHORTEST_SUGGESTED:  # 投资 alone resembles too much
            return None
        similar = self._names.similar_indicator(phrase)
        if similar is not None and fits(similar):
            return similar
        inside = (
            self._names.catalogue.indicator(code)
            for spelling, code in self._names.indicators
            if len(spelling) * _COVERED >= len(loose) and spelling in loose
        )
        return next((indicator for indicator in inside if fits(indicator)), None)

    def _exactly(self, text: str) -> Indicator | None:
        if not text:
            return None
        found = self._names.catalogue.indicator_named(text, form=self._form)
        if found is not None:
            return found
        code = self._loose.get(_QUOTES.sub("", text))
        return self._names.catalogue.indicator(code) if code else None

    def _in_context(self, indicator: Indicator, text: str, figure: ProseFigure, around: Around) -> bool:
        """Whether what a short alias leaves out of the name stands near it: 罚没款 is 治超罚没款 only where 治超 is spoken of.

        An alias of the form's own needs no more context than the form, a part of a list no more than a total of its kind
        (落实管护费36万元，其中 … 设施管护费5万元).
        """
        name = normalise(indicator.name)
        if name == text or not name.endswith(text) or text in self._own:
            return True
        if figure.evidence.head and normalise(figure.evidence.head)[-2:] == text[-2:]:
            return True
        return name.removesuffix(text) in f"{around.heading}\n{around.sentence}"

    def _variants(self, text: str) -> Iterator[tuple[str, str | None]]:
        """The words as they stand and then without more and more that changes nothing; the organisation they begin with."""
        waiting: list[tuple[str, str | None]] = [(text, None)]
        seen: set[str] = set()
        while waiting and len(seen) < _MOST_VARIANTS:
            waiting.sort(key=lambda item: -len(item[0]))
            text, organisation = waiting.pop(0)
            if text in seen:
                continue
            seen.add(text)
            yield text, organisation
            for pattern in (_LEADING_TIME, _PREFIX, _SUFFIX):
                shorter = pattern.sub("", text, count=1)
                if shorter != text:
                    waiting.append((shorter, organisation))
            for spelling, code in self._organisations.get(text[:1], ()):
                if text.startswith(spelling):
                    waiting.append((text[len(spelling) :], code))
                    break


def _texts(figure: ProseFigure, around: Around) -> Iterator[str]:
    near = around.near
    head = _STOPS.split(near)[-1]
    counted = _PREDICATE.split(normalise(figure.evidence.object))[0]
    yield head + counted
    yield head
    if " " in figure.measure.strip():  # the dimension that the figure measures stands apart: 甲项目 投资
        yield normalise(figure.measure)
    if not near and around.sentence:  # two figures side by side are of one thing: 新建1栋5500平方米的厂房
        yield normalise(figure.evidence.subject + figure.evidence.object)
    if not head:
        yield around.after
    clause = _STOPS.split(around.sentence)[-1]
    if clause != head:
        yield clause
    if around.list_verb and re.match(r"[、和及与]", near):
        yield around.list_verb + re.sub(r"^[、和及与]+", "", head)


def _loose_names(names: Names) -> dict[str, str]:
    """Names without quotation marks and list commas: “小升规”、“下升上” is 小升规下升上; those of several are left out."""
    codes: dict[str, set[str]] = {}
    for spelling, code in names.indicators:
        codes.setdefault(_QUOTES.sub("", spelling), set()).add(code)
    return {text: next(iter(found)) for text, found in codes.items() if len(found) == 1}
