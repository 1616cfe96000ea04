"""Counties opened with the forms, or with the relations, that a test gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.database.checking.county import MONTH, County, made, with_relations
from tests.database.checking.judged import FREE, Opened

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings


@pytest.fixture
def opened(settings: Settings, catalogue: Catalogue) -> Iterator[Opened]:
    """A county with the given forms."""
    open_ones: list[County] = []

    def open_county(*forms: dict[str, Any], **indicators: Any) -> County:
        county = County(settings, made(catalogue, *(forms or (FREE,)), indicators=indicators))
        open_ones.append(county)
        return county

    yield open_county
    for county in open_ones:
        county.close()


OPTIONAL = {**MONTH, "rows": [{**row, "required": False} for row in MONTH["rows"]]}
FIVE = {
    **OPTIONAL,
    "rows": [
        {"indicator": code, "required": False, "bases": ["current", "cumulative", "prior_year", "growth_rate"]}
        for code in ("X1", "X2", "X3", "X4", "X5")
    ],
}


@pytest.fixture
def related(settings: Settings, catalogue: Catalogue) -> Iterator[Opened]:
    """A county whose form has the given relations."""
    open_ones: list[County] = []

    def open_county(*relations: dict[str, Any], form: dict[str, Any] = FIVE, **more: Any) -> County:
        county = County(settings, made(catalogue, with_relations({**form, **more}, *relations)))
        open_ones.append(county)
        return county

    yield open_county
    for county in open_ones:
        county.close()
