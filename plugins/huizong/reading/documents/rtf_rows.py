"""A row of an RTF table while its control words are read: where its cells end, how they merge, what lies behind them."""

from __future__ import annotations

from dataclasses import dataclass, field

from huizong.reading.cells.sight import WHITE
from huizong.reading.documents.doc_tables import (
    FIRST_MERGED,
    MERGED,
    VERTICAL,
    VERTICAL_START,
)

MERGE_FLAGS = {"clmgf": FIRST_MERGED, "clmrg": MERGED, "clvmgf": VERTICAL | VERTICAL_START, "clvmrg": VERTICAL}
ROW_WORDS = {"trleft", "cellx", *MERGE_FLAGS}
TABLE_WORDS = {"nestcell", "nestrow", "cell", "row", "trowd", "clcbpat", "cbpat", "clshdng", "shading", *ROW_WORDS}


@dataclass(slots=True)
class RtfRow:
    """The borders of a row in twips, and what is said of each of its cells; `flag` and `ground` are of the next one."""

    left: int = 0
    edges: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    flag: int = 0
    grounds: list[int | None] = field(default_factory=list)
    ground: int | None = WHITE

    @property
    def borders(self) -> tuple[int, ...]:
        """The border on the left, and that behind each cell."""
        return (self.left, *self.edges)

    def control(self, word: str, number: int | None) -> None:
        """One of the `ROW_WORDS`."""
        if word == "trleft":
            self.left = number or 0
        elif word in MERGE_FLAGS:
            self.flag |= MERGE_FLAGS[word]
        else:
            self.edges.append(number or 0)
            self.flags.append(self.flag)
            self.grounds.append(self.ground)
            self.flag, self.ground = 0, WHITE
