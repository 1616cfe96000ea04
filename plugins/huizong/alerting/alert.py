"""An alert: a code that the runbook has a paragraph for, what it is about, what was found, what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huizong.telling.message import Address, NewMessage

# What to do first; the runbook says the rest, under the same code.
NEXT_STEPS = {
    "run-failed": "open the run in Airflow, read the log of the task that failed; what it left waits for the next run",
    "ingest-silent": "see whether the scheduler runs and ingest_submissions is paused; files wait in the inbox meanwhile",
    "coverage-low": "see who owes in mart.timeliness; `huizong publish --as-is` writes the page that today allows",
    "dag-paused": "switch the DAG on in Airflow, or know why it is off",
    "receipts-late": "`huizong status` names the receipts and why they can't be written",
    "disk-full": "make room; archive and journal are evidence and stay",
    "messages-undelivered": "`huizong status` lists them with the reason; mend the address or the connection",
    "holidays-unknown": "update the package chinesecalendar, or enter the year's days off into holidays.csv",
    "catalogue-broken": "`huizong catalogue check` names every fault; mend them or put the folder back as it was",
    "lines-left-out": "`huizong catalogue check` names them; mend the lines, nothing else waits for them",
    "warehouse-away": "see whether PostgreSQL runs and HUIZONG_DATABASE_URL is right; tasks try again by themselves",
}


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert. `about` tells it from others of its code; `found` is in English, with counts and ids, never names of files.

    Where `once` is set it is raised once and not again while it lasts.
    """

    code: str
    about: str
    found: str
    once: bool = False

    @property
    def key(self) -> str:
        """What makes two alerts the same."""
        return f"{self.code}:{self.about}"

    @property
    def subject(self) -> str:
        """The first line."""
        return f"[huizong] {self.code}: {self.found}"

    @property
    def content(self) -> str:
        """Three lines: what was found, what to do next, where more is said."""
        return f"{self.subject}\nNext: {NEXT_STEPS[self.code]}.\nMore: docs/runbook.md, Alerts, {self.code}"

    def to(self, address: Address, day: date) -> NewMessage:
        """The alert as a message to somebody."""
        return NewMessage("alert", address, self.subject, self.content, day, about=self.key)
