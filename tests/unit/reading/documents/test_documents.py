import struct
from decimal import Decimal

import pytest

from huizong.model import Merge
from huizong.reading import read_bytes
from huizong.reading.containers.encoding import decode
from huizong.reading.documents.doc import read_text_streams
from huizong.reading.refusals import FileRefusedError

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


RESTART = '<w:vMerge w:val="restart"/>'
TWO_WIDE = '<w:gridSpan w:val="2"/>'


def docx(make_zip, body, **parts):
    relations = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for n, name in enumerate(parts))
    return make_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": (
                f'<Relationships><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
            ),
            "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:mc="urn:mc"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
            **{f"word/{name}.xml": f'<w:{name} xmlns:w="{WORD}">{content}</w:{name}>' for name, content in parts.items()},
        }
    )


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def test_paragraphs_and_tables_in_the_order_of_the_body(make_zip):
    table = (
        f"<w:tbl>"
        f"<w:tr>{cell('指标', RESTART)}{cell('产值', TWO_WIDE)}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('本月')}{cell('累计')}</w:tr>"
        f"<w:tr>{cell('甲')}{cell('12.5')}{cell('6.89亿元')}</w:tr></w:tbl>"
    )
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr>{run("总结")}</w:p><w:p/>{table}'
        f"<w:sdt><w:sdtContent><w:p>{run('完成')}<w:ins>{run('5户')}</w:ins><w:del><w:r><w:delText>9户</w:delText></w:r></w:del><w:r>"
        f"<w:tab/><w:br/></w:r></w:p></w:sdtContent></w:sdt>"
    )
    styles = '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    (document,) = read_bytes(docx(make_zip, body, styles=styles), "a.docx")
    assert [(p.number, p.text, p.heading_level) for p in document.paragraphs] == [(1, "总结", 1), (2, "", None), (3, "完成5户\t\n", None)]
    (sheet,) = document.sheets
    assert (sheet.name, sheet.layout, sheet.after_paragraph) == ("表1", "table", 2)
    assert set(sheet.merges) == {Merge(1, 2, 1, 3), Merge(1, 1, 2, 1)}
    assert {place: c.value for place, c in sheet.cells.items()} == {
        (1, 1): "指标",
        (1, 2): "产值",
        (2, 2): "本月",
        (2, 3): "累计",
        (3, 1): "甲",
        (3, 2): Decimal("12.5"),
        (3, 3): "6.89亿元",
    }


def test_text_boxes_footnotes_and_comments_are_not_lost_nor_doubled(make_zip):
    box = f"<w:txbxContent><w:p>{run('框内数据7户')}</w:p></w:txbxContent>"
    body = (
        f"<w:p>{run('正文')}<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        f"</mc:AlternateContent></w:p><w:p>{run('尾')}</w:p>"
    )
    notes = '<w:footnote w:type="separator"><w:p/></w:footnote><w:footnote><w:p>' + run("注:初步数") + "</w:p></w:footnote>"
    comments = "<w:comment><w:p>" + run("请核") + "</w:p></w:comment>"
    (document,) = read_bytes(docx(make_zip, body, footnotes=notes, comments=comments), "a.docx")
    assert [p.text for p in document.paragraphs] == ["正文", "框内数据7户", "尾", "注:初步数", "请核"]


def test_a_table_inside_a_cell_follows_as_its_own(make_zip):
    inner = f"<w:tbl><w:tr>{cell('内')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc><w:p>{run('外')}</w:p>{inner}</w:tc></w:tr></w:tbl>"
    (document,) = read_bytes(docx(make_zip, body), "a.docx")
    assert [(s.name, [c.text for c in s.cells.values()]) for s in document.sheets] == [("表1", ["外"]), ("表2", ["内"])]


def word_streams(text, paragraphs):
    """The two streams of a Word 97 document: `paragraphs` are (end, modifiers) over the characters of `text`."""
    start = 2048
    main = bytearray(start) + text.encode("utf-16-le")
    main += b"\0" * (-len(main) % 512)
    page_number = len(main) // 512
    page = bytearray(512)
    ends = [0, *[end for end, _ in paragraphs]]
    struct.pack_into(f"<{len(ends)}I", page, 0, *[start + 2 * end for end in ends])
    at = 508
    for index, (_, modifiers) in enumerate(paragraphs):
        body = b"\0\0" + modifiers
        body += b"\0" * (len(body) % 2 == 0)  # one count byte and an odd number of bytes fill whole words
        at = (at - len(body) - 1) // 2 * 2
        page[at] = (len(body) + 1) // 2
        page[at + 1 : at + 1 + len(body)] = body
        page[4 * len(ends) + 13 * index] = at // 2
    page[511] = len(paragraphs)
    main += page
    clx = b"\2" + struct.pack("<I", 20) + struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, start, 0)
    clx = b"\2" + struct.pack("<I", 16) + struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, start, 0)
    bins = struct.pack("<III", start, start + 2 * len(text), page_number)
    struct.pack_into("<II", main, 0x1A2, 0, len(clx))
    struct.pack_into("<II", main, 0x102, len(clx), len(bins))
    struct.pack_into("<i", main, 0x4C, len(text))
    return bytes(main), clx + bins


def test_rows_whose_description_stands_in_the_data_stream_end_all_the_same():
    in_table = struct.pack("<HB", 0x2416, 1)
    edges = struct.pack("<10h", *range(0, 10000, 1000))
    row = in_table + struct.pack("<HB", 0x2417, 1) + struct.pack("<HH", 0xD608, 1 + len(edges) + 1) + b"\x09" + edges
    more = b"\xff" * 7 + struct.pack("<H", len(row)) + row
    elsewhere = struct.pack("<HI", 0x6646, 7)
    text, paragraphs = "", []
    for line in (range(1, 10), range(11, 20)):
        for number in line:
            text += f"{number}\x07"
            paragraphs.append((len(text), in_table))
        text += "\x07"
        paragraphs.append((len(text), elsewhere))
    _, (sheet,) = read_text_streams(*word_streams(text, paragraphs), more)
    assert {place: c.value for place, c in sheet.cells.items()} == {(r, c): Decimal(10 * (r - 1) + c) for r in (1, 2) for c in range(1, 10)}
    with pytest.raises(FileRefusedError):
        read_text_streams(*word_streams(text, paragraphs), more[:8])


def test_workbooks_inside_a_text_are_told(make_zip):
    book = {"word/embeddings/Microsoft_Excel_1.xlsx": b"PK", "word/embeddings/oleObject1.bin": b"x"}
    for body, rule in (("<w:p>" + run("小结") + "</w:p>", None), ("<w:p/>", "file-embedded-only")):
        (document,) = read_bytes(docx(make_zip, body, **book), "a.docx")
        (said,) = [document.refusal] if rule else [f for f in document.findings if f.rule == "file-embedded-skipped"]
        assert (said.rule, said.fields["observed"]) == (rule or "file-embedded-skipped", "2")
    body = rb"{\object\objemb{\*\objclass Excel.Sheet.12}{\*\objdata 0105}{\result {\pict 0}}}"
    (document,) = read_bytes(rb"{\rtf1\ansi\pard report " + body + rb"\par}", "a.rtf")
    assert [(f.rule, f.fields["observed"]) for f in document.findings] == [("file-embedded-skipped", "1")]
    (alone,) = read_bytes(rb"{\rtf1\ansi\pard " + body + rb"\par}", "a.rtf")
    assert alone.refusal.rule == "file-embedded-only"
    (plain,) = read_bytes(docx(make_zip, "<w:p>" + run("小结") + "</w:p>"), "a.docx")
    assert not plain.findings


def test_a_binary_word_document_gives_paragraphs_and_table_cells():
    in_table = struct.pack("<HB", 0x2416, 1)
    edges = struct.pack("<4h", 0, 1000, 2000, 3000)
    row = in_table + struct.pack("<HB", 0x2417, 1) + struct.pack("<HH", 0xD608, 1 + len(edges) + 1) + b"\3" + edges
    wide = struct.pack("<3h", 0, 1000, 3000)
    head = in_table + struct.pack("<HB", 0x2417, 1) + struct.pack("<HH", 0xD608, 1 + len(wide) + 1) + b"\2" + wide
    pieces = [
        ("总结\x13 REF 年 \x141\x15第\x13 PAGE \x147\x15页\r", struct.pack("<HB", 0x2640, 0)),
        ("指标\x07", in_table),
        ("数值\x07", in_table),
        ("\x07", head),
        ("产值\r合计\x07", in_table),
        ("12.5\x07", in_table),
        ("\x07", in_table),
        ("\x07", row),
        ("末段\r", b""),
    ]
    text, paragraphs = "", []
    for piece, modifiers in pieces:
        text += piece
        paragraphs.append((len(text), modifiers))
    found, (sheet,) = read_text_streams(*word_streams(text, paragraphs))
    assert [(p.text, p.heading_level) for p in found] == [("总结1第页", 1), ("末段", None)]
    assert sheet.after_paragraph == 1
    assert sheet.merges == (Merge(1, 2, 1, 3),)
    assert {place: c.value for place, c in sheet.cells.items()} == {
        (1, 1): "指标",
        (1, 2): "数值",
        (2, 1): "产值\n合计",
        (2, 2): Decimal("12.5"),
    }


def test_rtf_in_chinese_code_page_and_in_unicode():
    chinese = "".join(f"\\'{byte:02x}" for byte in "产值".encode("gb18030"))
    data = (
        "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}"
        + chinese
        + " 12\\u20803?\\par\\pard\\intbl "
        + chinese
        + "\\cell 3.5\\cell\\row\\pard end\\par}"
    )
    (document,) = read_bytes(data.encode("ascii"), "a.rtf")
    assert [p.text for p in document.paragraphs] == ["产值 12元", "end"]
    assert {place: c.value for place, c in document.sheets[0].cells.items()} == {(1, 1): "产值", (1, 2): Decimal("3.5")}
    (document,) = read_bytes(data.encode("ascii")[:-20], "a.rtf")
    assert document.refusal.rule == "file-incomplete"


def pdf(*contents, trailer=b""):
    """A file of pages with these contents, 400 points wide and high."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for index, content in enumerate(contents):
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
        objects += [page % (5 + 2 * index), b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R" % (len(objects) + 1) + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % table


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


def test_decoding_names_what_it_assumed():
    assert decode("产值".encode("gb18030")).assumed
    assert not decode("产值".encode()).assumed
    assert decode("产值".encode("gb18030"), "gb2312").text == "产值"


def test_cells_of_rtf_stand_where_their_borders_are():
    head = r"\trowd\trleft0\clvmgf\cellx1000\cellx3000\cellx5000 A\cell B\cell C\cell\row"
    below = r"\trowd\trleft0\clvmrg\cellx1000\cellx2000\cellx3010\cellx4000\cellx5000 \cell d\cell e\cell f\cell g\cell\row"
    merged = r"\trowd\trleft0\cellx1000\clmgf\cellx2000\clmrg\cellx3000\cellx4000\cellx5000 h\cell i\cell\cell j\cell 7\cell\row"
    (document,) = read_bytes(("{\\rtf1\\ansi\\intbl " + head + below + merged + "\\pard end\\par}").encode(), "a.rtf")
    (sheet,) = document.sheets
    assert {place: cell.text for place, cell in sheet.cells.items()} == {
        (1, 1): "A",
        (1, 2): "B",
        (1, 4): "C",
        (2, 2): "d",
        (2, 3): "e",
        (2, 4): "f",
        (2, 5): "g",
        (3, 1): "h",
        (3, 2): "i",
        (3, 4): "j",
        (3, 5): "7",
    }
    assert set(sheet.merges) == {Merge(1, 1, 2, 1), Merge(1, 2, 1, 3), Merge(1, 4, 1, 5), Merge(3, 2, 3, 3)}


def rtf_document(body):
    (document,) = read_bytes(("{\\rtf1\\ansi\\uc1 " + body + "}").encode("ascii"), "a.rtf")
    assert document.refusal is None
    return [(paragraph.text, paragraph.in_margin) for paragraph in document.paragraphs], [
        [cell.text for cell in sheet.cells.values()] for sheet in document.sheets
    ]


def test_what_stands_apart_in_rtf_is_no_part_of_the_paragraph_around_it():
    box = r"{\shp{\*\shpinst\shpleft1{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard 150\par total}}{\shprslt{\*\do{\dptxbxtext 150}}}}"
    paragraphs = [("150", False), ("total", False), ("before168 after", False)]
    assert rtf_document(rf"\pard before{box}168 after\par") == (paragraphs, [])
    old = r"{\*\do\dobxcolumn{\dptxbxtext\pard 12\par}}"
    assert rtf_document(rf"\pard 7{old}8\par") == ([("12", False), ("78", False)], [])
    assert rtf_document(r"{\header\pard town}{\footer\pard\sub p. 1}\pard title\par") == (
        [("town", True), ("p. 1", True), ("title", False)],
        [],
    )
    assert rtf_document(r"\pard 150{\super 1}{\footnote\pard see 23}\par")[0] == [("see 23", False), ("150¹", False)]


def test_a_box_in_a_cell_of_an_rtf_table_leaves_the_table_whole():
    box = r"{\shp{\*\shpinst{\shptxt\pard 9\par}}}"
    row = rf"\trowd\cellx1000\cellx2000\pard\intbl a\cell {box}150\cell\row"
    assert rtf_document(row + r"\trowd\cellx1000\cellx2000\pard\intbl b\cell 7\cell\row\pard\par") == (
        [("9", False), ("", False)],
        [["a", "150", "b", "7"]],
    )


def test_numbers_of_a_table_inside_a_cell_of_rtf_are_never_joined():
    inner = r"\pard\intbl\itap2 150\nestcell 168\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    row = rf"\trowd\cellx1000\cellx2000\pard\intbl a\cell {inner}\pard\intbl\itap1\cell\row\pard\par"
    assert rtf_document(row)[1] == [["a", "150\n168"]]


INNER = [["指标", "累计"], ["税收收入", "18"]]


def nested_rtf(rows):
    edges = "".join(rf"\cellx{500 * number}" for number in range(1, len(rows[0]) + 1))
    letters = ["".join(f"\\u{ord(letter)}?" for letter in text) for row in rows for text in row]
    lines = [letters[at : at + len(rows[0])] for at in range(0, len(letters), len(rows[0]))]
    return "".join(
        "".join(rf"\pard\intbl\itap2 {text}\nestcell" for text in row) + rf"{{\*\nesttableprops\trowd{edges}\nestrow}}{{\nonesttables\par}}"
        for row in lines
    )


def test_a_table_inside_a_cell_of_rtf_is_a_table_of_its_own_after_the_one_around_it():
    row = rf"\trowd\cellx1000\cellx2000\pard\intbl a\par {nested_rtf(INNER)}\pard\intbl\itap1 b\cell\pard\intbl 7\cell\row"
    more = r"\trowd\cellx1000\cellx2000\pard\intbl c\cell 8\cell\row\pard\par"
    assert rtf_document(row + more)[1] == [["a\nb", "7", "c", "8"], ["指标", "累计", "税收收入", "18"]]


def test_a_table_two_cells_deep_in_rtf_follows_the_one_around_it():
    deep = nested_rtf([["丙", "3"]]).replace(r"\itap2", r"\itap3")
    middle = rf"\pard\intbl\itap2 x\par {deep}\pard\intbl\itap2 y\nestcell{{\*\nesttableprops\trowd\cellx500\nestrow}}{{\nonesttables\par}}"
    row = rf"\trowd\cellx1000\cellx2000\pard\intbl a\par {middle}\pard\intbl\itap1\cell\pard\intbl 7\cell\row\pard\par"
    assert rtf_document(row)[1] == [["a", "7"], ["x\ny"], ["丙", "3"]]


def nested_doc(rows):
    """A binary document with a table of one row: a, a table of these rows below it, and 7."""
    in_table, inner = struct.pack("<HB", 0x2416, 1), struct.pack("<HBHI", 0x2416, 1, 0x6649, 2)
    text, paragraphs = "", []

    def add(part, modifiers):
        nonlocal text
        text += part
        paragraphs.append((len(text), modifiers))

    def definition(count):
        edges = struct.pack(f"<{count + 1}h", *range(0, 500 * (count + 1), 500))
        return struct.pack("<HH", 0xD608, 2 + len(edges)) + bytes([count]) + edges

    add("a\r", in_table)
    for row in rows:
        for cell in row:
            add(f"{cell}\r", inner + struct.pack("<HB", 0x244B, 1))
        add("\r", inner + struct.pack("<HB", 0x244C, 1) + definition(len(row)))
    add("b\x07", in_table)
    add("7\x07", in_table)
    add("\x07", in_table + struct.pack("<HB", 0x2417, 1) + definition(2))
    add("end\r", b"")
    paragraphs_read, sheets = read_text_streams(*word_streams(text, paragraphs))
    assert [paragraph.text for paragraph in paragraphs_read] == ["end"]
    return [[cell.text for cell in sheet.cells.values()] for sheet in sheets]


def test_a_table_inside_a_cell_of_a_binary_document():
    assert nested_doc(INNER) == [["a\nb", "7"], ["指标", "累计", "税收收入", "18"]]
    assert nested_doc([["150", "168"]]) == [["a\nb\n150\n168", "7"]]


@pytest.mark.parametrize(("texts", "expected"), [(["4", "24"], [["4\n24"]]), (["税收", "24"], [["7"], ["税收", "24"]])])
def test_a_table_inside_a_cell_of_docx_is_the_cells_own_text_only_where_it_holds_numbers_alone(make_zip, texts, expected):
    inner = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in texts)
    own = f"<w:p>{run('7')}</w:p>" if len(expected) > 1 else "<w:p/>"
    body = f"<w:tbl><w:tr><w:tc>{own}<w:tbl><w:tr>{inner}</w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>"
    (document,) = read_bytes(docx(make_zip, body), "a.docx")
    assert [[cell.text.strip("\n") for cell in sheet.cells.values()] for sheet in document.sheets] == expected


def test_cells_whose_deletion_is_tracked_hold_nothing_and_hidden_rows_are_told(make_zip):
    gone = '<w:cellDel w:id="1"/>'
    rows = [
        f"<w:tr>{cell('指标')}{cell('本月', gone)}{cell('累计')}</w:tr>",
        f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('工业')}{cell('5', gone)}{cell('60')}</w:tr>",
    ]
    (document,) = read_bytes(docx(make_zip, f"<w:tbl>{''.join(rows)}</w:tbl>"), "a.docx")
    (sheet,) = document.sheets
    assert [cell.text for _, cell in sorted(sheet.cells.items())] == ["指标", "", "累计", "工业", "", "60"]
    assert sheet.cells[2, 2].look.marked == "〔已删除：5〕"
    assert sheet.hidden_rows == {2}


def test_a_comment_of_ours_that_comes_back_is_no_part_of_the_text(make_zip):
    comments = "".join(
        f'<w:comment w:author="{who}"><w:p>{run(said)}</w:p></w:comment>' for who, said in [("汇总", "应为3.5亿元"), ("甲", "请核")]
    )
    (document,) = read_bytes(docx(make_zip, f"<w:p>{run('产值5亿元')}</w:p>", comments=comments), "a.docx")
    assert [paragraph.text for paragraph in document.paragraphs] == ["产值5亿元", "请核"]
