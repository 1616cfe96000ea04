"""The rules of prose: each decides its own example, and whatever decided a figure is a rule that is known."""

import importlib.util
from pathlib import Path

import pytest

from huizong.narrative import extract
from huizong.narrative.named_rule import known

HERE = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("narrative_notation", HERE / "notation.py")
assert _spec is not None
assert _spec.loader is not None
notation = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(notation)
RULES = known()
PLACE = {"value": 0, "loss": 0, "role": 1, "qualifier": 2}


def marked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """The example without its braces, and the spans that they mark."""
    text, spans = "", []
    for piece in example.split("{"):
        inside, closed, rest = piece.partition("}")
        if closed:
            spans.append((len(text), len(text) + len(inside)))
        text += inside + rest
    return text, spans


@pytest.mark.parametrize("name", RULES)
def test_a_rule_decides_its_example(name):
    decides, rule = RULES[name]
    text, spans = marked(rule.example)
    found = [(figure.start, figure.end) for figure in extract(text) if figure.rules[PLACE[decides]] == name]
    assert spans
    assert set(found) & set(spans), [(figure.surface, figure.start, figure.rules) for figure in extract(text)]


@pytest.mark.parametrize("name", ["sentences", "sentences_lost", "sentences_more", "sentences_values", "sentences_bureaus"])
def test_every_figure_names_the_rules_that_decided_it(name):
    for line, text, _ in notation.load(HERE / f"{name}.txt"):
        for figure in extract(text):
            asked = [RULES[rule][0] for rule in figure.rules]
            expected = "loss" if figure.kind == "missing" else "value"
            assert asked == [expected, "role", "qualifier"], (line, figure.surface, figure.rules)


def test_each_rule_has_its_reason():
    assert all(len(rule.reason) > 10 for _, rule in RULES.values())
