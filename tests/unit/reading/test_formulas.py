from decimal import Decimal

import pytest

from huizong.reading import read_bytes
from huizong.reading.formula import parse_formula, shift_formula


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


@pytest.mark.parametrize("formula", ["H1+1", "TODAY()", "[1]Sheet1!A1", "UNKNOWN(A1)", "Nowhere!A1", "SUM(A1", "H1:H2"])
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
