"""The text of each rule, as the view that it becomes: a row for every fault of the run that the session has set."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import CTE, Integer, Select, Text, column, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Dialect, make_url

from huizong.catalogue import Catalogue
from huizong.checking.language.binding import BoundRelation
from huizong.checking.language.sources import batch
from huizong.checking.rules.compile import faults_of
from huizong.settings import INCLUDE

CHECKS = INCLUDE / "sql" / "checks"
_TEXTS = ("type", "severity", "place", "organisation", "indicator", "period", "basis", "observed", "expected", "difference")
FAULT_COLUMNS = ("submission_no", "rule", *_TEXTS, "fields", "holds")
# Named parameters: percent signs in a text then stay single. No parameter is left once constants are in it.
_MAKE_DIALECT: Callable[..., Dialect] = make_url("postgresql+psycopg2://").get_dialect()
_DIALECT = _MAKE_DIALECT(paramstyle="named")


@cache  # the same under every catalogue
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


def text_of_relation(bound: BoundRelation, catalogue: Catalogue) -> str:
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
