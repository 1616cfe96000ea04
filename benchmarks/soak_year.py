"""An invented county's year for the soak: what each town drops in which month, and what must be in force in the end.

Four forms a town and month. Values follow from town, indicator and month alone, cumulatives and rates from the values, so that a sound
form raises no fault. Some files are faulty and corrected, come late, come twice, ask for an explanation, or are worse than what was
there; some are no reports at all. `Year.truth` is kept beside the files, by the rule of each kind, and never read back from the system.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

from pipeline import town_name

from include.samples.made_figures import MONTHLY, Row, Value
from include.samples.writing import MONTHLY_HEADER, MONTHLY_TITLE, book_bytes, town_sheet

FIRST_YEAR = 2025
ECONOMY = "F-ECON-M"
PLANNED, ONLY_CUMULATIVE, ONLY_CURRENT, RATIO, SEASONAL = ("E06", "E13"), ("E02",), ("E09",), "E08", "E12"
LESS = {"E04": ("E03", 100), "E07": ("E06", 50), "E11": ("E10", 40)}  # a part of the row before it: so much less a month
SEASONS = (6, 9)
WHOLE = ("家", "户", "人", "人次", "件", "亩")
# The county's other monthly forms: code, title, rows of code, name, unit, whether a stock.
OTHERS = (
    (
        "F-HEALTH-M",
        "汀岚县乡镇卫生服务月报表",
        (
            ("S101", "门急诊人次", "人次", False),
            ("S102", "住院人次", "人次", False),
            ("S103", "在岗卫生技术人员", "人", True),
            ("S104", "健康体检人次", "人次", False),
            ("S105", "医疗收入", "万元", False),
        ),
    ),
    (
        "F-RURAL-M",
        "汀岚县乡镇农村建设月报表",
        (
            ("S201", "危房改造完成户数", "户", False),
            ("S202", "土地整治面积", "亩", False),
            ("S203", "在建水利项目", "件", True),
            ("S204", "涉农项目到位资金", "万元", False),
            ("S205", "卫生厕所改造户数", "户", False),
        ),
    ),
    (
        "F-TRADE-M",
        "汀岚县乡镇商贸流通月报表",
        (
            ("S301", "网络零售额", "万元", False),
            ("S302", "住宿餐饮营业额", "万元", False),
            ("S303", "限额以上商贸企业数", "家", True),
            ("S304", "快递揽收量", "件", False),
            ("S305", "农产品外销额", "万元", False),
        ),
    ),
)
TITLES = {ECONOMY: MONTHLY_TITLE} | {code: title for code, title, _ in OTHERS}
ROWS = {ECONOMY: tuple((code, name, unit, code in ONLY_CURRENT) for code, name, unit in MONTHLY if code != "E14")}
ROWS |= {code: rows for code, _, rows in OTHERS}
# What is off in a file that is: the form's row that is changed.
FLOW_ROW = {ECONOMY: "E05", "F-HEALTH-M": "S102", "F-RURAL-M": "S204", "F-TRADE-M": "S302"}
STOCK_ROW = {ECONOMY: "E09", "F-HEALTH-M": "S103", "F-RURAL-M": "S203", "F-TRADE-M": "S303"}
# Of a hundred files so many are faulty, late, asked about, corrected later, followed by a worse one, sent twice, packed.
KINDS = {"faulty": 8, "late": 6, "asked": 6, "corrected": 5, "worse": 3, "twice": 3, "packed": 3}
BURSTS = 4

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Drop:
    """One file for the inbox, below it; `burst` of the month in which it is dropped. `kind` says why it is there."""

    folder: str
    name: str
    content: bytes
    kind: str = "sound"


@dataclass
class Year:
    """What is dropped, month by month; `truth` is what must be in force when all of it was judged."""

    towns: int
    months: int
    draw: Random
    final: int | None = None  # the month that is made final: its files are sound and on time
    truth: dict[Key, Decimal] = field(default_factory=dict)
    later: dict[int, list[Drop]] = field(default_factory=dict)

    def bursts(self, number: int) -> list[list[Drop]]:
        """What is dropped in the month, counted from 0: groups one after another; a correction is in a later group than its fault."""
        groups: list[list[Drop]] = [[] for _ in range(BURSTS)]
        groups[0] += self.later.pop(number, [])
        for town in range(self.towns):
            for form in TITLES:
                if form == ECONOMY and month_of(number) == 1:
                    continue  # the year's first two months are reported as one
                kind = "sound" if number == self.final else self._kind()
                self._file(groups, town, form, number, kind)
        groups[1] += self._strays(number)
        for group in groups:
            self.draw.shuffle(group)
        return groups

    def rest(self) -> list[Drop]:
        """What was put off beyond the last month."""
        return [drop for number in sorted(self.later) for drop in self.later.pop(number)]

    def corrected_stock(self, town: int, form: str, number: int, by: int = 2) -> Drop:
        """A correction of the form's stock, entered into `truth` as if it were in force already."""
        code = STOCK_ROW[form]
        values = figures(town, form, number)
        values[code, "current"] += by
        self._hold_true(town, form, number, values)
        return self._drop(town, form, number, values, "correction", "订正")

    def _kind(self) -> str:
        place = self.draw.randrange(100)
        for kind, share in KINDS.items():
            if place < share:
                return kind
            place -= share
        return "sound"

    def _file(self, groups: list[list[Drop]], town: int, form: str, number: int, kind: str) -> None:
        early, values = self.draw.randrange(2), figures(town, form, number)
        sound = self._drop(town, form, number, values, kind)
        self._hold_true(town, form, number, values)
        if kind == "faulty":
            wrong = dict(values)
            wrong[FLOW_ROW[form], "cumulative"] = values[FLOW_ROW[form], "current"] / 2
            groups[early].append(self._drop(town, form, number, wrong, kind))
            self._put(groups, number, self._drop(town, form, number, values, "correction", "更正"), within=self.draw.random() < 0.5)
        elif kind == "late":
            self.later.setdefault(number + 1, []).append(sound)
        elif kind == "asked":
            odd = dict(values)
            odd[FLOW_ROW[form], "current"] = rounded(values[FLOW_ROW[form], "current"] * Decimal("0.9"), values[FLOW_ROW[form], "current"])
            self._hold_true(town, form, number, odd)
            groups[early].append(self._drop(town, form, number, odd, kind))
        elif kind == "corrected":
            groups[early].append(sound)
            self.later.setdefault(number + 1, []).append(self.corrected_stock(town, form, number))
        elif kind == "worse":
            groups[early].append(sound)
            masked: dict[tuple[str, str], Value] = {place: "*" if "current" in place[1] else value for place, value in values.items()}
            self._put(groups, number, self._drop(town, form, number, masked, kind, "再报"), within=False)
        elif kind == "twice":
            groups[early].append(sound)
            self._put(groups, number, self._drop(town, form, number, values, kind, "重复"), within=True)
        elif kind == "packed":
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr(sound.name, sound.content)
            groups[early].append(Drop(sound.folder, f"{Path(sound.name).stem}.zip", packed.getvalue(), kind))
        else:
            groups[self.draw.randrange(BURSTS)].append(sound)

    def _put(self, groups: list[list[Drop]], number: int, drop: Drop, *, within: bool) -> None:
        if within:
            groups[2 + self.draw.randrange(BURSTS - 2)].append(drop)
        else:
            self.later.setdefault(number + 1, []).append(drop)

    def _drop(self, town: int, form: str, number: int, values: dict[tuple[str, str], Value], kind: str, word: str = "") -> Drop:
        name = town_name(town)
        content = book_bytes(town_sheet(TITLES[form], name, printed(number), MONTHLY_HEADER, rows(form, number, values)))
        return Drop(f"{name}/{period_of(number)}", f"{month_of(number)}月{TITLES[form][5:]}{word}.xlsx", content, kind)

    def _hold_true(self, town: int, form: str, number: int, values: dict[tuple[str, str], Decimal]) -> None:
        organisation = f"W{town:04d}"
        for (code, basis), value in values.items():
            period = period_of(number)[:4] if basis == "plan" else period_of(number)  # a plan is of its year
            self.truth[organisation, code, period, basis] = value

    def _strays(self, number: int) -> Iterator[Drop]:
        """What is no report, each month: noise, nothing, another town's form, nobody's folder, a text."""
        town, other = number % self.towns, (number + 1) % self.towns
        folder = f"{town_name(town)}/{period_of(number)}"
        yield Drop(folder, "损坏.xlsx", self.draw.randbytes(3000), "stray")
        yield Drop(folder, "空.csv", b"", "stray")
        yield Drop(folder, "说明文字.txt", f"{printed(number)}的材料另行报送，请查收。\n".encode(), "stray")
        foreign = self._drop(other, "F-TRADE-M", number, figures(other, "F-TRADE-M", number), "stray")
        yield Drop(folder, f"误投{foreign.name}", foreign.content, "stray")
        yield Drop(f"无名单位{number % 3}", foreign.name, foreign.content, "stray")


def month_of(number: int) -> int:
    """The month of the year, from 1; `number` counts months from the first one, from 0."""
    return number % 12 + 1


def period_of(number: int) -> str:
    """The period of a month."""
    return f"{FIRST_YEAR + number // 12}-{month_of(number):02d}"


def printed(number: int) -> str:
    """The period as a form prints it."""
    return f"{FIRST_YEAR + number // 12}年{month_of(number)}月"


def rounded(value: Decimal, like: Decimal) -> Decimal:
    """As many decimals as another value has."""
    return value.quantize(Decimal(1).scaleb(int(like.as_tuple().exponent)), ROUND_HALF_UP)


def month_value(town: int, form: str, place: int, number: int) -> Decimal:
    """What happens in one month in one row, in tenths of whole units: grows by the year, and swings a little by the month."""
    base = 9000 + 17 * town + 211 * place + 400 * (number // 12) + 60 * ((number + 3 * place + town) % 7) + 1000 * len(form)
    code, _, unit, _ = ROWS[form][place]
    if code in LESS:
        whole, less = LESS[code]
        at = next(n for n, row in enumerate(ROWS[form]) if row[0] == whole)
        return month_value(town, form, at, number) - less
    return Decimal(base // 10) if unit in WHOLE else Decimal(base) / 10


def cumulated(town: int, form: str, place: int, number: int) -> Decimal:
    """Since the January of the month's year."""
    return sum((month_value(town, form, place, n) for n in range(number - number % 12, number + 1)), Decimal(0))


def figures(town: int, form: str, number: int) -> dict[tuple[str, str], Decimal]:
    """All figures of a sound form by indicator and basis."""
    made: dict[tuple[str, str], Decimal] = {}
    tenth = Decimal("0.1")
    for place, (code, _, _, is_stock) in enumerate(ROWS[form]):
        if code == SEASONAL and month_of(number) not in SEASONS:
            continue
        if code == RATIO:
            made[code, "cumulative"] = (100 * made["E07", "cumulative"] / made["E06", "cumulative"]).quantize(tenth, ROUND_HALF_UP)
            continue
        if is_stock:
            made[code, "current"] = Decimal(40 + town + place + number % 5)
            continue
        now, before = cumulated(town, form, place, number), cumulated(town, form, place, number - 12)
        if code == SEASONAL:
            made[code, "cumulative"] = now
            continue
        if code not in ONLY_CUMULATIVE:
            # the first report of a year is of two months
            together = form == ECONOMY and month_of(number) == 2
            made[code, "current"] = now if together else month_value(town, form, place, number)
        made[code, "cumulative"], made[code, "prior_year"] = now, before
        made[code, "growth_rate"] = (100 * (now / before - 1)).quantize(tenth, ROUND_HALF_UP)
        if code in PLANNED:
            plan = 14 * month_value(town, form, place, number - number % 12)
            made[code, "plan"] = plan
            made[code, "plan_completion"] = (100 * now / plan).quantize(tenth, ROUND_HALF_UP)
    return made


def rows(form: str, number: int, values: dict[tuple[str, str], Value]) -> list[Row]:
    """The rows of a form as they are printed."""
    bases = ("current", "cumulative", "prior_year", "growth_rate", "plan", "plan_completion")
    return [
        (name, unit, tuple(values.get((code, basis)) for basis in bases))
        for code, name, unit, _ in ROWS[form]
        if code != SEASONAL or month_of(number) in SEASONS
    ]
