"""The audit of a judged run: how many of a form's relations hold, fail, or could not be evaluated, and for want of which figure.

A relation that names a figure which nobody gave raises no fault; without this a reader would take it for one that holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection
from sqlalchemy import Boolean, Integer, Text, column, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from huizong.catalogue import Catalogue
from huizong.checking.binding import Bound, bound_relations
from huizong.checking.faults import CHECKS, filled, published_past, records, rendered
from huizong.checking.operands import first_owed_month
from huizong.checking.tables import batch_rows, figure, previous, year_before
from huizong.checking.tree import At, references
from huizong.checking.words import AT_WORDS, BASIS_WORDS
from huizong.checking.writing import rows_of_run
from huizong.model import Basis


@dataclass(frozen=True, slots=True)
class RelationStanding:
    """One relation at one place of a submission: `broken`, or not evaluated for want of the figures in `lacking`, or it holds.

    `lacking` are in words: 上期工业总产值（本年累计）.
    """

    submission_no: int
    relation: str
    organisation: str | None
    period: str
    lacking: tuple[str, ...]
    broken: bool


def standings(connection: Connection, run_id: str, catalogue: Catalogue) -> list[RelationStanding]:
    """How every relation of the catalogue's forms stands at every place of a run where it is asked.

    Called when the faults are written and nothing is held yet: a figure that a fault holds was known to the relations.
    """
    statement = filled(_statement(catalogue), batch=rows_of_run(run_id))
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [_standing(catalogue, *row) for row in cursor.fetchall()]


def _standing(
    catalogue: Catalogue, number: int, relation: str, organisation: str | None, period: str, lacking: list[str], broken: bool
) -> RelationStanding:
    words = () if broken else tuple(_in_words(one, catalogue) for one in lacking)
    return RelationStanding(number, relation, organisation, period, words, broken)


def _statement(catalogue: Catalogue) -> str:
    batch = batch_rows()
    shifted = (
        select(figure.c.period, previous(figure.c.period).label("previous"), year_before(figure.c.period).label("year_before"))
        .distinct()
        .select_from(batch)
        .join(figure, (figure.c.run_id == batch.c.run_id) & (figure.c.submission_no == batch.c.submission_no))
        .where(figure.c.period.is_not(None))
        .cte("shifted")
    )
    asked = records(
        "relation_operand",
        [operand for form in catalogue.forms for bound in bound_relations(form, catalogue) for operand in _operands(bound, catalogue)],
        **dict.fromkeys(("relation", "form", "valid_from", "valid_to", "at", "indicator", "basis"), Text),
        **dict.fromkeys(("over_children", "children", "asks", "blank_is_zero", "elsewhere"), Boolean),
        version=Integer,
        first_month=Integer,
        exempt=JSONB,
    )
    body = text((CHECKS / "audit" / "relation_standing.sql").read_text(encoding="utf-8")).columns(
        column("submission_no", Integer),
        *(column(name, Text) for name in ("relation", "organisation", "period")),
        column("lacking", ARRAY(Text)),
        column("broken", Boolean),
    )
    found = body.add_cte(batch, shifted, asked, *published_past(batch)).cte("found")
    return rendered(select(*found.c).select_from(found))


def _operands(bound: Bound, catalogue: Catalogue) -> Iterator[dict[str, object]]:
    """A row a figure that the relation names; `first_month` where `prev` of it is 0 up to that month of a year.

    `asks`: that a file gives the figure makes the relation asked for there. A plan alone, which stands at its year, does not.
    """
    form, listed = bound.form, {row.indicator for row in bound.form.rows}
    refs = dict.fromkeys((ref.indicator, ref.basis, ref.at, ref.children) for ref in references(bound.relation))
    only_plans = all(basis is Basis.PLAN for _, basis, _, _ in refs)
    for indicator, basis, at, children in refs:
        resets = at is At.PREVIOUS and basis is Basis.CUMULATIVE and catalogue.indicator(indicator).kind == "flow"
        yield {
            "relation": bound.name,
            "version": form.version,
            "form": form.code,
            "valid_from": form.valid_from.isoformat() if form.valid_from else None,
            "valid_to": form.valid_to.isoformat() if form.valid_to else None,
            "at": at.value,
            "indicator": indicator,
            "basis": basis.value if basis else None,
            "over_children": bound.over_children,
            "children": children,
            "asks": at is At.NOW and not children and (only_plans or basis is not Basis.PLAN),
            "blank_is_zero": bound.source.missing == "zero",
            "elsewhere": indicator not in listed,
            "first_month": first_owed_month(form, indicator, catalogue) if resets else None,
            "exempt": [{"organisation": one.organisation, "until": one.until.isoformat()} for one in bound.source.exceptions],
        }


def _in_words(lacking: str, catalogue: Catalogue) -> str:
    at, indicator, basis = lacking.split(" ")
    return f"{AT_WORDS[At(at)]}{catalogue.indicator(indicator).name}（{BASIS_WORDS[Basis(basis)]}）"
