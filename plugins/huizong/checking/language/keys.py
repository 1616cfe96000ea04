"""The figures that a relation names, and how exactly each is written."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from huizong.catalogue.entries import Indicator
from huizong.checking.language.tree import Ref
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


def is_counted(indicator: Indicator, basis: Basis) -> bool:
    """Whether a figure counts things one by one, so that a number written out in full carries no rounding."""
    return not basis.is_rate and indicator.unit in COUNTED_UNITS


def last_digit(indicator: Indicator, basis: Basis) -> Decimal:
    """The weight of the last digit of a figure of which none is known."""
    return Decimal(1).scaleb(-(1 if basis.is_rate else indicator.decimals))
