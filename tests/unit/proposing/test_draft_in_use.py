"""A draft comes into use: what was assumed is confirmed, further forms join a catalogue, and nothing is overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from huizong.catalogue.folder.drafted import UnconfirmedError, confirm
from huizong.proposing.blank_forms import DraftError
from huizong.proposing.first_draft import draft
from huizong.steps import preparing

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
from tests.unit.proposing.blank import TOWNS, Rows, book, drafted, notes

FORESTRY: Rows = [
    ["汀岚县林业生产季报表"],
    ["填报单位：", "", "", "2025年  季度"],
    ["指标名称", "计量单位", "本季", "本年累计", "上报口径值"],
    ["造林合格面积", "亩"],
    ["  其中：油茶造林面积", "亩"],
    ["竹材采伐量", "万根"],
    ["规模以上工业总产值", "万元"],
    ["固定资产投资额度", "万元"],
    ["负责人：", "", "填表人："],
]


# --- confirming ---


def test_what_is_assumed_is_named_until_it_is_corrected_or_confirmed(tmp_path: Path) -> None:
    done = drafted(tmp_path, [["青岚县种植月报表"], ["乡镇", "早稻面积（亩）"], *TOWNS])
    assert [note.partition(": ")[2] for note in notes(done.folder)] == [
        "organisations.csv C00: assumed name=青岚县 (表.xlsx, Sheet!A1); correct it there, or confirm it",
        "indicators.csv I01: assumed kind=flow, decimals=2 (表.xlsx, Sheet!B2); correct it there, or confirm it",
        "obligations.csv F01: assumed organisation=C00, due_day=8, due_time=17:00, due_month=1 (表.xlsx, Sheet!A1); "
        "correct it there, or confirm it",
    ]
    assert done.assumed == 3
    indicators = done.folder / "indicators.csv"
    indicators.write_text(indicators.read_text("utf-8").replace("亩,2,flow,sum", "亩,2,stock,last"), "utf-8")
    assert any("assumed decimals=2 (" in note for note in notes(done.folder))  # the kind was corrected, the decimals were not
    with pytest.raises(UnconfirmedError, match=r"drafted\.csv:3: nothing waits there"):
        confirm(done.folder, [2, 3])
    assert len(notes(done.folder)) == 3
    assert confirm(done.folder, [2]) == 1
    assert len(notes(done.folder)) == 2
    assert confirm(done.folder, None) == 2
    assert notes(done.folder) == []
    assert 'T01,"表.xlsx, Sheet!A3",,' in (done.folder / "drafted.csv").read_text("utf-8")  # where it comes from stays


# --- forms added to a catalogue in use ---


def test_a_further_form_takes_the_codes_that_are_known(catalogue: Catalogue, tmp_path: Path) -> None:
    out = tmp_path / "county"
    done = draft(catalogue, [book(tmp_path, "林业", FORESTRY)], out)
    form = yaml.safe_load((out / "forms" / "F01.yaml").read_text("utf-8"))
    assert (form["title"], form["frequency"], form["version"]) == ("汀岚县林业生产季报表", "quarter", 1)
    # a near name is a question, never the known indicator itself
    assert [row["indicator"] for row in form["rows"]] == ["I01", "I02", "I03", "E01", "I04"]
    assert {tuple(row["bases"]) for row in form["rows"]} == {("current", "cumulative")}
    assert any("near E03 固定资产投资: if it is the same, a line of indicator_aliases.csv takes its place" in note for note in notes(out))
    loaded = preparing.load_catalogue(out)
    assert (loaded.indicator("I03").unit, loaded.indicator("I02").name) == ("万根", "油茶造林面积")
    assert len(loaded.organisations) == len(catalogue.organisations)
    assert done.left_out == ("林业.xlsx, Sheet!E3",)
    (trial,) = done.forms
    assert (trial.asked, trial.right, trial.wrong) == (10, 10, ())


def test_nothing_is_overwritten_and_a_file_without_a_table_is_named(tmp_path: Path) -> None:
    blank = book(tmp_path, "林业", FORESTRY)
    with pytest.raises(DraftError, match="nothing is overwritten"):
        draft(None, [blank], tmp_path)
    (tmp_path / "a.txt").write_text("各乡镇：请于每月8日前报送。\n", "utf-8")
    with pytest.raises(DraftError, match=r"a\.txt: no table"):
        draft(None, [blank, tmp_path / "a.txt"], tmp_path / "new")
    assert not (tmp_path / "new").exists()
