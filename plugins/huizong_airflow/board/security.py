"""What keeps a page in its place: headers of every answer, and the look at what is posted."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException

from huizong_airflow.board.identity import viewer

POLICY = "Content-Security-Policy"


def policy(sheet: str = "") -> str:
    """What a browser may do with a page: the board stands in a frame of Airflow's pages, so the same origin may frame it and nobody else.

    It runs no script. A stylesheet that stands on the page is let in by its hash.
    """
    style = f"'sha256-{base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()}'" if sheet else "'self'"
    return f"default-src 'none'; style-src {style}; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"


HEADERS = {
    POLICY: policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# What a department sent is handed on as bytes to be saved, never as something that a browser opens on this origin.
ATTACHMENT = {POLICY: "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
MOST_POSTED = 64 * 1024
MEGABYTE = 1 << 20


def token(secret: str, name: str, day: date | None = None) -> str:
    """What a form of that user carries on that day, today if none is named; nobody else can make it."""
    when = day or datetime.now(UTC).date()
    return hmac.new(secret.encode(), f"{name}\n{when.isoformat()}".encode(), hashlib.sha256).hexdigest()


def is_token(secret: str, name: str, given: str) -> bool:
    """Whether it is the user's of today or yesterday: a page may stay open over midnight."""
    today = datetime.now(UTC).date()
    return any(hmac.compare_digest(token(secret, name, day).encode(), given.encode()) for day in (today, today - timedelta(days=1)))


def is_own_origin(request: Request) -> bool:
    """Whether the browser says that the form stands on a page of this very server; one that says nothing is refused."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin") or request.headers.get("referer") or ""
    hosts = {request.headers.get("host", "").lower()}
    return urlsplit(origin).netloc.lower() in hosts - {""}


async def posted(request: Request, most: int = MOST_POSTED) -> FormData:
    """The form that was posted, read only when everything about it is right: who, from where, how much, under which token.

    Raises HTTPException 403, 411, 413 or 400.
    """
    found = viewer(request)
    if not is_own_origin(request):
        raise HTTPException(403, "这个请求不是从本页面发出的，没有执行")
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise HTTPException(411, "请求没有说明长度，没有执行")
    if int(length) > most:
        raise HTTPException(413, f"内容超过{most // MEGABYTE or 1}MB，没有读取；请缩小后再试")
    try:
        form = await request.form(max_files=1, max_fields=30, max_part_size=MOST_POSTED)
    except MultiPartException as error:
        raise HTTPException(400, "表单内容不完整，请返回上一页重试") from error
    if not is_token(request.app.state.secret, found.name, str(form.get("token", ""))):
        raise HTTPException(403, "页面已过期，没有执行；请刷新页面后再试")
    return form


async def _posted(request: Request) -> FormData:
    return await posted(request)


Posted = Annotated[FormData, Depends(_posted)]
