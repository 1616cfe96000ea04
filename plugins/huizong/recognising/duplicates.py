"""Figures that stand twice: equal ones count once, contradicting ones are all held, and none is ever added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from huizong.model import Draft, Figure, Finding, Severity, Status

_MOST_SHOWN = 20
_NOBODYS = frozenset({"report-void", "organisation-mismatch"})  # with one of these a member's figures are nobody's here
_Key = tuple[str | None, str | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Settled:
    """The figures that remain, the findings, and the places of repeated ones that were left out."""

    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    repeated: frozenset[str]


def settle(figures: Iterable[Figure]) -> Settled:
    """One figure a key; of several with numbers that differ all are held. A blank beside a number gives way to it."""
    groups: dict[tuple[_Key, bool], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((_key(figure), figure.is_total), []).append(figure)
    kept: list[Figure] = []
    findings: list[Finding] = []
    repeated: set[str] = set()
    equal: list[str] = []
    for (key, is_total), group in groups.items():
        remaining = group
        if len(group) > 1 and None not in key[:3]:
            remaining, asked = _remaining(key, group, is_total=is_total)
            findings += asked
            if not (asked or is_total) and len(numbers := _numbers(group)) > 1:
                equal += [figure.place for figure in numbers]
            repeated |= {figure.place for figure in group} - {figure.place for figure in remaining}
        kept += remaining
    if equal:
        places = ", ".join(equal[:_MOST_SHOWN]) + (" …" if len(equal) > _MOST_SHOWN else "")
        findings.append(Finding("duplicate-figure-equal", places, {"place": places}))
    return Settled(tuple(kept), tuple(findings), frozenset(repeated))


def _remaining(key: _Key, group: list[Figure], *, is_total: bool) -> tuple[list[Figure], list[Finding]]:
    """What stays of the figures of one key, and what is said of numbers that contradict each other."""
    numbers = _numbers(group)
    if not numbers and all(figure.source == "prose" for figure in group):
        return group, []  # masks and gaps are each named at their place
    if is_total:  # a page's total and the whole one may differ: checking compares totals with what is listed
        return group[-1:], []
    if len({figure.value for figure in numbers}) > 1:
        # A text may well mean two things by one name: it is asked, a table with one cell twice is wrong.
        asked = Severity.QUERY if all(figure.source == "prose" for figure in numbers) else None
        held = [replace(figure, status=Status.HELD) if figure.status is Status.REPORTED else figure for figure in numbers]
        return held, [replace(_contradiction(key, numbers), severity=asked)]
    best = next((f for f in group if f.status is Status.REPORTED), None) or next(iter(numbers), group[0])
    return [best], []


def settle_across(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The same over the members of an archive: figures of one reporter and form that differ are held in every member.

    A member that is void, or that declares another reporter, goes back as a whole and speaks against none.
    """
    groups: dict[tuple[str | None, str | None, _Key], list[tuple[int, Figure]]] = {}
    for number, draft in enumerate(drafts):
        for figure in draft.figures if not any(finding.rule in _NOBODYS for finding in draft.findings) else ():
            if figure.value is not None and not figure.is_total and not figure.candidate and None not in _key(figure)[:3]:
                groups.setdefault((draft.reporter, draft.form, _key(figure)), []).append((number, figure))
    wrong = {key: found for key, found in groups.items() if len({f.value for _, f in found}) > 1 and len({n for n, _ in found}) > 1}
    if not wrong:
        return drafts
    settled = []
    for number, draft in enumerate(drafts):
        mine = {id(figure) for found in wrong.values() for n, figure in found if n == number}
        figures = tuple(replace(f, status=Status.HELD) if id(f) in mine and f.status is Status.REPORTED else f for f in draft.figures)
        findings = []
        for (_, _, key), found in wrong.items():
            if own := [figure for n, figure in found if n == number]:
                places = [f"{drafts[n].file} {figure.place}" for n, figure in found if n != number]
                findings.append(replace(_contradiction(key, [figure for _, figure in found], "、".join(places)), place=own[0].place))
        settled.append(replace(draft, figures=figures, findings=(*draft.findings, *findings)))
    return tuple(settled)


def _numbers(group: list[Figure]) -> list[Figure]:
    return [figure for figure in group if figure.value is not None]


def _key(figure: Figure) -> _Key:
    return figure.organisation, figure.indicator, figure.period, figure.basis.value


def _contradiction(key: _Key, figures: list[Figure], detail: str = "") -> Finding:
    observed = "、".join(f"{figure.raw.strip()}（{figure.place}）" for figure in figures)
    places = ", ".join(figure.place for figure in figures)
    return Finding("duplicate-figure", places, {"observed": observed, "detail": detail, "place": places}, None, *key)
