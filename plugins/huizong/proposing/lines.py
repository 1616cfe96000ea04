"""The lines of the catalogue that would let in what waits for a name: the right file, its columns, the nearest known name.

An alias where a known name is near, a new row where none is. Nothing is guessed that changes a value: a header whose basis
the words don't say, a unit whose factor is not in its name, wait for a person to say it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import Indicator
from huizong.catalogue.folder.adding import Addition, RowOfForm, TableLine
from huizong.catalogue.texts import header_name, normalise, unit_name
from huizong.model import Basis
from huizong.proposing.printed_names import kind_of_organisation
from huizong.recognising.prose.phrases import Phrases
from huizong.recognising.vocabulary.catalogue_names import Names

KINDS = {"flow": "sum", "stock": "last", "ratio": "none"}
_BETWEEN_UNITS = re.compile(r"[、,;]|和|或")
_TIMES = {"百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "百亿": 10**10}
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NEW = re.compile(r"(?P<code>[A-Za-z][A-Za-z0-9_-]*)?(?::(?P<kind>flow|stock|ratio))?")
_FACTOR = re.compile(r"(?:(?P<base>[^*\s]+)\*)?(?P<factor>\d+(?:\.\d+)?)")
_ALIKE = 0.6  # share of letters in order, as for suggestions of the catalogue
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]$")
_TAIL = re.compile(r"(?P<head>.*?)(?P<number>\d+)")


class ChoiceError(Exception):
    """What was said of a name that waits, and can't be; the message says what can."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A name that reports wait for: its number, the unit beside it, and where it is asked.

    `bases` and `codes` are by form: on which bases its numbers stand, and which code they have where the name is known and the
    form doesn't ask for it. `reporters` are those that wrote it.
    """

    number: int
    kind: str
    name: str
    unit: str | None
    forms: tuple[str, ...]
    bases: dict[str, tuple[str, ...]]
    codes: tuple[str, ...]
    reporters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would let a name in, in the order of writing; `wanted` says what a person must say first (basis, factor, form)."""

    waiting: Waiting
    lines: tuple[Addition, ...]
    nearest: str | None = None
    nearest_name: str | None = None
    wanted: str | None = None

    @property
    def is_alias(self) -> bool:
        """Whether it only gives a known organisation or indicator another name, with the rows of forms that it takes."""
        return bool(self.lines) and all(isinstance(line, RowOfForm) or line.file.endswith("_aliases.csv") for line in self.lines)


class Proposer:
    """Proposals under one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue, self._names = catalogue, Names(catalogue)
        self._codes = {indicator.code for indicator in catalogue.indicators}

    def propose(self, waiting: Waiting, choice: str | None = None) -> Proposal:
        """The lines for a name, as a person chose: a code, a kind, a basis, a factor; raises ChoiceError for what it can't be."""
        if waiting.kind == "organisation":
            return self._organisation(waiting, choice)
        if waiting.kind == "header":
            return self._header(waiting, choice)
        if waiting.kind == "unit":
            return self._unit(waiting, choice)
        return self._indicator(waiting, choice)

    # --- indicators of tables, measures of prose ---

    def _indicator(self, waiting: Waiting, choice: str | None) -> Proposal:
        if not waiting.forms:
            return Proposal(waiting, (), wanted="form: no form owes the text, see huizong confirm")
        if waiting.codes and choice is None:
            code = waiting.codes[0]
            return Proposal(waiting, self._rows(waiting, code), code, self._catalogue.indicator(code).name)
        nearest = self._nearest(waiting)
        if choice is None and nearest is not None and (bracket := self._bracket(waiting.name, nearest)):
            return self._bracketed(waiting, nearest, bracket)
        known = nearest if choice is None else next((one for one in self._catalogue.indicators if one.code == choice), None)
        if known is not None:
            if not self._measures(waiting.unit, known):
                raise ChoiceError(f"{known.code} is measured in {known.unit}, and {waiting.name} stands with {waiting.unit}")
            alias = self._alias(waiting, known.code)
            return Proposal(waiting, (*alias, *self._rows(waiting, known.code)), known.code, known.name)
        return self._new(waiting, choice or "")

    def _bracket(self, name: str, nearest: Indicator) -> str:
        """What stands in brackets behind a name and is neither a known unit nor part of the nearest name; empty for nothing."""
        found = _IN_BRACKETS.search(normalise(name))
        if found is None or self._catalogue.unit(found[1]) is not None or found[0] in normalise(nearest.name):
            return ""
        return found[1]

    def _bracketed(self, waiting: Waiting, nearest: Indicator, bracket: str) -> Proposal:
        """Brackets hold a unit or change the scope: as part of an alias the one gives values of another size, the other of other things."""
        line = self._multiple(bracket)
        if line is not None:
            return Proposal(waiting, (line,), nearest.code, nearest.name)
        told = (
            f"meaning of ({bracket}): a unit belongs into units.csv; say {waiting.number}={nearest.code} if it changes nothing, else =flow"
        )
        return Proposal(waiting, (), nearest.code, nearest.name, told)

    def _multiple(self, text: str) -> TableLine | None:
        """The line of a unit that says how many of a known one it is: 百吨, 百万元."""
        for head in sorted((head for head in _TIMES if text.startswith(head)), key=len, reverse=True):
            plain = self._catalogue.unit(text[len(head) :])
            if plain is not None:
                factor = format((plain.factor * _TIMES[head]).normalize(), "f")
                return TableLine("units.csv", {"unit": text, "base_unit": plain.base_unit, "factor": factor})
        return None

    def _alias(self, waiting: Waiting, code: str) -> tuple[TableLine, ...]:
        """Everywhere, or in the form alone where the name is the catalogue's and only lacked its context."""
        if self._catalogue.indicator_named(waiting.name) is None:
            return (TableLine("indicator_aliases.csv", {"alias": waiting.name, "code": code}),)
        return tuple(TableLine("indicator_aliases.csv", {"alias": waiting.name, "code": code, "form": form}) for form in waiting.forms)

    def _nearest(self, waiting: Waiting) -> Indicator | None:
        if waiting.kind == "measure":
            return Phrases(self._names, None).suggestion(waiting.name, lambda other: self._measures(waiting.unit, other))
        found = self._names.similar_indicator(waiting.name)
        return found if found is not None and self._measures(waiting.unit, found) else None

    def _measures(self, unit: str | None, indicator: Indicator) -> bool:
        """Whether the unit read is one of the indicator's dimension, as far as it is known."""
        units = self._catalogue.units_in(unit) if unit else ()
        if not units:
            return unit is None
        return any(self._catalogue.convert(Decimal(1), one.unit, indicator.unit) is not None for one in units)

    def _new(self, waiting: Waiting, choice: str) -> Proposal:
        """A row of indicators.csv: its code and its kind never change once figures lie under them."""
        said = _NEW.fullmatch(f":{choice}" if choice in KINDS else choice)
        if said is None:
            raise ChoiceError(
                f"{choice} is no code of an indicator, and no kind: say {waiting.number}=CODE, =flow, =stock, =ratio or =CODE:stock"
            )
        if waiting.unit is None and not said["code"]:
            return Proposal(waiting, (), wanted=f"unit: none stands beside it; say {waiting.number}=CODE of an indicator")
        units = self._catalogue.units_in(waiting.unit) if waiting.unit else ()
        unit = units[0].unit if units else unit_name(waiting.unit or "")
        if not unit:
            raise ChoiceError(f"no unit stands beside {waiting.name}: {choice} must be a code that the catalogue has")
        code = said["code"] or self._free_code(waiting.number)
        kind = said["kind"] or ("ratio" if unit == "%" else "flow")
        values = {
            "code": code,
            "name": waiting.name,
            "unit": unit,
            "decimals": self._decimals(unit),
            "kind": kind,
            "aggregation": KINDS[kind],
        }
        lines: list[Addition] = [] if units else [TableLine("units.csv", {"unit": unit, "base_unit": unit, "factor": "1"})]
        lines.append(TableLine("indicators.csv", values))
        return Proposal(waiting, (*lines, *self._rows(waiting, code, stock=kind == "stock")))

    def _free_code(self, number: int) -> str:
        letter = next((one for one in "UXYZQ" if not any(re.fullmatch(rf"{one}\d+", code) for code in self._codes)), "U")
        while f"{letter}{number:02d}" in self._codes:
            number += 100
        return f"{letter}{number:02d}"

    def _decimals(self, unit: str) -> str:
        """Those that most indicators of the unit have; else two, which lose nothing that is counted."""
        same = Counter(one.decimals for one in self._catalogue.indicators if one.unit == unit)
        return str(same.most_common(1)[0][0]) if same else "2"

    def _rows(self, waiting: Waiting, code: str, *, stock: bool = False) -> tuple[RowOfForm, ...]:
        """The rows of forms of prose, without which a name there loads nothing; a table's cell needs none."""
        rows = []
        for form in waiting.forms:
            if waiting.kind != "measure":
                continue
            asked = {basis for row in self._catalogue.form(form).rows if row.indicator == code for basis in row.bases}
            bases = [Basis(basis) for basis in waiting.bases.get(form, ())]
            # A stock has one value, whatever the text's title says of its period.
            bases = [Basis.CURRENT if stock and basis is Basis.CUMULATIVE else basis for basis in bases]
            if any(basis not in asked for basis in bases):
                rows.append(RowOfForm(form, code, tuple(basis.value for basis in dict.fromkeys(bases))))
        return tuple(rows)

    # --- organisations ---

    def _organisation(self, waiting: Waiting, choice: str | None) -> Proposal:
        nearest = self._names.similar_organisation(waiting.name)
        known = nearest if choice is None else next((one for one in self._catalogue.organisations if one.code == choice), None)
        if known is not None:
            return Proposal(
                waiting, (TableLine("organisation_aliases.csv", {"alias": waiting.name, "code": known.code}),), known.code, known.name
            )
        if choice is not None and not _CODE.fullmatch(choice):
            raise ChoiceError(f"{choice} is no code of an organisation: say {waiting.number}=CODE")
        kind = kind_of_organisation(waiting.name)
        if kind is None:
            return Proposal(waiting, (), wanted=f"kind: no organisation is near; add it to organisations.csv, or say {waiting.number}=CODE")
        above = self._catalogue.county.code
        if kind == "village" and len(waiting.reporters) == 1 and self._catalogue.organisation(waiting.reporters[0]).kind == "town":
            above = waiting.reporters[0]
        values = {"code": choice or next_code(self._catalogue, kind, above), "name": waiting.name, "kind": kind, "parent": above}
        return Proposal(waiting, (TableLine("organisations.csv", values),))

    # --- headers, units ---

    def _header(self, waiting: Waiting, choice: str | None) -> Proposal:
        closest = self._names.closest_header(waiting.name)
        if closest is not None and SequenceMatcher(None, waiting.name, header_name(closest.header, ()), autojunk=False).ratio() < _ALIKE:
            closest = None
        said = {basis for bases in waiting.bases.values() for basis in bases}
        basis = choice or (next(iter(said)) if len(said) == 1 else None) or (closest.basis.value if closest else None)
        if basis is not None and basis not in set(Basis):
            raise ChoiceError(f"{basis} is no basis: say {waiting.number}= one of {', '.join(Basis)}")
        line = TableLine("headers.csv", {"header": waiting.name, "basis": basis or ""})
        wanted = None if basis else f"basis: say {waiting.number}= one of {', '.join(Basis)}"
        return Proposal(waiting, (line,), None, closest.header if closest else None, wanted)

    def _unit(self, waiting: Waiting, choice: str | None) -> Proposal:
        texts = [part for part in _BETWEEN_UNITS.split(unit_name(waiting.name)) if part and self._catalogue.unit(part) is None]
        own = self._catalogue.unit(waiting.unit) if waiting.unit else None
        if choice is not None:
            said = _FACTOR.fullmatch(choice)
            base = said["base"] if said and said["base"] else own.base_unit if own else None
            if said is None or base is None or len(texts) != 1:
                raise ChoiceError(f"{choice} is no factor: say {waiting.number}=10000, or {waiting.number}=元*10000")
            return Proposal(waiting, (TableLine("units.csv", {"unit": texts[0], "base_unit": base, "factor": said["factor"]}),))
        lines, wanted = [], None
        for text in texts:
            line = self._multiple(text)
            base = own.base_unit if own else ""
            lines.append(line or TableLine("units.csv", {"unit": text, "base_unit": base, "factor": ""}))
            wanted = wanted if line else f"factor: say {waiting.number}= how many of {base or 'which unit'} one {text} is"
        return Proposal(waiting, tuple(lines), None, None, wanted)


def next_code(catalogue: Catalogue, kind: str, above: str) -> str:
    """The code that a further organisation of the kind takes, as those beside it are counted."""
    alike = [one.code for one in catalogue.organisations if one.kind == kind]
    siblings = [one.code for one in catalogue.organisations if one.kind == kind and one.parent == above] or alike
    parts = [found for code in siblings if (found := _TAIL.fullmatch(code))]
    taken = {one.code for one in catalogue.organisations}
    head, width, number = kind[:1].upper(), 2, 1
    if parts:
        last = max(parts, key=lambda part: int(part["number"]))
        head, width, number = last["head"], len(last["number"]), int(last["number"]) + 1
    while (code := f"{head}{number:0{width}d}") in taken:
        number += 1
    return code


def knows(catalogue: Catalogue, kind: str, name: str, form: str | None, basis: str | None) -> bool:
    """Whether the catalogue has the name now, and, for a measure of prose, whether its form asks for it on that basis."""
    if kind == "organisation":
        return catalogue.organisation_named(name) is not None
    if kind == "header":
        return catalogue.basis_of_header(name) is not None
    if kind == "unit":
        return bool(catalogue.units_in(name))
    found = catalogue.indicator_named(name, form=form)
    if found is None or kind == "indicator":
        return found is not None
    if form is None:
        return False
    asked = {
        asked.value
        for version in catalogue.form_versions(form)
        for row in version.rows
        if row.indicator == found.code
        for asked in row.bases
    }
    values = {Basis.CURRENT.value, Basis.CUMULATIVE.value}  # the form's row decides between these two
    return basis is None or basis in asked or (basis in values and bool(values & asked))
