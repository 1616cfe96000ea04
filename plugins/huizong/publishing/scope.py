"""Of which indicators rollups are worked out anew: those of which something is new, and what is made of them (0043).

An indicator is worked out whole, over all organisations: its sums and ranks need every one of them, while nothing of it
depends on another indicator but ratios on their terms and what is withheld on the count that decides it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.settings import INCLUDE
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class Scope:
    """The indicators that are worked out, and with them the `needed` ones that they are made of; None: all."""

    indicators: tuple[str, ...] | None = None
    needed: tuple[str, ...] | None = None

    def has(self, indicator: str) -> bool:
        """Whether the indicator is worked out."""
        return self.indicators is None or indicator in self.indicators

    @property
    def values(self) -> dict[str, list[str] | None]:
        """Both as parameters of a statement."""
        return {
            "indicators": None if self.indicators is None else list(self.indicators),
            "needed": None if self.needed is None else list(self.needed),
        }


EVERYTHING = Scope()


def scope_of(connection: Connection, catalogue: Catalogue, periods: Sequence[str]) -> Scope:
    """What of the periods is to be worked out anew, as this transaction sees it."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_scope"), {**made_under(catalogue), "periods": list(periods)})
        ((new,),) = cursor.fetchall()
    return EVERYTHING if new is None else around(catalogue, new)


def around(catalogue: Catalogue, new: Collection[str]) -> Scope:
    """The indicators, what follows from them, and what all these are made of."""
    follow = {
        indicator.code: {indicator.numerator, indicator.denominator, *(indicator.minimum_units or ())[:1]}
        for indicator in catalogue.indicators
    }
    known = {indicator.code for indicator in catalogue.indicators}
    reached = known.intersection(new)
    while more := {code for code, terms in follow.items() if code not in reached and reached.intersection(terms)}:
        reached |= more
    terms = {term for code in reached for term in follow[code] if term in known}
    return Scope(tuple(sorted(reached)), tuple(sorted(reached | terms)))


def made_under(catalogue: Catalogue) -> dict[str, str]:
    """What rollups depend on beside figures, as parameters of a statement: the catalogue but its people, and the program."""
    return {"catalogue": catalogue.figures_hash, "program": _program()}


@cache
def _program() -> str:
    """A digest of the statements that work out rollups."""
    folder = INCLUDE / "sql"
    queries = sorted((folder / "queries").rglob("publish_*.sql"), key=lambda path: path.name)
    found = (*queries, *sorted((folder / "views").glob("*.sql")))
    return sha256(b"\0".join(path.read_bytes() for path in found)).hexdigest()
