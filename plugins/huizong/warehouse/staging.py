"""The drafts of one run into staging, where they are judged: figures as read beside what their forms owe."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, product

from psycopg2.extensions import connection as Connection

from huizong import explanations
from huizong.catalogue import Catalogue, Period
from huizong.model import Basis, Draft, Figure, Status
from huizong.reading.masking import mask
from huizong.warehouse.connection import WarehouseError, commit_soon
from huizong.warehouse.copying import copy_rows
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class StagedDraft:
    """A draft with the arrival that it came by; `revalidates` is the submission that it judges again, if any."""

    arrival_id: str
    received_at: datetime
    draft: Draft
    revalidates: int | None = None


Row = tuple[object, ...]


def write(connection: Connection, run_id: str, drafts: Sequence[StagedDraft], catalogue: Catalogue) -> int:
    """Enter the drafts under the run id, numbered from 1 in the order given, and commit; returns the number of figures.

    Raises WarehouseError if the numeric cells of a draft don't add up, or if other than all rows arrived.
    """
    numbered = tuple(enumerate(drafts, start=1))

    def stage(table: str, rows: Callable[[int, Draft], Iterable[Row]]) -> int:
        return copy_rows(connection, query(f"stage_{table}"), chain.from_iterable(rows(n, staged.draft) for n, staged in numbered))

    copy_rows(connection, query("stage_submission"), (_submission(run_id, n, staged) for n, staged in numbered))
    figures = stage("figure", lambda n, draft: _figures(run_id, n, draft, catalogue))
    stage("expected", lambda n, draft: _expected(run_id, n, draft, catalogue))
    stage("finding", lambda n, draft: _findings(run_id, n, draft))
    stage("explanation", lambda n, draft: _explanations(run_id, n, draft))
    stage("unmatched", lambda n, draft: _unmatched(run_id, n, draft))
    commit_soon(connection)
    return figures


def forget(connection: Connection, run_id: str) -> None:
    """Remove what a run that failed has left; commits."""
    connection.rollback()
    with connection.cursor() as cursor:
        cursor.execute(query("load_clear"), {"run_id": run_id})
    connection.commit()


def forget_dead(connection: Connection, arrivals: Sequence[str]) -> int:
    """Remove what killed runs have left of arrivals whose reporters this session holds; returns of how many runs. Commits."""
    with connection.cursor() as cursor:
        cursor.execute(query("staging_dead"), {"arrivals": list(arrivals)})
        dead = [run_id for (run_id,) in cursor.fetchall()]
    for run_id in dead:
        forget(connection, run_id)
    return len(dead)


def forget_old(connection: Connection, before: datetime) -> int:
    """Remove what runs have left that staged it before that instant, when no run of then can be alive; returns of how many. Commits."""
    with connection.cursor() as cursor:
        cursor.execute(query("staging_old"), {"before": before})
        old = [run_id for (run_id,) in cursor.fetchall()]
    for run_id in old:
        forget(connection, run_id)
    return len(old)


def _submission(run_id: str, number: int, staged: StagedDraft) -> Row:
    draft = staged.draft
    figure_cells = draft.numeric_cells - draft.structure_cells - draft.issue_cells
    if figure_cells < 0:
        raise WarehouseError(
            f"arrival {staged.arrival_id}: {draft.numeric_cells} numeric cells can't hold "
            f"{draft.structure_cells} of structure and {draft.issue_cells} of issues"
        )
    return (
        run_id,
        number,
        staged.arrival_id,
        mask(draft.file),
        draft.sha256,
        draft.kind,
        draft.reporter,
        draft.form,
        draft.period,
        draft.nil_report,
        draft.numeric_cells,
        figure_cells,
        draft.structure_cells,
        draft.issue_cells,
        draft.verdict,
        staged.received_at.isoformat(),
        staged.revalidates,
    )


def _figures(run_id: str, number: int, draft: Draft, catalogue: Catalogue) -> Iterator[Row]:
    for figure_no, figure in enumerate(draft.figures, start=1):
        yield (
            run_id,
            number,
            figure_no,
            figure.place,
            figure.raw if figure.status is Status.REPORTED else mask(figure.raw),
            figure.status,
            figure.organisation,
            figure.indicator,
            figure.period,
            figure.basis,
            figure.value,
            figure.unit_written,
            _unit(figure, catalogue),
            figure.precision,
            mask(figure.label),
            figure.is_total,
            figure.candidate,
            figure.qualifier,
            figure.maturity,
            figure.refers_to,
            figure.source,
            mask(figure.measure) if figure.measure else figure.measure,
        )


def _unit(figure: Figure, catalogue: Catalogue) -> str | None:
    """The unit of the value: % for rates, else the indicator's own; of a candidate that is no indicator's, as the text has it."""
    if figure.basis.is_rate:
        return "%"
    if figure.indicator is None:
        return figure.unit_written if figure.candidate else None
    return catalogue.indicator(figure.indicator).unit


def _expected(run_id: str, number: int, draft: Draft, catalogue: Catalogue) -> Iterator[Row]:
    """Each row of the form for each organisation that it describes: what is owed, and what may be given.

    It is owed where the draft puts it. Where the draft has nothing: a plan at the year that it is set for, January to
    date of a flow at the last month of the period (PRACTICE, Figures), everything else at the form's period. An indicator
    that did not hold in the period is not asked for.
    """
    if draft.reporter is None or draft.form is None or draft.period is None:
        return
    period = Period.parse(draft.period)
    last_month = str(Period.of(period.year, period.last_month, "month"))
    form = catalogue.form_on(draft.form, period.last_day)
    if form is None:
        return  # a period of which no version of the form holds owes nothing; recognising has said so
    own = [figure for figure in draft.figures if not figure.is_total and not figure.candidate]
    given = (figure.organisation for figure in own if figure.organisation)
    placed = {
        (f.organisation, f.indicator, f.basis): f.period
        for f in own
        if f.period and (f.basis is Basis.PLAN or f.period in (draft.period, last_month))
    }
    organisations = catalogue.described(form, draft.reporter, period, given)
    begun = form.begins_by(period.last_month)
    owed: dict[tuple[str, str, str, Basis], bool] = {}
    for row in form.rows:
        indicator = catalogue.indicator(row.indicator)
        if not indicator.holds_on(period.last_day):
            continue
        flow = indicator.kind == "flow"
        for organisation, basis in product(organisations, row.bases):
            usual = draft.period
            if basis is Basis.PLAN:
                usual = str(period.year)
            elif basis is Basis.CUMULATIVE and flow:
                usual = last_month
            key = (organisation, row.indicator, placed.get((organisation, row.indicator, basis), usual), basis)
            owed[key] = owed.get(key, False) or (begun and row.is_owed(organisation, period.last_month))
    for key, required in owed.items():
        yield run_id, number, *key, required


def _findings(run_id: str, number: int, draft: Draft) -> Iterator[Row]:
    for finding_no, finding in enumerate(draft.findings, start=1):
        fields = {key: mask(value).replace("\0", "\N{REPLACEMENT CHARACTER}") for key, value in finding.fields.items()}
        yield (
            run_id,
            number,
            finding_no,
            finding.rule,
            finding.severity,
            finding.place,
            json.dumps(fields, ensure_ascii=False),
            finding.organisation,
            finding.indicator,
            finding.period,
            finding.basis,
        )


def _explanations(run_id: str, number: int, draft: Draft) -> Iterator[Row]:
    for explanation_no, explanation in enumerate(draft.explanations, start=1):
        judged = explanations.judge(explanation.text)
        said = (explanation.number, mask(explanation.text), explanation.place, explanation.answers_to)
        yield run_id, number, explanation_no, *said, judged.accepted, judged.refusal or None


def _unmatched(run_id: str, number: int, draft: Draft) -> Iterator[Row]:
    for unmatched_no, one in enumerate(draft.unmatched, start=1):
        unit = mask(one.unit) if one.unit else None
        yield run_id, number, unmatched_no, one.kind, mask(one.name), one.place, unit, one.basis, one.indicator
