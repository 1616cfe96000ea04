"""The workbook of a period as it is circulated: the page, towns by indicators, what changed, what moved most, a chart."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.worksheet import Worksheet

from huizong.publishing.workbook import sheet as draw
from huizong.publishing.workbook.changes import LISTED
from huizong.publishing.workbook.chart import write_chart
from huizong.publishing.workbook.displayed import Shown
from huizong.publishing.workbook.edition import Edition
from huizong.publishing.workbook.lacking import Gap
from huizong.publishing.workbook.moves import LARGEST
from huizong.publishing.workbook.page import Line, Page
from huizong.publishing.workbook.towns import TownCell, TownColumn
from huizong.publishing.workbook.watermark import watermarked

_ONE_PAGE = 48  # lines that can still be read when they are fitted to one A4 page
_NAME_LEAST, _NAME_MOST, _NOTE_LEAST, _NOTE_MOST = 32.0, 58.0, 24.0, 72.0
_RANK = 6.5
_BLOCK_LEAST = 80.0
_LIST_WIDTH = 1.35  # of the paper's at full size: lists are printed that much smaller rather than with narrow texts
_TOWN_SCALE = 0.85  # at which towns by indicators are printed at most, so that a page takes several indicators
_LEAST_SCALE = 0.65
_DIGEST = re.compile(r'name="huizong-content".*?>([0-9a-f]{64})<', re.DOTALL)
_CHINESE_NUMBERS = "一二三四五六七八九十"

Measured = tuple[TownColumn, list[float]]  # an indicator and the widths of its columns


def digest(edition: Edition) -> str:
    """What tells one workbook from another: its content and the program that lays it out."""
    content = json.dumps(asdict(edition), default=lambda value: sorted(value) if isinstance(value, frozenset) else str(value))
    return sha256(f"{_program()}{content}".encode()).hexdigest()


def digest_in(path: Path) -> str | None:
    """The digest in a workbook that was written before; None where there is none that can be read."""
    try:
        with zipfile.ZipFile(path) as book:
            properties = book.read("docProps/custom.xml").decode("utf-8")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    found = _DIGEST.search(properties)
    return found[1] if found else None


@cache
def _program() -> str:
    return sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parents[1].rglob("*.py")))).hexdigest()


def to_workbook(edition: Edition, gaps: Sequence[Gap] | None = None, watermark: str = "") -> bytes:
    """The bytes of an xlsx file whose property `huizong` tells that we wrote it, `huizong-content` what is in it.

    With `gaps` there is a sheet of what is lacking; a watermark stands across every sheet.
    """
    book = Workbook()
    first = book.active
    if not isinstance(first, Worksheet):
        raise TypeError("a new workbook has no worksheet")
    first.title = "汇总"
    _write_page(first, edition.page)
    if edition.towns.columns:
        _write_towns(book, edition)
    if gaps is not None:
        _write_gaps(book.create_sheet("缺口"), edition.page, gaps)
    _write_changes(book.create_sheet("变动说明"), edition)
    _write_moves(book.create_sheet("异动说明"), edition)
    chart = book.create_sheet("图")
    if not write_chart(chart, edition.page):
        book.remove(chart)
    # the type stubs know nothing of custom properties
    properties = cast("Any", book).custom_doc_props
    properties.append(StringProperty(name="huizong", value="rollup"))
    properties.append(StringProperty(name="huizong-content", value=digest(edition)))
    if watermark:
        return watermarked(book, watermark)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_page(sheet: Worksheet, page: Page) -> None:
    width = len(page.headers)
    widths = _page_widths(page)
    draw.set_widths(sheet, widths)
    total = sum(widths)
    draw.put_text(sheet, 1, page.title, (1, width), total, align="center", title=True)
    draw.put_text(sheet, 2, page.stamp, (1, width - 3), sum(widths[:-3]))
    draw.put_text(sheet, 2, page.corner, (width - 2, width), sum(widths[-3:]), align="right")
    draw.put_text(sheet, 3, page.coverage, (1, width), total)
    for column, text in enumerate(page.headers, start=1):
        draw.put_head(sheet, 4, column, text)
    sheet.row_dimensions[4].height = draw.LINE + 8
    marked = {field for line in page.lines for field in line.partial}
    for row, line in enumerate(page.lines, start=5):
        draw.put(sheet, row, 1, line.name)
        draw.put(sheet, row, 2, line.unit, align="center")
        for column, (field, value, decimals, signed) in enumerate(_numbers(line), start=3):
            mark = "*" if field in line.partial else draw.BLANK_MARK if field in marked else ""
            fill = draw.LACKING if field in line.partial else None
            draw.put(sheet, row, column, value, decimals, mark, signed=signed, align=_align(value), fill=fill)
        draw.put(sheet, row, width, line.note)
        draw.set_height(sheet, row, [(line.name, widths[0]), (line.unit, widths[1]), (line.note, widths[-1])])
    last = 5 + len(page.lines)
    draw.put_text(sheet, last, f"注：{''.join(f'{n}.{note}' for n, note in enumerate(page.notes, start=1))}", (1, width), total)
    draw.set_print(sheet, (last, width), (1, 4), f"{page.title}　{page.stamp}", fit_height=len(page.lines) <= _ONE_PAGE)
    sheet.freeze_panes = "B5"


def _numbers(line: Line) -> list[tuple[str, Shown, int, bool]]:
    """The numbers of a line: field, value, decimals, whether its sign is always shown."""
    return [
        ("current", line.current, line.decimals, False),
        ("cumulative", line.cumulative, line.decimals, False),
        ("growth", line.growth, 1, False),
        ("plan", line.plan, line.decimals, False),
        ("completion", line.completion, 1, False),
        ("gap", line.gap, 1, True),
    ]


def _align(value: Shown) -> str:
    """Numbers at the right, a word that stands for one in the middle."""
    return "right" if isinstance(value, Decimal) else "center"


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


def _write_towns(book: Workbook, edition: Edition) -> None:
    """A block of indicators a sheet, which is a page: the towns down, the head again where it takes a second page."""
    table = edition.towns
    name_width = draw.fitted(["单位", *table.names], 10, 34)
    heights = [draw.lines_of(name, name_width) * draw.LINE + 4 for name in table.names]
    scale = min(_TOWN_SCALE, max(_LEAST_SCALE, draw.PAPER_HEIGHT / (sum(heights) + 130)))
    blocks = _even([(each, _widths(each)) for each in table.columns], draw.PAPER_WIDTH / scale - name_width)
    for number, block in enumerate(blocks, start=1):
        part = f"（{_ordinal(number)}）" if len(blocks) > 1 else ""
        _write_block(book.create_sheet(f"分乡镇{part if number > 1 else ''}"), edition, f"{table.title}{part}", block, name_width)


def _write_block(sheet: Worksheet, edition: Edition, title: str, block: Sequence[Measured], name_width: float) -> None:
    names, stamp = edition.towns.names, edition.page.stamp
    widths, heads = [name_width], []
    for each, parts in block:
        _write_column(sheet, len(widths) + 1, each, len(parts))
        heads.append((_head(each), sum(parts)))
        widths += parts
    wider = max(1.0, _BLOCK_LEAST / sum(widths))  # the title of a block with one indicator needs more than that
    widths = [width * wider for width in widths]
    total, across = sum(widths), (1, len(widths))
    draw.set_widths(sheet, widths)
    draw.put_text(sheet, 1, title, across, total, align="center", title=True)
    draw.put_text(sheet, 2, f"{stamp}　带*的未报齐；有单位未报齐的指标不排位。", across, total)
    draw.put_head(sheet, 3, 1, "单位", to_row=4)
    draw.set_height(sheet, 3, heads)
    sheet.row_dimensions[4].height = 2 * draw.LINE + 4
    for row, name in enumerate(names, start=5):
        draw.put(sheet, row, 1, name)
        draw.set_height(sheet, row, [(name, name_width)])
    sheet.freeze_panes = "B5"
    draw.set_print(sheet, (4 + len(names), len(widths)), (1, 4), f"{title}　{stamp}", fit_height=len(names) <= _ONE_PAGE)


def _write_column(sheet: Worksheet, column: int, each: TownColumn, parts: int) -> None:
    """The column, which has as many parts as it has widths."""
    blank = draw.BLANK_MARK if any(cell.partial for cell in each.cells) else ""
    draw.put_head(sheet, 3, column, _head(each), to_column=column + parts - 1)
    for offset, text in enumerate((each.kind, "位次", "上期\n位次")[:parts]):
        draw.put_head(sheet, 4, column + offset, text)
    for row, cell in enumerate(each.cells, start=5):
        _write_cell(sheet, row, column, cell, each.decimals, blank)
        if parts > 1:
            draw.put(sheet, row, column + 1, cell.rank, align="center")
            draw.put(sheet, row, column + 2, cell.last_rank, align="center")


def _write_cell(sheet: Worksheet, row: int, column: int, cell: TownCell, decimals: int, blank: str) -> None:
    lacks = cell.partial or cell.value in ("缺", "暂缓")
    mark = "*" if cell.partial else blank
    draw.put(sheet, row, column, cell.value, decimals, mark, align=_align(cell.value), fill=draw.LACKING if lacks else None)


def _head(each: TownColumn) -> str:
    return f"{each.name}\n（{each.unit}）"


def _widths(each: TownColumn) -> list[float]:
    """The widths of an indicator's columns: its value, and its places where it is one that towns are ranked by."""
    texts = [
        draw.number_words(cell.value, each.decimals, "*" if cell.partial else "") if isinstance(cell.value, Decimal) else cell.value or ""
        for cell in each.cells
    ]
    value = draw.fitted([each.kind, *texts], 9, 24)
    return [value, _RANK, _RANK] if each.has_ranks else [max(value, 14.0)]


def _blocks(columns: Sequence[Measured], room: float) -> list[list[Measured]]:
    """As many indicators a page as fit it; one at least."""
    blocks: list[list[Measured]] = [[]]
    left = room
    for each in columns:
        need = sum(each[1])
        if need > left and blocks[-1]:
            blocks.append([])
            left = room
        blocks[-1].append(each)
        left -= need
    return blocks


def _even(columns: Sequence[Measured], room: float) -> list[list[Measured]]:
    """No more pages than need be, and the indicators spread over them, so that none is left alone on the last."""
    blocks = _blocks(columns, room)
    while (narrower := _blocks(columns, room - 1)) and len(narrower) == len(blocks) and room > 1:
        room, blocks = room - 1, narrower
    return blocks


def _ordinal(number: int) -> str:
    return _CHINESE_NUMBERS[number - 1] if number <= len(_CHINESE_NUMBERS) else str(number)


def _write_gaps(sheet: Worksheet, page: Page, gaps: Sequence[Gap]) -> None:
    heads = ("单位", "应报项数", "以符号代数", "暂缓", "未报或缺")
    rows = [
        (gap.town, gap.owed, "、".join(gap.masked), "、".join(gap.held), "全部" if len(gap.missing) == gap.owed else "、".join(gap.missing))
        for gap in gaps
    ]
    note = "所列单位补报或更正后，汇总数随之变动。" if rows else "应报数据已全部收到。"
    _write_list(sheet, page, "缺口", note, heads, rows, [0] * len(rows))


def _write_changes(sheet: Worksheet, edition: Edition) -> None:
    page, listed = edition.page, edition.changes[:LISTED]
    heads = ("发布时间", "单位", "指标", "口径", "计量单位", "原数", "现数", "增减", "性质", "原因")
    rows = [
        (c.at, c.organisation, c.indicator, c.basis, c.unit, c.old, "撤回" if c.new is None else c.new, c.difference, c.nature, c.why)
        for c in listed
    ]
    if not edition.changes:
        note = "本期自首次发布以来没有变动。"
    elif len(edition.changes) > LISTED:
        note = f"自首次发布以来变动{len(edition.changes)}项，列最近{LISTED}项；补齐为新报单位的数计入，更正为已计入单位的数改动。"
    else:
        note = f"自首次发布以来变动{len(edition.changes)}项；补齐为新报单位的数计入，更正为已计入单位的数改动。"
    _write_list(
        sheet, page, "变动说明", note, heads, rows, [c.decimals for c in listed], signed=frozenset({7}), centred=frozenset({0, 3, 4, 6, 8})
    )


def _write_moves(sheet: Worksheet, edition: Edition) -> None:
    page = edition.page
    heads = ("单位", "指标", "计量单位", "本期", "上年同期", "增减", "同比%", "拉动百分点", "说明")
    rows = [(m.organisation, m.indicator, m.unit, m.value, m.base, m.difference, m.growth, m.pull, m.words) for m in edition.moves]
    note = (
        f"按对全县该指标增速的拉动列前{LARGEST}项，其后为其他有说明的；拉动按有上年同期数的单位计算，由未经四舍五入的数得出。"
        if rows
        else "本期没有可与上年同期比较的乡镇数据。"
    )
    _write_list(
        sheet,
        page,
        "异动说明",
        note,
        heads,
        rows,
        [m.decimals for m in edition.moves],
        signed=frozenset({5, 7}),
        centred=frozenset({2}),
        rates=frozenset({6, 7}),
    )


def _write_list(
    sheet: Worksheet,
    page: Page,
    name: str,
    note: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[draw.Value]],
    decimals: Sequence[int],
    *,
    signed: frozenset[int] = frozenset(),
    rates: frozenset[int] = frozenset(),
    centred: frozenset[int] = frozenset(),
) -> None:
    """A list with a head on every page; its last column is the text that wraps. Columns are counted from 0."""
    texts = [
        [_told(value, 1 if column in rates else places, signed=column in signed) for column, value in enumerate(row)]
        for row, places in zip(rows, decimals, strict=True)
    ]
    widths = [draw.fitted([head, *(row[column] for row in texts)], 8, 30) for column, head in enumerate(heads[:-1])]
    longest = draw.fitted([heads[-1], *(row[-1] for row in texts)], 30, 80)
    widths.append(max(30.0, min(longest, draw.PAPER_WIDTH * _LIST_WIDTH - sum(widths))))
    total, width = sum(widths), len(heads)
    if total < draw.PAPER_WIDTH:
        widths[-1] += draw.PAPER_WIDTH - total
        total = draw.PAPER_WIDTH
    draw.set_widths(sheet, widths)
    draw.put_text(sheet, 1, f"{page.title.removesuffix('汇总表')}{name}", (1, width), total, align="center", title=True)
    draw.put_text(sheet, 2, page.stamp, (1, width), total)
    draw.put_text(sheet, 3, note, (1, width), total)
    for column, head in enumerate(heads, start=1):
        draw.put_head(sheet, 4, column, head)
    draw.set_height(sheet, 4, zip(heads, widths, strict=True))
    for row, (values, places, shown) in enumerate(zip(rows, decimals, texts, strict=True), start=5):
        for column, value in enumerate(values):
            align = "center" if column in centred and isinstance(value, str) else None
            draw.put(sheet, row, column + 1, value, 1 if column in rates else places, signed=column in signed, align=align)
        draw.set_height(sheet, row, zip(shown, widths, strict=True))
    draw.set_print(sheet, (4 + len(rows), width), (1, 4), f"{page.title}　{page.stamp}")
    sheet.freeze_panes = "A5"


def _told(value: draw.Value, decimals: int, *, signed: bool) -> str:
    if isinstance(value, Decimal):
        return draw.number_words(value, decimals, signed=signed)
    return "" if value is None else str(value)
