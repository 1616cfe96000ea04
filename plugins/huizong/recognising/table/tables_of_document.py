"""The tables of one document, each with its form, its period and its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import Form
from huizong.model import Basis, Document, Finding
from huizong.recognising.context.dating import Dated, Voice, date_table, days_of
from huizong.recognising.context.declaring import Cover, declared_in_sheet
from huizong.recognising.context.form_of_table import Evidence, belongs, matching_form, says_other, titled_form
from huizong.recognising.context.owing import owed_forms
from huizong.recognising.context.who import Declared, Reporter
from huizong.recognising.table.axes import Row
from huizong.recognising.table.blocks import Block, is_title, split_blocks
from huizong.recognising.table.crossing import Crossing, Scope
from huizong.recognising.table.figures import Place, TableResult, read_table
from huizong.recognising.table.inheriting import with_header_of
from huizong.recognising.table.layout import Layout, lay_out
from huizong.recognising.table.months import is_nothing, leave_open
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.header_words import Lexicon
from huizong.recognising.vocabulary.unit_notes import units_stated
from huizong.recognising.vocabulary.when import Span, says_until, spans_in

_MOST_LINES_ABOVE = 5
_LONGEST_LINE = 60
_LONGEST_NOTE = 200
_DAY_ALONE = re.compile(r"\s*(?:20)?\d{2}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?\s*")
_SUMMARY = ("汇总", "总表", "合计", "全县")


@dataclass(frozen=True)
class Found:
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
    def lines(self) -> tuple[str, ...]:
        """The lines above that declare and may say a period too; dates of filling in are none."""
        others = (text for text in self.around if text not in self.titles)
        said = (text for text in others if not words.is_table_number(text))  # 有效期至：2025年6月 is how long the form holds
        return tuple(text for text in said if not any(word in text for word in ("日期", "时间", "报出")))

    @property
    def signed(self) -> tuple[str, ...]:
        """The lines below the table that say when it was filled in, and by whom."""
        return tuple(text for text in self.block.notes if words.is_signature(text) or _DAY_ALONE.fullmatch(text))

    @property
    def foot(self) -> tuple[str, ...]:
        """The lines below the table that name a period as such: 报告期：2026年6月, 注：以上数据截至6月30日."""
        return tuple(text for text in self.block.notes if words.says_period(text, "") or says_until(text))

    @property
    def beyond_corners(self) -> tuple[str, ...]:
        """The texts that may state a unit elsewhere than in a corner: in a sentence above, below the table, in no cell at all."""
        grid = self.block.grid
        last = self.block.body[-1] if self.block.body else 0
        below = {cell.text.strip() for row, cells in grid if row > last for cell in cells}
        notes = [text for text in self.block.notes if words.corner_unit(text) is None or words.is_note(text) or text in below]
        above = [text for text in self.around if words.corner_unit(text) is None]
        return (*above, *notes, *self.beneath, *grid.sheet.margins)

    @property
    def corner(self) -> str:
        """The last unit corner above the table; one in its header, 指标（单位：万元）, is nearer still."""
        block = self.block
        header = [block.grid.text(row, column) for row in block.header for column in block.columns]
        over_names = [text for text in header if words.is_label_header(words.without_corner(text))]
        corners = [corner for text in (*self.around, *over_names) if (corner := words.corner_unit(text))]
        return corners[-1] if corners else ""


@dataclass(frozen=True)
class Whole:
    """What holds for all tables of a file: its name, the headings of its text, its folder's period, its cover, when it came.

    `signed` are the last lines of its text, where the day of a signature stands; `month` is the text that names the only
    month the file speaks of; `form` the only form that its other tables fill.
    """

    name: str
    headings: tuple[str, ...]
    folder: str | None
    received: date
    cover: Cover
    signed: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    form: Form | None = None


@dataclass
class TableReading:
    """One table read: its form and period, None if they could not be told, and what it gave."""

    found: Found
    form: Form | None
    dated: Dated
    result: TableResult
    subject: str | None
    titled: bool = False
    disposed: set[Place] = field(default_factory=set)


def find_tables(grids: Sequence[Grid], names: Names, document: Document, within: str | None) -> list[Found]:
    """The tables of the sheets, in order. A table in a document takes the short paragraphs before it as its titles."""
    lexicon = Lexicon(names)
    found: list[Found] = []
    before: Found | None = None
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
            titles, goes_on = own, False
            link = _link(before, block, own, around, lexicon, in_text or number > 0)
            if before is not None and link == "names":
                # A town's name alone over its part of the form: the form's title holds, the name of the part before doesn't.
                titles = (*(text for text in before.titles if not lexicon.organisation(text)), *titles)
                around = (*(text for text in before.around if not lexicon.organisation(text)), *around)
                goes_on = True
            elif before is not None and link == "all":
                titles, around, goes_on = (*before.titles, *titles), (*before.around, *around), True
            elif before is not None and (in_text or number > 0) and not any(words.corner_unit(text) for text in around):
                around = (*[text for text in before.around if words.declared_name(text) is not None], *around)
            mine = [item for cell, item in declared if cell.row in block.body or cell.text.strip() in (*block.preamble, *block.notes)]
            beneath = _paragraphs_under(document, grids, grid) if in_text else ()
            inherits = inherited is not None and number == 0
            before = Found(block, tuple(titles), tuple(around), tuple(mine), tuple(own), goes_on, beneath, inherits)
            found.append(before)
            near = ()
    return found


def _may_go_on(over: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether nothing over a table without header says that it is another one: no title but 续, a page, a section, or a form's."""
    bare = [text for text in over if is_title(text) and not words.is_page(text)]
    return all(words.is_continued(text) or words.is_heading(text) or titled_form([text], lexicon.catalogue) is not None for text in bare)


def _paragraphs_under(document: Document, grids: Sequence[Grid], grid: Grid) -> tuple[str, ...]:
    """The short paragraphs between a table in a text and the next one, and those behind the text's only table."""
    first = grid.sheet.after_paragraph
    if first is None:
        return ()
    later = [other.sheet.after_paragraph for other in grids if (other.sheet.after_paragraph or 0) > first]
    end = min((number for number in later if number is not None), default=None)
    texts = (p.text.strip() for p in document.paragraphs if p.number > first and (end is None or p.number <= end))
    return tuple(text for text in texts if 0 < len(text) <= _LONGEST_NOTE and (words.corner_unit(text) is None or end is None))


def _link(before: Found | None, block: Block, own: Sequence[str], around: Sequence[str], lexicon: Lexicon, same_sheet: bool) -> str:
    """How a table hangs on the one before: `all` of its words hold, `names` but for whom it is about, or `` nothing.

    A part of the same sheet without a title goes on; so does one titled 续, 第2页 or by a section's number, and one that
    repeats the form's title without its month. On another sheet a part without any title must repeat the header.
    """
    if before is None:
        return ""
    catalogue = lexicon.catalogue
    sheet = block.grid.sheet.name if block.grid.sheet.layout == "sheet" else ""
    bare = [text for text in own if not words.is_page(text)]
    if not same_sheet and any(span.last_month is not None for span in spans_in(sheet)):
        return ""  # a sheet a month: each says its own
    named = not same_sheet and lexicon.names.organisation_in(sheet) is not None
    if not bare:
        return ("names" if named else "all") if same_sheet or _same_header(block, before.block) else ""
    if any(words.is_continued(text) for text in bare):
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


def _says_month(found: Found) -> bool:
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
        if not text or (number is not None and paragraph.number > number):
            continue
        if paragraph.number <= last:
            break
        is_note = (words.is_note(text) or words.declared_name(text)) and len(text) <= _LONGEST_NOTE
        if len(near) == _MOST_LINES_ABOVE or (not is_note and (len(text) > _LONGEST_LINE or text.endswith(("。", "；", ";")))):
            break
        near.insert(0, text)
    return tuple(near)


def read_tables(
    found: Sequence[Found],
    reporter: Reporter,
    names: Names,
    document: Document,
    headings: tuple[str, ...],
    folder: str | None,
    received: date,
    cover: Cover,
) -> list[TableReading]:
    """Every table with its figures; tables of sheets that summarise other sheets only check them."""
    catalogue = names.catalogue
    common = _common_month(found, cover)
    last = tuple(p.text.strip() for p in document.paragraphs if p.text.strip())[-_MOST_LINES_ABOVE:]
    whole = Whole(document.name, headings, folder, received, cover, tuple(filter(_is_day, last)), common)
    readings = [_read(item, reporter, names, whole) for item in found]
    forms = {reading.form.code: reading.form for reading in readings if reading.form is not None and reading.titled}
    if len(forms) == 1:  # what stands beside one form may be a section of it under a title of its own
        beside = replace(whole, form=next(iter(forms.values())))
        owed = {form.code for form in owed_forms(reporter.code, received, catalogue)}
        readings = [
            _read(r.found, reporter, names, beside) if r.form is None or not (r.titled or r.form.code in owed) else r for r in readings
        ]
    subjects = {reading.subject for reading in readings if reading.subject not in (None, reporter.code, catalogue.county.code)}
    if len(subjects) > 1:
        parents = {catalogue.organisation(code).parent for code in subjects if code}
        parent = parents.pop() if len(parents) == 1 else catalogue.county.code
        for index, item in enumerate(found):
            is_summary = any(word in item.block.grid.sheet.name for word in _SUMMARY)
            if is_summary and readings[index].subject not in subjects:
                readings[index] = _read(item, reporter, names, whole, summary=parent)
    return readings


def _is_day(text: str) -> bool:
    return _DAY_ALONE.fullmatch(text) is not None


def _common_month(found: Sequence[Found], cover: Cover) -> tuple[str, ...]:
    """The text that names the only month that the file's tables and its cover name; nothing where they name none or several."""
    texts = [*cover.periods, *(text for item in found for text in (*item.titles, *item.lines))]
    said = [(text, span) for text in texts for span in spans_in(text) if span.year is not None and span.last_month is not None]
    months = {(span.year, span.last_month) for _, span in said if not span.before}
    return (said[0][0],) if len(months) == 1 else ()


def _read(found: Found, reporter: Reporter, names: Names, whole: Whole, summary: str | None = None) -> TableReading:
    catalogue, headings = names.catalogue, whole.headings
    base = whole.name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or whole.name
    sheet_name = found.block.grid.sheet.name if found.block.grid.sheet.layout == "sheet" else ""
    own = _table_form((*found.own, sheet_name), catalogue)
    form = own or _table_form(found.titles, catalogue) or _table_form((*headings, *whole.cover.titles, base), catalogue)
    declared = next((item.organisation for item in found.declared if item.organisation), None) if reporter.subjects else None
    subject = summary or declared or subject_of((*found.titles, sheet_name, *headings), (sheet_name,), reporter, names, form)
    lexicon = Lexicon(names, within=_within(subject, reporter))
    layout = lay_out(found.block, lexicon)
    scope = Scope(reporter.code, subject, None, names.indicator_in("".join(found.titles)))
    other = says_other(found.own, names)
    titled = form is not None
    if found.block.is_beside and not layout.names_anything:
        form = None  # the title is its neighbour's: a list of enterprises beside the form is no part of it
    elif own is None:
        evidence, measured = _evidence(layout, lexicon, scope), names.indicator_in("".join(found.own))
        if form is not None and not _is_section(evidence, form, measured) and (other or measured is not None):
            form = None  # under the file's or the neighbour's title stands one of its own that says another thing
        if form is None and whole.form is not None and _is_section(evidence, whole.form, measured):
            form = whole.form
        titled = titled and form is not None
        if form is None:
            lists, months = _lists_others(layout, reporter), _names_months(found)
            form = matching_form(evidence, reporter.code, lists, whole.received, catalogue, months, other)
    stated = [Voice("标题", found.titles), Voice("填报行", found.lines), Voice("工作表名", (sheet_name,))]
    if not any((said := voice.said) is not None and said.last_month is not None for voice in stated):
        stated.append(Voice("文件内其他表", whole.month))
    year = _stated_year((*found.titles, *found.lines, sheet_name, *whole.month, base))
    voices = [
        *stated,
        *_header_voices(layout, year, _last_filled(stated, whole)),
        Voice("表尾", found.foot),
        *(Voice("封面", (text,)) for text in whole.cover.periods),
        Voice("文件标题", headings),
        Voice("文件名", (base,), weak=True),
    ]
    unsaid = not any((said := voice.said) is not None and said.last_month is not None for voice in voices)
    if unsaid and whole.folder is None:
        voices.append(Voice("页眉", whole.cover.months))
    elif unsaid:  # a title that says a month holds: the header of last month's file stays in it
        voices.append(Voice("页眉页脚", whole.cover.margin_months))
    days = days_of((*found.around, *found.signed, *whole.signed))
    dated = date_table(voices, whole.folder, form.frequency if form else None, whole.received, days)
    if unsaid and whole.folder is None and whole.cover.months and dated.period is not None:
        assumed = Finding("period-assumed", "", {"observed": whole.cover.months[0], "expected": str(dated.period)})
        dated = replace(dated, findings=(*dated.findings, assumed))
    if form is not None and dated.period is not None:
        form = _version(form, dated.period.last_day, catalogue)
    topic = "".join((*found.titles, form.title if form else ""))
    lexicon = Lexicon(names, form.code if form else None, lexicon.within, dated.period.last_day if dated.period else None, topic)
    layout = lay_out(found.block, lexicon)
    scope = Scope(
        reporter=reporter.code,
        subject=subject,
        period=dated.period,
        indicator=_titled_indicator(found.titles, form, names),
        basis=Basis.PLAN if form is not None and _asks_plans(form) else dated.basis,
        corner=found.corner or next(filter(None, map(lexicon.unit_at_end, reversed(found.titles))), ""),
        is_summary=summary is not None,
        units=units_stated((*found.beyond_corners, *whole.cover.notes), catalogue),
    )
    result = read_table(layout, lexicon, scope)
    if found.inherits:
        place = found.block.grid.place(found.block.body[0], found.block.columns[0])
        result.findings.append(Finding("header-inherited", place, {"place": place}))
    if dated.period is not None:
        leave_open(result, dated.period, found.block.grid)
    return TableReading(found, form, dated, result, subject, titled)


def _is_section(evidence: Evidence, form: Form, measured: str | None) -> bool:
    """Whether a table can be a section of the form: most of what it names is the form's, and so is what its title measures."""
    return belongs(evidence, form) and (measured is None or any(row.indicator == measured for row in form.rows))


def _last_filled(stated: Sequence[Voice], whole: Whole) -> tuple[int, int]:
    """Year and month after which zeros are no figures: the report's where that is stated, else the last that had ended.

    Forms of twelve months come with zeros in the months to come; a nil month that has ended is reported with its zeros.
    """
    said = [span for voice in stated if (span := voice.said) is not None and span.last_month is not None]
    folder = Period.parse(whole.folder) if whole.folder else None
    if said and said[0].last_month is not None:
        return said[0].year or whole.received.year, said[0].last_month
    if folder is not None:
        return folder.year, folder.last_month
    ended = whole.received.replace(day=1) - timedelta(days=1)
    return ended.year, ended.month


def _version(form: Form, day: date, catalogue: Catalogue) -> Form:
    """The version of the form for the period; the newest where none was in force."""
    return catalogue.form_on(form.code, day) or form


def _lists_others(layout: Layout, reporter: Reporter) -> bool:
    """Whether rows or columns are organisations other than the reporter, whose name may stand in every row of its own."""
    return any(meaning.organisation not in (None, reporter.code) for meaning in layout.meanings)


def _names_months(found: Found) -> bool:
    """Whether the titles name months that are no whole year: such a table fills no yearly form that it doesn't name."""
    spans = [span for text in found.titles for span in spans_in(text) if span.last_month is not None]
    return any((span.first_month, span.last_month) != (1, 12) for span in spans)


def _asks_plans(form: Form) -> bool:
    """Whether a form asks for plans and nothing else: then a column that names no basis holds them."""
    return {basis for row in form.rows for basis in row.bases} == {Basis.PLAN}


def _within(subject: str | None, reporter: Reporter) -> str | None:
    return subject or reporter.code


def _evidence(layout: Layout, lexicon: Lexicon, scope: Scope) -> Evidence:
    """What the table names: its rows that hold anything, or its columns where these name what is measured."""
    slots = Crossing(layout, lexicon, scope).slots()
    pairs = {(slot.indicator, slot.says.basis) for slot in slots if slot.indicator is not None and slot.rule is None}
    held = [slot for slot in slots if slot.cell is not None and not slot.is_structure]
    rows = {slot.row.row: slot.row for slot in held if not slot.row.meaning.total}
    columns = {slot.column.column: slot.column for slot in held if not slot.column.meaning.total}
    named = [row.meaning.indicator or (None if _is_unknown(row) else row.above.indicator) for row in rows.values()]
    if not layout.rows_are_indicators and any(column.meaning.indicator or column.meaning.unknown for column in columns.values()):
        over = [c.meaning for c in columns.values() if c.meaning.indicator or c.meaning.unknown]
        labelled = [row for row in rows.values() if row.names]
        known = [row for row in labelled if not row.meaning.unknown or row.meaning.organisation]
        listed = len(known) / len(labelled) if labelled else 1.0
        return Evidence(frozenset(pairs), tuple(None if m.unknown and not m.indicator else m.indicator for m in over), listed)
    if not any(named) and scope.indicator is not None:
        labelled = [row for row in rows.values() if row.names]
        known = [row for row in labelled if row.meaning.organisation or row.meaning.span is not None]
        return Evidence(frozenset(pairs), (scope.indicator,), len(known) / len(labelled) if labelled else 1.0)
    return Evidence(frozenset(pairs), tuple(named))


def _is_unknown(row: Row) -> bool:
    """Whether the row's own name is unknown, so that no section above tells what it measures."""
    return bool(row.meaning.unknown) and not row.meaning.organisation


def _titled_indicator(titles: tuple[str, ...], form: Form | None, names: Names) -> str | None:
    if form is not None and len({row.indicator for row in form.rows}) == 1:
        return form.rows[0].indicator
    return names.indicator_in("".join(titles))


def _table_form(texts: Sequence[str], catalogue: Catalogue) -> Form | None:
    form = titled_form(texts, catalogue)
    return form if form is not None and form.kind == "table" else None


def subject_of(texts: Sequence[str], whole: Sequence[str], reporter: Reporter, names: Names, form: Form | None) -> str | None:
    """Whom a table or text is about where its rows name nobody: its title, its sheet, else its reporter.

    `whole` are texts that may be a name and nothing else, also a short one. A bureau's form describes the county unless
    it says otherwise (PRACTICE, Figures).
    """
    catalogue = names.catalogue
    county = catalogue.county.code
    for text in texts:
        exact = catalogue.organisation_named(text) if text in whole else None
        code = exact.code if exact else names.organisation_in(text)
        if code is not None and code != county and (reporter.code is None or catalogue.answers_for(reporter.code, code)):
            return code
    if form is not None and form.subject == "county":
        return county
    if reporter.code is None:
        return None
    says_reporter = form is not None and "subject" in form.model_fields_set and form.subject == "reporter"
    is_bureau = catalogue.organisation(reporter.code).kind == "bureau"
    return county if is_bureau and not says_reporter else reporter.code


def _stated_year(texts: Sequence[str]) -> int | None:
    """The first year that the words around a table name."""
    return next((span.year for text in texts for span in spans_in(text) if span.year is not None and not span.before), None)


def _header_voices(layout: Layout, year: int | None, filled: tuple[int, int]) -> list[Voice]:
    """What the headers say about the period: the last month of the latest year among columns, or rows, of several.

    Values of the month and those from January on speak apart: 5月 beside 1-6月 is a head that was left standing.

    Columns of the year before `year` are what the others are compared with: 本月, 累计, 2025年1-6月 under a title of 2026.
    Columns after the month `filled` that hold nothing but zeros say nothing.
    """
    dating = [meaning for meaning in layout.meanings if meaning.span is not None and not meaning.span.before]
    values = [column.meaning for column in layout.values if column.meaning.bases or column.meaning.span is not None]
    if any(Basis.PLAN not in meaning.bases for meaning in values):
        dating = [meaning for meaning in dating if Basis.PLAN not in meaning.bases]  # 2027年计划 beside what was done dates nothing
    spans = [meaning.span for meaning in dating if meaning.span is not None]
    giving = [meaning for meaning in values if not meaning.bases or {Basis.CURRENT, Basis.CUMULATIVE} & set(meaning.bases)]
    if year is not None and any(meaning.span is None or meaning.span.year != year - 1 for meaning in giving):
        spans = [span for span in spans if span.year != year - 1]
    plain = {basis for meaning in values if meaning.span is None for basis in meaning.bases}
    # 1-5月 beside 累计, or 5月 beside 本月: the report's own months stand in the other column.
    spans = [span for span in spans if (Basis.CUMULATIVE if span.cumulative else Basis.CURRENT) not in plain or span.last_month is None]
    if not spans:
        return []
    years = [span.year for span in spans if span.year is not None]
    latest = max(years) if years else None

    def open_still(span: Span) -> bool:
        return (span.year or latest or filled[0], span.last_month or 0) > filled

    months = [span for span in spans if span.last_month is not None and span.year in (None, latest)]
    months = [span for span in months if _has_numbers(layout, span, zeros=not open_still(span))]
    if not months:
        return [Voice("表头", spans=(Span(latest),))]
    last = [max(group, key=lambda span: span.last_month or 0) for group in _by_length(months) if group]
    return [Voice("表头", spans=(replace(span, year=span.year if span.year is not None else latest),)) for span in last]


def _by_length(months: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The spans that are a month alone, and the longer ones."""
    alone = [span for span in months if span.first_month == span.last_month and not span.cumulative]
    return alone, [span for span in months if span not in alone]


def _has_numbers(layout: Layout, span: Span, *, zeros: bool) -> bool:
    """Whether anything is filled in under the month: columns of later months stand empty, or with zeros that don't count."""
    grid = layout.block.grid
    columns = [column.column for column in layout.values if column.meaning.span == span]
    if columns:
        places = [(row.row, column) for row in layout.rows for column in columns]
    else:
        places = [(row.row, column.column) for row in layout.rows if row.meaning.span == span for column in layout.values]
    cells = [cell for place in places if (cell := grid.cell(*place)) is not None]
    return any(zeros or cell.kind not in ("number", "text") or not is_nothing(cell) for cell in cells)
