"""The notice of corrected figures: `published/<period>/修订通知.csv`, written before a published figure changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from psycopg2.extensions import connection as Connection

from huizong.checking.language.basis_words import BASIS_WORDS
from huizong.model import Basis
from huizong.publishing.nature_words import NATURES
from huizong.settings import COUNTY_TIME
from huizong.warehouse.queries import query

NOTICE_FILE = "修订通知.csv"
HEADERS = ("修订时间", "单位", "指标", "口径", "计量单位", "原数", "现数", "增减", "性质", "原因")


@dataclass(frozen=True, slots=True)
class Correction:
    """One published value that a later publication changed; values unrounded in `unit`, the new one None where it was taken back."""

    period: str
    restated_at: datetime
    organisation_name: str
    indicator_name: str
    basis: str
    unit: str
    old_value: Decimal
    new_value: Decimal | None
    nature: str
    why: str


def read_notices(connection: Connection, periods: Sequence[str]) -> Mapping[str, tuple[Correction, ...]]:
    """The corrections of each period that has any, the latest first; of what may be shown outside the county's staff only."""
    with connection.cursor() as cursor:
        cursor.execute(query("notice_restated"), {"periods": list(periods)})
        rows = [Correction(*row) for row in cursor.fetchall()]
    return {period: tuple(row for row in rows if row.period == period) for period in sorted({row.period for row in rows})}


def notice_list(corrections: Sequence[Correction]) -> bytes:
    """The notice as CSV in UTF-8 with a byte order mark, a line a value; instants in the county's time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows(_line(one) for one in corrections)
    return buffer.getvalue().encode("utf-8-sig")


def _line(one: Correction) -> tuple[str, ...]:
    return (
        one.restated_at.astimezone(COUNTY_TIME).strftime("%Y-%m-%d %H:%M"),
        one.organisation_name,
        one.indicator_name,
        BASIS_WORDS[Basis(one.basis)],
        one.unit,
        _plain(one.old_value),
        "" if one.new_value is None else _plain(one.new_value),
        "" if one.new_value is None else _plain(one.new_value - one.old_value),
        NATURES[one.nature],
        one.why,
    )


def _plain(value: Decimal) -> str:
    """At most four digits after the point, none that say nothing."""
    text = format(round(value, 4), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
