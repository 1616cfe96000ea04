"""What holds for all tables of a file: its name, its cover, its folder, when it came, the one month it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huizong.catalogue.form_entries import Form
from huizong.model import Document
from huizong.recognising.context.cover import Cover
from huizong.recognising.table.found_tables import FoundTable, is_day_alone
from huizong.recognising.vocabulary.when import spans_in

_LAST_LINES = 5


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

    @property
    def base(self) -> str:
        """The file's name without folder and ending."""
        return self.name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or self.name


def common_month(found: Sequence[FoundTable], cover: Cover) -> tuple[str, ...]:
    """The text that names the only month that the file's tables and its cover name; nothing where they name none or several."""
    texts = [*cover.periods, *(text for item in found for text in (*item.titles, *item.lines))]
    said = [(text, span) for text in texts for span in spans_in(text) if span.year is not None and span.last_month is not None]
    months = {(span.year, span.last_month) for _, span in said if not span.before}
    return (said[0][0],) if len(months) == 1 else ()


def days_at_end(document: Document) -> tuple[str, ...]:
    """Those of the last lines of a text that are a day and nothing else."""
    last = [text for paragraph in document.paragraphs if (text := paragraph.text.strip())][-_LAST_LINES:]
    return tuple(filter(is_day_alone, last))
