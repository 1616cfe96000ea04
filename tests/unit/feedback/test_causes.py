"""Faults of one cause are one line."""

from __future__ import annotations

from huizong.catalogue import Catalogue
from huizong.feedback.receipt.causes import causes
from huizong.feedback.receipt.due import Issue
from huizong.model import Severity

TORN = "这一行“{}”里有千分位的逗号，和分隔用的逗号分不开，数可能错了位"


def torn(number: int, place: str, line: str) -> Issue:
    return Issue(
        number, "value-torn", Severity.CRITICAL, "department", place, "T01", "E01", "2025-06", "current", line, None, None,
        TORN.format(line), "请去掉千分位的逗号，或另存为 xlsx 后重报",
    )  # fmt: skip


def test_lines_torn_by_their_commas_are_one_line_with_all_places(catalogue: Catalogue) -> None:
    one, other = "固定资产投资,万元,5,210,28,460", "税收收入,万元,518,3,066"
    (cause,) = causes([torn(1, "4:3", one), torn(2, "4:4", one), torn(3, "9:3", other)], catalogue)
    assert cause.numbers == (1, 2, 3)
    assert cause.message == TORN.format(one) + "；同样的共 2 行"
    (alone,) = causes([torn(1, "4:3", one), torn(2, "4:4", one)], catalogue)
    assert alone.message == TORN.format(one)
