import io
import struct
import zipfile

import pytest

from huizong.reading import read_bytes
from tests.unit.reading import printed, printed_texts

CSV = "指标,累计\n税收,1802.1\n".encode("gb18030")


def gbk_zip(members):
    """A zip as Windows writes it in China: names in GBK, no UTF-8 flag."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for index, (_, data) in enumerate(members):
            archive.writestr(f"{index:04d}" + "x" * (len(members[index][0]) - 4), data)
    raw = stream.getvalue()
    for index, (name, _) in enumerate(members):
        raw = raw.replace((f"{index:04d}" + "x" * (len(name) - 4)).encode(), name)
    return raw


def test_names_in_gbk_and_a_name_with_a_backslash_inside_a_character():
    data = gbk_zip([("榎树村/六月.csv".encode("gb18030"), CSV), ("柏林镇六月.csv".encode("gb18030"), CSV)])
    documents = read_bytes(data, "报表.zip")
    assert [document.name for document in documents] == ["报表.zip/榎树村/六月.csv", "报表.zip/柏林镇六月.csv"]
    assert [document.sheets[0].name for document in documents] == ["六月", "柏林镇六月"]
    assert documents[0].sha256 == documents[1].sha256


def test_paths_that_leave_the_folder_are_refused_by_name(make_zip, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = ["../../x.csv", "..\\..\\y.csv", "/etc/z.csv", "C:\\w.csv", "好.csv"]
    documents = read_bytes(make_zip(dict.fromkeys(names, CSV)), "a.zip")
    assert [document.refusal.rule if document.refusal else None for document in documents] == ["file-unsafe-member"] * 4 + [None]
    assert [document.refusal.fields["observed"] for document in documents[:4]] == names[:4]
    assert list(tmp_path.iterdir()) == []


def test_litter_is_passed_over_and_said(make_zip):
    documents = read_bytes(make_zip({"__MACOSX/._a.csv": b"x", "Thumbs.db": b"x", "a.csv": CSV, "d/~$b.xlsx": b"x"}), "a.zip")
    assert [document.name for document in documents] == ["a.zip/a.csv"]
    assert documents[0].findings[-1].rule == "file-ignored"
    assert "Thumbs.db" in documents[0].findings[-1].fields["file"]


def test_an_archive_of_nothing_but_litter_is_empty(make_zip):
    (document,) = read_bytes(make_zip({".DS_Store": b"x"}), "a.zip")
    assert document.refusal.rule == "file-empty"


def test_an_archive_inside_an_archive_is_opened_and_one_inside_that_is_refused(make_zip):
    deepest = make_zip({"d.csv": CSV})
    inner = make_zip({"b.csv": CSV, "c.zip": deepest})
    documents = read_bytes(make_zip({"石桥镇.zip": inner, "空.csv": b"", "e.csv": CSV}), "a.zip")
    told = [(document.name, document.refusal.rule if document.refusal else None) for document in documents]
    assert told == [
        ("a.zip/石桥镇.zip/b.csv", None),
        ("a.zip/石桥镇.zip/c.zip", "file-nested-archive"),
        ("a.zip/空.csv", "file-incomplete"),
        ("a.zip/e.csv", None),
    ]


def test_a_member_with_a_password_is_refused_and_its_neighbours_read(make_zip):
    data = bytearray(make_zip({"a.csv": CSV, "b.csv": CSV}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(signature)
        struct.pack_into("<H", data, position + offset, 1)
    documents = read_bytes(bytes(data), "a.zip")
    assert [document.refusal.rule if document.refusal else None for document in documents] == ["file-encrypted", None]


def test_the_parts_of_a_workbook_in_a_folder_are_the_workbook(make_zip, make_parts):
    parts = make_parts('<row r="1"><c r="A1"><v>12.5</v></c></row>')
    folder = {f"上报/6月表/{name}": part for name, part in parts.items()}
    text = "产值 13.5".encode()
    found = read_bytes(make_zip({"__MACOSX/上报/._6月表": b"x", **folder, "上报/说明.txt": text}), "a.zip")
    assert [(document.name, document.kind) for document in found] == [("a.zip/上报/6月表", "xlsx"), ("a.zip/上报/说明.txt", "txt")]
    assert [cell.text for cell in found[0].sheets[0].cells.values()] == ["12.5"]
    backslashed = {name.replace("/", "\\"): part for name, part in folder.items()}
    assert [document.kind for document in read_bytes(make_zip(backslashed), "a.zip")] == ["xlsx"]


def test_two_unpacked_documents_in_one_archive(make_zip, make_parts):
    parts = make_parts('<row r="1"><c r="A1"><v>12.5</v></c></row>')
    sheet = zipfile.ZipFile(io.BytesIO(printed.ods([[("7", "")]])))
    other = {name: sheet.read(name) for name in sheet.namelist()}
    word = zipfile.ZipFile(io.BytesIO(printed_texts.docx([[("8", "")]])))
    third = {name: word.read(name) for name in word.namelist()}
    named = [("甲", parts), ("乙.ods", other), ("丙", third)]
    found = read_bytes(make_zip({f"{folder}/{name}": part for folder, files in named for name, part in files.items()}), "a.zip")
    assert [(document.name, document.kind) for document in found] == [("a.zip/甲", "xlsx"), ("a.zip/乙.ods", "ods"), ("a.zip/丙", "docx")]
    assert [cell.text for document in found for cell in document.sheets[0].cells.values()] == ["12.5", "7", "8"]
    assert found == read_bytes(make_zip({f"{folder}/{name}": part for folder, files in named for name, part in files.items()}), "a.zip")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_cannot_be_unpacked_costs_its_neighbours_nothing(method):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("甲.csv", "指标,数\n甲,12.5\n" * 50)
        archive.writestr("乙.csv", "指标,数\n乙,7.25\n")
    data = bytearray(stream.getvalue())
    start = 30 + len("甲.csv".encode()) + 12
    data[start : start + 8] = b"\xff" * 8
    first, second = read_bytes(bytes(data), "a.zip")
    assert (first.refusal.rule, first.refusal.fields["detail"]) == ("file-damaged", "部件 甲.csv 校验不符或无法解压")
    assert second.sheets[0].cells[2, 2].text == "7.25"


def test_a_local_name_in_no_encoding_is_damage_of_its_member_alone(make_zip):
    data = make_zip({"甲.csv": "指标,数\n甲,12.5\n", "乙.csv": "指标,数\n乙,7.25\n"})
    data = data.replace("甲.csv".encode(), b"\xb4\xb4\xb4.csv", 1)  # the local header's; the directory's stands behind
    first, second = read_bytes(data, "a.zip")
    assert first.refusal.rule == "file-damaged"
    assert second.sheets[0].cells[2, 2].text == "7.25"


def test_a_member_without_a_name_costs_its_neighbours_nothing(make_zip):
    data = make_zip({"空空.csv": "指标,数\n甲,12.5\n", "乙.csv": "指标,数\n乙,7.25\n"})
    first, second = read_bytes(data.replace("空空.csv".encode(), b"\0" * len("空空.csv".encode())), "a.zip")
    assert (first.refusal.rule, second.refusal, second.sheets[0].cells[2, 2].text) == ("file-unsafe-member", None, "7.25")
