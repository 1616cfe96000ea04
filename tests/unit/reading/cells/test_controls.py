"""Word's controls for hyphens, pasted raw into cells, are hyphens in every reader: U+001E is one that breaks no line, U+001F optional."""

from __future__ import annotations

import pytest

from huizong.reading import read_bytes
from tests.unit.reading import printed, printed_texts
from tests.unit.reading.conftest import workbook_parts, zipped

RAW = [[("\x1e5.3", "")], [("1\x1e5月", "")], [("\x1f5.3", "")], [("\x1c5.3", "")]]
SHOWN = ["-5.3", "1-5月", "\u00ad5.3", "\ufffd5.3"]


def escaped(text):
    return "".join(f"_x{ord(letter):04X}_" if ord(letter) < 0x20 else letter for letter in text)


def xlsx(quick):
    strings = "".join(f"<si><t>{escaped(text)}</t></si>" for ((text, _),) in RAW)
    cells = "".join(f'<c r="{chr(65 + at)}1" t="s"><v>{at}</v></c>' for at in range(len(RAW)))
    comment = "" if quick else "<!-- read by the XML parser -->"
    return zipped(workbook_parts(f'{comment}<row r="1">{cells}</row>', strings=strings))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xls", printed.xls(RAW)),
        ("a.xlsb", printed.xlsb(RAW)),
        ("plain.xlsb", printed.xlsb(RAW, plain=True)),
        ("quick.xlsx", xlsx(True)),
        ("a.xlsx", xlsx(False)),
        ("a.csv", ("指标,甲,乙\n" + ",".join(text for ((text, _),) in RAW[:3]) + "\n").encode()),
        ("a.rtf", printed_texts.rtf(RAW)),
    ],
)
def test_controls_for_hyphens(name, data):
    (document,) = read_bytes(data, name)
    assert [cell.text for place, cell in sorted(document.sheets[0].cells.items()) if name != "a.csv" or place[0] == 2] == (
        SHOWN[:3] if name == "a.csv" else SHOWN
    )


def test_a_text_with_such_a_minus_keeps_it():
    (document,) = read_bytes("全镇税收收入增速为\x1e5.3%。\n1\x1e6月完成40万元。\n".encode(), "a.txt")
    assert [paragraph.text for paragraph in document.paragraphs] == ["全镇税收收入增速为-5.3%。", "1-6月完成40万元。"]
