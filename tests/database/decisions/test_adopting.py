"""A report of which most figures have no name in the catalogue: its lines are adopted, and the figures load without a second file."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest
import yaml

from huizong.decisions import adopting
from huizong.decisions.adopting import AdoptError
from huizong.flow import pipeline
from huizong.replay import rebuilding
from huizong.revalidation import awaiting, taking_effect
from huizong.settings import INCLUDE
from tests.database.flow.test_explanation_loop import drop, rows

if TYPE_CHECKING:
    from huizong.settings import Settings

# 16 figures of names that the catalogue has, then 31 of names that it lacks: 47
WORDS = """栗坪镇2025年上半年工作总结
上半年，全镇规模以上工业总产值12000万元，同比增长5.2%。固定资产投资8600万元，同比增长4.1%。社会消费品零售总额5300万元，同比增长6.3%。\
一般公共预算收入1480万元，税收收入960万元。
新登记经营主体126户，城镇新增就业215人，农村劳动力转移就业340人。绿道长度6.5公里，绿化面积4200平方米。受理投诉52件，办结投诉50件。征地面积310亩。
茶园改造面积1250亩，同比增长8.5%，完成全年任务的62.5%。竹材加工产值860万元，同比增长3.6%。冷链仓库容量4200立方米。油茶抚育面积980亩。\
电商直播场次64场。旅游接待人次38500人次，同比增长12.4%。
民宿床位数420张。粮种补贴资金36.5万元。农机购置补贴金额128.4万元。机耕道硬化里程14.6公里。蓄水池修建数量9座。防火隔离带长度22.5公里。工业用电总量318.5万千瓦时。
森林抚育任务完成面积2300亩。卫生厕所普及户数612户。垃圾清运总量1540吨。路灯安装数量235盏。饮水管网改造长度18.2公里。
养老服务驿站数量5个。困难群众走访户数318户。学前教育入园人数284人。图书借阅册次3150册。帮扶企业总数24家。
矛盾纠纷调解件数87件。法治宣传场次26场。消防演练场次14场。安全隐患整改数量93处。
"""
GIVEN = [
    ("E01", "cumulative", "12000"),
    ("E01", "growth_rate", "5.2"),
    ("E03", "cumulative", "8600"),
    ("E03", "growth_rate", "4.1"),
    ("E05", "cumulative", "5300"),
    ("E05", "growth_rate", "6.3"),
    ("E06", "cumulative", "1480"),
    ("E07", "cumulative", "960"),
    ("E10", "cumulative", "126"),
    ("L01", "cumulative", "215"),
    ("L02", "cumulative", "340"),
    ("W19", "cumulative", "6.5"),
    ("W20", "cumulative", "4200"),
    ("W24", "cumulative", "52"),
    ("W25", "cumulative", "50"),
    ("W33", "cumulative", "310"),
]
LACKING = [
    ("茶园改造面积", "cumulative", "1250", "亩"),
    ("茶园改造面积", "growth_rate", "8.5", "%"),
    ("茶园改造面积", "plan_completion", "62.5", "%"),
    ("竹材加工产值", "cumulative", "860", "万元"),
    ("竹材加工产值", "growth_rate", "3.6", "%"),
    ("冷链仓库容量", "cumulative", "4200", "立方米"),
    ("油茶抚育面积", "cumulative", "980", "亩"),
    ("电商直播场次", "cumulative", "64", "场"),
    ("旅游接待人次", "cumulative", "38500", "人次"),
    ("旅游接待人次", "growth_rate", "12.4", "%"),
    ("民宿床位数", "current", "420", "张"),
    ("粮种补贴资金", "cumulative", "36.5", "万元"),
    ("农机购置补贴金额", "cumulative", "128.4", "万元"),
    ("机耕道硬化里程", "cumulative", "14.6", "公里"),
    ("蓄水池修建数量", "cumulative", "9", "座"),
    ("防火隔离带长度", "cumulative", "22.5", "公里"),
    ("工业用电量", "cumulative", "318.5", "万千瓦时"),
    ("森林抚育任务完成面积", "cumulative", "2300", "亩"),
    ("卫生厕所普及户数", "cumulative", "612", "户"),
    ("垃圾清运总量", "cumulative", "1540", "吨"),
    ("路灯安装数量", "cumulative", "235", "盏"),
    ("饮水管网改造长度", "cumulative", "18.2", "公里"),
    ("养老服务驿站数量", "cumulative", "5", "个"),
    ("困难群众走访户数", "cumulative", "318", "户"),
    ("学前教育入园人数", "cumulative", "284", "人"),
    ("图书借阅册次", "cumulative", "3150", "册"),
    ("帮扶企业数", "current", "24", "家"),
    ("矛盾纠纷调解件数", "cumulative", "87", "件"),
    ("法治宣传场次", "cumulative", "26", "场"),
    ("消防演练场次", "cumulative", "14", "场"),
    ("安全隐患整改数量", "cumulative", "93", "处"),
]
BY_CODE = "select indicator, basis, value from core.figure where known_to = 'infinity' and organisation = 'T01'"
BY_NAME = (
    "select i.name, f.basis, f.value, f.unit from core.figure as f join core.indicator as i on f.indicator = i.code "
    "where f.known_to = 'infinity' and f.organisation = 'T01'"
)
HISTORY = "select organisation, indicator, period, basis, value, place, known_from, known_to from core.figure order by 7, 2, 4"


@pytest.fixture
def county(settings: Settings, tmp_path: Path) -> Settings:
    """A system whose catalogue the test may change, with the report in."""
    folder = tmp_path / "catalogue"
    shutil.copytree(INCLUDE / "catalogue", folder)
    own = replace(settings, catalogue=folder)
    (tmp_path / "a.txt").write_text(WORDS, encoding="utf-8")
    drop(own, tmp_path / "a.txt", "上半年总结.txt")
    return own


def numbers(county: Settings) -> dict[str, int]:
    return {one.name: one.number for one in adopting.listed(county)}


def choices(county: Settings) -> list[str]:
    """Every name that is near none, the beds a stock."""
    found = {one.name: one for one in adopting.listed(county) if one.nearest_name is None}
    return [f"{one.number}=stock" if name == "民宿床位数" else str(one.number) for name, one in found.items()]


def live(county: Settings) -> set[tuple[str, str, Decimal, str]]:
    return set(rows(county, BY_NAME))


def expected() -> set[tuple[str, str, Decimal, str]]:
    return {(name, basis, Decimal(value), unit) for name, basis, value, unit in LACKING}


def receipts(county: Settings) -> list[str]:
    return [path.read_text("utf-8") for path in sorted((county.outbox / "栗坪镇" / "2025-H1").glob("*_回执.txt"))]


def test_31_of_47_figures_load_after_their_lines_are_adopted(county: Settings) -> None:
    assert set(rows(county, BY_CODE)) == {(code, basis, Decimal(value)) for code, basis, value in GIVEN}
    waiting = adopting.listed(county)
    assert sum(one.figures for one in waiting) == 31
    assert len(waiting) == 27  # 茶园 three figures, 竹材 and 旅游 two each
    (power,) = (one for one in waiting if one.name == "工业用电总量")
    assert (power.nearest_name, power.file, power.line) == ("工业用电量", "indicator_aliases.csv", "工业用电总量,E14,,,")
    assert power.more_lines == ["forms/N-TOWN-H.yaml: - {indicator: E14, required: false, bases: [cumulative]}"]
    (tea,) = (one for one in waiting if one.name == "茶园改造面积")
    assert (tea.kind, tea.unit, tea.figures, tea.nearest_name, tea.file) == ("measure", "亩", 3, None, "indicators.csv")
    assert tea.line is not None
    assert tea.line.split(",")[1:6] == ["茶园改造面积", "亩", "0", "flow", "sum"]
    assert tea.examples == ["T01 2025-H1 4:6"]

    done = adopting.adopt(county, choices(county), all_aliases=True)
    assert done.figures == 31
    assert len(rows(county, BY_CODE)) == 16  # nothing loads before the next run
    pipeline.run_once(county)
    assert expected() <= live(county)
    assert len(live(county)) == 47
    assert rows(county, "select verdict from raw.submission order by submission_id")[-1] == ("accepted",)
    assert adopting.listed(county) == []
    assert rows(county, "select count(*) from mart.unmatched") == [(0,)]
    assert len(receipts(county)) == 2
    tea_of_county = (
        "select value, reported from mart.rollup as r join core.indicator as i on r.indicator = i.code "
        "where i.name = '茶园改造面积' and r.organisation = 'C00' and r.period = '2025-06' and r.basis = 'cumulative'"
    )
    assert rows(county, tea_of_county) == [(Decimal(1250), 1)]

    # nothing more happens in a further run
    before = rows(county, HISTORY)
    assert awaiting.take_up(county) == 0
    assert rows(county, HISTORY) == before


def test_a_line_added_by_hand_does_the_same_and_a_kill_before_the_commit_is_made_good(
    county: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (county.catalogue / "indicator_aliases.csv").open("a", encoding="utf-8") as file:
        file.write("帮扶企业总数,W01,,,\n")
    write = taking_effect.write

    def killed(*arguments: Any) -> None:
        write(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(taking_effect, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        pipeline.run_once(county)
    monkeypatch.undo()
    assert len(live(county)) == 16
    pipeline.run_once(county)
    assert live(county) & expected() == {("帮扶企业数", "current", Decimal(24), "家")}
    kept = [json.loads(line) for file in (county.archive / "journal").glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    decided = [line for line in kept if line["event"] == "revalidated"]
    assert [(line["approver"], line["reason"], line["rule"]) for line in decided] == [
        ("huizong", "目录已收录：帮扶企业总数", "names-added")
    ] * 2
    before = rows(county, HISTORY)
    rebuilding.rebuild(county)
    assert rows(county, HISTORY) == before


def test_a_bad_choice_writes_nothing_the_reader_sees_no_place_and_nothing_gets_worse(county: Settings) -> None:
    number = numbers(county)["帮扶企业总数"]
    before = {path.name: path.read_bytes() for path in county.catalogue.rglob("*") if path.is_file()}
    for choice, said in [
        ("999", "no name waits under the number 999"),
        ("x", "say the number of a line"),
        (f"{number}=E01", "is measured in 万元"),
        (f"{number}=!", "no code of an indicator, and no kind"),
    ]:
        with pytest.raises(AdoptError, match=said):
            adopting.adopt(county, [choice])
    assert {path.name: path.read_bytes() for path in county.catalogue.rglob("*") if path.is_file()} == before

    with closing(psycopg2.connect(county.reader_url)) as reader, reader.cursor() as cursor:
        seen = "select figures, catalogue_line is not null, examples, example_submission from mart.unmatched where name = '茶园改造面积'"
        cursor.execute(seen)
        assert cursor.fetchall() == [(3, True, None, None)]
    own = "select examples from mart.unmatched where name = '茶园改造面积'"
    assert rows(county, own) == [(["T01 2025-H1 4:6"],)]

    # 24 of at most 20 is out of bounds: the figure would be held, and the report taken in part only
    path = county.catalogue / "indicators.csv"
    text = path.read_text("utf-8").replace("W01,帮扶企业数,家,0,stock,last,,,0,,", "W01,帮扶企业数,家,0,stock,last,,,0,20,")
    path.write_text(text, "utf-8")
    with (county.catalogue / "indicator_aliases.csv").open("a", encoding="utf-8") as file:
        file.write("帮扶企业总数,W01,,,\n")
    assert awaiting.take_up(county) == 0
    assert len(live(county)) == 16
    assert rows(county, "select count(*) from quality.left_waiting") == [(1,)]
    assert awaiting.take_up(county) == 0  # and is not compared again
    assert len(receipts(county)) == 1


def test_forms_keep_their_comments_and_get_longer_bases(tmp_path: Path) -> None:
    from huizong.catalogue.folder.adding import RowOfForm, add

    (tmp_path / "forms").mkdir()
    path = tmp_path / "forms" / "N.yaml"
    rows_before = "rows:\n  - {indicator: A, bases: [current]}\n  - {indicator: B, bases: [plan]}\n\n# end\nrelations: []\n"
    path.write_text("# ours\ncode: N\nversion: 1\n" + rows_before, "utf-8")
    lines = [RowOfForm("N", "A", ("current", "growth_rate")), RowOfForm("N", "C", ("cumulative",))]
    assert add(tmp_path, lines) == ("forms/N.yaml",)
    assert path.read_text("utf-8") == (
        "# ours\ncode: N\nversion: 1\nrows:\n  - {indicator: A, bases: [current, growth_rate]}\n  - {indicator: B, bases: [plan]}\n"
        "  - {indicator: C, required: false, bases: [cumulative]}\n\n# end\nrelations: []\n"
    )
    assert yaml.safe_load(path.read_text("utf-8"))["rows"][2] == {"indicator": "C", "required": False, "bases": ["cumulative"]}
    assert add(tmp_path, lines) == ()  # what is there is not written again
