from decimal import Decimal

from huizong.reading import read_bytes
from tests.unit.reading.pdf.small_pdf import pdf


def test_pdf_with_a_ruled_table_and_text_around_it():
    lines = b"".join(
        b"%d %d m %d %d l S\n" % line for line in [(50, y, 350, y) for y in (300, 270, 240)] + [(x, 240, x, 300) for x in (50, 200, 350)]
    )
    words = b"".join(
        b"BT /F 10 Tf %d %d Td (%s) Tj ET\n" % word
        for word in [
            (50, 340, b"Report 2024"),
            (60, 280, b"output"),
            (210, 280, b"12.5"),
            (60, 250, b"tax"),
            (210, 250, b"3.0"),
            (50, 200, b"after"),
        ]
    )
    (document,) = read_bytes(pdf(lines + words), "a.pdf")
    assert document.refusal is None
    assert [p.text for p in document.paragraphs] == ["Report 2024", "after"]
    (sheet,) = document.sheets
    assert sheet.after_paragraph == 1
    assert {place: c.value for place, c in sheet.cells.items()} == {
        (1, 1): "output",
        (1, 2): Decimal("12.5"),
        (2, 1): "tax",
        (2, 2): Decimal("3.0"),
    }


def test_pdf_without_text_is_a_scan_and_one_with_a_password_or_cut_off_says_so():
    assert read_bytes(pdf(b"0 0 m 9 9 l S"), "a.pdf")[0].refusal.rule == "file-is-scan"
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    assert read_bytes(pdf(b"BT ET", trailer=locked), "a.pdf")[0].refusal.rule == "file-encrypted"
    assert read_bytes(pdf(b"BT ET")[:300], "a.pdf")[0].refusal.rule == "file-incomplete"
