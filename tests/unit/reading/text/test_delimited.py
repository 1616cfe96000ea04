from decimal import Decimal

import pytest

from huizong.reading import read_bytes

TABLE = "指标,单位,本月\n产值,万元,68932.7\n其中：税收,万元,0012\n"


def one(data, name="柏林镇.csv"):
    (document,) = read_bytes(data, name)
    return document


@pytest.mark.parametrize(
    ("encoding", "read_as", "rules"),
    [
        ("utf-8", "utf-8", []),
        ("utf-8-sig", "utf-8-sig", []),
        ("utf-16", "utf-16", []),
        ("utf-16-le", "utf-16-le", ["encoding-assumed"]),
        ("gb18030", "gb18030", ["encoding-assumed"]),
    ],
)
def test_encodings(encoding, read_as, rules):
    document = one(TABLE.encode(encoding))
    assert (document.kind, document.encoding, [finding.rule for finding in document.findings]) == ("csv", read_as, rules)
    cells = document.sheets[0].cells
    assert (cells[2, 3].kind, cells[2, 3].value) == ("number", Decimal("68932.7"))
    assert (cells[3, 1].value, cells[3, 3].kind, cells[3, 3].value) == ("其中：税收", "text", "0012")


def test_letters_outside_gbk_are_read():
    assert one("镇,数\n㐂镇,5\n".encode("gb18030")).sheets[0].cells[2, 1].value == "㐂镇"


def test_lines_of_rows_with_breaks_inside_quotes():
    document = one(b'a,"b\nb",c\r\n"1,250.5",2,3\r\n\r\n"x""y",5,6\r7,8,9')
    sheet = document.sheets[0]
    assert {place: cell.text for place, cell in sheet.cells.items() if place[1] == 1} == {
        (1, 1): "a",
        (2, 1): "1,250.5",
        (4, 1): 'x"y',
        (5, 1): "7",
    }
    assert sheet.cells[1, 2].text == "b\nb"
    assert [sheet.place(row, 2) for row in (1, 2, 4, 5)] == ["1:2", "3:2", "5:2", "6:2"]


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest():
    cells = one('甲,乙\n"三,4\n五,6\n'.encode()).sheets[0].cells
    assert [cells[row, 2].text for row in (1, 2, 3)] == ["乙", "4", "6"]


@pytest.mark.parametrize(("delimiter", "name"), [("\t", "a.txt"), (";", "a.csv"), ("|", "a.txt"), ("，", "a.txt")])
def test_delimiters_are_found_by_consistency(delimiter, name):
    document = one(TABLE.replace(",", delimiter).encode(), name)
    assert document.sheets[0].cells[2, 3].value == Decimal("68932.7")


@pytest.mark.parametrize(
    "text",
    [
        "柏林镇2024年6月简报\n\n一、全镇完成产值45,210万元,比上年增加224万元;\n二、新增主体56户,累计301户。\n",
        "上半年,全镇工业生产保持平稳,实现产值1.2亿元。\n其中,规上企业12家,同比增加2家。\n下一步,继续抓好项目,力争全年目标完成。\n",
        "全镇播种面积45,210亩\n出栏生猪13,458头\n",
    ],
)
def test_prose_with_ascii_commas_is_no_table(text):
    document = one(text.encode("gb18030"), "简报.txt")
    assert (document.kind, document.sheets) == ("txt", ())
    assert [paragraph.text for paragraph in document.paragraphs] == text.rstrip("\n").split("\n")
    assert [paragraph.number for paragraph in document.paragraphs] == list(range(1, len(document.paragraphs) + 1))


def test_ragged_rows_with_titles_are_a_table():
    document = one("某表\n单位：万元\n指标,2023,2024\n产值,1,2\n收入,3\n注：初步数\n".encode())
    assert document.kind == "csv"
    assert document.sheets[0].cells[5, 2].value == 3


def test_a_header_alone_is_a_table_only_under_a_tables_name():
    assert one("指标,本月,累计\n".encode(), "a.csv").kind == "csv"
    assert one("你好,请查收附件\n".encode(), "a.txt").kind == "txt"


@pytest.mark.parametrize("data", [b"\r\n  \n", b"\xef\xbb\xbf", b' , ,"",\r\n;;\r\n'])
def test_nothing_is_said_to_be_empty(data):
    assert one(data).refusal.rule == "file-empty"


def test_bytes_that_are_no_text_are_named_as_such():
    assert one(bytes(range(256)) * 4, "a.csv").refusal.rule == "file-unsupported"
    assert one(b"\x81\xfe\xff\x00" * 50, "a.csv").refusal.rule == "file-unsupported"  # letters of no text, were it UTF-16


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_cut_off_inside_a_character_is_incomplete(encoding):
    assert one("指标,累计\n产值".encode(encoding)[:-1]).refusal.rule == "file-incomplete"


def test_a_marked_text_with_wrong_bytes_says_where():
    refusal = one(b"\xef\xbb\xbfab\xff\xfecd").refusal
    assert (refusal.rule, "第 3 个字节" in refusal.fields["detail"]) == ("encoding-broken", True)


def test_personal_numbers_are_noted_by_column():
    document = one("姓名,电话\n甲,13912345678\n乙,13912345679\n".encode())
    assert [(f.rule, f.place) for f in document.findings] == [("identity-masked", "2:2")]


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        ("指标,本月\n税收收入,3\n".encode().replace("税".encode(), b"\xe7\xa8"), "按 UTF-8 读到第 2 行（第 15 个字节）时出错"),
        ("指标,本月\n税收收入,3\n完\n".encode("gbk").replace("完".encode("gbk"), b"\xff"), "按 GB18030 读到第 3 行（第 22 个字节）时出错"),
    ],
)
def test_a_text_with_a_wrong_byte_says_where(data, detail):
    (document,) = read_bytes(data, "a.csv")
    assert (document.refusal.rule, document.refusal.fields["detail"]) == ("encoding-broken", detail)


def test_bytes_that_are_no_text_are_not_called_a_broken_one():
    (document,) = read_bytes(bytes(range(256)) * 4, "a.csv")
    assert document.refusal.rule == "file-unsupported"


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("乙,3,1742.5\n", []),
        ("乙,3,1742.5\r", []),
        ("乙,3,1742.5", [("last-line-open", "3:3", "1742.5")]),
        ("乙,3,1742.", [("last-line-open", "3:3", "1742.")]),
        ("乙,1742", [("last-line-short", "3:2", "1742")]),
        ("乙,3,\n注：初步数", []),
        ("乙,3,", []),
    ],
)
def test_a_table_that_stops_in_a_number_says_so(end, said):
    (document,) = read_bytes(f"指标,本月,累计\n甲,1,2\n{end}".encode(), "a.csv")
    told = [(one.rule, one.place, one.fields["observed"]) for one in document.findings if one.rule.startswith("last-line")]
    assert told == said


@pytest.mark.parametrize(("rule", "bar"), [("┌────┬──┐", "│"), ("┏━━━━┳━━┓", "┃"), ("╔════╦══╗", "║"), ("+----+--+", "|")])
def test_a_table_drawn_with_lines(rule, bar):
    text = f"月报表\n{rule}\n{bar}税收{bar} 5{bar}\n{rule}\n{bar}产值{bar}12{bar}\n{rule}\n"
    (sheet,) = read_bytes(text.encode(), "a.txt")[0].sheets
    assert {at: cell.value for at, cell in sheet.cells.items()} == {
        (1, 1): "月报表", (3, 2): "税收", (3, 3): Decimal(5), (5, 2): "产值", (5, 3): Decimal(12),
    }  # fmt: skip
    assert sheet.place(5, 3) == "5:3"


def test_a_table_drawn_with_bars_alone():
    (sheet,) = read_bytes("月报表\n│税收│ 5│\n│产值│12│\n│存栏│ 7│\n".encode(), "a.txt")[0].sheets
    assert {at: cell.value for at, cell in sheet.cells.items()} == {
        (1, 1): "月报表", (2, 2): "税收", (2, 3): Decimal(5), (3, 2): "产值", (3, 3): Decimal(12), (4, 2): "存栏", (4, 3): Decimal(7),
    }  # fmt: skip


def test_tabs_that_end_the_fields_between_commas_part_nothing():
    document = one("指标\t,单位\t,本月\t,\n产值\t,万元\t,68932.7\t,\n税收\t,万元\t,12.5\t,\n".encode() + bytes(512))
    cells = document.sheets[0].cells
    assert (cells[2, 1].text.strip(), cells[2, 3].value, cells[3, 3].value) == ("产值", Decimal("68932.7"), Decimal("12.5"))
