"""The invented figures of the sample county, `figures.csv`: they fit together; rates are computed from them here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
Value = Decimal | str | None
Row = tuple[str, str, tuple[Value, ...]]

TOWNS = {
    "T01": "栗坪镇",
    "T02": "枫渡镇",
    "T03": "雁洲镇",
    "T04": "云盘镇",
    "T05": "麦湾镇",
    "T06": "桐坳镇",
    "T07": "柘冲乡",
    "T08": "龙窖乡",
    "T09": "城南街道",
    "T10": "苇塘街道",
}
MONTHLY = (
    ("E01", "规模以上工业总产值", "万元"),
    ("E02", "规模以上工业增加值", "万元"),
    ("E03", "固定资产投资", "万元"),
    ("E04", "  其中：工业投资", "万元"),
    ("E05", "社会消费品零售总额", "万元"),
    ("E06", "一般公共预算收入", "万元"),
    ("E07", "  其中：税收收入", "万元"),
    ("E08", "税收占一般公共预算收入比重", "%"),
    ("E09", "规模以上工业企业数", "家"),
    ("E10", "新登记经营主体", "户"),
    ("E11", "  其中：新登记企业", "户"),
    ("E12", "粮食播种面积", "亩"),
    ("E13", "招商引资到位资金", "万元"),
    ("E14", "工业用电量", "万千瓦时"),
)
# What 城南街道 calls the same things.
OTHER_NAMES = {"E01": "规上工业总产值", "E03": "固投", "E05": "社零总额", "E09": "规上企业数", "E10": "新增经营主体"}
QUARTERLY = (
    ("L01", "城镇新增就业", "人"),
    ("L02", "农村劳动力转移就业", "人"),
    ("L03", "城乡居民医保参保人数", "人"),
    ("L04", "户籍人口", "人"),
    ("L05", "城乡居民医保参保率", "%"),
    ("L06", "低保对象", "人"),
    ("L07", "  其中：城镇低保对象", "人"),
    ("L08", "        农村低保对象", "人"),
    ("L09", "低保金发放额", "万元"),
    ("L10", "农村居民人均可支配收入", "元"),
    ("L11", "群众满意度", "%"),
)


@dataclass(frozen=True)
class Figures:
    """The figures of `figures.csv` by organisation, period and indicator."""

    by_key: dict[tuple[str, str, str], dict[str, Decimal]]

    @classmethod
    def read(cls) -> Figures:
        """All figures."""
        bases = ("current", "cumulative", "prior_year", "growth_rate", "plan")
        with (HERE / "figures.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return cls({(r["organisation"], r["period"], r["indicator"]): {b: Decimal(r[b]) for b in bases if r[b]} for r in rows})

    def get(self, organisation: str, period: str, indicator: str) -> dict[str, Decimal]:
        """The figures by basis, with growth and completion computed where they are not given."""
        found = dict(self.by_key.get((organisation, period, indicator), {}))
        share = {"E08": ("E07", "E06", "cumulative", 1), "L05": ("L03", "L04", "current", 2)}.get(indicator)
        if share:
            numerator, denominator = (self.by_key[organisation, period, code][share[2]] for code in share[:2])
            found[share[2]] = rounded(100 * numerator / denominator, share[3])
        if "prior_year" in found and "growth_rate" not in found:
            found["growth_rate"] = rounded(100 * (found["cumulative"] / found["prior_year"] - 1), 1)
        if "plan" in found and "cumulative" in found:
            found["plan_completion"] = rounded(100 * found["cumulative"] / found["plan"], 1)
        return found

    def rows(self, organisation: str, period: str, indicators: tuple[tuple[str, str, str], ...]) -> dict[str, Row]:
        """The rows of a form by indicator."""
        bases = ("current", "cumulative", "prior_year", "growth_rate", "plan", "plan_completion")
        found: dict[str, Row] = {}
        for code, name, unit in indicators:
            figures = self.get(organisation, period, code)
            found[code] = (name, unit, tuple(figures.get(basis) for basis in bases))
        return found


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half up, as clerks round."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def changed(row: Row, name: str | None = None, **values: Value) -> Row:
    """The row with another name or other values by basis."""
    bases = ("current", "cumulative", "prior_year", "growth_rate", "plan", "plan_completion")
    return (name or row[0], row[1], tuple(values.get(basis, old) for basis, old in zip(bases, row[2], strict=True)))
