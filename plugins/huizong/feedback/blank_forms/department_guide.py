"""docs/填报指南.md: how clerks fill, send and correct reports, its tables taken from the catalogue."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huizong.catalogue import Catalogue, load
from huizong.catalogue.defaults import default_issue_types
from huizong.catalogue.entries import IssueType, Obligation
from huizong.catalogue.form_entries import Form
from huizong.feedback.receipt.content import contact_text
from huizong.feedback.receipt.receipt_words import ACTIONS, BASES, KINDS, organisation_text
from huizong.feedback.receipt.rendering import render_guide
from huizong.model import Severity, Status
from huizong.settings import REPOSITORY

GUIDE = REPOSITORY / "docs" / "填报指南.md"
# What people write where a number should stand; the catalogue says what each of them means.
_WRITTEN = (
    "XX", "xx.x", "**", "××", "○○", "□□", "____", "N", "待补", "待补充", "待定", "待核", "?", "...", "……",
    "-", "—", "——", "/", "无", "不适用", "空", "",
)  # fmt: skip
_MEANINGS = {
    Status.PLACEHOLDER: "占位，不算数，要补",
    Status.BLANK: "按空着处理；必填的要补",
    Status.NOT_APPLICABLE: "按不适用处理，不用补",
    Status.REPORTED: "按 0 处理",
    Status.MISSING: "按漏报处理，要补",
    Status.ERROR: "按填错处理，要改",
}
_FREQUENCIES = {"month": "每月", "quarter": "每季", "half": "每半年", "year": "每年"}
_FIELD = re.compile(r"\{\w+\}")
# What a relation asks for, in place of one of the words; the other figures of a comparison are left out.
_IN_GENERAL = {"{comparison}": "等于（或不小于、不大于）", "{operands}": "", "{own}": ""}


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form as the guide lists it."""

    title: str
    reporters: str
    frequency: str
    due: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """The units that are converted into each other."""

    base: str
    units: str


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A kind of fault: what the receipt says, and what to do."""

    action: str
    message: str
    remedy: str


def guide_text(catalogue: Catalogue) -> str:
    """The whole guide in Markdown."""
    return render_guide(
        county=catalogue.county.name,
        contact=contact_text(catalogue),
        forms=form_lines(catalogue),
        units=unit_lines(catalogue),
        placeholders=placeholder_lines(catalogue),
        headers=header_lines(catalogue),
        faults=fault_lines(catalogue),
    )


def write_guide(catalogue: Catalogue, path: Path = GUIDE) -> Path:
    """Writes the guide; returns where it lies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(guide_text(catalogue), encoding="utf-8")
    return path


def form_lines(catalogue: Catalogue) -> tuple[FormLine, ...]:
    """Each obligation in force with the newest version of its form."""
    newest: dict[str, Form] = {}
    for form in catalogue.forms:
        if form.code not in newest or form.version > newest[form.code].version:
            newest[form.code] = form
    return tuple(
        FormLine(
            newest[obligation.form].title,
            _who(catalogue, obligation),
            _FREQUENCIES[newest[obligation.form].frequency],
            _due(obligation, newest[obligation.form]),
        )
        for obligation in catalogue.obligations
        if obligation.form in newest and obligation.valid_to is None
    )


def _who(catalogue: Catalogue, obligation: Obligation) -> str:
    """Who owes it, and of a kind who doesn't."""
    if not obligation.kind:
        return organisation_text(catalogue, obligation.organisation or "")
    exempt = "、".join(organisation_text(catalogue, code) for code in obligation.exempt)
    return f"{KINDS[obligation.kind]}（{exempt}免报）" if exempt else KINDS[obligation.kind]


def unit_lines(catalogue: Catalogue) -> tuple[UnitLine, ...]:
    """The units of each dimension, dimensions of one unit left out."""
    groups: dict[str, list[str]] = {}
    for unit in catalogue.units:
        groups.setdefault(unit.base_unit, []).append(unit.unit)
    return tuple(UnitLine(base, "、".join(units)) for base, units in groups.items() if len(units) > 1)


def placeholder_lines(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """What is often written instead of a number, by what the catalogue makes of it."""
    groups: dict[Status, list[str]] = {}
    for text in _WRITTEN:
        status = catalogue.placeholder_status(text) if text else None
        if status is not None:
            groups.setdefault(status, []).append(f"`{text}`")
    return tuple(("、".join(texts), _MEANINGS[status]) for status, texts in groups.items() if status in _MEANINGS)


def header_lines(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """The first spellings of the column headers of each basis."""
    groups: dict[str, list[str]] = {}
    for header in catalogue.headers:
        if not header.header.startswith("re:"):
            groups.setdefault(BASES[header.basis], []).append(header.header)
    return tuple((basis, "、".join(headers[:8])) for basis, headers in groups.items())


def fault_lines(catalogue: Catalogue) -> tuple[FaultLine, ...]:
    """The kinds of faults that are the department's, gravest first; the county's own texts before those shipped."""
    types = default_issue_types() | {issue_type.code: issue_type for issue_type in catalogue.issue_types}
    own = [issue_type for issue_type in types.values() if issue_type.responsibility == "department"]
    ranks = list(Severity)
    return tuple(
        FaultLine(ACTIONS[issue_type.severity], _general(issue_type.message), _general(issue_type.remedy))
        for issue_type in sorted(own, key=lambda issue_type: ranks.index(issue_type.severity))
        if _worth_telling(issue_type)
    )


def _worth_telling(issue_type: IssueType) -> bool:
    """Information is told where something can be done better next time."""
    return issue_type.severity is not Severity.INFO or not issue_type.remedy.startswith("不用处理")


def _general(text: str) -> str:
    """A text without its fields, as a table of Markdown takes it."""
    return _FIELD.sub(lambda field: _IN_GENERAL.get(field[0], "…"), text).replace("|", "\\|")


def _due(obligation: Obligation, form: Form) -> str:
    """Until when, from the end of the period: 次月8日 17:00前; of a year by the month's name."""
    day = (
        f"{obligation.due_day}日" if obligation.due_day > 0 else {-1: "最后一天"}.get(obligation.due_day, f"倒数第{-obligation.due_day}天")
    )
    month = {0: "期末当月", 1: "次月"}.get(obligation.due_month, f"期末后第{obligation.due_month}个月")
    if form.frequency == "year":
        number = 12 + obligation.due_month
        month = f"当年{number}月" if number <= 12 else f"次年{number - 12}月"
    only = f"（只报{'、'.join(f'{number}月' for number in obligation.months)}）" if obligation.months else ""
    return f"{month}{day} {obligation.due_time:%H:%M}前{only}"


def main(arguments: Sequence[str]) -> None:
    """`python -m huizong.feedback.blank_forms.department_guide [catalogue folder]` writes the guide anew."""
    written = write_guide(load(Path(arguments[0])) if arguments else load())
    sys.stdout.write(f"{written}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
