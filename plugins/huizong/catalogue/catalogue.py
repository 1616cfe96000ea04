"""A whole catalogue: loaded once, checked as it is loaded, asked by every room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from huizong.catalogue.entries import (
    Contact,
    Form,
    Header,
    Indicator,
    IndicatorAlias,
    IssueType,
    Obligation,
    Organisation,
    OrganisationAlias,
    Placeholder,
    Unit,
)


class CatalogueError(Exception):
    """A catalogue that can't be used; `problems` are lines "file:line: reason"."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Catalogue:
    """Everything a county's folder says; `hash` is over all its bytes and is recorded by each run."""

    folder: Path
    hash: str
    organisations: tuple[Organisation, ...]
    organisation_aliases: tuple[OrganisationAlias, ...]
    indicators: tuple[Indicator, ...]
    indicator_aliases: tuple[IndicatorAlias, ...]
    units: tuple[Unit, ...]
    placeholders: tuple[Placeholder, ...]
    headers: tuple[Header, ...]
    forms: tuple[Form, ...]
    obligations: tuple[Obligation, ...]
    issue_types: tuple[IssueType, ...]
    contacts: tuple[Contact, ...] = ()
