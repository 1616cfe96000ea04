"""The catalogue of the small county, written as files."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "organisations.csv": """code,name,kind,parent,valid_from,valid_to,successor
C,明川县,county,,,,
T1,石桥镇,town,C,,,
T2,柳湾镇,town,C,,,
T3,云岭乡,town,C,2024-01-01,,
T8,东滩乡,town,C,,2025-03-31,T2
T9,旧岭乡,town,C,,2023-12-31,T3
B1,统计局,bureau,C,,,
B2,财政局,bureau,C,,,
V11,上湾村,village,T1,,,
V12,下湾村,village,T1,,,
V21,上湾村,village,T2,,,
V22,沙洲村,village,T2,,,
P1,石桥冷库,project,T1,,,
P2,柳湾粮站,project,T2,,,
""",
    "organisation_aliases.csv": """alias,code
石桥,T1
石桥镇人民政府,T1
明川县石桥镇,T1
柳湾,T2
柳湾镇人民政府,T2
全县,C
县本级,C
县财政局,B2
""",
    "indicators.csv": """code,name,unit,decimals,kind,aggregation,numerator,denominator,minimum,maximum,valid_from,valid_to,growth
I1,规模以上工业总产值,万元,1,flow,sum,,,0,,,,
I2,固定资产投资,万元,1,flow,sum,,,0,,,,comparable
I3,一般公共预算收入,万元,1,flow,sum,,,,,,,
I4,税收收入,万元,1,flow,sum,,,,,,,
I5,粮食播种面积,亩,0,flow,sum,,,0,,,,
I6,生猪出栏,头,0,flow,sum,,,0,,,,
I7,税收占比,%,1,ratio,ratio,I4,I3,0,100,,,
I8,户数,户,0,stock,last,,,0,,,,
I9,低保户数,户,0,stock,last,,,0,,,,
J1,项目完成投资,万元,1,flow,sum,,,0,,,,
W1,小麦产量,吨,0,flow,sum,,,0,,,,
W2,玉米产量,吨,0,flow,sum,,,0,,,,
""",
    "indicator_aliases.csv": """alias,code
规上工业总产值,I1
工业总产值,I1
固投,I2
税收,I4
其中：税收收入,I4
累计完成投资,J1
项目累计完成投资,J1
小麦,W1
玉米,W2
""",
    "units.csv": """unit,base_unit,factor
元,元,1
千元,元,1000
万元,元,10000
亿元,元,100000000
亩,亩,1
公顷,亩,15
头,头,1
万头,头,10000
户,户,1
吨,吨,1
%,%,1
‰,%,0.1
个百分点,个百分点,1
""",
    "placeholders.csv": """pattern,status
[xX*]+([.][xX*]+)?,placeholder
待(核|补|定),placeholder
无,not_applicable
/,not_applicable
[—-]+,blank
[\\s　]*,blank
""",
    "headers.csv": """header,basis
本月,current
本季,current
完成情况,current
累计,cumulative
本月止累计,cumulative
上年同期,prior_year
同比(%),growth_rate
同比增长(%),growth_rate
增长率,growth_rate
年度计划,plan
计划,plan
完成计划(%),plan_completion
""",
    "obligations.csv": """form,organisation,kind,due_day,due_time,reason,valid_from,valid_to
FM,,town,5,17:00,月报,2020-01-01,
FQ,,town,10,17:00,季报,2020-01-01,
NT,,town,15,17:00,半年总结,2020-01-01,
FT,B2,,6,17:00,分乡镇月报,2020-01-01,
FB,B1,,6,17:00,分乡镇月报,2020-01-01,
FV,B1,,6,17:00,村级月报,2020-01-01,
FJ,B1,,6,17:00,项目月报,2020-01-01,
FC,B2,,6,17:00,县级月报,2020-01-01,
FY,B1,,20,17:00,年报,2020-01-01,
""",
    "issue_types.csv": "code,severity,responsibility,dimension,message,remedy\n",
    "contacts.csv": "organisation,name,channel,address\n",
}


# Bases of the rows: m month (current), y year to date (cumulative), p prior year, r rate of growth, t target.
FORMS = {
    "FM": ("明川县主要经济指标月报表", "month", {"I1": "mypr", "I2": "mypr", "I3": "mypr", "I4": "mypr", "I5": "ypr", "I6": "mypr"}),
    "FQ": ("主要经济指标季报表", "quarter", {"I1": "mpr", "I3": "mpr"}),
    "FT": ("各乡镇税收收入", "month", {"I4": "my"}),
    "FB": ("分乡镇主要指标完成情况", "month", {"I1": "my", "I2": "my", "I6": "y"}),
    "FV": ("各村低保情况", "month", {"I9": "m"}),
    "FJ": ("项目进度表", "month", {"J1": "y"}),
    "FC": ("财政收支月报", "month", {"I3": "myp", "I4": "myp"}),
    "FP": ("年度目标任务分解表", "year", {"I2": "t", "I3": "t"}),
    "FY": ("分乡镇产量年报", "year", {"W1": "m", "W2": "m"}),
}


_BASES = {"m": "current", "y": "cumulative", "p": "prior_year", "r": "growth_rate", "t": "plan"}


def write_catalogue(folder: Path) -> Path:
    """The county's files in the format of a catalogue."""
    (folder / "forms").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for code, (title, frequency, rows) in FORMS.items():
        lines = [
            f"code: {code}",
            f"title: {title}",
            f"frequency: {frequency}",
            "version: 1",
            "valid_from: 2020-01-01",
            "valid_to: null",
            "rows:",
        ]
        for indicator, letters in rows.items():
            bases = ", ".join(_BASES[letter] for letter in letters)
            lines.append(f"  - {{indicator: {indicator}, required: true, bases: [{bases}]}}")
        if code in ("FT", "FB", "FV"):
            lines += ["relations:", f"  - id: {code}-total", f'    expression: "sum(children, {next(iter(rows))}) = {next(iter(rows))}"']
            lines += ["    severity: blocking", '    message: "合计与各单位之和不符"']
        (folder / "forms" / f"{code}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    narrative = """code: NT
title: 镇上半年工作总结
title_aliases: [上半年工作情况]
kind: narrative
frequency: half
version: 1
valid_from: 2020-01-01
valid_to: null
subject: reporter
rows:
  - {indicator: I1, required: false, bases: [cumulative, growth_rate, plan]}
  - {indicator: I2, required: false, bases: [cumulative, growth_rate, plan, plan_completion]}
  - {indicator: I9, required: false, bases: [current]}
"""
    (folder / "forms" / "NT.yaml").write_text(narrative, encoding="utf-8")
    return folder
