"""Number formats and hidden tables among the styles of an OpenDocument file."""

from __future__ import annotations

from typing import IO

from lxml import etree

from huizong.reading import markup
from huizong.reading.counts import whole_number
from huizong.reading.formats import MOST_DIGITS, NumberFormat, compile_format

DATE_PARTS = {"year": "yy", "month": "m", "day": "d", "hours": "h", "minutes": "m", "seconds": "s", "am-pm": "AM/PM"}
NUMBER_STYLES = ("number-style", "percentage-style", "currency-style", "date-style", "time-style", "text-style", "boolean-style")


class OdsStyles:
    """The styles of a document by name."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.data_styles: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        self.hidden_tables: set[str] = set()

    def read(self, source: IO[bytes], part: str) -> None:
        """Adds the styles of one part."""
        tags = ("{*}style", "{*}default-style", *(f"{{*}}{name}" for name in NUMBER_STYLES), "{*}table-row")
        for element in markup.stream(source, part, tags):
            name = markup.local(element.tag)
            if name == "table-row":
                markup.release(element)
            elif name in NUMBER_STYLES:
                self.codes[named(element, "name")] = format_code(element, name)
            else:
                self.read_style(element)

    def read_style(self, element: etree._Element) -> None:
        """A style of cells or tables."""
        identifier = named(element, "name")
        if named(element, "data-style-name"):
            self.data_styles[identifier] = named(element, "data-style-name")
        if named(element, "parent-style-name"):
            self.parents[identifier] = named(element, "parent-style-name")
        for properties in element.iterchildren("{*}table-properties"):
            if named(properties, "display") == "false":
                self.hidden_tables.add(identifier)

    def format_of(self, style: str) -> NumberFormat:
        """The number format of a cell style, or of the nearest parent that has one."""
        for _ in range(20):
            if style in self.data_styles:
                return compile_format(self.codes.get(self.data_styles[style], "General"))
            style = self.parents.get(style, "")
        return compile_format("General")


def format_code(element: etree._Element, kind: str) -> str:
    """The format code that says the same as a number style."""
    if kind in ("text-style", "boolean-style"):
        return "General"
    pieces = []
    for child in element:
        name = markup.local(child.tag)
        if name == "number":
            pieces.append(digits(child))
        elif name in DATE_PARTS:
            pieces.append(date_part(child, name))
        elif name in ("text", "currency-symbol") and child.text:
            pieces.append("%" if child.text == "%" and kind == "percentage-style" else f'"{child.text}"')
    return "".join(pieces) or "General"


def digits(element: etree._Element) -> str:
    """The pattern of digits; General where no number of decimals is fixed."""
    decimals = named(element, "decimal-places")
    least = named(element, "min-integer-digits")
    if not decimals and least in ("", "1"):
        return "General"
    whole = "0" * min(whole_number(least, 1), MOST_DIGITS) or "#"
    if named(element, "grouping") == "true":
        whole = "#,##" + whole
    shown = min(whole_number(decimals, 0), MOST_DIGITS)
    return whole + ("." + "0" * shown if shown else "")


def date_part(element: etree._Element, name: str) -> str:
    """One part of a date code, doubled in its long form."""
    code = DATE_PARTS[name]
    return code * 2 if named(element, "style") == "long" and name != "am-pm" else code


def named(element: etree._Element, name: str) -> str:
    """An attribute in whichever namespace it is written."""
    return next((str(value) for key, value in element.attrib.items() if markup.local(str(key)) == name), "")
