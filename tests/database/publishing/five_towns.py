"""A county of five towns through a year in which they merge and part."""

from __future__ import annotations

from tests.database.warehouse.county import FILES, County, figure, form

CATALOGUE: dict[str, str | None] = {
    "forms/V.yaml": None,
    "forms/B.yaml": None,
    "organisations.csv": """code,name,kind,parent,valid_from,valid_to,successor,counted_in
Z,澄湖县,county,,,,,
A,北港镇,town,Z,,,,
B,南桥镇,town,Z,,2026-03-31,F,
C,中洲乡,town,Z,,2026-03-31,F,
D,山口镇,town,Z,,2026-08-31,G|H,
E,浅滩乡,town,Z,,2026-06-30,A,
F,桥洲镇,town,Z,2026-04-01,,,
G,东山镇,town,Z,2026-09-01,,,
H,西山镇,town,Z,2026-09-01,,,
Y,统计局,bureau,Z,,,,
""",
    "indicators.csv": FILES["indicators.csv"].partition("\n")[0]
    + """
P,产值,万元,1,flow,sum,,,,,,,recompute,yes,more,,
M,植树,株,0,flow,sum,,,,,,,recompute,yes,more,,
R,修路,公里,1,flow,sum,,,,,,,recompute,yes,more,,
W,从业人员,人,0,stock,last,,,,,,,recompute,yes,more,,
J,就业,人,0,flow,sum,,,,,,,recompute,yes,more,,
""",
    "units.csv": FILES["units.csv"] + "株,株,1\n公里,公里,1\n",
    "obligations.csv": """form,organisation,kind,due_day,due_time,reason,valid_from,valid_to
M,,town,8,17:00,月报,,
Q,,town,8,17:00,季报,,
T,Y,,8,17:00,目标,,
""",
    "forms/M.yaml": form("M", "澄湖县月报", {"P": "current, cumulative, prior_year", "M": "current", "R": "cumulative", "W": "current"}),
    "forms/Q.yaml": form("Q", "澄湖县季报", {"J": "cumulative"}, frequency="quarter"),
    "forms/T.yaml": form("T", "澄湖县目标", {"P": "plan"}, frequency="year", listed=True),
}


# a month: output, output of the year before, trees, roads, staff at its end
MONTH = {
    "A": (30, 24, 7, 9, 300),
    "B": (12, 10, 3, 4, 120),
    "C": (8, 10, 2, 1, 80),
    "D": (20, 16, 6, 5, 200),
    "E": (5, 4, 1, 2, 50),
    "G": (12, 10, 4, 3, 130),
    "H": (8, 6, 2, 2, 70),
}


def towns(month: int) -> str:
    if month <= 3:
        return "ABCDE"
    if month <= 6:
        return "ADEF"
    return "ADF" if month <= 8 else "AFGH"


class Year:
    """The county in 2026; what a town sends in a month can be changed by leaving figures out, or masking them."""

    def __init__(self, county: County) -> None:
        self.county = county

    def send(self, month: int, who: str = "", without: str = "", masked: str = "") -> None:
        period = f"2026-{month:02d}"
        for town in who or towns(month):
            of = {"F": "BC", "A": "AE" if month >= 7 else "A"}.get(town, town)
            output, base, trees, roads, staff = (sum(part) for part in zip(*(MONTH[one] for one in of), strict=True))
            given = [
                figure(town, "P", str(output), period=period, basis="current"),
                figure(town, "P", str(output * month), period=period),
                figure(town, "P", str(base * month), period=period, basis="prior_year", refers_to="cumulative"),
                figure(town, "M", str(trees), period=period, basis="current"),
                figure(town, "R", str(roads * month), period=period),
                figure(town, "W", str(staff), period=period, basis="current"),
            ]
            given = [one for one in given if one.indicator != without and (one.indicator, one.basis.value) != (masked, "cumulative")]
            if masked:
                given.append(figure(town, masked, None, period=period, status="placeholder"))
            self.county.submit(town, given, period=period, verdict="partially_accepted" if masked or without else "accepted")

    def quarter(self, number: int, **jobs: str) -> None:
        period = f"2026-Q{number}"
        for town, value in jobs.items():
            self.county.submit(town, [figure(town, "J", value, period=period)], form="Q", period=period)

    def plan(self, **values: str) -> None:
        figures = [figure(town, "P", value, period="2026", basis="plan") for town, value in values.items()]
        self.county.submit("Y", figures, form="T", period="2026")

    def at(self, period: str) -> dict[tuple[str, str, str], tuple[object, ...]]:
        """(value, reported, expected, missing, held) by (organisation, indicator, basis); the county's over its towns."""
        found = self.county.rows(
            "select organisation, indicator, basis, round(value, 4), reported, expected, missing, held"
            " from core.rollup_row(array[%s]) where method !~ 'children$' or organisation = 'Z'",
            period,
        )
        return {(str(o), str(i), str(b)): (v, n, of, "".join(m), "".join(h)) for o, i, b, v, n, of, m, h in found}  # type: ignore[arg-type]
