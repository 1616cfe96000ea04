"""What comes again: the same bytes, another reporter's bytes, corrections, rows left out; and that counts must agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from huizong.checking import JudgeError, gx
from huizong.checking.rules.compiled import compiled
from huizong.checking.rules.installing import install
from huizong.checking.rules.rule import SuiteRule
from huizong.model import Finding, Severity, Status, Verdict
from huizong.warehouse.connection import RuleInstallError
from huizong.warehouse.outages import is_outage
from tests.database.checking.county import MONTH, County, Judged, draft, figure, made, with_relations

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

FREE = {**MONTH, "rows": [{"indicator": code, "required": False, "bases": ["current"]} for code in ("X1", "X2")]}
TEN, TWO = figure("X1", "current", "10.0"), figure("X2", "current", "2.0")


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> Iterator[County]:
    opened = County(settings, made(catalogue, FREE))
    yield opened
    opened.close()


def told(judged: Judged, number: int = 1) -> dict[str, str]:
    return {issue.rule: issue.severity for issue in judged.issues if issue.submission_no == number}


def test_the_live_bytes_again_are_a_duplicate(county: County) -> None:
    county.receive(draft(TEN, TWO))
    again = county.judge(draft(TEN, TWO))
    assert told(again) == {"file-duplicate": "info"}
    assert again.judgement.verdicts == {1: Verdict.ACCEPTED}
    with county.connection.cursor() as cursor:
        cursor.execute("select s.duplicate_of = r.submission_id from staging.submission as s cross join raw.submission as r")
        assert cursor.fetchall() == [(True,)]


def test_a_then_b_then_a_is_a_revert_and_no_duplicate(county: County) -> None:
    county.receive(draft(TEN))
    county.receive(draft(figure("X1", "current", "11.0"), sha256="b" * 64))
    back = county.judge(draft(TEN))
    assert told(back) == {"changed-from-last": "info"}
    assert [(i.expected, i.observed, i.difference) for i in back.issues] == [("11", "10", "1")]


def test_bytes_that_were_returned_are_judged_anew(county: County) -> None:
    county.receive(draft(TEN, findings=[Finding("period-mismatch", "", {"observed": "2026-06", "expected": "2026-07"})]))
    assert told(county.judge(draft(TEN))) == {}


def test_another_reporters_bytes_go_back_and_name_nobody(county: County) -> None:
    county.receive(draft(TEN))
    other = county.judge(draft(replace(TEN, organisation="T02"), reporter="T02"))
    assert told(other) == {"file-duplicate-elsewhere": "critical"}
    assert other.judgement.verdicts == {1: Verdict.RETURNED}
    assert "栗坪镇" not in other.issues[0].message


def test_of_two_reporters_in_one_run_the_first_keeps_its_file(county: County) -> None:
    both = county.judge(draft(TEN), draft(replace(TEN, organisation="T02"), reporter="T02"))
    assert both.judgement.verdicts == {1: Verdict.ACCEPTED, 2: Verdict.RETURNED}
    assert both.statuses[1, TEN.place] == "reported"


def test_a_correction_says_what_changed(county: County) -> None:
    county.receive(draft(TEN, TWO))
    corrected = county.judge(draft(figure("X1", "current", "12.5"), TWO, sha256="b" * 64))
    (issue,) = corrected.issues
    assert (issue.rule, issue.place, issue.expected, issue.observed) == ("changed-from-last", TEN.place, "10", "12.5")
    assert "10" in issue.message
    assert "12.5" in issue.message


def test_other_bytes_with_the_same_figures_are_unchanged(county: County) -> None:
    county.receive(draft(TEN, TWO))
    assert told(county.judge(draft(TEN, TWO, sha256="b" * 64))) == {"submission-repeated": "info"}


def test_the_same_figures_after_faults_keep_their_faults(county: County) -> None:
    asked = Finding("value-approximate", TEN.place, {"observed": "约10"}, Severity.QUERY)
    county.receive(draft(TEN, TWO, findings=[asked]))
    again = county.judge(draft(TEN, TWO, findings=[asked], sha256="b" * 64))
    assert told(again) == {"value-approximate": "query", "submission-unchanged": "info"}


def test_rows_that_are_left_out_keep_their_value_and_are_told(county: County) -> None:
    county.receive(draft(TEN, TWO))
    (issue,) = county.judge(draft(TEN, sha256="b" * 64)).issues
    assert (issue.rule, issue.observed) == ("rows-kept", "1")
    assert "乙产值" in issue.message


def test_a_masked_figure_leaves_the_old_one_and_says_the_change(county: County) -> None:
    county.receive(draft(TEN, TWO))
    masked = county.judge(draft(figure("X1", "current", None, status=Status.PLACEHOLDER), TWO, sha256="b" * 64))
    assert told(masked) == {"value-placeholder": "critical", "changed-from-last": "info"}


# --- the run itself ---


def test_a_run_is_recorded(county: County) -> None:
    judged = county.judge(draft(figure("X1", "current", "-4.0"), TWO))
    with county.connection.cursor() as cursor:
        cursor.execute(
            "select submissions, figures, rules_loaded, rules_evaluated, rules_skipped, issues, results -> 'broken' from quality.run"
        )
        (row,) = cursor.fetchall()
    loaded, evaluated, skipped = judged.judgement.rules_loaded, judged.judgement.rules_evaluated, judged.judgement.rules_skipped
    assert row == (1, 2, loaded, evaluated, skipped, 1, {"bounds": 1})
    assert loaded == evaluated + skipped


def test_counts_that_disagree_stop_the_run(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def one_too_many(run_id: str, rules: Any, count: Any) -> dict[str, int]:
        return {rule.name: count(rule.name) + 1 for rule in rules}

    monkeypatch.setattr("huizong.checking.judging.validated", one_too_many)
    with pytest.raises(JudgeError, match="1 faults were counted, 0 were written"):
        county.judge(draft(TEN))
    nothing_is_judged(county)


def test_a_rule_that_can_not_run_stops_the_run(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "broken", a_fault("bounds") + " where 1 / (b.submission_no - b.submission_no) > 0")
    with pytest.raises(JudgeError, match="rule broken could not be run: division by zero"):
        county.judge(draft(TEN))
    nothing_is_judged(county)


def test_a_rule_that_the_database_does_not_take_is_no_fault_of_a_file(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "broken", "select nothing from batch as b")
    with pytest.raises(RuleInstallError, match=r"rule broken \(never\) can't be installed: column \"nothing\" does not exist") as raised:
        county.judge(draft(TEN))
    assert is_outage(raised.value, county.connection)
    nothing_is_judged(county)


def test_a_rule_is_read_under_its_own_name_in_the_database(county: County) -> None:
    county.judge(draft(TEN, TWO))
    with county.connection.cursor() as cursor:
        cursor.execute("select obj_description('rule.bounds'::regclass), pg_get_viewdef('rule.bounds'::regclass)")
        ((comment, text),) = cursor.fetchall()
    assert comment == "bounds: Every value lies within the bounds of its indicator."
    assert "FROM ((rule.batch b" in text


def test_another_catalogue_takes_away_only_the_views_that_say_something_else(county: County, catalogue: Catalogue) -> None:
    def views(*expressions: str) -> dict[str, int]:
        changed = made(catalogue, with_relations(MONTH, *({"expression": each} for each in expressions)), name=" ".join(expressions))
        rules = compiled(changed)
        install(county.connection, changed, rules.rules, rules.known)
        county.connection.commit()
        with county.connection.cursor() as cursor:
            cursor.execute("select relname, oid::bigint from pg_class where relnamespace = 'rule'::regnamespace and relkind = 'v'")
            there = dict(cursor.fetchall())
            cursor.execute("select view_name from rule.installed")
            assert {name for (name,) in cursor.fetchall()} <= there.keys()
        return there

    first = views("X1.current >= X2.current", "X1.cumulative >= X1.current", "X1.cumulative > 0")
    second = views("X1.current >= X2.current", "X1.cumulative >= X2.current")
    assert {name for name in first if first[name] != second.get(name)} == {"X-MONTH:r2@1", "X-MONTH:r3@1"}
    assert second.keys() == first.keys() - {"X-MONTH:r3@1"}


def test_a_rule_that_raises_a_type_it_does_not_name_stops_the_run(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "unnamed", a_fault("no-such-type"))
    with pytest.raises(JudgeError, match="rule unnamed: 1 faults were found, 0 were written"):
        county.judge(draft(TEN))
    nothing_is_judged(county)


def test_a_run_that_is_not_recorded_comes_to_the_same(county: County) -> None:
    told_of = []
    for recorded in (True, False):
        judged = county.judge(draft(figure("X1", "current", "-4.0"), TWO), recorded=recorded)
        told_of.append((told(judged), judged.judgement.issues))
        with county.connection.cursor() as cursor:
            cursor.execute("select results -> 'broken' from quality.run where run_id = %s", (judged.judgement.run_id,))
            told_of[-1] += cursor.fetchone()
    assert told_of[0] == told_of[1]
    assert told_of[0][2] == {"bounds": 1}


def a_fault(kind: str) -> str:
    """A statement that finds one fault of that type in each submission."""
    row = f"select b.run_id, b.submission_no, 'unnamed' as rule, '{kind}' as type, null as severity, '' as place, null as organisation"
    row += ", null as indicator, null as period, null as basis, null as observed, null as expected, null as difference"
    return row + ", null::jsonb as fields, null::integer[] as holds from batch as b"


def only(monkeypatch: pytest.MonkeyPatch, name: str, sql: str) -> None:
    """Judging has one rule, which is this statement."""
    rule = SuiteRule(name, "never", "critical", (), sql)
    monkeypatch.setattr("huizong.checking.judging.rules_of", lambda *_: (rule,))


def nothing_is_judged(county: County) -> None:
    with county.connection.cursor() as cursor:
        cursor.execute("select verdict from staging.submission")
        assert cursor.fetchall() == [(None,)]
        cursor.execute("select count(*) from staging.issue")
        assert cursor.fetchall() == [(0,)]


def test_contexts_leave_nothing_behind(county: County) -> None:
    for _ in range(2):
        county.judge(draft(TEN))
    assert list(gx._context().data_sources.all()) == ["runs"]
