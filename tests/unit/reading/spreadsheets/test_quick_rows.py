"""The quick way over a worksheet and the XML parser read the same, whatever stands in the rows."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizong.reading import read_bytes
from huizong.reading.containers.package import Package
from huizong.reading.containers.shared_strings import quick_shared_strings, read_shared_strings, stream_shared_strings
from huizong.reading.size_limits import DEFAULT_LIMITS
from huizong.reading.spreadsheets.quick_rows import split_cells, split_sheet
from tests.unit.reading.conftest import MAIN, workbook_parts, zipped

STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="000000"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/><xf numFmtId="4"/></cellXfs>'
)
STRINGS = "<si><t>产值</t></si><si><t></t></si><si><r><t>其</t></r><r><t xml:space='preserve'>中 </t></r></si><si><t>a_x000D_b</t></si>"
WRITTEN_TEXTS = st.one_of(
    st.text(alphabet="指标 万元0123456789abc　,.%-_x/", max_size=12),
    st.sampled_from(["&#25351;&#x6807;", "a&amp;b&lt;", "&quot;&apos;&gt;", "_x000D_", "_x0041_b", " 前后 ", "1>2", "13800000001", "]]"]),
)
WRITTEN_NUMBERS = st.one_of(
    st.integers(-(10**16), 10**16).map(str),
    st.decimals(-(10**9), 10**9, places=3).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(
        ["0", "-0", "00", "1.50", "1.", ".5", "+3", "1E3", "1e-7", " 7 ", "45473", "0.5", "412.29999999999995", "1e999", "x", "1_0"]
    ),
)
STYLE = st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"', ' s="3"', ' s="4"', ' s="77"'])
FORMULAS = st.sampled_from(
    [
        "<f>A1+1</f>", "<f>SUM(A1:B2)</f>", '<f t="shared" ref="A1:A9" si="0">B1*2</f>', '<f t="shared" si="0"/>', "<f/>",
        '<f t="array" ref="A1">A1&amp;"x"</f>', '<f ca="1">1/4</f>', "<f t='shared' si='0'/>",
        '<f t="dataTable" ref="A1:B2"/>', "<f >1</f>", "<f></f>",
    ]
)  # fmt: skip


@st.composite
def usual_content(draw) -> tuple[str, str]:
    """The type attribute and the inside of a cell, as programs write them."""
    which = draw(st.sampled_from(["number", "number", "text", "shared", "str", "e", "b", "d", "empty", "formula", "misfit", "no value"]))
    match which:
        case "number":
            return draw(st.sampled_from(["", ' t="n"'])), f"<v>{draw(WRITTEN_NUMBERS)}</v>"
        case "text":
            space = draw(st.sampled_from(["", ' xml:space="preserve"']))
            return ' t="inlineStr"', f"<is><t{space}>{draw(WRITTEN_TEXTS)}</t></is>"
        case "shared":
            return ' t="s"', f"<v>{draw(st.integers(0, 3))}</v>"
        case "str":
            return ' t="str"', f"<v>{draw(WRITTEN_TEXTS)}</v>"
        case "e":
            return ' t="e"', f"<v>{draw(st.sampled_from(['#REF!', '#DIV/0!', '#N/A']))}</v>"
        case "b":
            return ' t="b"', f"<v>{draw(st.sampled_from(['0', '1', 'true']))}</v>"
        case "d":
            return ' t="d"', f"<v>{draw(st.sampled_from(['2024-06-30', '2024-06-30T12:00:00', '08:30:00', '6月']))}</v>"
        case "formula":
            value = draw(st.one_of(st.just(""), st.just("<v/>"), st.just("<v></v>"), WRITTEN_NUMBERS.map("<v>{}</v>".format)))
            return draw(st.sampled_from(["", ' t="str"', ' t="n"'])), draw(FORMULAS) + value
        case "misfit":
            content = draw(st.sampled_from(["<is><t>5</t></is>", "<is><t>产</t></is>", "<v>3</v>", "<v>产</v>"]))
            return draw(st.sampled_from(["", ' t="n"', ' t="str"', ' t="inlineStr"', ' t="e"', ' t="x"'])), content
        case "no value":
            return "", draw(st.sampled_from(["<v/>", "<v />", "<v></v>", ""]))
    return "", ""


@st.composite
def cells(draw, row: int, column: int) -> str:
    """One cell, now and then in a form that is left to the XML parser."""
    kind, content = draw(usual_content())
    reference, style = f' r="{"ABCDEFGH"[column]}{row}"', draw(STYLE)
    match draw(st.integers(0, 19)):
        case 0:
            return f"<c{kind}{style}{reference}>{content}</c>"
        case 1:
            return f"<c{reference.replace(chr(34), chr(39))}{style}{kind}>{content}</c>"
        case 2:
            return f"<c{reference}{style}{kind} >{content}</c> "
        case 3:
            return f"<c{style}{kind}>{content}</c>"
        case 4:
            return f'<c{reference}{style} t="inlineStr"><is><r><rPr/><t>富</t></r><r><t>文</t></r></is></c>'
        case 5:
            return f'<c{reference}{style}{kind} cm="1">{content}<extLst/></c>'
        case 6:
            return f"<c{reference}{style}/>"
        case 7:
            return f'<c{reference} t="inlineStr"><f>A1</f><is><t>算</t></is></c>'
    return f"<c{reference}{style}{kind}>{content}</c>"


@st.composite
def rows(draw) -> str:
    """The rows of a sheet."""
    written = []
    number = 0
    for _ in range(draw(st.integers(0, 5))):
        number += draw(st.integers(1, 3))
        columns = sorted(draw(st.sets(st.integers(0, 7), max_size=5)))
        content = "".join(draw(cells(number, column)) for column in columns)
        attributes = draw(
            st.sampled_from(
                [f' r="{number}"', f' r="{number}" spans="1:8" ht="15"', f' spans="1:8" r="{number}"', f" r='{number}'", "",
                 f' r="{number}" hidden="1"', f' r="{number}" hidden="0" ', f' hidden="true" r="{number}"', f' r = "{number}"',
                 f' r="{number}" x14ac:dyDescent="0.2"'],
            )
        )  # fmt: skip
        written.append(f"<row{attributes}>{content}</row>" if content or draw(st.booleans()) else f"<row{attributes}/>")
        written.append(draw(st.sampled_from(["", "", "", "\n ", "\r\n"])))
    return "".join(written)


def both_ways(written: str, before: str = "") -> tuple[object, object]:
    """What the quick way and the XML parser make of the same rows: sheets, findings and refusal."""
    parts = workbook_parts(written, styles=STYLES, strings=STRINGS, before=before)
    sheet = parts["xl/worksheets/sheet1.xml"].replace("<worksheet ", '<worksheet xmlns:x14ac="urn:x" ', 1)
    read = []
    for text in (sheet, f"<!-- a comment, for which the quick way does not stand -->{sheet}"):
        (document,) = read_bytes(zipped({**parts, "xl/worksheets/sheet1.xml": text}), "柏林镇.xlsx")
        read.append((document.sheets, document.findings, document.refusal))
    return read[0], read[1]


@given(rows(), st.sampled_from(["", '<sheetFormatPr zeroHeight="1"/>', '<cols><col min="2" max="3" hidden="1"/></cols>']))
def test_the_quick_way_and_the_xml_parser_read_the_same(written, before):
    quick, careful = both_ways(written, before)
    assert quick == careful
    assert repr(quick) == repr(careful)  # 7 and 7.0 are equal, and not the same reading


@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(["<t>", '<t xml:space="preserve">']), WRITTEN_TEXTS).map("<si>{0[0]}{0[1]}</t></si>".format),
            WRITTEN_TEXTS.map('<si><t>{}</t><phoneticPr fontId="1" type="noConversion"/></si>'.format),
            WRITTEN_TEXTS.map("<si><r><t>{}</t></r><r><rPr/><t>尾</t></r></si>".format),
            st.sampled_from(["<si><t/></si>", "<si/>", "<si><t>a</t><rPh sb='0' eb='1'><t>b</t></rPh></si>", "\n"]),
        ),
        max_size=6,
    ).map("".join),
    st.sampled_from(["", "<si><t>a\rb</t></si>", "<extLst/>"]),
)
def test_shared_strings_are_read_the_same_both_ways(items, last):
    part = f'<sst xmlns="{MAIN}" count="9">{items}{last}</sst>'.encode()
    package = Package(zipped({"strings.xml": part}), DEFAULT_LIMITS)
    assert read_shared_strings(package, "strings.xml") == stream_shared_strings(io.BytesIO(part), "strings.xml")


def test_shared_strings_as_programs_write_them_go_the_quick_way():
    items = '<si><t>产值</t><phoneticPr fontId="1" type="noConversion"/></si><si><t xml:space="preserve"> a&amp;b</t></si>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    assert quick_shared_strings(f'{head}<sst xmlns="{MAIN}">{items}</sst>'.encode()) == ["产值", " a&b"]
    assert quick_shared_strings(f'{head}<sst xmlns="{MAIN}">{items}<si><r><t>富</t></r></si></sst>'.encode()) is None


@given(rows(), st.data())
def test_what_is_not_well_written_is_never_read_as_something_else(written, data):
    place = data.draw(st.integers(0, len(written)))
    noise = data.draw(
        st.sampled_from(["<", ">", '"', "'", "/", " ", "&", ";", "=", "</c>", "<c>", "</row>", "<row>", "<v>", "<f/>", "x", "1", "\r"])
    )
    removed = data.draw(st.integers(0, 3))
    quick, careful = both_ways(written[:place] + noise + written[place + removed :])
    _, _, refusal = careful
    if refusal is None:
        assert repr(quick) == repr(careful)


def test_what_programs_write_goes_the_quick_way_whole():
    written = (
        '<worksheet xmlns="urn:m"><sheetData><row r="7" spans="1:6"><c r="A7" s="3" t="s"><v>0</v></c><c r="B7" s="1"/>'
        '<c r="C7"><v>-12.5</v></c><c r="D7" t="n"><v>3E-2</v></c><c r="E7"><f>C7*2</f><v>-25</v></c>'
        '<c r="F7" t="inlineStr"><is><t>万元</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    sheet = split_sheet(written.encode())
    assert sheet is not None
    (row,) = sheet.rows
    assert row[:2] == ("7", ' spans="1:6"')
    assert split_cells(row) == [
        ("A", "3", "s", "0", "", "", "", ""),
        ("B", "1", "", "", "", "", "", ""),
        ("C", "", "", "-12.5", "", "", "", ""),
        ("D", "", "", "", "", "", "3E-2", ""),
        ("E", "", "", "", "", "<f>C7*2</f>", "-25", ""),
        ("F", "", "inlineStr", "", "万元", "", "", ""),
    ]


def test_the_first_unusual_cell_leaves_the_rest_of_its_row_to_the_xml_parser():
    sheet = split_sheet(b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><w>2</w></c></row></sheetData></worksheet>')
    assert sheet is not None
    assert [cell[-1] for cell in split_cells(sheet.rows[0])] == ["", '<c r="B1"><w>2</w></c>']


@pytest.mark.parametrize("index", ["-1", "4"])
def test_a_shared_string_that_is_not_there_is_never_another(index):
    parts = workbook_parts(f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>', strings=STRINGS)
    (document,) = read_bytes(zipped(parts), "柏林镇.xlsx")
    assert document.refusal is not None
    assert document.refusal.rule == "file-damaged"


def test_numbers_of_more_than_fifteen_characters_lose_their_noise_on_the_quick_way_too():
    parts = workbook_parts('<row r="1"><c r="A1"><v>412.29999999999995</v></c><c r="B1"><v>110101199001011237</v></c></row>')
    (document,) = read_bytes(zipped(parts), "柏林镇.xlsx")
    assert [cell.value for cell in document.sheets[0].cells.values()] == [Decimal("412.3"), Decimal("110101199001011000")]
