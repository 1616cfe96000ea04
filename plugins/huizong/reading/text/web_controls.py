"""What a person has entered in the boxes of a web page: it is written in them as the text beside them is."""

from __future__ import annotations

from lxml import etree

WRITTEN_INTO = ("text", "number")


def entered(element: etree._Element) -> str:
    """The text that a box shows: of a field, of a field of several lines, the chosen entry of a list; empty for all else."""
    if element.tag == "input":
        return (element.get("value") or "") if (element.get("type") or "text").lower() in WRITTEN_INTO else ""
    if element.tag == "textarea":
        return "".join(map(str, element.itertext()))
    if element.tag != "select":
        return ""
    entries = list(element.iter("option"))
    chosen = [entry for entry in entries if entry.get("selected") is not None] or entries[:1]
    return "、".join("".join(map(str, entry.itertext())).strip() for entry in chosen)
