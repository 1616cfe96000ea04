"""From a statement of faults to the text that is run, in which `{batch}` is filled with the run's submissions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    TableClause,
    Text,
    and_,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Dialect, make_url

from huizong.catalogue import Catalogue
from huizong.checking.binding import bound_relations
from huizong.checking.history import past_figures, summed_past
from huizong.checking.operands import first_owed_month
from huizong.checking.tables import batch_rows, figure, previous, year_before
from huizong.checking.words import BASIS_WORDS
from huizong.settings import INCLUDE

CHECKS = INCLUDE / "sql" / "checks"
_TEXTS = ("type", "severity", "place", "organisation", "indicator", "period", "basis", "observed", "expected", "difference")
_LOST_IN_PROSE = ("prose-placeholder", "prose-missing")
FAULT_COLUMNS = ("submission_no", "rule", *_TEXTS, "fields", "holds")
# Named parameters: percent signs in a text then stay single. No parameter is left once constants are in it.
_MAKE_DIALECT: Callable[..., Dialect] = make_url("postgresql+psycopg2://").get_dialect()
_DIALECT = _MAKE_DIALECT(paramstyle="named")


@dataclass(frozen=True, slots=True)
class Context:
    """What rules for any county know of the catalogue beside its tables: `stated_topics` and `owed_first`."""

    stated: Sequence[Mapping[str, str]]
    first_owed: Sequence[Mapping[str, object]]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Context:
        """The context of a catalogue."""
        return cls(stated_topics(catalogue), owed_first(catalogue))


def faults_in_file(name: str, context: Context) -> Select[Any]:
    """The statement of a rule for any county, `include/sql/checks/<name>`, over the rows it may name.

    These are `batch` (the run's submissions), `stated` (form, topic, indicator, basis: what a form's own relation
    watches already), `first_owed` (form, indicator, month that ends the first owed period of a year), `basis_words`
    (basis, words) and `published_before`, `published_last_year` (what was published for the period before and for
    the same period of the year before, by submission_no, organisation, period, indicator, basis).
    """
    batch = batch_rows()
    body = text((CHECKS / name).read_text(encoding="utf-8")).columns(
        column("submission_no", Integer), *(column(part, Text) for part in _TEXTS), column("fields", JSONB), column("holds", ARRAY(Integer))
    )
    known = (
        records("stated", context.stated, form=Text, topic=Text, indicator=Text, basis=Text),
        records("first_owed", context.first_owed, form=Text, indicator=Text, month=Integer),
        records("basis_words", [{"basis": b.value, "words": words} for b, words in BASIS_WORDS.items()], basis=Text, words=Text),
    )
    fault = body.add_cte(batch, *known, *published_past(batch)).cte("fault")
    return _with_run(fault, batch, fault.c.type)


def published_past(batch: CTE) -> tuple[CTE, CTE]:
    """`published_before` and `published_last_year` of everything that the run's submissions are about."""
    subjects = (
        select(figure.c.submission_no, batch.c.reporter, batch.c.form, figure.c.organisation, figure.c.period)
        .distinct()
        .select_from(batch)
        .join(figure, (figure.c.run_id == batch.c.run_id) & (figure.c.submission_no == batch.c.submission_no))
        .where(figure.c.organisation.is_not(None), figure.c.period.is_not(None))
        .cte("subjects")
    )
    return (
        summed_past(past_figures(subjects, previous, "past_before"), "published_before"),
        summed_past(past_figures(subjects, year_before, "past_last_year"), "published_last_year"),
    )


def faults_of_finding(code: str) -> Select[Any]:
    """The statement that repeats what reading and recognising found under one code."""
    batch = batch_rows()
    finding = table(
        "finding",
        *(column(name, Text) for name in ("run_id", "rule", "severity", "place", "organisation", "indicator", "period", "basis")),
        column("submission_no", Integer),
        column("fields", JSONB),
        schema="staging",
    )
    held = (
        select(func.array_agg(figure.c.figure_no))
        .where(
            figure.c.run_id == finding.c.run_id,
            figure.c.submission_no == finding.c.submission_no,
            finding.c.place != "",
            figure.c.place == finding.c.place,
        )
        .scalar_subquery()
    )
    keys = ("organisation", "indicator", "period", "basis")
    fault = (
        select(
            finding.c.submission_no,
            finding.c.rule.label("type"),
            finding.c.severity,
            finding.c.place,
            *(finding.c[name] for name in keys),
            _what_stands_there(code, finding.c.fields),
            *(finding.c.fields[name].astext.label(name) for name in ("expected", "difference")),
            finding.c.fields,
            func.coalesce(held, cast(literal("{}"), ARRAY(Integer))).label("holds"),
        )
        .select_from(batch)
        .join(finding, (finding.c.run_id == batch.c.run_id) & (finding.c.submission_no == batch.c.submission_no))
        .where(finding.c.rule == code, *_unless_said_gravely(code, finding))
        .cte("fault")
    )
    return _with_run(fault, batch, fault.c.type)


def _what_stands_there(code: str, fields: ColumnElement[Any]) -> ColumnElement[Any]:
    """What was observed; of a number lost in prose the very span at the place, while its text shows the words around it."""
    observed, span = fields["observed"].astext, fields["span"].astext
    return (func.coalesce(func.nullif(span, ""), observed) if code in _LOST_IN_PROSE else observed).label("observed")


def _unless_said_gravely(code: str, finding: TableClause) -> list[ColumnElement[bool]]:
    """A file of another organisation is refused once: its name is not asked about as well."""
    if code != "organisation-mismatch":
        return []
    other = finding.alias("graver")
    same = and_(other.c.run_id == finding.c.run_id, other.c.submission_no == finding.c.submission_no, other.c.rule == code)
    return [or_(finding.c.severity.is_(None), ~exists().where(same, other.c.severity.is_(None)))]


def faults_in_relation(statement: Select[Any], batch: CTE) -> Select[Any]:
    """A relation's statement, with the run."""
    fault = statement.cte("fault")
    return _with_run(fault, batch, fault.c.rule)


def _with_run(fault: CTE, batch: CTE, rule: Any) -> Select[Any]:
    rest = [fault.c[name] for name in FAULT_COLUMNS if name != "rule"]
    return select(batch.c.run_id, rule.label("rule"), *rest).select_from(fault).join(batch, batch.c.submission_no == fault.c.submission_no)


def rendered(statement: Select[Any]) -> str:
    """The text of a statement, constants in it, `{batch}` still open."""
    compiled = with_constants(statement)
    return compiled.replace("{", "{{").replace("}", "}}").replace("{{batch}}", "{batch}")


def with_constants(statement: Select[Any]) -> str:
    """The text of a statement as PostgreSQL reads it, its constants quoted in it."""
    return str(statement.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))


def filled(statement: str, **parts: str) -> str:
    """A text with its open places (`{batch}`) filled."""
    return statement.format(**parts)


def stated_topics(catalogue: Catalogue) -> list[dict[str, str]]:
    """What the relations of forms watch, so that a rule for any county leaves it to them."""
    found = {
        (form.code, bound.topic.value, bound.subject.indicator, bound.subject.basis.value)
        for form in catalogue.forms
        for bound in bound_relations(form, catalogue)
        if bound.topic is not None and bound.subject is not None and bound.subject.basis is not None
    }
    return [dict(zip(("form", "topic", "indicator", "basis"), row, strict=True)) for row in sorted(found)]


def owed_first(catalogue: Catalogue) -> list[dict[str, object]]:
    """The month that ends the first owed period of a year, by form and indicator, where it is not January."""
    months = {(form.code, row.indicator): first_owed_month(form, row.indicator, catalogue) for form in catalogue.forms for row in form.rows}
    return [{"form": form, "indicator": indicator, "month": month} for (form, indicator), month in sorted(months.items())]


def records(name: str, rows: Sequence[Mapping[str, object]], **kinds: Any) -> CTE:
    """Constant rows as a named table: one JSON constant, which is cheaper to render and to plan than many values."""
    content = cast(literal(json.dumps(rows, ensure_ascii=False)), JSONB)
    known = func.jsonb_to_recordset(content).table_valued(*(column(part, kind) for part, kind in kinds.items()), name="known")
    source = known.render_derived(with_types=True)
    return select(*source.c).select_from(source).cte(name)
