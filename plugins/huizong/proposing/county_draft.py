"""A catalogue while it grows out of blank forms: what is known so far, the lines to write, and where each comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import DraftedLine, Header, Indicator, IndicatorAlias, Organisation, Unit
from huizong.catalogue.folder.adding import TableLine
from huizong.catalogue.form_entries import Form
from huizong.catalogue.texts import normalise, unit_name
from huizong.model import Basis
from huizong.proposing.lines import KINDS, next_code
from huizong.proposing.printed_names import MeasuredName, kind_of_indicator, kind_of_organisation

_NO_UNIT = "个"  # of an indicator beside which no unit is printed, until a person says which
_COUNTED = re.compile(r"[人户家个头只羽株件次辆台项处所座栋套名条本起例宗]|[人家班户][次户]")


@dataclass(frozen=True, slots=True)
class FormSoFar:
    """A form while it is drafted: its code, and the indicators that stand in it already."""

    code: str
    indicators: Collection[str]


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A line to write, and what names it in its file."""

    line: TableLine
    entry: str

    @property
    def file(self) -> str:
        """The file that it belongs to."""
        return self.line.file


class CountyDraft:
    """The lines drafted so far. What one form names is known to the next: the same name of the same dimension is the same indicator.

    `lines` belong into the catalogue's files, `drafted` into `drafted.csv`.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        """Start from a catalogue, that of a county in use or one that has its county alone."""
        self.catalogue = catalogue
        self.lines: list[NamedLine] = []
        self.drafted: list[DraftedLine] = []

    def line(self, line: TableLine, entry: str, origin: str, assumed: tuple[str, ...] = (), question: str = "") -> None:
        """A line to write, with where it comes from and what of it was assumed."""
        self.lines.append(NamedLine(line, entry))
        self.note(line.file, entry, origin, assumed, question)

    def note(self, file: str, entry: str, origin: str, assumed: tuple[str, ...] = (), question: str = "") -> None:
        """Where something of a file comes from, what of it was assumed, what has to be asked."""
        self.drafted.append(DraftedLine(file=file, entry=entry, origin=origin, assumed=assumed, question=question))

    def new_form_code(self) -> str:
        """The first code of the shape F01 that no form has."""
        known = {form.code for form in self.catalogue.forms}
        return next(code for number in range(1, 1000) if (code := f"F{number:02d}") not in known)

    def add_form(self, form: Form) -> None:
        """Make a form known to those that follow."""
        self.catalogue = replace(self.catalogue, forms=(*self.catalogue.forms, form))

    def organisation(self, name: str, origin: str, *, within: str | None = None, sure: bool = True) -> Organisation:
        """The organisation of that name: known, or new, its kind by the ending of its name (a town where it has none)."""
        known = self.catalogue.organisation_named(name, within=within)
        if known is not None:
            return known
        ending = kind_of_organisation(name)
        kind = ending or "town"
        above = within or self.catalogue.county.code
        code = next_code(self.catalogue, kind, above)
        found = Organisation(code=code, name=normalise(name), kind=kind, parent=above)
        self.catalogue = replace(self.catalogue, organisations=(*self.catalogue.organisations, found))
        values = {"code": code, "name": found.name, "kind": kind, "parent": above}
        assumed: tuple[str, ...] = (f"kind={kind}", f"parent={above}")
        if sure and ending in ("town", "village"):
            assumed = () if ending == "town" else (f"parent={above}",)
        self.line(TableLine("organisations.csv", values), code, origin, assumed)
        return found

    def indicator(
        self,
        said: MeasuredName,
        origin: str,
        within: FormSoFar,
        *,
        at_end: bool,
        sure_unit: bool = True,
        question: str = "",
    ) -> Indicator:
        """The indicator of that name in a unit of its dimension: known, or new; then kind and decimals are assumed, an unprinted unit too.

        A near name is never taken for the same: it is asked about, unless it stands in the same form.
        """
        unit, form = said.unit, within.code
        known = self.catalogue.indicator_named(said.name, form=form)
        written = unit or (known.unit if known is not None else "")
        if known is not None and (not unit or self.catalogue.convert(Decimal(1), unit_name(unit), known.unit) is not None):
            return known
        assumed = [] if written and sure_unit else [f"unit={written or _NO_UNIT}"]
        unit = self._unit(written or _NO_UNIT, origin, invented=said.bracket)
        kind = kind_of_indicator(said.name, unit, at_end=at_end)
        code = self._free_code()
        near = self.catalogue.similar_indicator(said.name)
        if near is not None and near.code not in within.indicators and not question:
            question = f"near {near.code} {near.name}: if it is the same, a line of indicator_aliases.csv takes its place"
        name = said.name
        if known is not None:  # the same words in another dimension: they name this one in this form alone
            name = f"{said.name}按{unit}"
            alias = IndicatorAlias(alias=said.name, code=code, form=form)
            self.catalogue = replace(self.catalogue, indicator_aliases=(*self.catalogue.indicator_aliases, alias))
            self.line(TableLine("indicator_aliases.csv", {"alias": said.name, "code": code, "form": form}), said.name, origin)
            question = f"{known.code} has the same name and is measured in {known.unit}"
        decimals = self._decimals(unit)
        values = {"code": code, "name": name, "unit": unit, "decimals": decimals, "kind": kind, "aggregation": KINDS[kind]}
        found = Indicator.model_validate(values)
        self.catalogue = replace(self.catalogue, indicators=(*self.catalogue.indicators, found))
        self.line(TableLine("indicators.csv", values), code, origin, (f"kind={kind}", f"decimals={decimals}", *assumed), question)
        return found

    def header(self, text: str, basis: Basis | None, origin: str, form: str) -> None:
        """A header that says no basis: with one it becomes a line, assumed; without, it waits, and its columns are left out."""
        if basis is None:
            question = f"the header {text} says no basis that is known: a line of headers.csv with its basis lets its column in"
            self.note(f"forms/{form}.yaml", "", origin, (), question)
            return
        if self.catalogue.basis_of_header(text) is None:
            self.catalogue = replace(self.catalogue, headers=(*self.catalogue.headers, Header(header=text, basis=basis)))
            self.line(TableLine("headers.csv", {"header": text, "basis": basis.value}), text, origin, (f"basis={basis.value}",))

    def _unit(self, text: str, origin: str, *, invented: bool) -> str:
        """The unit as the catalogue writes it; an unknown one is its own dimension, which is assumed."""
        known = self.catalogue.units_in(text)
        if known:
            return known[0].unit
        name = unit_name(text)
        self.catalogue = replace(self.catalogue, units=(*self.catalogue.units, Unit(unit=name, base_unit=name, factor=Decimal(1))))
        assumed = (f"base_unit={name}", "factor=1")
        question = "read as a unit since it stands in brackets" if invented else ""
        self.line(TableLine("units.csv", {"unit": name, "base_unit": name, "factor": "1"}), name, origin, assumed, question)
        return name

    def _free_code(self) -> str:
        codes = {indicator.code for indicator in self.catalogue.indicators}
        numbers = [int(found[1]) for code in codes if (found := re.fullmatch(r"I(\d+)", code))]
        return f"I{max(numbers, default=0) + 1:02d}"

    def _decimals(self, unit: str) -> str:
        """Those that most known indicators of the unit have; else none of what is counted, and two of what is measured."""
        same = Counter(one.decimals for one in self.catalogue.indicators if one.unit == unit)
        return str(same.most_common(1)[0][0]) if same else "0" if _COUNTED.fullmatch(unit) else "2"
