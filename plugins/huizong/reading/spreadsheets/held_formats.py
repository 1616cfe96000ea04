"""Formats of a worksheet that hold on a condition: which numbers they leave unseen, cross out, or show in another way.

A number format `;;;` shows nothing, and letters in the colour of their ground are seen by nobody (ECMA-376 part 1, 18.3.1.10 and
18.8.14); a number format 0.0,"千" shows another number than is stored. Only such formats count. Conditions are computed like the
formulas of cells. Of one that can't be, a person may see what it hides or not: the cells that it would hide or cross out are asked
about, and its number format is left. A bar or an icon that is told to stand alone hides the number as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException

from huizong.model import Cell, Merge
from huizong.reading.cells.formats import compile_format
from huizong.reading.cells.sight import WHITE, Ink, is_unseen, whole_look
from huizong.reading.cells.typed_cells import SheetGrid, number_cell
from huizong.reading.containers.xlsx_styles import ConditionalStyle
from huizong.reading.formulas.definitions import Definitions
from huizong.reading.formulas.formula import Call, Constant, FormulaError, Node, Operation, parse_formula, shift_tree
from huizong.reading.formulas.formula_values import ErrorFoundError, ErrorValue, Scalar, UncomputableError, to_truth
from huizong.reading.formulas.naming import Naming
from huizong.reading.formulas.node_values import NodeValues
from huizong.reading.formulas.operators import operate
from huizong.reading.formulas.ranges import Ranges
from huizong.reading.spreadsheets.ranked import Average, Rank

SIGNS = {
    "equal": "=",
    "notEqual": "<>",
    "lessThan": "<",
    "lessThanOrEqual": "<=",
    "greaterThan": ">",
    "greaterThanOrEqual": ">=",
}
OPERATORS = {sign: operator for operator, sign in SIGNS.items()}
SHOWS_NO_NUMBER = "bar"  # a bar or an icon stands there instead of the number
COUNTING = ("duplicateValues", "uniqueValues")
OF_ERRORS = ("never", "containsErrors", "containsBlanks")  # numbers, and texts with a digit, are neither
MOST_CONDITIONS = 200  # that hide or cross out; each is asked of every cell


@dataclass(frozen=True, slots=True)
class Condition:
    """One rule: where it holds, what it asks, and the index of the format it gives.

    `kind` and `operator` are named as in SpreadsheetML; `other` is a kind that no cell tells, `never` one that holds for no number.
    Formulas are written for the first cell of the ranges; an empty one, or
    none, is one that the reader does not know. `rank` is what `top10` and `aboveAverage` ask; `own` is the format of a rule that
    brings its own instead of naming one.
    """

    ranges: tuple[Merge, ...]
    kind: str
    operator: str
    formulas: tuple[str, ...]
    style: int
    rank: Rank | Average | None = None
    own: ConditionalStyle | None = None


def apply_conditions(
    grid: SheetGrid,
    conditions: Sequence[Condition],
    styles: Sequence[ConditionalStyle],
    grids: Sequence[SheetGrid] = (),
    definitions: Definitions | None = None,
) -> None:
    """Gives the cells the look that the formats whose conditions hold give them; zeros that are hidden are noted.

    `grids` are all sheets of the workbook, to which conditions may refer.
    """
    if not conditions:
        return
    truth = Truth(grid, grids or (grid,), definitions or Definitions())
    for condition in conditions[:MOST_CONDITIONS]:
        style = condition.own or styles[condition.style]
        for position, cell in _inside(grid, condition.ranges):
            holds = truth.holds(condition, cell)
            if holds is False:
                continue
            ground = style.ground if style.has_ground else grid.grounds.get(position, WHITE)
            is_hidden = style.shows_nothing or is_unseen(style.colour, ground)
            if is_hidden and cell.kind == "number" and not cell.value:
                grid.zeros_hidden.add(position)
            elif (is_hidden or style.strikes) and cell.look is None:
                grid.cells[position] = cell._replace(look=whole_look(cell.text, Ink.UNSEEN if is_hidden else Ink.STRUCK))
            elif style.code and holds and cell.kind == "number":
                grid.cells[position] = _shown_by(style.code, cell)


def _shown_by(code: str, cell: Cell) -> Cell:
    """The number as another number format shows it; a day stays a number, since nobody stored one."""
    number_format = compile_format(code)
    if not isinstance(cell.value, Decimal) or number_format.is_date:
        return cell
    shown = number_cell(cell.row, cell.column, cell.value, number_format, date1904=False, formula=cell.formula)
    return shown._replace(computed=cell.computed, look=cell.look or shown.look)


def _inside(grid: SheetGrid, ranges: Sequence[Merge]) -> Iterator[tuple[tuple[int, int], Cell]]:
    """The numbers, and texts that may be one, in the ranges."""
    for (row, column), cell in list(grid.cells.items()):
        may_count = cell.kind == "number" or (cell.kind == "text" and any(map(str.isdigit, cell.text)))
        if may_count and any(r.first_row <= row <= r.last_row and r.first_column <= column <= r.last_column for r in ranges):
            yield (row, column), cell


class Truth:
    """Whether conditions hold for cells of one sheet of a workbook."""

    def __init__(self, grid: SheetGrid, grids: Sequence[SheetGrid], definitions: Definitions) -> None:
        self.grid, self.definitions = grid, definitions
        self.home = next(index for index, one in enumerate(grids) if one is grid)
        self.values = NodeValues(Ranges(grids))
        self.counts: dict[tuple[Merge, ...], Counter[Scalar]] = {}
        self.numbers: dict[tuple[Merge, ...], tuple[Decimal, ...]] = {}

    def holds(self, condition: Condition, cell: Cell) -> bool | None:
        """Whether a condition holds for a cell; None where that can't be told."""
        try:
            if condition.kind in COUNTING:
                return (self._count(condition.ranges)[self._own(cell)] > 1) is (condition.kind == "duplicateValues")
            if condition.rank is not None:
                return condition.rank.holds(self._own(cell), self._numbers(condition.ranges))
            if condition.kind == SHOWS_NO_NUMBER:
                return cell.kind == "number"
            if condition.kind == "cellIs":
                return self._compared(condition, cell)
            if condition.kind in OF_ERRORS:
                return False
            if not condition.formulas or condition.kind == "other":
                return None
            return to_truth(self._value(condition, condition.formulas[0], cell))
        except ErrorFoundError:
            return False  # the condition of an error holds nowhere
        except (FormulaError, UncomputableError, DecimalException, IndexError, RecursionError):
            return None

    def _compared(self, condition: Condition, cell: Cell) -> bool | None:
        """A comparison of the cell with one limit, or with two."""
        limits = [self._value(condition, formula, cell) for formula in condition.formulas]
        own = self._own(cell)
        if condition.operator in ("between", "notBetween") and len(limits) == 2:
            low, high = reversed(limits) if operate(">", limits) else limits
            inside = operate(">=", (own, low)) and operate("<=", (own, high))
            return bool(inside) is (condition.operator == "between")
        if len(limits) != 1 or condition.operator not in SIGNS:
            return None
        return bool(operate(SIGNS[condition.operator], (own, limits[0])))

    def _own(self, cell: Cell) -> Scalar:
        return self.values.ranges.cell_value(cell)

    def _numbers(self, ranges: tuple[Merge, ...]) -> tuple[Decimal, ...]:
        """The numbers in the ranges, the largest first."""
        if ranges not in self.numbers:
            found = (value for value in self._count(ranges).elements() if isinstance(value, Decimal))
            self.numbers[ranges] = tuple(sorted(found, reverse=True))
        return self.numbers[ranges]

    def _count(self, ranges: tuple[Merge, ...]) -> Counter[Scalar]:
        """How often each value stands in the ranges."""
        if ranges not in self.counts:
            inside = (
                cell
                for (row, column), cell in self.grid.cells.items()
                if any(one.first_row <= row <= one.last_row and one.first_column <= column <= one.last_column for one in ranges)
            )
            self.counts[ranges] = Counter(self._own(cell) for cell in inside)
        return self.counts[ranges]

    def _value(self, condition: Condition, formula: str, cell: Cell) -> Scalar:
        """The value of a formula of the condition, as it reads for the cell. Raises ErrorFoundError for an error."""
        first_row = min(one.first_row for one in condition.ranges)
        first_column = min(one.first_column for one in condition.ranges)
        if not formula:
            raise UncomputableError("unread")
        tree = Naming(self.definitions, self.grid.name, cell.row).resolved(_seen_from(parse_formula(formula), cell))
        value = self.values.result(shift_tree(tree, cell.row - first_row, cell.column - first_column), self.home)
        if isinstance(value, ErrorValue):
            raise ErrorFoundError(value)
        return value


def _seen_from(node: Node, cell: Cell) -> Node:
    """The tree with ROW() and COLUMN() as those of the cell."""
    if isinstance(node, Call):
        if node.function in ("ROW", "COLUMN") and not node.arguments:
            return Constant(Decimal(cell.row if node.function == "ROW" else cell.column))
        return Call(node.function, tuple(_seen_from(argument, cell) for argument in node.arguments))
    if isinstance(node, Operation):
        return Operation(node.operator, tuple(_seen_from(operand, cell) for operand in node.operands))
    return node
