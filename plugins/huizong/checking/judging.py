"""Judging one run: every rule over its committed staging rows, the faults, what they hold, the verdicts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.checking.audit import RelationStanding, standings
from huizong.checking.fault_writing import JUDGING, Faults, JudgeError
from huizong.checking.gx import validated
from huizong.checking.language.basis_words import COMPARISON_WORDS
from huizong.checking.messages.fault_texts import NOT_GIVEN, fields_of, fill, in_words, names, remedy_of
from huizong.checking.messages.operand_words import operands_text, own_text
from huizong.checking.rules.compiled import compiled, rules_of
from huizong.checking.rules.installing import install
from huizong.checking.rules.rule import Facts, SuiteRule
from huizong.checking.settled import settle
from huizong.checking.verdict import SubmissionStanding, verdict_of
from huizong.model import Severity, Verdict
from huizong.settings import Settings
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class RunJudgement:
    """What a run came to: verdicts by submission number, issues by rule, how many rules were run, and the audit if it was asked for."""

    run_id: str
    verdicts: Mapping[int, Verdict]
    issues: Mapping[str, int]
    rules_loaded: int
    rules_evaluated: int
    rules_skipped: int
    standings: tuple[RelationStanding, ...] = ()


def judge(
    settings: Settings, connection: Connection, run_id: str, catalogue: Catalogue, *, audited: bool = False, recorded: bool = True
) -> RunJudgement:
    """Judge the committed staging rows of a run, write faults, holds and verdicts, and commit.

    `audited`: say of each relation of a form at each place whether it holds, too. Not `recorded`: the same rules, without
    Great Expectations' record of them, for a run of which nothing is kept (decision 0031).

    Raises JudgeError if the run is empty, a rule could not be run, or other faults were counted than were written;
    nothing of the run is judged then, and it can be judged again.
    """
    try:
        _execute(connection, "forget_resolved", {"run_id": run_id})
        _execute(connection, "statistics", {})
        connection.commit()
        judgement = _judge(settings, connection, run_id, catalogue, audited=audited, recorded=recorded)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return judgement


def _judge(settings: Settings, connection: Connection, run_id: str, catalogue: Catalogue, *, audited: bool, recorded: bool) -> RunJudgement:
    run = {"run_id": run_id}
    started = datetime.now(UTC)
    submissions, figures, facts = _facts(connection, run)
    if not submissions:
        raise JudgeError(f"run {run_id} has no submission in staging: nothing was judged; was it staged and committed?")
    rules = rules_of(catalogue, facts.findings, settings.home / "cache")
    active = [rule for rule in rules if facts.concern(rule)]
    install(connection, catalogue, rules if recorded else active, compiled(catalogue).known)
    _execute(connection, "planning", run)
    _execute(connection, "start", {**run, "catalogue_hash": catalogue.hash, "started_at": started})
    for step in ("resolve_past", "resolve_operands", "resolve_parts", "resolve_statistics"):
        _execute(connection, step, run)
    faults = Faults(connection, run_id, active)
    counts = validated(run_id, active, faults.count) if recorded else {rule.name: faults.count(rule.name) for rule in active}
    faults.assert_written(counts)
    # Before anything is held: what a fault holds was known to the relations.
    found = tuple(standings(connection, catalogue)) if audited else ()
    settle(connection, run, catalogue)
    _execute(connection, "single_out", run)
    _execute(connection, "hold", run)
    verdicts = _set_verdicts(connection, run, catalogue)
    _execute(connection, "hold_returned", run)
    _set_texts(connection, run, catalogue, {rule.name.rpartition("@")[0]: rule.message for rule in active if rule.message})
    judgement = RunJudgement(run_id, verdicts, counts, len(rules), len(active), len(rules) - len(active), found)
    finish = {
        **run,
        "finished_at": datetime.now(UTC),
        "submissions": submissions,
        "figures": figures,
        "rules_loaded": judgement.rules_loaded,
        "rules_evaluated": judgement.rules_evaluated,
        "rules_skipped": judgement.rules_skipped,
        "issues": sum(counts.values()),
        "results": json.dumps(_results(active, counts), ensure_ascii=False),
    }
    _execute(connection, "finish", finish)
    return judgement


def _facts(connection: Connection, run: Mapping[str, object]) -> tuple[int, int, Facts]:
    ((submissions, figures, used, findings),) = _rows(connection, "facts", run)
    return submissions, figures, Facts(frozenset((form, period, indicator) for form, period, indicator in used), frozenset(findings))


def _set_verdicts(connection: Connection, run: Mapping[str, object], catalogue: Catalogue) -> dict[int, Verdict]:
    asked = {**run, "whole_file": list(catalogue.types_of_whole_files)}
    standings = [SubmissionStanding(*row) for row in _rows(connection, "standings", asked)]
    verdicts = {standing.submission_no: verdict_of(standing) for standing in standings}
    values = {
        **run,
        "submissions": [one.submission_no for one in standings],
        "verdicts": [verdicts[one.submission_no].value for one in standings],
        "required": [one.required for one in standings],
        "taken": [0 if verdicts[one.submission_no] is Verdict.RETURNED else one.required_taken for one in standings],
    }
    _execute(connection, "set_verdicts", values)
    return verdicts


def _set_texts(connection: Connection, run: Mapping[str, object], catalogue: Catalogue, relations: Mapping[str, str]) -> None:
    compared = compiled(catalogue).comparisons
    numbers, messages, remedies, words = [], [], [], []
    for issue_no, severity, place, organisation, indicator, period, basis, observed, expected, difference, fields, file, unread in _rows(
        connection, "issues", run
    ):
        known = {
            "place": place,
            "period": period or "",
            "basis": basis or "",
            "observed": observed or "",
            "expected": expected or "",
            "difference": difference or "",
            "file": file,
            "message": relations.get(fields.get("relation", ""), ""),
            "comparison": compared.get(fields.get("relation", ""), COMPARISON_WORDS["="]),
            **names(catalogue, organisation, indicator),
            "own": own_text(fields.get("own"), place, fields.get("operands") or (), catalogue),
            "operands": operands_text(fields.get("operands") or (), place, expected, catalogue, period, unread or {}),
            **{key: value for key, value in fields.items() if isinstance(value, str)},
        }
        kind = catalogue.issue_type(fields["type"])
        shown = in_words(kind, known)
        numbers.append(issue_no)
        messages.append(fill(kind.message, shown))
        remedies.append(fill(remedy_of(kind, Severity(severity)), shown))
        words.append(json.dumps({name: shown.get(name, NOT_GIVEN) for name in fields_of(kind.message)}, ensure_ascii=False))
    _execute(connection, "set_texts", {**run, "numbers": numbers, "messages": messages, "remedies": remedies, "words": words})


def _results(rules: Sequence[SuiteRule], counts: Mapping[str, int]) -> dict[str, Any]:
    """The validation result in short: each rule that was run with its severity, and the fault rows of those broken."""
    broken = {rule.name: counts[rule.name] for rule in rules if counts[rule.name]}
    run = {rule.name: rule.gx_severity for rule in rules}
    return {"evaluated": len(rules), "held": len(rules) - len(broken), "broken": broken, "rules": run}


def _execute(connection: Connection, name: str, values: Mapping[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query(name, JUDGING), values)


def _rows(connection: Connection, name: str, values: Mapping[str, object]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query(name, JUDGING), values)
        return list(cursor.fetchall())
