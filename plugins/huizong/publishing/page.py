"""The page that the director reads: one line an indicator, rounded once from full values, with coverage in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import Indicator
from huizong.publishing.disclosure import WITHHELD
from huizong.publishing.rows import RollupRow
from huizong.settings import COUNTY_TIME

_CURRENT = {"month": "本月", "quarter": "本季", "half": "本半年", "year": "本年"}
_QUARTERS = "一二三四"
_ADDED = ("current", "cumulative")
_FIELDS = {"current": "current", "cumulative": "cumulative", "growth": "growth_rate", "plan": "plan", "completion": "plan_completion"}
_COVERED = ("current", "cumulative")  # of a county's own figures these alone are worth saying so

Shown = Decimal | str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of the county; None where the table has no such figure, text where there is none to show.

    `partial` names the fields whose value is not over all that owe it; `coverage` says how many gave each.
    """

    name: str
    unit: str
    current: Shown
    cumulative: Shown
    growth: Shown
    plan: Shown
    completion: Shown
    coverage: str
    decimals: int
    partial: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that stands on the page, in its order."""

    title: str
    headers: tuple[str, ...]
    lines: tuple[Line, ...]
    coverage: str
    notes: tuple[str, ...]


def compose(catalogue: Catalogue, period: str, rows: Sequence[RollupRow], senders: Collection[str] | None = None) -> Page:
    """The page of one period from its rollups; `senders` are those who have sent anything (None: everybody)."""
    when = Period.parse(period)
    county, current = catalogue.county, _CURRENT[when.frequency]
    headline = {(row.indicator, row.basis): row for row in rows if row.organisation == county.code and row.is_headline}
    lines = tuple(
        _line(
            catalogue,
            indicator,
            {basis: row for (code, basis), row in headline.items() if code == indicator.code},
            _CURRENT[when.frequency],
        )
        for indicator in catalogue.indicators
        if any((indicator.code, basis) in headline for basis in _ADDED)
    )
    as_of = max(row.as_of for row in rows).astimezone(COUNTY_TIME)
    return Page(
        title=f"{county.name}{period_words(when)}主要指标汇总表",
        headers=("指标", "单位", current, "累计", "同比%", "年度目标", "完成%", "覆盖"),
        lines=lines,
        coverage=coverage_sentence(catalogue, when, rows, senders),
        notes=(
            "注:1. 覆盖为已报单位数/应报单位数,各栏不同的分栏列出;带*的未报齐,为已报单位之和,不排位;已报不到一半的不列数;"
            "只报一个数的为县级数。",
            "2. 同比、完成比例按同时有两个数的单位重新计算;上年同期为零或负的不可比。部分数据因四舍五入,合计与分项略有出入。",
            f"3. 截至{as_of.year}年{as_of.month}月{as_of.day}日{as_of:%H:%M}(北京时间)已收到的数据。",
        ),
    )


def period_words(period: Period) -> str:
    """The period as a title says it: 2026年6月, 2026年二季度, 2026年上半年, 2026年."""
    match period.frequency:
        case "month":
            return f"{period.year}年{period.last_month}月"
        case "quarter":
            return f"{period.year}年{_QUARTERS[period.last_month // 3 - 1]}季度"
        case "half":
            return f"{period.year}年{'上' if period.last_month == 6 else '下'}半年"
    return f"{period.year}年"


def coverage_sentence(catalogue: Catalogue, period: Period, rows: Iterable[RollupRow], senders: Collection[str] | None = None) -> str:
    """How many of the county's parts that owe anything have reported all of it, and by name who has not.

    Who sent nothing has not reported, whatever others reported of it or was worked out from earlier periods. 项 are
    indicators: what follows from a figure, such as its growth, is not counted beside it.
    """
    parts = [part for part in catalogue.children(catalogue.county.code, period.last_day) if part.kind == "town"]
    own: dict[str, list[RollupRow]] = {part.code: [] for part in parts}
    for row in rows:
        if row.organisation in own and row.is_own and row.expected:
            own[row.organisation].append(row)
    owing = [part for part in parts if own[part.code]]
    if not owing:
        return "本期没有应报的单位。"
    absent: list[str] = []
    partly: list[str] = []
    waiting: list[str] = []
    for part in owing:
        missing = [row.indicator for row in own[part.code] if row.missing]
        held = {row.indicator for row in own[part.code] if row.held}
        if len(missing) == len(own[part.code]) or (senders is not None and part.code not in senders):
            absent.append(part.name)
        elif missing:
            partly.append(f"{part.name}({len(set(missing))}项)")
        if held:
            waiting.append(f"{part.name}({len(held)}项)")
    sentence = f"应报{len(owing)}个单位,报齐{sum(1 for part in owing if all(row.reported for row in own[part.code]))}个"
    for words, names in (("未报", absent), ("缺部分指标", partly), ("暂缓", waiting)):
        if names:
            sentence += f";{words}:{'、'.join(names)}"
    return sentence + "。"


def shown_in(catalogue: Catalogue, indicator: Indicator) -> tuple[str, int]:
    """The unit and the decimals in which an indicator is shown."""
    unit = indicator.display_unit or indicator.unit
    if indicator.display_decimals is not None:
        return unit, indicator.display_decimals
    return unit, indicator.decimals if unit == indicator.unit else 2


def rounded(catalogue: Catalogue, indicator: Indicator, row: RollupRow | None) -> Shown:
    """The value as it is shown, rounded once (half up) from the full one; a word where there is none."""
    if row is None:
        return None
    if row.suppressed:
        return WITHHELD
    if row.value is None:
        return "不可比" if row.reported else "暂缓" if row.held else "缺"
    unit, decimals = shown_in(catalogue, indicator)
    value = row.value
    if row.basis in ("growth_rate", "current_growth_rate", "plan_completion"):
        decimals = 1
    elif unit != indicator.unit:
        converted = catalogue.convert(value, indicator.unit, unit)
        if converted is None:
            raise ValueError(f"{indicator.code}: {indicator.unit} can't be shown in {unit}")
        value = converted
    with localcontext(prec=60):
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _line(catalogue: Catalogue, indicator: Indicator, rows: dict[str, RollupRow], current: str) -> Line:
    unit, decimals = shown_in(catalogue, indicator)
    shown = {field: row for field, basis in _FIELDS.items() if (row := rows.get(basis)) is not None}
    values = {field: _county_value(catalogue, indicator, row) for field, row in shown.items()}
    return Line(
        name=indicator.name,
        unit=unit,
        current=values.get("current"),
        cumulative=values.get("cumulative"),
        growth=values.get("growth"),
        plan=values.get("plan"),
        completion=values.get("completion"),
        coverage=_coverages({field: row for field, row in shown.items() if field in _COVERED or not row.is_own}, current),
        decimals=decimals,
        partial=frozenset(field for field, row in shown.items() if _is_partial(row)),
    )


def _county_value(catalogue: Catalogue, indicator: Indicator, row: RollupRow) -> Shown:
    """The county's value; where fewer than half of those that owe it have given it, it is no figure of the county, only how many have."""
    if row.value is not None and not row.is_own and 2 * row.reported < row.expected:
        return f"仅{row.reported}/{row.expected}"
    return rounded(catalogue, indicator, row)


def _is_partial(row: RollupRow) -> bool:
    return not row.is_own and not row.full_coverage


def _coverages(rows: dict[str, RollupRow], current: str) -> str:
    """The coverage of all columns in one word where it is the same, else column by column."""
    told = {field: _coverage(row) for field, row in rows.items()}
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    words = {"current": current, "cumulative": "累计", "growth": "同比", "plan": "目标", "completion": "完成"}
    return ",".join(f"{words[field]}{text}" for field, text in told.items())


def _coverage(row: RollupRow) -> str:
    if row.is_own:
        return "县级数"
    if not row.expected:
        return f"{row.reported}个单位*"
    return f"{row.reported}/{row.expected}{'' if row.full_coverage else '*'}"
