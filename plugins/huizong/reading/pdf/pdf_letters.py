"""The letters of a PDF page as a person sees them: each once, raised where it is raised, and only what is there to see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from huizong.reading.cells.sight import LOWERED, RAISED, Ink, is_red
from huizong.reading.cells.symbols import UNKNOWN
from huizong.reading.pdf.pdf_codes import shown_text
from huizong.reading.pdf.pdf_ink import NUMERIC, STRIP, Box, Letter, in_strips, ink_colour, ink_of, is_cut_off
from huizong.reading.pdf.pdf_notes import struck_boxes, typed_letters
from huizong.reading.pdf.pdf_turned import part_turned
from huizong.reading.pdf.pdf_watermarks import watermarks

TYPED = "typed"  # what was written over a page stands apart from its letters, as what runs in another direction does
SAME_PLACE = 0.5  # letters that cover each other by more than this part of their width are one, drawn twice for boldness
SAME_LINE = 0.3
SMALLER = 0.85
LIFT, SINK, FARTHEST = 0.15, -0.08, 0.75  # of the size of the letter beside it
NEAR = 0.4
TIGHT = 0.08  # of its size: a letter this near to the one before belongs to the same number
APART = 0.18  # digits further apart are no longer one number, unless all of them are
OVER = 0.25  # of its width: a digit that covers so much of the one before is printed over it
AT_EDGE = 0.2  # points
NO_WIDTH = 0.02  # of its size: the narrowest point of any font is ten times as wide
THIN = 1.6  # points: a bar that crosses out is no thicker
REACH = 2  # rows of squares above and below in which the letter is looked for that a mark belongs to
CELL = 8.0  # points of the squares in which letters are looked up


@dataclass(slots=True)
class Letters:
    """The letters of a page: those that stand there, those of them that run otherwise, and those left out with the reason.

    `watermarks` are the texts that lie under or over all of them.
    """

    standing: list[Letter] = field(default_factory=list)
    turned: dict[str, list[Letter]] = field(default_factory=dict)
    left_out: list[tuple[Letter, Ink]] = field(default_factory=list)
    watermarks: tuple[str, ...] = ()


def read_letters(page: Any) -> Letters:
    """Sorts the letters of a page, and leaves the standing ones to the page; bars that cross letters out are no rules of a table."""
    for letter in page.chars:
        letter["text"] = UNKNOWN if has_no_width(letter) else shown_text(letter)
    letters = drawn_once(page.chars)
    filled = [shape for shape in (*page.rects, *page.curves) if shape.get("fill")]
    shapes = in_strips(sorted([*filled, *page.images], key=lambda shape: int(shape["mcid"])))
    bars = in_strips([shape for shape in (*page.lines, *page.rects) if is_bar(shape)])
    marks, texts = watermarks(letters)
    found = Letters(watermarks=texts)
    struck = struck_boxes(page)
    crossing: list[Letter] = []
    for letter in letters:
        if id(letter) in marks:
            continue
        strip = int((letter["top"] + letter["bottom"]) / 2 // STRIP)
        ink = ink_of(letter, page.cropbox, shapes.get(strip, ()))
        if not ink and letter["text"].strip():
            own = [bar for bar in bars.get(strip, ()) if crosses(bar, letter) and only_as_long(bar, letter, letters)]
            crossing += own
            ink = Ink.STRUCK if own or any(within(letter, box) for box in struck) else ink
        if ink:
            found.left_out.append((letter, ink))
        else:
            letter["red"] = is_red(ink_colour(letter))
            found.standing.append(at_its_edge(letter) if is_cut_off(letter) else letter)
    for kind in ("line", "rect"):
        page.objects[kind] = [shape for shape in page.objects.get(kind, []) if not any(shape is bar for bar in crossing)]
    found.standing, found.turned = part_turned(found.standing)
    for letters in (found.standing, *found.turned.values()):
        overprinted(letters)
        lift(letters)
        letters.extend(spaces_in(letters))
    if typed := typed_letters(page):
        found.turned[TYPED] = typed
    page.objects["char"] = found.standing
    return found


def has_no_width(letter: Letter) -> bool:
    """Whether a digit's font does not say how wide it is: the digits of a number then lie on each other, and equal ones seem one."""
    return bool(letter["text"] in NUMERIC and abs(letter["adv"]) < NO_WIDTH * letter["size"])


def at_its_edge(letter: Letter) -> Letter:
    """A letter that is cut off, unknown and at the edge that cuts it: beyond it, it would stand in the cell beside."""
    left, _, right, _ = letter["tag"][3]
    x = (letter["x0"] + letter["x1"]) / 2
    sides = {"x0": left, "x1": left + AT_EDGE} if x < left else {"x0": right - AT_EDGE, "x1": right} if x > right else {}
    return {**letter, "text": UNKNOWN, **sides}


def within(letter: Letter, box: Box) -> bool:
    """Whether the middle of a letter lies in a box."""
    return bool(box[0] <= (letter["x0"] + letter["x1"]) / 2 <= box[2] and box[1] <= (letter["top"] + letter["bottom"]) / 2 <= box[3])


def drawn_once(letters: Sequence[Letter]) -> list[Letter]:
    """The letters without those that another of the same kind covers: boldness and shadows are drawn so; the last one stays."""
    squares: dict[tuple[int, int], list[Letter]] = defaultdict(list)
    kept: list[Letter] = []
    for letter in reversed(letters):
        column, row = int(letter["x0"] // CELL), int(letter["top"] // CELL)
        near = (other for x in (-1, 0, 1) for y in (-1, 0, 1) for other in squares.get((column + x, row + y), ()))
        if letter["text"].strip() and any(is_twin(letter, other) for other in near):
            continue
        squares[column, row].append(letter)
        kept.append(letter)
    kept.reverse()
    return kept


def is_twin(letter: Letter, other: Letter) -> bool:
    """Whether two letters are one that is drawn twice."""
    return bool(
        letter["text"] == other["text"]
        and abs(letter["size"] - other["size"]) <= 0.1 * other["size"]
        and abs(letter["x0"] - other["x0"]) < (1 - SAME_PLACE) * max(other["x1"] - other["x0"], 0.1)
        and abs(letter["top"] - other["top"]) < SAME_LINE * other["size"]
    )


def baseline(letter: Letter) -> float:
    """The height of a letter's foot on the page, upwards."""
    return float(letter["matrix"][5] + letter["tag"][1] * letter["matrix"][3])


def is_bar(shape: Letter) -> bool:
    """Whether a shape is flat enough to cross letters out."""
    return bool(shape["bottom"] - shape["top"] <= THIN < shape["x1"] - shape["x0"])


def crosses(bar: Letter, letter: Letter) -> bool:
    """Whether a bar runs through the middle of a letter."""
    height = letter["bottom"] - letter["top"]
    y, x = (bar["top"] + bar["bottom"]) / 2, (letter["x0"] + letter["x1"]) / 2
    return bool(bar["x0"] <= x <= bar["x1"] and letter["top"] + 0.3 * height < y < letter["bottom"] - 0.25 * height)


def only_as_long(bar: Letter, letter: Letter, letters: Sequence[Letter]) -> bool:
    """Whether a bar ends about where the letters that it crosses do; a rule of a table goes on."""
    crossed = [other for other in letters if crosses(bar, other)]
    left, right = min(other["x0"] for other in crossed), max(other["x1"] for other in crossed)
    return bool(bar["x0"] >= left - letter["size"] and bar["x1"] <= right + letter["size"])


def lift(letters: Sequence[Letter]) -> None:
    """Marks the digits that stand raised or lowered behind a larger letter, and puts them on its line."""
    rows: dict[int, list[Letter]] = defaultdict(list)
    for letter in letters:
        if letter["text"].strip() and letter["upright"]:
            rows[int(baseline(letter) // CELL)].append(letter)
    largest = {row: max(float(letter["size"]) for letter in there) for row, there in rows.items()}
    marks = [one for row in rows.values() for one in row if one["text"].translate(RAISED) != one["text"]]
    for letter in sorted(marks, key=lambda one: float(one["x0"])):
        row = int(baseline(letter) // CELL)
        near = [at for at in range(row - REACH, row + REACH + 1) if letter["size"] <= SMALLER * largest.get(at, 0.0)]
        beside = [one for at in near for one in rows[at] if stands_before(one, letter)]
        after = [one for at in near for one in rows[at] if stands_behind(one, letter)] if not beside else []
        if beside or after:
            larger = max(beside, key=lambda one: float(one["x1"])) if beside else min(after, key=lambda one: float(one["x0"]))
            shift = (baseline(letter) - baseline(larger)) / larger["size"]
            if shift >= LIFT or shift <= SINK:
                letter["text"] = letter["text"].translate(RAISED if shift > 0 else LOWERED)
                letter.update(top=larger["top"], bottom=larger["bottom"], doctop=larger["doctop"], mark=True)


def stands_before(larger: Letter, letter: Letter) -> bool:
    """Whether a letter stands right behind a larger one, or behind others that are marks of it."""
    gap = letter["x0"] - larger["x1"]
    return bool(
        letter["size"] <= SMALLER * larger["size"]
        and -NEAR * larger["size"] <= gap <= (NEAR + 2 * SMALLER) * larger["size"]
        and abs(baseline(letter) - baseline(larger)) <= FARTHEST * larger["size"]
        and larger["x0"] < letter["x0"]
    )


def stands_behind(larger: Letter, letter: Letter) -> bool:
    """Whether a larger letter begins right where a letter, or others that are marks with it, end: ²150 is no 2150."""
    gap = larger["x0"] - letter["x1"]
    return bool(
        letter["size"] <= SMALLER * larger["size"]
        and -NEAR * larger["size"] <= gap <= (NEAR + SMALLER) * larger["size"]
        and abs(baseline(letter) - baseline(larger)) <= FARTHEST * larger["size"]
        and letter["x0"] < larger["x0"]
    )


def lines_of(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """The letters that stand along the page, line by line, from left to right."""
    lines: list[list[Letter]] = []
    for letter in sorted((one for one in letters if one["upright"]), key=lambda one: (float(one["top"]), float(one["x0"]))):
        if lines and abs(letter["top"] - lines[-1][0]["top"]) <= SAME_LINE * letter["size"]:
            lines[-1].append(letter)
        else:
            lines.append([letter])
    for line in lines:
        yield sorted(line, key=lambda one: float(one["x0"]))


def numbers_in(line: Sequence[Letter], widest: float) -> Iterator[list[Letter]]:
    """The runs of digits and points of a line, no further apart than `widest` of their size."""
    run: list[Letter] = []
    for letter in line:
        if letter["text"] in NUMERIC and not letter.get("mark"):
            if run and letter["x0"] - run[-1]["x1"] > widest * letter["size"]:
                yield run
                run = []
            run.append(letter)
        elif run:
            yield run
            run = []
    if run:
        yield run


def overprinted(letters: Sequence[Letter]) -> None:
    """Makes the digits of two texts that are printed over each other unknown: nobody can tell which belong together.

    The letters of one text are painted in their order, however close they stand.
    """
    for line in lines_of(letters):
        for run in numbers_in(line, 1.0):
            over = any(right["x0"] < left["x1"] - OVER * (left["x1"] - left["x0"]) for left, right in pairwise(run))
            if over and any(right["mcid"] < left["mcid"] for left, right in pairwise(run)):
                for letter in run:
                    letter["text"] = UNKNOWN


def spaces_in(letters: Sequence[Letter]) -> list[Letter]:
    """The spaces between digits that stand apart, or are clipped to other bounds: two numbers, which a program set without one."""
    added: list[Letter] = []
    for line in lines_of(letters):
        for run in numbers_in(line, 1.0):
            gaps = [(right["x0"] - left["x1"]) / left["size"] for left, right in pairwise(run)]
            usual = median(gaps) if gaps else 0.0
            for gap, (left, right) in zip(gaps, pairwise(run), strict=True):
                elsewhere = left["tag"][3] != right["tag"][3]  # painted into another cell
                if (gap > APART and gap > 2 * max(usual, 0.0)) or (elsewhere and gap > -OVER):
                    added.append({**left, "text": " ", "x0": left["x1"], "x1": right["x0"]})
    return added
