"""The workbook of a period as it comes out of a printer: converted by LibreOffice, page by page (24 towns, 40 indicators)."""

from __future__ import annotations

import re
from pathlib import Path

import pdfplumber
import pytest

from huizong.catalogue import Period
from huizong.publishing.workbook.edition import edition_of
from huizong.publishing.workbook.lacking import gaps
from huizong.publishing.workbook.period_workbook import to_workbook
from tests.system.test_office import convert
from tests.unit.publishing.workbook.test_printed_layout import INDICATORS, NAMES, evidence, long_county, rollups

pytestmark = pytest.mark.system

A4_LANDSCAPE = (842, 595)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    county = long_county(folder / "county")
    edition = edition_of(county, "2026-06", rollups(), evidence())
    (folder / "published.xlsx").write_bytes(to_workbook(edition))
    marked = to_workbook(edition, gaps(county, Period.parse("2026-06"), rollups()), watermark="未定稿\n截至2026年7月8日10:23")
    (folder / "as_is.xlsx").write_bytes(marked)
    convert([folder / "published.xlsx", folder / "as_is.xlsx"], "pdf", folder / "pdf")
    return folder / "pdf"


def texts(path: Path) -> list[str]:
    """The text of each page without blanks and breaks."""
    with pdfplumber.open(path) as pdf:
        assert {(round(page.width), round(page.height)) for page in pdf.pages} == {A4_LANDSCAPE}
        return [re.sub(r"\s", "", page.extract_text()) for page in pdf.pages]


def test_the_page_is_one_page_with_every_indicator_and_number_in_full(printed: Path) -> None:
    first, second = texts(printed / "published.pdf")[:2]
    assert first.startswith("绿川县2026年6月主要指标汇总表")
    assert "占上年同期工业总产值0总量92.0%" in first
    for _, name, *_ in INDICATORS:
        assert name in first
    # 40 x 23456789.1万元 is 93827.16亿元, with a mark; a number that has no room is printed as ###
    assert "93,827.16*" in first
    assert "#" not in first
    assert "截至2026年7月8日10:23（北京时间）收到的数据。" in first
    assert second.startswith("绿川县2026年6月分乡镇主要指标（一）")


def test_each_page_has_its_head_its_number_and_its_stamp(printed: Path) -> None:
    pages = texts(printed / "published.pdf")
    for number, text in enumerate(pages, start=1):
        assert text.startswith("绿川县2026年6月"), number
        assert f"第{number}页，共{len(pages)}页" in text
        assert "未定稿截至2026年7月8日10:23" in text
        assert "###" not in text
    towns = [text for text in pages if "分乡镇主要指标" in text]
    assert "".join(towns).count("上期位次") + "".join(towns).count("上期") >= len(INDICATORS)
    for text in towns:  # a block takes one page: all towns are on it
        assert all(name in text for name in NAMES.values())


def test_nothing_is_printed_beyond_the_margins(printed: Path) -> None:
    for name in ("published.pdf", "as_is.pdf"):
        with pdfplumber.open(printed / name) as pdf:
            for page in pdf.pages:
                assert min(char["x0"] for char in page.chars) >= 20
                assert max(char["x1"] for char in page.chars) <= A4_LANDSCAPE[0] - 20
                assert max(char["bottom"] for char in page.chars) <= A4_LANDSCAPE[1] - 10


def test_the_watermark_stands_across_every_sheet(printed: Path) -> None:
    with pdfplumber.open(printed / "as_is.pdf") as pdf:
        aslant = {page.page_number: "".join(char["text"] for char in page.chars if abs(char["matrix"][1]) > 0.01) for page in pdf.pages}
        lists = [page.page_number for page in pdf.pages if "主要指标变动说明" in page.extract_text()]
    assert {text for text in aslant.values() if text} == {"未定稿截至2026年7月8日10:23"}
    # a list that goes on has it on its first page
    assert [number for number, text in aslant.items() if not text] == lists[1:]
