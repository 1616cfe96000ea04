"""A catalogue's indicators, asked by code and by name."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from huizong.catalogue.entries import Dated, Indicator, IndicatorAlias
from huizong.catalogue.texts import indicator_name, likeness, without_brackets

_SIMILAR = 0.8


class Indicators:
    """Indicators by code and by every name, also by those that hold in one form only."""

    def __init__(self, indicators: tuple[Indicator, ...], aliases: tuple[IndicatorAlias, ...], units: Container[str]) -> None:
        self._units = units
        self._by_code = {indicator.code: indicator for indicator in indicators}
        self._named: dict[tuple[str, str | None], list[tuple[str, Dated]]] = {}
        for indicator in indicators:
            self._named.setdefault((indicator_name(indicator.name, units), None), []).append((indicator.code, indicator))
        for alias in aliases:
            self._named.setdefault((indicator_name(alias.alias, units), alias.form), []).append((alias.code, alias))
        self._bare: dict[str, set[str]] = {}
        for (name, _), spans in self._named.items():
            self._bare.setdefault(without_brackets(name), set()).update(code for code, _ in spans)

    def get(self, code: str) -> Indicator:
        """The indicator of that code; raises KeyError."""
        return self._by_code[code]

    def named(self, text: str, form: str | None, day: date | None, preferred: Container[str]) -> Indicator | None:
        """The indicator of exactly that name; a name that holds in the form only comes first, then `preferred` codes.

        None if there is none or if the name leaves several.
        """
        name = indicator_name(text, self._units)
        for scope in (form, None) if form is not None else (None,):
            codes = {
                code
                for code, span in self._named.get((name, scope), ())
                if day is None or (span.holds_on(day) and self._by_code[code].holds_on(day))
            }
            if len(codes) > 1:
                codes = {code for code in codes if code in preferred} or codes
            if len(codes) == 1:
                return self._by_code[codes.pop()]
            if codes:
                return None
        return None

    def similar(self, text: str) -> Indicator | None:
        """The indicator of the same name without brackets, or of the closest name: a suggestion for a person."""
        name = without_brackets(indicator_name(text, self._units))
        if not name:
            return None
        same = self._bare.get(name, set())
        if len(same) == 1:
            return self._by_code[next(iter(same))]
        best, found = 0.0, None
        for other, codes in self._bare.items():
            if len(codes) == 1 and (ratio := likeness(name, other, _SIMILAR)) > best:
                best, found = ratio, self._by_code[next(iter(codes))]
        return found
