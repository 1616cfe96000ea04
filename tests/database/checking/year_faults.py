"""The seeded faults of the measured county: one kind each, at a known cell, with the rule and the severity it must get.

Each stands in a submission of its own, so that none covers another. `also` are the rules that the same wrong number
breaks beside its own: they are allowed in that submission and nothing else is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal

from tests.database.checking.year import month_value, to_date
from tests.database.checking.year_catalogue import BUREAU, ECONOMY, FARMING, LIST, TAXES
from tests.database.checking.year_faults_within import WITHIN
from tests.database.checking.year_seeds import (
    CONTINUES,
    FALLS,
    MONTH,
    Seed,
    added,
    at,
    listed,
    marked,
    plus,
    put,
    times,
)


def _double_month(town: str, month: int) -> Callable[[Decimal], Decimal]:
    return lambda value: value + month_value(town, "V01", 2025, month).quantize(Decimal("0.1"))


def _own_base_only(value: Decimal) -> Decimal:
    return sum((month_value("Y24", "V01", 2024, m) for m in range(1, MONTH + 1)), Decimal(0)).quantize(Decimal("0.1"))


def _to_date(town: str, code: str) -> Decimal:
    return to_date(town, code, 2025, MONTH - 1).quantize(Decimal("0.1"))


SEEDS: tuple[Seed, ...] = (
    *WITHIN,
    # values
    Seed(
        "negative stock", "Y05", FARMING, put(G03_current=-20), at(FARMING, "G03.current"), "value-out-of-bounds", "critical", ("outlier",)
    ),
    Seed("negative year", "Y05", TAXES, put(R05_cumulative=-5), at(TAXES, "R05.cumulative"), "value-out-of-bounds", "critical", (FALLS,)),
    Seed(
        "negative month",
        "Y06",
        TAXES,
        put(R05_current=-5),
        at(TAXES, "R05.current"),
        "value-out-of-bounds",
        "query",
        (CONTINUES, "outlier"),
    ),
    Seed("another unit", "Y07", TAXES, marked("R05.current", unit_written="亩"), at(TAXES, "R05.current"), "unit-mismatch", "critical"),
    Seed(
        "unknown row",
        "Y08",
        TAXES,
        added("R05.current", "本月!C12", indicator=None, label="滞纳金额"),
        "本月!C12",
        "indicator-unknown",
        "query",
    ),
    Seed(
        "twice", "Y09", TAXES, added("R02.current", "本月!C12", value=Decimal("1.5")), "本月!C6, 本月!C12", "duplicate-figure", "critical"
    ),
    Seed("twice the same", "Y10", TAXES, added("R02.current", "本月!C12"), "本月!C6, 本月!C12", "duplicate-figure-equal", "info"),
    Seed(
        "file of another town",
        "Y16",
        TAXES,
        lambda figures: figures,
        "",
        "file-duplicate-elsewhere",
        "critical",
        sha256=hashlib.sha256(f"Y15-Y-TAX-{MONTH}".encode()).hexdigest(),
    ),
    # history
    Seed(
        "fallen",
        "Y20",
        ECONOMY,
        put(V01_cumulative=lambda v: _to_date("Y20", "V01") - 100),
        at(ECONOMY, "V01.cumulative"),
        FALLS,
        "blocking",
        ("growth-differs",),
    ),
    Seed(
        "refund",
        "Y22",
        ECONOMY,
        put(V04_current=-300, V04_cumulative=lambda v: _to_date("Y22", "V04") - 300),
        at(ECONOMY, "V04.cumulative"),
        "cumulative-fell-by-month",
        "query",
        ("growth-differs", "completion-differs", "ratio-differs", "outlier", "Y-ECON:within"),
    ),
    Seed(
        "month differs",
        "Y23",
        ECONOMY,
        put(V01_current=plus("777.7")),
        at(ECONOMY, "V01.cumulative", "V01.current"),
        CONTINUES,
        "query",
        names="2025年8月报的累计",
    ),
    Seed(
        "month added twice",
        "Y11",
        ECONOMY,
        put(V01_cumulative=_double_month("Y11", 3)),
        at(ECONOMY, "V01.cumulative", "V01.current"),
        CONTINUES,
        "query",
        ("growth-differs",),
        "相差的数正好是2025年3月的本月数",
    ),
    Seed(
        "does not go on, by relation",
        "Y02",
        TAXES,
        put(R01_current=plus("200")),
        at(TAXES, "R01.cumulative", "R01.current"),
        "Y-TAX:goes-on",
        "query",
        ("outlier",),
    ),
    Seed(
        "prior year",
        "Y03",
        ECONOMY,
        put(V05_prior_year=plus("30")),
        at(ECONOMY, "V05.prior_year"),
        "prior-year-differs",
        "query",
        ("growth-differs",),
    ),
    Seed(
        "prior year of a merged town",
        "Y24",
        ECONOMY,
        put(V01_prior_year=_own_base_only),
        at(ECONOMY, "V01.prior_year"),
        "prior-year-differs",
        "query",
        ("growth-differs",),
    ),
    Seed(
        "prior year, revised by rule",
        "Y09",
        ECONOMY,
        put(V02_prior_year=plus("30")),
        at(ECONOMY, "V02.prior_year"),
        "prior-year-rebased",
        "info",
    ),
    Seed("prior year, by relation", "Y03", TAXES, put(R01_prior_year=plus("50")), at(TAXES, "R01.prior_year"), "Y-TAX:base", "query"),
    Seed("far above", "Y13", TAXES, put(R05_current=times("30")), at(TAXES, "R05.current"), "outlier", "query", (CONTINUES,)),
    # units
    Seed(
        "元 for 万元",
        "Y21",
        ECONOMY,
        put(V01_current=times("10000"), V01_cumulative=times("10000")),
        at(ECONOMY, "V01.current"),
        "unit-suspect",
        "blocking",
        ("growth-differs", CONTINUES, "outlier"),
        "一万",
    ),
    Seed(
        "元 for 万元, prior year",
        "Y07",
        ECONOMY,
        put(V05_prior_year=times("10000")),
        at(ECONOMY, "V05.prior_year"),
        "unit-suspect",
        "blocking",
        ("growth-differs", "prior-year-differs"),
        "一万",
    ),
    Seed(
        "千元 for 万元",
        "Y11",
        TAXES,
        put(R05_current=times("1000"), R05_cumulative=times("1000")),
        at(TAXES, "R05.cumulative"),
        "unit-suspect",
        "blocking",
        (CONTINUES, "outlier"),
        "一千",
    ),
    Seed(
        "one sign only",
        "Y16",
        ECONOMY,
        put(V02_current=times("10000"), V02_cumulative=times("10000")),
        at(ECONOMY, "V02.cumulative"),
        "unit-slip-possible",
        "query",
        (CONTINUES, "outlier"),
    ),
    Seed(
        "公顷 for 亩",
        "Y02",
        FARMING,
        put(G07_current=lambda v: (v / 15).quantize(Decimal(1))),
        at(FARMING, "G07.current"),
        "unit-suspect",
        "blocking",
        ("outlier",),
        "公顷",
    ),
    Seed(
        "one town of a total",
        BUREAU,
        LIST,
        listed("Y10", times("10000")),
        "分乡镇!C14",
        "unit-suspect",
        "blocking",
        ("Y-LIST:total", CONTINUES),
        "一万",
    ),
)
