"""Prose against forms of the same reporter, and passages that stand in two submissions; every number by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from huizong.model import Figure, Finding, Status, Verdict
from tests.database.checking.county import MONTH, PROSE, County, Issue, Judged, draft, figure, made

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

FREE = {
    **MONTH,
    "rows": [{"indicator": code, "required": False, "bases": ["current", "cumulative", "growth_rate"]} for code in ("X1", "X3", "X5")],
}
TEXT = {
    **PROSE,
    "rows": [{"indicator": code, "required": False, "bases": ["current", "cumulative", "growth_rate"]} for code in ("X1", "X3", "X5")],
}


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> Iterator[County]:
    opened = County(settings, made(catalogue, FREE, TEXT, name="prose"))
    yield opened
    opened.close()


def said(value: str, raw: str, *, precision: str, **more: Any) -> Figure:
    """上半年甲产值 as a text gives it, in 万元, with the weight of its last digit."""
    keys = {"indicator": "X1", "basis": "cumulative", "period": "2026-06", "place": "3:12", **more}
    made_ = figure(keys.pop("indicator"), keys.pop("basis"), value, source="prose", precision=precision, **keys)
    return replace(made_, raw=raw)


def report(*figures: Figure, **more: Any) -> Any:
    return draft(*figures, form="X-PROSE", period="2026-H1", kind="narrative", **{"sha256": "c" * 64, **more})


def differing(judged: Judged, number: int = 1) -> list[Issue]:
    return [issue for issue in judged.issues if issue.rule == "prose-differs-from-table" and issue.submission_no == number]


def test_prose_agrees_within_the_digits_written(county: County) -> None:
    county.receive(draft(figure("X1", "cumulative", "44987.0", place="6月!D4")))
    # 4.5亿元 is 45 000 万元 and its last digit 1 000: it holds for 44 500 to 45 500; the form's is 44 987 ±0.05.
    spoken = [("45000", "1000"), ("44000", "1000"), ("44986.9", "0.1"), ("44986.8", "0.1"), ("45000", "10"), ("44990", "10")]
    judged = county.judge(*(report(said(value, "", precision=precision)) for value, precision in spoken))
    assert [bool(differing(judged, number)) for number in range(1, 7)] == [False, True, False, True, True, False]


def test_the_issue_names_both_places_and_asks(county: County) -> None:
    county.receive(draft(figure("X1", "cumulative", "43900.0", place="6月!D4")))
    judged = county.judge(report(said("45000", "4.5亿元", precision="1000")))
    (issue,) = differing(judged)
    assert (issue.severity, issue.place, issue.observed, issue.expected, issue.difference) == (
        "query",
        "3:12",
        "4.5亿元",
        "43900万元",
        "1100万元",
    )
    assert issue.message == "文字里写 4.5亿元（第3段第13字），报表里是 43900万元（《甲.xlsx》「6月」D4）"
    assert judged.judgement.verdicts == {1: Verdict.ACCEPTED_WITH_QUERIES}
    assert judged.statuses[1, "3:12"] == "reported"


def test_a_form_that_comes_after_the_text_is_asked_at_its_own_cell(county: County) -> None:
    county.receive(report(said("45000", "4.5亿元", precision="1000")))
    judged = county.judge(draft(figure("X1", "cumulative", "43900.0", place="6月!D4")))
    (issue,) = differing(judged)
    assert (issue.place, issue.observed, issue.expected) == ("6月!D4", "4.5亿元", "43900万元")
    assert "《甲.xlsx》第3段第13字" in issue.message


def test_periods_that_end_alike_are_one_and_others_are_not(county: County) -> None:
    county.receive(draft(figure("X1", "cumulative", "43900.0", place="6月!D4")))
    alike = [("current", "2026-H1"), ("cumulative", "2026-Q2"), ("cumulative", "2026-H1"), ("cumulative", "2026-06")]
    others = [("current", "2026-06"), ("cumulative", "2026-05"), ("cumulative", "2025-06"), ("plan", "2026")]
    judged = county.judge(
        *(report(said("45000", "4.5亿元", precision="1000", basis=basis, period=period)) for basis, period in (*alike, *others))
    )
    assert [len(differing(judged, number)) for number in range(1, 9)] == [1, 1, 1, 1, 0, 0, 0, 0]


def test_qualifiers_contradict_on_their_side_only(county: County) -> None:
    county.receive(draft(figure("X1", "cumulative", "46000.0", place="6月!D4")))
    # 约 may be off by a whole last digit, 1 000: 45 000 reaches 46 000, 44 900 does not.
    spoken = [
        ("about", "45000"),
        ("about", "44900"),
        ("more_than", "31000"),
        ("more_than", "48000"),
        ("less_than", "48000"),
        ("less_than", "45000"),
    ]
    judged = county.judge(
        *(report(said(value, "", precision="1000", qualifier=qualifier, status=Status.HELD)) for qualifier, value in spoken)
    )
    assert [bool(differing(judged, number)) for number in range(1, 7)] == [False, True, False, True, False, True]


def test_candidates_are_reconciled_and_forecasts_and_others_reports_are_not(county: County) -> None:
    county.receive(draft(figure("X1", "cumulative", "43900.0", place="6月!D4")))
    candidate = said("45000", "4.5亿元", precision="1000", candidate=True, status=Status.HELD)
    judged = county.judge(report(candidate))
    assert len(differing(judged)) == 1
    assert judged.judgement.verdicts == {1: Verdict.ACCEPTED}  # candidates never lower a verdict
    forecast = replace(candidate, maturity="estimate")
    assert differing(county.judge(report(forecast))) == []
    other = replace(said("45000", "4.5亿元", precision="1000"), organisation="T02")
    assert differing(county.judge(report(other, reporter="T02"))) == []


def test_an_earlier_candidate_is_held_against_a_later_form(county: County) -> None:
    candidate = replace(said("45000", "4.5亿元", precision="1000", candidate=True, status=Status.HELD), label="甲产值")
    asked = Finding("narrative-candidate", candidate.place, {"observed": "甲产值4.5亿元"})
    county.receive(report(candidate, findings=[asked]))
    # Its qualifier is not kept, so that it may be off by a whole last digit, 1 000 万元: to 44 000, with the form's ±0.05.
    judged = county.judge(*(draft(figure("X1", "cumulative", form, place="6月!D4")) for form in ("44000.0", "43900.0")))
    assert [bool(differing(judged, number)) for number in (1, 2)] == [False, True]


def test_one_file_with_a_table_and_a_text_is_reconciled_in_itself(county: County) -> None:
    both = draft(figure("X3", "cumulative", "157", place="表1!B2", precision="1"), said("175", "175户", precision="1", indicator="X3"))
    (issue,) = differing(county.judge(both))
    assert (issue.place, issue.expected, issue.message) == ("3:12", "157户", "文字里写 175户（第3段第13字），报表里是 157户（「表1」B2）")


# --- passages ---

PASSAGE = "上半年，全镇完成甲产值4.5亿元，新建厂房三栋，带动就业三百人。"


def paragraphs(county: County, sha256: str, *texts: str) -> None:
    with county.connection.cursor() as cursor:
        for number, text in enumerate(texts, start=1):
            cursor.execute("insert into raw.paragraph values (%s, %s, %s)", (sha256, number, text))
    county.connection.commit()


def test_a_passage_of_another_reporter_is_named_and_loads_only_after_a_review(county: County) -> None:
    paragraphs(county, "c" * 64, "标题", "前言", PASSAGE)
    paragraphs(county, "d" * 64, "另一标题", PASSAGE.replace("，", "， "))
    county.receive(report(said("45000", "4.5亿元", precision="1000")))
    copied = replace(said("45000", "4.5亿元", precision="1000", place="2:11"), organisation="T02")
    own = replace(said("3", "3户", precision="1", indicator="X3", place="1:0"), organisation="T02")
    judged = county.judge(report(copied, own, reporter="T02", sha256="d" * 64))
    (issue,) = judged.of("prose-passage-repeated")
    assert (issue.place, issue.severity) == ("2:0", "blocking")
    assert "栗坪镇《甲.xlsx》第3段" in issue.message
    assert judged.statuses == {(1, "2:11"): "held", (1, "1:0"): "reported"}
    assert judged.judgement.verdicts == {1: Verdict.ACCEPTED}  # the county's question, not the department's fault


def test_a_passage_of_ones_own_other_period_is_named_and_nothing_held(county: County) -> None:
    paragraphs(county, "c" * 64, "标题", "前言", PASSAGE)
    paragraphs(county, "d" * 64, "标题", "前言", PASSAGE)
    county.receive(report(said("45000", "4.5亿元", precision="1000")))
    judged = county.judge(
        draft(
            said("45000", "4.5亿元", precision="1000", period="2026-12"),
            form="X-PROSE",
            period="2026-H2",
            kind="narrative",
            sha256="d" * 64,
        )
    )
    assert [(issue.place, issue.severity) for issue in judged.of("prose-passage-repeated")] == [("3:0", "query")]
    assert judged.statuses == {(1, "3:12"): "reported"}


def test_a_correction_and_a_short_line_repeat_nothing(county: County) -> None:
    paragraphs(county, "c" * 64, "标题", "甲产值4.5亿元。", PASSAGE)
    paragraphs(county, "d" * 64, "标题", "甲产值4.5亿元。", PASSAGE)
    county.receive(report(said("45000", "4.5亿元", precision="1000")))
    assert county.judge(report(said("45000", "4.5亿元", precision="1000"), sha256="d" * 64)).of("prose-passage-repeated") == ()
    short = replace(said("45000", "4.5亿元", precision="1000", place="2:3"), organisation="T02")
    assert county.judge(report(short, reporter="T02", sha256="d" * 64)).of("prose-passage-repeated") == ()
