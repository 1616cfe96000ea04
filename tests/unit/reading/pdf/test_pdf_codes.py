"""No letter of a PDF vanishes: codes that a predefined table lacks, glyphs without a letter, fonts that draw pictures."""

from __future__ import annotations

import pytest

from huizong.reading import read_bytes
from huizong.reading.pdf.pdf_codes import alphabet_of

DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200"
    b"/CapHeight 800/StemV 80>>"
)


def pdf(content, *fonts):
    """A page of 600 by 400 points; the first of the fonts is F, the others are what it refers to from object 6 on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 400]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        *fonts,
    ]
    written, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return written + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def predefined(table, ordering=b"GB1", more=b""):
    return (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/%s/DescendantFonts[6 0 R]%s>>" % (table, more),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(%s)/Supplement 2>>"
        b"/DW 1000/FontDescriptor 7 0 R>>" % ordering,
        DESCRIPTOR,
    )


def text_of(data):
    (document,) = read_bytes(data, "a.pdf")
    assert document.refusal is None
    return [paragraph.text for paragraph in document.paragraphs]


def shown(code):
    return b"BT /F 12 Tf 50 300 Td <" + code.hex().encode() + b"> Tj ET"


@pytest.mark.parametrize("text", ["同比−5.2", "同比\u00ad5.2", "同比\u20115.2", "同比-5.2", "同比－5.2", "同比↓5.2‰"])
@pytest.mark.parametrize(
    ("table", "encoding"),
    [(b"UniGB-UCS2-H", "utf-16-be"), (b"UniGB-UTF16-H", "utf-16-be"), (b"UniGB-UTF8-H", "utf-8"), (b"GBK2K-H", "gb18030")],
)
def test_a_code_that_a_predefined_table_lacks_is_what_the_code_says(table, encoding, text):
    assert text_of(pdf(shown(text.encode(encoding)), *predefined(table))) == [text]


@pytest.mark.parametrize(("table", "code"), [(b"GBK-EUC-H", b"\xfe\xfe"), (b"GB-EUC-H", b"\xfe\xfe"), (b"GBK-EUC-H", b"\xa2\xa0")])
def test_a_code_that_is_no_character_is_one_that_nobody_knows(table, code):
    assert text_of(pdf(shown("同比".encode("gbk") + code + b"5.2"), *predefined(table))) == ["同比\ufffd5.2"]


def test_a_table_that_is_not_known_gives_letters_that_nobody_knows():
    (document,) = read_bytes(pdf(shown(b"\x01\x02\x01\x03"), *predefined(b"Own-H", b"Own")), "a.pdf")
    assert document.refusal.rule == "file-unsupported"
    assert text_of(pdf(b"BT /F 12 Tf 50 300 Td <01020103> Tj ET", *predefined(b"Identity-H", b"GB1"))) != []


def to_unicode(lines):
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
        b"%d beginbfchar\n%s\nendbfchar endcmap end end" % (len(lines), b"\n".join(lines))
    )


@pytest.mark.parametrize("meaning", [b"<>", b"<0000>", b"<200B>", b"<FEFF>", b"<001E>"])
def test_a_glyph_whose_letter_is_nothing_to_be_seen_does_not_vanish(meaning):
    letters = [b"<%04X> <%04X>" % (code, ord(letter)) for code, letter in enumerate("同比52.", start=1)]
    written = to_unicode([*letters, b"<0009> " + meaning])
    font = predefined(b"Identity-H", b"Identity", b"/ToUnicode 8 0 R")
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(written), written)
    code = b"".join(number.to_bytes(2, "big") for number in (1, 2, 9, 3, 5, 4))
    assert text_of(pdf(shown(code), *font, stream)) == ["同比\ufffd5.2"]
    lacking = b"".join(number.to_bytes(2, "big") for number in (1, 2, 10, 3, 5, 4))
    assert text_of(pdf(shown(lacking), *font, stream)) == ["同比\ufffd5.2"]


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        (b"ABCDEF+Wingdings-Regular", b"\xe2", "↓"),
        (b"Wingdings3", b"p", "▲"),
        (b"ABCDEF+SymbolMT", b"-5.3", "−5.3"),
        (b"Symbol", b"\xb35", "≥5"),
        (b"ZapfDingbats", b"4 ", "\ufffd"),
        (b"Helvetica", b"-5.3", "-5.3"),
    ],
)
def test_a_font_that_draws_pictures(name, code, text):
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 0/LastChar 255/Widths[%s]/FontDescriptor 6 0 R>>" % (name, b"600 " * 256)
    objects = [font, DESCRIPTOR.replace(b"STSong-Light", name), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    page = pdf(shown(code) + b" BT /G 12 Tf 150 300 Td (output) Tj ET", *objects).replace(b"/F 5 0 R", b"/F 5 0 R/G 7 0 R")
    assert text_of(page) == [f"{text} output"]


@pytest.mark.parametrize(
    ("name", "alphabet"),
    [
        ("ABCDEF+Wingdings-Regular", "wingdings"),
        ("Wingdings2", "wingdings 2"),
        ("SymbolMT,Bold", "symbol"),
        ("SimSun", ""),
        ("SymbolNeu", ""),
    ],
)
def test_the_name_of_a_font(name, alphabet):
    assert alphabet_of(name) == alphabet


@pytest.mark.parametrize(
    ("encoding", "code", "sign"),
    [
        (b"/WinAnsiEncoding", 0xAD, "-"),
        (b"/WinAnsiEncoding", 0x96, "–"),
        (b"<</BaseEncoding/WinAnsiEncoding/Differences[173/minus]>>", 0xAD, "−"),
        (b"<</BaseEncoding/WinAnsiEncoding/Differences[173/space]>>", 0xAD, " "),
        (b"<</Differences[200/sfthyphen/g45]>>", 200, "\u00ad"),
        (b"<</Differences[200/sfthyphen/g45]>>", 201, "\ufffd"),
        (b"/MacRomanEncoding", 0xAD, "\ufffd"),
    ],
)
def test_a_sign_of_a_simple_font(encoding, code, sign):
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding%s>>" % encoding
    assert text_of(pdf(b"BT /F 12 Tf 50 300 Td (rate) Tj <%02x> Tj (5.2) Tj ET" % code, font)) == [f"rate{sign}5.2"]
