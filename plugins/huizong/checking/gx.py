"""Great Expectations: one validation of one run over all rules, each run once (`counting`), and the pages of past runs.

Its import takes seconds, so it happens on first use; a process that forks workers calls `preload` before. There is
one ephemeral context a process, and a run leaves nothing behind in it (memory grows over many contexts).
"""

from __future__ import annotations

import importlib.util
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huizong.checking.fault_writing import JudgeError
from huizong.checking.rules.rule import SuiteRule
from huizong.lasting import lasting

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext


# Great Expectations imports this for comparing distributions, which no rule does: a quarter of
# its import time. It is loaded when something of it is first used, not before.
_SELDOM_USED = "scipy.stats"
_SITE, _SITE_SUITE, _SITE_BATCH = "data_docs", "rules", "submissions"
# An expectation of this kind must have a query that names the batch; a page that has a description doesn't show it.
_NO_QUERY = "select * from {batch}"


def preload() -> None:
    """Imports Great Expectations and makes the context, so that later runs (and forked workers) find both."""
    _runs()


@cache
def _context() -> EphemeralDataContext:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    _postpone(_SELDOM_USED)
    # What it tells of its own import, line by line, is nobody's; warnings are.
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    with lasting():
        import great_expectations
        from great_expectations.data_context.types.base import ProgressBarsConfig

    # This module sets its own level to announce its temporary folders, on a clerk's terminal too.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context


@cache
def _runs() -> Any:
    """Where each run is a batch. Made once a process: to enter a data source writes the library's whole configuration, twice."""
    source = _context().data_sources.add_pandas("runs")
    return source.add_dataframe_asset(_SITE_BATCH).add_batch_definition_whole_dataframe("run")


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


def validated(run_id: str, rules: Sequence[SuiteRule], count: Callable[[str], int]) -> dict[str, int]:
    """How many faults each rule has in the run, by the rule's name, as one validation over all rules.

    `count` runs the rule of a name. Whatever it raises is raised again. Raises JudgeError unless there is exactly one result
    for each rule.
    """
    _context()  # first of all: it says what the import may leave out
    import pandas
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.metadata_types import FailureSeverity

    from huizong.checking.counting import NoFaultExpectation, running

    raised: list[Exception] = []

    def noted(rule: str) -> int:
        if raised:  # the transaction is broken: what follows would only say so
            raise raised[0]
        try:
            return count(rule)
        except Exception as error:  # the library would keep it for itself
            raised.append(error)
            raise

    batch = _runs().get_batch({"dataframe": pandas.DataFrame({"run_id": [run_id]})})
    expectations = [
        NoFaultExpectation(
            run=run_id,
            rule=rule.name,
            description=rule.description,
            severity=FailureSeverity(rule.gx_severity),
            meta={"rule": rule.name},
        )
        for rule in rules
    ]
    with running(run_id, noted):
        result = batch.validate(ExpectationSuite(name=f"run_{run_id}", expectations=expectations), result_format="BASIC")
    if raised:
        raise raised[0]
    return _counts(result, rules)


def _counts(result: Any, rules: Sequence[SuiteRule]) -> dict[str, int]:
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

    A page shows a rule's name, description and count; its SQL is not stored, and not shown. There is no index: its would be empty.
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
        context.build_data_docs(site_names=[_SITE], build_index=False)
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
