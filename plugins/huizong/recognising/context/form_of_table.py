"""Which form a table fills: by its title, else by what it measures, where that leaves no doubt (docs/decisions, 0022)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huizong.catalogue import Catalogue
from huizong.catalogue.form_entries import Form
from huizong.catalogue.texts import normalise
from huizong.model import Basis
from huizong.recognising.vocabulary import margin_words as margins
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.when import without_times
from huizong.word_lists import word_lists

Pair = tuple[str, Basis]

# Of what a table names, so much must be the form's, and under a title of its own so much of the form must be there, too.
_OF_TABLE = 0.6
_OF_FORM = 0.5
_OF_SECTION = 0.5
_SHORTEST = 3
_LISTS = word_lists("recognising", "form_of_table")
_OF_PLANS = _LISTS.pattern("of_plans")
_GENERIC = _LISTS.pattern("generic")


@dataclass(frozen=True)
class TableNames:
    """What a table names: the pairs of indicator and basis it gives, and each name of a row or column, None for an unknown one.

    `listed` is the share of its labels that are known where the columns name what is measured: 1 where nothing is listed.
    `lists` says that the table lists organisations: no form about the reporter alone is then meant; `of_months` that it is
    of some months, and so fills no yearly form; `other` that its title says something else.
    """

    pairs: frozenset[Pair]
    named: tuple[str | None, ...]
    listed: float = 1.0
    lists: bool = False
    of_months: bool = False
    other: bool = False

    def of_table(self, form: Form) -> float:
        """How much of what the table names is the form's, from 0 to 1."""
        asked = {row.indicator for row in form.rows}
        found = sum(1 for code in self.named if code in asked)
        return min(found / len(self.named), self.listed) if self.named else 0.0

    def of_form(self, form: Form) -> float:
        """How much of the form the table gives, from 0 to 1."""
        asked = {row.indicator for row in form.rows}
        required = {row.indicator for row in form.rows if row.required} or asked
        return len(required & set(self.named)) / len(required)


def titled_form(texts: Iterable[str], catalogue: Catalogue) -> Form | None:
    """The form whose title stands in one of the texts, or in all of them read as one (a title of two lines)."""
    lines = [text for text in texts if text]
    for text in (*lines, "".join(lines)):
        if (form := catalogue.form_titled(text)) is not None:
            return form
    return None


def says_other(titles: Sequence[str], names: Names) -> bool:
    """Whether the titles name something that is no form of ours: 困难群众需求调查问卷, and neither 2026年6月 nor 石桥镇月报表."""
    for text in titles:
        bare = without_times(re.sub(r"^附件?\d*[:、.]?|[(（].*?[)）]", "", normalise(text)))
        for spelling, _ in names.organisations:
            bare = bare.replace(spelling, "")
        if margins.is_page(text) or margins.is_continued(text) or margins.corner_unit(text) is not None:
            continue
        if margins.is_declaring(text) or margins.asks_for_period(text):
            continue
        if len(bare) >= _SHORTEST and not _GENERIC.fullmatch(bare) and names.indicator_in(bare) is None:
            return True
    return False


def says_plans(titles: Sequence[str]) -> bool:
    """Whether a title is that of a table of plans: 主要经济指标计划表, and not 计划完成情况表."""
    return any(_OF_PLANS.search(without_times(re.sub(r"[(（].*?[)）]", "", text))) for text in titles)


def belongs(evidence: TableNames, form: Form) -> bool:
    """Whether a table under a title of its own, beside a form or below its name, is a section of that form."""
    return evidence.of_table(form) >= _OF_SECTION


def matching_form(evidence: TableNames, reporter: str | None, day: date, catalogue: Catalogue) -> Form | None:
    """The form that asks for most of what a table without a known title gives; None if no form, or no single one, does.

    Forms that the reporter owes come first, of several the smallest; a form that nobody here owes must be the only one.
    Pairs of indicator and basis count, then indicators alone. One name in common makes no form: most of the table must be
    the form's, and where a title speaks against it half of the form must be there.
    """
    in_force = [
        form for form in catalogue.forms_on(day) if form.kind == "table" and not (evidence.lists and _is_about_reporter(form, catalogue))
    ]
    if evidence.of_months:
        in_force = [form for form in in_force if form.frequency != "year"]
    in_force = [f for f in in_force if evidence.of_table(f) >= _OF_TABLE and (not evidence.other or evidence.of_form(f) >= _OF_FORM)]
    owed = {obligation.form for obligation in catalogue.obligations_of(reporter, day)} if reporter else set()
    for exact in (True, False):
        if (form := _best(evidence, [form for form in in_force if form.code in owed], exact=exact, by_size=True)) is not None:
            return form
        if (form := _best(evidence, in_force, exact=exact, by_size=False)) is not None:
            return form
    return None


def _is_about_reporter(form: Form, catalogue: Catalogue) -> bool:
    """Whether a form lists nobody: it says so, or all organisations of a kind owe it and nothing in it adds up parts."""
    if "subject" in form.model_fields_set:
        return form.subject == "reporter"
    by_kind = any(o.form == form.code and o.kind is not None for o in catalogue.obligations)
    return by_kind and not form.subjects and not any("children" in relation.expression for relation in form.relations)


def _best(evidence: TableNames, forms: list[Form], *, exact: bool, by_size: bool) -> Form | None:
    scored: list[tuple[int, int, Form]] = []
    for form in forms:
        asked = {(row.indicator, basis) for row in form.rows for basis in row.bases}
        if exact:
            matched, size = len(evidence.pairs & asked), len(asked)
        else:
            indicators = {indicator for indicator, _ in asked}
            matched, size = len(set(evidence.named) & indicators), len(indicators)
        if matched:
            scored.append((matched, -size if by_size else 0, form))
    scored.sort(key=lambda item: item[:2], reverse=True)
    if not scored or (len(scored) > 1 and scored[0][:2] == scored[1][:2]):
        return None
    return scored[0][2]
