"""The list of what a reviewer is to look at in a period: `published/<period>/核对清单.csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

from huizong.checking.language.basis_words import BASIS_WORDS
from huizong.model import Basis, Severity
from huizong.settings import COUNTY_TIME
from huizong.warehouse.queries import query

REVIEW_FILE = "核对清单.csv"
HEADERS = ("状态", "类别", "由谁处理", "单位", "指标", "口径", "情况", "处理", "提出时间", "了结时间")
_STATES = {"open": "待核对", "closed": "已了结"}
_SEVERITIES = {Severity.CRITICAL: "强制", Severity.BLOCKING: "准强制", Severity.QUERY: "核实", Severity.INFO: "提示"}
_RESPONSIBLE = {"reviewer": "县汇总人员", "county": "县汇总人员", "department": "报送单位", "system": "系统"}


@dataclass(frozen=True, slots=True)
class ReviewedIssue:
    """One issue of a period as mart.period_issue has it, open or closed."""

    period: str
    state: str
    severity: str
    responsibility: str
    organisation: str
    organisation_name: str | None
    indicator_name: str | None
    basis: str
    message: str
    remedy: str
    raised_at: datetime
    closed_at: datetime | None


def read_asked(connection: Connection, periods: Sequence[str]) -> Mapping[str, tuple[ReviewedIssue, ...]]:
    """The issues of each period that has any, the open ones first."""
    with connection.cursor() as cursor:
        cursor.execute(query("period_issues"), {"periods": list(periods)})
        rows = [ReviewedIssue(*row) for row in cursor.fetchall()]
    return {period: tuple(row for row in rows if row.period == period) for period in {row.period for row in rows}}


def review_list(asked: Sequence[ReviewedIssue]) -> bytes:
    """The list as CSV in UTF-8 with a byte order mark, a line an issue; instants in the county's time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows(_line(one) for one in asked)
    return buffer.getvalue().encode("utf-8-sig")


def _line(one: ReviewedIssue) -> tuple[str, ...]:
    return (
        _STATES[one.state],
        _SEVERITIES[Severity(one.severity)],
        _RESPONSIBLE[one.responsibility],
        one.organisation_name or one.organisation,
        one.indicator_name or "",
        BASIS_WORDS[Basis(one.basis)],
        one.message,
        one.remedy,
        _instant(one.raised_at),
        _instant(one.closed_at),
    )


def _instant(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(COUNTY_TIME).strftime("%Y-%m-%d %H:%M")
