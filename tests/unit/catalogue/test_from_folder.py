"""A bad catalogue says file, line and reason, for every fault at once."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huizong.catalogue import CatalogueError, check, load
from huizong.narrative.grammar.lexicon import FOLDER
from huizong.steps.preparing import CATALOGUE_CHECKS


def test_a_good_one_has_no_problems(folder, county):
    assert check(folder) == ()
    assert [o.code for o in county.organisations] == ["C", "T1", "T2", "T3", "T9", "B1", "B2", "K1", "V1", "V2", "J1"]
    assert county.county.code == "C"
    assert str(county.form("F1").relations[0].tolerance) == "0.1"


def test_a_byte_order_mark_and_windows_lines_are_tolerated(folder):
    path = folder / "units.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert check(folder) == ()


def test_optional_columns_may_be_there(folder):
    path = folder / "indicators.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    extra = [",growth,additive,direction,display_unit,min_units", ",comparable,no,more,亿元,S1:3"] + [",,,,,"] * 5
    path.write_text("\n".join(a + b for a, b in zip(lines, extra, strict=True)) + "\n", encoding="utf-8")
    first, second = load(folder).indicators[:2]
    assert (first.growth, first.additive, first.direction, first.display_unit) == ("comparable", False, "more", "亿元")
    assert first.minimum_units == ("S1", 3)
    assert (second.growth, second.additive, second.direction, second.minimum_units) == ("recompute", True, None, None)


@pytest.mark.parametrize(
    ("written", "taken"),
    [("0|0|5|10|20|40|60|80|90|95|100|100", True), ("0|5|100", False), ("0|9|5|10|20|40|60|80|90|95|100|100", False), ("一半", False)],
)
def test_a_schedule_rises_over_twelve_months_to_the_whole_plan(folder, written, taken):
    path = folder / "indicators.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(a + b for a, b in zip(lines, [",schedule", f",{written}"] + [","] * 5, strict=True)) + "\n", encoding="utf-8")
    if taken:
        assert load(folder).indicators[0].schedule == tuple(Decimal(part) for part in written.split("|"))
        assert load(folder).indicators[1].schedule is None
    else:
        (problem,) = check(folder)
        assert "indicators.csv:2:" in problem
        assert "no schedule: write twelve rising percentages that end with 100" in problem


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        # files as such
        ("organisations.csv", "code,name,kind", "code,nam,kind", "organisations.csv:1: unknown column 'nam'"),
        ("organisations.csv", "code,name,kind", "code,nam,kind", "organisations.csv:1: column 'name' is missing"),
        ("units.csv", "亩,亩,1", "亩,亩", "units.csv:5: 2 fields where the header has 3"),
        ("units.csv", "公顷,亩,15", "公顷,亩,十五", "units.csv:6: factor: Input should be a valid decimal, found '十五'"),
        ("units.csv", "公顷,亩,15", "公顷,亩,0", "units.csv:6: factor: Input should be greater than 0"),
        ("units.csv", "公顷,亩,15", '"公顷,亩,15', "units.csv:6: not readable as CSV"),
        # organisations
        ("organisations.csv", "T2,西坪乡,town,C", "T1,西坪乡,town,C", "organisations.csv:4: T1 stands already on line 3"),
        ("organisations.csv", "西坪乡,town,C", "西坪乡,town,X", "organisations.csv:4: parent: there is no organisation X"),
        ("organisations.csv", "西坪乡,town,C", "西坪乡,tow,C", "organisations.csv:4: kind: Input should be 'county', 'town'"),
        ("organisations.csv", "西坪乡,town,C", "西坪乡,town,", "organisations.csv:4: a town needs a parent"),
        ("organisations.csv", "2024-12-31,T3", "2024-12-31,T8", "organisations.csv:6: successor: there is no organisation T8"),
        (
            "organisations.csv",
            "2024-12-31,T3",
            ",T3",
            "organisations.csv:6: successor: an organisation that was taken over needs",
        ),
        ("organisations.csv", "2025-01-01,,", "2025-01-01,2024-01-01,", "organisations.csv:5: valid_from 2025-01-01 is after valid_to"),
        ("organisations.csv", "上村,village,T2", "上村,village,T1", "organisations.csv:11: name: 上村 is also V1"),
        ("organisations.csv", "上村,village,T2", "上村,village,B1", "organisations.csv:11: parent: a village is not below a bureau"),
        ("organisations.csv", "B1,统计局,bureau,C", "B1,统计局,county,", "organisations.csv:7: a second county"),
        ("organisations.csv", "渡槽修缮,project,T1", "渡槽修缮,project,J1", "organisations.csv:12: parent: J1 names itself"),
        ("organisation_aliases.csv", "东坪,T1", "东坪,T8", "organisation_aliases.csv:2: code: there is no organisation T8"),
        ("organisation_aliases.csv", "东坪,T1", "西坪乡,T1", "organisation_aliases.csv:2: alias: 西坪乡 also names T2"),
        # indicators
        ("indicators.csv", "税收占比,%", "税收占比,‰", "indicators.csv:5: unit: units.csv has no unit ‰"),
        ("indicators.csv", "ratio,ratio,M3,M2", "ratio,ratio,M3,M8", "indicators.csv:5: denominator: there is no other indicator M8"),
        ("indicators.csv", "ratio,ratio,M3,M2", "ratio,ratio,M3,", "indicators.csv:5: numerator and denominator are named together"),
        ("indicators.csv", "ratio,ratio,M3,M2", "ratio,sum,,", "indicators.csv:5: aggregation: a ratio is ratio or none, not sum"),
        ("indicators.csv", "stock,last", "stock,sum", "indicators.csv:6: aggregation: a stock is last or none, not sum"),
        ("indicators.csv", ",0,100,", ",100,0,", "indicators.csv:5: minimum 100 is above maximum 0"),
        ("indicators.csv", "G1,造林面积", "G1,税收", "indicator_aliases.csv:3: alias: 税收 also names G1"),
        ("indicator_aliases.csv", "税收,M3", "税收,M8", "indicator_aliases.csv:3: code: there is no indicator M8"),
        ("indicator_aliases.csv", "税收,M3", "工业总产值,M3", "indicator_aliases.csv:3: alias: 工业总产值 also names M1"),
        ("indicator_aliases.csv", "金额,M3,F2", "金额,M3,F1", "indicator_aliases.csv:5: alias: 金额 also names M2"),
        ("indicator_aliases.csv", "金额,M3,F2", "金额,M3,F8", "indicator_aliases.csv:5: form: there is no form F8"),
        # words
        ("units.csv", "公顷,亩,15", "公顷,顷,15", "units.csv:6: base_unit: there is no unit 顷"),
        ("units.csv", "亿元,元,", "亿元,万元,", "units.csv:4: base_unit: 万元 is no base unit itself"),
        ("placeholders.csv", "无|/,", "(无|/,", "placeholders.csv:3: bad pattern '(无|/': missing )"),
        ("headers.csv", "re:去年1-(?P<month>", "re:去年1-(?P<moon>", "headers.csv:11: bad pattern"),
        ("headers.csv", "年度计划,plan", "本 月,plan", "headers.csv:6: header: 本 月 is current on line 2 already"),
        ("headers.csv", "年度计划,plan", "年度计划,target", "headers.csv:6: basis: Input should be 'current'"),
        ("issue_types.csv", "请填 {expected}", "请填 {expected", "issue_types.csv:2: remedy: expected '}' before end of string"),
        ("issue_types.csv", "请填 {expected}", "请填 {0}", "issue_types.csv:2: remedy: {0} is no field name"),
        (
            "issue_types.csv",
            "请填 {expected}",
            "请填 {expcted}",
            "issue_types.csv:2: remedy: {expcted} is no field name; is it {expected}?",
        ),
        (
            "placeholders.csv",
            "无|/,",
            "\\d+,",
            "placeholders.csv:3: pattern: \\d+ also fits the number 0, which would then be",
        ),
        ("placeholders.csv", "无|/,", "[^无]*,", "placeholders.csv:3: pattern: [^无]* also fits the number 0"),
        # obligations
        ("obligations.csv", "F3,B1", "F8,B1", "obligations.csv:4: form: there is no form F8"),
        ("obligations.csv", "F3,B1", "F3,B8", "obligations.csv:4: organisation: there is no organisation B8"),
        ("obligations.csv", "F3,B1,", "F3,B1,bureau", "obligations.csv:4: name either an organisation or a kind"),
        ("obligations.csv", "F3,B1", "F1,T2", "obligations.csv:4: F1 is owed twice: see line 2"),
        ("obligations.csv", "6|12", "6|13", "obligations.csv:3: months: there is no month 13"),
        ("obligations.csv", ",31,17:00", ",0,17:00", "obligations.csv:4: due_day: 0 is no day"),
        ("obligations.csv", ",31,17:00", ",32,17:00", "obligations.csv:4: due_day: Input should be less than or equal to 31"),
        # forms
        ("forms/F1.yaml", "indicator: S1", "indicator: S8", "forms/F1.yaml:14: there is no indicator S8"),
        ("forms/F1.yaml", "indicator: S1", "indicator: M1", "forms/F1.yaml:14: M1 has a row already"),
        ("forms/F1.yaml", "except: [T2]", "except: [T8]", "forms/F1.yaml:12: there is no organisation T8"),
        ("forms/F1.yaml", "months: [3, 6]", "months: [3, 16]", "forms/F1.yaml:15: there is no month 16"),
        ("forms/F1.yaml", "indicator: M3, required", "indicator: G1, required", "forms/F1.yaml:13: the ratio R1 needs a row for M3 too"),
        ("forms/F1.yaml", "frequency: month", "frequency: monthly", "forms/F1.yaml:4: frequency: Input should be 'month'"),
        (
            "forms/F1.yaml",
            "valid_from: 2025-01-01",
            "valid_from: 2025-13-01",
            "forms/F1.yaml:6: valid_from: no date: write year",
        ),
        ("forms/F1.yaml", "tolerance: 0.1", "tolerance: .inf", "forms/F1.yaml:21: relations.0.tolerance: Input should be a valid decimal"),
        ("forms/F1.yaml", "first_month: 2", "first_mont: 2", "forms/F1.yaml:8: first_mont: Extra inputs are not permitted"),
        ("forms/F1.yaml", "severity: critical", "severity: fatal", "forms/F1.yaml:19: relations.0.severity: Input should be 'critical'"),
        ("forms/F1.yaml", "frequency: month", "frequency: month\nfrequency: year", "forms/F1.yaml:5: 'frequency' stands twice"),
        ("forms/F1.yaml", "frequency: month", "frequency: [month", "forms/F1.yaml:5: not readable as YAML"),
        ("forms/F1-2024.yaml", "version: 1", "version: 2", "forms/F1.yaml:5: version 2 of F1 is also in forms/F1-2024.yaml"),
        ("forms/F1-2024.yaml", "2024-12-31", "2025-12-31", "forms/F1.yaml:6: in force at the same time as version 1"),
        ("forms/F3.yaml", "title: 全县财政月报", "title: 各乡镇造林进度表", "forms/F3.yaml:2: 各乡镇造林进度表 is also the title of F2"),
        ("forms/F3.yaml", "code: F3", "code: F4", "forms/F3.yaml:1: code F4 in a file named F3.yaml"),
    ],
)
def test_each_fault_has_its_line(broken, name, old, new, problem):
    problems = broken(name, old, new)
    assert any(found.startswith(problem) for found in problems), problems


def test_all_faults_come_at_once(folder):
    (folder / "units.csv").write_text("unit,base_unit,factor\n元,元,1\n", encoding="utf-8")
    path = folder / "organisations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("西坪乡,town,C", "西坪乡,town,X"), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    assert caught.value.problems == (
        "indicators.csv:2: unit: units.csv has no unit 万元 (also on lines 3, 4)",
        "indicators.csv:5: unit: units.csv has no unit %",
        "indicators.csv:6: unit: units.csv has no unit 家",
        "indicators.csv:7: unit: units.csv has no unit 亩",
        "organisations.csv:4: parent: there is no organisation X",
    )


def test_a_cycle_is_named_once(folder):
    path = folder / "organisations.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("东坪镇,town,C", "东坪镇,project,J1"), encoding="utf-8")
    assert [p for p in check(folder) if "cycle" in p] == ["organisations.csv:12: parent: J1 > T1 > J1 is a cycle"]


def test_a_file_in_another_encoding_says_so(folder):
    (folder / "organisation_aliases.csv").write_bytes("alias,code\n东坪,T1\n".encode("gb18030"))
    assert check(folder) == ("organisation_aliases.csv:2: not UTF-8: save the file as UTF-8",)


def test_a_missing_file_and_an_unknown_one(folder):
    (folder / "organisation_aliases.csv").rename(folder / "organisation_names.csv")
    problems = [problem.split(";")[0] for problem in check(folder)]
    assert problems == [
        "organisation_aliases.csv:0: the file is missing",
        "organisation_names.csv:1: a catalogue has no such table",
    ]


def test_no_folder_at_all(tmp_path):
    missing = tmp_path / "nowhere"
    assert check(missing) == (f"{missing}:0: there is no such folder: a catalogue is a folder of CSV files and forms",)


def test_a_spreadsheet_program_may_have_written_the_dates(folder):
    path = folder / "organisations.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("东坪镇,town,C,", "东坪镇,town,C,2018/1/1", 1), "utf-8")
    assert load(folder).organisation("T1").valid_from == date(2018, 1, 1)
    path.write_text(text.replace("东坪镇,town,C,", "东坪镇,town,C,1/1/2018", 1), "utf-8")
    (problem,) = check(folder)
    assert problem.endswith("valid_from: no date: write year, month and day, such as 2018-01-31, found '1/1/2018'")


def test_lines_are_numbered_once(folder):
    path = folder / "forms" / "F1.yaml"
    text = path.read_text("utf-8")
    numbered = text.replace("indicator: M2,", "line: 1, indicator: M2,").replace("indicator: M3,", "line: 01, indicator: M3,")
    assert numbered != text
    path.write_text(numbered, "utf-8")
    assert [problem.partition(": ")[2] for problem in check(folder)] == ["line 1 is another row's already"]


def test_words_of_prose_of_its_own_are_checked_and_used(folder):
    assert check(folder, CATALOGUE_CHECKS) == ()
    assert load(folder).narrative_words == FOLDER
    words = folder / "narrative"
    shutil.copytree(FOLDER, words)
    assert load(folder, CATALOGUE_CHECKS).narrative_words == words
    with (words / "dates.csv").open("a", encoding="utf-8") as file:
        file.write("后年底,sometime\n")
    line = len((words / "dates.csv").read_text("utf-8").splitlines())
    assert check(folder, CATALOGUE_CHECKS) == (f"narrative/dates.csv:{line}: type sometime is none of partial, relative, period",)


def test_quoted_line_breaks_do_not_shift_the_lines(folder: Path):
    (folder / "issue_types.csv").write_text(
        'code,severity,responsibility,dimension,message,remedy\na,info,department,validity,"一\n二",好\nb,info,department,validity,,好\n',
        encoding="utf-8",
    )
    assert check(folder) == ("issue_types.csv:4: message is empty: say what there is and what to do",)
