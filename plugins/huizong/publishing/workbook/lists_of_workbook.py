"""The lists of the workbook, a sheet each: what is lacking, what changed, what moved most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from huizong.publishing.workbook import sheet as draw
from huizong.publishing.workbook.changes import LISTED
from huizong.publishing.workbook.edition import Edition
from huizong.publishing.workbook.lacking import Gap
from huizong.publishing.workbook.moves import LARGEST
from huizong.publishing.workbook.page import Page

_LIST_WIDTH = 1.35  # of the paper's at full size: lists are printed that much smaller rather than with narrow texts


@dataclass(frozen=True, slots=True)
class _Listing:
    """One list: its name and note, the heads of its columns, its rows, and with how many decimals each row's numbers stand.

    Columns, counted from 0, are `signed` where a sign is always shown, `rates` where numbers have one decimal, `centred`
    where texts stand in the middle.
    """

    name: str
    note: str
    heads: Sequence[str]
    rows: Sequence[Sequence[draw.Value]]
    decimals: Sequence[int]
    signed: frozenset[int] = frozenset()
    rates: frozenset[int] = frozenset()
    centred: frozenset[int] = frozenset()

    @property
    def lines(self) -> Iterator[tuple[Sequence[draw.Value], int]]:
        """Each row with the decimals of its numbers."""
        return zip(self.rows, self.decimals, strict=True)


def write_gaps(sheet: draw.SheetInMaking, page: Page, gaps: Sequence[Gap]) -> None:
    """What towns owe and have not given, a town a line."""
    heads = ("单位", "应报项数", "以符号代数", "暂缓", "未报或缺")
    rows = [
        (gap.town, gap.owed, "、".join(gap.masked), "、".join(gap.held), "全部" if len(gap.missing) == gap.owed else "、".join(gap.missing))
        for gap in gaps
    ]
    note = "所列单位补报或更正后，汇总数随之变动。" if rows else "应报数据已全部收到。"
    _write_list(sheet, page, _Listing("缺口", note, heads, rows, [0] * len(rows)))


def write_changes(sheet: draw.SheetInMaking, edition: Edition) -> None:
    """What of the published figures changed since they were first published, the latest first."""
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
    decimals, centred = [c.decimals for c in listed], frozenset({0, 3, 4, 6, 8})
    _write_list(sheet, page, _Listing("变动说明", note, heads, rows, decimals, signed=frozenset({7}), centred=centred))


def write_moves(sheet: draw.SheetInMaking, edition: Edition) -> None:
    """What moved the county's figures most against the year before, with its reasons."""
    page = edition.page
    heads = ("单位", "指标", "计量单位", "本期", "上年同期", "增减", "同比%", "拉动百分点", "说明")
    rows = [
        (m.organisation, m.indicator, m.unit, m.value, m.base, m.difference, "不可比" if m.growth is None else m.growth, m.pull, m.words)
        for m in edition.moves
    ]
    note = (
        f"按对全县该指标增速的拉动列前{LARGEST}项，其后为其他有说明的；拉动按有上年同期数的单位计算，由未经四舍五入的数得出。"
        if rows
        else "本期没有可与上年同期比较的乡镇数据。"
    )
    decimals, signed, rates = [m.decimals for m in edition.moves], frozenset({5, 7}), frozenset({6, 7})
    _write_list(sheet, page, _Listing("异动说明", note, heads, rows, decimals, signed, rates, centred=frozenset({2, 6})))


def _write_list(sheet: draw.SheetInMaking, page: Page, listing: _Listing) -> None:
    """A list with a head on every page; its last column is the text that wraps."""
    heads = listing.heads
    texts = [
        [_told(value, 1 if column in listing.rates else places, signed=column in listing.signed) for column, value in enumerate(row)]
        for row, places in listing.lines
    ]
    widths = [draw.fitted([head, *(row[column] for row in texts)], 8, 30) for column, head in enumerate(heads[:-1])]
    longest = draw.fitted([heads[-1], *(row[-1] for row in texts)], 30, 80)
    widths.append(max(30.0, min(longest, draw.PAPER_WIDTH * _LIST_WIDTH - sum(widths))))
    total, width = sum(widths), len(heads)
    if total < draw.PAPER_WIDTH:
        widths[-1] += draw.PAPER_WIDTH - total
        total = draw.PAPER_WIDTH
    draw.set_widths(sheet, widths)
    across = draw.Across(1, width, total)
    draw.put_text(sheet, 1, f"{page.title.removesuffix('汇总表')}{listing.name}", across, align="center", title=True)
    draw.put_text(sheet, 2, page.stamp, across)
    draw.put_text(sheet, 3, listing.note, across)
    for column, head in enumerate(heads, start=1):
        draw.put_head(sheet, 4, column, head)
    draw.set_height(sheet, 4, zip(heads, widths, strict=True))
    for row, (values, places, shown) in enumerate(zip(listing.rows, listing.decimals, texts, strict=True), start=5):
        for column, value in enumerate(values):
            align = "center" if column in listing.centred and isinstance(value, str) else None
            decimals = 1 if column in listing.rates else places
            draw.put(sheet, row, column + 1, value, draw.CellLook(decimals, signed=column in listing.signed, align=align))
        draw.set_height(sheet, row, zip(shown, widths, strict=True))
    draw.set_print(sheet, (4 + len(listing.rows), width), (1, 4), f"{page.title}　{page.stamp}")
    sheet.freeze(5, 1)


def _told(value: draw.Value, decimals: int, *, signed: bool) -> str:
    if isinstance(value, Decimal):
        return draw.number_words(value, decimals, signed=signed)
    return "" if value is None else str(value)
