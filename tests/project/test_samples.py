"""The sample submissions: as the script builds them, sound but for the fault put in, with expectations that add up."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from docx import Document
from openpyxl import load_workbook

from huizong.catalogue import Period, load
from include.samples.build import BUREAU_REPORT, HERE, SUMMARY, build
from include.samples.made_figures import TOWNS, Figures

EXPECTED = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))
TRUNCATED = "苇塘街道6月月报.xlsx"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    build(folder)
    return folder


def content(path: Path) -> object:
    """What a reader finds in the file, apart from how it is packed."""
    if path.name == TRUNCATED:
        return path.read_bytes()[:4]
    if path.suffix == ".xlsx":
        return {
            s.title: ([[c.value for c in r] for r in s.iter_rows()], sorted(map(str, s.merged_cells.ranges))) for s in load_workbook(path)
        }
    if path.suffix == ".docx":
        return [paragraph.text for paragraph in Document(str(path)).paragraphs]
    return path.read_bytes()


def submissions(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.glob("*/*/*") if path.is_file())


def test_the_files_are_those_of_the_script(built):
    assert submissions(HERE) == submissions(built)
    for name in submissions(built):
        assert content(HERE / name) == content(built / name), name


def test_building_twice_gives_the_same_bytes(built, tmp_path):
    build(tmp_path)
    for name in submissions(built):
        assert (tmp_path / name).read_bytes() == (built / name).read_bytes(), name


def test_every_file_has_an_expectation_and_the_other_way_round():
    assert sorted(sample["file"] for sample in EXPECTED["samples"]) == [path.as_posix() for path in submissions(HERE)]


def test_expectations_use_the_catalogues_words():
    county = load()
    for sample in EXPECTED["samples"]:
        folder = sample["file"].split("/")[0]
        named = county.organisation_named(folder)
        assert (named.code if named else None) == sample["organisation"], sample["file"]
        if sample["form"]:
            assert county.is_obliged(sample["form"], sample["organisation"], Period.parse(sample["period"])), sample["file"]
        relations = {f"{form.code}:{relation.id}" for form in county.forms for relation in form.relations}
        for fault in sample["faults"]:
            for rule in fault["rules"]:
                assert rule in relations or county.issue_type(rule).code == rule


def test_the_csv_files_are_in_the_encodings_they_stand_for():
    raw = (HERE / "枫渡镇/2025-06/枫渡镇6月月报.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    rows = list(csv.reader(io.StringIO(raw.decode("gb18030"))))
    assert rows[3][:4] == ["规模以上工业总产值", "万元", "8250.4", "49872.0"]


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("云盘镇/2025-06/云盘镇6月月报.xlsx", "D8", "xx.xx"),
        ("麦湾镇/2025-06/麦湾镇6月月报.xlsx", "C12", None),
        ("桐坳镇/2025-06/桐坳镇6月月报.xlsx", "D16", 1230),
        ("柘冲乡/2025-06/柘冲乡6月月报.xlsx", "D7", 17456000),
        ("城南街道/2025-06/城南街道6月月报.xlsx", "D6", 52418.7),
        ("龙窖乡/2025-06/6月月报.xlsx", "A2", "填报单位：雁洲镇"),
    ],
)
def test_the_faults_stand_where_expected_says(name, cell, value):
    assert load_workbook(HERE / name)["报表"][cell].value == value


def test_prose_faults_stand_in_their_paragraphs():
    assert "XX件" in SUMMARY[5]
    assert "回访满意度为，" in SUMMARY[5]
    assert "XX.X万元" in SUMMARY[8]
    assert "改厕户" in SUMMARY[8]
    places = {
        place for sample in EXPECTED["samples"] if sample["form"] == "N-TOWN-H" for fault in sample["faults"] for place in fault["places"]
    }
    assert places == {"6", "9"}


def test_the_truncated_file_is_no_whole_package():
    raw = (HERE / "苇塘街道/2025-06" / TRUNCATED).read_bytes()
    assert raw[:2] == b"PK"
    assert b"PK\x05\x06" not in raw


def test_the_figures_fit_together():
    figures = Figures.read()
    for town in TOWNS:
        if town in ("T08", "T10"):
            continue
        get = lambda code, town=town: figures.get(town, "2025-06", code)  # noqa: E731
        for code in ("E01", "E03", "E04", "E05", "E06", "E07", "E10", "E11", "E13", "E14"):
            assert get(code)["cumulative"] >= get(code)["current"], (town, code)
        for whole, part in (("E03", "E04"), ("E06", "E07"), ("E10", "E11")):
            for basis in ("current", "cumulative"):
                assert get(whole)[basis] >= get(part)[basis], (town, part, basis)
        # What a comparable base says stays within 10 points and the sign of the values.
        e03 = get("E03")
        computed = 100 * (e03["cumulative"] / e03["prior_year"] - 1)
        assert computed > 0
        assert abs(computed - e03["growth_rate"]) < 10


def test_may_and_june_continue_but_for_the_one_that_was_corrected():
    figures = Figures.read()
    for town in ("T01", "T09"):
        for code in ("E01", "E03", "E04", "E05", "E06", "E07", "E10", "E11", "E13", "E14"):
            may, june = figures.get(town, "2025-05", code), figures.get(town, "2025-06", code)
            gap = may["cumulative"] + june["current"] - june["cumulative"]
            assert gap == (Decimal("317.0") if (town, code) == ("T09", "E03") else 0), (town, code)


def test_plan_columns_say_what_the_targets_say():
    figures = Figures.read()
    for (town, period, code), given in figures.by_key.items():
        if "plan" in given and period != "2025":
            assert given["plan"] == figures.by_key[town, "2025", code]["plan"], (town, period, code)


def test_prose_says_what_the_table_says():
    figures = Figures.read()
    assert "3.80亿元，同比增长5.2%" in SUMMARY[3]
    assert round(figures.get("T03", "2025-06", "E01")["cumulative"] / 10000, 2) == Decimal("3.80")
    assert figures.get("T03", "2025-06", "E01")["growth_rate"] == Decimal("5.2")
    assert round(figures.get("T03", "2025-06", "E03")["cumulative"] / 10000, 2) == Decimal("1.26")
    assert figures.get("T03", "2025-06", "E06")["cumulative"] == Decimal("2391.5")
    assert figures.get("T03", "2025-06", "E10")["cumulative"] == 336
    assert 12 + Decimal("9.3") + Decimal("5.2") == Decimal("26.5")
    assert "46条，其中免申即享12条，即申即享19条，承诺兑现15条" in BUREAU_REPORT[6]
    assert 12 + 19 + 15 == 46


@pytest.mark.parametrize("rollup", EXPECTED["rollups"], ids=lambda r: f"{r['indicator']}-{r['basis']}")
def test_expected_rollups_are_sums_of_the_figures(rollup):
    """Plain addition over figures.csv, without the product; what each town left out is named in `missing`."""
    figures, county = Figures.read(), load()
    indicator, basis = rollup["indicator"], rollup["basis"]
    present = [t for t in TOWNS if t not in rollup["missing"] and (indicator != "E12" or t not in ("T09", "T10"))]
    assert len(present) == rollup["reported"]
    assert rollup["reported"] + len(rollup["missing"]) == rollup["expected"]

    def total(code: str, of: str) -> Decimal:
        return sum((figures.get(town, rollup["period"], code)[of] for town in present), Decimal(0))

    if basis == "growth_rate":
        value = 100 * (total(indicator, "cumulative") / total(indicator, "prior_year") - 1)
    elif indicator == "E08":
        value = 100 * total("E07", basis) / total("E06", basis)
    else:
        value = total(indicator, basis)
    decimals = 1 if basis == "growth_rate" else county.indicator(indicator).decimals
    assert round(value, decimals) == Decimal(rollup["value"])
