"""The catalogue's names as one vocabulary: found inside longer texts, told from other words, compared with unknown ones.

It is made once for a catalogue, and what it has been asked it remembers: the forms of a county repeat the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import Header, Indicator, Organisation
from huizong.catalogue.texts import normalise
from huizong.recognising.vocabulary.form_words import says_expectation

_RATE_WORDS = re.compile(r"%|率|增速|增幅|增长|增减|比例|占比")
_LETTER = re.compile(r"[^\W\d_]")
_NO_LETTERS = re.compile(r"[\W\d_]+")
MOST_REMEMBERED = 50_000  # answers of a kind; then they are forgotten, so that foreign words don't fill the memory of a long run
MOST_SITUATIONS = 200  # forms × periods × titles
MOST_LAYOUTS, MOST_ROW_KINDS = 100, 10_000  # tables whose columns and rows are remembered, and rows
SHORTEST = 3  # shorter names (青石, 东风) are part of too many other words


class Answers(dict[Any, Any]):
    """What was asked and answered so far, forgotten once it is too much."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, question: Any, answer: Any) -> None:
        """Remember an answer."""
        if len(self) >= self._most:
            self.clear()
        super().__setitem__(question, answer)


class Names:
    """Every spelling of organisations and indicators that names one of them only, the longest first."""

    _made: Names | None = None

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._similar_indicators: dict[str, Indicator | None] = Answers()
        self._closest_headers: dict[str, Header | None] = Answers()
        self._similar_organisations: dict[str, Organisation | None] = Answers()
        self._meanings: dict[tuple[object, ...], dict[Any, Any]] = {}
        self._rows: dict[str | None, dict[str, str]] = {}
        self.layouts: dict[Any, Any] = Answers(MOST_LAYOUTS)
        self.row_kinds: dict[Any, Any] = Answers(MOST_ROW_KINDS)

    @classmethod
    def of(cls, catalogue: Catalogue) -> Names:
        """The names of a catalogue: those made last, as long as it is the same one."""
        if cls._made is None or cls._made.catalogue is not catalogue:
            cls._made = cls(catalogue)
        return cls._made

    def meanings(self, *situation: object) -> dict[Any, Any]:
        """What words were found to mean in a situation (form, day, …) so far; the same for whoever asks in the same one."""
        if len(self._meanings) >= MOST_SITUATIONS and situation not in self._meanings:
            self._meanings.clear()
        return self._meanings.setdefault(situation, Answers())

    def rows_of(self, form: str | None) -> Mapping[str, str]:
        """The indicators of a form's rows, in whichever version, with their normalised names; none without a form."""
        if form not in self._rows:
            codes = dict.fromkeys(row.indicator for version in self.catalogue.forms if version.code == form for row in version.rows)
            self._rows[form] = {code: normalise(self.catalogue.indicator(code).name) for code in codes}
        return self._rows[form]

    @cached_property
    def indicator_codes(self) -> frozenset[str]:
        """The codes of all indicators."""
        return frozenset(indicator.code for indicator in self.catalogue.indicators)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The codes, names and units of the catalogue that are no words, normalised: 101 may be the code of an indicator."""
        organisations = frozenset(normalise(organisation.code) for organisation in self.catalogue.organisations)
        return frozenset(name for name in self.words | self.indicator_codes | organisations if not _LETTER.search(name))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every normalised text that the catalogue knows as a header, an indicator, an organisation or a unit."""
        catalogue = self.catalogue
        headers = {normalise(header.header) for header in catalogue.headers}
        headers |= {text.replace("(%)", "%") for text in headers} | {text.replace("%", "(%)") for text in headers}
        indicators = {normalise(i.name) for i in catalogue.indicators} | {normalise(a.alias) for a in catalogue.indicator_aliases}
        organisations = {normalise(o.name) for o in catalogue.organisations} | {normalise(a.alias) for a in catalogue.organisation_aliases}
        return frozenset(headers | indicators | organisations | {normalise(unit.unit) for unit in catalogue.units})

    @cached_property
    def header_patterns(self) -> tuple[re.Pattern[str], ...]:
        """The headers that are written as patterns."""
        return tuple(re.compile(h.header.removeprefix("re:")) for h in self.catalogue.headers if h.header.startswith("re:"))

    def similar_indicator(self, text: str) -> Indicator | None:
        """The indicator of the closest name: a suggestion, never a match."""
        if text not in self._similar_indicators:
            self._similar_indicators[text] = self.catalogue.similar_indicator(text)
        return self._similar_indicators[text]

    def similar_organisation(self, text: str) -> Organisation | None:
        """The organisation of the closest name: a suggestion, never a match."""
        if text not in self._similar_organisations:
            self._similar_organisations[text] = self.catalogue.similar_organisation(text)
        return self._similar_organisations[text]

    def namesakes(self, text: str) -> tuple[str, ...]:
        """The organisations that share the name, each with the one above it: 马桥镇新建村; empty unless there are several."""
        wanted = normalise(text)
        found = [o for o in self.catalogue.organisations if normalise(o.name) == wanted]
        if len(found) < 2:
            return ()
        return tuple((self.catalogue.organisation(o.parent).name if o.parent else "") + o.name for o in found)

    def closest_header(self, text: str) -> Header | None:
        """The known header that has the most letters in common with an unknown one: a proposal for a person.

        None for one over expected values: no header of what was done is like it.
        """
        if text not in self._closest_headers:
            self._closest_headers[text] = None if says_expectation(text) else self._closest(text)
        return self._closest_headers[text]

    def _closest(self, text: str) -> Header | None:
        rate = bool(_RATE_WORDS.search(normalise(text)))  # 完成计划% is no way of writing 累计完成
        wanted = set(_NO_LETTERS.sub("", normalise(text)))
        headers = [h for h in self.catalogue.headers if not h.header.startswith("re:") and h.basis.is_rate == rate]
        best = max(headers, key=lambda header: (len(wanted & set(header.header)), -len(header.header)), default=None)
        return best if best is not None and wanted & set(best.header) else None

    @cached_property
    def organisations(self) -> tuple[tuple[str, str], ...]:
        """Spelling and code."""
        own = ((organisation.name, organisation.code) for organisation in self.catalogue.organisations)
        return _unambiguous((*own, *((alias.alias, alias.code) for alias in self.catalogue.organisation_aliases)))

    @cached_property
    def indicators(self) -> tuple[tuple[str, str], ...]:
        """Spelling and code; names that hold in one form only are left out."""
        own = ((indicator.name, indicator.code) for indicator in self.catalogue.indicators)
        return _unambiguous((*own, *((alias.alias, alias.code) for alias in self.catalogue.indicator_aliases if alias.form is None)))

    def organisation_in(self, text: str) -> str | None:
        """The one organisation below the county that the text names, of a town and its village the village; None if several."""
        county = self.catalogue.county.code
        codes = {code for code, _ in _found(normalise(text), self.organisations) if code != county}
        lowest = {code for code in codes if not any(other != code and self.catalogue.is_below(other, code) for other in codes)}
        return lowest.pop() if len(lowest) == 1 else None

    def indicator_in(self, text: str) -> str | None:
        """The one indicator that the text names; None if none or several."""
        codes = {code for code, _ in _found(normalise(text), self.indicators)}
        return codes.pop() if len(codes) == 1 else None

    def owner_of(self, text: str, within: str | None = None) -> str | None:
        """The organisation whose office the text names: 青石镇经济发展办公室; None if the name says more than one.

        Of villages that share a name it is the one below `within`.
        """
        whole = self.catalogue.organisation_named(text, within=within)
        if whole is not None:
            return whole.code
        written = normalise(text)
        found = dict(_found(written, self.organisations))
        starts = {code for code, spelling in found.items() if written.startswith(spelling)}
        return starts.pop() if len(starts) == 1 and len(found) == 1 else None


def _unambiguous(spellings: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    codes: dict[str, set[str]] = {}
    for text, code in spellings:
        codes.setdefault(normalise(text), set()).add(code)
    single = [(text, next(iter(found))) for text, found in codes.items() if len(found) == 1 and len(text) >= SHORTEST]
    return tuple(sorted(single, key=lambda item: (-len(item[0]), item[0])))


def _found(text: str, spellings: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Code and spelling of each name in the text; a name inside a longer one does not count."""
    for spelling, code in spellings:
        if spelling in text:
            text = text.replace(spelling, "\n")
            yield code, spelling
