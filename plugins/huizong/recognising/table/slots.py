"""A place of a table with what it is a figure of, or why that cannot be told; and what holds for the whole table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from huizong.catalogue import Period
from huizong.model import Basis, Cell
from huizong.recognising.table.axes import Column, Row
from huizong.recognising.vocabulary.bases import CURRENT, Says
from huizong.recognising.vocabulary.unit_notes import Stated


@dataclass(frozen=True)
class TableScope:
    """What holds for a whole table: who it is about unless its rows say, when, and what its title says."""

    reporter: str | None
    subject: str | None
    period: Period | None
    indicator: str | None = None
    basis: Basis = Basis.CURRENT
    units: tuple[Stated, ...] = ()
    corner: str = ""
    is_summary: bool = False


@dataclass(frozen=True)
class Slot:
    """One place of a table. `rule` with `fields` says why it makes no reported figure; `about` groups equal reasons.

    `is_structure` marks totals that are no figure of anybody.
    """

    cell: Cell | None
    row: Row
    column: Column
    organisation: str | None = None
    indicator: str | None = None
    says: Says = CURRENT
    period: Period | None = None
    is_total: bool = False
    is_structure: bool = False
    rule: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    about: tuple[str, int] = ("", 0)

    @property
    def at(self) -> tuple[int, int]:
        """Row and column of the place."""
        return self.row.row, self.column.column


def fault_at(cell: Cell | None, row: Row, column: Column, rule: str, about: tuple[str, int], **fields: str) -> Slot:
    """The place as one that makes no figure; `about` says which row or column is to blame."""
    return Slot(cell, row, column, rule=rule, fields=fields, about=about)
