"""What rules know of a catalogue beside its tables in `core`: the tables of the schema `rule`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from huizong.catalogue import Catalogue
from huizong.checking.language.basis_words import BASIS_WORDS
from huizong.checking.language.between import images
from huizong.checking.language.binding import BoundRelation, bound_relations
from huizong.checking.language.keys import is_counted, last_digit
from huizong.checking.language.tree import At, references
from huizong.checking.rules.compile import softening_of
from huizong.checking.rules.operands import first_owed_month, has_versions
from huizong.model import Basis


def known_to_rules(catalogue: Catalogue) -> dict[str, Any]:
    """By table its rows, as JSON holds them."""
    known = {
        "basis_words": {str(basis): words for basis, words in BASIS_WORDS.items()},
        "stated": stated_topics(catalogue),
        "first_owed": owed_first(catalogue),
        "operands": list(operands_asked(catalogue)),
    }
    return dict(json.loads(json.dumps(known, default=str)))


def stated_topics(catalogue: Catalogue) -> list[tuple[str, str, str, str]]:
    """Form, topic, indicator and basis that the relations of forms watch, so that a rule for any county leaves it to them."""
    found = {
        (form.code, bound.topic.value, bound.subject.indicator, bound.subject.basis.value)
        for form in catalogue.forms
        for bound in bound_relations(form, catalogue)
        if bound.topic is not None and bound.subject is not None and bound.subject.basis is not None
    }
    return sorted(found)


def owed_first(catalogue: Catalogue) -> list[tuple[str, str, int]]:
    """Form, indicator and the month that ends the first owed period of a year."""
    months = {(form.code, row.indicator): first_owed_month(form, row.indicator, catalogue) for form in catalogue.forms for row in form.rows}
    return [(form, indicator, month) for (form, indicator), month in sorted(months.items())]


def operands_asked(catalogue: Catalogue) -> Iterator[dict[str, object]]:
    """A row of `rule.operand` for each figure that a relation names, of other forms' relations too where they are judged here."""
    for form in catalogue.forms:
        for bound in (*bound_relations(form, catalogue), *images(form, catalogue)):
            yield from _operands(bound, catalogue)


def _operands(bound: BoundRelation, catalogue: Catalogue) -> Iterator[dict[str, object]]:
    """A row a figure that the relation names; `first_month` where `prev` of it is 0 up to that month of a year.

    `asks`: that a file gives the figure makes the relation asked for there. A plan alone, which stands at its year, does not.
    """
    form, listed = bound.form, {row.indicator for row in bound.form.rows}
    refs = dict.fromkeys((ref.indicator, ref.basis, ref.at, ref.children) for ref in references(bound.relation))
    softening = softening_of(bound)
    softens = dict.fromkeys((ref.indicator, ref.basis, ref.at, ref.children) for ref in references(softening)) if softening else {}
    only_plans = all(basis is Basis.PLAN for _, basis, _, _ in refs)
    several = has_versions(form, catalogue)
    for code, basis, at, children in (*refs, *(ref for ref in softens if ref not in refs)):
        if basis is None:
            raise TypeError(f"{code} has no basis: relations are bound before they are compiled")
        indicator = catalogue.indicator(code)
        resets = at is At.PREVIOUS and basis is Basis.CUMULATIVE and indicator.kind == "flow"
        yield {
            "relation": bound.name,
            "version": form.version,
            "form": form.code,
            "stated_by": bound.stated_by.code if bound.stated_by else None,
            "valid_from": form.valid_from if several else None,
            "valid_to": form.valid_to if several else None,
            "at": at.value,
            "indicator": code,
            "basis": basis.value,
            "over_children": bound.over_children,
            "children": children,
            "asks": at is At.NOW and not children and (only_plans or basis is not Basis.PLAN),
            "blank_is_zero": bound.source.missing == "zero",
            "elsewhere": code not in listed,
            "first_month": first_owed_month(form, code, catalogue) if resets else None,
            "exempt": [{"organisation": one.organisation, "until": one.until.isoformat()} for one in bound.source.exceptions],
            "counted": is_counted(indicator, basis),
            "weight": last_digit(indicator, basis),
            "softens": (code, basis, at, children) not in refs,
        }
