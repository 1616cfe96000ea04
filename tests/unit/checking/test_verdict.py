"""The verdict from what is known of a submission."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huizong.checking.verdict import SubmissionStanding, verdict_of
from huizong.model import Verdict

CLEAN = SubmissionStanding(
    submission_no=1,
    early_verdict=None,
    kind="table",
    nil_report=False,
    whole_file=False,
    grave=False,
    own_grave=False,
    own_query=False,
    taken=31,
    masked=0,
    not_applicable=0,
    required=31,
    required_taken=31,
)


def test_nothing_wrong_is_accepted() -> None:
    assert verdict_of(CLEAN) is Verdict.ACCEPTED


def test_a_query_of_the_department_is_accepted_with_queries() -> None:
    assert verdict_of(replace(CLEAN, own_query=True)) is Verdict.ACCEPTED_WITH_QUERIES


def test_a_grave_fault_with_figures_left_is_partial() -> None:
    assert verdict_of(replace(CLEAN, grave=True, own_grave=True, own_query=True, taken=30)) is Verdict.PARTIALLY_ACCEPTED


def test_a_grave_fault_without_figures_returns_the_file() -> None:
    assert verdict_of(replace(CLEAN, grave=True, own_grave=True, taken=0)) is Verdict.RETURNED


def test_a_fault_of_the_whole_file_returns_it_whatever_is_in_it() -> None:
    assert verdict_of(replace(CLEAN, whole_file=True, grave=True, own_grave=True)) is Verdict.RETURNED


def test_a_grave_fault_of_the_county_does_not_lower_but_returns_what_is_empty() -> None:
    assert verdict_of(replace(CLEAN, grave=True)) is Verdict.ACCEPTED
    assert verdict_of(replace(CLEAN, grave=True, taken=0)) is Verdict.RETURNED


def test_a_narrative_without_figures_is_accepted() -> None:
    assert verdict_of(replace(CLEAN, kind="narrative", taken=0, required_taken=0)) is Verdict.ACCEPTED


def test_a_narrative_whose_only_faults_are_others_is_accepted() -> None:
    told = replace(CLEAN, kind="narrative", grave=True, taken=0, required_taken=0)
    assert verdict_of(told) is Verdict.ACCEPTED
    assert verdict_of(replace(told, own_grave=True)) is Verdict.RETURNED


def test_a_narrative_with_all_owed_figures_masked_is_returned() -> None:
    assert verdict_of(replace(CLEAN, kind="narrative", taken=0, masked=3)) is Verdict.RETURNED
    assert verdict_of(replace(CLEAN, kind="narrative", taken=1, masked=2, grave=True, own_grave=True)) is Verdict.PARTIALLY_ACCEPTED


def test_a_nil_report_is_accepted() -> None:
    assert verdict_of(replace(CLEAN, nil_report=True, taken=0)) is Verdict.ACCEPTED


@pytest.mark.parametrize("early", ["ignored", "waiting"])
def test_an_early_verdict_stands(early: str) -> None:
    assert verdict_of(replace(CLEAN, early_verdict=early, whole_file=True)).value == early
