"""Which letters of a PDF page stand in which cell of a ruled table: a number is in one cell as a whole, or in none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any

from pdfplumber.utils.text import extract_text

from huizong.reading.cells.sight import Ink, Run
from huizong.reading.pdf.pdf_device import CLIPPED
from huizong.reading.pdf.pdf_ink import NUMERIC, Letter
from huizong.reading.pdf.pdf_letters import TIGHT, Letters, baseline, lines_of, numbers_in
from huizong.reading.pdf.pdf_turned import place_of

Box = tuple[float, float, float, float]  # left, top, right, bottom
MOST = 0.6  # of a number's width: so much must lie in the cell that it belongs to
CUT = 0.05  # of a letter's width: a border that leaves so much on either side runs through it
DIGIT = 0.7  # of the size of a letter: so high stands a digit on its line
CUT_ACROSS = 0.15  # of it: a border so far inside a digit runs through it
SIDE_CUT = 0.1  # of a letter's width: what programs set so far over a border is not all there
AROUND = 3.0  # points by which a program clips beside the border
NUMBER = re.compile(r"\d{1,3}(?:[,，]\d{3})*(?:[.．]\d+)?|\d+(?:[.．]\d+)?")
DOUBT = "|"  # stands in a text so that nobody takes it for a number


def cells_of(table: Any, letters: Letters) -> dict[Box, list[Run]]:
    """The runs of text in each cell of a table."""
    rows = [(row.bbox, [box for box in row.cells if box is not None]) for row in table.rows]
    owners = {id(letter): box for letter, box in owned(rows, [*letters.standing, *chain(*letters.turned.values())])}
    inside: dict[Box, list[Letter]] = defaultdict(list)
    texts: dict[Box, list[Run]] = defaultdict(list)  # of each direction in which letters run
    _, top, _, bottom = table.bbox
    for group in (letters.standing, *letters.turned.values()):
        near = [letter for letter in group if top <= place_of(letter)[1] <= bottom]
        for line in lines_of(near):
            for run in numbers_in(line, TIGHT):
                settle(run, owners, inside)
                doubt_across(run, owners, inside)
        for letter in near:
            box = owners.get(id(letter))
            if box is not None:
                inside[box].append(letter)
        if group is letters.standing:
            doubt_at_sides(inside)
            doubt_clipped([letter for letter, _ in letters.left_out], inside)
        for box, found in inside.items():
            is_red = all(letter.get("red") for letter in found if str(letter["text"]).strip())
            texts[box].append((extract_text(found), Ink.RED if is_red else Ink.PLAIN))
        inside.clear()
    runs: dict[Box, list[Run]] = defaultdict(list)
    for letter, box in owned(rows, [letter for letter, _ in letters.left_out]):
        ink = next(ink for other, ink in letters.left_out if other is letter)
        runs[box].append((str(letter["text"]), ink))
    for box, parts in texts.items():
        is_red = all(ink & Ink.RED for text, ink in parts if text.strip())
        runs[box].append(("\n".join(text for text, _ in parts if text.strip()), Ink.RED if is_red else Ink.PLAIN))
    return runs


def owned(rows: Sequence[tuple[Box, Sequence[Box]]], letters: Sequence[Letter]) -> list[tuple[Letter, Box]]:
    """The letters with the cells that their middles lie in."""
    found: list[tuple[Letter, Box]] = []
    for row, boxes in rows:
        there = [letter for letter in letters if holds(row, letter)]
        found += [(letter, box) for box in boxes for letter in there if holds(box, letter)]
    return found


def holds(box: Box, letter: Letter) -> bool:
    """Whether the middle of a letter lies in a box."""
    x, y = place_of(letter)
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def settle(run: Sequence[Letter], owners: dict[int, Box], inside: dict[Box, list[Letter]]) -> None:
    """Puts a number that reaches over a border into one cell; where it can't be told which, no cell has a number.

    A border that runs through a digit shows that it is one number. One that runs between two digits may part two numbers
    that touch each other.
    """
    boxes = [owners.get(id(letter)) for letter in run]
    cells = list(dict.fromkeys(box for box in boxes if box is not None))
    if not cells or (len(cells) == 1 and None not in boxes):
        return
    widths = {cell: sum(letter["x1"] - letter["x0"] for letter, box in zip(run, boxes, strict=True) if box == cell) for cell in cells}
    best = max(cells, key=lambda cell: widths[cell])
    whole = sum(letter["x1"] - letter["x0"] for letter in run)
    text = "".join(letter["text"] for letter in run)
    one = len(cells) == 1 or (len(cells) == 2 and None not in boxes and is_cut(run, boxes))
    if one and NUMBER.fullmatch(text) and widths[best] >= MOST * whole:
        owners.update({id(letter): best for letter in run})
        return
    for letter in run:
        owners.pop(id(letter), None)
    for cell in cells:
        inside[cell] += [*run, doubt_behind(run[-1])]


def doubt_across(run: Sequence[Letter], owners: dict[int, Box], inside: dict[Box, list[Letter]]) -> None:
    """Marks the cell of a number that stands on the border above or below it: a line of a text too high for its cell.

    Nobody can tell from the rest of that text what the number is; it may have been the upper half of another one.
    """
    boxes = {box for letter in run if (box := owners.get(id(letter))) is not None}
    foot, size = max(foot_of(letter) for letter in run), max(float(letter["size"]) for letter in run)
    head = foot - DIGIT * size
    for box in boxes:
        if any(head + CUT_ACROSS * size < edge < foot - CUT_ACROSS * size for edge in (box[1], box[3])):
            inside[box].append(doubt_behind(run[-1]))
            over = head + CUT_ACROSS * size < box[1] < foot - CUT_ACROSS * size
            at = box[1] - 1 if over else box[3] + 1
            beyond = [other for other in set(owners.values()) if other[1] <= at < other[3] and other[0] < box[2] and other[2] > box[0]]
            for other in beyond:
                inside[other].append(doubt_behind({**run[-1], "top": at, "bottom": at, "doctop": run[-1]["doctop"]}))


def doubt_at_sides(inside: dict[Box, list[Letter]]) -> None:
    """Marks the cells that a number begins in and whose right border runs through its last digit, where the next cell is filled.

    A text too long for its cell is cut there; over an empty cell it goes on as a whole.
    """
    for box, found in list(inside.items()):
        digits = [letter for letter in found if letter["text"] in NUMERIC]
        if not digits or min(letter["x0"] for letter in digits) < box[0]:
            continue
        last = max(digits, key=lambda one: float(one["x1"]))
        cut = SIDE_CUT * (last["x1"] - last["x0"])
        beside = (other for other in inside if abs(other[0] - box[2]) <= AROUND and other[1] < box[3] and other[3] > box[1])
        if last["x0"] + cut < box[2] < last["x1"] - cut and any(inside[other] for other in beside):
            found.append(doubt_behind(last))


def doubt_clipped(left_out: Sequence[Letter], inside: dict[Box, list[Letter]]) -> None:
    """Marks the cells that show a number and clip another away above or below it: both may be halves of what was written."""
    away = [letter for letter in left_out if letter["tag"][2] == CLIPPED and letter["text"].isdigit()]
    clips = {letter["tag"][3] for letter in away if not letter["tag"][3][1] <= (letter["y0"] + letter["y1"]) / 2 <= letter["tag"][3][3]}
    if not clips:
        return
    for box, found in list(inside.items()):
        numbers = [letter for letter in found if letter["text"].isdigit()]
        if not numbers:
            continue
        high = numbers[0]["top"] + numbers[0]["y1"]  # of the page: the library counts both from its foot and from its head
        if any(is_within(clip, box, high) for clip in clips):
            found.append(doubt_behind(numbers[-1]))


def is_within(clip: Box, box: Box, high: float) -> bool:
    """Whether bounds that count upwards on a page so high are those of a cell, give or take its borders."""
    left, low, right, top = clip
    across = box[0] - AROUND <= left < right <= box[2] + AROUND
    inside = box[1] - AROUND <= high - top < high - low <= box[3] + AROUND
    return across and inside and 2 * (top - low) >= box[3] - box[1]


def doubt_behind(letter: Letter) -> Letter:
    """The mark that makes what ends with a letter no number."""
    return {**letter, "text": DOUBT, "x0": letter["x1"], "x1": letter["x1"] + 0.1}


def foot_of(letter: Letter) -> float:
    """Where the line is that a letter stands on, from the head of the page."""
    return float(letter["bottom"] - (baseline(letter) - letter["y0"]))


def is_cut(run: Sequence[Letter], boxes: Sequence[Box | None]) -> bool:
    """Whether the border between two cells runs through a digit of a number."""
    for (left, before), (right, after) in pairwise(zip(run, boxes, strict=True)):
        if before is not None and after is not None and before != after:
            edge = (before[2] + after[0]) / 2
            return any(
                letter["x0"] + CUT * (letter["x1"] - letter["x0"]) < edge < letter["x1"] - CUT * (letter["x1"] - letter["x0"])
                for letter in (left, right)
            )
    return False
