"""A small invented county for the checking tests: one town's monthly form, one bureau's list of towns."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import Indicator, Obligation
from huizong.catalogue.form_entries import Form
from huizong.checking import RunJudgement, judge
from huizong.model import Basis, Draft, Figure, Finding, Status
from huizong.settings import Settings
from huizong.warehouse import connect, loading, staging
from huizong.warehouse.schema import catalogue_tables
from huizong.warehouse.staging import StagedDraft

MONTH: dict[str, Any] = {
    "code": "X-MONTH",
    "title": "测试月报",
    "frequency": "month",
    "version": 1,
    "subject": "reporter",
    "rows": [
        {"indicator": "X1", "bases": ["current", "cumulative", "prior_year", "growth_rate"]},
        {"indicator": "X2", "bases": ["current", "cumulative"]},
        {"indicator": "X3", "required": False, "bases": ["cumulative"]},
    ],
}
LIST: dict[str, Any] = {
    "code": "X-LIST",
    "title": "测试分乡镇表",
    "frequency": "month",
    "version": 1,
    "subject": "listed",
    "subjects": ["town"],
    "rows": [{"indicator": "X1", "bases": ["current"]}],
}
PROSE: dict[str, Any] = {
    "code": "X-PROSE",
    "title": "测试小结",
    "kind": "narrative",
    "frequency": "half",
    "version": 1,
    "subject": "reporter",
    "rows": [{"indicator": "X1", "bases": ["cumulative"]}, {"indicator": "X2", "bases": ["cumulative"]}],
}
INDICATORS: dict[str, dict[str, Any]] = {
    "X1": {"name": "甲产值", "unit": "万元", "decimals": 1, "kind": "flow", "aggregation": "sum", "minimum": Decimal(0)},
    "X2": {"name": "乙产值", "unit": "万元", "decimals": 1, "kind": "flow", "aggregation": "sum"},
    "X3": {"name": "丙户数", "unit": "户", "decimals": 0, "kind": "flow", "aggregation": "sum", "minimum": Decimal(0)},
    "X4": {"name": "乙占比", "unit": "%", "decimals": 1, "kind": "ratio", "aggregation": "ratio", "numerator": "X2", "denominator": "X1"},
    "X5": {"name": "丁面积", "unit": "亩", "decimals": 0, "kind": "stock", "aggregation": "last"},
}


def made(
    sample: Catalogue, *forms: Mapping[str, Any], indicators: Mapping[str, Mapping[str, Any]] | None = None, name: str = ""
) -> Catalogue:
    """The sample county with these forms and the invented indicators."""
    known = {code: {**entry, **(indicators or {}).get(code, {})} for code, entry in INDICATORS.items()}
    entries = tuple(Form.model_validate(form) for form in (forms or (MONTH, LIST, PROSE)))
    owed = tuple(
        Obligation.model_validate(
            {
                "form": form.code,
                "kind": "bureau" if form.subject == "listed" else "town",
                "due_day": 5,
                "due_time": "17:00",
                "reason": "测试",
            }
        )
        for form in entries
    )
    return replace(
        sample,
        indicators=tuple(Indicator.model_validate({"code": code, **entry}) for code, entry in known.items()),
        indicator_aliases=(),
        forms=entries,
        obligations=owed,
        hash=f"test-{name}-{hash((str(entries), str(known)))}",
    )


def with_relations(form: Mapping[str, Any], *relations: Mapping[str, Any]) -> dict[str, Any]:
    """The form with relations; severity, message and id have defaults."""
    return {
        **form,
        "relations": [
            {"id": f"r{n}", "severity": "blocking", "message": "测试关系", **relation} for n, relation in enumerate(relations, 1)
        ],
    }


def figure(
    indicator: str | None,
    basis: str,
    value: str | None,
    *,
    place: str | None = None,
    organisation: str | None = "T01",
    period: str | None = "2026-06",
    status: Status = Status.REPORTED,
    precision: str | None = "0.1",
    raw: str | None = None,
    **more: Any,
) -> Figure:
    """A figure as read; its place is made of its key unless given."""
    number = None if value is None else Decimal(value)
    return Figure(
        place=place or f"{organisation}-{indicator}-{basis}-{period}",
        raw=value or "" if raw is None else raw,
        status=status,
        organisation=organisation,
        indicator=indicator,
        period=period,
        basis=Basis(basis),
        value=number,
        precision=None if precision is None or number is None else Decimal(precision),
        **more,
    )


def draft(
    *figures: Figure,
    form: str | None = "X-MONTH",
    reporter: str | None = "T01",
    period: str | None = "2026-06",
    findings: Sequence[Finding] = (),
    sha256: str = "a" * 64,
    **more: Any,
) -> Draft:
    """A draft whose numeric cells are its figures."""
    return Draft(
        file="甲.xlsx",
        sha256=sha256,
        reporter=reporter,
        form=form,
        period=period,
        figures=figures,
        findings=tuple(findings),
        numeric_cells=sum(f.value is not None for f in figures),
        **more,
    )


@dataclass(frozen=True)
class Issue:
    """A fault as staged."""

    submission_no: int
    rule: str
    severity: str
    place: str
    observed: str | None
    expected: str | None
    difference: str | None
    message: str
    remedy: str
    organisation: str | None
    indicator: str | None
    basis: str | None


@dataclass(frozen=True)
class Judged:
    """What judging left in staging."""

    judgement: RunJudgement
    issues: tuple[Issue, ...]
    statuses: dict[tuple[int, str], str]

    def rules(self, number: int = 1) -> set[str]:
        """The rules that spoke of a submission."""
        return {issue.rule for issue in self.issues if issue.submission_no == number}

    def of(self, rule: str, number: int = 1) -> tuple[Issue, ...]:
        """The faults of one rule."""
        return tuple(issue for issue in self.issues if issue.rule == rule and issue.submission_no == number)


_RUNS = itertools.count(1)


class County:
    """A database with a catalogue in force, in which drafts are judged."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self.settings = settings
        self.catalogue = catalogue
        self.connection: Connection = connect(settings.database_url, role="huizong_loader")
        catalogue_tables.sync(self.connection, catalogue)
        self.connection.commit()

    def judge(self, *drafts: Draft, arrived: bool = False, recorded: bool = True) -> Judged:
        """Stage the drafts as one run and judge them."""
        run_id = f"run-{next(_RUNS)}"
        arrived = datetime(2026, 7, 1, tzinfo=UTC)
        if arrived:
            for number, one in enumerate(drafts):
                self._arrive(f"arrival-{run_id}-{number}", one.sha256)
        staging.write(
            self.connection, run_id, [StagedDraft(f"arrival-{run_id}-{n}", arrived, d) for n, d in enumerate(drafts)], self.catalogue
        )
        return self._read(run_id, judge(self.settings, self.connection, run_id, self.catalogue, audited=True, recorded=recorded))

    def receive(self, *drafts: Draft) -> Judged:
        """Judge the drafts, one arrival each, and load them as the pipeline does; returns what was judged."""
        judged = self.judge(*drafts, arrived=True)
        loading.load(self.connection, judged.judgement.run_id, self.catalogue)
        return judged

    def _arrive(self, arrival_id: str, sha256: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("insert into raw.file values (%s, 1, now()) on conflict do nothing", (sha256,))
            cursor.execute(
                "insert into raw.arrival (arrival_id, folder, path, file_name, sha256, device, inode, size_bytes, mtime_ns, received_at) "
                "values (%s, '', '', '', %s, 0, 0, 0, 0, now())",
                (arrival_id, sha256),
            )

    def _read(self, run_id: str, judgement: RunJudgement) -> Judged:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "select submission_no, rule, severity, place, observed, expected, difference, message, remedy, organisation, "
                "indicator, basis "
                "from staging.issue where run_id = %s order by issue_no",
                (run_id,),
            )
            issues = tuple(Issue(*row) for row in cursor.fetchall())
            cursor.execute("select submission_no, place, status from staging.figure where run_id = %s", (run_id,))
            statuses = {(number, place): status for number, place, status in cursor.fetchall()}
        self.connection.rollback()
        return Judged(judgement, issues, statuses)

    def published(self, figures: Iterable[Figure], *, reporter: str = "T01", form: str = "X-MONTH") -> None:
        """Figures that are live in the warehouse, as an earlier submission left them."""
        with self.connection.cursor() as cursor:
            for one in figures:
                assert one.period is not None
                cursor.execute(
                    "insert into core.figure (period_year, organisation, indicator, period, basis, reporter, form, value, status, unit, "
                    "digit_weight, place, raw_text, source, submission_id, figure_no, known_from) "
                    "values (%s, %s, %s, %s, %s, %s, %s, %s, 'reported', '万元', %s, %s, '', 'cell', 0, 1, '2026-01-01')",
                    (
                        int(one.period[:4]),
                        one.organisation,
                        one.indicator,
                        one.period,
                        one.basis.value,
                        reporter,
                        form,
                        one.value,
                        one.precision,
                        one.place,
                    ),
                )
        self.connection.commit()

    def close(self) -> None:
        """Leave the database."""
        self.connection.close()
