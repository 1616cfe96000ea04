"""How the fields of a catalogue's files are read: days as a spreadsheet saves them, codes joined with a bar, what is left empty."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")


def blank_is_none(value: object) -> object:
    """An empty CSV field means that nothing is said."""
    return None if isinstance(value, str) and not value.strip() else value


def split_codes(value: object) -> object:
    """Several codes in one CSV field are joined with `|`."""
    if isinstance(value, str):
        return tuple(code.strip() for code in value.split("|") if code.strip())
    return () if value is None else value


def _as_date(value: object) -> object:
    """A day as it is written by hand (2018-01-31) or by a spreadsheet program that saved the file again (2018/1/31)."""
    if not isinstance(value, str):
        return value
    found = _DAY.fullmatch(value.strip())
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else _no_date()
    except ValueError:  # the 31st of June
        return _no_date()


def as_schedule(value: object) -> object:
    """How much of a plan is to be reached by the end of each month, in %: twelve numbers joined with `|`, none less than the one before."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        shares = [Decimal(part.strip()) for part in value.split("|")]
    except InvalidOperation:
        shares = []
    if len(shares) != 12 or shares != sorted(shares) or shares[0] < 0 or shares[-1] != 100:
        raise PydanticCustomError(
            "schedule", "no schedule: write twelve rising percentages that end with 100, such as 0|0|5|10|20|40|60|80|90|95|100|100"
        )
    return tuple(shares)


def _no_date() -> date:
    raise PydanticCustomError("date", "no date: write year, month and day, such as 2018-01-31")


Day = Annotated[date, BeforeValidator(_as_date)]
OptionalDate = Annotated[Day | None, BeforeValidator(blank_is_none)]
OptionalText = Annotated[str | None, BeforeValidator(blank_is_none)]
OptionalDecimal = Annotated[Decimal | None, BeforeValidator(blank_is_none)]
OptionalInt = Annotated[int | None, BeforeValidator(blank_is_none)]
Codes = Annotated[tuple[str, ...], BeforeValidator(split_codes)]
