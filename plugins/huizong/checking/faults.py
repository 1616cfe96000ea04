"""The text of each rule, as the view that it becomes: a row for every fault of the run that the session has set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import CTE, Integer, Select, Text, column, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Dialect, make_url

from huizong.catalogue import Catalogue
from huizong.checking.between import images
from huizong.checking.binding import Bound, bound_relations
from huizong.checking.compile import faults_of, softening_of
from huizong.checking.keys import is_counted, last_digit
from huizong.checking.operands import first_owed_month, has_versions
from huizong.checking.tables import batch
from huizong.checking.tree import At, references
from huizong.model import Basis
from huizong.settings import INCLUDE

CHECKS = INCLUDE / "sql" / "checks"
_TEXTS = ("type", "severity", "place", "organisation", "indicator", "period", "basis", "observed", "expected", "difference")
FAULT_COLUMNS = ("submission_no", "rule", *_TEXTS, "fields", "holds")
# Named parameters: percent signs in a text then stay single. No parameter is left once constants are in it.
_MAKE_DIALECT: Callable[..., Dialect] = make_url("postgresql+psycopg2://").get_dialect()
_DIALECT = _MAKE_DIALECT(paramstyle="named")


def text_in_file(name: str) -> str:
    """The text of a rule for any county, `include/sql/checks/<name>`.

    It may name `batch` (the run's submissions), `stated` (form, topic, indicator, basis: what a form's own relation watches
    already), `first_owed` (form, indicator, month that ends the first owed period of a year), `basis_words` (basis, words), and
    `published_before`, `published_last_year` (what was published for the period before and for the same period of the year
    before, by submission_no, organisation, period, indicator, basis): all of the schema `rule`.
    """
    body = text((CHECKS / name).read_text(encoding="utf-8")).columns(
        column("submission_no", Integer), *(column(part, Text) for part in _TEXTS), column("fields", JSONB), column("holds", ARRAY(Integer))
    )
    fault = body.cte("fault")
    return _with_run(fault, fault.c.type)


def text_of_relation(bound: Bound, catalogue: Catalogue) -> str:
    """The text of a form's relation."""
    fault = faults_of(bound, catalogue).cte("fault")
    return _with_run(fault, fault.c.rule)


def _with_run(fault: CTE, rule: Any) -> str:
    rest = [fault.c[name] for name in FAULT_COLUMNS if name != "rule"]
    joined = batch.join(fault, batch.c.submission_no == fault.c.submission_no)
    return with_constants(select(batch.c.run_id, rule.label("rule"), *rest).select_from(joined))


def with_constants(statement: Select[Any]) -> str:
    """The text of a statement as PostgreSQL reads it, its constants quoted in it."""
    return str(statement.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))


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


def _operands(bound: Bound, catalogue: Catalogue) -> Iterator[dict[str, object]]:
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
