"""Identity numbers, mobiles and bank cards are masked wherever text leaves the archive (first 6 and last 4 stay).

An identity number must have a date and a right check digit (GB 11643), a bank card the right check digit (ISO 7812), so
that project codes of the same length stay readable; with a digit mistyped it is still somebody's if its date is no day of a
project's code but one of an adult's birth. A social credit code (GB 32100) belongs to an organisation and stays.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huizong.model import Finding, Sheet, column_letters

CANDIDATE = re.compile(r"(?<![0-9A-Za-z.])(?:\d{17}[0-9Xx]|\d{15,19}|(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2})(?![0-9A-Za-z]|\.\d)")
SPACED_CARD = re.compile(r"(?<![\d.])\d{4}(?: \d{4}){3}(?: \d{1,3})?(?!\d)")
SHORTEST = 11  # a mobile
HAS_DIGIT = re.compile(r"\d")
DIGITS = re.compile(r"\d(?:[ -]?\d){10}")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_LETTERS = "10X98765432"
ADULTS = range(1920, 2008)  # codes of projects that begin with region and day are of later years
PROVINCES = {
    11,
    12,
    13,
    14,
    15,
    21,
    22,
    23,
    31,
    32,
    33,
    34,
    35,
    36,
    37,
    41,
    42,
    43,
    44,
    45,
    46,
    50,
    51,
    52,
    53,
    54,
    61,
    62,
    63,
    64,
    65,
    71,
    81,
    82,
    83,
}
KINDS = {"identity": "身份证号", "mobile": "手机号", "card": "银行卡号"}


@dataclass(frozen=True, slots=True)
class MaskedColumn:
    """A column of a sheet that holds personal numbers: which kind, and how many cells."""

    sheet: Sheet
    column: int
    kind: str
    cells: int
    first_row: int
    last_row: int


def mask(text: str, keep: Container[str] = ()) -> str:
    """The text with personal numbers masked: the first 6 and last 4 characters stay, of a mobile the first 3.

    Numbers in `keep`, as they are written, stay whole.
    """
    if not HAS_DIGIT.search(text):
        return text

    def one(match: re.Match[str]) -> str:
        return match.group() if match.group() in keep else masked(match.group())

    return SPACED_CARD.sub(one, CANDIDATE.sub(one, text))


def mask_in_place(text: str) -> str:
    """The same with every character at its place, for texts in which places are counted: 139-****-5678."""

    def one(match: re.Match[str]) -> str:
        number = match.group()
        hidden = masked(number)
        if hidden == number or len(hidden) == len(number):
            return hidden
        digits = [index for index, letter in enumerate(number) if letter not in " -+"]
        middle = set(digits[-8:-4] if personal_kind(number) == "mobile" else digits[6:-4])
        return "".join("*" if index in middle else letter for index, letter in enumerate(number))

    return SPACED_CARD.sub(one, CANDIDATE.sub(one, text)) if HAS_DIGIT.search(text) else text


def masked_name(text: str) -> str:
    """The same for the name of a sheet, in which no `*` may stand: x is put for it."""
    hidden = mask(text)
    return text if hidden == text else hidden.replace("*", "x")


def masked(number: str) -> str:
    """One number masked if it is personal, else as it stands."""
    kind = personal_kind(number)
    if kind is None:
        return number
    if kind == "mobile":
        digits = number[-11:] if number[-11:].isdigit() else re.sub(r"\D", "", number)[-11:]
        return f"{digits[:3]}****{digits[-4:]}"
    compact = number.replace(" ", "")
    return compact[:6] + "*" * (len(compact) - 10) + compact[-4:]


def personal_kind(number: str) -> str | None:
    """identity, mobile or card; None for a number that is none of them."""
    compact = re.sub(r"[ -]", "", number).removeprefix("+")
    if is_identity_number(compact):
        return "identity"
    if re.fullmatch(r"(?:86)?1[3-9]\d{9}", compact):
        return "mobile"
    if re.fullmatch(r"[3-6]\d{15,18}", compact) and passes_luhn(compact):
        return "card"
    return None


def is_identity_number(number: str) -> bool:
    """Whether it is a citizen's number of 18 digits (check digit and date right) or, of old, 15 (date right)."""
    if re.fullmatch(r"\d{17}[0-9Xx]", number):
        total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
        if int(number[:2]) not in PROVINCES or not is_birth_date(number[6:14]):
            return False
        return CHECK_LETTERS[total % 11] == number[17].upper() or int(number[6:10]) in ADULTS
    if re.fullmatch(r"\d{15}", number):
        return int(number[:2]) in PROVINCES and is_birth_date("19" + number[6:12])
    return False


def is_birth_date(digits: str) -> bool:
    """Whether eight digits are a day on which a living person can be born."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return day.year >= 1900


def passes_luhn(number: str) -> bool:
    """The check digit of ISO 7812."""
    total = 0
    for index, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def masked_columns(sheets: Iterable[Sheet]) -> list[MaskedColumn]:
    """The columns that hold personal numbers, by sheet, column and kind."""
    found: dict[tuple[int, int, str], tuple[Sheet, list[int]]] = {}
    for index, sheet in enumerate(sheets):
        for (row, column), cell in sheet.cells.items():
            if len(cell.text) < SHORTEST and cell.number_format is None:
                continue
            text = str(cell.value) if cell.kind == "number" and isinstance(cell.value, Decimal) else cell.text
            for kind in personal_kinds(text):
                found.setdefault((index, column, kind), (sheet, []))[1].append(row)
    return [
        MaskedColumn(sheet, column, kind, len(rows), min(rows), max(rows))
        for (_, column, kind), (sheet, rows) in sorted(found.items(), key=lambda item: item[0])
    ]


def personal_kinds(text: str) -> set[str]:
    """The kinds of personal numbers in a text."""
    if len(text) < SHORTEST or not DIGITS.search(text):
        return set()
    numbers = [match.group() for pattern in (CANDIDATE, SPACED_CARD) for match in pattern.finditer(text)]
    return {kind for kind in map(personal_kind, numbers) if kind is not None}


def masking_findings(sheets: Iterable[Sheet]) -> tuple[Finding, ...]:
    """One `identity-masked` a column and kind."""
    return tuple(
        Finding(
            "identity-masked",
            place=column_place(found),
            fields={"observed": f"{KINDS[found.kind]} {found.cells} 个", "place": column_place(found)},
        )
        for found in masked_columns(sheets)
    )


def column_place(found: MaskedColumn) -> str:
    """The range of a column that holds the numbers, in the form of DESIGN §6."""
    if found.sheet.layout == "delimited":
        return found.sheet.place(found.first_row, found.column)
    first = found.sheet.place(found.first_row, found.column)
    return first if found.first_row == found.last_row else f"{first}:{column_letters(found.column)}{found.last_row}"
