"""The sample county's catalogue: complete, and its texts say what a clerk can do."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from huizong.catalogue import Catalogue, Period, check, load
from huizong.catalogue.entries import KNOWN_FIELDS
from huizong.catalogue.working_days import SHANGHAI
from huizong.model import Basis, Status
from huizong.steps.preparing import CATALOGUE_CHECKS

JUNE = date(2025, 6, 30)


@pytest.fixture(scope="module")
def county() -> Catalogue:
    return load(checks=CATALOGUE_CHECKS)


def test_it_has_no_problems():
    assert check(checks=CATALOGUE_CHECKS) == ()


def test_its_size(county):
    kinds = [organisation.kind for organisation in county.organisations_on(JUNE)]
    assert {kind: kinds.count(kind) for kind in ("county", "town", "bureau", "park")} == {"county": 1, "town": 10, "bureau": 6, "park": 2}
    tables = {row.indicator for form in county.forms_on(JUNE) if form.kind == "table" for row in form.rows}
    assert len(tables) >= 20
    assert {county.indicator(code).kind for code in tables} == {"flow", "stock", "ratio"}
    assert {county.indicator(code).growth for code in tables} >= {"recompute", "comparable", "constant_price"}
    assert any(Basis.PLAN in row.bases for row in county.form("F-ECON-M").rows)
    assert {form.frequency for form in county.forms_on(JUNE) if form.kind == "table"} >= {"month", "quarter"}
    assert [form.code for form in county.forms_on(JUNE) if form.kind == "narrative"] == ["N-BUREAU-H", "N-TOWN-H"]


def test_the_town_that_was_merged_counts_until_then(county):
    assert county.organisation("T90").successor == ("T04",)
    assert [o.code for o in county.expected_organisations("F-ECON-M", "E01", Period.parse("2024-12"))][-1] == "T90"
    assert len(county.expected_organisations("F-ECON-M", "E01", Period.parse("2025-06"))) == 10


def test_who_owes_what_in_june(county):
    def codes(form: str, indicator: str, period: str) -> list[str]:
        return [o.code for o in county.expected_organisations(form, indicator, Period.parse(period))]

    towns = [f"T{number:02d}" for number in range(1, 11)]
    assert codes("F-ECON-M", "E12", "2025-06") == towns[:8]
    assert codes("F-ECON-M", "E12", "2025-05") == []
    assert codes("F-ECON-M", "E01", "2025-01") == []
    assert codes("F-AGRI-TOWN-M", "A01", "2025-06") == towns
    assert codes("N-TOWN-H", "W45", "2025-H1") == [town for town in towns if town != "T09"]
    assert codes("N-BUREAU-H", "W23", "2025-H1") == ["C00"]


@pytest.mark.parametrize(
    ("form", "period", "due"),
    [
        # 8 October 2025 is the last day of National Day and Mid-Autumn (国办发明电〔2024〕12号).
        ("F-ECON-M", "2025-09", datetime(2025, 10, 9, 17, 0)),
        # 12 July 2025 is a Saturday.
        ("F-LIVE-Q", "2025-Q2", datetime(2025, 7, 14, 17, 0)),
        # Targets are due on the last day of February of their own year.
        ("F-TARGET-Y", "2025", datetime(2025, 2, 28, 17, 0)),
        # 10 November 2025 is the county's own day off.
        ("F-AGRI-TOWN-M", "2025-10", datetime(2025, 11, 11, 17, 0)),
    ],
)
def test_due(county, form, period, due):
    obligation = next(obligation for obligation in county.obligations if obligation.form == form)
    assert county.due_at(obligation, Period.parse(period)) == due.replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("规上工业总产值", "E01"),
        ("其中：税收收入", "E07"),
        ("新增市场主体", "E10"),
        ("开复工项目", "W12"),
        ("净增国家高新技术企业", "W02"),
        ("免申即享", "W28"),
        ("收入50万元以上村", "W46"),
        ("省级示范社", "W53"),
        ("治超行动", "W56"),
        ("致富头雁", "W72"),
        ("固定资产投资（不含农户）", None),
        ("投资", None),
        ("总投资", None),  # of one project: a text that lists several would contradict itself
    ],
)
def test_names(county, text, code):
    indicator = county.indicator_named(text)
    assert (indicator.code if indicator else None) == code


# What reports of such counties measure; each needs an indicator and a row of a narrative form.
MEASURES = """
帮扶企业 净增高新技术企业 科技型中小企业 研发经费 高新企业占规上比重 数字化车间 小升规 下升上 个转企
新增洽谈项目 引进亿元项目 市级创新平台申报 引导资金项目验收 开复工项目 完工项目 未开工项目 开工率
重点项目完成投资 河堤治理面积 绿道长度 绿化面积 免费刻章 减免费用 走访企业 受理投诉 办结投诉 回访满意度
惠企政策条数 申即享 即申即享 承诺兑现 兑现资金 资金池 征地面积 增减挂钩面积 新建标准化厂房 在建标准化厂房
一事一议项目数 一事一议投资 高标准农田面积 高标准农田投资 项目总投资 项目完成投资 村庄规划编制 水库补水量 自建房排查
村集体经济收入 示范家庭农场 省级示范家庭农场 示范合作社 治超行动 处罚案件 罚没款 卸载货物 强村公司营业额
义务植树 改厕任务 改厕完成 改厕申请中 环境整治投入 管护费 供水管护费 污水管护费 设施管护费 救护员培训
救护示范点 致富头雁 粮食作物统防统治面积 粮食作物统配统施面积 经济作物统防统治面积 经济作物统配统施面积
"""
OTHER_WORDS = {"帮扶企业": "W01", "资金池": "W32", "科技型中小企业": "W03"}


@pytest.mark.parametrize("measure", MEASURES.split())
def test_narrative_forms_cover_what_reports_measure(county, measure):
    found = county.indicator_named(measure) or county.indicator(OTHER_WORDS[measure])
    for code in ("N-TOWN-H", "N-BUREAU-H"):
        assert found.code in {row.indicator for row in county.form(code).rows}, (measure, code)


@pytest.mark.parametrize(
    ("text", "basis", "month"),
    [
        ("本月止累计", Basis.CUMULATIVE, None),
        ("上年同期累计（万元）", Basis.PRIOR_YEAR, None),
        ("同比±％", Basis.GROWTH_RATE, None),
        ("当月同比（%）", Basis.CURRENT_GROWTH_RATE, None),
        ("上年同月", Basis.CURRENT_PRIOR_YEAR, None),
        ("全年目标任务", Basis.PLAN, None),
        ("占年度计划（%）", Basis.PLAN_COMPLETION, None),
        ("1～6月", Basis.CUMULATIVE, 6),
        ("一至六月累计", Basis.CUMULATIVE, 6),
        ("2025年1—6月", Basis.CUMULATIVE, 6),
        ("去年1-6月累计", Basis.PRIOR_YEAR, 6),
        ("6月当月", Basis.CURRENT, 6),
        ("六月份", Basis.CURRENT, 6),
        ("上半年", Basis.CUMULATIVE, 6),
        ("1-2季度", Basis.CUMULATIVE, 6),
        ("二季度", Basis.CURRENT, 6),
        ("2025年度计划", Basis.PLAN, None),
    ],
)
def test_headers(county, text, basis, month):
    match = county.basis_of_header(text, year=2025)
    assert (match.basis, match.month) == (basis, month)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("xx.xx", Status.PLACEHOLDER),
        ("ＸＸ", Status.PLACEHOLDER),
        ("**万元", Status.PLACEHOLDER),
        ("待核实", Status.PLACEHOLDER),
        ("（　）", Status.PLACEHOLDER),
        ("____", Status.PLACEHOLDER),
        ("数据暂缺", Status.PLACEHOLDER),
        ("不涉及", Status.NOT_APPLICABLE),
        ("N/A", Status.NOT_APPLICABLE),
        ("/", Status.NOT_APPLICABLE),
        ("——", Status.BLANK),
        ("……", Status.BLANK),
        ("一", None),
        ("0", None),
        ("3.5", None),
        ("无锡", None),
    ],
)
def test_placeholders(county, text, status):
    assert county.placeholder_status(text) is status


def test_texts_keep_the_rules_of_the_clerks_page(county):
    names_of_severities = re.compile("强制|准强制|核实|提示")
    for kind in county.issue_types:
        assert not names_of_severities.search(kind.message + kind.remedy), kind.code
        if kind.severity in ("critical", "blocking"):
            assert "说明" not in kind.remedy, kind.code
            assert "原因" not in kind.remedy, kind.code
        if kind.severity == "query":
            assert "差错" not in kind.message + kind.remedy, kind.code
        fields = set(re.findall(r"\{(\w+)\}", kind.message + kind.remedy))
        assert fields <= KNOWN_FIELDS, kind.code
    for form in county.forms:
        for relation in form.relations:
            assert not names_of_severities.search(relation.message), relation.id


def test_relations_of_the_monthly_form(county):
    relations = {relation.id: relation.expression for relation in county.form("F-ECON-M").relations}
    assert len(relations) >= 8
    assert relations["E01-cumulative-covers-month"] == "E01.cumulative >= E01.current"
    assert relations["E01-cumulative-continues"] == "E01.cumulative = prev(E01.cumulative) + E01.current"
    assert relations["E07-within-E06-cumulative"] == "E06.cumulative >= E07.cumulative"
    assert relations["E08-is-tax-share"] == "E08.cumulative = 100 * E07.cumulative / E06.cumulative"
    # The rate of what is not recomputed from values is never held against them.
    assert not {"E02-growth", "E03-growth", "E04-growth"} & set(relations)
