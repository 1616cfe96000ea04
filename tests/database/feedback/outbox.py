"""What departments find in the outbox, and the key of a figure as issues carry it."""

from __future__ import annotations

from huizong.settings import Settings
from tests.database.feedback.county import PERIOD


def text_of(settings: Settings, name: str = "*") -> list[str]:
    """The lines of the one plain receipt."""
    (path,) = settings.outbox.rglob(f"{name}_回执.txt")
    return path.read_text("utf-8-sig").splitlines()


def page_of(settings: Settings, name: str = "*") -> str:
    """The one receipt page."""
    (path,) = settings.outbox.rglob(f"{name}_回执.html")
    return path.read_text("utf-8")


def key(indicator: str, basis: str = "cumulative", organisation: str = "T01") -> dict[str, str]:
    """The key of a figure as an issue carries it."""
    return {"organisation": organisation, "indicator": indicator, "period": PERIOD, "basis": basis}
