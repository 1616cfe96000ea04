"""The Chinese words of a receipt: verdicts, bases, periods, places, instants and numbers as a clerk reads them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Protocol

from huizong.catalogue import Catalogue, Period
from huizong.model import Basis, Severity, Verdict
from huizong.places import place_text, split_places
from huizong.settings import COUNTY_TIME

VERDICTS = {
    Verdict.ACCEPTED: "已接收",
    Verdict.ACCEPTED_WITH_QUERIES: "已接收，有待说明",
    Verdict.PARTIALLY_ACCEPTED: "部分接收",
    Verdict.RETURNED: "退回",
    Verdict.WAITING: "等待传输完成",
    Verdict.IGNORED: "不作报表收取",
}
BASES = {
    Basis.CURRENT: "本期",
    Basis.CUMULATIVE: "本年累计",
    Basis.PRIOR_YEAR: "上年同期",
    Basis.GROWTH_RATE: "同比%",
    Basis.CURRENT_PRIOR_YEAR: "本期的上年同期",
    Basis.CURRENT_GROWTH_RATE: "本期同比%",
    Basis.PLAN: "计划",
    Basis.PLAN_COMPLETION: "完成计划%",
}
# Severity names stay off the clerk's page: what she reads is what she has to do.
ACTIONS = {
    Severity.CRITICAL: "须改正",
    Severity.BLOCKING: "须改正",
    Severity.QUERY: "待说明",
    Severity.INFO: "提示",
}
KINDS = {"county": "县", "town": "各乡镇（街道）", "bureau": "各部门", "park": "各园区", "village": "各村（社区）", "project": "各项目"}
_WEEKDAYS = "一二三四五六日"


class FigureKey(Protocol):
    """Anything that names a figure, in part or whole."""

    @property
    def organisation(self) -> str | None:
        """Whom it is about."""

    @property
    def indicator(self) -> str | None:
        """What is measured."""

    @property
    def period(self) -> str | None:
        """When."""

    @property
    def basis(self) -> str | None:
        """In which sense."""


def period_text(period: str | None) -> str:
    """The period in words: 2026年6月, 2026年二季度, 2026年上半年, 2026年."""
    return "报告期未定" if period is None else Period.parse(period).words


def attempt_text(attempt: int | None, *, again: bool) -> str:
    """Which attempt it was; `again` for a file that was judged anew on a decision of the county, which is none of its own."""
    if attempt is None:
        return ""
    return f"第{attempt}次报送" + ("（县里批准后重新核算）" if again else "")


def instant_text(moment: datetime) -> str:
    """An instant in the county's time: 2026年7月5日(周日)09:12."""
    local = moment.astimezone(COUNTY_TIME)
    return f"{local.year}年{local.month}月{local.day}日（周{_WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def day_text(moment: datetime) -> str:
    """The day of an instant in the county's time: 7月5日."""
    local = moment.astimezone(COUNTY_TIME)
    return f"{local.month}月{local.day}日"


def number_text(value: Decimal | None) -> str:
    """A number in plain digits without needless zeros; 空 for none."""
    if value is None:
        return "空"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_text(catalogue: Catalogue, key: FigureKey, reporter: str | None) -> str:
    """What a figure is called: the organisation (where it isn't the reporter), the indicator, the basis; empty for no figure."""
    if key.indicator is None:
        return ""
    words = [indicator_text(catalogue, key.indicator)]
    if key.organisation and key.organisation != reporter:
        words.insert(0, organisation_text(catalogue, key.organisation))
    if key.basis:
        words.append(basis_text(Basis(key.basis), key.period))
    return " ".join(words)


def basis_text(basis: Basis, period: str | None) -> str:
    """The basis as a column of the form calls it, such as 本月, 本年累计, 同比%."""
    frequency = Period.parse(period).frequency if period else None
    return BASES[basis].replace("本期", {"month": "本月", "quarter": "本季"}.get(frequency or "", "本期"))


def without_place(message: str, place: str, *, prose: bool) -> str:
    """A message that does not repeat its place: dropped at the beginning and in brackets, in words elsewhere."""
    if not place:
        return message
    kept = message.removeprefix(place).lstrip(" ：:").replace(f"（{place}）", "")
    for part in sorted(split_places(place), key=len, reverse=True):
        kept = kept.replace(part, place_text(part, prose=prose))
    return kept


def indicator_text(catalogue: Catalogue, code: str) -> str:
    """The indicator's name; its code where the catalogue in force no longer has it."""
    try:
        return catalogue.indicator(code).name
    except KeyError:
        return code


def form_text(catalogue: Catalogue, code: str, period: str | None) -> str:
    """The title of the form's version for the period, else of the newest; its code where the catalogue no longer has it."""
    held = catalogue.form_on(code, Period.parse(period).last_day) if period else None
    try:
        return (held or catalogue.form(code)).title
    except KeyError:
        return code


def organisation_text(catalogue: Catalogue, code: str) -> str:
    """The organisation's name; its code where the catalogue in force no longer has it."""
    try:
        return catalogue.organisation(code).name
    except KeyError:
        return code
