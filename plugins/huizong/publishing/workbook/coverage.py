"""Coverage as a sentence: how many have reported, what share that is, and by name who lacks what (PRACTICE)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from huizong.catalogue import Catalogue, Period
from huizong.publishing.rollup_row import RollupRow
from huizong.publishing.workbook.displayed import share_words

_OF_SUMS = ("cumulative", "growth_rate", "plan_completion")
_NAMED = 3  # a note of a line names as many; more are counted, the sentence has their names


class FormsAsking:
    """What forms ask of organisations on the last day of a period, worked out once for all that owe the same forms."""

    def __init__(self, catalogue: Catalogue, period: Period) -> None:
        self._catalogue, self._day = catalogue, period.last_day
        self._of_forms: dict[frozenset[str], frozenset[tuple[str, str]]] = {}
        self._of_organisation: dict[str, frozenset[tuple[str, str]]] = {}
        self._heirs = {
            heir
            for ended in catalogue.organisations
            if ended.valid_to is not None and ended.valid_to.year == period.year
            for heir in ended.successor
        }

    def has(self, organisation: str, indicator: str, basis: str) -> bool:
        """Whether a form that the organisation owes asks for the indicator in that basis; KeyError for an unknown organisation."""
        if organisation not in self._of_organisation:
            self._of_organisation[organisation] = self._asked_of(organisation)
        return (indicator, basis) in self._of_organisation[organisation]

    def is_heir(self, organisation: str) -> bool:
        """Whether the organisation took over from one that ended in the period's year."""
        return organisation in self._heirs

    def _asked_of(self, organisation: str) -> frozenset[tuple[str, str]]:
        forms = frozenset(obligation.form for obligation in self._catalogue.obligations_of(organisation, self._day))
        if forms not in self._of_forms:
            rows = (row for form in self._catalogue.forms if form.code in forms for row in form.rows)
            self._of_forms[forms] = frozenset((row.indicator, basis) for row in rows for basis in row.bases)
        return self._of_forms[forms]


class _Named(Protocol):
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which of the county's towns that owe anything have sent, and what they lack; names in the catalogue's order.

    `absent` have sent nothing. `lacking` counts figures that are missing of those who have, `masked` of these the ones that came as a
    placeholder, `held` those that wait, `underived` the months that can't be worked out since a cumulative of another organisation is
    not there (one that was taken over, or shares in it), `unsummed` the sums since January that lack an earlier month, each as (name,
    number). `children` counts all towns there are, `towns` is the word for them. `share` is said of the indicator `share_of`.
    """

    owing: tuple[str, ...]
    absent: tuple[str, ...]
    lacking: tuple[tuple[str, int], ...]
    masked: tuple[tuple[str, int], ...]
    held: tuple[tuple[str, int], ...]
    towns: str
    children: int
    share: str = ""
    share_of: str = ""
    underived: tuple[tuple[str, int], ...] = ()
    unsummed: tuple[tuple[str, int], ...] = ()


def coverage_of(catalogue: Catalogue, period: Period, rows: Iterable[RollupRow], senders: Collection[str] | None = None) -> Coverage:
    """The coverage of a period. Figures are counted by indicator: what follows from one, such as its growth, is not counted beside it.

    Who sent nothing has not reported, whatever others reported of it or was worked out from earlier periods; `senders` None: all sent.
    """
    rows, asked = tuple(rows), FormsAsking(catalogue, period)
    towns = [part for part in catalogue.children(catalogue.county.code, period.last_day) if part.kind == "town"]
    own: dict[str, list[RollupRow]] = {town.code: [] for town in towns}
    for row in rows:
        if row.expected and row.organisation in own and row.is_own and not set_by_others(asked, row):
            own[row.organisation].append(row)
    owing = [town for town in towns if own[town.code]]
    underived, unsummed = list[tuple[str, int]](), list[tuple[str, int]]()
    for town in owing:
        given = own[town.code]
        earlier = [lacks_of_earlier(asked, row, given) for row in given]
        _count(unsummed, town, {row.indicator for row, is_earlier in zip(given, earlier, strict=True) if is_earlier})
        given = [row for row, is_earlier in zip(given, earlier, strict=True) if not is_earlier]
        others = [bool(row.missing) and lacks_of_others(asked, row, given) for row in given]
        _count(underived, town, {row.indicator for row, is_of_others in zip(given, others, strict=True) if is_of_others})
        own[town.code] = [row for row, is_of_others in zip(given, others, strict=True) if not is_of_others]
    absent = {
        town.code for town in owing if all(row.missing for row in own[town.code]) or (senders is not None and town.code not in senders)
    }
    lacking, masked, held = list[tuple[str, int]](), list[tuple[str, int]](), list[tuple[str, int]]()
    for town in owing:
        if town.code not in absent:
            _count(lacking, town, {row.indicator for row in own[town.code] if row.missing})
            _count(masked, town, {row.indicator for row in own[town.code] if row.missing and row.placeholders})
        _count(held, town, {row.indicator for row in own[town.code] if row.held})
    share_of, share = _share(catalogue, rows, absent) if absent else ("", "")
    return Coverage(
        owing=tuple(town.name for town in owing),
        absent=tuple(town.name for town in owing if town.code in absent),
        lacking=tuple(lacking),
        masked=tuple(masked),
        held=tuple(held),
        children=len(towns),
        towns="乡镇（街道）" if any(town.name.endswith("街道") for town in towns) else "乡镇",
        share=share,
        share_of=share_of,
        underived=tuple(one for one in underived if one[0] not in {town.name for town in owing if town.code in absent}),
        unsummed=tuple(one for one in unsummed if one[0] not in {town.name for town in owing if town.code in absent}),
    )


def set_by_others(asked: FormsAsking, row: RollupRow) -> bool:
    """Whether the row is a target that its organisation reports in no form of its own, or follows from one: others set it, or not yet."""
    if row.basis not in ("plan", "plan_completion"):
        return False
    return not asked.has(row.organisation, row.indicator, "plan")


def lacks_of_others(asked: FormsAsking, row: RollupRow, own: Iterable[RollupRow]) -> bool:
    """Whether a month is missing that no form asks of its organisation, which gave its cumulative (`own` are all its rows).

    The month of one that took over from another this year is a difference of cumulatives which both gave, and those who share with it.
    """
    if row.basis != "current" or not asked.is_heir(row.organisation) or asked.has(row.organisation, row.indicator, "current"):
        return False
    return any(one.basis == "cumulative" and one.indicator == row.indicator and not (one.missing or one.held) for one in own)


def lacks_of_earlier(asked: FormsAsking, row: RollupRow, own: Iterable[RollupRow]) -> bool:
    """Whether what is missing or waits is a sum since January, or follows from one, whose last month is there (`own` are all its rows).

    No form asks for it: its report of this period is complete, an earlier one is not.
    """
    if row.basis not in _OF_SUMS or not (row.missing or row.held) or asked.has(row.organisation, row.indicator, "cumulative"):
        return False
    lacks = {one.basis: bool(one.missing or one.held) for one in own if one.indicator == row.indicator}
    return lacks.get("current") is False and lacks.get("cumulative") is True


def sentence(coverage: Coverage) -> str:
    """The coverage in one sentence, with every name."""
    if not coverage.owing:
        return "本期没有应报的单位。"
    said = f"{len(coverage.owing)}个{coverage.towns}已报{len(coverage.owing) - len(coverage.absent)}个"
    if coverage.absent:
        share = f"占上年同期{coverage.share_of}总量{coverage.share}，" if coverage.share else ""
        said += f"，{share}缺：{'、'.join(coverage.absent)}"
    masked = dict(coverage.masked)
    if coverage.lacking:
        told = (f"{name}（{number}项{f'，其中{masked[name]}项以符号代数' if name in masked else ''}）" for name, number in coverage.lacking)
        said += f"；缺部分指标：{'、'.join(told)}"
    if coverage.held:
        total = sum(number for _, number in coverage.held)
        said += f"；暂缓{total}项：{'、'.join(f'{name}{number}项' for name, number in coverage.held)}"
    if not (coverage.absent or coverage.lacking or coverage.held):
        said += "，全部报齐"
    if coverage.underived:
        told = (f"{name}（{number}项）" for name, number in coverage.underived)
        said += f"；合并、分立前后别的单位缺累计数，推算不出本期数：{'、'.join(told)}"
    if coverage.unsummed:
        told = (f"{name}（{number}项）" for name, number in coverage.unsummed)
        said += f"；此前月份未报齐，算不出累计数：{'、'.join(told)}"
    return f"{said}。"


def names(listed: Sequence[str]) -> str:
    """A few names, else how many there are."""
    return "、".join(listed) if len(listed) <= _NAMED else f"{'、'.join(listed[:_NAMED])}等{len(listed)}个"


def _count(found: list[tuple[str, int]], town: _Named, indicators: set[str]) -> None:
    if indicators:
        found.append((town.name, len(indicators)))


def _share(catalogue: Catalogue, rows: Sequence[RollupRow], absent: Collection[str]) -> tuple[str, str]:
    """The first indicator that tells how much of last year's value is there, best where just those who sent nothing lack it."""
    told = {
        (row.indicator, row.basis): row
        for row in rows
        if row.organisation == catalogue.county.code and not row.is_own and row.year_before_share is not None and not row.suppressed
    }
    found = [
        told[indicator.code, basis]
        for indicator in catalogue.indicators
        for basis in ("cumulative", "current")
        if (indicator.code, basis) in told
    ]
    found.sort(key=lambda row: {*row.missing, *row.held} != set(absent))
    if not found or found[0].year_before_share is None:
        return "", ""
    return found[0].indicator_name, share_words(found[0].year_before_share)
