"""How the text of a web page stands on it: the few properties of style sheets and elements that a figure depends on.

Style sheets are read as the programs that save tables as pages write them: rules for an element, a class, an identifier,
or an element of a class, also inside another such. Other selectors are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from huizong.reading.cells.sight import PICTURES, WHITE, Ink, colour_ink, font_ink, hex_colour, size_ink
from huizong.reading.cells.symbols import UNKNOWN

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*|\*)?(?:[.#][\w-]+)?", re.IGNORECASE)
INSIDE = re.compile(r"\s*>\s*|\s+")
WHILE_POINTED_AT = re.compile(r":(?:hover|focus|active|visited|target)\b")  # as LibreOffice writes them for comments
CONDITIONED = re.compile(r"@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")  # for printers, fonts and the like
PROPERTIES = {
    "display", "visibility", "vertical-align", "text-decoration", "text-decoration-line", "color", "background", "background-color",
    "mso-hide", "font-family", "mso-symbol-font-family", "font-size", "opacity", "text-line-through", "position", "top",
    "overflow", "height", "width", "text-indent", "left", "right",
}  # fmt: skip
STRUCK = {"s", "strike", "del"}
LIFTED = {"sup": Ink.RAISED, "sub": Ink.LOWERED}
SHIFT = re.compile(r"(-?\d{1,9}(?:\.\d+)?)(pt|px|em|ex|%|)", re.ASCII)
NAMED = {"white": WHITE, "black": 0, "windowtext": 0, "window": WHITE, "snow": 0xFFFAFA, "red": 0xFF0000, "transparent": None}
RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\b", re.ASCII)
UNITS = {"pt": 12.0, "px": 16.0, "em": 1.0, "ex": 2.0, "%": 100.0, "": 16.0}  # of the height of common letters
LEAST_SHIFT = 0.15
WITHIN_LINES = {"font", "span", "b", "strong", "i", "em", "u", *STRUCK, *LIFTED}
BESIDE = re.compile(r"((?:[a-z][a-z0-9]*|\*)?(?:[.#][\w-]+)?)::?(before|after)")
CONTENT = re.compile(r"(?:^|;|\s)content\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;\"'])+)", re.IGNORECASE)
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
CODE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
NO_COLOUR = re.compile(r"transparent|rgba\([^)]*[,/]\s*0(?:\.0*)?%?\s*\)")
NOTHING = re.compile(r"0(?:\.0*)?(?:pt|px|em|%)?")
SIDES = ("left", "right", "top")
FAR_AWAY = re.compile(r"-\d{3,}")
NO_HEIGHT = re.compile(r"(?:^|;|\s)height\s*:\s*0")
LAST_CODE = 0x10FFFF
SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(pt|px)", re.ASCII)
POINTS = {"pt": 1.0, "px": 0.75}
BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "br", "ul", "ol", "section", "article", "center", "hr", "caption",
          "blockquote", "dl", "dt", "dd", "pre", "header", "footer", "main", "aside", "figure", "figcaption", "address", "form",
          "fieldset", "legend", "details", "summary"}  # fmt: skip
AWAY_FROM_THE_LINE = {"absolute", "fixed"}
LINES_OF_THEIR_OWN = {"block", "flex", "grid", "list-item", "table", "table-row", "table-cell"}
CELLS = {"td", "th", "table", "tr", "tbody"}


@dataclass(frozen=True, slots=True)
class LetterStyle:
    """How letters stand here: their ink but for the colours, which are 0xRRGGBB (None where nobody knows)."""

    shape: Ink = Ink.PLAIN
    colour: int | None = 0
    ground: int | None = WHITE

    @property
    def ink(self) -> Ink:
        """The ink of a text that stands here."""
        return self.shape | colour_ink(self.colour, self.ground)


@dataclass(slots=True)
class WebStyles:
    """The rules of a page's style sheets by selector."""

    rules: dict[str, dict[str, str]] = field(default_factory=dict)
    nested: list[tuple[tuple[str, ...], dict[str, str]]] = field(default_factory=list)  # `td.x span`, the outermost first
    written: dict[tuple[str, str], str] = field(default_factory=dict)  # what a rule writes before or after its elements
    grounds_are_sure: bool = True  # no rule that is not read here may colour the ground

    def read(self, root: etree._Element) -> None:
        """Adds the style sheets of a page."""
        if any("stylesheet" in (link.get("rel") or "").lower() for link in root.iter("link")):
            self.grounds_are_sure = False
        for sheet in root.iter("style"):
            text = CONDITIONED.sub("", COMMENT.sub("", "".join(map(str, sheet.itertext()))))
            for selectors, declarations in RULE.findall(text):
                found = declared(declarations)
                for selector in selectors.split(","):
                    name = selector.strip().lower()
                    if (beside := BESIDE.fullmatch(name)) is not None:
                        self.written[beside[1], beside[2]] = written_by(declarations, found)
                    elif found and name and SELECTOR.fullmatch(name):
                        self.rules.setdefault(name, {}).update(found)
                    else:
                        parts = tuple(INSIDE.split(name))
                        if found and len(parts) > 1 and all(part and SELECTOR.fullmatch(part) for part in parts):
                            self.nested.append((parts, found))
                        if ("background" in found or "background-color" in found) and WHILE_POINTED_AT.search(name) is None:
                            self.grounds_are_sure = False

    def letters(self) -> LetterStyle:
        """How letters stand on the page itself."""
        return LetterStyle() if self.grounds_are_sure else LetterStyle(ground=None)

    def beside(self, element: etree._Element, where: str) -> str:
        """What the rules write `before` or `after` the text of an element."""
        if not self.written:
            return ""
        names = self.names(element)
        return next((text for name in reversed(names) if (text := self.written.get((name, where))) is not None), "")

    @staticmethod
    def names(element: etree._Element) -> list[str]:
        """The selectors that an element answers to, the nearest last."""
        tag = str(element.tag).lower()
        names = ["." + name for name in (element.get("class") or "").lower().split()]
        names += ["#" + (element.get("id") or "").lower()] if element.get("id") else []
        return ["*", tag, *names, *(tag + name for name in names)]

    def of(self, element: etree._Element) -> Mapping[str, str]:
        """The properties of one element, those of its own attribute last."""
        found: dict[str, str] = {}
        if self.rules:
            for selector in self.names(element):
                found.update(self.rules.get(selector, {}))
        for parts, properties in self.nested:
            if self.is_inside(element, parts):
                found.update(properties)
        found.update(declared(element.get("style") or ""))
        return found

    def is_inside(self, element: etree._Element, parts: tuple[str, ...]) -> bool:
        """Whether an element answers to the last part, and elements around it to the others in their order."""
        if parts[-1] not in self.names(element):
            return False
        wanted = list(parts[:-1])
        for around in element.iterancestors():
            if wanted and isinstance(around.tag, str) and wanted[-1] in self.names(around):
                wanted.pop()
        return not wanted

    def takes_no_place(self, element: etree._Element) -> bool:
        """Whether the page is laid out as if an element were not there; one that is merely unseen keeps its place."""
        return element.get("hidden") is not None or self.of(element).get("display") == "none"

    def begins_line(self, element: etree._Element) -> bool:
        """Whether the page sets an element on a line, or at a place, of its own."""
        if element.tag in BLOCKS:
            return True
        properties = self.of(element)
        return properties.get("display") in LINES_OF_THEIR_OWN or properties.get("position") in AWAY_FROM_THE_LINE

    def inside(self, element: etree._Element, outer: LetterStyle) -> LetterStyle:
        """How letters stand inside an element."""
        properties = self.of(element)
        tag = str(element.tag).lower()
        shape = outer.shape | (Ink.STRUCK if tag in STRUCK else Ink.PLAIN) | LIFTED.get(tag, Ink.PLAIN)
        if element.get("hidden") is not None or is_hidden(properties):
            shape |= Ink.HIDDEN
        if "line-through" in properties.get("text-decoration", "") + properties.get("text-decoration-line", ""):
            shape |= Ink.STRUCK
        if (size := SIZE.fullmatch(properties.get("font-size", ""))) is not None:
            shape = shape & ~Ink.TINY | size_ink(float(size[1]) * POINTS[size[2]])
        if tag not in CELLS:  # in a cell it says where the text stands between its borders
            shape |= shifted(properties.get("vertical-align", ""), 1)
        if properties.get("position") == "relative":
            shape |= shifted(properties.get("top", ""), -1)
        font = properties.get("mso-symbol-font-family") or properties.get("font-family") or element.get("face")
        if font:
            shape = shape & ~PICTURES | font_ink(font.partition(",")[0])
        colour, ground = properties.get("color") or element.get("color"), background(properties, element)
        letters = replace(outer, shape=shape)
        if colour:
            letters = replace(letters, colour=colour_of(colour))
        if ground and ground != "transparent":
            return replace(letters, ground=colour_of(ground))
        return letters if self.grounds_are_sure or tag in WITHIN_LINES else replace(letters, ground=None)


def written_by(declarations: str, found: Mapping[str, str]) -> str:
    """The text that a rule writes: that of its `content`; unknown for a counter or picture, nothing where it is not seen."""
    content = CONTENT.search(declarations)
    if content is None or is_hidden(found) or NO_HEIGHT.search(declarations):
        return ""
    parts = [quoted or other for quoted, other in QUOTED.findall(content[1])]
    if content[1].strip().lower() in ("none", "normal", "inherit", "initial"):
        return ""
    if not parts:
        return UNKNOWN
    return "".join(CODE.sub(lambda code: chr(min(int(code[1], 16), LAST_CODE)), part) for part in parts)


def declared(text: str) -> dict[str, str]:
    """The properties among declarations that matter, lower case, without their importance."""
    found = {}
    for declaration in text.split(";"):
        name, _, value = declaration.partition(":")
        if name.strip().lower() in PROPERTIES:
            found[name.strip().lower()] = value.partition("!")[0].strip().lower()
    return found


def is_hidden(properties: Mapping[str, str]) -> bool:
    """Whether nobody sees an element with these properties."""
    return (
        properties.get("display") == "none"
        or properties.get("visibility") in ("hidden", "collapse")
        or properties.get("mso-hide") == "all"
        or NOTHING.fullmatch(properties.get("font-size", "")) is not None
        or re.fullmatch(r"0(?:\.0*)?%?", properties.get("opacity", "")) is not None
        or NO_COLOUR.fullmatch(properties.get("color", "")) is not None
        or (properties.get("overflow") == "hidden" and any(NOTHING.fullmatch(properties.get(side, "")) for side in ("height", "width")))
        or FAR_AWAY.match(properties.get("text-indent", "")) is not None
        or (properties.get("position") in AWAY_FROM_THE_LINE and any(FAR_AWAY.match(properties.get(side, "")) for side in SIDES))
    )


def shifted(value: str, up: int) -> Ink:
    """What a vertical shift makes of letters; `up` is the sign of what lifts them."""
    if value in ("super", "sub"):
        return Ink.RAISED if value == "super" else Ink.LOWERED
    found = SHIFT.fullmatch(value)
    shift = up * float(found[1]) / UNITS[found[2]] if found else 0.0
    return Ink.PLAIN if abs(shift) < LEAST_SHIFT else Ink.RAISED if shift > 0 else Ink.LOWERED


def background(properties: Mapping[str, str], element: etree._Element) -> str | None:
    """The colour behind an element as it is written; a picture is no colour."""
    return properties.get("background-color") or properties.get("background") or element.get("bgcolor")


def colour_of(written: str) -> int | None:
    """A colour as 0xRRGGBB; None for one that is not understood."""
    text = written.strip().lower()
    if found := RGB.match(text):
        red, green, blue = (min(int(part), 255) for part in found.groups())
        return red << 16 | green << 8 | blue
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        return int("".join(2 * digit for digit in text[1:]), 16)
    return NAMED[text] if text in NAMED else hex_colour(text) if text.startswith("#") or len(text) == len("rrggbb") else None
