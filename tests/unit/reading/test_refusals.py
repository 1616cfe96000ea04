import hashlib
import io

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from huizong.reading import read_bytes, read_file
from huizong.reading.containers.ole import EMBEDDED
from huizong.reading.size_limits import Limits
from tests.faults.good_files import good_file

ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(data, name, limits=None):
    documents = read_bytes(data, name, limits) if limits else read_bytes(data, name)
    assert len(documents) == 1
    document = documents[0]
    assert document.sheets == () and document.paragraphs == ()
    return document.refusal


def locked(data, password):
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, stream)
    return stream.getvalue()


def test_the_built_in_password_opens_and_another_one_is_said(make_parts, make_zip):
    data = make_zip({**make_parts(ONE_CELL), "docProps/thumbnail.bin": hashlib.shake_128(b"7").digest(5000)})
    (document,) = read_bytes(locked(data, "VelvetSweatshop"), "a.xlsx")
    assert (document.kind, document.sheets[0].cells[1, 1].value) == ("xlsx", 1)
    assert msoffcrypto.OfficeFile(io.BytesIO(locked(data, "x1"))).is_encrypted()
    assert refusal(locked(data, "x1"), "a.xlsx").rule == "file-encrypted"


def test_a_workbook_cut_off_is_incomplete_and_one_with_a_broken_part_names_it(make_xlsx, make_parts, make_zip):
    data = make_xlsx(ONE_CELL)
    assert refusal(data[: len(data) * 6 // 10], "a.xlsx").rule == "file-incomplete"
    broken = make_zip({**make_parts(ONE_CELL), "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>"})
    found = refusal(broken, "a.xlsx")
    assert found.rule == "file-damaged"
    assert "xl/worksheets/sheet1.xml" in found.fields["detail"]


def test_a_part_that_fails_its_checksum_is_named(make_parts, make_zip):
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in make_parts(ONE_CELL).items():
            archive.writestr(name, content)
    data = stream.getvalue().replace(b"<v>1</v>", b"<v>2</v>")
    found = refusal(data, "a.xlsx")
    assert found.rule == "file-damaged"
    assert "sheet1.xml" in found.fields["detail"]


def test_bombs_are_refused_from_the_directory(make_parts, make_zip):
    data = make_zip({**make_parts(ONE_CELL), "xl/media/a.bin": b"\0" * 40_000_000})
    found = refusal(data, "a.xlsx")
    assert found.rule == "file-too-large"
    assert "倍" in found.fields["observed"]
    found = refusal(make_zip({**make_parts(ONE_CELL), "x.bin": b"\0" * 3000}), "a.xlsx", Limits(unpacked_bytes=2000))
    assert found.rule == "file-too-large"
    assert refusal(make_zip(make_parts(ONE_CELL)), "a.xlsx", Limits(file_bytes=100)).rule == "file-too-large"


def test_a_directory_that_lies_about_a_size_unpacks_no_more_than_it_says(make_parts, make_zip):
    honest = make_zip({**make_parts(ONE_CELL), "xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 5_000_000 + b"</worksheet>"})
    size = (5_000_000 + 23).to_bytes(4, "little")
    assert honest.count(size) == 2
    assert refusal(honest.replace(size, (100).to_bytes(4, "little")), "a.xlsx").rule == "file-damaged"


@pytest.mark.parametrize(
    "entities",
    ['<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">', '<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY a "&b;"><!ENTITY b "&a;">'],
)
def test_entities_are_never_followed(make_parts, make_zip, entities):
    parts = make_parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    name = "b" if "<!ENTITY b" in entities else "x"
    parts["xl/sharedStrings.xml"] = f"<!DOCTYPE sst [{entities}]><sst><si><t>&{name};</t></si></sst>"
    assert refusal(make_zip(parts), "a.xlsx").rule == "file-unsafe-content"


def test_too_many_cells_are_refused(make_xlsx):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(1, 60))
    assert refusal(make_xlsx(rows), "a.xlsx", Limits(cells=100)).rule == "file-too-large"


@pytest.mark.parametrize(
    ("data", "name", "rule", "word"),
    [
        (b"Rar!\x1a\x07\x00" + b"x" * 50, "a.rar", "file-unsupported", "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "a.7z", "file-unsupported", "7z"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "a.png", "file-is-scan", ""),
        (b"\xff\xd8\xff\xe0" + b"x" * 50, "报表.xlsx", "file-is-scan", ""),
        (b"\x1aabc" + b"\0" * 161, "~$柏林镇.xlsx", "file-locked", ""),
        (b"anything", "Thumbs.db", "file-ignored", ""),
        (b"", "柏林镇.xlsx", "file-incomplete", "0 字节"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "a.xls", "file-incomplete", ""),
    ],
)
def test_each_reason_has_its_own_code(data, name, rule, word):
    found = refusal(data, name)
    assert found.rule == rule
    assert word in "".join(found.fields.values())


def test_a_scan_inside_a_workbook_or_document_is_a_scan(make_parts, make_zip):
    assert refusal(make_zip({**make_parts(""), "xl/media/image1.png": b"x"}), "a.xlsx").rule == "file-is-scan"
    document = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": '<w:document xmlns:w="urn:w"><w:body><w:p/></w:body></w:document>',
        "word/media/image1.png": b"x",
    }
    assert refusal(make_zip(document), "a.docx").rule == "file-is-scan"


def test_read_file_refuses_a_large_file_without_reading_it(tmp_path):
    path = tmp_path / "大.csv"
    path.write_bytes(b"x" * 2000)
    (document,) = read_file(path, limits=Limits(file_bytes=1000))
    assert (document.name, document.refusal.rule) == ("大.csv", "file-too-large")


def test_a_package_that_lost_bytes_inside_is_incomplete(make_xlsx):
    data = make_xlsx('<row r="1"><c r="A1"><v>1</v></c></row>')
    (document,) = read_bytes(data[:40] + data[60:], "a.xlsx")
    assert document.refusal.rule == "file-incomplete"


@pytest.mark.parametrize("reference", ["'", "12", "A-1", "甲7"])
def test_a_cell_that_names_no_column_is_damage_and_costs_nothing(make_xlsx, reference):
    rows = f'<row r="7"><c r="A7"><v>1</v></c><c r="{reference}" t="str"><v>13800000001</v></c></row>'
    found = refusal(make_xlsx(rows), "柏林镇.xlsx")
    assert (found.rule, found.fields["detail"]) == ("file-damaged", f"单元格位置“{reference}”不成立")


@pytest.mark.parametrize(
    ("stream", "storage"),
    [("objectpool/_1287654321/workbook", "objectpool/_1287654321/"), ("mbd0014ac3f/book", "mbd0014ac3f/"), ("worddocument", None)],
)
def test_the_storages_of_embedded_objects_are_told_by_their_names(stream, storage):
    found = EMBEDDED.match(stream)
    assert (found and found[0]) == storage


@pytest.mark.parametrize("kind", [1, 2])
def test_a_binary_document_whose_table_is_a_folder_is_damage(kind):
    data = good_file("word97.doc")
    entry = data.index("0Table".encode("utf-16-le"))
    assert data[entry + 66] == 2  # a stream; 1 is a folder ([MS-CFB] 2.6.1)
    (document,) = read_bytes(data[: entry + 66] + bytes([kind]) + data[entry + 67 :], "a.doc")
    told = document.refusal.fields["detail"] if document.refusal else None
    assert told == ("OLE 复合文档的数据流无法读取" if kind == 1 else None)
