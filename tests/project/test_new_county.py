"""docs/new-county.md, walked from an empty folder: each command prints what the page says, and the figures are those of the forms."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from huizong.catalogue import Catalogue
from huizong.proposing.first_draft import draft
from huizong.reading import read_file
from huizong.recognising import Context, recognise
from huizong.settings import COUNTY_TIME, REPOSITORY
from huizong.steps.preparing import load_catalogue
from tests.project.new_county_forms import write_forms

PAGE = REPOSITORY / "docs" / "new-county.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands() -> Iterator[tuple[str, list[str]]]:
    """Each command of the page with the lines that it prints."""
    for block in _BLOCK.findall(PAGE.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *printed = part.splitlines()
            yield command, [line.rstrip() for line in printed]


def run(command: str, folder: Path, environment: dict[str, str]) -> list[str]:
    done = subprocess.run(["/bin/bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return [line.rstrip() for line in done.stdout.splitlines()]


def told(page: list[str]) -> str:
    """The lines as a pattern, in which … stands for anything on its line."""
    return "\n".join(".*".join(map(re.escape, line.split("…"))) for line in page)


def test_the_way_from_an_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path / "county"
    folder.mkdir()
    write_forms(folder)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUIZONG_", "AIRFLOW_"))}
    environment = {
        **kept,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HUIZONG_STABLE_SECONDS": "0.1",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
    }
    walked = 0
    for command, page in commands():
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            environment[name] = value.replace("$PWD", str(folder))
            continue
        printed = run(command, folder, environment)
        assert re.fullmatch(told(page), "\n".join(printed)), "\n".join([command, *printed])
        walked += 1
    assert walked == 15


def figures(catalogue: Catalogue, path: Path, reporter: str, period: str) -> set[tuple[str | None, str | None, str, str]]:
    context = Context(reporter, period, datetime(2026, 7, 5, 9, tzinfo=COUNTY_TIME))
    (found,) = recognise(read_file(path), context, catalogue)
    assert found.findings == ()
    return {
        (figure.organisation, figure.indicator, figure.basis.value, str(figure.value)) for figure in found.figures if not figure.is_total
    }


def test_every_figure_of_the_filled_copies_is_the_one_that_was_written(tmp_path: Path) -> None:
    write_forms(tmp_path)
    folder = draft(None, [tmp_path / name for name in ("种植.xlsx", "经济.xlsx", "畜牧.xlsx")], tmp_path / "catalogue").folder
    catalogue = load_catalogue(folder)
    assert figures(catalogue, tmp_path / "filled" / "种植.xlsx", "B01", "2026-06") == {
        ("T01", "I01", "current", "120"),
        ("T01", "I02", "current", "30.5"),
        ("T02", "I01", "current", "200"),
        ("T02", "I02", "current", "41"),
        ("T03", "I01", "current", "90"),
        ("T03", "I02", "current", "12.25"),
    }
    assert figures(catalogue, tmp_path / "filled" / "经济.xlsx", "T02", "2026-06") == {
        ("T02", "I03", "current", "310.5"),
        ("T02", "I03", "cumulative", "1800.25"),
        ("T02", "I04", "current", "45.5"),
        ("T02", "I04", "cumulative", "260"),
        ("T02", "I05", "current", "7"),
        ("T02", "I05", "cumulative", "52"),
    }
    assert figures(catalogue, tmp_path / "filled" / "畜牧.xlsx", "C00", "2026-Q2") == {
        ("T01", "I06", "current", "10"),
        ("T01", "I06", "cumulative", "25"),
        ("T01", "I07", "current", "60"),
        ("T02", "I06", "current", "20"),
        ("T02", "I06", "cumulative", "44"),
        ("T02", "I07", "current", "75"),
        ("T03", "I06", "current", "5"),
        ("T03", "I06", "cumulative", "11"),
        ("T03", "I07", "current", "18"),
    }
