"""Great Expectations' expectation about one rule of a run, and the metric that runs the rule.

The metric asks whoever judges the run (`running`) for the rule's fault rows: they are found, written and counted by one
execution, so that the count can't be of other rows than those written. Imported on first use, since it imports Great
Expectations, which takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import MetricProvider, metric_value

_METRIC = "rule.fault_count"
_running: dict[str, Callable[[str], int]] = {}


@contextmanager
def running(run_id: str, count: Callable[[str], int]) -> Iterator[None]:
    """While a run is validated, `count` runs the rule of a name and says how many faults it found."""
    _running[run_id] = count
    try:
        yield
    finally:
        del _running[run_id]


class FaultCount(MetricProvider):
    """How many faults a rule has in a run."""

    metric_name = _METRIC
    value_keys = ("run", "rule")

    @metric_value(engine=PandasExecutionEngine)
    def _count(cls, metric_value_kwargs: dict[str, str], **_: Any) -> int:  # noqa: N805 - the decorator hands the class on
        return _running[metric_value_kwargs["run"]](metric_value_kwargs["rule"])


class NoFaultExpectation(BatchExpectation):
    """The rule finds no fault in the run; if it does, the result says how many and doesn't hold them."""

    run: str
    rule: str

    metric_dependencies: ClassVar[tuple[str, ...]] = (_METRIC,)
    success_keys: ClassVar[tuple[str, ...]] = ("run", "rule")
    _told: Any = PrivateAttr(None)

    @property
    def configuration(self) -> Any:
        """What the library is told of this expectation. It asks ten times a validation and would put it together each time."""
        if self._told is None:
            self._told = super().configuration
        return self._told

    def _validate(self, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None) -> Any:
        return {"success": metrics[_METRIC] == 0, "result": {"observed_value": metrics[_METRIC]}}
