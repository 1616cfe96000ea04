"""The Chinese words of a receipt: verdicts, bases, periods, places, instants and numbers as a clerk reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from huizong.catalogue import Catalogue, Period
from huizong.model import Basis, Severity, Verdict
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
_BETWEEN = re.compile(r"[,，、]\s*")
_LINE_FIELD = re.compile(r"(\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell or range of a sheet or table."""

    sheet: str
    reference: str


@dataclass(frozen=True, slots=True)
class PairPlace:
    """Line and field of a delimited text, or paragraph and offset of prose; both as they are written."""

    first: int
    second: int


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


def parse_place(place: str) -> CellPlace | PairPlace | None:
    """One place in its parts (DESIGN §6); None for a whole file or what is no place."""
    pair = _LINE_FIELD.fullmatch(place)
    if pair:
        return PairPlace(int(pair[1]), int(pair[2]))
    sheet, mark, reference = place.rpartition("!")
    return CellPlace(sheet, reference) if mark and sheet and reference else None


def split_places(place: str) -> tuple[str, ...]:
    """The places that are named together, such as those of the figures of a relation; the place itself where there is one."""
    parts = tuple(part for part in _BETWEEN.split(place) if part)
    return parts if len(parts) > 1 and all(parse_place(part) for part in parts) else (place,)


def place_text(place: str, *, prose: bool) -> str:
    """The place in words; empty for the whole file. The sheet is named once where several cells of it follow each other."""
    texts: list[str] = []
    last = None
    for part in split_places(place):
        match parse_place(part):
            case CellPlace(sheet, reference):
                texts.append(reference if sheet == last else f"「{sheet}」{reference}")
                last = sheet
            case PairPlace(first, second):
                texts.append(f"第{first}段第{second + 1}字" if prose else f"第{first}行第{second}列")
            case None:
                texts.append(part)
    return "、".join(texts)


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


def is_prose(place: str, *, prose: bool) -> bool:
    """Whether a place of a document counts paragraphs: in one with prose every place that is no cell of a table."""
    return prose and "!" not in place


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
    """The title of the form's version for the period; its code where the catalogue in force no longer has it."""
    try:
        return catalogue.form(code, Period.parse(period).last_day if period else None).title
    except KeyError:
        return code


def organisation_text(catalogue: Catalogue, code: str) -> str:
    """The organisation's name; its code where the catalogue in force no longer has it."""
    try:
        return catalogue.organisation(code).name
    except KeyError:
        return code
