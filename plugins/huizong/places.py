"""Places of DESIGN §6 in their parts and in words: cells of a sheet, lines of a delimited text, paragraphs of prose."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BETWEEN = re.compile(r"[,，、]\s*")
_LINE_FIELD = re.compile(r"(\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell or range of a sheet or table."""

    sheet: str
    reference: str


@dataclass(frozen=True, slots=True)
class PairPlace:
    """Line and field of a delimited text, or paragraph and offset of prose; both as they are written."""

    first: int
    second: int


def parse_place(place: str) -> CellPlace | PairPlace | None:
    """One place in its parts (DESIGN §6); None for a whole file or what is no place."""
    pair = _LINE_FIELD.fullmatch(place)
    if pair:
        return PairPlace(int(pair[1]), int(pair[2]))
    sheet, mark, reference = place.rpartition("!")
    return CellPlace(sheet, reference) if mark and sheet and reference else None


def split_places(place: str) -> tuple[str, ...]:
    """The places that are named together, such as those of the figures of a relation; the place itself where there is one."""
    parts = tuple(part for part in _BETWEEN.split(place) if part)
    return parts if len(parts) > 1 and all(parse_place(part) for part in parts) else (place,)


def place_text(place: str, *, prose: bool) -> str:
    """The place in words; empty for the whole file. The sheet is named once where several cells of it follow each other."""
    texts: list[str] = []
    last = None
    for part in split_places(place):
        match parse_place(part):
            case CellPlace(sheet, reference):
                texts.append(reference if sheet == last else f"「{sheet}」{reference}")
                last = sheet
            case PairPlace(first, second):
                texts.append(f"第{first}段第{second + 1}字" if prose else f"第{first}行第{second}列")
            case None:
                texts.append(part)
    return "、".join(texts)


def is_prose(place: str, *, prose: bool) -> bool:
    """Whether a place of a document counts paragraphs: in one with prose every place that is no cell of a table."""
    return prose and "!" not in place
