"""`huizong catalogue check` gives one verdict: nothing is called without faults that is refused a line later."""

from __future__ import annotations

import os
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from huizong.catalogue.catalogue import CatalogueError
from huizong.catalogue.defaults import DEFAULT_FOLDER
from huizong.cli import main as cli
from huizong.steps import preparing


@pytest.fixture
def compared(monkeypatch):
    """Runs the command beside a running system whose comparison does as told."""

    @contextmanager
    def running(settings):
        yield settings

    monkeypatch.setattr(cli, "running_system", running)
    monkeypatch.setenv("HUIZONG_DATABASE_URL", "postgresql://127.0.0.1:1/none")

    def run(compare):
        monkeypatch.setattr(preparing, "assert_keeps_codes", compare)
        return CliRunner().invoke(cli.app, ["catalogue", "check", os.fspath(DEFAULT_FOLDER)])

    return run


def test_a_catalogue_that_is_refused_is_not_called_without_faults(compared):
    def refuse(settings, catalogue):
        raise CatalogueError(["indicators.csv: M01 is in use"])

    refused = compared(refuse)
    assert "no faults" not in refused.output
    assert isinstance(refused.exception, CatalogueError)


def test_one_line_says_that_it_is_whole_and_was_compared(compared):
    taken = compared(lambda settings, catalogue: True)
    assert taken.exit_code == 0
    assert taken.output.splitlines()[-1].endswith("no faults, and every code in use is kept (compared with the catalogue in force)")
    alone = compared(lambda settings, catalogue: False)
    assert alone.output.splitlines()[-1].endswith("issue types; no faults")
