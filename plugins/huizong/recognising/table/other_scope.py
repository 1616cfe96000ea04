"""Headings over rows that are of somebody else, of another time, or of a part only: 枫渡镇, 上年, 9月, 附：园区主要指标.

They stand between the rows of a table, over a table that goes on below the one before, or in the title of the form itself: 园区主要
经济指标月报表 where the form is of the town. What stands under them is asked about.
"""

from __future__ import annotations

from dataclasses import replace

from huizong.catalogue import Period
from huizong.catalogue.texts import normalise
from huizong.recognising.context.form_of_table import titled_form
from huizong.recognising.table.found_tables import FoundTable
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.slots import TableScope
from huizong.recognising.vocabulary import margin_words as margins
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.recognising.vocabulary.when import spans_in
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "other_scope")
_LONGEST = 30  # what is longer is a sentence
_ATTACHED = _LISTS.pattern("attached")
_WHOLE = _LISTS.pattern("whole")
_PART = _LISTS.pattern("part")
_OF_ITS_PARTS = _LISTS.pattern("of_its_parts")
_LAST_YEARS = _LISTS.pattern("last_years")
_COUNTY = _LISTS.pattern("county")


def under_its_title(layout: Layout, found: FoundTable, lexicon: FormLexicon) -> Layout:
    """The layout of a table under a title that says of whom or what its rows are; a row has it as its heading where it has no nearer one.

    That is the title of a table that goes on, and one by which a form is of somebody else, of a part or of another time.
    """
    narrowed = next((text for text in found.own if _narrows_form(text, lexicon)), None)
    if narrowed is not None:
        return _under(layout, narrowed)
    own = [text for text in found.own if not margins.is_page(text) and not margins.is_continued(text)] if found.goes_on else []
    if not own or titled_form(own, lexicon.catalogue) is not None:
        return layout
    return _under(layout, own[-1])


def _under(layout: Layout, heading: str) -> Layout:
    return replace(layout, rows=tuple(row if row.heading else replace(row, heading=heading) for row in layout.rows))


def _narrows_form(title: str, lexicon: FormLexicon) -> bool:
    """Whether a title says other than its form's own that the values are of a part, of the whole, of another county or of last year."""
    if lexicon.form is None or len(title) > _LONGEST or "。" in title:
        return False
    form, text = lexicon.catalogue.form(lexicon.form), normalise(title)
    known = normalise("".join((form.title, *form.title_aliases)))
    if any(found[0] not in known for found in _PART.finditer(text)):
        return True
    if any(found[0] not in known and not _OF_ITS_PARTS.match(text, found.end()) for found in _WHOLE.finditer(text)):
        return True
    return _LAST_YEARS.search(text) is not None or _is_of_another_county(text, lexicon)


def _is_of_another_county(text: str, lexicon: FormLexicon) -> bool:
    """Whether a title begins with the name of a county that is not ours."""
    found = _COUNTY.match(text)
    if found is None:
        return False
    county = lexicon.catalogue.county.code
    return not any(code == county and spelling in text for spelling, code in lexicon.names.organisations)


def says_other_scope(heading: str, scope: TableScope, lexicon: FormLexicon, name: str) -> bool:
    """Whether what stands under a heading is not the subject's own of the report's time; `name` is that of the indicator."""
    if len(heading) > _LONGEST or "。" in heading:
        return False
    subject = lexicon.catalogue.organisation(scope.subject) if scope.subject else None
    about = lexicon.names.organisation_in(heading)
    if about is not None and subject is not None and about != subject.code:
        return True
    text = normalise(heading)
    if _ATTACHED.match(text) is not None or _LAST_YEARS.search(text) is not None or _is_of_another_county(text, lexicon):
        return True
    if subject is not None and subject.kind != "county" and about is None and _WHOLE.search(text) is not None:
        return True
    title = lexicon.catalogue.form(lexicon.form).title if lexicon.form else ""
    known = normalise(f"{name}{subject.name if subject else ''}{title}")
    if any(found[0] not in known for found in _PART.finditer(text)):
        return True
    return scope.period is not None and _is_of_another_time(heading, scope.period)


def _is_of_another_time(heading: str, period: Period) -> bool:
    spans = spans_in(heading)
    if not spans:
        return False
    return all(span.before or span.year not in (None, period.year) or span.last_month not in (None, period.last_month) for span in spans)
