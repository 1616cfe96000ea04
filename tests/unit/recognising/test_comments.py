"""A correction that stands in a comment is asked about at its cell; explanations of the form and our own words are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huizong.feedback.marked_copy.cell_comments import START
from huizong.model import Severity
from huizong.recognising.corrections import OURS
from tests.unit.recognising.county import DECLARED, TITLE, document, drafts, sheet, told

PAGE = sheet([[TITLE], [DECLARED], ["指标", "单位", "累计"], ["税收收入", "万元", 18]])


@pytest.mark.parametrize(
    ("place", "text", "severity"),
    [
        ((4, 3), "应为180", "asked"),
        ((4, 3), "180", "asked"),
        ((4, 3), "王某：此数有误，待核", "asked"),
        ((4, 3), "含耕地占用税", "noted"),
        ((4, 1), "本月应为180", "asked"),
        ((4, 1), "指税务部门征收的收入，2000元以上", None),
        ((3, 3), "从1月1日起累计", None),
        ((4, 3), f"{OURS}改正（第1条）\n问题：累计低于上月", None),
        ((4, 3), f"应为180\n\n{OURS}改正（第1条）", "asked"),
    ],
)
def test_comments(catalogue, place, text, severity):
    (found,) = drafts(catalogue, document(replace(PAGE, comments={place: text})), reporter="T1")
    said = [finding for finding in found.findings if finding.rule == "cell-comment"]
    expected = {"asked": [None], "noted": [Severity.INFO], None: []}[severity]
    assert [finding.severity for finding in said] == expected
    if said:
        assert (said[0].place, said[0].fields["observed"]) == (PAGE.place(*place), text.partition("\n")[0])
    assert {value for *_, value, _ in told(found)} == {"18"}


def test_our_comments_begin_as_the_marked_workbook_writes_them():
    assert OURS == START
