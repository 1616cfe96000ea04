"""Number formats, letters and hidden tables among the styles of an OpenDocument file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO

from lxml import etree

from huizong.reading.cells.counts import measure, whole_number
from huizong.reading.cells.formats import MOST_DIGITS, NumberFormat, compile_format
from huizong.reading.cells.sight import WHITE, Ink, font_ink, hex_colour, is_unseen, size_ink
from huizong.reading.containers import markup

DATE_PARTS = {"year": "yy", "month": "m", "day": "d", "hours": "h", "minutes": "m", "seconds": "s", "am-pm": "AM/PM"}
STANDARD = "{urn:oasis:"
GROUNDED = ("table-cell-properties", "table-row-properties", "table-properties", "paragraph-properties", "text-properties")
LEAST_SHIFT = 15  # per cent of the size of the letters: less is no mark, only uneven
NUMBER_STYLES = ("number-style", "percentage-style", "currency-style", "date-style", "time-style", "text-style", "boolean-style")


class OdsStyles:
    """The styles of a document by name."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.data_styles: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        self.hidden_tables: set[str] = set()
        self.letters: dict[str, dict[str, str]] = {}
        self.grounds: dict[str, int | None] = {}
        self.transparent: set[str] = set()
        self.uncoloured: dict[str, int | None] = {}  # the grounds that they have where no condition holds
        self.maps: dict[str, list[tuple[str, str]]] = {}  # conditions and the styles that they give
        self.pages: dict[str, list[str]] = {}
        self.table_pages: dict[str, str] = {}
        self.known_inks: dict[tuple[str, str], Ink] = {}

    def read(self, source: IO[bytes], part: str) -> None:
        """Adds the styles of one part."""
        tags = ("{*}style", "{*}default-style", "{*}master-page", *(f"{{*}}{name}" for name in NUMBER_STYLES), "{*}table-row")
        for element in markup.stream(source, part, tags):
            name = markup.local(element.tag)
            if name == "table-row":
                markup.release(element)
            elif name in NUMBER_STYLES:
                self.codes[named(element, "name")] = self.with_sections(element, format_code(element, name))
            elif name == "master-page":
                self.pages[named(element, "name")] = page_texts(element)
            else:
                self.read_style(element)

    def with_sections(self, element: etree._Element, code: str) -> str:
        """The code with the styles that take its place for some numbers: those above 0 have a section of their own before it."""
        maps = [(named(child, "condition").replace(" ", ""), named(child, "apply-style-name")) for child in element.iterchildren("{*}map")]
        others = {condition: self.codes[style] for condition, style in maps if style in self.codes}
        if not others:
            return code
        positive = others.get("value()>=0") or others.get("value()>0")
        if positive is not None and set(others) <= {"value()>=0", "value()>0", "value()<0"}:
            negative = others.get("value()<0")
            return f"{positive};{code}" if negative is None else f"{positive};{negative};{code}"
        return ";".join([*(f"[{condition.removeprefix('value()')}]{other}" for condition, other in others.items()), code])

    def page_texts(self, table_style: str) -> list[str]:
        """The header and footer of the pages on which a table of that style is printed."""
        return self.pages.get(self.table_pages.get(table_style, "Default"), [])

    def read_style(self, element: etree._Element) -> None:
        """A style of cells or tables."""
        identifier = named(element, "name")
        if not identifier and named(element, "family") != "table-cell":
            return  # what holds by itself for paragraphs and drawings
        if named(element, "data-style-name"):
            self.data_styles[identifier] = named(element, "data-style-name")
        if named(element, "parent-style-name"):
            self.parents[identifier] = named(element, "parent-style-name")
        if named(element, "master-page-name"):
            self.table_pages[identifier] = named(element, "master-page-name")
        for properties in element.iterchildren("{*}table-properties"):
            if named(properties, "display") == "false":
                self.hidden_tables.add(identifier)

        for letters in element.iterchildren("{*}text-properties"):
            self.letters[identifier] = {markup.local(str(key)): str(value) for key, value in letters.attrib.items()}
        for properties in element:
            colour = named(properties, "background-color") if markup.local(str(properties.tag)) in GROUNDED else ""
            if colour:
                self.grounds[identifier] = WHITE if colour == "transparent" else hex_colour(colour)
            if colour == "transparent":
                self.transparent.add(identifier)
        if maps := [(named(child, "condition"), named(child, "apply-style-name")) for child in element.iterchildren("{*}map")]:
            self.uncoloured[identifier] = self.ground(identifier)
            self.grounds[identifier] = None  # a condition may colour it
            self.maps[identifier] = maps

    def ink(self, cell_style: str, run_style: str = "") -> Ink:
        """How a text stands in a cell of one style, in a run of another."""
        key = (cell_style, run_style)
        if key not in self.known_inks:
            self.known_inks[key] = letters_ink(
                lambda name: (run_style and self.inherited(run_style, name)) or self.inherited(cell_style, name), self.ground(cell_style)
            )
        return self.known_inks[key]

    def inherited(self, style: str, name: str) -> str:
        """A property of letters that a style has, or the nearest parent that has it."""
        for _ in range(20):
            if name in self.letters.get(style, {}):
                return self.letters[style][name]
            style = self.parents.get(style, "")
        return ""

    def ground(self, style: str) -> int | None:
        """The colour behind cells of a style."""
        for _ in range(20):
            if style in self.grounds:
                return self.grounds[style]
            style = self.parents.get(style, "")
        return WHITE

    def ground_over(self, style: str, behind: int | None) -> int | None:
        """The colour behind letters of a style that stands on another: its own, or what shows through."""
        for _ in range(20):
            if style in self.transparent:
                return behind
            if style in self.grounds:
                return self.grounds[style]
            style = self.parents.get(style, "")
        return behind

    def format_of(self, style: str) -> NumberFormat:
        """The number format of a cell style, or of the nearest parent that has one."""
        for _ in range(20):
            if style in self.data_styles:
                return compile_format(self.codes.get(self.data_styles[style], "General"))
            style = self.parents.get(style, "")
        return compile_format("General")


def letters_ink(value: Callable[[str], str], ground: int | None) -> Ink:
    """How letters with these properties stand on their ground (ISO 26300 part 1, 20.360 to 20.384)."""
    ink = Ink.PLAIN
    position = value("text-position").partition(" ")[0]
    shift = {"super": 33, "sub": -33}.get(position) or percent(position)
    if abs(shift) >= LEAST_SHIFT:
        ink |= Ink.RAISED if shift > 0 else Ink.LOWERED
    if value("text-line-through-style") not in ("", "none") or value("text-line-through-type") in ("single", "double"):
        ink |= Ink.STRUCK
    if value("display") == "none":
        ink |= Ink.HIDDEN
    ink |= font_ink(value("font-name") or value("font-family"))
    size = value("font-size")
    ink |= size_ink(measure(size.removesuffix("pt"))) if size.endswith("pt") else Ink.PLAIN
    return ink | Ink.UNSEEN if is_unseen(hex_colour(value("color") or "#000000"), ground) else ink


def percent(written: str) -> int:
    """A percentage such as -33%; 0 for what is none."""
    digits = written.removesuffix("%")
    return int(float(digits)) if re.fullmatch(r"-?\d{1,9}(?:\.\d+)?", digits) else 0


def format_code(element: etree._Element, kind: str) -> str:
    """The format code that says the same as a number style, the colour that it gives its numbers first."""
    if kind in ("text-style", "boolean-style"):
        return "General"
    pieces = []
    letters = next(element.iterchildren("{*}text-properties"), None)
    colour = hex_colour(named(letters, "color")) if letters is not None else None
    for child in element:
        name = markup.local(child.tag)
        if name == "number":
            pieces.append(digits(child))
        elif name in DATE_PARTS:
            pieces.append(date_part(child, name))
        elif name in ("text", "currency-symbol") and child.text:
            pieces.append("%" if child.text == "%" and kind == "percentage-style" else f'"{child.text}"')
    nothing = '""' if len(element) and all(markup.local(child.tag) in ("text", "map") for child in element) else "General"
    return ("" if colour is None else f"[#{colour:06X}]") + ("".join(pieces) or nothing)


def digits(element: etree._Element) -> str:
    """The pattern of digits; General where no number of decimals is fixed."""
    decimals = named(element, "decimal-places")
    least = named(element, "min-integer-digits")
    factor = named(element, "display-factor")
    inside = next(element.iterchildren("{*}embedded-text"), None)
    if not decimals and least in ("", "1") and not factor and inside is None:
        return "General"
    whole = "0" * min(whole_number(least, 1), MOST_DIGITS) or "#"
    if named(element, "grouping") == "true":
        whole = "#,##" + whole
    shown = min(whole_number(decimals, 0), MOST_DIGITS)
    thousands = "," * ((len(factor) - 1) // 3) if factor.strip("0") == "1" else ""
    drawn = f'"{inside.text}"0' if inside is not None and inside.text else ""
    return whole + drawn + ("." + "0" * shown if shown else "") + thousands


def page_texts(page: etree._Element) -> list[str]:
    """The lines of a page's header and footer, those that are shown."""
    parts = [part for part in page.iterchildren("{*}header", "{*}footer") if named(part, "display") != "false"]
    lines = ["".join(str(text) for text in line.itertext()).strip() for part in parts for line in part.iter("{*}p")]
    return [line for line in lines if line]


def date_part(element: etree._Element, name: str) -> str:
    """One part of a date code, doubled in its long form."""
    code = DATE_PARTS[name]
    return code * 2 if named(element, "style") == "long" and name != "am-pm" else code


def named(element: etree._Element, name: str) -> str:
    """An attribute in whichever namespace of the standard it is written, or of none; extensions repeat some with other values."""
    found = [(str(key), str(value)) for key, value in element.attrib.items() if markup.local(str(key)) == name]
    return next((value for key, value in found if key.startswith(STANDARD)), found[0][1] if found else "")
