"""The tables of a document as its sheets give them: each with its titles, and the words around it that declare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huizong.model import Document
from huizong.recognising.context.declaring import declared_in_sheet
from huizong.recognising.context.form_of_table import titled_form
from huizong.recognising.context.who import Declared
from huizong.recognising.table.blocks import Block, is_title, split_blocks
from huizong.recognising.table.inheriting import with_header_of
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary import margin_words as margins
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.recognising.vocabulary.units_apart import may_say_apart
from huizong.recognising.vocabulary.when import says_until, spans_in

_MOST_LINES_ABOVE = 5
_LONGEST_LINE = 60
_LONGEST_NOTE = 200
_IN_BRACKETS = re.compile(r"[(（](?!.*单位)[^()（）]*[)）]\s*$")
_DAY_ALONE = re.compile(r"\s*(?:20)?\d{2}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?\s*")


@dataclass(frozen=True)
class FoundTable:
    """One table as the sheet gives it: its titles (those of the table it continues, too), and the words around it.

    `beneath` are the paragraphs right under a table in a text.
    `own` are the titles that stand over it itself; `goes_on` says that it continues the table before or is a section of
    its form, `inherits` that its header is that of the table before.
    """

    block: Block
    titles: tuple[str, ...]
    around: tuple[str, ...]
    declared: tuple[Declared, ...]
    own: tuple[str, ...] = ()
    goes_on: bool = False
    beneath: tuple[str, ...] = ()
    inherits: bool = False

    @property
    def sheet_name(self) -> str:
        """The name of the sheet it stands on; empty in a text."""
        sheet = self.block.grid.sheet
        return sheet.name if sheet.layout == "sheet" else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines above that declare and may say a period too; dates of filling in are none."""
        others = (margins.without_form_number(text) for text in self.around if text not in self.titles)
        said = (text for text in others if not margins.is_table_number(text))  # 有效期至：2025年6月 is how long the form holds
        return tuple(text for text in said if not any(word in text for word in ("日期", "时间", "报出")))

    @property
    def signed(self) -> tuple[str, ...]:
        """The lines below the table that say when it was filled in, and by whom."""
        return tuple(text for text in self.block.notes if margins.is_signature(text) or is_day_alone(text))

    @property
    def foot(self) -> tuple[str, ...]:
        """The lines below the table that name a period as such: 报告期：2026年6月, 注：以上数据截至6月30日."""
        return tuple(text for text in (*self.block.notes, *self.beneath) if margins.says_period(text, "") or says_until(text))

    @property
    def beyond_corners(self) -> tuple[str, ...]:
        """The texts that may state a unit elsewhere than in a corner: in a sentence above, below the table, in no cell at all.

        A comment at a head is one of them; one at a figure is about that figure.
        """
        grid = self.block.grid
        first, last = (self.block.body[0], self.block.body[-1]) if self.block.body else (0, 0)
        remarks = [text for (row, _), text in sorted(grid.sheet.comments.items()) if row < first]
        below = {cell.text.strip() for row, cells in grid if row > last for cell in cells}
        notes = [text for text in self.block.notes if margins.corner_unit(text) is None or margins.is_note(text) or text in below]
        above = [text for text in self.around if margins.corner_unit(text) is None or may_say_apart(text)]
        return (*above, *notes, *self.beneath, *grid.sheet.margins, *remarks)

    @property
    def corner(self) -> str:
        """The last unit corner above the table; one in its header, 指标（单位：万元）, is nearer still."""
        corners = [corner for text in (*self.around, *self.over_names) if (corner := margins.corner_unit(text))]
        return corners[-1] if corners else ""

    @property
    def over_names(self) -> tuple[str, ...]:
        """The heads over the names of rows: 指标, 指标（单位：万元）, 项目（万元）."""
        block = self.block
        header = [block.grid.text(row, column) for row in block.header for column in block.columns]
        return tuple(text for text in header if words.is_label_header(margins.without_corner(_IN_BRACKETS.sub("", text))))


def find_tables(grids: Sequence[Grid], names: Names, document: Document, within: str | None) -> list[FoundTable]:
    """The tables of the sheets, in order. A table in a document takes the short paragraphs before it as its titles."""
    lexicon = FormLexicon(names)
    found: list[FoundTable] = []
    before: FoundTable | None = None
    boxed: tuple[str, ...] = ()  # the texts of a box that holds no table itself: a title drawn with a frame around it
    last = 0
    for grid in grids:
        in_text = grid.sheet.layout == "table"
        near = (*boxed, *_paragraphs_before(document, last, grid.sheet.after_paragraph)) if in_text else ()
        last = grid.sheet.after_paragraph or last
        blocks = split_blocks(grid, lexicon)
        inherited = None
        if before is not None and blocks and _may_go_on((*near, *blocks[0].preamble), lexicon):
            inherited = with_header_of(before.block, blocks, lexicon)
            blocks = inherited or blocks
        boxed = () if blocks or not in_text else _short_texts(grid)
        rows = {row for block in blocks for row in (*block.header, *block.body)}
        declared = declared_in_sheet(grid, rows, names, within) if blocks else []
        for number, block in enumerate(blocks):
            own, around = (*filter(is_title, near), *block.titles), (*near, *block.preamble)
            under = (*block.notes, *(_paragraphs_under(document, grids, grid) if in_text and len(grids) == 1 else ()))
            if not own and len(blocks) == 1:  # some write the title as they would under a picture
                own = tuple(text for text in under if is_title(text) and titled_form([text], lexicon.catalogue) is not None)[:1]
            titles, goes_on = own, False
            link = _link(before, block, own, around, lexicon, same_sheet=in_text or number > 0)
            if before is not None and link == "names":
                # A town's name alone over its part of the form: the form's title holds, the name of the part before doesn't.
                titles = (*(text for text in before.titles if not lexicon.organisation(text)), *titles)
                around = (*(text for text in before.around if not lexicon.organisation(text)), *around)
                goes_on = True
            elif before is not None and link == "all":
                titles, around, goes_on = (*before.titles, *titles), (*before.around, *around), True
            elif before is not None and (in_text or number > 0) and not any(margins.corner_unit(text) for text in around):
                around = (*[text for text in before.around if margins.declared_name(text) is not None], *around)
            mine = [item for cell, item in declared if cell.row in block.body or cell.text.strip() in (*block.preamble, *block.notes)]
            beneath = _paragraphs_under(document, grids, grid) if in_text else ()
            inherits = inherited is not None and number == 0
            before = FoundTable(block, tuple(titles), tuple(around), tuple(mine), tuple(own), goes_on, beneath, inherits)
            found.append(before)
            near = ()
    return found


def _may_go_on(over: Sequence[str], lexicon: FormLexicon) -> bool:
    """Whether nothing over a table without header says that it is another one: no title but 续, a page, a section, or a form's."""
    bare = [text for text in over if is_title(text) and not margins.is_page(text)]
    return all(margins.is_continued(text) or words.is_heading(text) or titled_form([text], lexicon.catalogue) is not None for text in bare)


def _paragraphs_under(document: Document, grids: Sequence[Grid], grid: Grid) -> tuple[str, ...]:
    """The short paragraphs between a table in a text and the next one, and those behind the text's only table."""
    first = grid.sheet.after_paragraph
    if first is None:
        return ()
    later = [other.sheet.after_paragraph for other in grids if (other.sheet.after_paragraph or 0) > first]
    end = min((number for number in later if number is not None), default=None)
    texts = (p.text.strip() for p in document.paragraphs if p.number > first and (end is None or p.number <= end))
    return tuple(text for text in texts if 0 < len(text) <= _LONGEST_NOTE and (margins.corner_unit(text) is None or end is None))


def _link(
    before: FoundTable | None, block: Block, own: Sequence[str], around: Sequence[str], lexicon: FormLexicon, *, same_sheet: bool
) -> str:
    """How a table hangs on the one before: `all` of its words hold, `names` but for whom it is about, or `` nothing.

    A part of the same sheet without a title goes on; so does one titled 续, 第2页 or by a section's number, and one that
    repeats the form's title without its month. On another sheet a part without any title must repeat the header.
    """
    if before is None:
        return ""
    catalogue = lexicon.catalogue
    sheet = block.grid.sheet.name if block.grid.sheet.layout == "sheet" else ""
    bare = [text for text in own if not margins.is_page(text)]
    if not same_sheet and any(span.last_month is not None for span in spans_in(sheet)):
        return ""  # a sheet a month: each says its own
    named = not same_sheet and lexicon.names.organisation_in(sheet) is not None
    if not bare:
        return ("names" if named else "all") if same_sheet or _same_header(block, before.block) else ""
    if any(margins.is_continued(text) for text in bare):
        return "all"
    if all(lexicon.organisation(text) for text in bare):
        return "names" if same_sheet or _same_header(block, before.block) else ""
    if any(span.last_month is not None for text in around for span in spans_in(text)):
        return ""
    titled = titled_form(bare, catalogue)
    if titled is not None:
        over = titled_form(before.titles, catalogue)
        return ("names" if named else "all") if over is not None and over.code == titled.code and _says_month(before) else ""
    return "all" if all(words.is_heading(text) or lexicon.organisation(text) for text in bare) or _same_header(block, before.block) else ""


def _says_month(found: FoundTable) -> bool:
    return any(span.last_month is not None for text in (*found.titles, *found.lines) for span in spans_in(text))


def _same_header(block: Block, before: Block) -> bool:
    """Whether the header says the same as that of the table before."""
    texts, others = ([[one.grid.text(row, column) for column in one.columns] for row in one.header] for one in (block, before))
    return bool(texts) and texts == others


def _short_texts(grid: Grid) -> tuple[str, ...]:
    texts = [text for _, cells in grid for cell in cells for text in cell.text.split("\n") if cell.kind == "text"]
    return tuple(text.strip() for text in texts if 0 < len(text.strip()) <= _LONGEST_LINE)[:_MOST_LINES_ABOVE]


def _paragraphs_before(document: Document, last: int, number: int | None) -> tuple[str, ...]:
    """The short lines right above a table in a text: its title, the declaration, the unit corner.

    `last` is the number of the paragraph before which the table before it stands: what was said above that was of that.
    """
    near: list[str] = []
    for paragraph in reversed(document.paragraphs):
        text = paragraph.text.strip()
        length = len(" ".join(text.split()))
        if not text or (number is not None and paragraph.number > number):
            continue
        if paragraph.number <= last:
            break
        states_unit = margins.corner_unit(text) is not None or may_say_apart(text)
        is_note = (margins.is_note(text) or margins.declared_name(text) or states_unit) and length <= _LONGEST_NOTE
        if len(near) == _MOST_LINES_ABOVE or (not is_note and (length > _LONGEST_LINE or text.endswith(("。", "；", ";")))):
            break
        near.insert(0, text)
    return tuple(near)


def is_day_alone(text: str) -> bool:
    """Whether a line is a day and nothing else: beside a signature it says when a form was filled in."""
    return _DAY_ALONE.fullmatch(text) is not None
