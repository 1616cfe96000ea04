"""The comment at a faulty cell: added after whatever the department wrote there, and taken away again."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from huizong.feedback.marked_copy.cells import written_cells
from huizong.feedback.receipt.list_entries import FaultEntry
from huizong.reading.documents.our_comments import OUR_AUTHOR

AUTHOR = OUR_AUTHOR
START = "〔汇总〕"
_LONGEST = 1800
_WIDTH, _LINE_HEIGHT, _CHARACTERS_A_LINE = 300, 18, 22


def comment_for(found: Sequence[FaultEntry], existing: str = "") -> Comment:
    """One comment for all faults of a cell; what stood there before stays in front."""
    own = "\n\n".join(_entry_text(entry) for entry in found)
    text = f"{existing}\n\n{own}" if existing else own
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}……（其余见《差错清单》）"
    lines = sum(1 + len(line) // _CHARACTERS_A_LINE for line in text.split("\n"))
    return Comment(text, AUTHOR, width=_WIDTH, height=min(_LINE_HEIGHT * (lines + 1), 500))


def without_ours(text: str) -> str:
    """What the department wrote in a comment that we added to."""
    return text.partition(START)[0].strip()


def remove_ours(workbook: Workbook) -> None:
    """Takes our comments off a workbook that came back, keeping the department's own words."""
    for sheet in workbook.worksheets:
        for cell in written_cells(sheet):
            if cell.comment is not None and START in cell.comment.text:
                kept = without_ours(cell.comment.text)
                author = cell.comment.author
                cell.comment = Comment(kept, author) if kept else None


def _entry_text(entry: FaultEntry) -> str:
    lines = [f"{START}{entry.action}（第{entry.label}条）", f"问题：{entry.message}"]
    named = (("表上填的", entry.observed), ("应为", entry.expected), ("相差", entry.difference))
    lines.extend(f"{word}：{text}" for word, text in named if text)
    lines.append(f"怎么办：{entry.remedy}")
    if entry.wants_reason:
        lines.append("说明：写在《差错清单》的「说明」栏")
    return "\n".join(lines)
