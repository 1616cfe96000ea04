"""A year and a quarter of a county in which organisations never stay, to the digit: every rollup against `Expected`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from huizong.model import Draft
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.schema import catalogue_tables
from tests.database.warehouse import linhe
from tests.database.warehouse.county import FILES, County, figure, make_catalogue
from tests.database.warehouse.expected_rollups import Expected, Key
from tests.database.warehouse.linhe import ASKED, TOWNS, Span, alive, happened, parts_of

NAMES = dict(
    zip(
        TOWNS,
        ["白塔镇", "石桥镇", "竹溪乡", "云门镇", "溪门镇", "双江镇", "江北镇", "江南镇", "大柳镇", "柳东镇", "柳西镇", "新港镇", "旧坝乡"],
        strict=True,
    )
)
INDICATORS = {
    "A": "工业产值,万元,1,flow,sum,,",
    "R": "修路,公里,1,flow,sum,,",
    "N": "植树,株,0,flow,sum,,",
    "S": "从业人员,人,0,stock,last,,",
    "U": "税收,万元,1,flow,sum,,",
    "V": "财政收入,万元,1,flow,sum,,",
    "W": "税收占比,%,1,ratio,ratio,U,V",
    "J": "就业,人,0,flow,sum,,",
    "K": "培训,人次,0,flow,sum,,",
    "L": "讲座,场,0,flow,sum,,",
    "O": "粮食,吨,0,flow,sum,,",
}
FORMS = {1: ("M", "month"), 3: ("Q", "quarter"), 6: ("F", "half"), 12: ("Y", "year")}
PLANS: dict[date, dict[str, dict[str, int]]] = {
    date(2025, 1, 10): {
        "A": {"T1": 5200, "T2": 6500, "T3": 8300, "T4": 9500, "T6": 21000, "T9": 27000, "TD": 20000},
        "R": {"T1": 50, "T2": 60, "T3": 70, "T4": 90, "T6": 200, "T9": 240, "TD": 150},
        "S": {"T1": 350, "T2": 430, "T3": 520, "T4": 630, "T6": 1600, "T9": 2000, "TD": 1300},
    },
    # the new boundaries' own, and less for TD; of TC's road and staff nobody has said anything
    date(2025, 8, 20): {"A": {"T1": 12400, "TA": 14300, "TB": 13300, "TC": 12000, "TD": 18000}, "R": {"T1": 115}},
    date(2026, 1, 20): {"A": {"T1": 13000, "T5": 19000, "T6": 22500, "TA": 14000, "TB": 15000, "TC": 16000}},
}
# what a report leaves out, masks, or that never came
LEFT_OUT = {("T4", "N", "2025-06"), ("T1", "R", "2025-07"), ("TB", "K", "2025-Q4")}
MASKED = {("T3", "A", "2025-03"), ("T5", "A", "2025-11"), ("T6", "U", "2025-09")}
NEVER_SENT = {("T7", "2026-02"), ("TC", "2025")}


def catalogue_files() -> dict[str, str | None]:
    def day(value: date) -> str:
        return "" if value in (date.min, date.max) else value.isoformat()

    def row(town: str) -> str:
        begins, ends = linhe.VALID[town]
        return f"{town},{NAMES[town]},town,Z,{day(begins)},{day(ends)},{'|'.join(heir for old, heir in linhe.HEIRS if old == town)},\n"

    def form(code: str, frequency: str, rows: str, more: str = "") -> str:
        head = f"code: {code}\ntitle: 临河县{code}表\nfrequency: {frequency}\nversion: 1\nvalid_from: null\nvalid_to: null\n"
        return f"{head}{more}rows:\n{rows}"

    def asked(months: int) -> str:
        told = {code: bases for code, (frequency, bases) in ASKED.items() if frequency == months}
        if months == 1:
            told[linhe.RATIO] = ("cumulative",)
        return "".join(f"  - {{indicator: {code}, required: true, bases: [{', '.join(bases)}]}}\n" for code, bases in told.items())

    plans = "".join(f"  - {{indicator: {code}, required: true, bases: [plan]}}\n" for code in linhe.PLANNED)
    return {
        "forms/V.yaml": None,
        "forms/B.yaml": None,
        "organisations.csv": "code,name,kind,parent,valid_from,valid_to,successor,counted_in\nZ,临河县,county,,,,,\n"
        + "".join(row(town) for town in TOWNS)
        + "B1,发展改革局,bureau,Z,,,,\n",
        "indicators.csv": FILES["indicators.csv"].partition("\n")[0]
        + "\n"
        + "".join(f"{code},{told},,,,,{'none' if code == 'W' else 'recompute'},yes,more,,\n" for code, told in INDICATORS.items()),
        "units.csv": FILES["units.csv"] + "".join(f"{unit},{unit},1\n" for unit in ("株", "公里", "人次", "场")),
        "obligations.csv": "form,organisation,kind,due_day,due_time,reason,valid_from,valid_to\n"
        + "".join(f"{code},,town,8,17:00,报表,,\n" for code, _ in FORMS.values())
        + "T,B1,,8,17:00,目标,,\n",
        "forms/T.yaml": form("T", "year", plans, "subject: listed\nsubjects: [town]\n"),
    } | {f"forms/{code}.yaml": form(code, frequency, asked(months)) for months, (code, frequency) in FORMS.items()}


def report(town: str, span: Span) -> dict[Key, Fraction | None]:
    """What a town's form of that period says."""
    parts, found = parts_of(town, span.end), dict[Key, Fraction | None]()

    def since(first: int, indicator: str, year: int = span.year) -> Fraction:
        return Fraction(sum(happened(part, indicator, year, month) for part in parts for month in range(first, span.last + 1)))

    for indicator, (months, bases) in ASKED.items():
        if months != span.months or (town, indicator, span.code) in LEFT_OUT:
            continue
        for basis in bases:
            at = Span(span.year, span.last, span.last) if basis == "cumulative" else span
            value: Fraction | None = since(1, indicator)
            if basis == "current":
                value = since(span.last if indicator == linhe.STOCK else span.first, indicator)
            elif basis == "prior_year":
                value = since(1, indicator, span.year - 1)
            elif (town, indicator, span.code) in MASKED:
                value = None
            found[town, indicator, at.code, basis] = value
    return found


def written(value: Fraction) -> str:
    return str(Decimal(value.numerator) / Decimal(value.denominator))


@pytest.fixture
def county(settings: Settings, tmp_path: Path) -> Iterator[County]:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue = make_catalogue(tmp_path / "county", catalogue_files())
        catalogue_tables.sync(connection, catalogue, datetime(2025, 1, 1, tzinfo=UTC))
        yield County(connection, catalogue)


def tell(county: County, expected: Expected) -> None:
    """All reports of the year and a quarter, those with masked cells in a run of their own; targets on their days."""
    for day, plans in PLANS.items():
        county.clock = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        given = [
            figure(town, indicator, str(value), period=str(day.year), basis="plan")
            for indicator, values in plans.items()
            for town, value in values.items()
        ]
        county.submit("B1", given, form="T", period=str(day.year))
        expected.plans += [
            (day.year, indicator, town, Fraction(value), day) for indicator, values in plans.items() for town, value in values.items()
        ]
    county.clock = datetime(2026, 4, 15, 2, tzinfo=UTC)
    whole, masked = list[Draft](), list[Draft]()
    for span in linhe.periods():
        for town in TOWNS:
            if not alive(town, span.end) or (town, span.code) in NEVER_SENT:
                continue
            given = report(town, span)
            if not given:
                continue
            expected.given |= given
            figures = tuple(
                figure(
                    town,
                    indicator,
                    None if value is None else written(value),
                    period=period,
                    basis=basis,
                    status="placeholder" if value is None else "reported",
                    refers_to="cumulative" if basis == "prior_year" else None,
                )
                for (_, indicator, period, basis), value in given.items()
            )
            drafts = masked if None in given.values() else whole
            content = hashlib.sha256(f"{town} {span.code}".encode()).hexdigest()
            drafts.append(Draft("报表.xlsx", content, town, FORMS[span.months][0], span.code, figures=figures))
    county.submit_drafts("T1", whole)
    county.submit_drafts("T1", masked, verdict="partially_accepted")


def test_every_rollup_to_the_digit(county: County) -> None:
    expected = Expected()
    tell(county, expected)
    found = {
        (organisation, period, indicator, basis): (value, reported, expected_number, tuple(missing))
        for organisation, period, indicator, basis, value, reported, expected_number, missing in county.rows(
            "select organisation, period, indicator, basis, value, reported, expected, missing from core.rollup_row(%s)"
            " where (organisation = 'Z') = (method ~ 'children$')",
            [span.code for span in linhe.periods()],
        )
    }
    nothing = (None, 0, 0, ())
    wrong: list[str] = []
    for span in linhe.periods():
        for indicator in INDICATORS:
            for basis in ("current", "cumulative", "growth_rate", "plan", "plan_completion"):
                if not shown(indicator, basis):
                    continue
                rows = {"Z": expected.county(span, indicator, basis)} | {
                    town: expected.own(town, span, indicator, basis) for town in TOWNS if alive(town, span.end)
                }
                for organisation, row in rows.items():
                    is_there = found.get((organisation, span.code, indicator, basis), nothing)
                    if is_there[1:] != row[1:] or not same(is_there[0], row[0]):
                        wrong.append(f"{organisation} {span.code} {indicator} {basis}: {is_there} for {row}")
    assert not wrong, "\n".join(wrong)


def shown(indicator: str, basis: str) -> bool:
    if indicator == linhe.RATIO:
        return basis == "cumulative"
    if basis.startswith("plan"):
        return indicator in linhe.PLANNED
    return basis != "cumulative" or indicator != linhe.STOCK


def same(found: object, wanted: Fraction | None) -> bool:
    """Equal to sixteen digits: a division that doesn't end is cut off there."""
    if wanted is None or found is None:
        return wanted is None and found is None
    return abs(Fraction(Decimal(str(found))) - wanted) <= (abs(wanted) + 1) / 10**14
