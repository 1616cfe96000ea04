"""The one stylesheet, for who is logged in as everything else."""

from __future__ import annotations

from fastapi import APIRouter, Response

from huizong_airflow.board.pages import SHEET

router = APIRouter()


@router.get("/board.css")
def stylesheet() -> Response:
    """The stylesheet; no browser keeps it, so that nothing of the board is left behind by who has logged out."""
    return Response(SHEET, media_type="text/css; charset=utf-8")
