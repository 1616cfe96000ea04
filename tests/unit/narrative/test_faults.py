"""Reports of many bureaus: whole, they have no fault; with a number deleted, blanked, stripped or masked, the fault is found there."""

import importlib.util
import re
import time
from pathlib import Path

import pytest

from huizong.narrative import ProseFigure, extract

HERE = Path(__file__).parent
NUMBER = re.compile(r"\d[\d.]*")
MASKS = ("xx", "**", "○○", "____", "(  )")
LEAST = 0.95
# A predicate right before the figure: number and unit can be lost together and still be missed.
PREDICATE = re.compile("(?:为|达到?|至|提高到|控制在|稳定在|占比|率)$")

_spec = importlib.util.spec_from_file_location("narrative_notation", HERE / "notation.py")
assert _spec is not None
assert _spec.loader is not None
notation = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(notation)
REPORTS = [report for name in ("reports", "reports_more") for report in notation.load_marked(HERE / f"{name}.txt")]
CLEAN = [clean for name in ("clean", "clean_more", "clean_units", "clean_standing") for clean in notation.load_marked(HERE / f"{name}.txt")]
# The figures in digits: paragraph, start of the figure, end of its number, end of the figure.
PLACES = [
    (text, start, start + NUMBER.match(text[start:end]).end(), end)  # type: ignore[union-attr]
    for text, spans in REPORTS
    for start, end in spans
    if text[start].isdigit() and ":" not in text[start:end]
]


def at(found: tuple[ProseFigure, ...], kind: str, start: int, end: int) -> bool:
    """Whether a figure of this kind begins within two signs of `start`, or lies in the place of the lost one."""
    return any(figure.kind == kind and (abs(figure.start - start) <= 2 or (figure.start < end and figure.end > start)) for figure in found)


def recall(changed: list[tuple[str, str, int, int]]) -> tuple[float, list[str]]:
    """The share of the places found, and the ones that were not, with what stands before them."""
    lost = [
        f"{text[max(0, start - 14) : start]}|{text[start:end]}"
        for text, kind, start, end in changed
        if not at(extract(text), kind, start, end)
    ]
    return 1 - len(lost) / len(changed), lost


def test_there_is_enough_to_measure():
    assert len(REPORTS) >= 270
    assert len(PLACES) >= 1150
    assert len(CLEAN) >= 320


@pytest.mark.parametrize("text", [text for text, _ in CLEAN])
def test_good_prose_has_no_fault(text):
    assert [figure for figure in extract(text) if figure.kind in {"placeholder", "missing"} or figure.fault] == []


@pytest.mark.parametrize(("text", "spans"), REPORTS)
def test_a_good_report_is_read_whole(text, spans):
    figures = extract(text)
    assert [(figure.start, figure.end) for figure in figures] == spans
    assert all(figure.value and not figure.fault for figure in figures)


def test_deleting_the_number_leaves_a_missing_figure():
    found, lost = recall([(text[:start] + text[stop:], "missing", start, start + end - stop) for text, start, stop, end in PLACES])
    assert found >= LEAST, lost


def test_a_blank_in_place_of_the_number_is_a_missing_figure():
    changed = [(f"{text[:start]}   {text[stop:]}", "missing", start, start + 3 + end - stop) for text, start, stop, end in PLACES]
    found, lost = recall(changed)
    assert found >= LEAST, lost


@pytest.mark.parametrize("mask", MASKS)
def test_masking_the_number_gives_a_placeholder(mask):
    changed = [
        (text[:start] + mask + text[stop:], "placeholder", start, start + len(mask) + end - stop) for text, start, stop, end in PLACES
    ]
    found, lost = recall(changed)
    assert found >= 0.99, lost


def test_a_number_that_lost_its_unit_is_a_fault():
    changed = [(text[:stop] + text[end:], start) for text, start, stop, end in PLACES if text[end : end + 1] in {",", "。", ";", "、", ""}]
    assert len(changed) >= 1000
    lost = [text for text, start in changed if not any(figure.start == start and figure.fault for figure in extract(text))]
    assert len(lost) <= 0.03 * len(changed), lost


@pytest.mark.parametrize("stripped", [r"\d", r"\d[\d.]*"], ids=["digits", "numbers"])
def test_a_report_without_any_digit_lacks_each_of_its_figures(stripped):
    changed = []
    for text, spans in REPORTS:
        bare, places, last = "", [], 0
        for start, end in spans:
            bare += re.sub(stripped, "", text[last:start])
            if text[start].isdigit() and ":" not in text[start:end]:
                places.append((len(bare), len(bare) + len(re.sub(stripped, "", text[start:end]))))
            bare += re.sub(stripped, "", text[start:end])
            last = end
        bare += re.sub(stripped, "", text[last:])
        changed += [(bare, "missing", start, end) for start, end in places]
    found, lost = recall(changed)
    assert found >= LEAST, lost


def test_a_predicate_without_number_and_unit_lacks_them():
    changed = [
        (text[:start] + text[end:], "missing", start, start)
        for text, start, _, end in PLACES
        if PREDICATE.search(text[:start]) and text[end : end + 1] in {",", "。", ";"}
    ]
    assert len(changed) >= 95
    found, lost = recall(changed)
    assert found >= 0.85, lost


@pytest.mark.parametrize("sign", [".", "-", "户、", "每月元"])
def test_time_stays_linear_in_a_run_of_one_sign(sign):
    seconds = []
    for repeats in (5_000, 50_000):
        begun = time.process_time()
        extract(sign * repeats)
        seconds.append(time.process_time() - begun)
    assert seconds[1] <= 40 * max(seconds[0], 0.01)
