"""What earlier rooms found, as it is told: once, and with what stands at the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from huizong.model import Finding, Severity, Status, Verdict
from tests.database.checking.county import MONTH, PROSE, County, draft, figure, made

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings


FREE = {**MONTH, "rows": [{"indicator": "X1", "required": False, "bases": ["current"]}]}


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> Iterator[County]:
    opened = County(settings, made(catalogue, PROSE))
    yield opened
    opened.close()


def test_a_file_of_another_organisation_is_refused_once(county: County) -> None:
    declared = Finding("organisation-mismatch", "6月!A2", {"observed": "枫渡镇", "expected": "栗坪镇"})
    named = Finding("organisation-mismatch", "", {"observed": "枫渡", "expected": "栗坪镇"}, Severity.QUERY)
    both = county.judge(draft(form=None, findings=[declared, named]))
    assert [(i.rule, i.severity, i.place) for i in both.issues] == [("organisation-mismatch", "critical", "6月!A2")]
    assert both.judgement.verdicts == {1: Verdict.RETURNED}
    asked = county.judge(draft(figure("X2", "cumulative", "3.0", period="2026-H1"), form="X-PROSE", period="2026-H1", findings=[named]))
    assert [i.severity for i in asked.of("organisation-mismatch")] == ["query"]


def test_of_a_number_lost_in_prose_the_span_is_observed_and_the_words_around_it_are_told(county: County) -> None:
    masked = figure("X1", "cumulative", None, status=Status.PLACEHOLDER, period="2026-H1", source="prose", place="3:9")
    said = Finding("prose-placeholder", "3:9", {"observed": "完成甲产值xx万元", "span": "xx", "expected": "万元"})
    other = figure("X2", "cumulative", "3.0", period="2026-H1", source="prose")
    judged = county.judge(draft(masked, other, kind="narrative", form="X-PROSE", period="2026-H1", findings=[said]))
    (issue,) = judged.of("prose-placeholder")
    assert issue.observed == "xx"
    assert "完成甲产值xx万元" in issue.message


@pytest.mark.parametrize(("said", "verdict"), [(None, Verdict.RETURNED), (True, Verdict.RETURNED), (False, Verdict.PARTIALLY_ACCEPTED)])
def test_what_a_fault_of_the_whole_file_is_the_table_of_issue_types_says(
    settings: Settings, catalogue: Catalogue, said: bool | None, verdict: Verdict
) -> None:
    own = catalogue.issue_type("period-mismatch").model_copy(update={"whole_file": said})
    types = tuple(own if kind.code == own.code else kind for kind in catalogue.issue_types)
    county = County(settings, replace(made(catalogue, FREE), issue_types=types))
    fault = Finding("period-mismatch", "", {"observed": "2026-06", "expected": "2026-07"})
    judged = county.judge(draft(figure("X1", "current", "10.0"), findings=[fault]))
    county.close()
    assert judged.judgement.verdicts == {1: verdict}
