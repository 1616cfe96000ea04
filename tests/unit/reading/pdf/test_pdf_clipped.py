"""Texts that are wider than their cells: the part that a page shows is no number, and none of two cells is joined."""

from __future__ import annotations

import pytest

from huizong.reading import read_bytes
from tests.unit.reading.pdf.small_pdf import pdf
from tests.unit.reading.pdf.test_pdf_letters import RULES, put

SECOND = put(60, 250, "7") + put(160, 250, "8") + put(260, 250, "9")


def _first_row(*contents, producer=b"", rules=RULES):
    data = pdf(rules + b"".join(contents) + SECOND)
    if producer:
        data = data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Info<</Producer(%s)>>" % producer)
    (document,) = read_bytes(data, "a.pdf")
    return [cell.text for place, cell in sorted(document.sheets[0].cells.items()) if place[0] == 1]


def _clipped(left, right, text):
    return b"q %d 240 %d 60 re W* n " % (left, right - left) + text + b" Q\n"


@pytest.mark.parametrize(
    ("producer", "text"),
    [(b"LibreOffice 7.4", "\ufffd34\ufffd"), (b"OpenOffice 4", "\ufffd34\ufffd"), (b"Microsoft Excel", "2345"), (b"", "2345")],
)
def test_a_number_that_fills_its_cell_may_be_shortened_by_some_programs(producer, text):
    content = _clipped(160, 186, put(161, 280, "2345"))  # 4 · 5.56 points: none more had room
    assert _first_row(put(60, 280, "a"), content, put(260, 280, "z"), producer=producer)[1] == text


@pytest.mark.parametrize("text", ["234", "total"])
def test_a_number_with_room_for_one_more_digit_is_whole(text):
    content = _clipped(160, 186, put(161, 280, text))
    assert _first_row(put(60, 280, "a"), content, put(260, 280, "z"), producer=b"LibreOffice 7.4")[1] == text


def test_a_digit_that_is_cut_off_is_unknown_where_it_is_cut_and_not_in_the_cell_beside():
    content = _clipped(150, 250, put(144, 280, "112345"))  # the middle of its first digit lies left of the cell
    first, second, third = _first_row(put(60, 280, "12"), content, put(260, 280, "9"))
    assert (first, third) == ("12", "9")
    assert "\ufffd" in second


def test_digits_that_are_painted_into_different_cells_are_never_one_number():
    rules = b"".join(b"%d %d m %d %d l S\n" % (50, y, 350, y) for y in (300, 270, 240))
    beside = put(150, 280, "113") + _clipped(167, 195, put(167.5, 280, "2345"))  # 3 · 5.56 points end at 166.7
    assert not any("1132345" in text for text in _first_row(put(60, 280, "a"), beside, put(260, 280, "z"), rules=rules))
