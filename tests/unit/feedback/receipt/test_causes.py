"""Faults of one cause are one line."""

from __future__ import annotations

from dataclasses import replace

from huizong.catalogue import Catalogue
from huizong.checking.messages.fault_texts import fields_of, fill
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


def blank(number: int, message: str, words: dict[str, str] | None) -> Issue:
    return Issue(
        number, "value-required-blank", Severity.CRITICAL, "department", f"月报!D{number}", "T01", "E01", "2025-06", "cumulative",
        None, None, None, message, "请补上", words=words,
    )  # fmt: skip


def test_faults_are_put_together_by_the_words_that_were_kept(catalogue: Catalogue) -> None:
    template = catalogue.issue_type("value-required-blank").message
    fields = fields_of(template)
    assert "indicator" in fields

    def told(number: int, name: str) -> Issue:
        words = {field: name if field == "indicator" else f"({field})" for field in fields}
        return blank(number, fill(template, words), words)

    both = [told(1, "工业总产值"), told(2, "税收收入")]
    (cause,) = causes(both, catalogue)
    assert "“工业总产值”、“税收收入”" in cause.message
    # Of one that was kept without them nothing is guessed: each says its own.
    assert [one.message for one in causes([both[0], replace(both[1], words=None)], catalogue)] == [one.message for one in both]
    # Nor of one whose text the catalogue has changed since.
    changed = replace(both[1], message="税收收入：这一格空着")
    assert [one.numbers for one in causes([both[0], changed], catalogue)] == [(1,), (2,)]
