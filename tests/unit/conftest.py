"""Tests that need Python alone."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def server() -> None:
    """No database is started for a test of this folder, whichever fixture asks for it."""
    pytest.fail("a test that starts a database lies in tests/database")
