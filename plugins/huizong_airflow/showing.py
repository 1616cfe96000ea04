"""What `make run` prints: progress by line, submissions, one rollup, where things lie."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from psycopg2.extensions import connection as Connection
from rich.console import Console
from rich.table import Table
from rich.text import Text

from huizong.settings import Settings
from huizong.warehouse.queries import query
from huizong_airflow.components import Login

COLOURS = {"accepted": "green", "accepted_with_queries": "yellow", "partially_accepted": "dark_orange3", "returned": "red"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far what has arrived has come, in counts."""

    arrived: int
    judged: int
    figures: int
    receipts: int
    receipts_due: int
    dirty_periods: int
    published_periods: int
    lying: int

    @property
    def settled(self) -> bool:
        """Whether nothing waits for judgement, receipt or publishing."""
        return self.arrived == self.judged and not self.receipts_due and not self.dirty_periods

    def __str__(self) -> str:
        """The counts in words."""
        return (
            f"{self.arrived} files taken in, {self.judged} judged, {self.figures} figures, {self.receipts} receipts written, "
            f"{self.published_periods} periods published, {self.dirty_periods} to publish"
        )


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One submission with its verdict and the number of its faults."""

    submission_id: int
    path: str
    file: str
    reporter: str
    form: str | None
    period: str | None
    verdict: str
    required: int
    taken: int
    critical: int
    blocking: int
    queries: int
    hints: int

    @property
    def faults(self) -> str:
        """Faults that hold figures, questions, hints."""
        parts = ((self.critical + self.blocking, "held"), (self.queries, "to explain"), (self.hints, "hints"))
        return ", ".join(f"{count} {word}" for count, word in parts if count) or "none"

    @property
    def name(self) -> str:
        """The file, and the member if it lay in an archive."""
        return self.path if self.path.endswith(self.file) else f"{self.path} ({self.file})"


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline figure of the county with its coverage."""

    period: str
    organisation: str
    indicator: str
    basis: str
    value: Decimal | None
    unit: str
    reported: int
    expected: int
    missing: Sequence[str]
    held: Sequence[str]

    @property
    def gaps(self) -> str:
        """Who is missing, whose figure is held."""
        parts = (("missing", self.missing), ("held", self.held))
        return "; ".join(f"{word}: {'、'.join(names)}" for word, names in parts if names)


@dataclass
class Screen:
    """The terminal of `make run`."""

    console: Console = field(default_factory=lambda: _console())
    started: float = field(default_factory=time.monotonic)

    def step(self, text: str) -> None:
        """One line of progress with the seconds since the start."""
        self.console.print(Text(f"[{time.monotonic() - self.started:5.1f} s] {text}"), soft_wrap=True)

    def submissions(self, rows: Sequence[SubmissionRow]) -> None:
        """The table of submissions."""
        table = Table("file", "from", "form", "period", "verdict", "taken", "faults", title="Submissions", title_justify="left")
        for row in rows:
            verdict = Text(row.verdict, style=COLOURS.get(row.verdict, ""))
            texts = (row.name, row.reporter, row.form or "", row.period or "")
            table.add_row(*map(Text, texts), verdict, f"{row.taken}/{row.required}", row.faults)
        self.console.print(table)

    def arrived(self, row: SubmissionRow) -> None:
        """One new verdict on a line."""
        what = " ".join(part for part in (row.reporter, row.form, row.period) if part)
        line = Text(f"{time.strftime('%H:%M:%S')} {row.name}  {what}  ")
        self.console.print(line.append(row.verdict, COLOURS.get(row.verdict, "")).append(f"  faults: {row.faults}"))

    def rollup(self, rows: Sequence[Headline]) -> None:
        """The county's figures of one period with their coverage."""
        if not rows:
            self.console.print("No rollup is published yet.")
            return
        title = Text(f"Rollup of {rows[0].organisation}, {rows[0].period}")
        table = Table("indicator", "basis", "value", "unit", "coverage", "who is missing", title=title, title_justify="left")
        for row in rows:
            value = "" if row.value is None else f"{round(row.value, 4).normalize():,f}"
            table.add_row(*map(Text, (row.indicator, row.basis, value, row.unit, f"{row.reported}/{row.expected}", row.gaps)))
        self.console.print(table)

    def places(self, settings: Settings, login: Login) -> None:
        """Folders, login, the reader's address."""
        for name, value in (
            ("drop files into", f"{settings.inbox}/<organisation>/<period>/"),
            ("receipts and marked files", str(settings.outbox)),
            ("published rollups", str(settings.published)),
            ("Airflow", f"{login.url}  user {login.user}  password {login.password}"),
            ("board", f"{login.url}/huizong/  users of users.csv, passwords in {settings.home / 'airflow' / 'passwords.json'}"),
            ("BI reader", settings.reader_url or "the login you gave the role huizong_reader on your server"),
        ):
            self.console.print(Text(f"{name:<26}{value}"), soft_wrap=True)


def _console() -> Console:
    """As wide as the terminal; 160 columns where the output goes into a file or a log."""
    plain = Console(highlight=False)
    return plain if plain.is_terminal else Console(highlight=False, width=160)


def progress(connection: Connection) -> Progress:
    """The counts now."""
    with connection.cursor() as cursor:
        cursor.execute(query("stack_progress"))
        (counts,) = cursor.fetchall()
    connection.commit()
    return Progress(*counts)


def judged_files(connection: Connection) -> set[tuple[str, int, int, int, int]]:
    """Identities of judged files that may still lie in the inbox."""
    with connection.cursor() as cursor:
        cursor.execute(query("stack_judged_files"))
        found = {(path, *map(int, numbers)) for path, *numbers in cursor.fetchall()}
    connection.commit()
    return found


def submissions(connection: Connection, after: int = 0) -> list[SubmissionRow]:
    """Submissions behind the one with that id, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(query("stack_submissions"), {"after": after})
        rows = [SubmissionRow(*row) for row in cursor.fetchall()]
    connection.commit()
    return rows


def rollup(connection: Connection, period: str | None = None) -> list[Headline]:
    """The county's headline rollups of the period, or of the one with the most."""
    with connection.cursor() as cursor:
        cursor.execute(query("stack_rollup"), {"period": period})
        rows = [Headline(*row) for row in cursor.fetchall()]
    connection.commit()
    return rows
