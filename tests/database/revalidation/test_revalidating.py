"""A changed catalogue: what was held by a withdrawn relation is released, what a new one disproves is held; a rebuild knows it all."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from huizong.flow import pipeline, publication
from huizong.replay import rebuilding
from huizong.revalidation import revalidating
from huizong.revalidation.outcomes import Reach, VoidReason
from huizong.settings import INCLUDE
from huizong.steps import answering, preparing
from tests.database.flow.test_explanation_loop import drop, rows
from tests.database.flow.test_forms_loop import OCTOBER, fill

if TYPE_CHECKING:
    from huizong.revalidation.outcomes import ChangedSubmission
    from huizong.settings import Settings

# 工业投资 is part of 固定资产投资: 5600 of 5000 can't be, and either may be wrong, so that both are held.
WRONG: dict[str, tuple[str | None, ...]] = {"工业投资": ("200", "5600", None, "3.0", None, None)}
WITHIN: dict[str, Any] = {
    "id": "E04-within-E03",
    "expression": "E03.cumulative >= E04.cumulative",
    "severity": "critical",
    "message": "工业投资应不大于固定资产投资",
}
GROWTH: dict[str, Any] = {
    "id": "E01-growth",
    "expression": "E01.growth_rate = 100 * (E01.cumulative / E01.prior_year - 1)",
    "severity": "blocking",
    "message": "增速应与绝对数一致",
}
# of October's numbers 110 new enterprises are no 500 of investment, which no sane county would ask
ABSURD: dict[str, Any] = {
    "id": "E11-covers-E13",
    "expression": "E11.cumulative >= E13.cumulative",
    "severity": "blocking",
    "message": "新登记企业应不少于到位资金",
}
LIVE = (
    "select indicator, value from core.figure where known_to = 'infinity' and basis = 'cumulative' "
    "and indicator in ('E03', 'E04', 'E11', 'E13') order by indicator"
)
VERDICTS = "select sequence, verdict, revalidates is not null from raw.submission order by submission_id"
VOID = (
    "select i.rule, v.reason, v.state_before from quality.issue as i join quality.voided_issue as v using (issue_id) where i.state = 'void'"
)
COUNTY = (
    "select indicator, value, held from mart.rollup where period = '2025-10' and basis = 'cumulative' and organisation = 'C00' "
    "and method = 'sum_of_children' and indicator in ('E03', 'E13') order by indicator"
)
SUMMARY = "select rule, issues, open_issues, void_issues from mart.issue_summary where severity in ('critical', 'blocking') order by rule"
WHO = ("王主任", "固投统计口径调整，工业投资不再从属")


@pytest.fixture
def county(settings: Settings, tmp_path: Path) -> Settings:
    """A system with a catalogue of its own, which the test may change: its monthly form has two relations, others none."""
    folder = tmp_path / "catalogue"
    shutil.copytree(INCLUDE / "catalogue", folder)
    for path in (folder / "forms").glob("*.yaml"):
        _relate(path, [])
    own = replace(settings, catalogue=folder)
    relate(own, WITHIN, GROWTH)
    return own


def relate(county: Settings, *relations: dict[str, Any]) -> None:
    """Give the monthly form these relations and no others."""
    _relate(county.catalogue / "forms" / "F-ECON-M.yaml", list(relations))


def _relate(path: Path, relations: list[dict[str, Any]]) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump({**form, "relations": relations}, allow_unicode=True), "utf-8")


def report(county: Settings, tmp_path: Path, numbers: dict[str, tuple[str | None, ...]], name: str = "10月.xlsx") -> None:
    (path,) = answering.write_forms(county, "T01", "2025-10", tmp_path / name)
    fill(path, OCTOBER | numbers)
    sent = tmp_path / f"sent-{name}"
    shutil.copy(path, sent)
    drop(county, sent, name)


def contents(county: Settings) -> list[tuple[str, int]]:
    """How many rows each table of the warehouse has."""
    names = rows(
        county,
        "select format('%I.%I', schemaname, tablename) from pg_tables "
        "where schemaname in ('raw', 'staging', 'quality', 'core', 'mart', 'meta') order by 1",
    )
    return [(name, rows(county, f"select count(*) from {name}")[0][0]) for (name,) in names]  # noqa: S608


def told(changes: tuple[ChangedSubmission, ...]) -> list[tuple[Any, ...]]:
    return [
        (
            [(void.fault.rule, void.reason) for void in change.void],
            [fault.rule for fault in change.new],
            sorted((figure.indicator, figure.value) for figure in change.released),
            sorted((figure.indicator, figure.live_value) for figure in change.held),
            (change.examined.verdict, change.verdict),
        )
        for change in changes
    ]


def texts(county: Settings) -> list[str]:
    """The receipts of T01 for the month, in their order."""
    return [path.read_text("utf-8") for path in sorted((county.outbox / "栗坪镇" / "2025-10").glob("*_回执.txt"))]


def journal_lines(county: Settings) -> list[dict[str, Any]]:
    files = sorted((county.archive / "journal").glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return [line for line in lines if line["event"] == "revalidated"]


def test_a_withdrawn_relation_frees_what_it_held(county: Settings, tmp_path: Path) -> None:
    report(county, tmp_path, WRONG)
    assert rows(county, VERDICTS) == [(1, "partially_accepted", False)]
    assert rows(county, LIVE) == [("E11", Decimal(110)), ("E13", Decimal(500))]
    assert rows(county, COUNTY) == [("E03", None, ["T01"]), ("E13", Decimal(500), [])]
    relate(county, GROWTH)
    before = contents(county)
    expected = [
        (
            [("F-ECON-M:E04-within-E03", VoidReason.WITHDRAWN)],
            [],
            [("E03", Decimal(5000)), ("E04", Decimal(5600))],
            [],
            ("partially_accepted", "accepted"),
        )
    ]
    assert told(revalidating.compare(county, Reach()).changes) == expected
    assert contents(county) == before
    assert journal_lines(county) == []

    applied = revalidating.apply(county, Reach(), *WHO)
    assert told(applied.comparison.changes) == expected
    assert rows(county, VERDICTS) == [(1, "partially_accepted", False), (2, "accepted", True)]
    released = [("E03", Decimal(5000)), ("E04", Decimal(5600)), ("E11", Decimal(110)), ("E13", Decimal(500))]
    assert rows(county, LIVE) == released
    voided = [("F-ECON-M:E04-within-E03", "rule-withdrawn", "open")]
    assert rows(county, VOID) == voided
    (line,) = journal_lines(county)
    assert (line["approver"], line["reason"]) == WHO
    assert line["catalogue"] == preparing.load_catalogue(county.catalogue).hash
    assert rows(county, SUMMARY) == [("F-ECON-M:E04-within-E03", 1, 0, 1)]
    first, notice = texts(county)
    assert first.startswith("\ufeff结论：部分接收")
    assert "这是规则的变动，不是您报错" in notice
    assert "结论：已接收（原为部分接收）。您不用再做什么。" in notice
    assert "工业投资应不大于固定资产投资" in notice.partition("不再算差错的")[2]
    assert "  · 固定资产投资 本年累计：5000 万元\n  · 工业投资 本年累计：5600 万元\n" in notice
    assert "新规则" not in notice.partition("结论")[2]
    assert "2025-10" in publication.dirty_periods(county)
    for period in publication.dirty_periods(county):
        publication.publish(county, period)
    assert rows(county, COUNTY) == [("E03", Decimal(5000), []), ("E13", Decimal(500), [])]

    # the second time there is nothing to do
    before = contents(county)
    again = revalidating.apply(county, Reach(), *WHO)
    assert (again.known_from, again.comparison.examined) == (None, ())
    assert contents(county) == before
    assert len(journal_lines(county)) == 1

    history = "select indicator, basis, value, known_from, known_to from core.figure order by known_from, indicator, basis"
    kept = [history, VERDICTS, VOID, LIVE, COUNTY, SUMMARY, "select arrival_id, received_at from raw.arrival order by 1"]
    before_rebuild = [rows(county, statement) for statement in kept]
    rebuilding.rebuild(county)
    assert [rows(county, statement) for statement in kept] == before_rebuild


def test_what_is_judged_anew_is_published_by_the_next_run(county: Settings, tmp_path: Path) -> None:
    """The catalogue is in force and published, with nothing dirty, before anybody revalidates: the rollup follows that alone."""
    report(county, tmp_path, WRONG)
    relate(county, GROWTH)
    pipeline.run_once(county)
    assert publication.dirty_periods(county) == []
    assert rows(county, COUNTY) == [("E03", None, ["T01"]), ("E13", Decimal(500), [])]

    revalidating.apply(county, Reach(), *WHO)
    # the plan of the year stands in the same report, and is only said once more
    dirty = "select period, indicators from meta.dirty_period order by period"
    assert rows(county, dirty) == [("2025-10", ["E03", "E04"])]
    pipeline.run_once(county)
    assert publication.dirty_periods(county) == []
    assert rows(county, COUNTY) == [("E03", Decimal(5000), []), ("E13", Decimal(500), [])]
    # the month is a term of the next one and of the year's last quarter only where these are open: nobody said anything of them
    month = "select distinct period from mart.rollup where indicator = 'E03' and value = 5000 and basis = 'cumulative'"
    assert rows(county, month) == [("2025-10",)]


def test_a_new_relation_holds_what_it_disproves(county: Settings, tmp_path: Path) -> None:
    report(county, tmp_path, {})
    assert rows(county, VERDICTS) == [(1, "accepted", False)]
    relate(county, WITHIN, GROWTH, ABSURD)
    revalidating.apply(county, Reach(), "王主任", "增加到位资金与企业数的审核关系")
    assert rows(county, VERDICTS) == [(1, "accepted", False), (2, "partially_accepted", True)]
    assert rows(county, LIVE) == [("E03", Decimal(5000)), ("E04", Decimal(2000))]
    assert rows(county, "select rule, severity from quality.issue where severity = 'blocking'") == [("F-ECON-M:E11-covers-E13", "blocking")]
    assert rows(county, VOID) == []
    notice = texts(county)[1]
    assert "结论：部分接收（原为已接收）。您要做1件事，改好后重报整份。" in notice
    assert "新登记企业应不少于到位资金" in notice.partition("新规则请您做的")[2]
    assert "  · 新登记企业 本年累计：110 户\n  · 招商引资到位资金 本年累计：500 万元\n" in notice.partition("暂不计入的数")[2]
    for period in publication.dirty_periods(county):
        publication.publish(county, period)
    assert rows(county, COUNTY) == [("E03", Decimal(5000), []), ("E13", None, ["T01"])]
    # withdrawn again: the fault is void, both figures are back
    relate(county, WITHIN, GROWTH)
    revalidating.apply(county, Reach(), "王主任", "该审核关系设置有误，予以撤销")
    assert rows(county, VOID) == [("F-ECON-M:E11-covers-E13", "rule-withdrawn", "open")]
    assert [value for _, value in rows(county, LIVE)] == [5000, 2000, 110, 500]
    assert rows(county, VERDICTS)[2:] == [(3, "accepted", True)]


def test_attempts_that_still_carry_figures_are_judged_again_in_their_order(county: Settings, tmp_path: Path) -> None:
    """The second file corrects 工业总产值 alone; what it repeats still rests on the first. 100 × (10100 ÷ 9500 − 1) = 6.3."""
    report(county, tmp_path, {})
    report(county, tmp_path, {"规模以上工业总产值": ("1100", "10100", "9500", "6.3", None, None)}, "10月改.xlsx")
    relate(county, WITHIN, GROWTH, ABSURD)
    applied = revalidating.apply(county, Reach(), "王主任", "增加到位资金与企业数的审核关系")
    assert [change.examined.file for change in applied.comparison.changes] == ["10月.xlsx", "10月改.xlsx"]
    assert rows(county, VERDICTS)[2:] == [(3, "partially_accepted", True), (4, "partially_accepted", True)]
    assert rows(county, LIVE) == [("E03", Decimal(5000)), ("E04", Decimal(2000))]
    first = "select value, known_to = 'infinity' from core.figure where indicator = 'E01' and basis = 'cumulative' order by known_from"
    assert rows(county, first) == [(Decimal(10000), False), (Decimal(10100), True)]
    notices = [text for text in texts(county) if "审核规则调整通知" in text]
    assert len(notices) == 1 and "文件：10月改.xlsx" in notices[0]
    assert "  · 新登记企业 本年累计：110 户\n  · 招商引资到位资金 本年累计：500 万元\n" in notices[0]


def test_a_milder_relation_lets_the_figure_in_and_asks(county: Settings, tmp_path: Path) -> None:
    """6.3 beside 5.3 computed is held while the relation is blocking, and asked about when it is a query."""
    report(county, tmp_path, {"规模以上工业总产值": ("1000", "10000", "9500", "6.3", None, None)})
    growth = "select value from core.figure where indicator = 'E01' and basis = 'growth_rate' and known_to = 'infinity'"
    assert rows(county, growth) == []
    relate(county, WITHIN, GROWTH | {"severity": "query"})
    assert revalidating.compare(county, Reach(period="2025-09")).examined == ()
    (found,) = revalidating.compare(county, Reach(rule="F-ECON-M:E01-growth")).changes
    assert [(before.severity, now.severity) for before, now in found.regraded] == [("blocking", "query")]
    revalidating.apply(county, Reach(rule="F-ECON-M:E01-growth"), "王主任", "增速口径不同，改为核实性关系")
    assert rows(county, growth) == [(Decimal("6.3"),)]
    assert rows(county, VOID) == []
    assert rows(county, VERDICTS)[1:] == [(2, "accepted_with_queries", True)]
    assert revalidating.apply(county, Reach(rule="F-ECON-M:E01-growth"), "王主任", "增速口径不同，改为核实性关系").known_from is None
    # the same file once more is a duplicate of what was judged again
    drop(county, tmp_path / "sent-10月.xlsx", "10月再报.xlsx")
    assert rows(county, "select duplicate_of is not null from raw.submission order by submission_id")[2:] == [(True,)]
