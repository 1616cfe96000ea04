"""When a table is of: all that says a period to it, in the order of its weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from huizong.catalogue import Period
from huizong.catalogue.form_entries import Form
from huizong.model import Finding, Severity
from huizong.recognising.context.dating import PeriodFound, Voice, date_table, days_of, of_another_length
from huizong.recognising.table.found_tables import FoundTable
from huizong.recognising.table.header_dating import column_voices, header_voices
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.whole_file import Whole
from huizong.recognising.vocabulary.when import spans_in

_SENT = re.compile(r"(?:填报|填表|上报|报送|报出|制表)\s*时间")  # 填报时间：2026年7月 may be when June's report was sent
_SENT_LABEL = re.compile(_SENT.pattern + r"\s*[:：]?\s*")


def date_of_table(found: FoundTable, layout: Layout, whole: Whole, form: Form | None) -> PeriodFound:
    """The period of a table that fills the form, None if that is unknown."""
    stated = [Voice("标题", found.titles), Voice("填报行", found.lines), Voice("工作表名", (found.sheet_name,))]
    if not _any_month(stated):
        stated.append(Voice("文件内其他表", whole.month))
    year = _stated_year((*found.titles, *found.lines, found.sheet_name, *whole.month, whole.base, *found.foot, whole.folder or ""))
    voices = [
        *stated,
        *column_voices(layout),
        *header_voices(layout, year, _last_filled(stated, whole)),
        Voice("表尾", found.foot),
        *(Voice("封面", (text,)) for text in whole.cover.periods),
        Voice("文件标题", whole.headings),
        Voice("文件名", (whole.base,), weak=True),
    ]
    unsaid = not _any_month(voices)
    if unsaid and whole.folder is None:
        voices.append(Voice("页眉", whole.cover.months))
    elif unsaid:  # a title that says a month holds: the header of last month's file stays in it
        voices.append(Voice("页眉页脚", whole.cover.margin_months))
    days = days_of((*found.around, *found.signed, *whole.signed))
    dated = date_table(voices, whole.folder, form.frequency if form else None, whole.received, days)
    if unsaid and whole.folder is None and whole.cover.months and dated.period is not None:
        assumed = Finding("period-assumed", "", {"observed": whole.cover.months[0], "expected": str(dated.period)})
        dated = replace(dated, findings=(*dated.findings, assumed))
    naming = [text for voice in voices for text in voice.texts if any(span.last_month is not None for span in spans_in(text))]
    by_heads = any(span.last_month is not None for voice in voices for span in voice.spans)
    sent_in_the_cell_beside = {text for label, text in pairwise(found.around) if _SENT_LABEL.fullmatch(label)}
    sent = [_SENT.search(text) is not None or text in sent_in_the_cell_beside for text in naming]
    if dated.period is not None and whole.folder is None and not by_heads and naming and all(sent):
        doubt = Finding("period-assumed", "", {"observed": naming[0], "expected": str(dated.period)}, Severity.QUERY)
        dated = replace(dated, findings=(*dated.findings, doubt))
    if form is not None and dated.period is not None and (other := of_another_length(found.titles, form, dated.period)) is not None:
        dated = replace(dated, findings=(*dated.findings, other))
    return dated


def _any_month(voices: Sequence[Voice]) -> bool:
    return any((said := voice.said) is not None and said.last_month is not None for voice in voices)


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


def _stated_year(texts: Sequence[str]) -> int | None:
    """The first year that the words around a table name."""
    return next((span.year for text in texts for span in spans_in(text) if span.year is not None and not span.before), None)
