"""Pale letters under or over the text of a page belong to no cell of it."""

from __future__ import annotations

import pytest

from huizong.reading import read_bytes
from tests.unit.reading.pdf.small_pdf import pdf
from tests.unit.reading.pdf.test_pdf_letters import RULES, put

TABLE = put(60, 280, "a") + put(160, 280, "42.3") + put(260, 280, "5") + put(60, 250, "b") + put(160, 250, "7") + put(260, 250, "8")
PLAIN = {(1, 1): "a", (1, 2): "42.3", (1, 3): "5", (2, 1): "b", (2, 2): "7", (2, 3): "8"}
OVER_AND_BESIDE = put(165, 278, "1 0.2", "0.85 g", 12) + put(280, 248, "1 0.2", "0.85 g", 12) + b"0 g\n"  # the second crosses no letter
HUGE = put(70, 245, "COPY", "0.9 g", 60) + b"0 g\n"
UPWARDS = b"BT /F 12 Tf 0.8 g 0 1 -1 0 175 262 Tm (2026) Tj ET 0 g\n"
SLIGHTLY_TURNED = b"BT /F 12 Tf 0.8 g 0.997 0.07 -0.07 0.997 150 278 Tm (20260406) Tj ET 0 g\n"


def read(content):
    (document,) = read_bytes(pdf(RULES + content), "a.pdf")
    (sheet,) = document.sheets
    return document, {place: cell.text for place, cell in sheet.cells.items()}, sheet.margins


@pytest.mark.parametrize("mark", [OVER_AND_BESIDE, HUGE, UPWARDS, SLIGHTLY_TURNED], ids=["small", "huge", "upwards", "turned"])
@pytest.mark.parametrize("lies", ["under", "over"])
def test_a_watermark_is_in_no_cell(mark, lies):
    document, cells, margins = read(mark + TABLE if lies == "under" else TABLE + mark)
    assert cells == PLAIN
    (said,) = [finding for finding in document.findings if finding.rule == "text-left-out"]
    assert "水印" in said.fields["detail"]
    assert len(margins) == 1


def test_what_a_watermark_says_stands_in_the_margins_of_the_table():
    assert read(HUGE + TABLE)[2] == ("COPY",)


def test_a_watermark_that_is_black_and_transparent():
    content = RULES + TABLE + b"q /GL gs " + put(160, 278, "20260406", size=12) + b" Q " + put(60, 220, "c")
    states = b"/ExtGState<</GL<</ca 0.2>>>>/Font<<"
    page = pdf(content).replace(b"/Font<<", states)
    (document,) = read_bytes(page, "a.pdf")
    (sheet,) = document.sheets
    assert {place: cell.text for place, cell in sheet.cells.items()} == PLAIN


def test_a_pale_number_that_crosses_nothing_is_the_cells_own():
    pale = put(160, 280, "42.3", "0.7 g") + b"0 g\n"
    assert read(pale + TABLE.replace(put(160, 280, "42.3"), b""))[1] == PLAIN
