"""The catalogue of the measured county: 25 towns, two bureaus, four forms of the towns and one list of a bureau."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from huizong.catalogue.entries import Indicator, Obligation, Organisation
from huizong.catalogue.form_entries import Form

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue

_NAMES = [
    "槐荫",
    "柳堰",
    "松岗",
    "梨园",
    "桑坪",
    "榆关",
    "竹山",
    "荷塘",
    "菱湖",
    "芦洲",
    "石桥",
    "沙河",
    "温泉",
    "长岭",
    "双溪",
    "白塔",
    "青龙",
    "黄陂",
    "赤岸",
    "紫阳",
    "东皋",
    "西畴",
    "南屏",
    "北渚",
    "中渡",
]
TOWNS = tuple(f"Y{number:02d}" for number in range(1, 26))
MERGED_BEFORE, MERGED_LATER = "Y90", "Y25"
"""Merged into Y23 at the end of 2024, and into Y24 at the end of June 2025."""
SUCCESSOR = {MERGED_BEFORE: "Y23", MERGED_LATER: "Y24"}
BUREAU = "B01"

FULL = ["current", "cumulative", "prior_year", "growth_rate"]
_MONEY = {"unit": "万元", "decimals": 1, "kind": "flow", "aggregation": "sum", "minimum": 0}
_HEADS = {"unit": "人", "decimals": 0, "kind": "stock", "aggregation": "last", "minimum": 0}
_TONS = {"unit": "吨", "decimals": 1, "kind": "flow", "aggregation": "sum", "minimum": 0}
_MU = {"unit": "亩", "decimals": 0, "kind": "flow", "aggregation": "sum", "minimum": 0}
_SHARE = {"unit": "%", "decimals": 2, "kind": "ratio", "aggregation": "ratio", "minimum": 0, "maximum": 100}
INDICATORS: dict[str, dict[str, Any]] = {
    "V01": {"name": "工业产值", **_MONEY},
    "V02": {"name": "建设投资", **_MONEY, "growth": "comparable"},
    "V03": {"name": "工业增加值", **_MONEY, "growth": "constant_price"},
    "V04": {"name": "财政收入", **_MONEY, "minimum": None},
    "V05": {"name": "税收", **_MONEY, "minimum": None},
    "V06": {"name": "税收占比", **_SHARE, "numerator": "V05", "denominator": "V04"},
    "V07": {"name": "工业企业数", **_HEADS, "unit": "家"},
    "G01": {"name": "夏秋粮面积", **_MU},
    "G02": {"name": "造林面积", **_MU},
    "G03": {"name": "生猪存栏数", **_HEADS, "unit": "头"},
    "G04": {"name": "蔬果产量", **_TONS},
    "G05": {"name": "蔬菜产量合计", **_TONS},
    "G06": {"name": "水果产量合计", **_TONS},
    "G07": {"name": "建成农田面积", **_MU, "kind": "stock", "aggregation": "last"},
    "P01": {"name": "户籍人数", **_HEADS},
    "P02": {"name": "参保人数", **_HEADS},
    "P03": {"name": "参保比例", **_SHARE, "maximum": 150, "numerator": "P02", "denominator": "P01"},
    "P04": {"name": "保障人数", **_HEADS},
    "P05": {"name": "城镇保障人数", **_HEADS},
    "P06": {"name": "农村保障人数", **_HEADS},
    "P07": {"name": "救助资金", **_MONEY},
    "R01": {"name": "入库税款", **_MONEY, "minimum": None},
    "R02": {"name": "增值类税款", **_MONEY, "minimum": None},
    "R03": {"name": "所得类税款", **_MONEY},
    "R04": {"name": "增值类占比", "unit": "%", "decimals": 1, "kind": "ratio", "aggregation": "none"},
    "R05": {"name": "减免税额", **_MONEY},
}

ECONOMY: dict[str, Any] = {
    "code": "Y-ECON",
    "title": "测算县经济月报",
    "frequency": "month",
    "version": 1,
    "subject": "reporter",
    "first_month": 2,
    "rows": [
        {"indicator": "V01", "bases": FULL},
        {"indicator": "V02", "bases": FULL},
        {"indicator": "V03", "bases": ["cumulative", "prior_year", "growth_rate"]},
        {"indicator": "V04", "bases": [*FULL, "plan", "plan_completion"]},
        {"indicator": "V05", "bases": FULL},
        {"indicator": "V06", "bases": ["cumulative"]},
        {"indicator": "V07", "bases": ["current"]},
    ],
    "relations": [
        {"id": "covers", "expression": "V01.cumulative >= V01.current", "severity": "critical", "message": "累计不能小于本月"},
        {"id": "within", "expression": "V04.cumulative >= V05.cumulative", "severity": "critical", "message": "税收不能大于收入"},
    ],
}
FARMING: dict[str, Any] = {
    "code": "Y-AGRI",
    "title": "测算县农业月报",
    "frequency": "month",
    "version": 1,
    "subject": "reporter",
    "rows": [
        {"indicator": "G01", "bases": ["current", "cumulative"], "months": [6, 9]},
        {"indicator": "G02", "bases": ["current", "cumulative"]},
        {"indicator": "G03", "bases": ["current"]},
        {"indicator": "G04", "bases": FULL},
        {"indicator": "G05", "bases": ["current", "cumulative"]},
        {"indicator": "G06", "bases": ["current", "cumulative"]},
        {"indicator": "G07", "bases": ["current"]},
    ],
    "relations": [{"id": "parts", "expression": "G04 = sum(G05..G06)", "severity": "blocking", "message": "总产量不等于两项之和"}],
}
LIVING: dict[str, Any] = {
    "code": "Y-LIVE",
    "title": "测算县民生月报",
    "frequency": "month",
    "version": 1,
    "subject": "reporter",
    "rows": [
        *({"indicator": code, "bases": ["current"]} for code in ("P01", "P02", "P03", "P04", "P05", "P06")),
        {"indicator": "P07", "bases": ["current", "cumulative"]},
    ],
    "relations": [
        {
            "id": "people",
            "expression": "P04 = P05 + P06",
            "severity": "blocking",
            "message": "保障人数不等于城镇加农村",
            "missing": "fail",
        },
        {"id": "paid", "expression": "如果 P07.current > 0 则 P04.current > 0", "severity": "blocking", "message": "有资金而无保障人数"},
        {
            "id": "covered",
            "expression": "P02.current <= P01.current",
            "severity": "critical",
            "message": "参保人数不能大于户籍人数",
            "except": [{"organisation": "Y09", "reason": "外来务工人员参保", "until": "2025-10-31"}],
        },
        {
            "id": "taxed",
            "expression": "P07.cumulative <= R01.cumulative",
            "severity": "blocking",
            "message": "救助资金不能大于入库税款",
        },
    ],
}
TAXES: dict[str, Any] = {
    "code": "Y-TAX",
    "title": "测算县税款月报",
    "frequency": "month",
    "version": 1,
    "subject": "reporter",
    "rows": [
        {"indicator": "R01", "bases": ["current", "cumulative", "prior_year"]},
        {"indicator": "R02", "bases": ["current", "cumulative"]},
        {"indicator": "R03", "bases": ["current", "cumulative"]},
        {"indicator": "R04", "bases": ["cumulative"]},
        {"indicator": "R05", "bases": ["current", "cumulative"]},
    ],
    "relations": [
        {"id": "audit", "expression": "Ｒ０１≥Ｒ０２＋Ｒ０３", "severity": "blocking", "message": "入库税款不能小于其中项"},
        {
            "id": "goes-on",
            "expression": "R01.cumulative = prev(R01.cumulative) + R01.current",
            "severity": "query",
            "message": "累计与上月累计加本月不符",
        },
        {
            "id": "base",
            "expression": "R01.prior_year = same_period_last_year(R01.cumulative)",
            "severity": "query",
            "message": "上年同期与去年公布数不同",
        },
        {"id": "share", "expression": "R04 = 100 * R02.cumulative / R01.cumulative", "severity": "blocking", "message": "占比与数值不符"},
    ],
}
LIST: dict[str, Any] = {
    "code": "Y-LIST",
    "title": "测算县分乡镇税收表",
    "frequency": "month",
    "version": 1,
    "subject": "listed",
    "subjects": ["town"],
    "priority": 50,
    "rows": [{"indicator": "V05", "bases": ["cumulative"]}, {"indicator": "V07", "required": False, "bases": ["current"]}],
    "relations": [
        {
            "id": "total",
            "expression": "sum(children, V05.cumulative) = V05.cumulative",
            "severity": "blocking",
            "message": "各单位之和与合计不符",
        }
    ],
}
FORMS = (ECONOMY, FARMING, LIVING, TAXES)


def catalogue_of(sample: Catalogue) -> Catalogue:
    """The sample's units, issue types and the like under the measured county's organisations, indicators and forms."""
    forms = tuple(Form.model_validate(form) for form in (*FORMS, LIST))
    owed = {form.code: "bureau" if form.subject == "listed" else "town" for form in forms}
    return replace(
        sample,
        organisations=tuple(_organisations()),
        organisation_aliases=(),
        indicators=tuple(Indicator.model_validate({"code": code, **entry}) for code, entry in INDICATORS.items()),
        indicator_aliases=(),
        forms=forms,
        obligations=tuple(
            Obligation.model_validate({"form": code, "kind": kind, "due_day": 5, "due_time": "17:00", "reason": "测算"})
            for code, kind in owed.items()
        ),
        contacts=(),
        users=(),
        hash="measured-county",
    )


def _organisations() -> list[Organisation]:
    found = [Organisation(code="C00", name="测算县", kind="county")]
    ends = {MERGED_LATER: {"valid_to": "2025-06-30", "successor": SUCCESSOR[MERGED_LATER]}}
    for code, name in zip(TOWNS, _NAMES, strict=True):
        found.append(
            Organisation.model_validate({"code": code, "name": f"{name}镇", "kind": "town", "parent": "C00", **ends.get(code, {})})
        )
    old = {"code": MERGED_BEFORE, "name": "旧渡乡", "kind": "town", "parent": "C00", "valid_to": "2024-12-31"}
    found.append(Organisation.model_validate({**old, "successor": SUCCESSOR[MERGED_BEFORE]}))
    found.append(Organisation(code=BUREAU, name="税务分局", kind="bureau", parent="C00"))
    return found
