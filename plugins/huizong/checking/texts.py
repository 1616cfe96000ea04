"""Message and remedy of an issue, from the one source of texts: its issue type, filled from the place."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from huizong.catalogue import Catalogue

NOT_GIVEN = "—"


class _Filler(Formatter):
    """Fills {fields}; one that is not given shows a dash, so that a text never fails at run time and shows no code."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, str]) -> str:
        return kwargs.get(str(key), NOT_GIVEN)


_FILLER = _Filler()

KNOWN_FIELDS = frozenset(
    (
        "observed",
        "expected",
        "difference",
        "detail",
        "place",
        "file",
        "indicator",
        "organisation",
        "period",
        "basis",
        "message",
        "comparison",
    )
)


def fill(template: str, fields: Mapping[str, str]) -> str:
    """The template with its fields filled in."""
    return _FILLER.vformat(template, (), fields)


def unknown_fields(template: str) -> tuple[str, ...]:
    """The fields of a template that no rule ever gives; what a catalogue check should refuse."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name is not None and name not in KNOWN_FIELDS)


def names(catalogue: Catalogue, organisation: str | None, indicator: str | None) -> dict[str, str]:
    """The names that texts show for codes."""
    found = {}
    if organisation is not None:
        found["organisation"] = catalogue.organisation(organisation).name
    if indicator is not None:
        found["indicator"] = catalogue.indicator(indicator).name
    return found
