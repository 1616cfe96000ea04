"""The one stylesheet, for who is logged in as everything else."""

from __future__ import annotations

from fastapi import APIRouter, Response

from huizong_airflow.board.pages import FOLDER

router = APIRouter()
_SHEET = (FOLDER / "static" / "board.css").read_bytes()


@router.get("/board.css")
def stylesheet() -> Response:
    """The stylesheet; it may be kept for an hour."""
    return Response(_SHEET, media_type="text/css; charset=utf-8", headers={"Cache-Control": "private, max-age=3600"})
