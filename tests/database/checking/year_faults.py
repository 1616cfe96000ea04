"""The seeded faults of the measured county: one kind each, at a known cell, with the rule and the severity it must get.

Each stands in a submission of its own, so that none covers another. `also` are the rules that the same wrong number
breaks beside its own: they are allowed in that submission and nothing else is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from huizong.model import Draft, Figure, Status
from tests.database.checking.year import bureau_draft, month_value, place_of, to_date, town_draft
from tests.database.checking.year_catalogue import BUREAU, ECONOMY, FARMING, LIST, LIVING, TAXES

Edit = Callable[[tuple[Figure, ...]], tuple[Figure, ...]]
MONTH, LATE = 9, 11


@dataclass(frozen=True)
class Seed:
    """One fault: in whose form it is put, how, and what must be said of it; `names` are words of the message."""

    kind: str
    town: str
    form: dict[str, Any]
    edit: Edit
    place: str
    rule: str
    severity: str
    also: tuple[str, ...] = ()
    names: str = ""
    month: int = MONTH
    sha256: str | None = None

    def draft(self) -> Draft:
        """The submission with its fault."""
        clean = bureau_draft(self.month) if self.town == BUREAU else town_draft(self.town, self.form, self.month)
        figures = self.edit(clean.figures)
        return replace(
            clean,
            figures=figures,
            numeric_cells=sum(f.value is not None for f in figures),
            sha256=self.sha256 or hashlib.sha256(self.kind.encode()).hexdigest(),
        )


def _at(form: dict[str, Any], *cells: str) -> str:
    return ", ".join(place_of(form, *cell.split(".")) for cell in cells)


def _is(figure: Figure, cell: str) -> bool:
    return cell == f"{figure.indicator}.{figure.basis}"


def put(**cells: Any) -> Edit:
    """Other values in cells `V01_current`: a number, or what becomes of the number that stands there."""
    wanted = {name.replace("_", ".", 1): change for name, change in cells.items()}

    def edit(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        changed = []
        for figure in figures:
            change = next((c for cell, c in wanted.items() if _is(figure, cell)), None)
            if change is None:
                changed.append(figure)
                continue
            value = Decimal(str(change(figure.value) if callable(change) else change))
            changed.append(
                replace(figure, value=value, raw=str(value), precision=Decimal(1).scaleb(min(0, int(value.as_tuple().exponent))))
            )
        return tuple(changed)

    return edit


def plus(amount: str) -> Callable[[Decimal], Decimal]:
    """The value and so much more."""
    return lambda value: value + Decimal(amount)


def times(factor: str) -> Callable[[Decimal], Decimal]:
    """The value so many times."""
    return lambda value: value * Decimal(factor)


def fraction(value: Decimal) -> Decimal:
    """A percentage written as a fraction."""
    return value / 100


def without(cell: str) -> Edit:
    """The figures but those of a row (`V07`) or a column (`.plan_completion`)."""
    return lambda figures: tuple(f for f in figures if f.indicator != cell and f".{f.basis}" != cell)


def empty(cell: str, status: Status, raw: str = "") -> Edit:
    """A cell without a number."""
    return lambda figures: tuple(replace(f, value=None, precision=None, status=status, raw=raw) if _is(f, cell) else f for f in figures)


def added(cell: str, place: str, **changes: Any) -> Edit:
    """One more figure, like that of a cell but for the changes."""
    return lambda figures: (*figures, *(replace(f, place=place, **changes) for f in figures if _is(f, cell)))


def marked(cell: str, **changes: Any) -> Edit:
    """A figure with other marks."""
    return lambda figures: tuple(replace(f, **changes) if _is(f, cell) else f for f in figures)


def _double_month(town: str, month: int) -> Callable[[Decimal], Decimal]:
    return lambda value: value + month_value(town, "V01", 2025, month).quantize(Decimal("0.1"))


def _own_base_only(value: Decimal) -> Decimal:
    return sum((month_value("Y24", "V01", 2024, m) for m in range(1, MONTH + 1)), Decimal(0)).quantize(Decimal("0.1"))


def _listed(town: str, change: Callable[[Decimal], Decimal]) -> Edit:
    return lambda figures: tuple(
        replace(f, value=change(f.value), raw="") if f.organisation == town and f.value is not None else f for f in figures
    )


def _unlisted(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    gone = next(f.value for f in figures if f.organisation == "Y08")
    assert gone is not None
    return tuple(replace(f, value=f.value - gone) if f.is_total and f.value else f for f in figures if f.organisation != "Y08")


def _to_date(town: str, code: str) -> Decimal:
    return to_date(town, code, 2025, MONTH - 1).quantize(Decimal("0.1"))


CONTINUES, FALLS = "cumulative-not-continuous", "cumulative-below-last-month"
SEEDS: tuple[Seed, ...] = (
    # what is owed
    Seed(
        "masked",
        "Y01",
        ECONOMY,
        empty("V01.current", Status.PLACEHOLDER, "xx"),
        _at(ECONOMY, "V01.current"),
        "value-placeholder",
        "critical",
    ),
    Seed("blank", "Y02", ECONOMY, empty("V07.current", Status.BLANK), _at(ECONOMY, "V07.current"), "value-required-blank", "critical"),
    Seed("row left out", "Y04", ECONOMY, without("V07"), "", "indicator-missing", "critical", names="工业企业数"),
    Seed("column left out", "Y05", ECONOMY, without(".plan_completion"), "", "column-missing", "critical"),
    Seed("town left out", BUREAU, LIST, _unlisted, "", "organisation-not-listed", "critical", names="荷塘镇"),
    Seed(
        "operand missing",
        "Y02",
        LIVING,
        empty("P05.current", Status.BLANK),
        _at(LIVING, "P04.current"),
        "Y-LIVE:people",
        "blocking",
        ("value-required-blank",),
        "城镇保障人数",
    ),
    # rates
    Seed("growth", "Y06", ECONOMY, put(V01_growth_rate=plus("7")), _at(ECONOMY, "V01.growth_rate"), "growth-differs", "blocking"),
    Seed(
        "growth as a fraction",
        "Y08",
        ECONOMY,
        put(V01_growth_rate=fraction),
        _at(ECONOMY, "V01.growth_rate"),
        "percent-scale",
        "blocking",
        ("outlier", "growth-large"),  # a large project of that town, in another row
    ),
    Seed(
        "growth beyond reason",
        "Y01",
        ECONOMY,
        put(V03_growth_rate="88.8"),
        _at(ECONOMY, "V03.growth_rate"),
        "growth-large",
        "query",
        month=LATE,
    ),
    Seed(
        "comparable growth far off",
        "Y10",
        ECONOMY,
        put(V02_growth_rate=plus("15")),
        _at(ECONOMY, "V02.growth_rate"),
        "growth-implausible",
        "query",
    ),
    Seed(
        "comparable growth, sign",
        "Y12",
        ECONOMY,
        put(V02_growth_rate=times("-0.5")),
        _at(ECONOMY, "V02.growth_rate"),
        "growth-implausible",
        "query",
    ),
    Seed("last digit", "Y13", ECONOMY, put(V01_growth_rate=plus("0.1")), _at(ECONOMY, "V01.growth_rate"), "rounding", "info"),
    Seed(
        "completion",
        "Y14",
        ECONOMY,
        put(V04_plan_completion=plus("8")),
        _at(ECONOMY, "V04.plan_completion"),
        "completion-differs",
        "blocking",
    ),
    Seed(
        "completion as a fraction",
        "Y15",
        ECONOMY,
        put(V04_plan_completion=fraction),
        _at(ECONOMY, "V04.plan_completion"),
        "percent-scale",
        "blocking",
    ),
    Seed("share", "Y01", LIVING, put(P03_current=plus("3")), _at(LIVING, "P03.current"), "ratio-differs", "blocking"),
    Seed("share as a fraction", "Y17", ECONOMY, put(V06_cumulative=fraction), _at(ECONOMY, "V06.cumulative"), "percent-scale", "blocking"),
    Seed("share by relation", "Y04", TAXES, put(R04_cumulative=plus("5")), _at(TAXES, "R04.cumulative"), "Y-TAX:share", "blocking"),
    # within the form, between forms
    Seed(
        "part above whole",
        "Y18",
        ECONOMY,
        put(V05_cumulative=lambda v: v * 2),
        _at(ECONOMY, "V04.cumulative", "V05.cumulative"),
        "Y-ECON:within",
        "critical",
        ("growth-differs", CONTINUES, "ratio-differs"),
    ),
    Seed(
        "month above year",
        "Y19",
        ECONOMY,
        put(V01_cumulative=times("0.01")),
        _at(ECONOMY, "V01.cumulative", "V01.current"),
        "Y-ECON:covers",
        "critical",
        ("growth-differs", FALLS),
    ),
    Seed(
        "audit formula",
        "Y01",
        TAXES,
        put(R03_current=times("6")),
        _at(TAXES, "R01.current", "R02.current", "R03.current"),
        "Y-TAX:audit.current",
        "blocking",
        (CONTINUES, "outlier"),
    ),
    Seed(
        "total of items",
        "Y01",
        FARMING,
        put(G04_current=plus("900")),
        _at(FARMING, "G04.current"),
        "Y-AGRI:parts.current",
        "blocking",
        (CONTINUES, "outlier"),
    ),
    Seed("total of people", "Y03", LIVING, put(P04_current=plus("10")), _at(LIVING, "P04.current"), "Y-LIVE:people", "blocking"),
    Seed(
        "if then",
        "Y04",
        LIVING,
        put(P04_current=0, P05_current=0, P06_current=0),
        _at(LIVING, "P04.current"),
        "Y-LIVE:paid",
        "blocking",
        ("outlier",),
    ),
    Seed(
        "more insured than people",
        "Y05",
        LIVING,
        put(P02_current=times("1.2")),
        _at(LIVING, "P02.current", "P01.current"),
        "Y-LIVE:covered",
        "critical",
        ("ratio-differs", "outlier"),
    ),
    Seed(
        "exception at its end",
        "Y09",
        LIVING,
        put(P02_current=times("1.2")),
        _at(LIVING, "P02.current", "P01.current"),
        "Y-LIVE:covered",
        "critical",
        ("ratio-differs", "outlier"),
        month=LATE,
    ),
    Seed(
        "another form",
        "Y06",
        LIVING,
        put(P07_cumulative=times("60")),
        _at(LIVING, "P07.cumulative"),
        "Y-LIVE:taxed",
        "blocking",
        (CONTINUES,),
        month=LATE,
    ),
    Seed("total of towns", BUREAU, LIST, _listed("C00", plus("100")), "分乡镇!C29", "Y-LIST:total", "blocking"),
    # values
    Seed(
        "negative stock", "Y05", FARMING, put(G03_current=-20), _at(FARMING, "G03.current"), "value-out-of-bounds", "critical", ("outlier",)
    ),
    Seed("negative year", "Y05", TAXES, put(R05_cumulative=-5), _at(TAXES, "R05.cumulative"), "value-out-of-bounds", "critical", (FALLS,)),
    Seed(
        "negative month",
        "Y06",
        TAXES,
        put(R05_current=-5),
        _at(TAXES, "R05.current"),
        "value-out-of-bounds",
        "query",
        (CONTINUES, "outlier"),
    ),
    Seed("another unit", "Y07", TAXES, marked("R05.current", unit_written="亩"), _at(TAXES, "R05.current"), "unit-mismatch", "critical"),
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
        _at(ECONOMY, "V01.cumulative"),
        FALLS,
        "blocking",
        ("growth-differs",),
    ),
    Seed(
        "refund",
        "Y22",
        ECONOMY,
        put(V04_current=-300, V04_cumulative=lambda v: _to_date("Y22", "V04") - 300),
        _at(ECONOMY, "V04.cumulative"),
        "cumulative-fell-by-month",
        "query",
        ("growth-differs", "completion-differs", "ratio-differs", "outlier", "Y-ECON:within"),
    ),
    Seed(
        "month differs",
        "Y23",
        ECONOMY,
        put(V01_current=plus("777.7")),
        _at(ECONOMY, "V01.cumulative", "V01.current"),
        CONTINUES,
        "query",
        names="2025年8月报的累计",
    ),
    Seed(
        "month added twice",
        "Y11",
        ECONOMY,
        put(V01_cumulative=_double_month("Y11", 3)),
        _at(ECONOMY, "V01.cumulative", "V01.current"),
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
        _at(TAXES, "R01.cumulative", "R01.current"),
        "Y-TAX:goes-on",
        "query",
        ("outlier",),
    ),
    Seed(
        "prior year",
        "Y03",
        ECONOMY,
        put(V05_prior_year=plus("30")),
        _at(ECONOMY, "V05.prior_year"),
        "prior-year-differs",
        "query",
        ("growth-differs",),
    ),
    Seed(
        "prior year of a merged town",
        "Y24",
        ECONOMY,
        put(V01_prior_year=_own_base_only),
        _at(ECONOMY, "V01.prior_year"),
        "prior-year-differs",
        "query",
        ("growth-differs",),
    ),
    Seed(
        "prior year, revised by rule",
        "Y09",
        ECONOMY,
        put(V02_prior_year=plus("30")),
        _at(ECONOMY, "V02.prior_year"),
        "prior-year-rebased",
        "info",
    ),
    Seed("prior year, by relation", "Y03", TAXES, put(R01_prior_year=plus("50")), _at(TAXES, "R01.prior_year"), "Y-TAX:base", "query"),
    Seed("far above", "Y13", TAXES, put(R05_current=times("30")), _at(TAXES, "R05.current"), "outlier", "query", (CONTINUES,)),
    # units
    Seed(
        "元 for 万元",
        "Y21",
        ECONOMY,
        put(V01_current=times("10000"), V01_cumulative=times("10000")),
        _at(ECONOMY, "V01.current"),
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
        _at(ECONOMY, "V05.prior_year"),
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
        _at(TAXES, "R05.cumulative"),
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
        _at(ECONOMY, "V02.cumulative"),
        "unit-slip-possible",
        "query",
        (CONTINUES, "outlier"),
    ),
    Seed(
        "公顷 for 亩",
        "Y02",
        FARMING,
        put(G07_current=lambda v: (v / 15).quantize(Decimal(1))),
        _at(FARMING, "G07.current"),
        "unit-suspect",
        "blocking",
        ("outlier",),
        "公顷",
    ),
    Seed(
        "one town of a total",
        BUREAU,
        LIST,
        _listed("Y10", times("10000")),
        "分乡镇!C14",
        "unit-suspect",
        "blocking",
        ("Y-LIST:total", CONTINUES),
        "一万",
    ),
)
