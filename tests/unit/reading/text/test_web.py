from decimal import Decimal

import pytest

from huizong.model import Merge
from huizong.reading import read_bytes

PAGE = (
    '<html><head><meta charset="gb2312"><title>不算</title><script>var x=1;</script></head><body><p>柏林镇 &nbsp;月报</p>'
    "<table><tr><td rowspan=2>指标</td><td colspan=2>产值</td></tr><tr><td>本月</td><td>累计</td></tr>"
    "<tr><td>&nbsp;&nbsp;其中：税收</td><td>1,250.5</td><td>12.50</td></tr><tr style='display:none'><td>&nbsp;</td><td>#REF!</td>"
    "<td>a<br>b</td></tr></table>尾注</body></html>"
)


def test_a_page_named_as_a_workbook_is_read_as_a_page():
    (document,) = read_bytes(PAGE.encode("gb18030"), "柏林镇.xls")
    assert (document.kind, document.encoding) == ("html", "gb18030")
    assert [f.rule for f in document.findings] == ["hidden-rows", "file-is-web-page"]
    assert [p.text for p in document.paragraphs] == ["柏林镇 月报".replace(" ", "  "), "尾注"]
    (sheet,) = document.sheets
    assert sheet.merges == (Merge(1, 1, 2, 1), Merge(1, 2, 1, 3))
    assert sheet.hidden_rows == {4}
    assert {place: (c.kind, c.value) for place, c in sheet.cells.items()} == {
        (1, 1): ("text", "指标"),
        (1, 2): ("text", "产值"),
        (2, 2): ("text", "本月"),
        (2, 3): ("text", "累计"),
        (3, 1): ("text", "  其中：税收"),
        (3, 2): ("text", "1,250.5"),
        (3, 3): ("number", Decimal("12.50")),
        (4, 2): ("error", "#REF!"),
        (4, 3): ("text", "a\nb"),
    }


def test_tables_that_only_arrange_others_are_no_sheets():
    page = "<table><tr><td>题<table><tr><td>1</td></tr></table></td><td><table><tr><td>2</td></tr></table></td></tr></table>"
    (document,) = read_bytes(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert [[c.text for c in s.cells.values()] for s in document.sheets] == [["1"], ["2"]]
    assert [p.text for p in document.paragraphs] == ["题"]


def test_a_table_inside_a_cell_costs_the_outer_table_nothing():
    page = (
        "<table><tr><td>指标</td><td>本月</td><td>明细</td></tr><tr><td>税收</td><td><table><tr><td>12.5</td></tr></table></td><td>见右"
        "<table><tr><td>甲</td><td>1</td></tr></table></td></tr><tr><td>投资</td><td>3</td></tr></table>"
    )
    (document,) = read_bytes(f"<html><body>{page}</body></html>".encode(), "a.html")
    outer, inner = document.sheets
    assert {place: c.text for place, c in outer.cells.items()} == {
        (1, 1): "指标", (1, 2): "本月", (1, 3): "明细", (2, 1): "税收", (2, 2): "12.5", (2, 3): "见右", (3, 1): "投资", (3, 2): "3",
    }  # fmt: skip
    assert {place: c.text for place, c in inner.cells.items()} == {(1, 1): "甲", (1, 2): "1"}


def test_a_page_saved_with_its_parts():
    body = PAGE.replace("gb2312", "utf-8")
    message = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: 8bit\r\n\r\n" + body + "\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
    )
    (document,) = read_bytes(message.encode(), "a.mht")
    assert (document.kind, document.findings[0].rule) == ("mhtml", "hidden-rows")
    assert document.sheets[0].cells[3, 3].value == Decimal("12.50")


SPREADSHEET = (
    '<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style></Styles>'
    '<Worksheet ss:Name="6月"><Table><Column ss:Index="3" ss:Hidden="1"/>'
    '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">柏林镇</Data><Comment><Data ss:Type="String">批</Data></Comment></Cell>'
    '<Cell><Data ss:Type="Number">3</Data></Cell></Row>'
    '<Row ss:Index="4" ss:Hidden="1"><Cell ss:StyleID="p"><Data ss:Type="Number">9.0999999999999998E-2</Data></Cell>'
    '<Cell ss:Index="3"><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:Formula="=R[-3]C3*2+RC[-3]"/><Cell>'
    '<Data ss:Type="DateTime">2024-06-30T00:00:00.000</Data></Cell></Row>'
    "</Table></Worksheet>"
    '<Worksheet ss:Name="稿"><Table/><WorksheetOptions><x:Visible>SheetHidden</x:Visible></WorksheetOptions></Worksheet></Workbook>'
)


def test_a_workbook_in_one_xml_file():
    for encoding, python_name in (("UTF-8", "utf-8"), ("GB2312", "gb18030")):
        (document,) = read_bytes(SPREADSHEET.format(encoding=encoding).encode(python_name), "a.xls")
        assert (document.kind, document.encoding) == ("xml", python_name)
        assert [f.rule for f in document.findings] == ["hidden-sheets", "hidden-rows", "hidden-columns", "file-kind-mismatch"]
        sheet = document.sheets[0]
        assert (sheet.merges, sheet.hidden_rows, sheet.hidden_columns) == ((Merge(1, 1, 1, 2),), {4}, {3})
        assert {place: (c.kind, str(c.value)) for place, c in sheet.cells.items()} == {
            (1, 1): ("text", "柏林镇"),
            (1, 3): ("number", "3"),
            (4, 1): ("number", "0.091"),
            (4, 3): ("error", "#N/A"),
            (4, 4): ("number", "6.091"),
            (4, 5): ("date", "2024-06-30"),
        }
        assert (sheet.cells[4, 1].text, sheet.cells[4, 4].computed) == ("9.1%", True)


def test_the_number_behind_what_a_page_shows_is_read_where_both_agree():
    page = (
        '<table><tr><td>指标</td><td>本月</td></tr><tr><td x:num="30.456">30.5</td><td x:num="0.09134">9.1%</td></tr>'
        '<tr><td sdval="1234567.25">1,234,567.3</td><td sdval="7">9</td></tr>'
        '<tr><td x:num>12</td><td x:num="45473">2024-06-30</td></tr></table>'
    )
    (document,) = read_bytes(page.encode(), "a.html")
    cells = document.sheets[0].cells
    assert [(cells[place].value, cells[place].text) for place in ((2, 1), (2, 2), (3, 1), (3, 2), (4, 1), (4, 2))] == [
        (Decimal("30.456"), "30.456"),
        (Decimal("0.09134"), "9.1%"),
        (Decimal("1234567.25"), "1234567.25"),
        (Decimal(9), "9"),
        (Decimal(12), "12"),
        ("2024-06-30", "2024-06-30"),
    ]
    assert cells[2, 2].number_format == "0.0%"


def test_a_number_below_zero_that_is_stored_behind_its_red_is_the_number():
    cells = (
        '<td x:num="-5.3" style="color:red">5.3</td><td sdval="-5.3">5.3</td><td sdval="5.3" style="color:red">5.3</td>'
        '<td sdval="-0.01">0.0</td><td x:num="-0.053" style="color:#FF0000">5.3%</td><td sdval="-5.3">(5.3)</td>'
    )
    (document,) = read_bytes(f"<table><tr>{cells}</tr></table>".encode(), "a.html")
    assert [(cell.text, cell.value, cell.number_format, cell.look) for _, cell in sorted(document.sheets[0].cells.items())] == [
        ("5.3", Decimal("-5.3"), "0.0;[Red]0.0", None),
        ("5.3", Decimal("-5.3"), "0.0;0.0", None),
        ("5.3", Decimal("5.3"), None, None),
        ("-0.01", Decimal("-0.01"), None, None),
        ("5.3%", Decimal("-0.053"), "0.0%;[Red]0.0%", None),
        ("(5.3)", "(5.3)", None, None),
    ]


@pytest.mark.parametrize(
    ("css", "inner"),
    [
        ("", '<i style="color:transparent">9</i>'),
        ("", '<i style="color: rgba(0, 0, 0, 0)">9</i>'),
        ("", '<i style="display:inline-block;overflow:hidden;height:0">9</i>'),
        ("", '<i style="display:inline-block;text-indent:-999px">9</i>'),
        ("td.x i {display:none}", "<i>9</i>"),
        ("table > tr i, .x > .y {visibility: hidden}", '<b class="y">9</b>'),
    ],
)
def test_what_a_page_hides_in_other_ways_is_no_digit(css, inner):
    page = f'<style>{css}</style><table><tr><td class="x">150{inner}</td></tr></table>'
    (document,) = read_bytes(page.encode(), "a.html")
    assert [(cell.text, cell.look.marked) for cell in document.sheets[0].cells.values()] == [("150", "150〔隐藏：9〕")]


def test_a_rule_for_something_inside_something_else_leaves_the_others_alone():
    page = "<style>td.x i {display:none} .z .x b {display:none}</style><table><tr><td>1<i>2</i></td><td class=x>3<b>4</b></td></tr></table>"
    (document,) = read_bytes(page.encode(), "a.html")
    assert [(cell.text, cell.look) for _, cell in sorted(document.sheets[0].cells.items())] == [("12", None), ("34", None)]


def test_a_page_nested_beyond_what_the_parser_keeps_is_refused():
    (document,) = read_bytes(("<html><body>" + "<div>" * 3000 + "产值1742万元" + "</div>" * 3000 + "</body></html>").encode(), "a.html")
    assert (document.refusal.rule, dict(document.refusal.fields)) == ("file-damaged", {"detail": "网页嵌套过深"})


@pytest.mark.parametrize(
    ("cell", "css", "text"),
    [
        ("<span class=n>5.3</span>", ".n:before{content:'-'}", "-5.3"),
        ("<span class=n>5.3</span>", 'span.n::before { color: red; content: "\\2212"; }', "−5.3"),
        ("<span class=n>5.3</span>", ".n:after{content:'%'}", "5.3%"),
        ("<span class=n>5.3</span>", ".n:before{content:counter(x)}", "\ufffd5.3"),
        ("<span class=n>5.3</span>", ".n:after{content:'.';display:none}", "5.3"),
        ("<span class=n>5.3</span>", ".n:after{content:'.';height:0}", "5.3"),
        ("<span class=n>5.3</span>", ".n:before{content:none}", "5.3"),
        ("<img src='a.png'>5.3", "", "\ufffd5.3"),
        ("<img src='a.gif' width=1 height=1>5.3", "", "5.3"),
        ("<img src='a.png' style='display:none'>5.3", "", "5.3"),
        ("<i class='icon-down'></i>5.3", "", "\ufffd5.3"),
        ("<i class='d'></i>5.3", ".d:before{content:'↓'}", "↓5.3"),
        ("<i>5.3</i>", "", "5.3"),
        ("<img src='a.png'>产值", "", "产值"),
    ],
)
def test_what_a_page_shows_beside_a_number(cell, css, text):
    (document,) = read_bytes(f"<html><meta charset=utf-8><style>{css}</style><table><tr><td>{cell}</table></html>".encode(), "a.html")
    assert document.sheets[0].cells[1, 1].text == text


def test_words_of_a_format_beside_the_stored_number():
    cells = (
        '<td sdval="0.45213">0.4521亿元</td><td sdval="0.46">0.4521亿元</td>'
        '<td x:num="12345.67">共12,346户</td><td sdval="-3.2">下降3.2</td>'
    )
    page = read_bytes(f"<html><body><table><tr>{cells}</tr></table></body></html>".encode(), "a.html")[0]
    assert [cell.text for cell in page.sheets[0].cells.values()] == ["0.45213亿元", "0.4521亿元", "共12345.67户", "下降3.2"]


def test_white_letters_beside_a_rule_for_what_is_pointed_at():
    css = "a.note:hover + comment { background:#ffd }"
    page = f"<html><head><style>{css}</style></head><body><table><tr><td><font color='#FFFFFF'>7.5</font></td></tr></table></body></html>"
    (cell,) = read_bytes(page.encode(), "a.html")[0].sheets[0].cells.values()
    assert (cell.text, cell.look.kind) == ("7.5", "unseen")


def sheets_of(body):
    return read_bytes(f"<html><body>{body}</body></html>".encode(), "a.html")[0].sheets


def values(sheet):
    return {(row, column): cell.value for (row, column), cell in sheet.cells.items()}


def test_what_is_entered_in_boxes_stands_in_the_cell():
    row = (
        "<tr><td>工业</td><td><input value='12.5'></td><td><textarea>7.5</textarea></td>"
        "<td><select><option>1</option><option selected>2</option></select>万元</td><td><select><option>3<option>4</select></td>"
        "<td>8<datalist><option>9</option></datalist></td></tr>"
    )
    (sheet,) = sheets_of(f"<table>{row}</table>")
    assert [cell.text for _, cell in sorted(sheet.cells.items())] == ["工业", "12.5", "7.5", "2万元", "3", "8"]


def test_a_cell_that_is_not_displayed_takes_no_column():
    head = "<tr><td>指标</td><td>本月</td><td>累计</td></tr>"
    (sheet,) = sheets_of(f"<table>{head}<tr><td>工业</td><td style='display:none'>9</td><td>12.5</td><td>60</td></tr></table>")
    assert [(at, cell.value) for at, cell in sorted(sheet.cells.items())][3:] == [
        ((2, 1), "工业"),
        ((2, 2), Decimal("12.5")),
        ((2, 3), Decimal(60)),
    ]
    assert sheet.cells[2, 2].look.marked == "〔隐藏：9〕12.5"


def test_a_column_of_hidden_cells_and_a_cell_that_is_merely_unseen_keep_their_place():
    rows = "".join(
        f"<tr><td>{name}</td><td style='display:none'>{hidden}</td><td>{seen}</td></tr>" for name, hidden, seen in ["名编数", "工75"]
    )
    (sheet,) = sheets_of(f"<table>{rows}</table>")
    assert (sheet.cells[2, 2].text, sheet.cells[2, 3].value) == ("", Decimal(5))
    (sheet,) = sheets_of("<table><tr><td>名</td><td>数</td></tr><tr><td style='visibility:hidden'>7</td><td>5</td></tr></table>")
    assert (sheet.cells[2, 1].text, sheet.cells[2, 2].value) == ("", Decimal(5))


def test_a_head_that_is_a_table_of_its_own_stands_over_the_rows_below_it():
    head, body = (
        "<table><tr><th>指标</th><th>本月</th></tr></table>",
        "<table><tr><td>工业</td><td>5</td></tr><tr><td>投资</td><td>7</td></tr></table>",
    )
    (sheet,) = sheets_of(f"<div>{head}</div><div>{body}</div>")
    assert values(sheet) == {(1, 1): "指标", (1, 2): "本月", (2, 1): "工业", (2, 2): Decimal(5), (3, 1): "投资", (3, 2): Decimal(7)}
    assert len(sheets_of(head + "<p>另一张表</p>" + body)) == 2
    assert len(sheets_of("<table><tr><td>指标</td><td>5</td></tr></table>" + body)) == 2


@pytest.mark.parametrize(
    "inside",
    [
        "<div>1</div>50",
        '<span style="display:block">1</span><span style="display:block">50</span>',
        "<dl><dt>1</dt><dd>50</dd></dl>",
        "1<h3>50</h3>",
        "1<hr>50",
        "<details><summary>1</summary>50</details>",
        '1<span style="position:absolute;left:40px">50</span>',
    ],
)
def test_what_a_page_sets_on_lines_or_places_of_their_own_is_never_joined(inside):
    (document,) = read_bytes(f"<html><body><table><tr><td>改厕<td>{inside}</table></body></html>".encode(), "a.html")
    (sheet,) = document.sheets
    assert sheet.cells[1, 2].text.split() == ["1", "50"]


def test_what_a_page_sets_beyond_its_edge_is_left_out():
    inside = '<span style="position:absolute;left:-9999px">9</span>150'
    (document,) = read_bytes(f"<html><body><table><tr><td>改厕<td>{inside}</table></body></html>".encode(), "a.html")
    (cell,) = (cell for place, cell in document.sheets[0].cells.items() if place == (1, 2))
    assert (cell.text.strip(), cell.look is not None and cell.look.kind) == ("150", "part")
