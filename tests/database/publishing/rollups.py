"""What the mart says of June."""

from __future__ import annotations

from tests.database.warehouse.county import County


def values(county: County) -> list[tuple[object, ...]]:
    return county.rows("select organisation, indicator, basis, method, value from mart.rollup where period = '2026-06' order by 1, 2, 3, 4")
