"""The runs of an OpenDocument text's paragraphs with what their styles say (ISO 26300 part 1, chapters 6 and 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.sight import WHITE, Ink, Run, hex_colour, is_red
from huizong.reading.containers import markup
from huizong.reading.documents.our_comments import is_ours
from huizong.reading.spreadsheets.ods_styles import OdsStyles, letters_ink, named

BOXES = ("frame", "custom-shape", "rect", "ellipse", "caption", "g")
PAGE_FIELDS = ("page-number", "page-count", "page-continuation")
LEFT_OUT = ("ruby-text", "bookmark", "tracked-changes", "change-start", "change-end", "annotation-end", "hidden-text", "hidden-paragraph")
MOST_SPACES = 1000


@dataclass(frozen=True, slots=True)
class OdtLetters:
    """What holds for the letters so far: their styles from the paragraph inwards, their ground, and what an outer element says."""

    names: tuple[str, ...] = ()
    ground: int | None = WHITE
    outer: Ink = Ink.PLAIN

    def on(self, ground: int | None) -> OdtLetters:
        """The same on another ground."""
        return replace(self, ground=ground)

    def outside(self, ink: Ink) -> OdtLetters:
        """The same inside something that is hidden or deleted."""
        return replace(self, outer=self.outer | ink)


@dataclass(slots=True)
class FoundRuns:
    """What a paragraph gives: runs, text boxes, the notes that are tied to it, and whether a page number stood in it."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)
    has_page_number: bool = False


class OdtRuns:
    """Walks paragraphs in order. What was deleted is marked so: what the format keeps apart is put back where it stood.

    LibreOffice leaves a deletion in its place where changes are shown while it saves, between marks of where it begins and ends.
    """

    def __init__(self, styles: OdsStyles, text: etree._Element) -> None:
        self.styles = styles
        self.deleted: dict[str, str] = {}
        self.begun: set[str] = set()  # deletions in their place that have begun and not ended
        for region in text.iterfind("{*}tracked-changes/{*}changed-region"):
            deletion = region.find("{*}deletion")
            if deletion is not None:
                lines = ("".join(map(str, line.itertext())) for line in deletion.iter("{*}p", "{*}h") if not within_information(line))
                self.deleted[named(region, "id")] = "\n".join(lines).strip("\n")

    def paragraph(self, element: etree._Element, letters: OdtLetters) -> FoundRuns:
        """The runs of a paragraph or heading."""
        found = FoundRuns()
        style = named(element, "style-name")
        letters = replace(letters, names=(style,), ground=self.styles.ground_over(style, letters.ground))
        self.collect(element, letters, found)
        return found

    def collect(self, element: etree._Element, letters: OdtLetters, found: FoundRuns) -> None:
        """Adds what stands inside an element."""
        plain = self.ink(letters)
        ink = plain | Ink.DELETED if self.begun else plain
        add(found, element.text, ink)
        for child in element:
            name = markup.local(str(child.tag))
            if name == "s":
                add(found, " " * min(max(whole_number(named(child, "c"), 1), 1), MOST_SPACES), ink)
            elif name == "tab":
                add(found, "\t", ink)
            elif name == "line-break":
                add(found, "\n", ink)
            elif name == "change-start" and named(child, "change-id") in self.deleted:
                self.begun.add(named(child, "change-id"))
            elif name == "change-end":
                self.begun.discard(named(child, "change-id"))
            elif name == "change":
                add(found, self.deleted.get(named(child, "change-id"), ""), ink | Ink.DELETED)
            elif name in PAGE_FIELDS:
                found.has_page_number = True
            elif name in ("note", "annotation"):
                notes = ([] if is_ours(child) else [child]) if name == "annotation" else list(child.iterchildren("{*}note-body"))
                found.notes += notes
            elif name in BOXES:
                found.boxes.append(child)
            elif name == "span":
                style = named(child, "style-name")
                inner = replace(letters, names=(*letters.names, style), ground=self.styles.ground_over(style, letters.ground))
                self.collect(child, inner, found)
            elif name not in LEFT_OUT:
                self.collect(child, letters.outside(Ink.PROMPT) if only_prompts(child, name) else letters, found)
            ink = plain | Ink.DELETED if self.begun else plain
            add(found, child.tail, ink)
        if any(is_hidden(child) for child in element.iterchildren("{*}hidden-paragraph")):
            found.runs = [(text, inner | Ink.HIDDEN) for text, inner in found.runs]

    def ink(self, letters: OdtLetters) -> Ink:
        """How letters in these styles stand on their ground: the innermost style that says something holds."""
        value = self.properties(letters.names)
        ink = letters_ink(value, letters.ground) | letters.outer
        return ink | Ink.RED if is_red(hex_colour(value("color"))) else ink

    def properties(self, names: tuple[str, ...]) -> Callable[[str], str]:
        """A property of letters by name, from the innermost style that has it."""
        return lambda name: next((value for style in reversed(names) if (value := self.styles.inherited(style, name))), "")


def add(found: FoundRuns, text: str | None, ink: Ink) -> None:
    """Adds a text that is there."""
    if text:
        found.runs.append((text, ink))


def only_prompts(element: etree._Element, name: str) -> bool:
    """Whether an element shows what is to be written there: a placeholder (19.797), or a content control that nobody has filled in."""
    return name == "placeholder" or (name == "content-control" and named(element, "showing-place-holder") == "true")


def within_information(line: etree._Element) -> bool:
    """Whether a line says who changed something and when."""
    return any(markup.local(str(above.tag)) == "change-info" for above in line.iterancestors())


def is_hidden(element: etree._Element) -> bool:
    """Whether a section or paragraph is hidden: by itself, or because its condition holds (ISO 26300 part 1, 19.844 and 19.816)."""
    return named(element, "display") == "none" or named(element, "is-hidden") == "true"
