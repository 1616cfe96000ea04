"""Files to fetch: what came, and what went out for it; as attachments only."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Response

from huizong.answers import attempts as sent
from huizong.answers.asking import reading
from huizong.feedback.outbox.safe_names import safe_name
from huizong_airflow.board.identity import Asking, System, assert_sees
from huizong_airflow.board.security import ATTACHMENT

router = APIRouter()


@router.get("/file/{submission_id}/original")
def original(viewer: Asking, settings: System, submission_id: int) -> Response:
    """The file as it came."""
    stored = _stored(viewer, settings, submission_id)
    try:
        return attachment(stored.file_name, sent.original(settings, stored))
    except FileNotFoundError as error:
        raise HTTPException(404, "存档中找不到这个文件，请告知管理员") from error


@router.get("/file/{submission_id}/out/{name}")
def outgoing(viewer: Asking, settings: System, submission_id: int, name: str) -> Response:
    """A file that went out for it: receipt, marked copy."""
    stored = _stored(viewer, settings, submission_id)
    try:
        return attachment(name, sent.read_outgoing(settings, stored, name))
    except OSError as error:
        raise HTTPException(404, "反馈文件夹中没有这个文件，可能已被移走") from error


def attachment(name: str, content: bytes) -> Response:
    """Bytes that a browser saves and does not open, under their own name."""
    told = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(safe_name(name), safe='')}"
    return Response(content, media_type="application/octet-stream", headers={**ATTACHMENT, "Content-Disposition": told})


def _stored(viewer: Asking, settings: System, submission_id: int) -> sent.Stored:
    """Where it lies, if the viewer may have it. One that is not there is refused as another's would be."""
    with reading(settings) as connection:
        found = sent.stored(connection, submission_id)
    assert_sees(viewer, found.reporter if found else None)
    if found is None:
        raise HTTPException(404, "没有这次报送")
    return found
