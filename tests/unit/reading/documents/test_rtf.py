from decimal import Decimal

from huizong.model import Merge
from huizong.reading import read_bytes

INNER = [["指标", "累计"], ["税收收入", "18"]]


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


def test_a_text_drawn_as_a_shape_is_a_paragraph_of_its_own():
    shape = r"{\shp{\*\shpinst{\sp{\sn wzName}{\sv W1}}{\sp{\sn gtextUNICODE}{\sv \u33609?\u31295?}}{\sp{\sn gtextFont}{\sv SimSun}}}}"
    (document,) = read_bytes((r"{\rtf1\ansi{\header " + shape + r"}A\par B\par}").encode(), "a.rtf")
    assert [(p.text, p.in_margin) for p in document.paragraphs if p.text] == [("草稿", True), ("A", False), ("B", False)]
