"""Lost numbers in untouched prose: false questions asked, and deleted numbers found.

Run: `python benchmarks/losses.py [--show] PATH…`. Each PATH is a UTF-8 text of complete reports, or a folder of them, a line a
paragraph. Printed: faults per 10,000 characters of the text as it is (each is to be judged by eye: `--show` prints it in its
sentence), and of figures deleted one at a time, with their unit left and with both gone, the share that is answered at that place
(`--show` prints the others). A figure with its unit counts as deleted visibly only where it closed its clause after a predicate
or a rate: 达12座, without 12座; 新建12座水厂 without it is a whole sentence.

No text is shipped: published reports belong to others. Exit status 1 if there is nothing to measure.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

from huizong.narrative import ProseFigure, extract

DIGITS = re.compile(r"-?[\d０-９][\d０-９.．,，]*")
PREDICATE = re.compile(
    "(?:[为达占超至到于]|突破|超过|完成|实现|增长|下降|提高|上升|增加|减少|降低|回落|提升|压减|缩短|[率重比]|占[^,，。;；]{1,20}的)$"
)
CLOSES = re.compile("[,，。;；、!！)）]|$|以上|以下|左右")
# 100多个 without 100 is still 多个, 2万余人 is 万余人, 近3万人 is 近万人: whole expressions, so no loss that anyone can see.
WHOLE = re.compile("[余多几]|[十百千万亿]+[余多]")
SCALED = re.compile("[百千万亿]")
NEARLY = re.compile("(?:近|超|超过|突破|逾|过|将近|接近|不足|上|数|几|成)$")
LOST = frozenset({"missing", "placeholder"})
# How many signs from the gap a question may stand to count as asked there.
NEAR = 2
AROUND = 28


def paragraphs(paths: list[Path]) -> Iterator[str]:
    """The paragraphs of the texts, in order."""
    for path in paths:
        for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
            for line in file.read_text(encoding="utf-8").splitlines():
                if line.strip():
                    yield line.strip()


def faulty(figures: tuple[ProseFigure, ...]) -> list[ProseFigure]:
    """The figures that ask something of the clerk."""
    return [figure for figure in figures if figure.kind in LOST or figure.fault]


def deletions(text: str, figures: tuple[ProseFigure, ...]) -> Iterator[tuple[str, int, int]]:
    """What is deleted (number, or both with its unit) and where; only figures in digits that are whole."""
    for figure in figures:
        number = DIGITS.match(figure.surface)
        if figure.kind in LOST or figure.fault or figure.unit is None or figure.unit_shared or number is None:
            continue
        rest = figure.surface[number.end() :].lstrip()
        whole = WHOLE.match(rest) or (SCALED.match(rest) and NEARLY.search(text[: figure.start]))
        if figure.kind != "range" and not whole:
            yield "number", figure.start, figure.start + number.end()
        if CLOSES.match(text, figure.end) and PREDICATE.search(text, max(0, figure.start - 30), figure.start):
            yield "both", figure.start, figure.end


def around(text: str, start: int, end: int) -> str:
    """The place in its sentence, marked."""
    return f"{text[max(0, start - AROUND) : start]}〔{text[start:end]}〕{text[end : end + AROUND]}".replace("\n", " ")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    signs, asked = 0, 0
    deleted, answered = {"number": 0, "both": 0}, {"number": 0, "both": 0}
    for text in paragraphs(given.paths):
        figures = extract(text)
        signs += len(text)
        before = faulty(figures)
        asked += len(before)
        if given.show:
            for figure in before:
                print("ASKED", figure.kind, figure.fault or "", around(text, figure.start, figure.end))
        for kind, start, end in deletions(text, figures):
            without = text[:start] + text[end:]
            reach = start + 8 if kind == "number" else start
            found = any(figure.start <= reach + NEAR and figure.end >= start - NEAR for figure in faulty(extract(without)))
            deleted[kind] += 1
            answered[kind] += found
            if given.show and not found:
                print("UNSEEN", kind, around(text, start, end))
    if not signs or not all(deleted.values()):
        print("nothing to measure")
        return 1
    print(f"{signs} characters, {asked} faults: {asked * 10_000 / signs:.2f} in 10,000 characters")
    for kind, name in (("number", "number deleted, unit left"), ("both", "number and unit deleted")):
        print(f"{name}: {answered[kind]} of {deleted[kind]} answered, {answered[kind] / deleted[kind]:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
