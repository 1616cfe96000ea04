"""Which form a table fills: the one in its title, one of which it is a section, or the one that asks for what it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huizong.catalogue import Catalogue
from huizong.catalogue.form_entries import Form
from huizong.model import Basis
from huizong.recognising.context.form_of_table import TableNames, belongs, matching_form, says_other, says_plans, titled_form
from huizong.recognising.table.axes import Row
from huizong.recognising.table.crossing import Crossing
from huizong.recognising.table.found_tables import FoundTable
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.slots import TableScope
from huizong.recognising.table.whole_file import Whole
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.recognising.vocabulary.when import spans_in


@dataclass(frozen=True, slots=True)
class FormTitles:
    """The forms titled over a table: `own` in its own titles or its sheet's name, `form` also in those of its file."""

    own: Form | None
    form: Form | None


def titles_of_forms(found: FoundTable, whole: Whole, catalogue: Catalogue) -> FormTitles:
    """The forms of tables whose titles stand over the table, the nearest first."""
    own = _table_form((*found.own, found.sheet_name), catalogue)
    of_file = (*whole.headings, *whole.cover.titles, whole.base)
    return FormTitles(own, own or _table_form(found.titles, catalogue) or _table_form(of_file, catalogue))


def form_filled(
    found: FoundTable, titles: FormTitles, layout: Layout, lexicon: FormLexicon, scope: TableScope, whole: Whole
) -> tuple[Form | None, bool]:
    """The form that a table fills, None if that cannot be told; and whether a title says so."""
    form = titles.form
    if found.block.is_beside and not layout.names_anything:
        return None, form is not None  # the title is its neighbour's: a list of enterprises beside the form is no part of it
    if titles.own is not None:
        return form, True
    names = lexicon.names
    evidence, measured, other = _evidence(layout, lexicon, scope), names.indicator_in("".join(found.own)), says_other(found.own, names)
    if form is not None and not _is_section(evidence, form, measured) and (other or measured is not None):
        form = None  # under the file's or the neighbour's title stands one of its own that says another thing
    titled = form is not None
    if form is None and whole.form is not None and _is_section(evidence, whole.form, measured):
        form, titled = whole.form, titles.form is not None
    if form is None:
        lists = _lists_others(layout, scope.reporter)
        evidence = replace(evidence, lists=lists, of_months=_names_months(found), other=other)
        form = matching_form(evidence, scope.reporter, whole.received, names.catalogue)
        if form is not None and says_plans(found.own) and not asks_plans(form):
            form = None  # what is planned is in the same rows and columns, and no report of what was done
    return form, titled


def named_by(found: FoundTable, names: Names) -> str | None:
    """The indicator that the titles of a table name."""
    return names.indicator_in("".join(found.titles))


def indicator_of_all(found: FoundTable, form: Form | None, names: Names) -> str | None:
    """The indicator of a table's figures where its rows name none: the form's only one, else the one in its titles."""
    if form is not None and len({row.indicator for row in form.rows}) == 1:
        return form.rows[0].indicator
    return named_by(found, names)


def _table_form(texts: Sequence[str], catalogue: Catalogue) -> Form | None:
    form = titled_form(texts, catalogue)
    return form if form is not None and form.kind == "table" else None


def _is_section(evidence: TableNames, form: Form, measured: str | None) -> bool:
    """Whether a table can be a section of the form: most of what it names is the form's, and so is what its title measures."""
    return belongs(evidence, form) and (measured is None or any(row.indicator == measured for row in form.rows))


def _lists_others(layout: Layout, reporter: str | None) -> bool:
    """Whether rows or columns are organisations other than the reporter, whose name may stand in every row of its own."""
    return any(meaning.organisation not in (None, reporter) for meaning in layout.meanings)


def _names_months(found: FoundTable) -> bool:
    """Whether the titles name months that are no whole year: such a table fills no yearly form that it doesn't name."""
    spans = [span for text in found.titles for span in spans_in(text) if span.last_month is not None]
    return any((span.first_month, span.last_month) != (1, 12) for span in spans)


def _evidence(layout: Layout, lexicon: FormLexicon, scope: TableScope) -> TableNames:
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
        return TableNames(frozenset(pairs), tuple(None if m.unknown and not m.indicator else m.indicator for m in over), listed)
    if not any(named) and scope.indicator is not None:
        labelled = [row for row in rows.values() if row.names]
        known = [row for row in labelled if row.meaning.organisation or row.meaning.span is not None]
        return TableNames(frozenset(pairs), (scope.indicator,), len(known) / len(labelled) if labelled else 1.0)
    return TableNames(frozenset(pairs), tuple(named))


def _is_unknown(row: Row) -> bool:
    """Whether the row's own name is unknown, so that no section above tells what it measures."""
    return bool(row.meaning.unknown) and not row.meaning.organisation


def asks_plans(form: Form) -> bool:
    """Whether a form asks for plans and nothing else: then a column that names no basis holds them."""
    return {basis for row in form.rows for basis in row.bases} == {Basis.PLAN}
