"""The tables that rules read, and the parts from which a relation's statement is put together."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ColumnElement, Integer, Numeric, Text, cast, column, func, literal, table
from sqlalchemy.dialects.postgresql import JSONB

batch = table(
    "batch",
    *(column(name, Text) for name in ("run_id", "reporter", "form", "period")),
    column("submission_no", Integer),
    column("received_at"),
    schema="rule",
)
operand = table(
    "operand",
    *(column(name, Text) for name in ("run_id", "form", "organisation", "period", "indicator", "basis", "at", "place", "source")),
    *(column(name, Integer) for name in ("submission_no", "last_month", "figure_no")),
    *(column(name, Numeric) for name in ("value", "half_digit", "digit_weight")),
    *(column(name) for name in ("last_day", "is_total", "masked", "in_file", "own")),
    column("parts", JSONB),
    schema="staging",
)
core_period = table(
    "period",
    column("period", Text),
    column("frequency", Text),
    column("year", Integer),
    column("last_month", Integer),
    column("last_day"),
    schema="core",
)
issue = table(
    "issue",
    *(column(name, Text) for name in ("rule", "organisation", "period", "state")),
    schema="quality",
)
reduction = table(
    "reduction",
    *(column(name, Text) for name in ("document", "organisation", "indicator", "period")),
    column("decided_at"),
    schema="quality",
)


def number(value: Decimal | int) -> ColumnElement[Decimal]:
    """A constant as numeric."""
    return cast(literal(Decimal(value), Numeric), Numeric)


def digits_as_text(value: ColumnElement[Decimal], decimals: int | None = None) -> ColumnElement[str]:
    """A number as it is shown: rounded to the decimals where given, without trailing zeros."""
    return cast(func.trim_scale(value if decimals is None else func.round(value, decimals)), Text)
