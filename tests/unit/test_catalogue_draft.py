"""Blank forms as lines of a catalogue: rows, bases and units as printed; with its marks no catalogue loads, without them it does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from openpyxl import Workbook

from huizong.catalogue import CatalogueError
from huizong.proposing.blank_forms import DraftError, draft
from huizong.steps import preparing

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue

ROWS: list[list[str | None]] = [
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


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    book.save(tmp_path / "林业.xlsx")
    return tmp_path / "林业.xlsx"


def test_a_blank_form_becomes_lines_to_correct(catalogue: Catalogue, blank: Path, tmp_path: Path) -> None:
    out = tmp_path / "county"
    done = draft(catalogue, [blank], out)
    assert done.forms == {"forms/F-DRAFT-1.yaml": 5}
    form = yaml.safe_load((out / "forms" / "F-DRAFT-1.yaml").read_text("utf-8"))
    assert (form["title"], form["frequency"], form["version"]) == ("汀岚县林业生产季报表", "quarter", 1)
    assert [row["indicator"] for row in form["rows"]] == ["U01", "U02", "U03", "E01", "E03"]
    assert {tuple(row["bases"]) for row in form["rows"]} == {("current", "cumulative")}
    added = {(line.file, *(line.values[name] for name in list(line.values)[:3])) for line in done.lines}
    assert ("indicators.csv", "U01", "造林合格面积", "亩") in added
    assert ("indicators.csv", "U02", "油茶造林面积", "亩") in added
    assert ("headers.csv", "上报口径值", "current?") in {one[:3] for one in added}
    assert ("indicator_aliases.csv", "固定资产投资额度", "E03?") in {one[:3] for one in added}
    # every guess is named by the check, and nothing else is
    with pytest.raises(CatalogueError) as faulty:
        preparing.load_catalogue(out)
    assert len(faulty.value.problems) >= 4
    assert all("?" in problem or "also on line" in problem for problem in faulty.value.problems)

    for path in [*out.glob("*.csv"), *out.glob("forms/*.yaml")]:
        text = path.read_text("utf-8-sig")
        corrected = re.sub(r"(?<=[a-z0-9])\?(?=,|$)", "", text, flags=re.MULTILINE) if path.suffix == ".csv" else text
        path.write_text(corrected, "utf-8")
    loaded = preparing.load_catalogue(out)
    assert loaded.indicator("U03").unit == "万根"
    assert loaded.form("F-DRAFT-1").rows[4].indicator == "E03"
    assert loaded.indicator_named("固定资产投资额度") == loaded.indicator("E03")


def test_nothing_is_overwritten_and_a_file_without_a_table_is_named(catalogue: Catalogue, blank: Path, tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="nothing is overwritten"):
        draft(catalogue, [blank], tmp_path)
    (tmp_path / "a.txt").write_text("各乡镇：请于每月8日前报送。\n", "utf-8")
    with pytest.raises(DraftError, match=r"a\.txt: no table"):
        draft(catalogue, [blank, tmp_path / "a.txt"], tmp_path / "new")
    assert not (tmp_path / "new").exists()
