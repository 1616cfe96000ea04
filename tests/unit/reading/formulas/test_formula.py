import io
from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.table import Table

from huizong.reading import read_bytes
from huizong.reading.formulas.formula import parse_formula, shift_formula


def computed(make_xlsx, formula, cells="", **parts):
    row = (
        f'<row r="1"><c r="A1"><v>12.5</v></c><c r="B1"><v>4</v></c><c r="C1" t="inlineStr"><is><t>甲</t></is>'
        f'</c>{cells}<c r="H1"><f>{formula}</f><v></v></c></row>'
    )
    (document,) = read_bytes(make_xlsx(row, **parts), "a.xlsx")
    return document.sheets[0].cells.get((1, 8))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:D1)", "16.5"),
        ("A1-B1", "8.5"),
        ("A1*B1", "50"),
        ("ROUND((A1/B1-1)*100,1)", "212.5"),
        ("A1/3", "4.16666666666667"),
        ("-A1^2", "156.25"),
        ("10%", "0.1"),
        ("AVERAGE(A1:C1)", "8.25"),
        ("MAX(A1,B1,20)", "20"),
        ("MIN(A1:B1)", "4"),
        ("ABS(B1-A1)", "8.5"),
        ("IF(A1&gt;B1,1,1/0)", "1"),
        ("IFERROR(A1/0,7)", "7"),
        ("SUMPRODUCT(A1:B1,A1:B1)", "172.25"),
        ("ROUND(2.5,0)", "3"),
        ("ROUND(-0.25,1)", "-0.3"),
        ("SUBTOTAL(9,A1:B1)", "16.5"),
        ("COUNTA(A1:D1)", "3"),
        ("SUM($A$1,'6月'!B1)", "16.5"),
        ("E1+1", "1"),
    ],
)
def test_formulas_without_cached_value_are_computed(make_xlsx, formula, value):
    cell = computed(make_xlsx, formula)
    assert (cell.kind, cell.value, cell.computed) == ("number", Decimal(value), True)


@pytest.mark.parametrize(("formula", "code"), [("A1/0", "#DIV/0!"), ("C1*2", "#VALUE!"), ("SUM(#REF!)", "#REF!"), ("D1", "#N/A")])
def test_errors_spread(make_xlsx, formula, code):
    cell = computed(make_xlsx, formula, cells='<c r="D1" t="e"><v>#N/A</v></c>')
    assert (cell.kind, cell.value) == ("error", code)


@pytest.mark.parametrize(
    "formula", ["H1+1", "TODAY()", "[1]Sheet1!A1", "UNKNOWN(A1)", "Nowhere!A1", "SUM(A1", "H1:H2", "OFFSET(A1,0,1)", "MEDIAN("]
)
def test_what_cannot_be_computed_is_a_formula_and_neither_zero_nor_blank(make_xlsx, formula):
    cell = computed(make_xlsx, formula)
    assert (cell.kind, cell.value, cell.text) == ("formula", None, "=" + formula)


def test_chains_of_thousands_of_formulas_are_computed(make_xlsx):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}"><f>A{n - 1}+1</f></c></row>' for n in range(2, 3001)
    )
    (document,) = read_bytes(make_xlsx(rows), "a.xlsx")
    assert document.sheets[0].cells[3000, 1].value == 3000


def test_a_shared_formula_moves_with_its_cell(make_xlsx):
    rows = (
        '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f t="shared" ref="B1:B2" si="0">A1*$A$1</f></c></row>'
        '<row r="2"><c r="A2"><v>5</v></c><c r="B2"><f t="shared" si="0"/></c></row>'
    )
    (document,) = read_bytes(make_xlsx(rows), "a.xlsx")
    assert [document.sheets[0].cells[row, 2].value for row in (1, 2)] == [4, 10]
    assert document.sheets[0].cells[2, 2].formula == "A2*$A$1"


def test_a_workbook_that_calls_its_results_stale_is_computed_anew(make_xlsx):
    workbook = '<calcPr fullCalcOnLoad="1"/>'
    row = (
        '<row r="1"><c r="A1"><v>3</v></c><c r="B1"><f>A1*2</f><v>0</v></c><c r="C1"><f>TODAY()</f><v>0</v></c><c r="D1">'
        "<f>TODAY()</f><v>9</v></c></row>"
    )
    (document,) = read_bytes(make_xlsx(row, workbook=workbook), "a.xlsx")
    cells = document.sheets[0].cells
    assert (cells[1, 2].value, cells[1, 2].computed) == (6, True)
    assert cells[1, 3].kind == "formula"  # a zero that nobody computed
    assert (cells[1, 4].value, cells[1, 4].computed) == (9, False)


def test_a_cached_value_is_taken_as_it_stands(make_xlsx):
    (document,) = read_bytes(make_xlsx('<row r="1"><c r="A1"><f>1+1</f><v>5</v></c></row>'), "a.xlsx")
    assert (document.sheets[0].cells[1, 1].value, document.sheets[0].cells[1, 1].computed) == (5, False)


def test_defined_names_are_followed(make_xlsx):
    workbook = "<definedNames><definedName name=\"基数\">'6月'!$A$1</definedName></definedNames>"
    assert computed(make_xlsx, "基数*2", workbook=workbook).value == 25


def test_shifting_keeps_what_is_fixed_and_says_what_falls_off():
    assert shift_formula('SUM(A1:$B$2,"A1")', 1, 2) == 'SUM(C2:$B$2,"A1")'
    assert shift_formula("A1+B1", 0, -1) == "#REF!+A1"


def test_a_formula_nested_beyond_reason_is_refused():
    with pytest.raises(ValueError, match="deep"):
        parse_formula("(" * 200 + "1" + ")" * 200)


# A table of five rows: 乡镇 | 类别 | 金额 | 数量; its third row is hidden. All results below are worked out by hand.
TABLE = [
    ("石桥镇", "工业", "10.5", "3"),
    ("柳湾镇", "农业", "20", None),
    ("石桥镇", "农业", "-4", "7"),
    ("云岭乡", "工业", None, "2"),
    ("石桥街道", "服务业", "8.25", None),
]


def cell_xml(reference, value):
    if value is None:
        return ""
    if value[0].isdigit() or value[0] == "-":
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def from_table(make_xlsx, formula, hidden=False, **parts):
    head = "".join(cell_xml(f"{letter}1", text) for letter, text in zip("ABCD", ("乡镇", "类别", "金额", "数量"), strict=True))
    rows = [f'<row r="1">{head}</row>']
    for number, row in enumerate(TABLE, 2):
        cells = [cell_xml(f"{letter}{number}", value) for letter, value in zip("ABCD", row, strict=True)]
        cells += [f'<c r="H2"><f>{formula}</f></c>'] if number == 2 else []
        attribute = ' hidden="1"' if hidden and number == 4 else ""
        rows.append(f'<row r="{number}"{attribute}>{"".join(cells)}</row>')
    (document,) = read_bytes(make_xlsx("".join(rows), **parts), "a.xlsx")
    return document.sheets[0].cells[2, 8]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('SUMIF(A2:A6,"石桥镇",C2:C6)', "6.5"),
        ('SUMIF(A:A,"石桥*",C:C)', "14.75"),
        ('SUMIF(A2:A6,"石桥*",C2)', "14.75"),
        ('SUMIF(C2:C6,"&gt;8")', "38.75"),
        ('SUMIF(A2:A6,"&lt;&gt;石桥镇",C2:C6)', "28.25"),
        ("SUMIF(A2:A6,A2,C2:C6)", "6.5"),
        ('SUMIFS(C2:C6,A2:A6,"石桥镇",B2:B6,"工业")', "10.5"),
        ('SUMIFS(C2:C6,C2:C6,"&gt;=8",C2:C6,"&lt;20")', "18.75"),
        ('COUNTIF(C2:C6,"&lt;&gt;")', "4"),
        ('COUNTIF(C2:C6,"")', "1"),
        ("COUNTIF(C2:C6,-4)", "1"),
        ('COUNTIFS(A2:A6,"*镇",C2:C6,"&lt;0")', "1"),
        ('AVERAGEIF(B2:B6,"农业",C2:C6)', "8"),
        ('AVERAGEIFS(C2:C6,B2:B6,"工业")', "10.5"),
        ("_xlfn.IFS(C2&gt;20,1,C2&gt;10,2,TRUE,3)", "2"),
        ("CHOOSE(2,C2,C3,C4/0)", "20"),
        ('_xlfn.SWITCH(B2,"农业",1,"工业",2,9)', "2"),
        ("_xlfn.LET(_xlpm.x,C2,_xlpm.y,_xlpm.x*2,_xlpm.x+_xlpm.y)", "31.5"),
        ('INDEX(C2:C6,MATCH("柳湾镇",A2:A6,0))', "20"),
        ("SUM(INDEX(A2:D6,0,3))", "34.75"),
        ('VLOOKUP("云岭乡",A2:D6,4,FALSE)', "2"),
        ('HLOOKUP("数量",A1:D6,2,0)', "3"),
        ('LOOKUP(2,1/(A2:A6="石桥镇"),C2:C6)', "-4"),
        ('_xlfn.XLOOKUP("柳湾镇",A2:A6,C2:C6,0)', "20"),
        ('SUMPRODUCT((A2:A6="石桥镇")*(C2:C6&gt;0)*C2:C6)', "10.5"),
        ('SUMPRODUCT(--(B2:B6="工业"))', "2"),
        ('IFERROR(VLOOKUP("没有",A2:D6,3,0),5)', "5"),
        ("ROUNDUP(2.341,1)", "2.4"),
        ("ROUNDDOWN(-2.349,2)", "-2.34"),
        ("ROUND(1234.5,-2)", "1200"),
        ("MROUND(7,3)", "6"),
        ("CEILING(7.2,0.5)", "7.5"),
        ("LARGE(C2:C6,2)", "10.5"),
        ("RANK(C2,C2:C6)", "2"),
        ("COUNTBLANK(C2:C6)", "1"),
    ],
)
def test_conditions_choices_and_searches_are_computed(make_xlsx, formula, value):
    cell = from_table(make_xlsx, formula)
    assert (cell.kind, cell.value, cell.computed) == ("number", Decimal(value), True)


def test_a_search_that_fails_is_an_error_and_no_zero(make_xlsx):
    assert from_table(make_xlsx, 'VLOOKUP("没有",A2:D6,3,0)').value == "#N/A"


@pytest.mark.parametrize(
    "formula", ['VLOOKUP("柳湾镇",A2:D6,3)', "SUM(C2:C6*D2:D6)", "_xlfn.LET(_xlpm.x,1)", "SUM(没有[金额])", "CEILING(-7.2,2)"]
)
def test_what_programs_compute_differently_is_not_computed(make_xlsx, formula):
    assert from_table(make_xlsx, formula).kind == "formula"


def test_subtotals_leave_out_hidden_rows_and_other_subtotals(make_xlsx):
    assert from_table(make_xlsx, "SUBTOTAL(109,C2:C6)", hidden=True).value == Decimal("38.75")
    assert from_table(make_xlsx, "SUBTOTAL(9,C2:C6)").value == Decimal("34.75")
    assert from_table(make_xlsx, "SUBTOTAL(9,C2:C6)", hidden=True).kind == "formula"  # whether a filter hid the row is not said
    nested = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f>SUBTOTAL(9,A1:A2)</f></c></row><row r="4"><c r="A4"><v>4</v></c></row>'
        '<row r="5"><c r="A5"><f>SUBTOTAL(9,A1:A4)</f></c></row>'
    )
    (document,) = read_bytes(make_xlsx(nested), "a.xlsx")
    assert [document.sheets[0].cells[row, 1].value for row in (3, 5)] == [3, 7]


def test_a_name_of_one_sheet_is_that_sheets_own_and_one_that_moves_is_not_followed(make_xlsx):
    names = (
        '<definedNames><definedName name="率">0.5</definedName><definedName name="率" localSheetId="0">0.05</definedName>'
        "<definedName name=\"左\">'6月'!A1</definedName></definedNames>"
    )
    assert from_table(make_xlsx, "C3*率", workbook=names).value == 1
    assert from_table(make_xlsx, "左+1", workbook=names).kind == "formula"


def test_parts_of_tables_and_ranges_through_sheets_are_computed():
    workbook = Workbook()
    first = workbook.active
    first.title = "一月"
    for row in (["乡镇", "金额", "数 量"], ["石桥镇", 10, 1], ["柳湾镇", 20, 2], ["合计", None, None]):
        first.append(row)
    table = Table(displayName="表1", ref="A1:C4", totalsRowCount=1)
    first.add_table(table)
    for name, value in (("二月", 5), ("三月", 7)):
        workbook.create_sheet(name)["B2"] = value
    written = {
        "B4": "=SUM(表1[金额])",
        "C4": "=SUM(表1[[#Data],[数 量]])",
        "D2": "=表1[[#This Row],[金额]]*2",
        "D3": "=SUM(表1[[金额]:[数 量]])",
        "E1": "=COUNTA(表1[#Headers])",
        "E2": "=SUM(一月:三月!B2)",
        "E3": "=SUM(表1[没有])",
    }
    for place, formula in written.items():
        first[place] = formula
    stream = io.BytesIO()
    workbook.save(stream)
    (document,) = read_bytes(stream.getvalue(), "a.xlsx")
    cells = document.sheets[0].cells
    # 10 + 20; 1 + 2; 2 × 10; 30 + 3; three headers; 10 + 5 + 7 through the sheets.
    found = {place: cells[coordinate_to_tuple(place)] for place in written}
    assert [found[place].value for place in ("B4", "C4", "D2", "D3", "E1", "E2")] == [30, 3, 20, 33, 3, 22]
    assert (found["E3"].kind, found["E3"].text) == ("formula", "=SUM(表1[没有])")
