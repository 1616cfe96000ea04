"""The county of ten towns that tests of one bad file begin with."""

from __future__ import annotations

import pytest

from huizong.flow import publication
from huizong.settings import Settings
from tests.faults.towns import County, county


@pytest.fixture
def ten(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> County:
    """A county of ten towns, each with its file in the inbox; the engineers' pages are another test's."""
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made = county(settings)
    made.drop_all()
    return made
