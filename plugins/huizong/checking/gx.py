"""Great Expectations: one validation of one run's committed staging rows over all rules.

Its import takes seconds, so it happens on first use; a process that forks workers calls `preload` before. There is
one ephemeral context a process, and a run leaves nothing behind in it (memory grows over many contexts).
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import sys
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, column, literal_column, select, table
from sqlalchemy.engine import make_url

from huizong.checking.faults import escaped, with_constants
from huizong.checking.suite import Rule

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext


# A rule joins many small tables in the order in which it is best run: searching for another order, and compiling to
# machine code, cost more than running it.
_PLANNING = "-c timezone=UTC -c join_collapse_limit=1 -c from_collapse_limit=1 -c jit=off"

# No statement is the same in two runs: a cache of compiled statements would only hold their long texts.
_ENGINE = {"query_cache_size": 0}


# Great Expectations imports this for comparing distributions, which an UnexpectedRowsExpectation never does: a quarter of
# its import time. It is loaded when something of it is first used, not before.
_SELDOM_USED = "scipy.stats"


_SITE, _SITE_SUITE, _SITE_BATCH = "data_docs", "rules", "submissions"
# An expectation of this kind must have a query that names the batch; a page that has a description doesn't show it.
_NO_QUERY = "select * from {batch}"


class JudgeError(Exception):
    """The rules could not be trusted: results lack, raised, or disagree with what was written. Nothing is judged."""


def load_library() -> None:
    """Import Great Expectations and nothing more; may be called from a thread, so that the import runs beside other work."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    _postpone(_SELDOM_USED)
    importlib.import_module("huizong.checking.counting")


def preload() -> None:
    """Imports Great Expectations and makes the context, so that later runs (and forked workers) find both."""
    _context()


@cache
def _context() -> EphemeralDataContext:
    load_library()
    import great_expectations
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # This module sets its own level to announce its temporary folders, on a clerk's terminal too.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context


def _postpone(name: str) -> None:
    """Makes `import name` load the module only when an attribute of it is used; nothing if it is loaded or not installed."""
    spec = importlib.util.find_spec(name)  # imports the parent package, not the module
    if name in sys.modules or spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)


def unexpected_counts(database_url: str, run_id: str, rules: Sequence[Rule]) -> dict[str, int]:
    """How many fault rows each rule has in the run, by the rule's name.

    Raises JudgeError unless there is exactly one result for each rule and none raised.
    """
    context = _context()  # first of all: it says what the import may leave out
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.metadata_types import FailureSeverity

    from huizong.checking.counting import CountedRowsExpectation

    name = f"run_{run_id}"
    url = (
        make_url(database_url)
        .set(drivername="postgresql+psycopg2")
        .update_query_dict({"options": _PLANNING})
        .render_as_string(hide_password=False)
    )
    with warnings.catch_warnings():
        # A unix-socket address is refused by add_postgres, and add_sql warns that add_postgres would suit better.
        warnings.filterwarnings("ignore", message=".*add_postgres.*|.*more specific.*|.*PostgresDatasource.*")
        sources: Any = context.data_sources  # its stub lacks the engine's keyword arguments
        source = sources.add_sql(name, connection_string=url, kwargs=_ENGINE)
    try:
        asset = source.add_query_asset("submissions", query=_rows_of(run_id))
        batch = asset.add_batch_definition_whole_table("run").get_batch()
        suite = ExpectationSuite(
            name=name,
            expectations=[
                CountedRowsExpectation(
                    unexpected_rows_query=escaped(rule.query),
                    description=rule.description,
                    severity=FailureSeverity(rule.gx_severity),
                    meta={"rule": rule.name},
                )
                for rule in rules
            ],
        )
        result = batch.validate(suite, result_format="BASIC")
    finally:
        engine = source.get_engine()
        context.data_sources.delete(name)
        engine.dispose()
    return _counts(result, rules)


def _counts(result: Any, rules: Sequence[Rule]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in result.results:
        name = one.expectation_config.meta["rule"]
        exception = one.exception_info or {}
        if exception.get("raised_exception") or "observed_value" not in (one.result or {}):
            raise JudgeError(f"rule {name} could not be run: {_cause(exception)}")
        counts[name] = int(one.result["observed_value"])
    lacking = [rule.name for rule in rules if rule.name not in counts]
    if lacking or len(result.results) != len(rules):
        raise JudgeError(f"{len(rules)} expectations gave {len(result.results)} results; without one: {', '.join(lacking) or 'none'}")
    return counts


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What a finished run found: fault rows and Great Expectations' severity of each rule, by name.

    Rules whose description is not known any more are shown by their name alone.
    """

    run_id: str
    finished_at: datetime
    counts: Mapping[str, int]
    severities: Mapping[str, str]
    descriptions: Mapping[str, str]


def build_site(folder: Path, results: Sequence[StoredResult]) -> None:
    """Build Great Expectations' own Data Docs of stored results into the folder, a page a run, and leave no trace of them.

    A page shows a rule's name, description and count; its SQL is not stored, and not shown.
    """
    context = _context()
    site: Any = {
        "class_name": "SiteBuilder",
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "show_how_to_buttons": False,
    }
    store: Any = context.validation_results_store
    stored = []
    context.add_data_docs_site(_SITE, site)
    try:
        for result in results:
            key, content = _stored_validation(result)
            store.set(key, content)
            stored.append(key)
        context.build_data_docs(site_names=[_SITE])
    finally:
        for key in stored:
            store.remove_key(key)
        context.delete_data_docs_site(_SITE)


def _stored_validation(stored: StoredResult) -> tuple[Any, Any]:
    """A run's key in the store of validation results, and its content, as Great Expectations would keep them."""
    from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult, ExpectationValidationResult
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.resource_identifiers import ExpectationSuiteIdentifier, ValidationResultIdentifier
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.metadata_types import FailureSeverity

    run = RunIdentifier(run_name=stored.run_id, run_time=stored.finished_at)
    key = ValidationResultIdentifier(ExpectationSuiteIdentifier(_SITE_SUITE), run, _SITE_BATCH)
    results = [
        ExpectationValidationResult(
            success=count == 0,
            expectation_config=ExpectationConfiguration(
                type="unexpected_rows_expectation",
                kwargs={"unexpected_rows_query": _NO_QUERY},
                meta={"rule": name},
                description=f"{name}: {stored.descriptions[name]}" if name in stored.descriptions else name,
                severity=FailureSeverity(stored.severities[name]),
            ),
            result={"observed_value": count},
            exception_info={"raised_exception": False, "exception_message": None, "exception_traceback": None},
        )
        for name, count in stored.counts.items()
    ]
    held = sum(1 for result in results if result.success)
    statistics = {
        "evaluated_expectations": len(results),
        "successful_expectations": held,
        "unsuccessful_expectations": len(results) - held,
        "success_percent": 100 * held / len(results) if results else None,
    }
    content = ExpectationSuiteValidationResult(
        success=held == len(results),
        results=results,
        suite_name=_SITE_SUITE,
        statistics=statistics,
        meta={"run_id": run},
    )
    return key, content


def _cause(exception: Any) -> str:
    """What an exception record says; of nested ones the first."""
    if "exception_message" in exception:
        return str(exception["exception_message"])
    inner = [value for value in exception.values() if isinstance(value, dict)]
    return _cause(inner[0]) if inner else "no result"


def rows_of_run(run_id: str) -> str:
    """The run's submissions as a sub-query, to stand where `{batch}` stands."""
    return f"({_rows_of(run_id)})"


def _rows_of(run_id: str) -> str:
    submission = table("submission", column("run_id"), schema="staging")
    rows: Select[Any] = select(literal_column("*")).select_from(submission).where(submission.c.run_id == run_id)
    return with_constants(rows)
