"""Towns by indicators: as many indicators a page as fit it, with their places."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from huizong.publishing.workbook import sheet as draw
from huizong.publishing.workbook.displayed import Shown
from huizong.publishing.workbook.edition import Edition
from huizong.publishing.workbook.towns import TownCell, TownColumn

_RANK = 6.5
_BLOCK_LEAST = 80.0
_TOWN_SCALE = 0.85  # at which towns by indicators are printed at most, so that a page takes several indicators
_LEAST_SCALE = 0.65
_CHINESE_NUMBERS = "一二三四五六七八九十"
Measured = tuple[TownColumn, list[float]]  # an indicator and the widths of its columns


def align_of(value: Shown) -> str:
    """Numbers at the right, a word that stands for one in the middle."""
    return "right" if isinstance(value, Decimal) else "center"


def write_towns(book: draw.Book, edition: Edition) -> None:
    """A block of indicators a sheet, which is a page: the towns down, the head again where it takes a second page."""
    table = edition.towns
    name_width = draw.fitted(["单位", *table.names], 10, 34)
    heights = [draw.lines_of(name, name_width) * draw.LINE + 4 for name in table.names]
    scale = min(_TOWN_SCALE, max(_LEAST_SCALE, draw.PAPER_HEIGHT / (sum(heights) + 130)))
    blocks = _even([(each, _widths(each)) for each in table.columns], draw.PAPER_WIDTH / scale - name_width)
    for number, block in enumerate(blocks, start=1):
        part = f"（{_ordinal(number)}）" if len(blocks) > 1 else ""
        _write_block(book.sheet(f"分乡镇{part if number > 1 else ''}"), edition, f"{table.title}{part}", block, name_width)


def _write_block(sheet: draw.SheetInMaking, edition: Edition, title: str, block: Sequence[Measured], name_width: float) -> None:
    names, stamp = edition.towns.names, edition.page.stamp
    widths, heads = [name_width], []
    for each, parts in block:
        _write_column(sheet, len(widths) + 1, each, len(parts))
        heads.append((_head(each), sum(parts)))
        widths += parts
    wider = max(1.0, _BLOCK_LEAST / sum(widths))  # the title of a block with one indicator needs more than that
    widths = [width * wider for width in widths]
    across = draw.Across(1, len(widths), sum(widths))
    draw.set_widths(sheet, widths)
    draw.put_text(sheet, 1, title, across, align="center", title=True)
    draw.put_text(sheet, 2, f"{stamp}　带*的未报齐；有单位未报齐的指标不排位。", across)
    draw.put_head(sheet, 3, 1, "单位", to_row=4)
    draw.set_height(sheet, 3, heads)
    sheet.heights[4] = 2 * draw.LINE + 4
    for row, name in enumerate(names, start=5):
        draw.put(sheet, row, 1, name)
        draw.set_height(sheet, row, [(name, name_width)])
    sheet.freeze(5, 2)
    draw.set_print(sheet, (4 + len(names), len(widths)), (1, 4), f"{title}　{stamp}", fit_height=len(names) <= draw.ONE_PAGE)


def _write_column(sheet: draw.SheetInMaking, column: int, each: TownColumn, parts: int) -> None:
    """The column, which has as many parts as it has widths."""
    blank = draw.BLANK_MARK if any(cell.partial for cell in each.cells) else ""
    draw.put_head(sheet, 3, column, _head(each), to_column=column + parts - 1)
    for offset, text in enumerate((each.kind, "位次", "上期\n位次")[:parts]):
        draw.put_head(sheet, 4, column + offset, text)
    for row, cell in enumerate(each.cells, start=5):
        _write_cell(sheet, row, column, cell, each.decimals, blank)
        if parts > 1:
            draw.put(sheet, row, column + 1, cell.rank, draw.CellLook(align="center"))
            draw.put(sheet, row, column + 2, cell.last_rank, draw.CellLook(align="center"))


def _write_cell(sheet: draw.SheetInMaking, row: int, column: int, cell: TownCell, decimals: int, blank: str) -> None:
    lacks = cell.partial or cell.value in ("缺", "暂缓")
    mark = "*" if cell.partial else blank
    look = draw.CellLook(decimals, mark, align=align_of(cell.value), fill=draw.LACKING if lacks else None)
    draw.put(sheet, row, column, cell.value, look)


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
