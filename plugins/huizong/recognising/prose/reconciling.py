"""Sums that prose states: a total and its parts in one sentence, and a task told by what is done and what is under way.

A list under 其中 need not be whole, so that only parts above their total contradict it. A list is whole where the words
say so (分别为, 分为, 包括 …, 共 after the parts) or where it tells what is done and what is not (已 … 正在 …).
Numbers are compared in their base unit; what is measured (money, area) may miss by half a unit of each last digit,
what is counted may not miss at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from huizong.model import Finding
from huizong.narrative import ProseFigure
from huizong.word_lists import word_lists

_BREAK = re.compile(r"[。！？!?；;\n]")
_CLAUSE = re.compile(r"[,，。；;！？\n]")
_LISTS = word_lists("recognising", "reconciling")
_AMONG = _LISTS.pattern("among")
_WHOLE = _LISTS.pattern("whole")
_TOTAL = _LISTS.pattern("total")
_DONE = _LISTS.pattern("done")
_PENDING = _LISTS.pattern("pending")
_MEASURED = frozenset(_LISTS.words("measured"))
_MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class Sum:
    """A total with its parts, as places in the paragraph's figures; `whole` says that the parts must give the total.

    `done` is the part that is finished where the total is a task told by its state, else None.
    """

    total: int
    parts: tuple[int, ...]
    whole: bool
    done: int | None = None


def sums_in(text: str, figures: Sequence[ProseFigure]) -> tuple[Sum, ...]:
    """The sums stated in a paragraph; `figures` are all of it, in order."""
    found: list[Sum] = []
    for number, figure in enumerate(figures):
        if not _adds(figure):
            continue
        for stated in (_by_state(text, figures, number), _list_after(text, figures, number), _total_after(text, figures, number)):
            if stated is not None:
                found.append(stated)
                break
    return tuple(found)


def check_sums(number: int, text: str, figures: Sequence[ProseFigure]) -> list[Finding]:
    """The sums of paragraph `number` that do not come out: total and parts as written, and what the parts give."""
    findings = []
    for stated in sums_in(text, figures):
        total, parts = figures[stated.total], [figures[part] for part in stated.parts]
        given = sum((_base(part) for part in parts), Decimal(0))
        allowed = sum((_slack(figure) for figure in (total, *parts)), Decimal(0))
        difference = given - _base(total)
        if difference > allowed or (stated.whole and -difference > allowed):
            shown = "＋".join(part.surface for part in parts)
            fields = {
                "observed": total.surface,
                "expected": f"{_shown(given, total)}（{shown}）",
                "difference": _shown(abs(difference), total),
                "place": f"{number}:{total.start}",
                "detail": "、".join(f"{number}:{part.start}" for part in parts),
            }
            findings.append(Finding("prose-sum-differs", f"{number}:{total.start}", fields))
    return findings


def _list_after(text: str, figures: Sequence[ProseFigure], number: int) -> Sum | None:
    """甲46条，其中乙12条、丙19条、丁15条: the parts that follow in the same unit, up to the end of the sentence."""
    parts = _run(text, figures, number)
    if len(parts) < 2:
        return None
    between = text[figures[number].end : figures[parts[0]].start]
    whole = _WHOLE.search(between) is not None
    if not whole and _AMONG.search(between) is None:
        return None
    rest = text[figures[parts[0]].end : figures[parts[-1]].start]
    if _AMONG.search(rest):  # a list within the list: its members would be counted twice
        return None
    return Sum(number, tuple(parts), whole)


def _by_state(text: str, figures: Sequence[ProseFigure], number: int) -> Sum | None:
    """改造157户，已完成3户，154户正在申请: a task, what is done of it and what is under way."""
    parts = _run(text, figures, number)
    if len(parts) < 2 or _AMONG.search(text[figures[number].end : figures[parts[0]].start]):
        return None
    first, second = parts[:2]
    done = _words_about(text, figures, first)
    pending = _words_about(text, figures, second)
    if not (_DONE.search(done) and not _PENDING.search(done) and _PENDING.search(pending)):
        return None
    return Sum(number, (first, second), len(parts) == 2, done=first)


def _total_after(text: str, figures: Sequence[ProseFigure], number: int) -> Sum | None:
    """新建3个、续建154个，共157个: the parts stand before a total that says 共."""
    before = text[figures[number - 1].end : figures[number].start] if number else ""
    if not _TOTAL.search(before.strip()) or len(before) > 8:
        return None
    parts: list[int] = []
    for index in range(number - 1, -1, -1):
        gap = text[figures[index].end : figures[index + 1].start]
        if _BREAK.search(gap) or figures[index].base_unit != figures[number].base_unit or not _adds(figures[index]):
            break
        parts.insert(0, index)
        if _CLAUSE.search(gap) and index != number - 1:  # only a list of one clause is surely all that 共 counts
            parts.pop(0)
            break
    return Sum(number, tuple(parts), whole=True) if 2 <= len(parts) <= _MOST_PARTS else None


def _run(text: str, figures: Sequence[ProseFigure], number: int) -> list[int]:
    """The figures after one that stand in its sentence and unit; empty if one of them has no exact number."""
    parts: list[int] = []
    for index in range(number + 1, len(figures)):
        if _BREAK.search(text, figures[index - 1].end, figures[index].start) or len(parts) == _MOST_PARTS:
            break
        if figures[index].base_unit != figures[number].base_unit:
            if figures[index].base_unit == "percent":  # a share beside a part: 新建3个，占2%
                continue
            break
        if not _adds(figures[index]) or figures[index].evidence.comparison:
            return []
        parts.append(index)
    return parts


def _words_about(text: str, figures: Sequence[ProseFigure], index: int) -> str:
    """The words of a figure's clause, without those that belong to the figure before it."""
    figure = figures[index]
    start = max((match.end() for match in _CLAUSE.finditer(text, figures[index - 1].end, figure.start)), default=figures[index - 1].end)
    end = _CLAUSE.search(text, figure.end)
    return text[start : figure.start] + text[figure.end : end.start() if end else len(text)]


def _adds(figure: ProseFigure) -> bool:
    """Whether the figure is an exact number that can be part of a sum."""
    return (
        figure.kind == "number"
        and figure.base_value is not None
        and figure.base_unit not in (None, "percent", "年", "天", "日")
        and figure.qualifier is None
        and not figure.distributive
        and figure.role not in ("context", "threshold")
    )


def _base(figure: ProseFigure) -> Decimal:
    return Decimal(figure.base_value or 0)


def _slack(figure: ProseFigure) -> Decimal:
    """Half a unit of the last digit written, in the base unit; none where things are counted one by one."""
    value, base = Decimal(figure.value or 0), _base(figure)
    decimals = len((figure.value or "").partition(".")[2])
    if value == 0 or (figure.base_unit not in _MEASURED and base == value and not decimals):
        return Decimal(0)
    return abs(base / value).scaleb(-decimals) / 2


def _shown(value: Decimal, like: ProseFigure) -> str:
    """A value in base unit as the total is written: in its unit."""
    written = Decimal(like.value or 0)
    factor = _base(like) / written if written else Decimal(1)
    return f"{(value / factor).normalize():f}{like.unit or ''}"
