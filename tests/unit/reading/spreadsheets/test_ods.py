from datetime import date
from decimal import Decimal

from huizong.model import Merge
from huizong.reading import read_bytes
from tests.unit.reading import printed
from tests.unit.reading.conftest import zipped

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle")]
)
STYLES = (
    '<office:automatic-styles><number:percentage-style style:name="N1">'
    '<number:number number:decimal-places="1" number:min-integer-digits="1"/>'
    "<number:text>%</number:text></number:percentage-style>"
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="ta9" style:family="table"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles>"
)


def ods(make_zip, tables, manifest="<manifest/>"):
    content = (
        f"<office:document-content {NAMES}>{STYLES}<office:body><office:spreadsheet>{tables}</office:spreadsheet>"
        f"</office:body></office:document-content>"
    )
    return make_zip(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": manifest, "content.xml": content}
    )


def text(value):
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def number(value, shown, more=""):
    return f'<table:table-cell office:value-type="float" office:value="{value}"{more}><text:p>{shown}</text:p></table:table-cell>'


def test_cells_merges_hidden_parts_and_repeats_that_cost_nothing(make_zip):
    rows = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="16382"/>'
        '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="1">'
        '<office:annotation><text:p>批注</text:p></office:annotation><text:p>柏林<text:s text:c="2"/>镇</text:p><text:p>月报</text:p>'
        "</table:table-cell>"
        "<table:covered-table-cell/></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        '<table:table-row table:visibility="collapse">'
        f"{text('产值')}{number('412.29999999999995', '412.3')}{number(1, 1)}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="2">{number(7, 7)}</table:table-row>'
    )
    (document,) = read_bytes(ods(make_zip, f'<table:table table:name="6月">{rows}</table:table>'), "a.ods")
    sheet = document.sheets[0]
    assert document.refusal is None
    assert {place: cell.value for place, cell in sheet.cells.items()} == {
        (1, 1): "柏林  镇\n月报",
        (1048002, 1): "产值",
        (1048002, 2): Decimal("412.3"),
        (1048002, 3): 1,
        (1048003, 1): 7,
        (1048004, 1): 7,
    }
    assert (sheet.merges, sheet.hidden_rows, sheet.hidden_columns) == ((Merge(1, 1, 1, 2),), {1048002}, {3})


def test_percent_dates_errors_and_formulas(make_zip):
    row = (
        '<table:table-row><table:table-cell table:style-name="ce1" office:value-type="percentage" office:value="0.091">'
        "<text:p>9.1%</text:p></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2024-06-30"><text:p>24-6-30</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=SUM([.E1:.F1];[$稿.A1])"/>' + number(2, 2) + number(3, 3) + "</table:table-row>"
    )
    tables = (
        f'<table:table table:name="6月">{row}</table:table><table:table table:name="稿" table:style-name="ta9">'
        f"<table:table-row>{number(10, 10)}</table:table-row></table:table>"
    )
    (document,) = read_bytes(ods(make_zip, tables), "a.ods")
    cells = document.sheets[0].cells
    assert (cells[1, 1].value, cells[1, 1].number_format, cells[1, 1].text) == (Decimal("0.091"), "0.0%", "9.1%")
    assert (cells[1, 2].value, cells[1, 2].text, cells[1, 2].raw_number) == (date(2024, 6, 30), "24-6-30", 45473)
    assert (cells[1, 3].kind, cells[1, 3].value) == ("error", "#DIV/0!")
    assert (cells[1, 4].value, cells[1, 4].computed) == (15, True)
    assert [sheet.hidden for sheet in document.sheets] == [False, True]


def test_a_password_is_said_to_be_one(make_zip):
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:m"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry>'
        "</manifest:manifest>"
    )
    (document,) = read_bytes(ods(make_zip, "", manifest), "a.ods")
    assert document.refusal.rule == "file-encrypted"


def test_repeated_values_beyond_reason_are_refused(make_zip):
    wide = number(1, 1, ' table:number-columns-repeated="16384"')
    row = f'<table:table-row table:number-rows-repeated="1048576">{wide}</table:table-row>'
    (document,) = read_bytes(ods(make_zip, f'<table:table table:name="a">{row}</table:table>'), "a.ods")
    assert document.refusal.rule == "file-too-large"


def test_a_number_whose_format_shows_nothing_is_unseen(make_zip):
    def cell(value, shown):
        return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>'

    row = cell("5.3", "<text:p/>") + cell("0", "<text:p/>") + cell("7", "<text:p>7</text:p>") + cell("8", "")
    table = f'<table:table table:name="6月"><table:table-row>{row}</table:table-row></table:table>'
    (document,) = read_bytes(ods(make_zip, table), "a.ods")
    assert [(cell.text, cell.look and cell.look.kind) for cell in document.sheets[0].cells.values()] == [
        ("5.3", "unseen"), ("0", None), ("7", None), ("8", None),
    ]  # fmt: skip


def test_the_letters_of_a_cell_go_before_those_of_the_default_style():
    letters = '<style:text-properties fo:color="#000000" fo:font-size="11pt"/>'
    default = f'<style:default-style style:family="table-cell">{letters}</style:default-style>'
    own = "".join(
        f'<style:style style:name="{name}" style:family="table-cell"><style:text-properties {said}/></style:style>'
        for name, said in (("A", 'fo:color="#ffffff"'), ("B", 'fo:font-size="1pt"'))
    )
    cells = "".join(
        f'<table:table-cell table:style-name="{n}" office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>'
        for n in "AB"
    )
    content = (
        f"<office:document-content {printed.NAMES}><office:automatic-styles>{default}{own}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="表"><table:table-row>{cells}</table:table-row></table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    (sheet,) = read_bytes(data, "a.ods")[0].sheets
    assert [cell.look and cell.look.kind for cell in sheet.cells.values()] == ["unseen", "unseen"]


def test_a_number_that_is_shown_as_a_time_is_its_text(make_zip):
    shown = ("5月", "5个月")
    cells = "".join(
        f'<table:table-cell office:value-type="float" office:value="5"><text:p>{text}</text:p></table:table-cell>' for text in shown
    )
    (document,) = read_bytes(
        ods(make_zip, f'<table:table table:name="6月"><table:table-row>{cells}</table:table-row></table:table>'), "a.ods"
    )
    assert [cell.kind for cell in document.sheets[0].cells.values()] == ["text", "number"]
