"""What is sent out opens in an office suite: converted by LibreOffice, colours, comments, links and numbers are still there.

Files of every kind that departments send go through the whole flow once; LibreOffice converts all that came out at once.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from openpyxl import Workbook, load_workbook

from huizong.flow import pipeline
from huizong.settings import INCLUDE, Settings
from huizong.steps import preparing
from huizong.warehouse.server.embedded import EmbeddedServer

pytestmark = pytest.mark.system

SAMPLES = INCLUDE / "samples"
RED, YELLOW = "FFF8B4B4", "FFFFF59D"
SECONDS = 120


def convert(sources: list[Path], kind: str, target: Path) -> None:
    """Have LibreOffice convert files; it has a profile of its own, so that one that is running doesn't matter."""
    program = shutil.which("soffice")
    assert program, "this test needs the Debian packages libreoffice-calc and libreoffice-writer: apt-get install them"
    profile = target.parent / "profile"
    command = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind, "--outdir", str(target)]
    done = subprocess.run([*command, *map(str, sources)], capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    lacking = [path.name for path in sources if not (target / f"{path.stem}.{kind.split(':')[0]}").exists()]
    assert not lacking, f"not converted: {lacking}; {done.stdout}{done.stderr}"


def as_csv(source: Path, target: Path) -> None:
    """The first sheet's values as they stand, in the encoding that offices use."""
    target.parent.mkdir(parents=True)
    with target.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(
            ["" if value is None else value for value in row] for row in load_workbook(source).worksheets[0].values
        )


@pytest.fixture(scope="module")
def outbox(server: EmbeddedServer, template: str, new_home: Callable[[str], Path]) -> Iterator[Path]:
    """The outbox after xlsx, csv, xls and docx samples with known faults went through the flow."""
    folder = new_home("office")
    urls = server.create_database("office", template=template)
    settings = Settings.from_environment({"HUIZONG_HOME": str(folder), "HUIZONG_STABLE_SECONDS": "0.001"})
    settings = settings.with_database(urls.loader, urls.owner, urls.reader)
    shutil.copytree(SAMPLES / "柘冲乡", settings.inbox / "柘冲乡")
    shutil.copytree(SAMPLES / "城南街道", settings.inbox / "城南街道")
    shutil.copytree(SAMPLES / "雁洲镇" / "2025-H1", settings.inbox / "雁洲镇" / "2025-H1")
    as_csv(SAMPLES / "云盘镇" / "2025-06" / "云盘镇6月月报.xlsx", settings.inbox / "云盘镇" / "2025-06" / "云盘镇6月.csv")
    (settings.inbox / "桐坳镇" / "2025-06").mkdir(parents=True)
    convert([SAMPLES / "桐坳镇" / "2025-06" / "桐坳镇6月月报.xlsx"], "xls", settings.inbox / "桐坳镇" / "2025-06")
    preparing.prepare(settings)
    while any(path.is_file() for path in settings.inbox.rglob("*")):  # a file must have rested before it is taken
        pipeline.run_once(settings)
    yield settings.outbox
    server.drop_database("office")


@pytest.fixture(scope="module")
def converted(outbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything marked, converted to the same kind and to PDF."""
    folder = tmp_path_factory.mktemp("converted") / "files"
    workbooks, documents = sorted(outbox.rglob("*_标注.xlsx")), sorted(outbox.rglob("*_标注.docx"))
    assert (len(workbooks), len(documents)) == (4, 1)
    convert(workbooks, "xlsx", folder)
    convert(documents, "docx", folder)
    convert([*workbooks, *documents], "pdf", folder)
    return folder


def both(outbox: Path, converted: Path, name: str) -> tuple[Workbook, Workbook]:
    """The marked workbook of a sender as we wrote it and as LibreOffice saved it."""
    (ours,) = outbox.rglob(f"*{name}*_标注.xlsx")
    return load_workbook(ours), load_workbook(converted / ours.name)


def colours(workbook: Workbook) -> dict[tuple[str, str], str]:
    """Colour of every filled cell by sheet and cell."""
    return {
        (sheet.title, cell.coordinate): str(cell.fill.fgColor.rgb)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def comments(workbook: Workbook) -> dict[tuple[str, str], str]:
    """Comment of every cell that has one."""
    return {
        (sheet.title, cell.coordinate): cell.comment.text.strip()
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def contents(workbook: Workbook) -> dict[tuple[str, str], Any]:
    """Value of every cell that has one."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def links(workbook: Workbook) -> dict[str, str]:
    """Where the links of the list lead."""
    sheet = workbook.worksheets[0]
    return {
        cell.coordinate: (cell.hyperlink.location or "").replace("'", "").replace("$", "")
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    }


@pytest.mark.parametrize("name", ["柘冲乡6月月报", "城南街道6月月报", "云盘镇6月", "桐坳镇6月月报"])
def test_libreoffice_keeps_what_we_wrote(outbox: Path, converted: Path, name: str) -> None:
    ours, theirs = both(outbox, converted, name)
    assert theirs.sheetnames == ours.sheetnames
    assert theirs.sheetnames[0] == "差错清单"
    assert theirs.active is theirs.worksheets[0]
    assert contents(theirs) == contents(ours)
    assert colours(theirs) == colours(ours)
    assert comments(theirs) == comments(ours) != {}
    assert links(theirs) == links(ours) != {}


@pytest.mark.parametrize(
    ("name", "colour", "cells", "figure"),
    [
        # Workbook of its own: month and cumulative of the part above the whole, in 元 beside 万元.
        ("柘冲乡6月月报", RED, {"C6", "C7", "D6", "D7"}, ("C6", 905.8)),
        # Cumulative that does not continue last month's.
        ("城南街道6月月报", YELLOW, {"D6", "C6"}, ("D6", 52418.7)),
        # A CSV becomes a workbook; only the masked figure is coloured.
        ("云盘镇6月", RED, {"D8"}, ("E8", 14688.5)),
        # An old workbook becomes a new one; the cumulative is below the month.
        ("桐坳镇6月月报", RED, {"C16", "D16"}, ("D16", 1230)),
    ],
)
def test_the_known_faults_are_seen(
    outbox: Path, converted: Path, name: str, colour: str, cells: set[str], figure: tuple[str, float]
) -> None:
    _, theirs = both(outbox, converted, name)
    sheet = theirs.worksheets[1]
    ours = {RED, YELLOW, "FFFBD38D", "FFD6E9F8"}
    assert {cell: shade for (title, cell), shade in colours(theirs).items() if title == sheet.title and shade in ours} == dict.fromkeys(
        cells, colour
    )
    cell = sheet[figure[0]]
    assert (cell.data_type, cell.value) == ("n", figure[1])
    commented = {cell for title, cell in comments(theirs) if title == sheet.title}
    assert commented
    assert commented <= cells


def test_the_list_says_what_to_do(outbox: Path, converted: Path) -> None:
    _, theirs = both(outbox, converted, "柘冲乡6月月报")
    rows = [[cell.value for cell in row] for row in theirs.worksheets[0].iter_rows(min_row=5)]
    told = dict(zip(rows[0], rows[1], strict=True))
    # 905.8 is the whole in 万元, 3215000 its part, written in 元; 3215000 - 905.8 = 3214094.2.
    assert (told["位置"], told["表上填的"], told["应为"], told["相差"]) == ("「报表」C6、C7", 905.8, "不小于 3215000", 3214094.2)
    assert told["说明"] is None


def test_a_document_keeps_its_comments(outbox: Path, converted: Path) -> None:
    (ours,) = outbox.rglob("*_标注.docx")

    def said(path: Path) -> list[str]:
        with zipfile.ZipFile(path) as archive:
            xml = archive.read("word/comments.xml").decode("utf-8")
        found = re.findall(r"<w:comment\b.*?</w:comment>", xml, re.DOTALL)
        return sorted("".join(re.findall(r"<w:t\b[^>]*>([^<]*)</w:t>", comment)) for comment in found)

    # Two masked figures and two that are missing.
    assert len(said(ours)) == 4
    assert said(converted / ours.name) == said(ours)
    assert sum("用符号代替了数字" in text for text in said(ours)) == 2


def test_a_printed_list_fits_the_page(outbox: Path, converted: Path) -> None:
    for path in sorted(converted.glob("*_标注.pdf")):
        with pdfplumber.open(path) as pdf:
            first = pdf.pages[0]
            text = "".join((first.extract_text() or "").split())
            if "docx" in path.name:
                continue
            assert first.width > first.height, path.name
            assert "差错清单" in text, path.name
            # Header of the first and of the last column: the list is fitted to one page's width.
            assert "编号" in text, path.name
            assert "与上次比" in text, path.name
