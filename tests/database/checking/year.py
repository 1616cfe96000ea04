"""A correct year of the measured county, made of invented numbers: what each form says in each month, and the year before.

Values come from a seeded generator and are kept unrounded; what a form shows is rounded once, as a workbook does it.
The year has what real years have: a January that is not owed, refunds, revised bases, growth at comparable and at
constant prices, seasonal rows, a series that is mostly zero and one that starts from nothing, a merger at the new year and one
in June, months that jump for a good reason, a bureau that counts the same tax differently, and a town that misses a month.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from huizong.model import Basis, Draft, Figure, Status
from tests.database.checking.year_catalogue import BUREAU, FORMS, INDICATORS, LIST, MERGED_BEFORE, MERGED_LATER, SUCCESSOR, TOWNS

YEAR = 2025
FIRST_ROW, FIRST_COLUMN = 5, "C"
_SIZE = {
    "V01": 9000,
    "V02": 4000,
    "V03": 2400,
    "V04": 900,
    "V07": 60,
    "G03": 8000,
    "G05": 700,
    "G06": 300,
    "G07": 12000,
    "P01": 30000,
    "P05": 200,
    "P06": 700,
    "P07": 45,
    "R02": 300,
    "R03": 150,
    "R05": 60,
}
_SEASON = (0.9, 0.7, 1.0, 1.0, 1.0, 1.2, 1.0, 0.95, 1.05, 1.0, 1.05, 1.4)
_HARVEST = {6: 0.6, 9: 0.4}
_PLANTING = (3, 4, 11)
REFUNDS = {("Y03", "V04", 5): -420, ("Y03", "V05", 5): -430, ("Y06", "R01", 4): -310, ("Y06", "R02", 4): -320, ("Y06", "R03", 4): 5}
JUMPS = {
    ("Y02", "V01", 5): 5,
    ("Y08", "V02", 9): 8,
    ("Y13", "P07", 8): 9,
    ("Y17", "G05", 10): 4,
    ("Y19", "R03", 3): 7,
}
REBASED = {("Y07", "V01"): Decimal("1.03"), ("Y12", "R01"): Decimal("0.96")}
NEW_SERIES = {("Y16", "V02")}
LUMPY = {("Y21", "V02"): (0.8, 950, 3.2, 0, 41, 1200, 0.5, 6, 0, 300, 2, 77)}
MISSED = {("Y11", "Y-ECON", 5)}


def organisations(month: int) -> tuple[str, ...]:
    """The towns that report in a month of the year."""
    return tuple(town for town in TOWNS if town != MERGED_LATER or month <= 6)


def _parts(town: str, year: int, month: int) -> tuple[str, ...]:
    """The old towns that a town stands for in a month."""
    merged = [old for old, new in SUCCESSOR.items() if new == town and year == YEAR and (old == MERGED_BEFORE or month > 6)]
    return (town, *merged)


@cache
def _raw(town: str, code: str, year: int, month: int) -> Decimal:
    """What happened in a month, unrounded; of a stock its level."""
    given = REFUNDS.get((town, code, month)) if year == YEAR else None
    if given is not None:
        return Decimal(given)
    if (town, code) in NEW_SERIES and year < YEAR:
        return Decimal(0)
    if code in ("V06", "P03", "R04", "P04", "G04"):
        raise KeyError(f"{code} is derived")
    chance = random.Random(f"{town}-{code}-{year}-{month}")  # noqa: S311 - invented numbers, no secrets
    scale = random.Random(f"{town}-{code}").uniform(0.4, 2.5)  # noqa: S311
    kind = INDICATORS[code]["kind"]
    if code == "G01":
        return _rounded(Decimal(40000 * scale * _HARVEST.get(month, 0)), 0)
    if code == "G02":
        return Decimal(chance.choice((20, 150, 600, 1800)) if month in _PLANTING and chance.random() < 0.7 else 0)
    if code == "V05":
        share = random.Random(f"{town}-share").uniform(0.55, 0.85) * chance.uniform(0.95, 1.05)  # noqa: S311
        return _rounded(_raw(town, "V04", year, month) * Decimal(share), 3)
    if code == "R01":
        return _raw(town, "R02", year, month) + _raw(town, "R03", year, month) + _rounded(Decimal(40 * scale), 3)
    if code == "P02":
        share = 1.05 if town == "Y09" and (year, month) <= (YEAR, 10) else 0.9 + 0.04 * random.Random(town).random()  # noqa: S311
        return _rounded(_raw(town, "P01", year, month) * Decimal(share), 0)
    if kind == "stock":
        months = (year - YEAR) * 12 + month
        return _rounded(Decimal(_SIZE[code] * scale * (1 + 0.002 * months) * chance.uniform(0.995, 1.005)), 0)
    if (town, code) in LUMPY:
        return Decimal(str(LUMPY[town, code][(month + year) % 12]))
    trend = 1 + (year - YEAR + 1) * random.Random(f"{code}-{town}-trend").uniform(-0.1, 0.18)  # noqa: S311
    jump = JUMPS.get((town, code, month), 1) if year == YEAR else 1
    return _rounded(Decimal(_SIZE[code] * scale * trend * _SEASON[month - 1] * chance.uniform(0.8, 1.2) * jump), 3)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def month_value(town: str, code: str, year: int, month: int) -> Decimal:
    """The month of a flow or the level of a stock, of the town and of those it succeeded, unrounded."""
    if code in ("G04", "P04"):
        one, other = {"G04": ("G05", "G06"), "P04": ("P05", "P06")}[code]
        return month_value(town, one, year, month) + month_value(town, other, year, month)
    return sum((_raw(part, code, year, month) for part in _parts(town, year, month)), Decimal(0))


def to_date(town: str, code: str, year: int, month: int) -> Decimal:
    """January to the month, unrounded; after a merger of both from January on."""
    if code == "G04":
        return to_date(town, "G05", year, month) + to_date(town, "G06", year, month)
    parts = _parts(town, year, month)
    return sum((_raw(part, code, year, m) for part in parts for m in range(1, month + 1)), Decimal(0))


def base_of(town: str, code: str, month: int) -> Decimal:
    """The prior-year value as this year's form gives it: what was published, or the base as it was revised."""
    parts = _parts(town, YEAR, month)
    codes = ("G05", "G06") if code == "G04" else (code,)
    published = sum((_raw(p, c, YEAR - 1, m) for p in parts for c in codes for m in range(1, month + 1)), Decimal(0))
    factor = Decimal("0.93") if code == "V02" else REBASED.get((town, code), Decimal(1))
    return published * factor


def plan_of(town: str, month: int) -> Decimal:
    """The year's target of V04."""
    return sum((_rounded(Decimal(12000) + 400 * (TOWNS.index(p) if p in TOWNS else 0), 0) for p in _parts(town, YEAR, month)), Decimal(0))


def _value(town: str, code: str, basis: str, year: int, month: int) -> Decimal | None:
    decimals = INDICATORS[code]["decimals"]
    if code in ("V06", "P03", "R04"):
        top, bottom = {"V06": ("V05", "V04"), "P03": ("P02", "P01"), "R04": ("R02", "R01")}[code]
        take = month_value if basis == "current" else to_date
        return _rounded(100 * take(town, top, year, month) / take(town, bottom, year, month), decimals)
    if basis == "current":
        return _rounded(month_value(town, code, year, month), decimals)
    if basis == "cumulative":
        return _rounded(to_date(town, code, year, month), decimals)
    if basis == "prior_year":
        return _rounded(base_of(town, code, month), decimals)
    if basis == "plan":
        return plan_of(town, month)
    if basis == "plan_completion":
        return _rounded(100 * to_date(town, code, year, month) / plan_of(town, month), 1)
    base = base_of(town, code, month)
    if base <= 0:
        return None
    nominal = 100 * (to_date(town, code, year, month) / base - 1)
    shift = {"V02": Decimal(4 if nominal > 0 else -4), "V03": Decimal("-2.3")}.get(code, Decimal(0))
    return _rounded(nominal + shift, 1)


def columns_of(form: dict[str, Any]) -> dict[str, str]:
    """The column letter of each basis that a form has, in the usual order."""
    used = {basis for row in form["rows"] for basis in row["bases"]}
    return {basis.value: chr(ord(FIRST_COLUMN) + number) for number, basis in enumerate(b for b in Basis if b.value in used)}


def place_of(form: dict[str, Any], code: str, basis: str) -> str:
    """The cell of a figure in a town's form."""
    row = [entry["indicator"] for entry in form["rows"]].index(code)
    return f"本月!{columns_of(form)[basis]}{FIRST_ROW + row}"


def town_draft(town: str, form: dict[str, Any], month: int) -> Draft:
    """What a town sends for a form and month."""
    figures = tuple(
        _figure(town, entry, basis, month, place_of(form, entry["indicator"], basis), form)
        for entry in form["rows"]
        for basis in entry["bases"]
    )
    return _draft(town, form, month, figures)


def _draft(reporter: str, form: dict[str, Any], month: int, figures: tuple[Figure, ...]) -> Draft:
    return Draft(
        file=f"{form['title']}.xlsx",
        sha256=hashlib.sha256(f"{reporter}-{form['code']}-{month}".encode()).hexdigest(),
        reporter=reporter,
        form=form["code"],
        period=f"{YEAR}-{month:02d}",
        figures=figures,
        numeric_cells=sum(one.value is not None for one in figures),
    )


def _figure(town: str, entry: dict[str, Any], basis: str, month: int, place: str, form: dict[str, Any]) -> Figure:
    code = entry["indicator"]
    value: Decimal | None = _value(town, code, basis, YEAR, month)
    status, raw = Status.REPORTED, ""
    if entry.get("months") and month not in entry["months"]:
        value, status, raw = ((None, Status.BLANK, ""), (Decimal(0), Status.REPORTED, "0"), (None, Status.NOT_APPLICABLE, "/"))[
            (TOWNS.index(town) + month) % 3
        ]
    elif form.get("first_month") == month and basis == "current" and INDICATORS[code]["kind"] == "flow":
        both = _value(town, code, "cumulative", YEAR, month)
        value, status = (None, Status.BLANK) if TOWNS.index(town) % 2 else (both, Status.REPORTED)
    elif value is None:
        status, raw = Status.NOT_APPLICABLE, "/"
    rate = Basis(basis).is_rate
    weight = Decimal("0.1") if rate else Decimal(1).scaleb(-INDICATORS[code]["decimals"])
    return Figure(
        place=place,
        raw=raw or ("" if value is None else str(value)),
        status=status,
        organisation=town,
        indicator=code,
        period=str(YEAR) if basis == "plan" else f"{YEAR}-{month:02d}",
        basis=Basis(basis),
        value=value,
        precision=None if value is None else weight,
        label=INDICATORS[code]["name"],
        refers_to=Basis.CUMULATIVE if basis in ("prior_year", "growth_rate") else None,
    )


def bureau_value(town: str, month: int) -> Decimal:
    """The tax of a town as the bureau counts it: half a percent less."""
    return _rounded(to_date(town, "V05", YEAR, month) * Decimal("0.995"), 1)


def bureau_draft(month: int) -> Draft:
    """The bureau's list of towns with its total row."""
    towns = organisations(month)
    cells = [(town, bureau_value(town, month), f"分乡镇!C{FIRST_ROW + n}", False) for n, town in enumerate(towns)]
    total = sum((value for _, value, _, _ in cells), Decimal(0))
    cells.append(("C00", total, f"分乡镇!C{FIRST_ROW + len(towns)}", True))
    figures = tuple(
        Figure(
            place=place,
            raw=str(value),
            status=Status.REPORTED,
            organisation=town,
            indicator="V05",
            period=f"{YEAR}-{month:02d}",
            basis=Basis.CUMULATIVE,
            value=value,
            precision=Decimal("0.1"),
            is_total=is_total,
        )
        for town, value, place, is_total in cells
    )
    return _draft(BUREAU, LIST, month, figures)


def drafts_of(month: int) -> list[Draft]:
    """What the towns send for a month, the tax form first: another form compares with it."""
    owed = [form for form in reversed(FORMS) if month >= form.get("first_month", 1)]
    sent = [(town, form) for form in owed for town in organisations(month) if (town, form["code"], month) not in MISSED]
    return [town_draft(town, form, month) for town, form in sent]


PublishedRow = tuple[int, str, str, str, str, str, str, Decimal, str, Decimal]


def published_rows() -> Iterator[PublishedRow]:
    """The year before, as core.figure has it; columns as `PUBLISHED_COLUMNS`."""
    year = YEAR - 1
    for town in (*TOWNS, MERGED_BEFORE):
        for form in FORMS:
            for entry in form["rows"]:
                code = entry["indicator"]
                for basis in entry["bases"]:
                    for month in entry.get("months") or range(form.get("first_month", 1), 13):
                        if basis not in ("current", "cumulative") or (form.get("first_month") == month and basis == "current"):
                            continue
                        value = _value(town, code, basis, year, month)
                        assert value is not None
                        weight = Decimal(1).scaleb(-INDICATORS[code]["decimals"])
                        yield year, town, code, f"{year}-{month:02d}", basis, town, form["code"], value, INDICATORS[code]["unit"], weight


PUBLISHED_COLUMNS = ("period_year", "organisation", "indicator", "period", "basis", "reporter", "form", "value", "unit", "digit_weight")
