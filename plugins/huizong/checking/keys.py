"""The figures that a relation names, numbered, with how exactly each is written."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Boolean, ColumnElement, FromClause, Integer, Numeric, Text, and_, case, column, func, values

from huizong.catalogue import Catalogue
from huizong.checking.tree import Ref
from huizong.model import Basis

Key = tuple[str, str]

# Units of things that are counted one by one: written out in full they carry no rounding.
COUNTED_UNITS = frozenset("户人家个只头株条项件次辆台所名村座处宗起场期对口套栋幢份张例匹羽枚")


def key_of(ref: Ref) -> Key:
    """Indicator and basis; raises TypeError for a figure whose basis is open."""
    if ref.basis is None:
        raise TypeError(f"{ref.indicator} has no basis: relations are bound before they are compiled")
    return ref.indicator, ref.basis.value


def keys_of(refs: Sequence[Ref]) -> list[Key]:
    """The keys of the refs, each once."""
    return list(dict.fromkeys(key_of(ref) for ref in refs))


def numbered(keys: Sequence[Key], catalogue: Catalogue, name: str) -> FromClause:
    """The keys as rows: number (from 0), indicator, basis, counted, weight (of the last digit where none is known)."""
    parts = (
        column("number", Integer),
        column("indicator", Text),
        column("basis", Text),
        column("counted", Boolean),
        column("weight", Numeric),
    )
    rows = []
    for number, (code, basis) in enumerate(keys):
        indicator, rate = catalogue.indicator(code), Basis(basis).is_rate
        counted = not rate and indicator.unit in COUNTED_UNITS
        rows.append((number, code, basis, counted, Decimal(1).scaleb(-(1 if rate else indicator.decimals))))
    return values(*parts, name=name).data(rows)


def half_digit(key: FromClause, weight: ColumnElement[Decimal], coarsest: ColumnElement[Decimal]) -> ColumnElement[Decimal]:
    """Half the weight of the last digit: how far the true value may lie from the written one; nothing for counted things."""
    exact = and_(key.c.counted, func.coalesce(coarsest, key.c.weight) <= 1)
    return case((exact, 0), else_=func.coalesce(weight, key.c.weight) / 2)
