"""`huizong extract`: the words are the catalogue's own, and bad ones are said with file and line."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from huizong.catalogue.defaults import DEFAULT_FOLDER
from huizong.cli.command_line import app


@pytest.fixture
def county(tmp_path, monkeypatch):
    """A county with words of its own, in force."""
    folder = shutil.copytree(DEFAULT_FOLDER, tmp_path / "county")
    monkeypatch.setenv("HUIZONG_CATALOGUE", str(folder))
    return folder


def test_the_countys_own_unit_is_known(county, tmp_path):
    with (county / "narrative" / "units.csv").open("a", encoding="utf-8") as file:
        file.write("蒲式耳,蒲式耳,1,volume,strong,any\n")
    text = tmp_path / "文.txt"
    text.write_text("进口大豆35蒲式耳。\n", "utf-8")
    done = CliRunner().invoke(app, ["extract", str(text), "--format", "jsonl"])
    (line,) = done.stdout.splitlines()
    (figure,) = json.loads(line)["figures"]
    assert (done.exit_code, figure["surface"], figure["value"], figure["unit"]) == (0, "35蒲式耳", "35", "蒲式耳")


def test_a_bad_line_of_the_countys_words_ends_with_its_place(county, tmp_path):
    path = county / "narrative" / "dates.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("后年底,sometime\n")
    text = tmp_path / "文.txt"
    text.write_text("进口大豆35吨。\n", "utf-8")
    done = CliRunner().invoke(app, ["extract", str(text)])
    assert done.exit_code == 2
    assert f"{path}:{len(path.read_text('utf-8').splitlines())}: type sometime" in done.stderr


def test_the_rules_that_decided_are_named_with_their_reasons(county, tmp_path):
    text = tmp_path / "文.txt"
    text.write_text("力争新建泵站3座,受理举报件,同比下降8%。\n", "utf-8")
    done = CliRunner().invoke(app, ["extract", str(text), "--explain", "--format", "jsonl"])
    (line,) = done.stdout.splitlines()
    planned, lost, _ = json.loads(line)["figures"]
    assert planned["rules"] == [
        {
            "decides": "value",
            "rule": "number-at-one-look",
            "reason": "a number in digits after a word, its scale and unit right behind it",
        },
        {"decides": "role", "rule": "aimed", "reason": "a word of aims stands before, with nothing done between", "word": "力争"},
        {"decides": "qualifier", "rule": "unqualified", "reason": "no cue says that the figure is not exact"},
    ]
    assert lost["rules"][0] == {
        "decides": "loss",
        "rule": "unit-in-company",
        "reason": "a unit at the end of its clause, in a sentence that counts",
    }
    shown = CliRunner().invoke(app, ["extract", str(text), "--explain"]).stdout
    assert "\trole: aimed [力争]: a word of aims stands before, with nothing done between\n" in shown
