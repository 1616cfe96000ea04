"""The tables that rules read, and the parts from which every rule's statement is put together."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sqlalchemy import CTE, ColumnElement, Integer, Numeric, Text, any_, case, cast, column, exists, func, literal, select, table, text

Shift = Callable[[ColumnElement[str]], ColumnElement[str]]

submission = table(
    "submission",
    *(column(name) for name in ("run_id", "arrival_id", "kind", "reporter", "form", "period", "sha256")),
    column("submission_no", Integer),
    column("nil_report"),
    column("received_at"),
    schema="staging",
)
figure = table(
    "figure",
    *(column(name, Text) for name in ("run_id", "place", "status", "organisation", "indicator", "period", "basis")),
    column("submission_no", Integer),
    column("figure_no", Integer),
    column("value", Numeric),
    column("digit_weight", Numeric),
    column("is_total"),
    column("candidate"),
    schema="staging",
)
live_figure = table(
    "figure",
    *(column(name, Text) for name in ("organisation", "indicator", "period", "basis", "reporter", "form", "status")),
    column("period_year", Integer),
    column("figure_id", Integer),
    column("value", Numeric),
    column("digit_weight", Numeric),
    column("known_to"),
    schema="core",
)
core_organisation = table(
    "organisation",
    *(column(name, Text) for name in ("code", "parent")),
    column("successor"),
    column("valid_from"),
    column("valid_to"),
    schema="core",
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
core_form = table("form", column("code", Text), column("priority", Integer), schema="core")
core_form_row = table("form_row", column("form", Text), column("indicator", Text), column("months"), schema="core")


def batch_rows() -> CTE:
    """The submissions of the run: `{batch}` is filled with the run's rows, by Great Expectations and by us alike."""
    names = ("run_id", "submission_no", "arrival_id", "kind", "reporter", "form", "period", "sha256", "nil_report", "received_at")
    rows = text("{batch} as rows_of_run")
    return select(*(column(name, submission.c[name].type) for name in names)).select_from(rows).cte("batch")


def off_season(form: ColumnElement[str], indicator: ColumnElement[str], month: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the form's row of the indicator is not asked for in the month: what stands there then says nothing."""
    row = core_form_row.alias("seasonal")
    asked = month == any_(row.c.months)
    return exists().where(row.c.form == form, row.c.indicator == indicator, func.cardinality(row.c.months) > 0, ~asked)


def number(value: Decimal | int) -> ColumnElement[Decimal]:
    """A constant as numeric."""
    return cast(literal(Decimal(value), Numeric), Numeric)


def year_before(period: ColumnElement[str]) -> ColumnElement[str]:
    """The same period of the year before."""
    return cast(cast(func.left(period, 4), Integer) - 1, Text).concat(func.substr(period, 5))


def previous(period: ColumnElement[str]) -> ColumnElement[str]:
    """The period of the same frequency just before."""
    year, mark = cast(func.left(period, 4), Integer), func.substr(period, 6, 1)
    ordinal = cast(func.substr(period, 7), Integer)
    month = cast(func.substr(period, 6), Integer)

    def earlier(first: ColumnElement[bool], last: str, name: ColumnElement[str]) -> ColumnElement[str]:
        return case((first, cast(year - 1, Text).concat(literal(last))), else_=cast(year, Text).concat(name))

    return case(
        (func.length(period) == 4, cast(year - 1, Text)),
        (mark == "Q", earlier(ordinal == 1, "-Q4", literal("-Q").concat(cast(ordinal - 1, Text)))),
        (mark == "H", earlier(ordinal == 1, "-H2", literal("-H1"))),
        else_=earlier(month == 1, "-12", literal("-").concat(func.lpad(cast(month - 1, Text), 2, "0"))),
    )


def plain(value: ColumnElement[Decimal], decimals: int | None = None) -> ColumnElement[str]:
    """A number as it is shown: rounded to the decimals where given, without trailing zeros."""
    return cast(func.trim_scale(value if decimals is None else func.round(value, decimals)), Text)


def same_period(period: ColumnElement[str]) -> ColumnElement[str]:
    """The period itself: what another form said of it."""
    return period


def year_as_period(period: ColumnElement[str]) -> ColumnElement[str]:
    """The year of a period, as a period."""
    return func.left(period, 4)
