"""Formats on a condition in an xlsx worksheet: what they hide or cross out, and what they only colour."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizong.reading import read_bytes
from tests.unit.reading.conftest import workbook_parts, zipped

ROWS = '<row r="1"><c r="A1"><v>150</v></c><c r="B1"><v>0</v></c></row><row r="2"><c r="A2"><v>20</v></c><c r="B2"><f>A2-13</f></c></row>'
NOTHING = '<dxf><numFmt numFmtId="170" formatCode=";;;"/></dxf>'
WHITE = '<dxf><font><color rgb="FFFFFFFF"/></font></dxf>'
WHITE_ON_RED = '<dxf><font><color rgb="FFFFFFFF"/></font><fill><patternFill><bgColor rgb="FFFF0000"/></patternFill></fill></dxf>'
STRUCK = "<dxf><font><strike/></font></dxf>"
YELLOW = '<dxf><fill><patternFill><bgColor rgb="FFFFFF00"/></patternFill></fill></dxf>'
ALWAYS = '<cfRule type="expression" dxfId="0"><formula>TRUE</formula></cfRule>'


def cell_is(operator, *limits):
    formulas = "".join(f"<formula>{limit}</formula>" for limit in limits)
    return f'<cfRule type="cellIs" dxfId="0" operator="{operator}">{formulas}</cfRule>'


def formula(text):
    return f'<cfRule type="expression" dxfId="0"><formula>{text}</formula></cfRule>'


def conditioned(dxf, rule, place="A1:B2"):
    styles = f"<cellXfs><xf/></cellXfs><dxfs>{dxf}</dxfs>"
    condition = f'<conditionalFormatting sqref="{place}">{rule}</conditionalFormatting>'
    (document,) = read_bytes(zipped(workbook_parts(ROWS, styles=styles, after=condition)), "a.xlsx")
    return document.sheets[0]


def looks(sheet):
    return {(cell.row, cell.column): cell.look.kind for cell in sheet.cells.values() if cell.look is not None}


@pytest.mark.parametrize(
    ("dxf", "kind"), [(NOTHING, "unseen"), (WHITE, "unseen"), (STRUCK, "struck"), (WHITE_ON_RED, None), (YELLOW, None)]
)
def test_what_a_format_on_a_condition_does_to_a_number(dxf, kind):
    assert looks(conditioned(dxf, ALWAYS, "A1")) == ({(1, 1): kind} if kind else {})


@pytest.mark.parametrize(
    ("rule", "unseen"),
    [
        (cell_is("equal", 150), {(1, 1)}),
        (cell_is("greaterThan", 10), {(1, 1), (2, 1)}),
        (cell_is("lessThanOrEqual", 20), {(2, 1), (2, 2)}),  # B2 is computed: 20 - 13
        (cell_is("between", 5, 30), {(2, 1), (2, 2)}),
        (cell_is("notBetween", 5, 30), {(1, 1)}),
        (formula("A1&gt;100"), {(1, 1)}),
        (formula("$A1&gt;100"), {(1, 1)}),
        (formula("$A$1=150"), {(1, 1), (2, 1), (2, 2)}),
        (formula("ISERROR(A1)"), set()),
        (cell_is("equal", "$C$1"), set()),
        (formula("AND($A1&gt;10,MOD(ROW(),2)=0)"), {(2, 1), (2, 2)}),
        (formula("A1=MAX($A$1:$B$2)"), {(1, 1)}),
        (cell_is("greaterThan", "AVERAGE($A$1:$B$2)"), {(1, 1)}),  # 150, 0, 20 and 7: 44.25
        (formula("NOT(ISERROR(SEARCH(&quot;5&quot;,A1)))"), {(1, 1)}),
        (formula("1/0"), set()),
        ('<cfRule type="duplicateValues" dxfId="0"/>', set()),
        ('<cfRule type="uniqueValues" dxfId="0"/>', {(1, 1), (2, 1), (2, 2)}),
        ('<cfRule type="containsErrors" dxfId="0"><formula>ISERROR(A1)</formula></cfRule>', set()),
        ('<cfRule type="top10" dxfId="0" rank="1"/>', {(1, 1)}),
        ('<cfRule type="top10" dxfId="0" rank="2"/>', {(1, 1), (2, 1)}),
        ('<cfRule type="top10" dxfId="0" rank="2" bottom="1"/>', {(2, 2)}),  # 7, and the 0 is told otherwise
        ('<cfRule type="top10" dxfId="0" rank="60" percent="1"/>', {(1, 1), (2, 1)}),  # of four, rounded down
        ('<cfRule type="aboveAverage" dxfId="0"/>', {(1, 1)}),  # 44.25
        ('<cfRule type="aboveAverage" dxfId="0" aboveAverage="0"/>', {(2, 1), (2, 2)}),
        ('<cfRule type="aboveAverage" dxfId="0" stdDev="1"/>', {(1, 1), (2, 1), (2, 2)}),  # not worked out: asked about
        ('<cfRule type="dataBar"><dataBar showValue="0"><cfvo type="min"/></dataBar></cfRule>', {(1, 1), (2, 1), (2, 2)}),
        ('<cfRule type="iconSet"><iconSet showValue="0"><cfvo type="min"/></iconSet></cfRule>', {(1, 1), (2, 1), (2, 2)}),
        ('<cfRule type="dataBar"><dataBar><cfvo type="min"/></dataBar></cfRule>', set()),
        (formula("CELL(&quot;row&quot;,A1)=1"), {(1, 1), (2, 1), (2, 2)}),
    ],
)
def test_where_a_condition_holds_the_number_is_unseen(rule, unseen):
    assert set(looks(conditioned(NOTHING, rule))) == unseen


@pytest.mark.parametrize("dxf", [NOTHING, WHITE])
def test_a_zero_that_a_condition_hides_is_a_zero_and_told(dxf):
    sheet = conditioned(dxf, cell_is("equal", 0))
    assert (looks(sheet), sheet.unseen_zeros, sheet.cells[1, 2].value) == ({}, {(1, 2)}, Decimal(0))


def test_what_cannot_be_worked_out_and_only_colours_asks_nothing():
    assert looks(conditioned(YELLOW, formula('CELL("row",A1)=1').replace('"row"', "&quot;row&quot;"))) == {}


def test_a_number_format_on_a_condition_is_that_of_the_cells_for_which_it_holds():
    thousands = '<dxf><numFmt numFmtId="170" formatCode="0.00,&quot;千&quot;"/></dxf>'
    sheet = conditioned(thousands, cell_is("greaterThan", 100))
    assert {place: cell.text for place, cell in sheet.cells.items()} == {(1, 1): "0.15千", (1, 2): "0", (2, 1): "20", (2, 2): "7"}
    assert sheet.cells[1, 1].number_format == '0.00,"千"'


def test_rules_of_extensions_bring_their_ranges_and_formats_with_them():
    names = 'xmlns:x14="urn:x14" xmlns:xm="urn:xm"'
    rule = f'<x14:cfRule type="expression"><xm:f>A1&gt;100</xm:f><x14:dxf>{NOTHING[5:-6]}</x14:dxf></x14:cfRule><xm:sqref>A1:A2</xm:sqref>'
    extension = f"<extLst><ext {names}><x14:conditionalFormattings><x14:conditionalFormatting>{rule}</x14:conditionalFormatting>"
    after = extension + "</x14:conditionalFormattings></ext></extLst>"
    (document,) = read_bytes(zipped(workbook_parts(ROWS, after=after)), "a.xlsx")
    assert looks(document.sheets[0]) == {(1, 1): "unseen"}


def test_white_letters_where_no_condition_colours_the_ground_are_unseen():
    styles = f"<fonts><font><color rgb='FFFFFFFF'/></font></fonts><cellXfs><xf fontId='0'/></cellXfs><dxfs>{YELLOW}</dxfs>"
    condition = f'<conditionalFormatting sqref="A1:A2">{ALWAYS}</conditionalFormatting>'
    rows = (
        ROWS.replace('<c r="A2">', '<c r="A2" s="0">').replace('<c r="A1">', '<c r="A1" s="0">').replace('<c r="B2">', '<c r="B2" s="0">')
    )
    (document,) = read_bytes(zipped(workbook_parts(rows, styles=styles, after=condition)), "a.xlsx")
    assert set(looks(document.sheets[0])) == {(2, 2)}
