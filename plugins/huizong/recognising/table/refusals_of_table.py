"""Why places of a table make no figure: one fault for each row or column that could not be understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from huizong.catalogue import Catalogue
from huizong.model import Basis, Finding, Unmatched
from huizong.recognising.table.axes import Role
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.slots import Slot
from huizong.recognising.table.table_result import TableResult
from huizong.recognising.table.table_units import TableUnits
from huizong.recognising.value.cell_values import looks_numeric

_MANY_HEADERS = 4
_MANY_ROWS = 4
_WAIT_FOR_A_NAME: Mapping[str, Literal["indicator", "organisation", "header"]] = {
    "indicator-unknown": "indicator",
    "indicator-scope-differs": "indicator",
    "organisation-unknown": "organisation",
    "header-unknown": "header",
}


class Refusals:
    """The places of one table that make no figure, by the row or column that is to blame."""

    def __init__(self, layout: Layout, units: TableUnits, catalogue: Catalogue) -> None:
        self._layout, self._units, self._catalogue = layout, units, catalogue
        self._grid = layout.block.grid
        self._faults: dict[tuple[str, tuple[str, int]], list[Slot]] = {}

    def refuse(self, slot: Slot, result: TableResult) -> None:
        """Takes note of a place that is no figure for the reason `slot.rule`."""
        if slot.cell is not None and looks_numeric(slot.cell, self._catalogue):
            result.issues.add(slot.at)
            self._faults.setdefault((slot.rule or "", slot.about), []).append(slot)
        elif slot.rule == "header-ambiguous":
            self._faults.setdefault((slot.rule, slot.about), [])

    def tell(self, result: TableResult) -> None:
        """One finding for each row or column that could not be understood."""
        for (rule, about), slots in self._faults.items():
            if not slots:
                continue
            kind, number = about
            if rule == "organisation-unknown":
                result.totals.clear()  # a part whose owner is not known yet: the totals over it cannot be checked
            if kind == "columns":
                columns = sorted({slot.column.column for slot in slots})
                place = ", ".join(self._grid.place(self._layout.block.header[-1], column) for column in columns)
            elif kind == "column" and self._layout.block.header:
                place = self._grid.place(self._layout.block.header[-1], number)
            elif kind == "row" and (
                labels := [c.column for c in self._layout.columns if c.role is Role.LABEL and self._grid.text(number, c.column)]
            ):
                named = (column for column in labels if self._grid.text(number, column) == slots[0].fields.get("observed"))
                place = self._grid.place(number, next(named, labels[-1]))
            else:
                place = self._grid.span_place([slot.at for slot in slots])
            result.findings.append(Finding(rule, place, {"detail": "", "expected": "", **slots[0].fields, "place": place}))
            result.unmatched += self._unmatched(rule, slots)
        _join_unknown_headers(result)
        _join_under_headings(result)

    def _unmatched(self, rule: str, slots: Sequence[Slot]) -> Iterator[Unmatched]:
        """The numbers that wait for the name that these places have in common."""
        kind = _WAIT_FOR_A_NAME.get(rule)
        if kind is None:
            return
        for slot in slots:
            fields = slot.fields
            name = fields.get("path" if kind == "header" else "observed", "").strip()
            if not name:
                continue
            basis = Basis(fields["basis"]) if fields.get("basis") else None
            unit = None
            if kind == "indicator":
                unit = next(
                    filter(None, map(str.strip, (slot.row.unit, self._units.of_header(slot) or "", self._units.of_corner(slot)))), None
                )
            yield Unmatched(kind, name, self._grid.place(*slot.at), unit, basis)


def _join_unknown_headers(result: TableResult) -> None:
    """Many unknown headers of one table are one fault: it is another table's header, or one written anew."""
    unknown = [finding for finding in result.findings if finding.rule == "header-unknown"]
    if len(unknown) < _MANY_HEADERS:
        return
    names = [finding.fields["observed"] for finding in unknown]
    shown = "、".join(names[:_MANY_HEADERS]) + f"等{len(names)}列"
    place = ", ".join(finding.place for finding in unknown)
    written = [finding.fields["expected"].partition("（口径从") for finding in unknown]
    choice = next((mark + rest for _, mark, rest in written if rest), "")
    lines = "；".join(dict.fromkeys(line for line, _, _ in written)) + choice
    joined = Finding("header-unknown", place, {"observed": shown, "expected": lines, "detail": "", "place": place})
    rest = [finding for finding in result.findings if finding.rule != "header-unknown"]
    result.findings[:] = [*rest, joined]


def _join_under_headings(result: TableResult) -> None:
    """Many rows under one heading that narrows them are one fault: that of the heading, or of the form's title."""
    under: dict[str, list[Finding]] = {}
    for finding in result.findings:
        if finding.rule == "row-narrowed":
            under.setdefault(finding.fields["detail"], []).append(finding)
    for heading, rows in under.items():
        if len(rows) < _MANY_ROWS:
            continue
        shown = "、".join(finding.fields["observed"] for finding in rows[:_MANY_ROWS]) + f"等{len(rows)}行"
        place = ", ".join(finding.place for finding in rows)
        joined = Finding("row-narrowed", place, {"detail": heading, "expected": "", "observed": shown, "place": place})
        result.findings[:] = [*(finding for finding in result.findings if finding not in rows), joined]
