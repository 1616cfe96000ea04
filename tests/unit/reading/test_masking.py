from decimal import Decimal

import pytest

from huizong.model import Cell, Sheet
from huizong.reading.containers.litter import is_litter, is_lock_file
from huizong.reading.masking import mask, mask_in_place, masked_name, masking_findings


def with_check(first17):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return first17 + "10X98765432"[sum(int(d) * w for d, w in zip(first17, weights, strict=True)) % 11]


def test_identity_numbers_need_a_date_and_a_right_check_digit():
    number = with_check("34052419800101001")
    assert number == "34052419800101001X"  # the worked example of the standard
    assert mask(f"张某{number}，") == "张某340524********001X，"
    assert mask("340524198001010011") == "340524********0011"  # mistyped, and still somebody's
    assert mask("340524202406150023") == "340524202406150023"  # region and day of a project's code
    assert mask(with_check("34052419801301001")) == with_check("34052419801301001")  # no thirteenth month
    assert mask("340524800101001") == "340524*****1001"  # the old form


def test_mobiles_and_cards():
    assert mask("电话13912345678；或 139-1234-5678") == "电话139****5678；或 139****5678"
    assert mask("4111111111111111") == "411111******1111"
    assert mask("4111 1111 1111 1111") == "411111******1111"
    assert mask("4111111111111112") == "4111111111111112"


@pytest.mark.parametrize(
    "text", ["68932.7", "2024-06-30", "91340500MA2TXXXX1X", "2101110010020030040", "0.13912345678", "产值139123456789万元", ""]
)
def test_what_is_nobodys_number_stays(text):
    assert mask(text) == text


def test_one_note_a_column():
    cells = {}
    for row in range(2, 5):
        cells[row, 1] = Cell(row, 1, "text", f"村{row}", f"村{row}")
        cells[row, 2] = Cell(row, 2, "text", "34052419800101001X", "34052419800101001X")
        cells[row, 3] = Cell(row, 3, "number", "13912345678", Decimal("13912345678"))
    found = masking_findings([Sheet("名单", cells)])
    assert [(f.rule, f.place, f.fields["observed"]) for f in found] == [
        ("identity-masked", "名单!B2:B4", "身份证号 3 个"),
        ("identity-masked", "名单!C2:C4", "手机号 3 个"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Thumbs.db",
        ".DS_Store",
        "desktop.ini",
        "._柏林镇.xlsx",
        "~WRL0001.tmp",
        "a.tmp",
        "a.xlsx.crdownload",
        "a.part",
        "__MACOSX/x",
        "~$a.xlsx",
        ".~lock.a.ods#",
    ],
)
def test_litter(name):
    assert is_litter(name)


@pytest.mark.parametrize("name", ["柏林镇.xlsx", "参与.csv", "part1.xlsx", "模板temp.xls", "~草稿.xlsx"])
def test_reports_are_no_litter(name):
    assert not is_litter(name)
    assert not is_lock_file(name)


def test_lock_files():
    assert is_lock_file("镇/~$柏林镇.xlsx")
    assert is_lock_file(".~lock.柏林镇.ods#")


def test_a_text_in_which_places_are_counted_keeps_its_length():
    text = "电话+86 139-1234-5678，证号34052419800101001X，卡6222 0212 3456 7890 128，投资1742万元"
    hidden = mask_in_place(text)
    assert hidden == "电话+86 139-****-5678，证号340524********001X，卡6222 02** **** ***0 128，投资1742万元"
    assert len(hidden) == len(text)


def test_names_of_sheets_are_masked_with_letters():
    assert masked_name("张三34052419800101001X") == "张三340524xxxxxxxx001X"
    assert masked_name("6月*") == "6月*"
