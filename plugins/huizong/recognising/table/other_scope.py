"""Headings over rows that are of somebody else, of another time, or of a part only: 枫渡镇, 上年, 9月, 附：园区主要指标.

They stand between the rows of a table, or over a table that goes on below the one before. What stands under them is asked about.
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


def under_its_title(layout: Layout, found: FoundTable, lexicon: FormLexicon) -> Layout:
    """The layout of a table that goes on under a title of its own, which is the heading of those rows that have no nearer one."""
    own = [text for text in found.own if not margins.is_page(text) and not margins.is_continued(text)] if found.goes_on else []
    if not own or titled_form(own, lexicon.catalogue) is not None:
        return layout
    return replace(layout, rows=tuple(row if row.heading else replace(row, heading=own[-1]) for row in layout.rows))


def says_other_scope(heading: str, scope: TableScope, lexicon: FormLexicon, name: str) -> bool:
    """Whether what stands under a heading is not the subject's own of the report's time; `name` is that of the indicator."""
    if len(heading) > _LONGEST or "。" in heading:
        return False
    subject = lexicon.catalogue.organisation(scope.subject) if scope.subject else None
    about = lexicon.names.organisation_in(heading)
    if about is not None and subject is not None and about != subject.code:
        return True
    text = normalise(heading)
    if _ATTACHED.match(text) is not None:
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
