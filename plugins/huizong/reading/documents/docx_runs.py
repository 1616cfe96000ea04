"""The runs of a Word document's paragraphs with what their formatting and their styles say (ECMA-376 part 1, 17.3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from huizong.reading.cells.counts import measure, whole_number
from huizong.reading.cells.sight import PICTURES, WHITE, Ink, Run, colour_ink, font_ink, hex_colour, size_ink
from huizong.reading.cells.symbols import UNKNOWN, symbol
from huizong.reading.containers import markup
from huizong.reading.documents.drawn_fields import shown_by_code
from huizong.reading.documents.page_fields import numbers_pages

LEFT_OUT = {"rPr", "pPr", "Fallback", "tbl", "rt"}  # rt: how the text below it is pronounced
TOGGLES = ("strike", "dstrike", "vanish")
VALUES = {"vertAlign": "val", "sz": "val", "position": "val", "color": "val", "shd": "fill", "highlight": "val"}
ALIGNMENTS = {"superscript": Ink.RAISED, "subscript": Ink.LOWERED}
HIGHLIGHTS = {"white": WHITE, "black": 0}
LEAST_SHIFT = 4  # half-points: less is no mark, only uneven
HALVES = 2  # of a point
PROMPT = "prompt"  # an attribute of ours, which no run of Word has
DEEPEST = 20  # styles above a style

Letters = Mapping[str, str]  # property -> value; a toggle that is off is empty


@dataclass(slots=True)
class RunStyles:
    """The letters of styles by identifier, those above them followed; the default style counts where none is named."""

    own: dict[str, Letters] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    default: str = ""
    shaded: set[str] = field(default_factory=set)  # those that colour the ground of text or of cells

    def add(self, style: etree._Element) -> None:
        """One style of the styles part."""
        identifier, above = word(style, "styleId"), style.find("{*}basedOn")
        self.own[identifier] = letters_of(style.find("{*}rPr")) | ground_of(style.find("{*}pPr"))
        if above is not None:
            self.parents[identifier] = word(above, "val")
        if any(word(shading, "fill") not in ("", "auto") for shading in style.iter("{*}shd")):
            self.shaded.add(identifier)
        if word(style, "type") == "paragraph" and word(style, "default") in ("1", "true", "on"):
            self.default = identifier

    def letters(self, style: str) -> Letters:
        """The properties of letters in a style."""
        found: dict[str, str] = {}
        for one in reversed(self.chain(style)):
            found.update(self.own[one])
        return found

    def is_shaded(self, style: str) -> bool:
        """Whether a style, or one above it, colours the ground."""
        return any(one in self.shaded for one in self.chain(style))

    def chain(self, style: str) -> list[str]:
        """A style and those above it."""
        found: list[str] = []
        while style in self.own and len(found) < DEEPEST:
            found.append(style)
            style = self.parents.get(style, "")
        return found


@dataclass(slots=True)
class ParagraphRuns:
    """What a paragraph gives: its runs, its text boxes, the texts drawn as shapes, and whether a page number stood in it."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    has_page_number: bool = False


@dataclass(frozen=True, slots=True)
class RunContext:
    """The letters that hold so far, and whether they were deleted."""

    styles: RunStyles
    letters: Letters
    ground: int | None
    deleted: bool = False
    prompt: bool = False

    @property
    def ink(self) -> Ink:
        """How text in this context stands on the page."""
        marks = (Ink.DELETED if self.deleted else Ink.PLAIN) | (Ink.PROMPT if self.prompt else Ink.PLAIN)
        return letters_ink(self.letters, self.ground) | marks

    def inside(self, run: etree._Element) -> RunContext:
        """The context inside a run."""
        if run.get(PROMPT) is not None:
            return replace(self, prompt=True)
        properties = run.find("{*}rPr")
        if properties is None:
            return self
        style = properties.find("{*}rStyle")
        named = self.styles.letters(word(style, "val")) if style is not None else {}
        direct = letters_of(properties)
        return replace(self, letters={**self.letters, **named, **direct}) if named or direct else self


def mark_prompts(root: etree._Element) -> None:
    """Marks the runs of content controls that show only what is to be written in them (17.5.2.39)."""
    for control in root.iter("{*}sdt"):
        if control.find("{*}sdtPr/{*}showingPlcHdr") is not None:
            for run in control.iterfind("{*}sdtContent//{*}r"):
                run.set(PROMPT, "on")


def paragraph_runs(paragraph: etree._Element, styles: RunStyles, ground: int | None) -> ParagraphRuns:
    """The runs of a paragraph on a ground of this colour; what was deleted is among them, marked so."""
    found = ParagraphRuns()
    properties = paragraph.find("{*}pPr")
    named = properties.find("{*}pStyle") if properties is not None else None
    letters = {**styles.letters(word(named, "val") if named is not None else styles.default), **ground_of(properties)}
    RunCollector(found).collect(paragraph, RunContext(styles, letters, ground))
    return found


class RunCollector:
    """Walks a paragraph in order; field codes, and the results of those that number pages, are no text."""

    def __init__(self, found: ParagraphRuns) -> None:
        self.found = found
        self.fields: list[tuple[str, bool]] = []  # code and whether its result has begun, of the fields that are open

    def collect(self, element: etree._Element, context: RunContext) -> None:
        """Adds what stands inside an element."""
        for child in element:
            match markup.local(child.tag):
                case "t" | "delText":
                    self.add(child.text or "", context)
                case "tab" | "ptab":
                    self.add("\t", context)
                case "br" | "cr":
                    self.add("\n", context)
                case "noBreakHyphen":
                    self.add("-", context)
                case "softHyphen":
                    self.add("\u00ad", context)
                case "sym":
                    self.add(written_symbol(word(child, "font"), word(child, "char")), context, drawn=True)
                case "txbxContent":
                    self.found.boxes.append(child)
                case "textpath" if word(child, "on") not in ("f", "false") and word(child, "string").strip():
                    self.found.drawn.append(word(child, "string").strip())
                case "r":
                    self.collect(child, context.inside(child))
                case "sup" | "sub" as name:  # of a formula
                    letters = {**context.letters, "vertAlign": "superscript" if name == "sup" else "subscript"}
                    self.collect(child, replace(context, letters=letters))
                case "den":  # the lower half of a fraction
                    self.add("/", context)
                    self.collect(child, context)
                case "del" | "moveFrom":
                    self.collect(child, replace(context, deleted=True))
                case "fldChar":
                    self.mark_field(word(child, "fldCharType"), context)
                    self.add(chosen(child), context)
                case "instrText" | "delInstrText":
                    if self.fields and not self.fields[-1][1]:
                        self.fields[-1] = (self.fields[-1][0] + (child.text or ""), False)
                case "fldSimple":
                    self.fields.append((word(child, "instr"), True))
                    self.collect(child, context)
                    code, _ = self.fields.pop()
                    self.add(shown_by_code(code), context, drawn=True)
                case name if name not in LEFT_OUT:
                    self.collect(child, context)

    def add(self, text: str, context: RunContext, *, drawn: bool = False) -> None:
        """Adds a text, unless it is the number of a page; one that is `drawn` is what its font shows already."""
        if any(begun and numbers_pages(code) for code, begun in self.fields):
            self.found.has_page_number = True
        elif not any(begun and shown_by_code(code) for code, begun in self.fields):
            self.found.runs.append((text, context.ink & ~PICTURES if drawn else context.ink))

    def mark_field(self, kind: str, context: RunContext) -> None:
        """Begins a field, its result, or ends it."""
        if kind == "begin":
            self.fields.append(("", False))
        elif kind == "separate" and self.fields:
            self.fields[-1] = (self.fields[-1][0], True)
        elif kind == "end" and self.fields:
            code, _ = self.fields.pop()
            self.add(shown_by_code(code), context, drawn=True)


def chosen(field_mark: etree._Element) -> str:
    """The entry that a list of choices shows, which is no run of the text (17.16.9 and 17.16.28); empty for other fields."""
    choices = field_mark.find("{*}ffData/{*}ddList")
    if choices is None:
        return ""
    entries = [word(entry, "val") for entry in choices.iterchildren("{*}listEntry")]
    selected = choices.find("{*}result")
    if selected is None:
        selected = choices.find("{*}default")
    place = 0 if selected is None else whole_number(word(selected, "val"), 0)
    return entries[place] if place < len(entries) else ""


def letters_of(properties: etree._Element | None) -> dict[str, str]:
    """The properties of letters that matter; the toggles that are off are empty."""
    found: dict[str, str] = {}
    for child in properties if properties is not None else ():
        name = markup.local(child.tag)
        if name in TOGGLES:
            found[name] = "" if word(child, "val") in ("0", "false", "off") else "on"
        elif name in VALUES:
            found[name] = word(child, VALUES[name])
        elif name == "rFonts" and (font := word(child, "ascii") or word(child, "hAnsi")):
            found["font"] = font
    return found


def ground_of(properties: etree._Element | None) -> dict[str, str]:
    """The shading of a paragraph, as its letters have theirs."""
    shading = properties.find("{*}shd") if properties is not None else None
    return {} if shading is None else {"ground": word(shading, "fill")}


def letters_ink(letters: Letters, ground: int | None) -> Ink:
    """How letters with these properties stand on their ground."""
    if not letters:
        return Ink.PLAIN
    ink = ALIGNMENTS.get(letters.get("vertAlign", ""), Ink.PLAIN)
    shift = letters.get("position", "")
    if whole_number(shift.removeprefix("-"), 0) >= LEAST_SHIFT:
        ink |= Ink.LOWERED if shift.startswith("-") else Ink.RAISED
    if letters.get("strike") or letters.get("dstrike"):
        ink |= Ink.STRUCK
    if letters.get("vanish"):
        ink |= Ink.HIDDEN
    ink |= font_ink(letters.get("font", "")) | size_ink(measure(letters.get("sz", "")) / HALVES)
    colour = hex_colour(letters.get("color", ""))
    return ink | colour_ink(colour, ground_behind(letters, ground))


def ground_behind(letters: Letters, ground: int | None) -> int | None:
    """The colour behind letters: a marker over shading, that of the letters over that of the paragraph, and what lies behind."""
    highlight = letters.get("highlight", "none")
    if highlight != "none":
        return HIGHLIGHTS.get(highlight)
    shades: Sequence[str] = [shade for shade in (letters.get("shd", ""), letters.get("ground", "")) if shade not in ("", "auto")]
    return hex_colour(shades[0]) if shades else ground


def written_symbol(font: str, code: str) -> str:
    """The character of a symbol that Word keeps by its font; unknown where its code is no number."""
    try:
        return symbol(font, int(code, 16))
    except ValueError:
        return UNKNOWN


def word(element: etree._Element, name: str) -> str:
    """An attribute in whichever of Word's namespaces it is written."""
    return next((str(value) for key, value in element.attrib.items() if markup.local(str(key)) == name), "")
