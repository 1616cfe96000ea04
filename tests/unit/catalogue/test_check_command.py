"""`huizong catalogue check` gives one verdict: nothing is called without faults that is refused a line later."""

from __future__ import annotations

import os
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from huizong.catalogue.catalogue import CatalogueError
from huizong.catalogue.defaults import DEFAULT_FOLDER
from huizong.cli import command_line as cli
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


def test_who_can_not_be_reminded_is_a_note_and_no_fault(folder):
    from huizong.catalogue.from_folder import remarks
    from huizong.steps.preparing import CATALOGUE_CHECKS

    (folder / "contacts.csv").write_text(
        "organisation,name,channel,address\nT1,罗一,email,t1@example.org\nT2,罗二,phone,000\nT3,罗三,email,t3\n", encoding="utf-8"
    )
    told = [line for line in remarks(folder, CATALOGUE_CHECKS) if line.startswith("contacts.csv")]
    assert "contacts.csv:4: address: 't3' is no mail address" in told
    (line,) = [line for line in told if "nobody can be reminded" in line]
    assert "T2" in line
    assert "T1" not in line
