"""Formats of an OpenDocument sheet that hold on a condition, as `held_formats` has them.

LibreOffice writes them by ranges behind the rows (calcext:conditional-formats); the standard, in the styles of cells
(style:map, ISO 26300 part 1, 16.3). The former is read where it is there, since both say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from lxml import etree

from huizong.model import Merge
from huizong.reading.cells.sight import WHITE, Ink, hex_colour
from huizong.reading.cells.typed_cells import SheetGrid, parse_range
from huizong.reading.containers.xlsx_styles import ConditionalStyle
from huizong.reading.spreadsheets.held_formats import OPERATORS, SHOWS_NO_NUMBER, Condition, apply_conditions
from huizong.reading.spreadsheets.ods_styles import OdsStyles, named
from huizong.reading.spreadsheets.ranked import Average, Rank

Place = tuple[int, int]  # row and column
Conditions = tuple[list[Condition], list[ConditionalStyle]]
COMPARED = re.compile(r"(<=|>=|!=|<>|=|<|>)\s*(.+)", re.DOTALL)
SINGLE = {"duplicate": "duplicateValues", "unique": "uniqueValues", "is-error": "never"}
BETWEEN = re.compile(r"(?P<word>between|not-between)\(\s*(?P<low>[^,;]+)[,;]\s*(?P<high>[^)]+)\)")
RANKED = re.compile(r"(?P<end>top|bottom)-(?P<of>elements|percent)\((?P<count>\d{1,6})\)", re.ASCII)
AVERAGED = re.compile(r"(?P<side>above|below)-(?P<equal>equal-)?average")
OF_CONTENT = re.compile(r"cell-content\(\)\s*|cell-content-is-")
FORMULA = re.compile(r"(?:formula-is|is-true-formula)\((.*)\)", re.DOTALL)
BRACKETED = re.compile(r"\[(?:[^.\]]*)\.([^\]:.]*)(?::(?:[^.\]]*)\.([^\]:.]*))?\]")
NAME = r"(?:'(?:[^']|'')*'|[^\s'.:]*)"
ADDRESS = re.compile(rf"{NAME}\.(\$?[A-Z]{{1,3}}\$?\d+)(?::{NAME}\.(\$?[A-Z]{{1,3}}\$?\d+))?")
ENCODED = re.compile(r"[^A-Za-z0-9]")


def look_by_conditions(
    grid: SheetGrid, mapped: dict[str, list[Place]], ranged: Conditions | None, styles: OdsStyles, grids: Sequence[SheetGrid]
) -> None:
    """Gives the cells of a sheet the look that the formats whose conditions hold give them.

    `mapped` are the cells by each style that has conditions: their ground is not sure, and here it is what the style says itself.
    """
    unsure = {place: grid.grounds.get(place) for places in mapped.values() for place in places}
    grid.grounds.update({place: styles.uncoloured.get(style, WHITE) for style, places in mapped.items() for place in places})
    ranges = {style: columns_of(places) for style, places in mapped.items()}
    apply_conditions(grid, *(ranged or read_maps(ranges, styles)), grids)
    grid.grounds.update(unsure)


def read_ranges(formats: etree._Element, styles: OdsStyles) -> Conditions:
    """The rules of the conditional formats of a sheet that hide or cross out, and their formats."""
    conditions: list[Condition] = []
    found: list[ConditionalStyle] = []
    for one in formats.iter("{*}conditional-format"):
        ranges = ranges_of(named(one, "target-range-address"))
        for rule in one.iterchildren("{*}condition"):
            add(conditions, found, ranges, named(rule, "value"), conditional_style(styles, named(rule, "apply-style-name")))
        if ranges and any(named(drawn, "show-value") == "false" for drawn in one.iterchildren("{*}data-bar", "{*}icon-set")):
            conditions.append(Condition(ranges, SHOWS_NO_NUMBER, "", (), 0, own=ConditionalStyle(shows_nothing=True)))
    return conditions, found


def read_maps(cells: dict[str, list[Merge]], styles: OdsStyles) -> Conditions:
    """The same from the styles of cells, where `cells` are the ranges that have each."""
    conditions: list[Condition] = []
    found: list[ConditionalStyle] = []
    for style, ranges in cells.items():
        for value, applied in styles.maps.get(style, ()):
            add(conditions, found, tuple(ranges), value, conditional_style(styles, applied))
    return conditions, found


def add(conditions: list[Condition], found: list[ConditionalStyle], ranges: tuple[Merge, ...], value: str, style: ConditionalStyle) -> None:
    """Adds a rule that tells something."""
    if ranges and style.tells:
        conditions.append(Condition(ranges, *rule_of(value), len(found), rank_of(value)))
        found.append(style)


def rule_of(value: str) -> tuple[str, str, tuple[str, ...]]:
    """Kind, operator and formulas of `>25`, `between(1,5)`, `duplicate` or `formula-is([.$A1]>25)`; kind `other` for what no cell tells."""
    if (formula := FORMULA.fullmatch(value.strip())) is not None:
        return "expression", "", (plain_references(formula[1]),)
    content = OF_CONTENT.sub("", value.strip(), count=1)
    if (between := BETWEEN.fullmatch(content)) is not None:
        limits = tuple(plain_references(between[end].strip()) for end in ("low", "high"))
        return "cellIs", "between" if between["word"] == "between" else "notBetween", limits
    if (compared := COMPARED.fullmatch(content)) is not None:
        return "cellIs", OPERATORS[compared[1].replace("!=", "<>")], (plain_references(compared[2]),)
    return SINGLE.get(content, "other"), "", ()


def rank_of(value: str) -> Rank | Average | None:
    """What `top-elements(3)`, `bottom-percent(10)` or `above-equal-average` asks; None for other conditions."""
    content = OF_CONTENT.sub("", value.strip(), count=1)
    if (ranked := RANKED.fullmatch(content)) is not None:
        return Rank(int(ranked["count"]), ranked["of"] == "percent", ranked["end"] == "bottom")
    if (average := AVERAGED.fullmatch(content)) is not None:
        return Average(average["side"] == "above", average["equal"] is not None)
    return None


def plain_references(formula: str) -> str:
    """The formula with `[.$A1:.B2]` as `$A1:B2`."""
    return BRACKETED.sub(lambda found: ":".join(filter(None, found.groups())), formula)


def ranges_of(addresses: str) -> tuple[Merge, ...]:
    """The ranges of `表.A1:表.A5 表.C1`; none where one of them is no range."""
    try:
        return tuple(parse_range(":".join(filter(None, found.groups()))) for found in ADDRESS.finditer(addresses))
    except ValueError:
        return ()


def conditional_style(styles: OdsStyles, name: str) -> ConditionalStyle:
    """What matters of the style that a condition gives; rules may name it as it is shown, and not as it is written."""
    if name not in styles.letters and name not in styles.data_styles and name not in styles.grounds:
        name = ENCODED.sub(lambda letter: f"_{ord(letter[0]):x}_", name)
    ink, number_format = styles.ink(name), styles.format_of(name)
    has_ground = name in styles.grounds
    colour = styles.inherited(name, "color")
    return ConditionalStyle(
        shows_nothing=bool(number_format.sections) and not any(map(number_format.show, (Decimal(1), Decimal(-1)))),
        strikes=bool(ink & Ink.STRUCK),
        colour=hex_colour(colour) if colour else None,
        has_ground=has_ground,
        ground=styles.grounds.get(name, WHITE) if has_ground else None,
        code=number_format.code if number_format.sections else "",
    )


def columns_of(positions: Iterable[Place]) -> list[Merge]:
    """The cells at these places as ranges down their columns."""
    found: list[Merge] = []
    for column, row in sorted((column, row) for row, column in positions):
        if found and found[-1].first_column == column and found[-1].last_row == row - 1:
            found[-1] = Merge(found[-1].first_row, column, row, column)
        else:
            found.append(Merge(row, column, row, column))
    return found
