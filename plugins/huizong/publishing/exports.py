"""The rollups of a period as CSV and Parquet, with the columns of mart.rollup."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import fields
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from huizong.publishing.disclosure import WITHHELD
from huizong.publishing.rows import RollupRow

COLUMNS = tuple(field.name for field in fields(RollupRow))
SCALE = 12  # digits after the point that Parquet keeps; CSV keeps all
_DECIMALS = ("value", "year_before_share", "previous_share", "progress_gap")
_TELLING = frozenset({"value", "year_before_share", "previous_share", "progress_gap", "rank", "last_rank"})  # of what is withheld
_NAMES = pa.list_(pa.string())
_SCHEMA = pa.schema(
    [
        pa.field("period", pa.string()),
        pa.field("organisation", pa.string()),
        pa.field("organisation_name", pa.string()),
        pa.field("indicator", pa.string()),
        pa.field("indicator_name", pa.string()),
        pa.field("basis", pa.string()),
        pa.field("method", pa.string()),
        pa.field("is_headline", pa.bool_()),
        pa.field("value", pa.decimal128(38, SCALE)),
        pa.field("unit", pa.string()),
        pa.field("reported", pa.int32()),
        pa.field("expected", pa.int32()),
        pa.field("full_coverage", pa.bool_()),
        pa.field("missing", _NAMES),
        pa.field("missing_names", _NAMES),
        pa.field("held", _NAMES),
        pa.field("held_names", _NAMES),
        pa.field("contested", _NAMES),
        pa.field("rank", pa.int32()),
        pa.field("ranked", pa.int32()),
        pa.field("as_of", pa.timestamp("us", tz="UTC")),
        pa.field("release", pa.string()),
        pa.field("suppressed", pa.bool_()),
        pa.field("state", pa.string()),
        pa.field("revision", pa.int64()),
        pa.field("placeholders", pa.int32()),
        pa.field("placeholder", _NAMES),
        pa.field("placeholder_names", _NAMES),
        pa.field("year_before_share", pa.decimal128(38, SCALE)),
        pa.field("previous_share", pa.decimal128(38, SCALE)),
        pa.field("progress_gap", pa.decimal128(38, SCALE)),
        pa.field("last_rank", pa.int32()),
    ]
)


def to_csv(rows: Sequence[RollupRow]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read the names; lists joined by `|`, None empty.

    What is withheld has 「…」 for its value, and nothing that would tell it.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([WITHHELD if name == "value" and row.suppressed else _text(_told(row, name)) for name in COLUMNS])
    return buffer.getvalue().encode("utf-8-sig")


def to_parquet(rows: Sequence[RollupRow]) -> bytes:
    """Parquet with values as decimal128(38, 12); what is withheld has none."""
    columns = {name: [_told(row, name) for row in rows] for name in COLUMNS}
    with localcontext(prec=50):
        for name in _DECIMALS:
            columns[name] = [None if one is None else one.quantize(Decimal(1).scaleb(-SCALE), ROUND_HALF_EVEN) for one in columns[name]]
    table = pa.Table.from_pydict({name: list(values) for name, values in columns.items()}, schema=_SCHEMA)
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def _told(row: RollupRow, name: str) -> Any:
    """The row's field; None where it would tell a value that is withheld."""
    return None if row.suppressed and name in _TELLING else getattr(row, name)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
