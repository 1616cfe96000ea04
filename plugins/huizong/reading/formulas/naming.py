"""Formulas with their names resolved: defined names, parts of tables and LET become the cells and values they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from huizong.reading.cells.typed_cells import Pending
from huizong.reading.formulas.definitions import Definitions
from huizong.reading.formulas.formula import LAST_ROW, Call, Name, Node, Operation, Reference, TablePart, parse_formula, shift_tree
from huizong.reading.formulas.formula_values import UncomputableError

MOST_NODES = 10_000  # of a formula whose names are replaced by what they stand for


class Naming:
    """The tree of a formula with names, tables and LET replaced by what they stand for, seen from its cell."""

    def __init__(self, definitions: Definitions, sheet: str, row: int) -> None:
        self.definitions, self.sheet, self.row = definitions, sheet, row
        self.nodes = 0

    def resolved(self, node: Node, bound: Mapping[str, Node] | None = None, depth: int = 0) -> Node:
        """The tree without names. Raises UncomputableError for a name that means nothing, or nothing by itself."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise UncomputableError("names")
        bound = bound or {}
        if isinstance(node, Name):
            return bound[node.name.upper()] if node.name.upper() in bound else self.named(node, depth)
        if isinstance(node, TablePart):
            return self.definitions.resolve(node, self.row)
        if isinstance(node, Operation):
            return Operation(node.operator, tuple(self.resolved(operand, bound, depth) for operand in node.operands))
        if isinstance(node, Call):
            if node.function == "LET":
                return self.let(node.arguments, bound, depth)
            return Call(node.function, tuple(self.resolved(argument, bound, depth) for argument in node.arguments))
        return node

    def named(self, node: Name, depth: int) -> Node:
        """What a defined name stands for; one whose cells move with the formula is not followed."""
        meaning = self.definitions.meaning(node.name, self.sheet)
        if meaning is None or depth > 10:
            raise UncomputableError(node.name)
        tree = self.resolved(parse_formula(meaning), None, depth + 1)
        if any(not all(reference.fixed) for reference in references(tree)):
            raise UncomputableError(node.name)
        return tree

    def let(self, arguments: tuple[Node, ...], bound: Mapping[str, Node], depth: int) -> Node:
        """LET(name, value, …, result). Raises UncomputableError for anything else."""
        if len(arguments) % 2 == 0:
            raise UncomputableError("LET")
        known = dict(bound)
        for name, value in zip(arguments[:-1:2], arguments[1:-1:2], strict=False):
            if not isinstance(name, Name):
                raise UncomputableError("LET")
            known[name.name.upper()] = self.resolved(value, known, depth)
        return self.resolved(arguments[-1], known, depth)


def as_large_as(target: Node, other: Node) -> Node:
    """The range that begins where the target does and is as large as another: so SUMIF reads it."""
    if not (isinstance(target, Reference) and isinstance(other, Reference)):
        return target
    last_row = min(target.first_row + other.last_row - other.first_row, LAST_ROW)
    return replace(target, last_row=last_row, last_column=target.first_column + other.last_column - other.first_column)


def parse_pending(pending: Pending) -> Node:
    """The tree of a formula; one that is shared is parsed once and moved."""
    if pending.origin is None:
        return parse_formula(pending.formula)
    shared, rows, columns = pending.origin
    return shift_tree(parse_formula(shared), rows, columns)


def references(node: Node) -> Iterator[Reference]:
    """All references of a tree."""
    if isinstance(node, Reference):
        yield node
    elif isinstance(node, Operation):
        for operand in node.operands:
            yield from references(operand)
    elif isinstance(node, Call):
        for argument in node.arguments:
            yield from references(argument)
