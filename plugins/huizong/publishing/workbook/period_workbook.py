"""The workbook of a period as it is circulated: the page, towns by indicators, what changed, what moved most, a chart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from huizong.publishing.workbook import sheet as draw
from huizong.publishing.workbook.chart import write_chart
from huizong.publishing.workbook.displayed import Shown
from huizong.publishing.workbook.edition import Edition
from huizong.publishing.workbook.lacking import Gap
from huizong.publishing.workbook.lists_of_workbook import write_changes, write_gaps, write_moves
from huizong.publishing.workbook.page import Page, PageLine
from huizong.publishing.workbook.town_sheets import align_of, write_towns
from huizong.publishing.workbook.watermark import watermarked
from huizong.publishing.workbook.workbook_digest import digest

_NAME_LEAST, _NAME_MOST, _NOTE_LEAST, _NOTE_MOST = 32.0, 58.0, 24.0, 72.0


def to_workbook(edition: Edition, gaps: Sequence[Gap] | None = None, watermark: str = "", content: str = "") -> bytes:
    """The bytes of an xlsx file whose property `huizong` tells that we wrote it, `huizong-content` what is in it.

    With `gaps` there is a sheet of what is lacking; a watermark stands across every sheet.
    `content` is the edition's digest, where it is known.
    """
    book = draw.Book()
    _write_page(book.sheet("汇总"), edition.page)
    if edition.towns.columns:
        write_towns(book, edition)
    if gaps is not None:
        write_gaps(book.sheet("缺口"), edition.page, gaps)
    write_changes(book.sheet("变动说明"), edition)
    write_moves(book.sheet("异动说明"), edition)
    write_chart(book, edition.page)
    book.note("huizong", "rollup")
    book.note("huizong-content", content or digest(edition))
    return watermarked(book, watermark) if watermark else book.content()


def _write_page(sheet: draw.SheetInMaking, page: Page) -> None:
    width = len(page.headers)
    widths = _page_widths(page)
    draw.set_widths(sheet, widths)
    across = draw.Across(1, width, sum(widths))
    draw.put_text(sheet, 1, page.title, across, align="center", title=True)
    draw.put_text(sheet, 2, page.stamp, draw.Across(1, width - 3, sum(widths[:-3])))
    draw.put_text(sheet, 2, page.corner, draw.Across(width - 2, width, sum(widths[-3:])), align="right")
    draw.put_text(sheet, 3, page.coverage, across)
    for column, text in enumerate(page.headers, start=1):
        draw.put_head(sheet, 4, column, text)
    sheet.heights[4] = draw.LINE + 8
    marked = {field for line in page.lines for field in line.partial}
    for row, line in enumerate(page.lines, start=5):
        draw.put(sheet, row, 1, line.name)
        draw.put(sheet, row, 2, line.unit, draw.CellLook(align="center"))
        for column, (field, value, decimals, signed) in enumerate(_numbers(line), start=3):
            mark = "*" if field in line.partial else draw.BLANK_MARK if field in marked else ""
            fill = draw.LACKING if field in line.partial else None
            draw.put(sheet, row, column, value, draw.CellLook(decimals, mark, signed=signed, align=align_of(value), fill=fill))
        draw.put(sheet, row, width, line.note)
        draw.set_height(sheet, row, [(line.name, widths[0]), (line.unit, widths[1]), (line.note, widths[-1])])
    last = 5 + len(page.lines)
    draw.put_text(sheet, last, f"注：{''.join(f'{n}.{note}' for n, note in enumerate(page.notes, start=1))}", across)
    draw.set_print(sheet, (last, width), (1, 4), f"{page.title}　{page.stamp}", fit_height=len(page.lines) <= draw.ONE_PAGE)
    sheet.freeze(5, 2)


def _numbers(line: PageLine) -> list[tuple[str, Shown, int, bool]]:
    """The numbers of a line: field, value, decimals, whether its sign is always shown."""
    return [
        ("current", line.current, line.decimals, False),
        ("cumulative", line.cumulative, line.decimals, False),
        ("growth", line.growth, 1, False),
        ("plan", line.plan, line.decimals, False),
        ("completion", line.completion, 1, False),
        ("gap", line.gap, 1, True),
    ]


def _page_widths(page: Page) -> list[float]:
    """Columns as wide as their texts, the notes as wide as the paper still is when its height takes all lines."""
    numbers = [draw.fitted([page.headers[2 + n], *_words(page, n)], 9, 24) for n in range(6)]
    unit = draw.fitted([page.headers[1], *(line.unit for line in page.lines)], 6, 14)
    height = (len(page.lines) + 9) * (draw.LINE + 4)
    room = draw.PAPER_WIDTH * max(1.0, height / draw.PAPER_HEIGHT) - unit - sum(numbers)
    wanted = draw.fitted([line.note for line in page.lines], _NOTE_LEAST, _NOTE_MOST)
    name = draw.fitted([page.headers[0], *(line.name for line in page.lines)], 14, max(_NAME_LEAST, min(_NAME_MOST, room - wanted)))
    return [name, unit, *numbers, max(_NOTE_LEAST, min(wanted, room - name))]


def _words(page: Page, number: int) -> list[str]:
    found = []
    for line in page.lines:
        field, value, decimals, signed = _numbers(line)[number]
        if value is not None:
            mark = "*" if field in line.partial else ""
            found.append(draw.number_words(value, decimals, mark, signed=signed) if isinstance(value, Decimal) else value)
    return found
