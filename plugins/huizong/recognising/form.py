"""Which form a table fills: by its title, else by what it measures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import Form
from huizong.model import Basis

Pair = tuple[str, Basis]


def titled_form(texts: Iterable[str], catalogue: Catalogue) -> Form | None:
    """The form whose title stands in one of the texts, or in all of them read as one (a title of two lines)."""
    lines = [text for text in texts if text]
    for text in (*lines, "".join(lines)):
        if (form := catalogue.form_titled(text)) is not None:
            return form
    return None


def matching_form(
    pairs: set[Pair], reporter: str | None, lists: bool, day: date, catalogue: Catalogue, of_months: bool = False
) -> Form | None:
    """The form that asks for most of what a table without a known title gives; None if no form, or no single one, does.

    Forms that the reporter owes come first, of several the smallest; a form that nobody here owes must be the only one.
    Pairs of indicator and basis count, then indicators alone. `lists` says that the table lists organisations: a form
    about the reporter alone is then none of the candidates; `of_months` that it is of some months, and so fills no yearly form.
    """
    in_force = [form for form in catalogue.forms_on(day) if form.kind == "table" and not (lists and _is_about_reporter(form, catalogue))]
    if of_months:
        in_force = [form for form in in_force if form.frequency != "year"]
    owed = {obligation.form for obligation in catalogue.obligations_of(reporter, day)} if reporter else set()
    for exact in (True, False):
        if (form := _best(pairs, [form for form in in_force if form.code in owed], exact, by_size=True)) is not None:
            return form
        if (form := _best(pairs, in_force, exact, by_size=False)) is not None:
            return form
    return None


def _is_about_reporter(form: Form, catalogue: Catalogue) -> bool:
    """Whether a form lists nobody: it says so, or all organisations of a kind owe it and nothing in it adds up parts."""
    if "subject" in form.model_fields_set:
        return form.subject == "reporter"
    by_kind = any(o.form == form.code and o.kind is not None for o in catalogue.obligations)
    return by_kind and not form.subjects and not any("children" in relation.expression for relation in form.relations)


def _best(pairs: set[Pair], forms: list[Form], exact: bool, by_size: bool) -> Form | None:
    scored: list[tuple[int, int, Form]] = []
    for form in forms:
        asked = {(row.indicator, basis) for row in form.rows for basis in row.bases}
        if exact:
            matched, size = len(pairs & asked), len(asked)
        else:
            indicators = {indicator for indicator, _ in asked}
            matched, size = len({indicator for indicator, _ in pairs} & indicators), len(indicators)
        if matched:
            scored.append((matched, -size if by_size else 0, form))
    scored.sort(key=lambda item: item[:2], reverse=True)
    if not scored or (len(scored) > 1 and scored[0][:2] == scored[1][:2]):
        return None
    return scored[0][2]
