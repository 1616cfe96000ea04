"""A sheet that is printed over several pages' width is read as the one sheet that it is; pages that stand for themselves stay so."""

from __future__ import annotations

from decimal import Decimal

from huizong.reading import read_bytes
from tests.unit.reading.pdf.small_pdf import pdf
from tests.unit.reading.pdf.test_pdf_letters import put

HEIGHTS = (340, 320, 300, 280)


def page(*columns, heights=HEIGHTS, ruled=True, title=""):
    """Columns of texts, 80 points wide from 40 on, the first text the head."""
    text = b"".join(
        put(45 + 80 * at, height + 6, text)
        for at, column in enumerate(columns)
        for height, text in zip(heights, column, strict=True)
        if text
    )
    right = 40 + 80 * len(columns)
    edges = (heights[0] + 20, *heights)
    rules = b"".join(b"40 %d m %d %d l S\n" % (y, right, y) for y in edges)
    rules += b"".join(b"%d %d m %d %d l S\n" % (x, edges[0], x, edges[-1]) for x in range(40, right + 1, 80))
    return text + (rules if ruled else b"") + (put(45, 380, title) if title else b"")


def sheets(*pages):
    (document,) = read_bytes(pdf(*pages), "a.pdf")
    found = []
    for sheet in document.sheets:
        rows = {}
        for (row, _), cell in sorted(sheet.cells.items()):
            rows.setdefault(row, []).append(cell.value)
        found.append(list(rows.values()))
    return found


NAMES = ("item", "steel", "paper", "bread")
MONTH, YEAR, GROWTH = ("month", "11", "12", "13"), ("year", "101", "102", "103"), ("growth", "1.5", "-2.5", "3.5")
WHOLE = [
    ["item", "month", "year"],
    ["steel", Decimal(11), Decimal(101)],
    ["paper", Decimal(12), Decimal(102)],
    ["bread", Decimal(13), Decimal(103)],
]


def test_columns_on_the_next_page_stand_beside_the_names():
    assert sheets(page(NAMES, MONTH, title="A report of July"), page(YEAR)) == [WHOLE]
    assert sheets(page(NAMES, MONTH, ruled=False), page(YEAR, ruled=False)) == [WHOLE]


def test_three_pages_wide_with_and_without_rules():
    whole = [[*row, more] for row, more in zip(WHOLE, ("growth", Decimal("1.5"), Decimal("-2.5"), Decimal("3.5")), strict=True)]
    for ruled in (True, False):
        assert sheets(*(page(*columns, ruled=ruled) for columns in ((NAMES, MONTH), (YEAR,), (GROWTH,)))) == [whole]


def test_two_pages_high_and_two_wide_are_printed_down_first_or_across_first():
    more = (("item", "flour", "rice", "salt"), ("month", "21", "22", "23"))
    upper, lower = page(NAMES, MONTH), page(*more)
    right_of_upper, right_of_lower = page(YEAR), page(("year", "201", "202", "203"))
    below = [WHOLE[0], ["flour", Decimal(21), Decimal(201)], ["rice", Decimal(22), Decimal(202)], ["salt", Decimal(23), Decimal(203)]]
    assert sheets(upper, lower, right_of_upper, right_of_lower) == [WHOLE, below]
    assert sheets(upper, right_of_upper, lower, right_of_lower) == [WHOLE, below]


def test_pages_that_have_names_of_their_own_or_stand_otherwise_are_sheets_of_their_own():
    other = page(("item", "flour", "rice", "salt"), YEAR)
    assert len(sheets(page(NAMES, MONTH), other)) == 2
    lower = tuple(height - 9 for height in HEIGHTS)
    assert len(sheets(page(NAMES, MONTH), page(YEAR, GROWTH, heights=lower))) == 2
    assert len(sheets(page(NAMES, MONTH), page(YEAR, ("note", "so", "it", "is")))) == 2


def test_a_column_without_a_head_beside_a_page_that_has_one_is_not_joined():
    assert len(sheets(page(NAMES, MONTH), page(("100", "101", "102", "103")))) == 2
