"""The small county in the autumn of 2025, over a National Day with its make-up days.

Days off 2025 (国办发明电〔2024〕12号): 1 to 8 October; Sunday 28 September and Saturday 11 October are worked. Form M of September is
due on Thursday, 9 October, 17:00 (the 5th is off), form Q of the third quarter on Saturday, 11 October, 12:00.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2

from huizong.settings import COUNTY_TIME
from huizong.warehouse import LOADER, connect
from huizong.warehouse.loading import Loaded
from huizong.warehouse.schema import catalogue_tables
from tests.database.warehouse.county import FILES, County, figure, make_catalogue

if TYPE_CHECKING:
    from huizong.settings import Settings

BEGAN = datetime(2025, 9, 1, 1, 0, tzinfo=UTC)
TODAY = datetime(2025, 10, 20, 1, 0, tzinfo=UTC)
# G04 opens with October, G05 closed in the middle of September, G06 reports to somebody else: none of them owes September.
ORGANISATIONS = (
    FILES["organisations.csv"] + "G04,丁金镇,town,G00,2025-10-01,,,\nG05,戊水镇,town,G00,,2025-09-15,G01,\nG06,己山场,town,G00,,,,\n"
)
OBLIGATIONS = """form,organisation,kind,due_day,due_time,reason,valid_from,valid_to,exempt
M,,town,5,17:00,月报,,,G06
V,,village,8,09:30,村报,2026-01-01,,
Q,,town,11,12:00,季报,,,G06
"""


@dataclass
class Autumn:
    """The county in the autumn of 2025: what came, by the county's clock."""

    county: County
    reader_url: str
    sent: list[Loaded] = field(default_factory=list)

    def send(
        self, when: datetime, reporter: str, content: str, verdict: str, *, form: str | None = "M", period: str = "2025-09", **more: bool
    ) -> None:
        """One file at that time of the county."""
        self.county.clock = when.replace(tzinfo=COUNTY_TIME).astimezone(UTC)
        value = figure(reporter, "P", "1", period=period, status="reported" if verdict != "partially_accepted" else "held")
        self.sent.append(self.county.submit(reporter, [value], form=form, period=period, content=content, verdict=verdict, **more))

    def ask(self, number: int, *faults: tuple[str, str, str]) -> None:
        """Faults of the submission of that number as (severity, responsibility, state)."""
        loaded = self.sent[number]
        for place, (severity, responsibility, state) in enumerate(faults, 1):
            self.county.rows(
                "insert into quality.issue (submission_id, number, rule, severity, responsibility, dimension, place, message, remedy,"
                " state, known_from) values (%s, %s, 'x', %s, %s, 'accuracy', 'B2', 'm', 'r', %s, %s) returning 1",
                loaded.submissions[0].submission_id,
                place,
                severity,
                responsibility,
                state,
                loaded.known_from,
            )

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """What the reader role gets, times by the county's clock."""
        with closing(psycopg2.connect(self.reader_url)) as reader, reader.cursor() as cursor:
            cursor.execute(statement)
            return [tuple(map(_local, row)) for row in cursor.fetchall()]


def _local(value: object) -> object:
    return value.astimezone(COUNTY_TIME).replace(tzinfo=None) if isinstance(value, datetime) else value


@contextmanager
def open_autumn(
    settings: Settings, folder: Path, changed: dict[str, str | None] | None = None, began: datetime = BEGAN
) -> Iterator[Autumn]:
    """The county in the database of the settings, which began then; `changed` replaces files of its catalogue."""
    catalogue = make_catalogue(folder, {"organisations.csv": ORGANISATIONS, "obligations.csv": OBLIGATIONS, **(changed or {})})
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue_tables.sync(connection, catalogue, began)
        yield Autumn(County(connection, catalogue), settings.reader_url)
