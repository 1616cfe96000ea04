"""A county small enough to see through, written into a folder; tests change single lines of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from huizong.catalogue import Catalogue, check, load

FILES = {
    "organisations.csv": """code,name,kind,parent,valid_from,valid_to,successor
C,渌川县,county,,,,
T1,东坪镇,town,C,,,
T2,西坪乡,town,C,,,
T3,新坪镇,town,C,2025-01-01,,
T9,老坪乡,town,C,,2024-12-31,T3
B1,统计局,bureau,C,,,
B2,林业局,bureau,C,,,
K1,渌川产业园,park,C,,,
V1,上村,village,T1,,,
V2,上村,village,T2,,,
J1,渡槽修缮,project,T1,,,
""",
    "organisation_aliases.csv": "alias,code\n东坪,T1\n县统计局,B1\n渌川县东坪镇,T1\n老坪镇,T9\n",
    "indicators.csv": """code,name,unit,decimals,kind,aggregation,numerator,denominator,minimum,maximum,valid_from,valid_to
M1,工业产值,万元,1,flow,sum,,,0,,,
M2,财政收入,万元,1,flow,sum,,,,,,
M3,税收收入,万元,1,flow,sum,,,,,,
R1,税收占比,%,1,ratio,ratio,M3,M2,0,100,,
S1,企业数,家,0,stock,last,,,0,,,
G1,造林面积,亩,0,flow,sum,,,0,,,
""",
    "indicator_aliases.csv": """alias,code,form,valid_from,valid_to
工业总产值,M1,,,
税收,M3,,,
金额,M2,F1,,
金额,M3,F2,,
产值,M1,,,2024-12-31
""",
    "units.csv": """unit,base_unit,factor
元,元,1
万元,元,10000
亿元,元,100000000
亩,亩,1
公顷,亩,15
家,家,1
%,%,1
个百分点,个百分点,1
""",
    "placeholders.csv": "pattern,status\n[xX]+(\\.[xX]+)?,placeholder\n无|/,not_applicable\n[—-]+,blank\n[\\s　]*,blank\n",
    "headers.csv": """header,basis
本月,current
累计,cumulative
上年同期,prior_year
同比(%),growth_rate
年度计划,plan
前三季度,cumulative
全年累计,cumulative
1-2月,cumulative
"re:(?:(?P<year>\\d{4})年)?1-(?P<month>\\d{1,2})月",cumulative
re:去年1-(?P<month>\\d+)月,prior_year
re:前（(?P<month>\\d+)）个月,cumulative
re:(?P<month>[一二三四五六七八九十]+)月份,current
""",
    "obligations.csv": """form,organisation,kind,due_day,due_time,reason,valid_from,valid_to,due_month,months
F1,,town,5,17:00,月报制度,2024-01-01,,,
F2,B2,,-1,12:30,林业季报,2024-01-01,,,6|12
F3,B1,,31,17:00,部门月报,2024-01-01,,2,
""",
    "issue_types.csv": """code,severity,responsibility,dimension,message,remedy
value-blank,info,department,completeness,没填,请填 {expected}
""",
    "contacts.csv": "organisation,name,channel,address\nT1,罗一,email,t1@example.org\nT1,罗二,phone,000\n",
    "forms/F1.yaml": """code: F1
title: 渌川县主要指标月报表
title_aliases: [主要指标月报]
frequency: month
version: 2
valid_from: 2025-01-01
valid_to: null
first_month: 2
rows:
  - {indicator: M1, required: true, bases: [current, cumulative]}
  - {indicator: M2, required: true, bases: [current]}
  - {indicator: M3, required: true, bases: [current], except: [T2]}
  - {indicator: R1, required: true, bases: [current]}
  - {indicator: S1, required: false, bases: [current]}
  - {indicator: G1, required: true, bases: [cumulative], months: [3, 6]}
relations:
  - id: tax-in-revenue
    expression: "M2.current >= M3.current"
    severity: critical
    message: "税收不能大于财政收入"
    tolerance: 0.1
""",
    "forms/F1-2024.yaml": """code: F1
title: 渌川县主要指标月报表
frequency: month
version: 1
valid_from: 2024-01-01
valid_to: 2024-12-31
rows:
  - {indicator: M1, required: true, bases: [current]}
""",
    "forms/F2.yaml": """code: F2
title: 各乡镇造林进度表
frequency: quarter
version: 1
valid_from: 2024-01-01
valid_to: null
rows:
  - {indicator: G1, required: true, bases: [current]}
relations:
  - {id: total, expression: "sum(children, G1.current) = G1.current", severity: blocking, message: 合计不符}
""",
    "forms/F3.yaml": """code: F3
title: 全县财政月报
frequency: month
version: 1
rows:
  - {indicator: M2, required: true, bases: [cumulative]}
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The county's folder."""
    for name, text in FILES.items():
        path = tmp_path / "county" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "county"


@pytest.fixture
def county(folder: Path) -> Catalogue:
    """The county, loaded."""
    return load(folder)


@pytest.fixture
def broken(folder: Path) -> Callable[..., tuple[str, ...]]:
    """The problems after one text of one file was replaced."""

    def problems(name: str, old: str, new: str) -> tuple[str, ...]:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return check(folder)

    return problems
