"""Texts of an attacker in every place of a file where a department can write one, through the whole flow: nothing that comes out acts.

Formulas, markup, statements, marks that turn the direction of writing, control characters: in names of files, sheets, rows, headers,
units, notes, values and in prose; in every file of the outbox and of what is published, in the warehouse, in what is said in the log.
"""

from __future__ import annotations

import csv
import io
import logging
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest

from huizong.flow import publication
from huizong.settings import Settings
from tests.faults.good_files import KINDS, PROSE, ROWS
from tests.faults.towns import TOWNS, County, county
from tests.unit.reading.conftest import zipped

MARK = "EVIL"  # stands in every hostile text: what comes out of one is found by it
HOSTILE = (
    f'=HYPERLINK("http://{MARK}.example/","x")',
    f"=cmd|'/c {MARK}'!A0",
    f"+{MARK}+1",
    f"-{MARK}-1",
    f"@SUM({MARK})",
    f"\t={MARK}",
    f"<script>alert('{MARK}')</script>",
    f"<img src=x onerror=alert('{MARK}')>",
    f'" onmouseover="{MARK}" x="',
    f"'; drop table core.figure; -- {MARK}",
    f"%s %(x)s {{0}} {{observed}} {MARK}",
    f"\u202e{MARK}\u2066\u200b",
    f"\x07{MARK}\x1b[31m",
    f"javascript:{MARK}",
    f"${{jndi:{MARK}}} `{MARK}` $({MARK})",
)
FORMULAS = 6  # how many of them, the first, a workbook might work out
_ACTING = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")


def hostile_rows(text: str) -> list[list[str]]:
    """The sound form with the text as a row's name and unit, as a value, beside the title and under the table."""
    rows = [list(fields) for fields in ROWS]
    rows[0].append(text)
    rows[5][2] = text
    rows[6][3] = f"{text}12.5"
    rows.append([text, text, "1", "2", "3"])
    rows.append([f"注：{text}"])
    return rows


def without_controls(text: str) -> str:
    """What XML can hold of a text."""
    return "".join(letter for letter in text if letter == "\t" or ord(letter) >= 32)


@pytest.fixture(scope="module")
def attacked(server, template, new_home) -> Iterator[tuple[County, str]]:  # type: ignore[no-untyped-def]
    """One county that was sent all of it, and what its log says."""
    urls = server.create_database("attacked", template=template)
    home = new_home("attacked")
    settings = Settings.from_environment({"HUIZONG_HOME": str(home), "HUIZONG_STABLE_SECONDS": "0.001"})
    made = county(settings.with_database(urls.loader, urls.owner, urls.reader))
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    logging.getLogger().addHandler(handler)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publication, "_write_data_docs", lambda *_: None)
        for number, text in enumerate(HOSTILE):
            town = TOWNS[f"T{number % 10 + 1:02}"]
            name = re.sub(r"[/\0]", "／", text)
            made.drop(f"{town}/{number}{name}.csv", KINDS["utf8.csv"](hostile_rows(text), PROSE))
            plain = without_controls(text)
            markup = plain.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
            if number < FORMULAS:
                made.drop(f"{town}/{number}.xlsx", workbook_of(hostile_rows(plain), plain))
            elif number % 2:
                prose = (*PROSE, f"{text}，全乡完成固定资产投资{text}23250.5万元。")
                made.drop(f"{town}/{number}.txt", KINDS["prose.txt"](ROWS, prose))
            else:
                made.drop(f"{town}/{number}.html", KINDS["page.html"](hostile_rows(markup), (markup, markup, *PROSE)))
        made.drop(
            f"{TOWNS['T01']}/{MARK}.zip",
            zipped({f"{number}{name}.csv".replace("/", "／"): KINDS["utf8.csv"](ROWS, PROSE) for number, name in enumerate(HOSTILE)}),
        )
        made.run()
    logging.getLogger().removeHandler(handler)
    yield made, said.getvalue()
    server.drop_database("attacked")


def workbook_of(rows: list[list[str]], text: str) -> bytes:
    """The rows as a workbook whose sheet, comment, header and properties have the text too; formulas stand in it as formulas."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = re.sub(r"[\[\]:*?/\\\t]", "", text)[:31]
    for fields in rows:
        page.append([float(field) if _NUMBER.fullmatch(field) and "," not in field and "%" not in field else field for field in fields])
    page["C4"].comment = openpyxl.comments.Comment(text, text)
    page.oddHeader.center.text = text.replace("&", "")
    book.properties.title = text
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def written(made: County, *endings: str) -> Iterator[Path]:
    """Every file that departments or readers of rollups are given."""
    for folder in (made.settings.outbox, made.settings.published):
        yield from (path for path in folder.rglob("*") if path.is_file() and path.suffix in endings)


def test_it_was_answered_and_the_tables_stand(attacked: tuple[County, str]) -> None:
    made, _ = attacked
    assert made.inbox() == []
    assert made.receipts() == 2 * len(HOSTILE) + 1
    assert all(count > 0 for (count,) in made.rows("select count(*) from core.figure union all select count(*) from raw.submission"))
    assert made.rows("select count(*) from raw.arrival where state = 'quarantined'") == [(0,)]


def test_names_of_written_files_are_plain(attacked: tuple[County, str]) -> None:
    made, _ = attacked
    for folder in (made.settings.outbox, made.settings.published):
        for path in folder.rglob("*"):
            assert not re.search(r'[<>:"\\|?*\x00-\x1f\x7f]', path.name), path.name
            assert not any(unicodedata.category(letter) in ("Cc", "Cf") for letter in path.name), path.name


def test_no_page_has_markup_of_a_department(attacked: tuple[County, str]) -> None:
    made, _ = attacked
    seen = 0

    class Looking(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag not in ("script", "img", "iframe", "object", "embed", "form", "base", "link"), (path, tag)
            for name, value in attrs:
                assert not name.startswith("on"), (path, name)
                if name in ("href", "src"):
                    assert urlsplit(value or "").scheme in ("", "mailto"), (path, value)

    for path in written(made, ".html"):
        text = path.read_text("utf-8")
        Looking().feed(text)
        seen += MARK in text
    assert seen > 10  # the texts are quoted there, as text


def test_no_cell_of_a_workbook_or_csv_acts(attacked: tuple[County, str]) -> None:
    made, _ = attacked
    seen = 0
    for path in written(made, ".xlsx", ".xlsm"):
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is None:
                        continue
                    seen += MARK in str(cell.value)
                    # A department's own formula stays in its own copy; one that starts a program or calls out does not.
                    assert cell.data_type != "f" or not re.search(r"\||WEBSERVICE", str(cell.value)), (path, cell)
        with zipfile.ZipFile(path) as package:
            assert not [name for name in package.namelist() if "externalLink" in name or "vbaProject" in name or "ddeLink" in name]
    for path in written(made, ".csv"):
        if path.is_relative_to(made.settings.outbox):
            continue  # a marked copy of a text file is a workbook; what else lies there is none
        for fields in csv.reader(io.StringIO(path.read_text("utf-8-sig"))):
            assert not [field for field in fields if _ACTING.match(field) and not _NUMBER.fullmatch(field)], (path, fields)
    assert seen > 10


def test_no_text_turns_direction_or_rings_a_bell(attacked: tuple[County, str]) -> None:
    made, said = attacked
    unseen = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    for path in written(made, ".txt", ".html", ".csv"):
        text = path.read_text("utf-8-sig").replace("\r\n", "\n")
        found = unseen.search(text)
        assert found is None, (path, text[max(found.start() - 30, 0) : found.end() + 30])
    assert not unseen.search(said.replace("\r", ""))


def test_the_log_says_no_word_of_a_file(attacked: tuple[County, str]) -> None:
    _, said = attacked
    assert MARK not in said
