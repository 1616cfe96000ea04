from __future__ import annotations

import io
from decimal import Decimal

import pyarrow.parquet as pq

from huizong.publishing.files.exports import COLUMNS, to_csv, to_parquet
from tests.unit.publishing.workbook.test_page import row


def test_csv_keeps_every_digit_and_joins_lists() -> None:
    text = to_csv([row("G00", "P", "123.45678901234567890", missing=("G01", "G02"), missing_names=("甲,木", "乙"))]).decode("utf-8-sig")
    head, line, rest = text.split("\r\n")
    assert head.split(",") == list(COLUMNS)
    assert rest == ""
    assert '123.45678901234567890,万元,1,1,true,G01|G02,"甲,木|乙",,,,,,2026-07-08T02:23:00+00:00' in line


def test_parquet_rounds_to_twelve_digits_and_keeps_nulls() -> None:
    table = pq.read_table(
        io.BytesIO(to_parquet([row("G00", "P", "0.1234567890125000001"), row("G01", "P", None), row("G02", "P", "1E+3")]))
    )
    assert table.column("value").to_pylist() == [Decimal("0.123456789013"), None, Decimal("1000.000000000000")]
    assert table.column("missing").to_pylist() == [[], ["G01"], []]


def test_what_is_withheld_has_nothing_beside_it_that_would_tell_it() -> None:
    hidden = row("G01", "P", "60", "plan_completion", suppressed=True, rank=1, last_rank=2, progress_gap=Decimal("1.5"), ranked=3)
    told = dict(zip(COLUMNS, to_csv([hidden]).decode("utf-8-sig").split("\r\n")[1].split(","), strict=True))
    assert {name: told[name] for name in ("value", "rank", "last_rank", "progress_gap", "ranked")} == {
        "value": "…",
        "rank": "",
        "last_rank": "",
        "progress_gap": "",
        "ranked": "3",
    }
    stored = pq.read_table(io.BytesIO(to_parquet([hidden]))).to_pylist()[0]
    assert [stored[name] for name in ("value", "rank", "last_rank", "progress_gap")] == [None, None, None, None]
