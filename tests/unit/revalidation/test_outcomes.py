"""Two judgements compared: what is the rule's doing, what is not, what a department sees of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from huizong.cli.revalidate_command import as_lines, to_json
from huizong.revalidation.outcomes import ChangedSubmission, Examined, JudgedFault, Outcome, SubmissionJudgement, VoidReason, compare
from huizong.revalidation.rejudging import Consequences

SENT = Examined(
    submission_id=7,
    arrival_id="20260701T000000.000000Z",
    submission_no=1,
    file="甲.xlsx",
    sha256="a" * 64,
    reporter="T01",
    form="X-MONTH",
    period="2026-06",
    verdict="partially_accepted",
    judged_under="old",
    received_at=datetime(2026, 7, 1, tzinfo=UTC),
    folder_reporter="T01",
    folder="甲镇",
    folder_below="",
    path="甲镇/甲.xlsx",
    file_name="甲.xlsx",
    file_sha256="a" * 64,
    size_bytes=1,
    speaks=True,
)
RULES = frozenset({"X-MONTH:sum", "cumulative-fell", "figure-out-of-range"})


def fault(rule: str, severity: str = "blocking", place: str = "表!D4") -> JudgedFault:
    return JudgedFault(1, rule, severity, "department", place, "T01", "X1", "2026-06", "cumulative", "12", f"{rule}有误", "open")


def outcome(disposition: str, value: str = "12", live: str | None = None, *, own: bool | None = None) -> Outcome:
    number = None if live is None else Decimal(live)
    return Outcome("表!D4", "T01", "X1", "2026-06", "cumulative", "reported", Decimal(value), "万元", disposition, number, own)


def judged(*faults: JudgedFault, figures: tuple[Outcome, ...] = (), verdict: str = "partially_accepted") -> SubmissionJudgement:
    return SubmissionJudgement(verdict, faults, figures)


def change(
    stored: list[JudgedFault], before: SubmissionJudgement, after: SubmissionJudgement, *, sent: Examined = SENT, rule: str | None = None
) -> ChangedSubmission | None:
    return compare(sent, stored, before, after, RULES, rule)


def test_a_fault_that_only_the_old_catalogue_finds_is_the_rules() -> None:
    """The rule is still there: it was changed. One whose name is gone was withdrawn."""
    for name, reason in (("X-MONTH:sum", VoidReason.CHANGED), ("X-MONTH:gone", VoidReason.WITHDRAWN)):
        told = fault(name)
        found = change([told], judged(told, figures=(outcome("held"),)), judged(figures=(outcome("load"),), verdict="accepted"))
        assert found is not None
        assert [(void.fault, void.reason) for void in found.void] == [(told, reason)]
        assert (found.verdict, found.judged_again) == ("accepted", True)
        assert [figure.value for figure in found.released] == [Decimal(12)]


def test_a_fault_that_neither_finds_went_with_other_figures() -> None:
    """May was corrected since, so that June's fall is none; that is no error of the rule, and the submission stays as it is."""
    told = fault("cumulative-fell")
    assert change([told], judged(), judged()) is None
    # who names the rule says that its program was mended
    found = change([told], judged(), judged(), rule="cumulative-fell")
    assert found is not None
    assert [void.reason for void in found.void] == [VoidReason.CHANGED]
    assert change([told], judged(), judged(), rule="figure-out-of-range") is None


def test_a_new_fault_is_one_that_only_the_new_catalogue_finds() -> None:
    """What both find and nobody was told is history's: it was not so when the file came."""
    new = fault("X-MONTH:sum")
    live = outcome("held", live="12", own=True)
    found = change([], judged(figures=(outcome("load", live="12", own=True),)), judged(new, figures=(live,)))
    assert found is not None
    assert (found.new, found.void, found.held, found.released) == ((new,), (), (live,), ())
    assert change([], judged(new), judged(new)) is None


def test_a_fault_under_another_severity_stays_a_fault() -> None:
    told, milder = fault("X-MONTH:sum"), fault("X-MONTH:sum", "query")
    found = change([told], judged(told), judged(milder, verdict="accepted_with_queries"))
    assert found is not None
    assert (found.regraded, found.void, found.new) == (((told, milder),), (), ())
    assert found.judged_again


def test_what_speaks_no_more_is_only_cleared_of_the_rules_faults() -> None:
    told, new = fault("X-MONTH:gone"), fault("X-MONTH:sum", place="表!D5")
    sent = replace(SENT, speaks=False)
    found = change([told], judged(told), judged(new, verdict="returned"), sent=sent)
    assert found is not None
    assert [void.fault for void in found.void] == [told]
    assert (found.new, found.verdict, found.judged_again) == ((), "partially_accepted", False)
    assert change([], judged(), judged(new), sent=sent) is None


def test_remarks_alone_judge_nothing_again() -> None:
    told = fault("X-MONTH:gone", "info")
    found = change([told], judged(told), judged())
    assert found is not None
    assert (len(found.void), found.judged_again) == (1, False)
    rounding = fault("rounding", "info", "表!D6")
    found = change([told], judged(told), judged(rounding))
    assert found is not None
    assert (len(found.void), found.new) == (1, ())
    assert change([], judged(), judged(rounding)) is None


def test_a_value_in_force_is_no_release_and_another_files_value_is_not_taken_out() -> None:
    assert not outcome("load", live="12.0").released
    assert outcome("load", live="11").released
    assert outcome("held", live="12", own=True).held
    assert not outcome("held", live="12", own=False).held
    assert not outcome("overtaken", live="12", own=True).held


def test_what_is_printed() -> None:
    told, new = fault("X-MONTH:gone"), fault("X-MONTH:sum", place="表!D5")
    found = change([told], judged(told), judged(new, figures=(outcome("load", "12.50"),)))
    assert found is not None
    comparison = Consequences((SENT,), (found,), (replace(SENT, file="乙.xlsx"),), {})
    assert list(as_lines(comparison, applied=False)) == [
        "1 submissions compared, 1 changed: 1 void, 1 new, 0 regraded, 1 figures released, 0 figures held, 0 verdicts changed",
        "T01 2026-06 X-MONTH  甲.xlsx: partially_accepted",
        "  void      blocking X-MONTH:gone at 表!D4: X-MONTH:gone有误 (rule-withdrawn)",
        "  new       blocking X-MONTH:sum at 表!D5: X-MONTH:sum有误",
        "  released  T01/X1/2026-06/cumulative = 12.5 万元",
        "T01 2026-06 X-MONTH  乙.xlsx: does not read as that report any more, left as it is",
        "nothing was written: --apply lets it take effect",
    ]
    (printed,) = to_json(comparison)["changes"]
    assert (printed["organisation"], printed["period"], printed["verdict_before"], printed["verdict"]) == (
        "T01",
        "2026-06",
        "partially_accepted",
        "partially_accepted",
    )
    assert [one["reason"] for one in printed["void"]] == ["rule-withdrawn"]
    assert [(one["indicator"], one["value"]) for one in printed["released"]] == [("X1", "12.5")]
    assert list(as_lines(Consequences((SENT,), (), (), {}), applied=False)) == ["1 submissions compared, 0 changed"]
