"""What is written over a page of a PDF is seen: a line through a number, a number typed beside it or into a field."""

from __future__ import annotations

import pytest

from huizong.reading import read_bytes
from tests.unit.reading.pdf.small_pdf import pdf
from tests.unit.reading.pdf.test_pdf_letters import RULES, put

ROWS = RULES + put(60, 280, "a") + put(160, 280, "168") + put(60, 250, "b") + put(160, 250, "7") + put(260, 250, "9")
FIELD = b"<</Subtype/Widget/FT/Tx/V(15.5)/Rect[260 272 300 290]>>"


def cells(*notes, page=b"/Annots[%s]"):
    """The first row of the table and the paragraphs of a page with these notes."""
    data = pdf(ROWS).replace(b"/MediaBox", page % b"".join(notes) + b"/MediaBox", 1)
    (document,) = read_bytes(data, "a.pdf")
    assert document.refusal is None
    found = document.sheets[0].cells
    assert [found[2, column].text for column in (1, 2, 3)] == ["b", "7", "9"]
    first = [(found[1, column].text, found[1, column].look and found[1, column].look.kind) for column in (2, 3) if (1, column) in found]
    return first, [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("notes", "first", "text"),
    [
        ([], [("168", None)], []),
        ([b"<</Subtype/StrikeOut/Rect[158 276 180 292]/QuadPoints[158 290 180 290 158 278 180 278]>>"], [("168", "struck")], []),
        ([b"<</Subtype/StrikeOut/Rect[158 276 180 292]>>"], [("168", "struck")], []),
        ([b"<</Subtype/StrikeOut/F 2/Rect[158 276 180 292]>>"], [("168", None)], []),
        ([b"<</Subtype/Highlight/Rect[158 276 180 292]>>"], [("168", None)], []),
        ([b"<</Subtype/FreeText/Contents(150)/Rect[185 272 220 290]>>"], [("168\n150", None)], []),
        ([b"<</Subtype/FreeText/Contents(15.5)/Rect[260 272 300 290]>>"], [("168", None), ("15.5", None)], []),
        ([FIELD], [("168", None), ("15.5", None)], []),
        ([FIELD.replace(b"/Tx", b"/Btn")], [("168", None)], []),
        ([b"<</Subtype/Text/Contents(150)/Rect[185 272 220 290]>>"], [("168", None)], []),
        ([b"<</Subtype/FreeText/Contents(late)/Rect[50 320 90 340]>>"], [("168", None)], ["late"]),
        ([b"<</Subtype/FreeText/Contents 5/Rect 7>>", b"null", b"[1 2]", b"<</Subtype/StrikeOut>>"], [("168", None)], []),
        (
            [b"<</Subtype/StrikeOut/Rect[158 276 180 292]>>", b"<</Subtype/FreeText/Contents(150)/Rect[185 272 220 290]>>"],
            [("150", "part")],
            [],
        ),
    ],
)
def test_a_note_over_a_cell(notes, first, text):
    assert cells(*notes) == (first, text)


def test_annotations_that_are_no_list_are_none():
    assert cells(page=b"/Annots 5%s") == ([("168", None)], [])
