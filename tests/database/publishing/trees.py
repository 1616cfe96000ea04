"""Towns that plant trees and report them by the month only, and what is published of it."""

from __future__ import annotations

from datetime import UTC, datetime

from huizong.publishing import dirty_periods, publish
from huizong.settings import Settings
from tests.database.warehouse.county import FILES, County, figure, form

CATALOGUE: dict[str, str | None] = {
    "forms/V.yaml": None,
    "forms/B.yaml": None,
    "forms/Q.yaml": None,
    "organisations.csv": """code,name,kind,parent,valid_from,valid_to,successor,counted_in
L0,林泉县,county,,,,,
A,高桥镇,town,L0,,,,
B,松岭乡,town,L0,,2026-04-30,D,
C,柏溪乡,town,L0,,2026-04-30,D,
D,松柏镇,town,L0,2026-05-01,,,
Y,统计局,bureau,L0,,,,
""",
    "indicators.csv": FILES["indicators.csv"].partition("\n")[0]
    + """
N,造林面积,亩,1,flow,sum,,,,,,,recompute,yes,more,,
X,税收,万元,1,flow,sum,,,,,,,recompute,yes,more,,
""",
    "units.csv": FILES["units.csv"] + "亩,亩,1\n",
    "obligations.csv": """form,organisation,kind,due_day,due_time,reason,valid_from,valid_to
M,,town,8,17:00,月报,,
T,Y,,8,17:00,目标,,
""",
    "forms/M.yaml": form("M", "林泉县月报", {"N": "current", "X": "cumulative"}),
    "forms/T.yaml": form("T", "林泉县目标", {"N": "plan"}, frequency="year", listed=True),
}
PLANTED = {
    "A": ("12.5", "7.5", "20", "5", "10", "15"),
    "B": ("4", "6", "3", "7"),
    "C": ("1", "2", "3", "4"),
    "D": ("", "", "", "", "14", "9"),
}
BEFORE = {"A": "10", "B": "5", "C": "2"}


class Trees:
    """The county; rollups as they would be published now, and as they are."""

    def __init__(self, county: County, settings: Settings) -> None:
        self.county, self.settings = county, settings

    def send(self, period: str, trees: bool = True, **planted: str) -> None:
        for town, value in planted.items():
            given = [figure(town, "X", "100", period=period)]
            if trees:
                given.append(figure(town, "N", value, period=period, basis="current"))
            self.county.submit(town, given, period=period)

    def month(self, number: int, towns: str) -> None:
        self.county.clock = datetime(2026, number + 1, 5, tzinfo=UTC)
        self.send(f"2026-{number:02d}", **{town: PLANTED[town][number - 1] for town in towns})

    def last_year(self) -> None:
        self.county.clock = datetime(2026, 1, 10, tzinfo=UTC)
        for number in range(1, 7):
            self.send(f"2025-{number:02d}", **BEFORE)

    def plan(self) -> None:
        self.county.clock = datetime(2026, 1, 20, tzinfo=UTC)
        targets = [figure(town, "N", value, period="2026", basis="plan") for town, value in {"A": "120", "B": "40", "C": "20"}.items()]
        self.county.submit("Y", targets, form="T", period="2026")

    def row(self, period: str, organisation: str, basis: str = "cumulative") -> tuple[object, ...]:
        """(value, method, reported, expected, missing) of trees."""
        ((value, method, reported, expected, missing),) = self.county.rows(
            "select round(value, 4), method, reported, expected, missing from core.rollup_row(array[%s])"
            " where organisation = %s and indicator = 'N' and basis = %s",
            period,
            organisation,
            basis,
        )
        return value, method, reported, expected, "".join(missing)  # type: ignore[arg-type]

    def bases(self, period: str) -> set[str]:
        return {str(basis) for (basis,) in self.county.rows("select basis from core.rollup_row(array[%s]) where indicator = 'N'", period)}

    def publish(self, period: str = "") -> tuple[str, ...]:
        """Publish the period, or all that is dirty; the periods replaced."""
        done: list[str] = []
        for each in [period] if period else [dirty.period for dirty in dirty_periods(self.county.connection)]:
            done += publish(self.county.connection, self.settings, self.county.catalogue, each).periods
        return tuple(done)

    def shown(self, period: str, organisation: str, basis: str = "cumulative") -> tuple[object, ...]:
        ((value, rank),) = self.county.rows(
            "select round(value, 4), rank from mart.rollup where is_headline and indicator = 'N' and (period, organisation, basis)"
            " = (%s, %s, %s)",
            period,
            organisation,
            basis,
        )
        return value, rank
