"""The tables of a catalogue against each other: every code known, nothing twice, no contradiction."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date
from string import Formatter

from huizong.catalogue.entries import KNOWN_FIELDS, Dated, Header, Indicator, IndicatorAlias, Obligation, Organisation, Placeholder
from huizong.catalogue.folder.located import Located, Problem, Tables, duplicates
from huizong.catalogue.texts import header_name, indicator_name, normalise, unit_name

_NUMBERS = ("0", "5", "12", "100", "12.5", "-3.4", "1,234", "9.1%")
_AGGREGATIONS = {"flow": ("sum", "none"), "stock": ("last", "none"), "ratio": ("ratio", "none")}
_PARENTS = {"town": ("county",), "bureau": ("county",), "park": ("county", "town"), "village": ("town", "park")}


def overlap(one: Dated, other: Dated) -> bool:
    """Whether both hold on some day."""
    starts = max(one.valid_from or date.min, other.valid_from or date.min)
    return starts <= min(one.valid_to or date.max, other.valid_to or date.max)


def dated_problems(row: Located[Organisation] | Located[Indicator] | Located[IndicatorAlias] | Located[Obligation]) -> Iterator[Problem]:
    """A problem if the row ends before it begins."""
    entry = row.entry
    if entry.valid_from and entry.valid_to and entry.valid_from > entry.valid_to:
        yield row.problem(f"valid_from {entry.valid_from} is after valid_to {entry.valid_to}")


def organisation_problems(tables: Tables) -> Iterator[Problem]:
    """What is wrong with the tree and its names."""
    rows = {row.entry.code: row for row in tables.organisations}
    yield from duplicates(tables.organisations, "code")
    counties = [row for row in tables.organisations if row.entry.kind == "county"]
    if tables.whole("organisations.csv") and not counties:
        yield Problem("organisations.csv", 1, "there is no organisation of kind county")
    yield from (row.problem(f"a second county; {counties[0].entry.code} is on line {counties[0].line}") for row in counties[1:])
    for row in tables.organisations:
        entry = row.entry
        yield from dated_problems(row)
        if (entry.parent is None) != (entry.kind == "county"):
            yield row.problem("a county has no parent" if entry.parent else f"a {entry.kind} needs a parent")
        codes = {"parent": (entry.parent,), "successor": entry.successor, "counted_in": (entry.counted_in,)}
        for column, named in codes.items():
            for code in filter(None, named):
                if code == entry.code:
                    yield row.problem(f"{column}: {code} names itself")
                elif code not in rows and tables.whole("organisations.csv"):
                    yield row.problem(f"{column}: there is no organisation {code}")
        parent = rows.get(entry.parent or "")
        if parent and parent.entry.kind not in _PARENTS.get(entry.kind, (parent.entry.kind,)):
            yield row.problem(f"parent: a {entry.kind} is not below a {parent.entry.kind}")
        if entry.successor and entry.valid_to is None:
            yield row.problem("successor: an organisation that was taken over needs a valid_to")
        if (cycle := _cycle(entry.code, {code: r.entry.parent for code, r in rows.items()})) and min(cycle) == entry.code:
            yield row.problem(f"parent: {' > '.join(cycle)} is a cycle")
    yield from _organisation_name_problems(tables)


def _cycle(code: str, parents: dict[str, str | None]) -> tuple[str, ...]:
    walked = [code]
    while (above := parents.get(walked[-1])) is not None:
        if above == code:
            return (*walked, code) if len(walked) > 1 else ()
        if above in walked:
            return ()
        walked.append(above)
    return ()


def _organisation_name_problems(tables: Tables) -> Iterator[Problem]:
    rows = {row.entry.code: row for row in tables.organisations}
    named: dict[str, list[tuple[str, int]]] = {}
    for row in tables.organisations:
        named.setdefault(normalise(row.entry.name), []).append((row.entry.code, row.line))
    for row in tables.organisations:
        for code, line in named[normalise(row.entry.name)]:
            other = rows[code].entry
            if line < row.line and code != row.entry.code and other.parent == row.entry.parent and overlap(other, row.entry):
                yield row.problem(f"name: {row.entry.name} is also {code}, line {line}, under the same parent")
    for alias in tables.organisation_aliases:
        if alias.entry.code not in rows:
            if tables.whole("organisations.csv"):
                yield alias.problem(f"code: there is no organisation {alias.entry.code}")
            continue
        mine = rows[alias.entry.code].entry
        others = named.setdefault(normalise(alias.entry.alias), [])
        for code in sorted({code for code, _ in others} - {mine.code}):
            if rows[code].entry.parent == mine.parent and overlap(rows[code].entry, mine):
                yield alias.problem(f"alias: {alias.entry.alias} also names {code}")
        others.append((mine.code, alias.line))


def indicator_problems(tables: Tables) -> Iterator[Problem]:
    """What is wrong with indicators and their names."""
    rows = {row.entry.code: row.entry for row in tables.indicators}
    bases = {unit_name(row.entry.unit): row.entry.base_unit for row in tables.units}
    yield from duplicates(tables.indicators, "code")
    for row in tables.indicators:
        entry = row.entry
        yield from dated_problems(row)
        yield from _indicator_unit_problems(row, bases, whole=tables.whole("units.csv"))
        if entry.aggregation not in _AGGREGATIONS[entry.kind]:
            yield row.problem(f"aggregation: a {entry.kind} is {' or '.join(_AGGREGATIONS[entry.kind])}, not {entry.aggregation}")
        if {bool(entry.numerator), bool(entry.denominator)} != {entry.aggregation == "ratio"}:
            yield row.problem("numerator and denominator are named together, and exactly where aggregation is ratio")
        for column, code in (("numerator", entry.numerator), ("denominator", entry.denominator)):
            if code is not None and (code == entry.code or code not in rows) and tables.whole("indicators.csv"):
                yield row.problem(f"{column}: there is no other indicator {code}")
        if entry.minimum is not None and entry.maximum is not None and entry.minimum > entry.maximum:
            yield row.problem(f"minimum {entry.minimum} is above maximum {entry.maximum}")
        if entry.min_units is not None:
            code, _, number = entry.min_units.rpartition(":")
            if (code not in rows and tables.whole("indicators.csv")) or not number.isdecimal():
                yield row.problem(f"min_units: write count indicator and number, such as E01:3, found {entry.min_units!r}")
    yield from _indicator_name_problems(tables, rows, bases)


def _indicator_unit_problems(row: Located[Indicator], bases: dict[str, str], *, whole: bool) -> Iterator[Problem]:
    if not whole:
        return
    entry = row.entry
    for column, unit in (("unit", entry.unit), ("display_unit", entry.display_unit)):
        if unit is not None and unit_name(unit) not in bases:
            yield row.problem(f"{column}: units.csv has no unit {unit}")
    shown, own = (bases.get(unit_name(unit)) for unit in (entry.display_unit or entry.unit, entry.unit))
    if shown and own and shown != own:
        yield row.problem(f"display_unit: {entry.display_unit} is not of the dimension of {entry.unit}")


def _indicator_name_problems(tables: Tables, rows: dict[str, Indicator], units: dict[str, str]) -> Iterator[Problem]:
    forms = {form.entry.code for form in tables.forms}
    named: dict[tuple[str, str | None], list[tuple[str, Dated]]] = {}
    for row in tables.indicators:
        same = named.setdefault((indicator_name(row.entry.name, units), None), [])
        for code, span in same:
            if code != row.entry.code and overlap(span, row.entry):
                yield row.problem(f"name: {row.entry.name} also names {code}")
        same.append((row.entry.code, row.entry))
    for alias in tables.indicator_aliases:
        entry = alias.entry
        yield from dated_problems(alias)
        if entry.code not in rows:
            if tables.whole("indicators.csv"):
                yield alias.problem(f"code: there is no indicator {entry.code}")
            continue
        if entry.form is not None and entry.form not in forms and tables.whole("forms"):
            yield alias.problem(f"form: there is no form {entry.form}")
        same = named.setdefault((indicator_name(entry.alias, units), entry.form), [])
        for code in sorted({code for code, span in same if overlap(span, entry)} - {entry.code}):
            yield alias.problem(f"alias: {entry.alias} also names {code}")
        same.append((entry.code, entry))


def word_problems(tables: Tables) -> Iterator[Problem]:
    """What is wrong with units, placeholders, headers and texts."""
    units = {unit_name(row.entry.unit): row for row in tables.units}
    yield from duplicates(tables.units, "unit")
    for unit in tables.units:
        base = units.get(unit_name(unit.entry.base_unit))
        if base is None:
            yield unit.problem(f"base_unit: there is no unit {unit.entry.base_unit}")
        elif base.entry.factor != 1 or base.entry.base_unit != base.entry.unit:
            yield unit.problem(f"base_unit: {base.entry.unit} is no base unit itself (factor 1, base {base.entry.unit})")
    yield from duplicates(tables.placeholders, "pattern")
    for placeholder in tables.placeholders:
        faults = list(_pattern_problems(placeholder, placeholder.entry.pattern))
        yield from faults or _number_problems(placeholder)
    bases: dict[str, tuple[str, int]] = {}
    for header in tables.headers:
        name = header.entry.header
        if name.startswith("re:"):
            yield from _pattern_problems(header, name.removeprefix("re:"))
            continue
        basis, line = bases.setdefault(header_name(name, units), (header.entry.basis, header.line))
        if basis != header.entry.basis:
            yield header.problem(f"header: {name} is {basis} on line {line} already")
    yield from duplicates(tables.issue_types, "code")
    for issue in tables.issue_types:
        for column in ("message", "remedy", "milder"):
            text = getattr(issue.entry, column)
            try:
                fields = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
            except ValueError as fault:
                yield issue.problem(f"{column}: {fault}")
                continue
            for name in fields:
                if name not in KNOWN_FIELDS:
                    near = difflib.get_close_matches(name, KNOWN_FIELDS, n=1)
                    known = f"is it {{{near[0]}}}?" if near else f"there are {', '.join(sorted(KNOWN_FIELDS))}"
                    yield issue.problem(f"{column}: {{{name}}} is no field name; {known}")
            if not text and column != "milder":
                yield issue.problem(f"{column} is empty: say what there is and what to do")


def _number_problems(row: Located[Placeholder]) -> Iterator[Problem]:
    """A placeholder that a plain number fits would empty every cell that holds one, without a word."""
    taken = next((number for number in _NUMBERS if re.fullmatch(row.entry.pattern, number)), None)
    if taken is not None:
        yield row.problem(f"pattern: {row.entry.pattern} also fits the number {taken}, which would then be {row.entry.status}")


def _pattern_problems(row: Located[Placeholder] | Located[Header], pattern: str) -> Iterator[Problem]:
    try:
        compiled = re.compile(pattern)
    except re.error as fault:
        yield row.problem(f"bad pattern {pattern!r}: {fault}")
        return
    for group in sorted(set(compiled.groupindex) - {"month", "year"}):
        yield row.problem(f"bad pattern {pattern!r}: a group is called month or year, not {group}")
