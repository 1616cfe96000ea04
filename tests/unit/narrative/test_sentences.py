"""The invented sentences of sentences.txt and its sisters, with expectations worked out by hand from the annotation rules."""

import importlib.util
from pathlib import Path

import pytest

from huizong.narrative import ProseFigure, extract

HERE = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("narrative_notation", HERE / "notation.py")
assert _spec is not None
assert _spec.loader is not None
notation = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(notation)

SENTENCES = [
    (f"{name}{line}", text, expected)
    for name in (
        "sentences",
        "sentences_more",
        "sentences_lost",
        "sentences_values",
        "sentences_bureaus",
        "sentences_offices",
        "sentences_aims",
        "sentences_holes",
        "sentences_neighbours",
        "sentences_alone",
        "sentences_standing",
    )
    for line, text, expected in notation.load(HERE / f"{name}.txt")
]


def shown(figure: ProseFigure):
    """A figure in the terms of sentences.txt."""
    value = {"placeholder": "?", "missing": "!"}.get(figure.kind) or figure.base_value
    return (figure.start, figure.end, value, figure.value_max, figure.base_unit, figure.role, figure.qualifier, bool(figure.fault))


@pytest.mark.parametrize(("line", "text", "expected"), SENTENCES, ids=[line for line, _, _ in SENTENCES])
def test_sentence(line, text, expected):
    assert [shown(figure) for figure in extract(text)] == expected, text


def test_there_are_enough_sentences():
    assert len(SENTENCES) >= 200
    assert sum(not figures for _, _, figures in SENTENCES) >= 40
