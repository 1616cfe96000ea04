"""The page that the director reads: one line an indicator, rounded once from full values, with coverage in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import Indicator
from huizong.publishing.rollup_row import RollupRow
from huizong.publishing.workbook.coverage import Coverage, coverage_of, names, sentence
from huizong.publishing.workbook.displayed import Shown, instant_words, points, rounded, share_words, shown_in

CURRENT = {"month": "本月", "quarter": "本季", "half": "本半年", "year": "本年"}
FIELDS = {"current": "current", "cumulative": "cumulative", "growth": "growth_rate", "plan": "plan", "completion": "plan_completion"}
_ADDED = ("current", "cumulative")
_COVERED = ("current", "cumulative")  # of a county's own figures these alone are worth saying so
_GROWTH_WORDS = {"comparable": "同口径", "constant_price": "可比价"}
_MATURITY_WORDS = {"estimate": "预计数", "flash": "快报数", "final": "年报数", "revised": "普查数"}


@dataclass(frozen=True, slots=True)
class PageLine:
    """One indicator of the county; None where the table has no such figure, text where there is none to show.

    `partial` names the fields whose value is not over all that owe it. `gap` is by how many points completion is ahead of the time
    gone by, below 0 behind it; `due` is what is due by now, in %.
    """

    name: str
    unit: str
    current: Shown
    cumulative: Shown
    growth: Shown
    plan: Shown
    completion: Shown
    gap: Shown
    note: str
    decimals: int
    partial: frozenset[str] = frozenset()
    due: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that stands on the page, in its order."""

    title: str
    stamp: str
    corner: str
    coverage: str
    headers: tuple[str, ...]
    lines: tuple[PageLine, ...]
    notes: tuple[str, ...]
    is_final: bool
    as_of: str


def compose(
    catalogue: Catalogue,
    period: str,
    rows: Sequence[RollupRow],
    senders: Collection[str] | None = None,
    maturities: Mapping[str, Collection[str | None]] | None = None,
    at: datetime | None = None,
) -> Page:
    """The page of one period from its rollups.

    `senders` are those who have sent anything (None: everybody); `maturities` are those of the figures, by indicator, None among
    them for figures of which no form says it. `at` is the instant as of which it holds, by default that of the latest figure in it.
    """
    when = Period.parse(period)
    county, current = catalogue.county, CURRENT[when.frequency]
    headline: dict[str, dict[str, RollupRow]] = {}
    for row in rows:
        if row.organisation == county.code and row.is_headline:
            headline.setdefault(row.indicator, {})[row.basis] = row
    coverage = coverage_of(catalogue, when, rows, senders)
    shown = [indicator for indicator in catalogue.indicators if any(basis in headline.get(indicator.code, {}) for basis in _ADDED)]
    summed = {row.indicator for row in rows if row.basis == "cumulative" and row.method == "derived_from_months" and when.first_month > 1}
    lines = tuple(
        _line(
            catalogue,
            indicator,
            headline[indicator.code],
            current,
            coverage,
            [
                *(_sum_words(headline[indicator.code], current) if indicator.code in summed else []),
                *_maturity((maturities or {}).get(indicator.code, ())),
            ],
        )
        for indicator in shown
    )
    is_final = all(row.state == "final" for row in rows)
    as_of = instant_words(at or max(row.as_of for row in rows))
    units = sorted({line.unit for line in lines})
    return Page(
        title=f"{county.name}{when.words}主要指标汇总表",
        stamp=f"{'定稿' if is_final else '未定稿'}　截至{as_of}",
        corner=f"单位：{units[0] if len(units) == 1 else '见表内'}",
        coverage=sentence(coverage),
        headers=("指标", "单位", current, "累计", "同比%", "年度目标", "完成%", "比序时进度", "备注"),
        lines=lines,
        notes=_notes(
            when,
            lines,
            {indicator.growth for indicator in shown},
            has_schedule=any(i.schedule for i in shown),
            is_final=is_final,
            as_of=as_of,
        ),
        is_final=is_final,
        as_of=as_of,
    )


def _notes(
    when: Period, lines: Sequence[PageLine], growths: set[str], *, has_schedule: bool, is_final: bool, as_of: str
) -> tuple[str, ...]:
    """What is to be known to read the page, only as far as it concerns something on it."""
    said = []
    if any(line.partial for line in lines):
        said.append("带*的未报齐，为已报单位之和，不排位；已报不到一半的不列数。")
    growth = "同比、完成%按同时有两个数的单位由未经四舍五入的数计算，上年同期为零或负的不可比"
    if "comparable" in growths:
        growth += "；注“同口径”的基数已调整，列报送的同口径增速"
    if "constant_price" in growths:
        growth += "；注“可比价”的按不变价计算，列报送的增速"
    said.append(f"{growth}。")
    if any(line.gap is not None for line in lines):
        gone = points(100 * _fraction(when))
        own = "，自有分月进度的按其进度" if has_schedule else ""
        said.append(f"比序时进度为完成%减时间进度（{gone}%{own}），单位为百分点，负数为落后。")
    said.append(f"数据性质：{'定稿数' if is_final else '初步数，未定稿，以定稿为准'}；备注未注明的为报送的实际数。")
    said.append("部分数据因四舍五入，合计与分项略有出入。")
    said.append(f"截至{as_of}（北京时间）收到的数据。")
    return tuple(said)


def _fraction(when: Period) -> Decimal:
    return Decimal(when.last_month) / 12


def _line(
    catalogue: Catalogue,
    indicator: Indicator,
    rows: Mapping[str, RollupRow],
    current: str,
    coverage: Coverage,
    more: Sequence[str],
) -> PageLine:
    unit, decimals = shown_in(indicator)
    shown = {field: row for field, basis in FIELDS.items() if (row := rows.get(basis)) is not None}
    values = {field: county_value(catalogue, indicator, row, coverage.children) for field, row in shown.items()}
    completion = shown.get("completion") if isinstance(values.get("completion"), Decimal) else None
    notes = [
        *_sources({field: row for field, row in shown.items() if field in _COVERED or not row.is_own}, current),
        *_lacking(shown, coverage),
        *([_GROWTH_WORDS[indicator.growth]] if indicator.growth in _GROWTH_WORDS and "growth" in shown else []),
        *more,
    ]
    return PageLine(
        name=indicator.name,
        unit=unit,
        current=values.get("current"),
        cumulative=values.get("cumulative"),
        growth=values.get("growth"),
        plan=values.get("plan"),
        completion=values.get("completion"),
        gap=points(completion.progress_gap) if completion is not None and completion.progress_gap is not None else None,
        note="；".join(notes),
        decimals=decimals,
        partial=frozenset(field for field, row in shown.items() if not row.is_own and not row.full_coverage),
        due=_due(completion),
    )


def _due(row: RollupRow | None) -> Decimal | None:
    if row is None or row.value is None or row.progress_gap is None:
        return None
    return points(row.value - row.progress_gap)


def county_value(catalogue: Catalogue, indicator: Indicator, row: RollupRow, towns: int) -> Shown:
    """The county's value; where fewer than half have given it, it is no figure of the county, only how many have.

    Half of those that owe it; where nobody does, of the county's towns.
    """
    if row.value is not None and not row.is_own and 2 * row.reported < (row.expected or towns):
        return f"仅{row.reported}/{row.expected}" if row.expected else f"仅{row.reported}个"
    return rounded(catalogue, indicator, row)


def _sources(rows: Mapping[str, RollupRow], current: str) -> list[str]:
    """Whose figures they are, where it is not simply those of all that owe them; column by column where that differs."""
    told = {field: _source(row) for field, row in rows.items()}
    if not told.get("plan"):
        told.pop("plan", None)  # that all targets are there is nothing to say
    said = set(told.values())
    if len(said) == 1:
        return [text.removeprefix("为") for text in said if text]
    words = {"current": current, "cumulative": "累计", "growth": "同比", "plan": "目标", "completion": "完成"}
    return [f"{'、'.join(words[f] for f, text in told.items() if text == one)}{one}" for one in dict.fromkeys(told.values()) if one]


def _source(row: RollupRow) -> str:
    if row.is_own:
        return "为县级数"
    if not row.expected:
        return f"为{row.reported}个单位之和"
    return "" if row.full_coverage else f"已报{row.reported}/{row.expected}"


def _lacking(rows: Mapping[str, RollupRow], coverage: Coverage) -> list[str]:
    """Who lacks the cumulative (else the month), beyond those that have sent nothing at all and are named above the table."""
    row = next((rows[field] for field in ("cumulative", "current") if field in rows and not rows[field].is_own), None)
    if row is None:
        return []
    said = []
    share = row.year_before_share
    if share is not None and not row.full_coverage and not row.suppressed:
        said.append(f"占上年同期{share_words(share)}")
    for words, listed in (
        ("缺", [name for name in row.missing_names if name not in coverage.absent and name not in row.placeholder_names]),
        ("暂缓", row.held_names),
        ("以符号代数", row.placeholder_names),
    ):
        if listed:
            said.append(f"{words}：{names(listed)}")
    return said


def _sum_words(rows: Mapping[str, RollupRow], current: str) -> list[str]:
    """That towns reported no cumulative, and of what the growth beside it is then."""
    is_of_period = "growth_rate" in rows and "current_growth_rate" not in rows
    return [f"累计为逐期相加{f'，同比为{current}' if is_of_period else ''}"]


def _maturity(maturities: Collection[str | None]) -> list[str]:
    """What the figures are where a form says so, several kinds of one indicator as 含."""
    words = [_MATURITY_WORDS[kind] for kind in _MATURITY_WORDS if kind in maturities]
    if not words:
        return []
    return [words[0] if len(words) == 1 and None not in maturities else f"含{'、'.join(words)}"]
