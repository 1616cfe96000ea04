"""The shared strings of an xlsx workbook, and those of several fonts."""

from __future__ import annotations

import io
import re

from lxml import etree

from huizong.reading.cells.written_text import clean, inline_text, usual_xml
from huizong.reading.containers import markup
from huizong.reading.containers.package import Package
from huizong.reading.containers.xlsx_styles import Font, font_of

QUICK_BYTES = 24 * 1024 * 1024
STRINGS_FRAME = re.compile(r"(?:<\?xml[^<>]*\?>)?\s*<sst\b[^<>]*>([^\r]*)</sst>\s*")
STRING_ITEMS = re.compile(  # a text each, and at the first character that begins none the whole rest
    r'<si><t(?: xml:space="preserve")?>([^<]*)</t>(?:<phoneticPr [^<>]*/>)?</si>|([\s\S]+)'
)
RichText = list[tuple[str, Font | None]]  # texts with fonts; None is the font of the cell


def read_shared_strings(package: Package, part: str) -> tuple[list[str], dict[int, RichText]]:
    """The shared strings in order, and those of several fonts by their place: by patterns where they are written the usual way."""
    if package.size(part) <= QUICK_BYTES:
        data = package.read(part)
        found = quick_shared_strings(data)
        return stream_shared_strings(io.BytesIO(data), part) if found is None else (found, {})
    with package.open(part) as source:
        return stream_shared_strings(source, part)


def stream_shared_strings(source: markup.Readable, part: str) -> tuple[list[str], dict[int, RichText]]:
    """The shared strings as the XML parser has them."""
    strings: list[str] = []
    rich: dict[int, RichText] = {}
    for item in markup.stream(source, part, ("{*}si",)):
        text = rich_text(item)
        if any(font is not None for _, font in text):
            rich[len(strings)] = text
        strings.append("".join(part for part, _ in text))
        markup.release(item)
    return strings, rich


def quick_shared_strings(data: bytes) -> list[str] | None:
    """The same by a pattern; None unless every item is a text alone, with or without what input methods add."""
    text = usual_xml(data)
    frame = STRINGS_FRAME.fullmatch(text) if text is not None else None
    if frame is None:
        return None
    strings = []
    for written, rest in STRING_ITEMS.findall(frame.group(1)):
        shown = inline_text(written)
        if rest or shown is None:
            return None
        strings.append(shown)
    return strings


def rich_text(item: etree._Element) -> RichText:
    """The runs of a string item, without the phonetic reading that some input methods add."""
    runs: RichText = []
    for child in item:
        name = markup.local(child.tag)
        if name == "t":
            runs.append((clean(child.text or ""), None))
        elif name == "r":
            font = child.find("{*}rPr")
            runs.append((clean("".join(part.text or "" for part in child.iterchildren("{*}t"))), None if font is None else font_of(font)))
    return runs
