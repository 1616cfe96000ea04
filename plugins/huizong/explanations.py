"""Explanations: how they are written in a line of text, and which of them say something (PRACTICE, explanation)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from huizong.word_lists import word_lists

_FEWEST_CHARACTERS = 3
_NUMBERS = r"\d+(?:-\d+)?(?:\s*[、,，和至~]\s*\d+(?:-\d+)?)*"
_LINE = re.compile(rf"\s*[第【\[(（]?\s*(?P<numbers>{_NUMBERS})\s*[条号项】\])）]?\s*[:：]\s*(?P<text>\S.*?)\s*")
_NUMBER = re.compile(r"(?:(\d+)-)?(\d+)")
_MOST_IN_RANGE = 200
_RECEIPT = re.compile(r"\s*收件编号\s*[:：]\s*(?P<arrival>[0-9TZ.]{8,40})\s*")
_LONGEST_SIGNATURE = 30
_LONGEST_CONTINUATION = 200

_LISTS = word_lists("", "explanations")
_EMPTY = _LISTS.plain("empty")
_TELLING = _LISTS.plain("telling")

BOILERPLATE = "没有写出原因或数量"
TOO_SHORT = "太短，看不出原因"


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether an explanation says something; `refusal` is why not, in words for the clerk, empty if it does."""

    accepted: bool
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An explanation as written: the label of the fault it answers to (3, or 2-3 in a file with several reports) and its text.

    `line` is where it begins, counted from 1.
    """

    label: str
    text: str
    line: int = field(default=1, compare=False)


def judge(text: str) -> Judged:
    """Accepts what names a cause or a quantity, however short; refuses formulas, however long.

    What counts as saying nothing (核实无误, 属实, 按实填报 …) is the list `empty` of `include/words/explanations.txt`: a text made
    of those words alone is refused. What names a cause by itself (去年基数低, 属地统计, 停产 …) is the list `telling`.
    """
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
    if _TELLING.search(plain):
        return Judged(accepted=True)
    said = _EMPTY.sub("", plain)
    if not said or not re.search(r"[\u4e00-\u9fff]", plain):
        return Judged(accepted=False, refusal=BOILERPLATE)
    if len(said) < _FEWEST_CHARACTERS and not re.search(r"\d", said):
        return Judged(accepted=False, refusal=TOO_SHORT)
    return Judged(accepted=True)


def parse_answers(text: str) -> tuple[AnswerLine, ...]:
    """The explanations in a text of lines such as 「3:新增2家规上企业,增产4120万元」.

    Also 「3、4:…」, 「3至5:…」, 「第3条：…」, 「【3】：…」 and 「2-3:…」; a line that begins with no number continues the
    one before. An empty line ends an explanation.
    """
    return _parsed(text)[0]


def answer_text(arrival_id: str, label: str, text: str) -> str:
    """A file of one explanation that says which receipt it answers to; `parse_answers` and `answered_receipt` read it back."""
    return f"收件编号：{arrival_id}\n{label}：{' '.join(text.split())}\n"


def answered_receipt(text: str) -> str | None:
    """The arrival whose receipt a text of explanations says in its first filled line that it answers to; None if it doesn't say."""
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    found = _RECEIPT.fullmatch(first)
    return found["arrival"] if found else None


def is_answer_text(text: str) -> bool:
    """Whether a text consists of explanations and is no report with numbered headings.

    Its first filled line is an explanation, none goes on for long, and what belongs to none is as short as a signature.
    """
    filled = (line for line in text.lstrip("\ufeff").splitlines() if line.strip() and not _RECEIPT.fullmatch(line))
    found = _LINE.fullmatch(next(filled, ""))
    if found is None or not labels_of(found["numbers"]):
        return False
    answers, others = _parsed(text)
    longest = max(len(answer.text.partition("\n")[2]) for answer in answers)
    return longest <= _LONGEST_CONTINUATION and all(len(line) <= _LONGEST_SIGNATURE for line in others)


def _parsed(text: str) -> tuple[tuple[AnswerLine, ...], tuple[str, ...]]:
    """The answers of a text, and the lines that belong to none."""
    answers: list[tuple[list[str], str, int]] = []
    others: list[str] = []
    goes_on = False
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n"), 1):
        if _RECEIPT.fullmatch(line):
            continue
        found = _LINE.fullmatch(line)
        labels = labels_of(found["numbers"]) if found else []
        if found and labels:
            answers.append((labels, found["text"], number))
            goes_on = True
        elif not line.strip():
            goes_on = False
        elif goes_on:
            labels_before, said, at = answers[-1]
            answers[-1] = (labels_before, f"{said}\n{line.strip()}", at)
        else:
            others.append(line.strip())
    return tuple(AnswerLine(one, said, at) for labels, said, at in answers for one in labels), tuple(others)


def labels_of(numbers: str) -> list[str]:
    """The labels that an expression of numbers (3, 2-3, 3、4, 3至5) means; empty if it is no sensible one, such as a date."""
    labels: list[str] = []
    for part in re.split(r"[、,，和]", numbers):
        ends = [_NUMBER.fullmatch(end.strip()) for end in re.split(r"[至~]", part)]
        if len(ends) > 2 or any(end is None for end in ends):
            return []
        first, last = ends[0], ends[-1]
        if first is None or last is None:
            return []
        low, high = int(first[2]), int(last[2])
        if not low or high < low or high - low > _MOST_IN_RANGE or len(first[2]) > 4:
            return []
        prefix = f"{first[1]}-" if first[1] else ""
        labels.extend(f"{prefix}{number}" for number in range(low, high + 1))
    return labels
