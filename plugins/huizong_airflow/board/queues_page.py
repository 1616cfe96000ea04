"""What waits for a person, each with what solves it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from huizong.answers import queues as asked
from huizong.answers.asking import reading
from huizong.answers.matrix import forms, names, organisations
from huizong.catalogue.folder.check_people import left_out
from huizong_airflow.board.identity import SeeingAll, System
from huizong_airflow.board.pages import page

router = APIRouter()


@router.get("/queues")
def show(request: Request, viewer: SeeingAll, settings: System) -> Response:
    """Every queue on one page."""
    with reading(settings) as connection:
        found = asked.queues(connection)
        codes = {
            code
            for group in found.differences
            for code in (*group.organisations, group.first.indicator, group.first.reporter, group.first.other_reporter)
        } | {code for each in found.candidates for code in (each.organisation, each.indicator, each.reporter) if code}
        codes |= {code for each in found.undelivered for code in each.organisations}
        known = names(connection, codes)
        chosen = organisations(connection) if viewer.may("confirm") else []
        listed = forms(connection, None) if viewer.may("confirm") else []
    faults = left_out(settings.catalogue)
    return page(
        request,
        "queues.html.j2",
        found=found,
        names=known,
        organisations=chosen,
        forms=listed,
        faults=faults,
        most=asked.MOST_CANDIDATES,
    )
