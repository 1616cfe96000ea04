"""The rule report: is it a bad rule."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from huizong.answers import matrix
from huizong.answers import rules as asked
from huizong.answers.asking import reading
from huizong_airflow.board.identity import SeeingAll, System
from huizong_airflow.board.pages import page

router = APIRouter()
USUAL_MONTHS, MOST_MONTHS = 12, 120


@router.get("/rules")
def show(
    request: Request, viewer: SeeingAll, settings: System, form: str = "", months: int = USUAL_MONTHS, *, infos: bool = False
) -> Response:
    """Every rule that found something."""
    months = min(max(months, 1), MOST_MONTHS)
    with reading(settings) as connection:
        forms = matrix.forms(connection, None)
        found = asked.rules(connection, form or None, months, infos=infos)
    return page(request, "rules.html.j2", forms=forms, found=found, form=form, months=months, infos=infos)


@router.get("/rule/{rule}")
def one(request: Request, viewer: SeeingAll, settings: System, rule: str, months: int = USUAL_MONTHS) -> Response:
    """One rule, by whom it was found at."""
    months = min(max(months, 1), MOST_MONTHS)
    with reading(settings) as connection:
        found = asked.rule(connection, rule, months)
    if not found:
        raise HTTPException(404, "这条规则在这段时间里没有查出过问题")
    return page(request, "rule.html.j2", rule=rule, found=found, months=months)
