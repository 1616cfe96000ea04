"""Reads sentences.txt: text with its figures marked in place."""

import re
from pathlib import Path

MARK = re.compile(r"\{([^{}|]*)\|([^{}]*)\}")
SIGNS = {">=": "at_least", ">": "more_than", "~": "about", "<=": "at_most", "<": "less_than"}
ROLES = {"actual", "target", "threshold", "context"}
# start, end, masked "?", lost "!" or value, maximum, base unit, role, qualifier, fault
Expected = tuple[int, int, str, str | None, str | None, str, str | None, bool]


def parse(line: str) -> tuple[str, list[Expected]]:
    """The plain text of a marked line, and its figures."""
    text, figures, last = "", [], 0
    for mark in MARK.finditer(line):
        text += line[last : mark.start()]
        last = mark.end()
        start = len(text)
        text += mark[1]
        value, unit, *rest = mark[2].split()
        low, _, high = value.partition("..")
        role = next((word for word in rest if word in ROLES), "actual")
        qualifier = next((SIGNS[word] for word in rest if word in SIGNS), None)
        figures.append((start, len(text), low, high or None, None if unit == "-" else unit, role, qualifier, "fault" in rest))
    return text + line[last:], figures


def load(path: Path) -> list[tuple[int, str, list[Expected]]]:
    """Line number, text and figures of each sentence of the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(number, *parse(line)) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]


def load_marked(path: Path) -> list[tuple[str, list[tuple[int, int]]]]:
    """The plain text of each paragraph of the file, and the spans that its braces mark."""
    paragraphs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, spans = "", []
        for part in re.split(r"(\{[^{}]*\})", line):
            if part.startswith("{"):
                spans.append((len(text), len(text) + len(part) - 2))
            text += part.strip("{}")
        paragraphs.append((text, spans))
    return paragraphs
