"""The tables of one document, each with its form, its period and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from huizong.catalogue.form_entries import Form
from huizong.model import Basis, Finding
from huizong.recognising.context.dating import PeriodFound
from huizong.recognising.context.owing import owed_forms
from huizong.recognising.context.who import Reporter
from huizong.recognising.context.whom_about import subject_of
from huizong.recognising.table.figures import read_table
from huizong.recognising.table.form_filled import asks_plans, form_filled, indicator_of_all, named_by, titles_of_forms
from huizong.recognising.table.found_tables import FoundTable
from huizong.recognising.table.layout import lay_out
from huizong.recognising.table.months import leave_open
from huizong.recognising.table.other_scope import under_its_title
from huizong.recognising.table.slots import TableScope
from huizong.recognising.table.table_dating import date_of_table
from huizong.recognising.table.table_result import Place, TableResult
from huizong.recognising.table.whole_file import Whole
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.recognising.vocabulary.unit_notes import units_stated
from huizong.recognising.vocabulary.units import unit_of_words

_SUMMARY = ("汇总", "总表", "合计", "全县")


@dataclass
class TableReading:
    """One table read: its form and period, None if they could not be told, and what it gave.

    `titled`: its own title says the form. `names_basis`: a header or row of it says of which time a value is.
    """

    found: FoundTable
    form: Form | None
    dated: PeriodFound
    result: TableResult
    subject: str | None
    titled: bool = False
    names_basis: bool = True
    disposed: set[Place] = field(default_factory=set)


def read_tables(found: Sequence[FoundTable], reporter: Reporter, names: Names, whole: Whole) -> list[TableReading]:
    """Every table of a file with its figures; tables of sheets that summarise other sheets only check them."""
    catalogue = names.catalogue
    readings = [_read(item, reporter, names, whole) for item in found]
    forms = {reading.form.code: reading.form for reading in readings if reading.form is not None and reading.titled}
    if len(forms) == 1:  # what stands beside one form may be a section of it under a title of its own
        beside = replace(whole, form=next(iter(forms.values())))
        owed = {form.code for form in owed_forms(reporter.code, whole.received, catalogue)}
        readings = [
            _read(r.found, reporter, names, beside) if r.form is None or not (r.titled or r.form.code in owed) else r for r in readings
        ]
    readings = [replace(r, form=None) if _is_of_no_time(r, readings) else r for r in readings]
    subjects = {reading.subject for reading in readings if reading.subject not in (None, reporter.code, catalogue.county.code)}
    if len(subjects) > 1:
        parents = {catalogue.organisation(code).parent for code in subjects if code}
        parent = parents.pop() if len(parents) == 1 else catalogue.county.code
        for index, item in enumerate(found):
            is_summary = any(word in item.block.grid.sheet.name for word in _SUMMARY)
            if is_summary and readings[index].subject not in subjects:
                readings[index] = _read(item, reporter, names, whole, summary=parent)
    return readings


def _is_of_no_time(reading: TableReading, readings: Sequence[TableReading]) -> bool:
    """Whether a sheet without a title beside a form says nowhere of which time its values are, though the form does: workings."""
    if reading.form is None or reading.titled or reading.names_basis or reading.found.goes_on or not reading.found.sheet_name:
        return False
    beside = (other for other in readings if other.form is not None and other.form.code == reading.form.code)
    return any(other.titled and other.names_basis and other.found.sheet_name != reading.found.sheet_name for other in beside)


def _read(found: FoundTable, reporter: Reporter, names: Names, whole: Whole, summary: str | None = None) -> TableReading:
    catalogue, sheet_name = names.catalogue, found.sheet_name
    titles = titles_of_forms(found, whole, catalogue)
    declared = next((item.organisation for item in found.declared if item.organisation), None) if reporter.subjects else None
    texts = (*found.titles, sheet_name, *whole.headings)
    subject = summary or declared or subject_of(texts, (sheet_name,), reporter, names, titles.form)
    lexicon = FormLexicon(names, within=subject or reporter.code)
    layout = lay_out(found.block, lexicon)
    form, titled = form_filled(found, titles, layout, lexicon, TableScope(reporter.code, subject, None, named_by(found, names)), whole)
    dated = date_of_table(found, layout, whole, form)
    if form is not None and dated.period is not None:  # in its version for the period; the newest where none was in force
        form = catalogue.form_on(form.code, dated.period.last_day) or form
    topic = "".join((*found.titles, form.title if form else ""))
    lexicon = FormLexicon(names, form.code if form else None, lexicon.within, dated.period.last_day if dated.period else None, topic)
    layout = under_its_title(lay_out(found.block, lexicon), found, lexicon)
    scope = TableScope(
        reporter=reporter.code,
        subject=subject,
        period=dated.period,
        indicator=indicator_of_all(found, form, names),
        basis=Basis.PLAN if form is not None and asks_plans(form) else _basis_of_sheet(sheet_name, lexicon) or dated.basis,
        corner=found.corner
        or unit_of_words(found.around, (sheet_name, *found.titles), found.over_names, catalogue)
        or next(filter(None, map(lexicon.unit_at_end, reversed(found.titles))), ""),
        is_summary=summary is not None,
        units=units_stated((*found.beyond_corners, *whole.cover.notes), catalogue),
    )
    result = read_table(layout, lexicon, scope)
    if found.inherits:
        place = found.block.grid.place(found.block.body[0], found.block.columns[0])
        result.findings.append(Finding("header-inherited", place, {"place": place}))
    if dated.period is not None:
        leave_open(result, dated.period, found.block.grid, whole.received)
    names_basis = any(meaning.bases or meaning.span for meaning in layout.meanings)
    return TableReading(found, form, dated, result, subject, titled, names_basis)


def _basis_of_sheet(sheet_name: str, lexicon: FormLexicon) -> Basis | None:
    """The basis that the name of a sheet gives to its values, 累计 beside a sheet 本月; None for other names."""
    return Basis.CUMULATIVE if sheet_name and lexicon.meaning(sheet_name).bases == (Basis.CUMULATIVE,) else None
