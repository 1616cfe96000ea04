"""An archive or package of too many parts is too large, which is no damage."""

from __future__ import annotations

import io
import warnings
import zipfile

from huizong.reading import read_bytes
from huizong.reading.size_limits import Limits


def test_too_many_members_are_too_much_and_no_damage(make_zip):
    (document,) = read_bytes(make_zip({f"{number}.csv": "a" for number in range(12)}), "汇总.zip", limits=Limits(members=11))
    assert document.refusal is not None
    assert (document.refusal.rule, dict(document.refusal.fields)) == ("file-too-large", {"observed": "12 个成员", "expected": "11 个"})


def archived(*members: tuple[str | bytes, bytes]) -> bytes:
    """An archive with exactly these entries; a name in bytes is written as it is, without the mark for UTF-8."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of names that are there already
        for name, data in members:
            entry = zipfile.ZipInfo(name if isinstance(name, str) else "x" * len(name))
            archive.writestr(entry, data)
    content = stream.getvalue()
    for name, _ in members:
        if isinstance(name, bytes):
            content = content.replace(b"x" * len(name), name)
    return content


def test_members_of_one_name_are_all_read() -> None:
    data = archived(("月报.csv", b"a,1\nb,2\n"), ("月报.csv", b"a,3\nb,4\n"), ("A.CSV", b"a,5\nb,6\n"), ("a.csv", b"a,7\nb,8\n"))
    documents = read_bytes(data, "汇总.zip")
    assert [(document.name, document.sheets[0].cells[1, 2].text) for document in documents] == [
        ("汇总.zip/月报.csv", "1"),
        ("汇总.zip/月报 (2).csv", "3"),
        ("汇总.zip/A.CSV", "5"),
        ("汇总.zip/a.csv", "7"),
    ]


def test_names_that_only_their_spelling_tells_apart_are_numbered() -> None:
    data = archived(("月报.csv", b"a,1\nb,2\n"), ("月报.csv".encode("gb18030"), b"a,3\nb,4\n"))
    documents = read_bytes(data, "汇总.zip")
    assert [(document.name, document.sheets[0].cells[1, 2].text) for document in documents] == [
        ("汇总.zip/月报.csv", "1"),
        ("汇总.zip/月报 (2).csv", "3"),
    ]


def test_a_part_that_is_there_twice_is_damage_unless_both_are_the_same(make_parts) -> None:
    parts = make_parts('<row r="1"><c r="A1"><v>1742</v></c></row>')
    again = ("XL/worksheets/Sheet1.xml", parts["xl/worksheets/sheet1.xml"].encode())
    twice = [*((name, text.encode()) for name, text in parts.items()), again]
    (document,) = read_bytes(archived(*twice), "a.xlsx")
    assert document.refusal is None
    twice[-1] = (twice[-1][0], twice[-1][1].replace(b"1742", b"1743"))
    (document,) = read_bytes(archived(*twice), "a.xlsx")
    assert document.refusal is not None
    assert dict(document.refusal.fields) == {"detail": "部件 xl/worksheets/sheet1.xml 有两个，内容不同"}


def test_a_member_with_a_name_of_thousands_of_characters() -> None:
    (document,) = read_bytes(archived(("报" * 3000 + ".csv", b"a,1\nb,2\n")), "汇总.zip")
    assert document.name == "汇总.zip/" + "报" * 100 + "…" + "报" * 96 + ".csv"
    assert document.sheets[0].cells[1, 2].text == "1"
