"""What a person sees at a terminal: a narrow one cuts nothing off."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from huizong.answers.report import Conservation, FileReport, RelationAudit, ReportedIssue
from huizong.cli.show import check_table

MESSAGE = "“信访总量同比下降”中应该有数的地方没有数，缺“信访总量”的数和单位，补上后连同本表再放一次"
REMEDY = "请在原处写明下降的幅度，写成百分数；没有上年同期数的，请在备注里说明原因"
PLACE = "一季度汇总表!B17, 一季度汇总表!C17, 一季度汇总表!D17"


@pytest.mark.parametrize("width", [80, 120, 40])
def test_nothing_of_a_fault_is_cut_off(width: int) -> None:
    issue = ReportedIssue("prose-missing", "query", PLACE, "xx.xx亿元", "按万元填的数", MESSAGE, REMEDY)
    report = FileReport(
        "青山镇三月.xlsx", "partially_accepted", "T01", "M", "2026-03", (), (issue,), Conservation(1, 2, 3), RelationAudit(0, 0, ())
    )
    shown = io.StringIO()
    Console(file=shown, width=width).print(check_table(report))
    columns: list[list[str]] = []
    for line in shown.getvalue().splitlines():
        if line.startswith("│"):
            columns.append([part.strip() for part in line.strip("│").split("│")])
    whole = ["".join(parts) for parts in zip(*columns, strict=True)]
    assert [part.replace(" ", "") for part in whole] == [PLACE.replace(" ", ""), "xx.xx亿元", "按万元填的数", MESSAGE, REMEDY]
