"""The audit of a judged run: how many of a form's relations hold, fail, or could not be evaluated, and for want of which figure.

A relation that names a figure which nobody gave raises no fault; without this a reader would take it for one that holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.checking.language.basis_words import AT_WORDS, BASIS_WORDS
from huizong.checking.language.tree import At
from huizong.model import Basis
from huizong.settings import INCLUDE
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class RelationStanding:
    """One relation at one place of a submission: `broken`, or not evaluated for want of the figures in `lacking`, or it holds.

    `lacking` are in words: 上期工业总产值（本年累计）.
    """

    submission_no: int
    relation: str
    organisation: str | None
    period: str
    lacking: tuple[str, ...]
    broken: bool


def standings(connection: Connection, catalogue: Catalogue) -> list[RelationStanding]:
    """How every relation of the catalogue's forms stands at every place where it is asked of the run that the session has set.

    Called when the faults are written and nothing is held yet: a figure that a fault holds was known to the relations.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("relation_standing", INCLUDE / "sql" / "checks" / "audit"))
        return [_standing(row, catalogue) for row in cursor.fetchall()]


def _standing(row: tuple[int, str, str | None, str, list[str], bool], catalogue: Catalogue) -> RelationStanding:
    number, relation, organisation, period, lacking, broken = row
    words = () if broken else tuple(_in_words(one, catalogue) for one in lacking)
    return RelationStanding(number, relation, organisation, period, words, broken)


def _in_words(lacking: str, catalogue: Catalogue) -> str:
    at, indicator, basis = lacking.split(" ")
    return f"{AT_WORDS[At(at)]}{catalogue.indicator(indicator).name}（{BASIS_WORDS[Basis(basis)]}）"
