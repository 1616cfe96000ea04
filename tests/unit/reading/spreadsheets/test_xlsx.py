from datetime import date
from decimal import Decimal

import pytest

from huizong.model import Merge
from huizong.reading import read_bytes

STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="000000"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/><xf numFmtId="4"/></cellXfs>'
)


def only_sheet(data, name="柏林镇.xlsx"):
    (document,) = read_bytes(data, name)
    assert document.refusal is None, document.refusal
    return document, document.sheets[0]


def test_numbers_lose_binary_noise_and_keep_what_their_format_means(make_xlsx):
    rows = (
        '<row r="1"><c r="A1"><v>412.29999999999995</v></c><c r="B1" s="1"><v>9.0999999999999998E-2</v></c>'
        '<c r="C1" s="2"><v>7</v></c><c r="D1" s="4"><v>-1234.5</v></c><c r="E1"><v>110101199001011234</v></c></row>'
    )
    _, sheet = only_sheet(make_xlsx(rows, styles=STYLES))
    found = {column: (cell.value, cell.text, cell.number_format) for (_, column), cell in sheet.cells.items()}
    assert found == {
        1: (Decimal("412.3"), "412.3", None),
        2: (Decimal("0.091"), "9.1%", "0.0%"),
        3: (Decimal("7"), "000007", "000000"),
        4: (Decimal("-1234.5"), "-1,234.50", "#,##0.00"),
        5: (Decimal("110101199001011000"), "110101199001011000", None),  # 15 digits are all that a double keeps
    }


@pytest.mark.parametrize(("date1904", "expected"), [("", date(2024, 6, 30)), ('<workbookPr date1904="1"/>', date(2028, 7, 1))])
def test_a_date_names_the_number_behind_it_in_both_date_systems(make_xlsx, date1904, expected):
    document, sheet = only_sheet(make_xlsx('<row r="1"><c r="A1" s="3"><v>45473</v></c></row>', styles=STYLES, workbook=date1904))
    cell = sheet.cells[1, 1]
    assert (cell.kind, cell.value, cell.raw_number) == ("date", expected, Decimal(45473))
    assert cell.text == f"{expected.year}/{expected.month}/{expected.day}"
    assert [finding.rule for finding in document.findings] == (["date-system"] if date1904 else [])


def test_error_cells_are_errors_and_texts_keep_their_spaces(make_xlsx):
    rows = (
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>a&amp;b</t></is></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="E1" t="str"><f>A2</f><v>文_x000D_</v></c></row>'
    )
    strings = '<si><r><t xml:space="preserve">　其中：</t></r><r><t>税收 </t></r><rPh sb="0" eb="1"><t>shui</t></rPh></si>'
    _, sheet = only_sheet(make_xlsx(rows, strings=strings))
    found = {column: (cell.kind, cell.value) for (_, column), cell in sheet.cells.items()}
    assert found == {1: ("error", "#REF!"), 2: ("text", "　其中：税收 "), 3: ("text", "a&b"), 4: ("boolean", True), 5: ("text", "文\n")}


def test_merges_hidden_rows_and_hidden_columns_that_hold_something(make_xlsx):
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>标题</t></is></c></row><row r="3" hidden="1"><c r="A3"><v>5</v></c><c r="C3">'
        "<v>6</v></c></row>"
        '<row r="9" hidden="1"/>'
    )
    before = '<cols><col min="3" max="16384" hidden="1"/></cols>'
    document, sheet = only_sheet(make_xlsx(rows, before=before, after='<mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>'))
    assert sheet.merges == (Merge(1, 1, 2, 3),)
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {3}
    assert [(finding.rule, finding.place) for finding in document.findings] == [("hidden-rows", "6月!3:3"), ("hidden-columns", "6月!C:C")]


def test_the_quick_way_and_the_xml_parser_read_the_same(make_parts, make_zip):
    rows = (
        '<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.5</v></c><c r="C1"><f>B1*2</f><v>1</v></c></row>'
        '<row r="2"/><row r="4"><c r="B4" t="inlineStr"><is><t xml:space="preserve"> &#20113;&lt; </t></is></c><c r="D4" s="0"/></row>'
    )
    quick = make_parts(rows, styles=STYLES, strings="<si><t>产值</t></si>")
    careful = dict(quick)
    careful["xl/worksheets/sheet1.xml"] = "<!-- a comment -->" + quick["xl/worksheets/sheet1.xml"]
    _, first = only_sheet(make_zip(quick))
    _, second = only_sheet(make_zip(careful))
    assert first == second
    assert {place: cell.text for place, cell in first.cells.items()} == {(1, 1): "产值", (1, 2): "50.0%", (1, 3): "1", (4, 2): " 云< "}
    assert first.cells[1, 3].formula == "B1*2"


def test_a_row_of_unusual_form_goes_through_the_xml_parser_by_itself(make_xlsx):
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c t="n" r="B2"><v>2</v></c><c><v>3</v></c></row><row>'
        '<c r="A3"><v>4</v></c></row>'
    )
    _, sheet = only_sheet(make_xlsx(rows))
    assert {place: cell.value for place, cell in sheet.cells.items()} == {(1, 1): 1, (2, 2): 2, (2, 3): 3, (3, 1): 4}


def test_a_formatted_used_range_of_a_million_rows_leaves_the_values(make_xlsx):
    rows = '<row r="1"><c r="A1"><v>8</v></c></row>' + "".join(f'<row r="{n}" ht="15"><c r="A{n}" s="1"/></row>' for n in range(2, 700_001))
    rows += '<row r="700001"><c r="B700001"><v>9</v></c></row>'
    _, sheet = only_sheet(make_xlsx(rows))
    assert {place: cell.value for place, cell in sheet.cells.items()} == {(1, 1): 8, (700_001, 2): 9}


def test_hidden_sheets_are_read_and_counted(make_parts, make_zip):
    parts = make_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('sheetId="1"', 'sheetId="1" state="veryHidden"')
    document, sheet = only_sheet(make_zip(parts))
    assert sheet.hidden
    assert [(finding.rule, finding.fields["observed"]) for finding in document.findings] == [("hidden-sheets", "1")]


def test_macros_are_noted_and_a_missing_drawing_does_not_matter(make_parts, make_zip):
    parts = make_parts('<row r="1"><c r="A1"><v>1</v></c></row>', after='<drawing r:id="rId9" xmlns:r="urn:x"/>')
    document, _ = only_sheet(make_zip({**parts, "xl/vbaProject.bin": b"\0macro"}), "柏林镇.xlsm")
    assert (document.kind, [finding.rule for finding in document.findings]) == ("xlsm", ["file-has-macros"])


def test_a_string_that_is_not_there_is_damage_with_its_place(make_xlsx):
    (document,) = read_bytes(make_xlsx('<row r="4"><c r="B4" t="s"><v>7</v></c></row>', strings="<si><t>x</t></si>"), "a.xlsx")
    assert document.refusal.rule == "file-damaged"
    assert "“6月”第 4 行第 2 列" in document.refusal.fields["detail"]
    assert document.sheets == ()


def test_custom_properties_are_kept(make_parts, make_zip):
    custom = '<Properties xmlns="urn:p" xmlns:vt="urn:v"><property name="huizong"><vt:lpwstr>R-7</vt:lpwstr></property></Properties>'
    document, _ = only_sheet(make_zip({**make_parts('<row r="1"><c r="A1"><v>1</v></c></row>'), "docProps/custom.xml": custom}))
    assert document.properties == {"huizong": "R-7"}


def test_a_workbook_that_lists_one_sheet_a_thousand_times_is_damage(make_parts, make_zip):
    parts = make_parts('<row r="1"><c r="A1"><v>12.5</v></c></row>')
    listed = '<sheet name="6月" sheetId="1" r:id="r1"/>'
    assert listed in parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(listed, listed * 1000)
    (document,) = read_bytes(make_zip(parts), "a.xlsx")
    assert (document.refusal.rule, document.refusal.fields["detail"]) == ("file-damaged", "工作簿把同一张工作表列了多次")


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1820</v></c><c r="A1"><v>1280</v></c><c r="B1"><v>3</v></c></row>',
        '<row r="1"><c r="A1"><v>1820</v></c></row><row r="1"><c r="A1"><v>1280</v></c><c r="B1"><v>3</v></c></row>',
        '<!-- --><row r="1"><c r="A1"><v>1820</v></c></row><row r="1"><c r="A1"><v>1280</v></c><c r="B1"><v>3</v></c></row>',
    ],
)
def test_a_cell_that_is_given_twice_holds_both(make_xlsx, rows):
    assert [cell.text for cell in only_sheet(make_xlsx(rows))[1].cells.values()] == ["1820\n1280", "3"]
    again = rows.replace("1280", "1820")
    assert [cell.value for cell in only_sheet(make_xlsx(again))[1].cells.values()] == [Decimal(1820), Decimal(3)]


def test_a_number_that_its_format_shows_as_a_time_is_its_text(make_xlsx):
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="0&quot;月&quot;"/><numFmt numFmtId="171" formatCode="0&quot;个月&quot;"/></numFmts>'
        '<cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>'
    )
    cells = '<c r="A1" s="1"><v>5</v></c><c r="B1" s="2"><v>5</v></c><c r="C1" s="1"><v>13</v></c>'
    _, sheet = only_sheet(make_xlsx(f'<row r="1">{cells}</row>', styles=styles))
    assert [(cell.kind, cell.text) for cell in sheet.cells.values()] == [("text", "5月"), ("number", "5个月"), ("number", "13月")]
