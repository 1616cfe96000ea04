"""What the words of headers and labels say, asked of the catalogue once a word."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from huizong.catalogue import Catalogue
from huizong.catalogue.names.spellings import coded, only_counts
from huizong.catalogue.texts import indicator_name, normalise
from huizong.model import Basis
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary.catalogue_names import Answers, Names
from huizong.recognising.vocabulary.compositions import composed
from huizong.recognising.vocabulary.meaning import NOTHING, Meaning, of_span
from huizong.recognising.vocabulary.trailing_units import TRAILING_UNIT, without_unit
from huizong.recognising.vocabulary.translations import CHINESE, without_translation
from huizong.recognising.vocabulary.when import Span, months_from_january, whole_span

_WRAPPED = re.compile(r"[【“〖《「『]([^【】“”〖〗《》「」『』]+)[】”〗》」』]")  # for emphasis
_MARKS = re.compile(r"[①-⑳⑴-⒇¹²³*＊※†‡]+\s*$|[\[［【〔]\s*(?:注\s*)?\d\s*[\]］】〕]\s*$")  # of footnotes
# Numbers of columns and rows, and what is computed from them: (1) 本月, 2.累计, 完成%（4=2/3）, 合计（1+2+…）.
_TENS = "[一二三四五六七八九十]{1,2}"
_NUMBERS = re.compile(
    rf"^(?:[(\[]\d{{1,2}}[)\]]|\d{{1,2}}[.、](?!\d)|[A-Za-z][.、]|{_TENS}、(?!{_TENS}[月季]))"
    r"|[(\[]第?\d{1,2}(?:栏|列|行)?(?:=[-\d+*/÷×().%栏列行]+|(?:[+、,…]+\d{0,2})+)?[)\]]$"
)
_MONTHS_BEHIND = re.compile(r".{0,5}(?P<head>累计.*)[(](?:1|元)[-至到](?P<last>1[0-2]|[2-9])[)]")
_CIRCLED = re.compile(r"[①-⑳]")
_YEAR = re.compile(r"(?:199|20\d)\d")
_LONGEST = 40  # of headers that are taken apart; longer texts are definitions, not compositions


@dataclass
class FormLexicon:
    """The catalogue's words under one form, for one reporter and one day, each looked up once."""

    names: Names
    form: str | None = None
    within: str | None = None
    day: date | None = None
    topic: str = ""
    _meanings: dict[tuple[str, str | None], Meaning] = field(init=False, repr=False)
    _contradicting: dict[str, tuple[str, str] | None] = field(init=False, repr=False, default_factory=Answers)

    def __post_init__(self) -> None:
        """Takes up what the same words meant to others in the same situation; whose list it is matters only where names are shared."""
        if not self.catalogue.has_namesakes:
            self.within = None
        self.topic = self._of_topic(self.topic)
        self._meanings = self.names.meanings(*self.situation)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue asked."""
        return self.names.catalogue

    def meaning(self, text: str, within: str | None = None) -> Meaning:
        """What the text says; `within` is the organisation under which a name stands."""
        key = (text, within if self.catalogue.has_namesakes else None)
        if key not in self._meanings:
            self._meanings[key] = self._look_up(text, within or self.within)
        return self._meanings[key]

    def organisation(self, text: str, within: str | None = None) -> str | None:
        """The code of the organisation of exactly that name."""
        for name in (text, indicator_name(text, ())):  # numbered, marked with a footnote, or after 其中: names of lists
            found = self.catalogue.organisation_named(name, day=self.day, within=within or self.within)
            if found is not None:
                return found.code
        return None

    def indicator(self, text: str) -> str | None:
        """The code of the indicator of exactly that name, by the form's own rows first; its own code or a row number may stand beside.

        A short name under a title that says the rest (低保 in the title, 户数 in the header) is the form's 低保户数.
        """
        if (found := self._indicator(text)) is not None:
            return found
        for code, name in coded(text):
            if (found := self._indicator(name)) is not None:
                return found if code == found or (code not in self._indicator_codes and only_counts(code)) else None
        code = normalise(text).upper()
        return code if code in self._indicator_codes and not only_counts(code) else None

    def by_code(self, text: str) -> Meaning | None:
        """What a code stands for in a column of codes, where a bare number is one too; None if the catalogue has no such code."""
        code = normalise(text).upper()
        if code in self._indicator_codes:
            return Meaning(indicator=code)
        if any(organisation.code == code for organisation in self.catalogue.organisations):
            return Meaning(organisation=code)
        found = self.indicator(text)  # an alias
        return Meaning(indicator=found) if found else None

    def contradicting_code(self, text: str) -> tuple[str, str] | None:
        """The code beside a known name that is not that name's, and whose it is (empty: nobody's); None if nothing contradicts."""
        if text not in self._contradicting:
            self._contradicting[text] = self._code_against_name(text)
        return self._contradicting[text]

    def _code_against_name(self, text: str) -> tuple[str, str] | None:
        for code, name in coded(text):
            if (found := self._indicator(name)) is None or code == found:
                continue
            if code in self._indicator_codes:
                return code, self.catalogue.indicator(code).name
            if not only_counts(code):
                return code, ""
        found_code = self.catalogue.contradicting_code(text)
        return (found_code[0], found_code[1].name if found_code[1] else "") if found_code else None

    @property
    def _indicator_codes(self) -> frozenset[str]:
        return self.names.indicator_codes

    @property
    def situation(self) -> tuple[object, ...]:
        """What decides, beside the catalogue, what its words mean."""
        return self.form, self.within, self.day, self.topic

    def _indicator(self, text: str) -> str | None:
        found = self.catalogue.indicator_named(text, form=self.form, day=self.day)
        if self.form is None or (found and found.code in self._rows):
            return found.code if found else None
        if by_topic := self._by_topic(text):
            return by_topic
        return found.code if found else None

    @property
    def _rows(self) -> Container[str]:
        return self._row_names

    @property
    def _row_names(self) -> Mapping[str, str]:
        return self.names.rows_of(self.form)

    def _of_topic(self, topic: str) -> str:
        """What of a title can complete a short name of the form's: the rest, whose report it is and of when, says nothing here."""
        found = set()
        for name in self._row_names.values() if topic else ():
            end = next((end for end in range(len(name), 1, -1) if name[:end] in topic), 0)
            found.add(name[:end])
        return "\n".join(sorted(found - {""}))

    def _by_topic(self, text: str) -> str | None:
        name = normalise(TRAILING_UNIT.sub("", normalise(text)))
        found = set()
        for code, full in self._row_names.items():
            head = full.removesuffix(name)
            if name and head != full and len(head) >= 2 and head in self.topic:
                found.add(code)
        return found.pop() if len(found) == 1 else None

    def _look_up(self, text: str, within: str | None) -> Meaning:
        text = text.strip().lstrip("'")  # the sign by which spreadsheets mark texts, typed or exported as a letter
        text = found[1] if (found := _WRAPPED.fullmatch(text)) is not None else text
        name = normalise(text)
        if (months := _MONTHS_BEHIND.fullmatch(name)) is not None:  # 累计（1-6）
            text = f"1-{months['last']}月{months['head']}"
            name = normalise(text)
        if not name:
            return NOTHING
        bare, unit = without_unit(self.catalogue, text)
        if self.contradicting_code(text) is not None and self.indicator(text) is None and self.organisation(text, within) is None:
            return Meaning(unknown=(text.strip(),), unit=unit)
        if bare != text and self.indicator(text) is None and self.indicator(bare) is not None:
            text = bare  # 税收占比 单位：% is the indicator, and no mere share
        meaning = self._atom(text, within) or (self._atom(bare, within) if bare != text else None)
        if meaning is None:
            meaning = next(filter(None, (self._unnumbered(part, within) for part in dict.fromkeys((text, bare)))), None)
        if meaning is None and len(name) <= _LONGEST and CHINESE.search(name):
            meaning = composed(normalise(bare), within, self._atom, self.names)
        if meaning is None and (chinese := without_translation(text)) != text.strip() and CHINESE.search(chinese):
            inner = self.meaning(chinese, within)
            meaning = inner if not inner.unknown else None
        if meaning is None and (unmarked := _MARKS.sub("", text).strip()) not in ("", text.strip()):
            inner = self.meaning(unmarked, within)
            meaning = inner if not inner.unknown else None
        if meaning is None:
            return Meaning(unknown=(text.strip(),), unit=unit)
        return replace(meaning, unit=meaning.unit or unit)

    def _unnumbered(self, text: str, within: str | None) -> Meaning | None:
        """What a text says without the numbers of columns and rows in it and how to fill them in.

        None if there is nothing of that, or if the rest says nothing known.
        """
        name = normalise(_CIRCLED.sub("", text))
        plain = _NUMBERS.sub("", words.without_hint(name))
        if not plain or plain == normalise(text):
            return None
        inner = self.meaning(plain, within)
        return inner if not inner.unknown else None

    def unit_at_end(self, text: str) -> str | None:
        """The unit in brackets at the end of a title: 各乡镇生猪出栏（头）."""
        return without_unit(self.catalogue, text)[1]

    def without_unit(self, text: str) -> str:
        """The text without a unit at its end."""
        return without_unit(self.catalogue, text)[0]

    def _atom(self, text: str, within: str | None) -> Meaning | None:
        """What a text says that is one thing; None if it is none."""
        name = normalise(text)
        # Before the county's patterns: one that takes the year of 2025年同期 says when the value was, and not whose comparison it is.
        if (same := self._same_of_year(name)) is not None:
            return same
        if (match := self.catalogue.basis_of_header(text)) is not None:
            span = whole_span(name) or (months_from_january(name, match.month, match.year) if match.basis is not Basis.CUMULATIVE else None)
            if span is None and (match.month or match.year):
                first = 1 if match.basis is Basis.CUMULATIVE else match.month
                span = Span(match.year, first, match.month, match.basis is Basis.CUMULATIVE) if match.month else Span(match.year)
            return Meaning(bases=(match.basis,), span=span)
        if (indicator := self.indicator(text)) is not None:
            return Meaning(indicator=indicator, bases=self._basis_within(name, indicator))
        if (organisation := self.organisation(text, within)) is not None:
            return Meaning(organisation=organisation)
        if words.is_variant_header(name) or words.is_other_period(name):
            return Meaning(variant=True)
        if (basis := words.basis_said(name)) is not None:
            return Meaning(bases=(basis,))
        if words.is_total(name):
            return Meaning(total=True, subtotal=words.is_subtotal(name))
        if (of := words.total_of(name)) and (organisation := self.organisation(of, within)):
            return Meaning(organisation=organisation, total=True)
        if _YEAR.fullmatch(name):
            return Meaning(span=Span(int(name)))
        if (span := whole_span(name)) is not None:
            return of_span(span)
        if (span := whole_span(words.without_value_word(name))) is not None and span.before:
            return of_span(span)
        if (time := words.time_alone(name)) != name and (span := whole_span(time)) is not None and span.last_month is not None:
            return of_span(span)
        if (unit := self.catalogue.unit(name[1:-1] if name[0] == "(" else text)) is not None:
            return Meaning(unit=unit.unit, neutral=True)
        if words.is_neutral(name):
            return Meaning(neutral=True)
        return None

    def _same_of_year(self, name: str) -> Meaning | None:
        """What 2025年同期 says: under a report of 2026 the same as 上年同期, else a value of another period; None for other names.

        Before the report's year is known it says as much as 上年同期.
        """
        found = words.named_same_period(name)
        if found is None:
            return None
        year, plain = found
        match = self.catalogue.basis_of_header(plain) or self.catalogue.basis_of_header(words.without_value_word(plain))
        if match is None:
            return None
        if self.day is None or year == self.day.year - 1:
            return Meaning(bases=(match.basis,))
        return Meaning(variant=True) if year < self.day.year else Meaning(unknown=(name,))  # one of the years is a slip of the pen

    def _basis_within(self, name: str, indicator: str) -> tuple[Basis, ...]:
        """The basis that a name itself says: 累计投资, 本月止累计完成投资; 项目累计完成投资 where the indicator's own name has no 累计."""
        for end in range(len(name) - 1, 1, -1):
            match = self.catalogue.basis_of_header(name[:end])
            if match is not None and match.basis in (Basis.CURRENT, Basis.CUMULATIVE):
                return (match.basis,)
        inside = name.find("累计", 1)
        if inside < 0 or "累计" in self.catalogue.indicator(indicator).name:
            return ()
        match = self.catalogue.basis_of_header(name[inside : inside + 2])
        return (match.basis,) if match is not None else ()
