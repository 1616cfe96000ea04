"""The rollups of a period as CSV and Parquet, with the columns of mart.rollup."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from huizong.publishing.disclosure import WITHHELD
from huizong.publishing.rollup_row import RollupRow

COLUMNS = RollupRow._fields
SCALE = 12  # digits after the point that Parquet keeps; CSV keeps all
_DECIMALS = ("value", "year_before_share", "previous_share", "progress_gap")
_TELLING = ("value", "year_before_share", "previous_share", "progress_gap", "rank", "last_rank")  # of what is withheld
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
    columns = _columns(rows)
    hidden = columns["suppressed"]
    texts = {name: _texts(column) for name, column in columns.items()}
    if any(hidden):
        texts["value"] = [WITHHELD if is_hidden else text for text, is_hidden in zip(texts["value"], hidden, strict=True)]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(zip(*texts.values(), strict=True))
    return buffer.getvalue().encode("utf-8-sig")


def to_parquet(rows: Sequence[RollupRow]) -> bytes:
    """Parquet with values as decimal128(38, 12); what is withheld has none."""
    columns = _columns(rows)
    last = Decimal(1).scaleb(-SCALE)
    with localcontext(prec=50):
        for name in _DECIMALS:
            columns[name] = [None if one is None else one.quantize(last, ROUND_HALF_EVEN) for one in columns[name]]
    table = pa.Table.from_pydict(columns, schema=_SCHEMA)
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def _columns(rows: Sequence[RollupRow]) -> dict[str, list[Any]]:
    """The fields of the rows, column by column; None where one would tell a value that is withheld."""
    columns = {name: list(column) for name, column in zip(COLUMNS, zip(*rows, strict=True), strict=True)}
    if hidden := [number for number, is_hidden in enumerate(columns["suppressed"]) if is_hidden]:
        for name in _TELLING:
            for number in hidden:
                columns[name][number] = None
    return columns


def _texts(column: Sequence[Any]) -> Sequence[Any]:
    """What is no text in CSV yet as one, by the kind of the column's first value; None is empty by itself."""
    first = next((value for value in column if value is not None), None)
    if isinstance(first, tuple):
        return ["|".join(value) if value else "" for value in column]
    if isinstance(first, bool):
        return ["true" if value else "false" for value in column]
    if isinstance(first, datetime):
        told = {value: value.isoformat() for value in set(column)}
        return [told[value] for value in column]
    if isinstance(first, Decimal):
        return [None if value is None else format(value, "f") for value in column]
    return column
