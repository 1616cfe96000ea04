"""A small workbook that would be spread out into millions of cells is not opened for marking."""

from __future__ import annotations

import io
import zipfile

import pytest

from huizong.feedback.marked_copy.marking import NotMarkableError, mark
from huizong.feedback.marked_copy.weight import is_too_heavy, spread_places
from tests.unit.feedback.marked_copy.test_marking import AT, HEAD


def package(sheet: str, links: int = 0) -> bytes:
    """A package with one worksheet part, and one of another workbook's cells with so many bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/externalLinks/externalLink1.xml", "x" * links)
    return stream.getvalue()


def test_places_under_merges_and_links_are_counted() -> None:
    merges = '<mergeCell ref="A1:C4"/><x:mergeCell ref="$E$1:$F$2" /><mergeCell ref="A0:B1"/>'
    sheet = merges + '<hyperlink r:id="r1" ref="A1:B5"/><hyperlink ref="B2"/>'
    assert spread_places(package(sheet)) == 12 + 4 + 10


@pytest.mark.parametrize(
    ("sheet", "links", "heavy"),
    [
        ('<mergeCell ref="A1:XFD3"/>', 0, False),  # 49,152
        ('<mergeCell ref="A1:XFD4"/>', 0, True),  # 65,536
        ('<hyperlink ref="A1:XFD1048576"/>', 0, True),
        ("", 2 * 1024 * 1024, False),
        ("", 2 * 1024 * 1024 + 1, True),
    ],
)
def test_what_is_too_heavy(sheet: str, links: int, heavy: bool) -> None:
    assert is_too_heavy(package(sheet, links)) is heavy


def test_a_heavy_workbook_is_shown_in_a_new_one() -> None:
    with pytest.raises(NotMarkableError, match="工作簿太大"):
        mark(package('<hyperlink ref="A1:XFD1048576"/>'), HEAD, (), frozenset(), "A1", AT)
