"""What a person sees, in every reader alike: 150 with a raised 2 is 150², and what is crossed out or hidden is no digit."""

from __future__ import annotations

import pytest

from huizong.model import Document, Look
from huizong.reading import read_bytes
from huizong.reading.cells.sight import Ink, in_cell, in_prose
from huizong.reading.documents.doc import read_text_streams
from tests.unit.reading import printed, printed_texts


def from_doc(cells):
    paragraphs, sheets = read_text_streams(*printed_texts.doc_streams(cells))
    return Document("a.doc", "", "doc", sheets=sheets, paragraphs=paragraphs)


READERS = {
    name: (lambda cells, name=name, write=write: read_bytes(write(cells), f"a.{name}")[0])
    for name, write in {
        "xls": printed.xls,
        "xlsx": printed.shared_xlsx,
        "inline.xlsx": printed.inline_xlsx,
        "xlsb": printed.xlsb,
        "ods": printed.ods,
        "xml": printed.spreadsheetml,
        "docx": printed_texts.docx,
        "odt": printed_texts.odt,
        "rtf": printed_texts.rtf,
        "html": printed_texts.html,
    }.items()
} | {"doc": from_doc}
HIDING = {"ods", "docx", "rtf", "doc", "html"}  # the others hide rows and columns only
SHOWING = {"docx", "rtf", "doc", "html"}  # the others store the number, with its sign
TRACKING = {"docx", "rtf", "doc"}

SEEN = [  # runs of a cell, the text that is seen, what is said
    ([("150", ""), ("2", "raised")], "150²", None),
    ([("CO", ""), ("2", "lowered")], "CO₂", None),
    ([("150", ""), ("(1)", "raised")], "150⁽¹⁾", None),
    ([("150", "raised")], "150", None),
    ([("168", "struck"), ("150", "")], "150", Look("part", "〔划掉：168〕150")),
    ([("17", ""), ("5", "struck"), ("6", "")], "176", Look("part", "17〔划掉：5〕6")),
    ([("168", "struck")], "168", Look("struck", "〔划掉：168〕")),
    ([("9", "white"), ("150", "")], "150", Look("part", "〔与底色同色：9〕150")),
    ([("150", "white")], "150", Look("unseen", "〔与底色同色：150〕")),
    ([("9", "tiny"), ("150", "")], "150", Look("part", "〔字号过小：9〕150")),
    ([("150", "tiny")], "150", Look("unseen", "〔字号过小：150〕")),
    ([("9", "hidden"), ("150", "")], "150", Look("part", "〔隐藏：9〕150")),
    ([("168", "deleted"), ("150", "")], "150", Look("part", "〔已删除：168〕150")),
    ([("\xe2", "wingdings"), ("5.3", "")], "↓5.3", None),
    ([("\uf0e1", "wingdings"), ("5.3%", "")], "↑5.3%", None),
    ([("-", "symbol"), ("5.3", "")], "−5.3", None),
    ([("5.3", "symbol")], "5.3", None),
    ([("J", "wingdings"), ("5.3", "")], "\ufffd5.3", None),
    ([("\xa4", "wingdings"), ("数", "wingdings"), ("5", "")], "◉数5", None),
    ([("2", "wingdings")], "\ufffd", None),
    ([("1", "deleted"), ("7.5", "")], "7.5", Look("part", "〔已删除：1〕7.5")),
    ([("5.3", "red")], "5.3", Look("red", "5.3")),
    ([("-5.3", "red")], "-5.3", None),
]


@pytest.mark.parametrize("name", READERS)
def test_a_cell_is_what_a_person_sees_of_it(name):
    hows = {"hidden": HIDING, "deleted": TRACKING, "red": SHOWING}
    cases = [case for case in SEEN if all(name in hows.get(how, READERS) for _, how in case[0])]
    for some in (cases[:14], cases[14:]):  # as many as the one page of properties of a doc has room for
        (sheet,) = READERS[name]([runs for runs, _, _ in some]).sheets
        assert [(cell.text, cell.look) for _, cell in sorted(sheet.cells.items())] == [(text, look) for _, text, look in some]


@pytest.mark.parametrize(
    ("runs", "cell", "prose"),
    [
        ([("12", Ink.PLAIN)], ("12", None), ("12", None)),
        ([("168", Ink.STRUCK), (" ", Ink.PLAIN)], ("168 ", "struck"), (" ", "part")),
        ([("9", Ink.STRUCK), ("9", Ink.UNSEEN)], ("99", "struck"), ("", "part")),
        ([("9", Ink.HIDDEN)], ("", "part"), ("", "part")),
        ([("168", Ink.STRUCK | Ink.DELETED)], ("", "part"), ("", "part")),
        ([(" ", Ink.STRUCK), ("150", Ink.PLAIN)], ("150", None), ("150", None)),
        ([("10", Ink.PLAIN), ("-3", Ink.RAISED)], ("10⁻³", None), ("10⁻³", None)),
        ([("注", Ink.RAISED), ("150", Ink.PLAIN)], ("注150", None), ("注150", None)),
        ([("168", Ink.STRUCK), ("2", Ink.RAISED)], ("2", "part"), ("2", "part")),
        ([("5", Ink.RED), (".3%", Ink.RED), (" ", Ink.PLAIN)], ("5.3% ", "red"), ("5.3% ", None)),
        ([("5", Ink.RED), (".3", Ink.PLAIN)], ("5.3", None), ("5.3", None)),
        ([("合计", Ink.RED)], ("合计", None), ("合计", None)),
        ([("5.3", Ink.RED), ("9", Ink.STRUCK | Ink.RED)], ("5.3", "part"), ("5.3", "part")),
    ],
)
def test_the_one_rule(runs, cell, prose):
    seen_cell, seen_prose = in_cell(runs), in_prose(runs)
    assert (seen_cell.text, seen_cell.look and seen_cell.look.kind) == cell
    assert (seen_prose.text, seen_prose.look and seen_prose.look.kind) == prose


def test_white_letters_of_a_page_whose_grounds_nobody_knows_are_seen():
    table = (
        '<table><tr><td class="dark"><font color="white">150</font></td><td bgcolor="white"><font color="white">8</font></td></tr></table>'
    )
    for sheet in (b'<link rel="stylesheet" href="a.css">', b"<style>body {background: #fff} .top td {background: navy}</style>"):
        (document,) = read_bytes(printed_texts.html_body(table).replace(b"<head>", b"<head>" + sheet), "a.html")
        assert [(cell.text, cell.look and cell.look.kind) for cell in document.sheets[0].cells.values()] == [("150", None), ("8", "unseen")]
