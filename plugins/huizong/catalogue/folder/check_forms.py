"""The forms of a catalogue and who owes them: rows, relations and obligations against the tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import combinations

from huizong.catalogue.entries import Obligation
from huizong.catalogue.folder.check_tables import dated_problems, overlap
from huizong.catalogue.folder.located import LocatedForm, NodePath, Problem, Tables, duplicates
from huizong.catalogue.texts import normalise

RelationChecker = Callable[[str, Collection[str] | None, tuple[tuple[str, str], ...]], Iterable[str]]


def form_problems(tables: Tables, relation_checker: RelationChecker | None) -> Iterator[Problem]:
    """What is wrong with the forms: versions, titles, rows, relations.

    The language of relations belongs to the checking room and comes in as `relation_checker`: the faults of an
    expression, of codes too where those that are known can be told; the form's numbers of lines with their codes are given.
    """
    for one, other in combinations(tables.forms, 2):
        if one.entry.code == other.entry.code:
            if one.entry.version == other.entry.version:
                yield other.problem(("version",), f"version {other.entry.version} of {other.entry.code} is also in {one.file}")
            elif overlap(one.entry, other.entry):
                yield other.problem(("valid_from",), f"in force at the same time as version {one.entry.version} in {one.file}")
        elif overlap(one.entry, other.entry):
            for title in sorted(_titles(one) & _titles(other)):
                yield other.problem(("title",), f"{title} is also the title of {one.entry.code}")
    for form in tables.forms:
        yield from _row_problems(form, tables)
        yield from _relation_problems(form, tables, relation_checker)


def _titles(form: LocatedForm) -> set[str]:
    return {normalise(title) for title in (form.entry.title, *form.entry.title_aliases)}


def _row_problems(form: LocatedForm, tables: Tables) -> Iterator[Problem]:
    entry = form.entry
    indicators = {row.entry.code: row.entry for row in tables.indicators}
    organisations = {row.entry.code for row in tables.organisations}
    if entry.valid_from and entry.valid_to and entry.valid_from > entry.valid_to:
        yield form.problem(("valid_from",), f"valid_from {entry.valid_from} is after valid_to {entry.valid_to}")
    if not entry.rows:
        yield form.problem(("rows",), "a form needs rows")
    if entry.subjects and entry.subject != "listed":
        yield form.problem(("subjects",), "subjects are named where subject is listed")
    if entry.first_month is not None and entry.frequency != "month":
        yield form.problem(("first_month",), "only a monthly form has a first month")
    listed = {row.indicator for row in entry.rows}
    seen: set[str] = set()
    numbered: set[str] = set()
    for number, row in enumerate(entry.rows):
        path: NodePath = ("rows", number)
        line = (row.line or "").lstrip("0")
        if line and line in numbered:
            yield form.problem((*path, "line"), f"line {row.line} is another row's already")
        numbered.add(line)
        if row.indicator in seen:
            yield form.problem((*path, "indicator"), f"{row.indicator} has a row already")
        seen.add(row.indicator)
        indicator = indicators.get(row.indicator)
        if indicator is None and tables.whole("indicators.csv"):
            yield form.problem((*path, "indicator"), f"there is no indicator {row.indicator}")
        if not row.bases or len(set(row.bases)) < len(row.bases):
            yield form.problem((*path, "bases"), "bases: name each basis once, and at least one")
        for month in row.months:
            if not 1 <= month <= 12:
                yield form.problem((*path, "months"), f"there is no month {month}")
        for code in row.exempt:
            if code not in organisations and tables.whole("organisations.csv"):
                yield form.problem((*path, "except"), f"there is no organisation {code}")
        if indicator and indicator.aggregation == "ratio" and row.required and entry.kind == "table":
            for term in (indicator.numerator, indicator.denominator):
                if term is not None and term not in listed:
                    yield form.problem((*path, "indicator"), f"the ratio {row.indicator} needs a row for {term} too")


def _relation_problems(form: LocatedForm, tables: Tables, checker: RelationChecker | None) -> Iterator[Problem]:
    organisations = {row.entry.code for row in tables.organisations}
    seen: set[str] = set()
    for number, relation in enumerate(form.entry.relations):
        path: NodePath = ("relations", number)
        if relation.id in seen:
            yield form.problem((*path, "id"), f"relation {relation.id} stands already in this form")
        seen.add(relation.id)
        if not relation.message.strip():
            yield form.problem((*path, "message"), "a relation needs its message for the clerk")
        if relation.tolerance is not None and relation.tolerance < 0:
            yield form.problem((*path, "tolerance"), f"tolerance {relation.tolerance} is below 0")
        for exception in relation.exceptions:
            if exception.organisation not in organisations and tables.whole("organisations.csv"):
                yield form.problem((*path, "except"), f"there is no organisation {exception.organisation}")
        if checker is not None:
            codes = {row.entry.code for row in tables.indicators} if tables.whole("indicators.csv") else None
            for reason in checker(relation.expression, codes, form.entry.lines):
                yield form.problem((*path, "expression"), f"{relation.id}: {reason}")


def obligation_problems(tables: Tables) -> Iterator[Problem]:
    """What is wrong with who owes what, and the days off."""
    organisations = {row.entry.code: row.entry for row in tables.organisations}
    forms = {form.entry.code for form in tables.forms}
    for row in tables.obligations:
        entry = row.entry
        yield from dated_problems(row)
        if entry.form not in forms and tables.whole("forms"):
            yield row.problem(f"form: there is no form {entry.form}")
        if (entry.organisation is None) == (entry.kind is None):
            yield row.problem("name either an organisation or a kind")
        if entry.organisation and entry.organisation not in organisations and tables.whole("organisations.csv"):
            yield row.problem(f"organisation: there is no organisation {entry.organisation}")
        if entry.due_day == 0:
            yield row.problem("due_day: 0 is no day; count from 1, or from -1 for the last")
        for month in entry.months:
            if not 1 <= month <= 12:
                yield row.problem(f"months: there is no month {month}")
        for code in entry.exempt:
            if entry.organisation:
                yield row.problem("exempt: only a kind has exceptions; end the row of one organisation with valid_to")
            elif code not in organisations and tables.whole("organisations.csv"):
                yield row.problem(f"exempt: there is no organisation {code}")
    for one, other in combinations(tables.obligations, 2):
        if _both_bind(one.entry, other.entry, {code: org.kind for code, org in organisations.items()}):
            yield other.problem(f"{other.entry.form} is owed twice: see line {one.line}")
    yield from duplicates(tables.holidays, "day")
    yield from duplicates(tables.scoring, "measure")


def _both_bind(one: Obligation, other: Obligation, kinds: dict[str, str]) -> bool:
    if one.form != other.form or not overlap(one, other):
        return False
    if one.months and other.months and not set(one.months) & set(other.months):
        return False
    if one.organisation and other.organisation:
        return one.organisation == other.organisation
    if (one.organisation or "") in other.exempt or (other.organisation or "") in one.exempt:
        return False
    kind_of = [o.kind or kinds.get(o.organisation or "") for o in (one, other)]
    return kind_of[0] == kind_of[1]
