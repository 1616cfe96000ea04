"""One report: its attempts, and of one attempt the faults, what changed, and what can be fetched."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from huizong.answers import attempts as sent
from huizong.answers import matrix
from huizong.answers.asking import reading
from huizong.catalogue import Period
from huizong_airflow.board.identity import Asking, System, assert_sees
from huizong_airflow.board.pages import page

router = APIRouter()


@router.get("/report/{reporter}/{form}/{period}")
def show(request: Request, viewer: Asking, settings: System, reporter: str, form: str, period: str, attempt: int = 0) -> Response:
    """The report of one reporter, form and period; the latest attempt unless another one's number is named."""
    assert_sees(viewer, reporter)
    try:
        Period.parse(period)
    except ValueError as error:
        raise HTTPException(404, "没有这个报告期") from error
    with reading(settings) as connection:
        head = sent.head(connection, reporter, form, period)
        if head is None:
            raise HTTPException(404, "目录中没有这个单位或这张报表")
        attempts = sent.attempts(connection, reporter, form, period)
        chosen = next((each for each in attempts if each.submission_id == attempt), attempts[0] if attempts else None)
        if attempt and (chosen is None or chosen.submission_id != attempt):
            raise HTTPException(404, "没有这次报送")
        faults, changes, outgoing, names = [], [], [], {}
        if chosen is not None:
            faults = sent.faults(connection, chosen.submission_id)
            changes = sent.changes(connection, chosen.submission_id, chosen.previous_id)
            names = matrix.names(connection, (code for each in changes for code in (each.organisation, each.indicator)))
            stored = sent.stored(connection, chosen.submission_id)
            outgoing = sent.outgoing(settings, stored) if stored else []
    latest = next((each for each in attempts if not each.is_duplicate), None)
    return page(
        request,
        "report.html.j2",
        head=head,
        key=(reporter, form, period),
        attempts=attempts,
        chosen=chosen,
        is_latest=chosen is latest,
        faults=faults,
        changes=changes,
        names=names,
        outgoing=outgoing,
    )
