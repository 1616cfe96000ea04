"""Great Expectations' expectation about a query's rows, asked for their number alone.

Its own fetches the rows as well, which only its COMPLETE format shows: every rule would be run twice. Imported on first
use, since it imports Great Expectations, which takes seconds.
"""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation

_ROWS = "unexpected_rows_query.table"


class CountedRowsExpectation(UnexpectedRowsExpectation):
    """No row is unexpected; if one is, the result says how many and doesn't hold them."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def _validate(self, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None) -> Any:
        return super()._validate({_ROWS: None, **metrics}, runtime_configuration, execution_engine)
