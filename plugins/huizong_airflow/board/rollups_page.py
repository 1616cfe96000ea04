"""Published figures: the county's of a period, one indicator over time and by organisation, and what a publication changed."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from huizong.answers import rollups as asked
from huizong.answers.asking import reading
from huizong.answers.matrix import names
from huizong.answers.waiting_corrections import waiting_within
from huizong.model import Basis
from huizong_airflow.board.drawing import chart, sparkline
from huizong_airflow.board.identity import SeeingAll, System
from huizong_airflow.board.pages import page
from huizong_airflow.board.words import basis as basis_words
from huizong_airflow.board.words import period as period_words

router = APIRouter()
BASES = {each.value for each in Basis}


@router.get("/rollups")
def show(request: Request, viewer: SeeingAll, settings: System, period: str = "", basis: str = "") -> Response:
    """The county's rollups of a period, the latest month that is published if none is named."""
    with reading(settings) as connection:
        published = asked.published(connection)
        chosen = next((each for each in published if each.period == period), _usual(published))
        found = asked.rollups(connection, chosen.period) if chosen else []
        waiting = waiting_within(connection, chosen.period) if chosen else ()
    bases = sorted({each.basis for each in found}, key=[each.value for each in Basis].index)
    shown = [each for each in found if not basis or each.basis == basis]
    lines = [(each, sparkline(each.past or [])) for each in shown]
    return page(request, "rollups.html.j2", published=published, chosen=chosen, lines=lines, bases=bases, basis=basis, waiting=waiting)


def _usual(published: list[asked.PublishedPeriod]) -> asked.PublishedPeriod | None:
    """The latest month, else the latest period of any length."""
    return next((each for each in published if each.frequency == "month"), published[0] if published else None)


@router.get("/indicator/{indicator}/{basis}/{period}")
def one(request: Request, viewer: SeeingAll, settings: System, indicator: str, basis: str, period: str) -> Response:
    """One indicator: the county over time, and every organisation in the period with its place."""
    if basis not in BASES:
        raise HTTPException(404, "没有这个口径")
    with reading(settings) as connection:
        placed = asked.ranking(connection, period, indicator, basis)
        points = asked.series(connection, period, indicator, basis)
        name = names(connection, [indicator]).get(indicator, indicator)
    if not placed:
        raise HTTPException(404, "这个报告期没有发布这个指标")
    title = f"{name} {basis_words(basis)}（{placed[0].unit}），至{period_words(period)}"
    drawn = chart([each.period for each in points], [each.value for each in points], title)
    return page(request, "indicator.html.j2", name=name, key=(indicator, basis, period), placed=placed, points=points, drawn=drawn)


@router.get("/changes")
def changes(request: Request, viewer: SeeingAll, settings: System, period: str = "") -> Response:
    """What publications changed, of one period or of all."""
    with reading(settings) as connection:
        published = asked.published(connection)
        found = asked.restatements(connection, period or None)
    return page(request, "changes.html.j2", published=published, period=period, found=found, most=asked.MOST_RESTATEMENTS)
