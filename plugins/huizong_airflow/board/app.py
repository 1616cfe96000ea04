"""The web application: every page, file and act behind one look at who asks, and the answers where something is refused."""

from __future__ import annotations

import gc
import logging
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

import psycopg2
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from huizong.settings import Settings
from huizong.warehouse import WarehouseError
from huizong_airflow.board import acts, files, matrix_page, queues_page, report_page, rollups_page, rules_page, style, trial
from huizong_airflow.board.identity import identified
from huizong_airflow.board.pages import refusal
from huizong_airflow.board.security import HEADERS

log = logging.getLogger(__name__)

Login = Callable[..., Any]
PAGES = (matrix_page, report_page, files, trial, rollups_page, rules_page, queues_page, acts, style)


def build(settings: Settings, login: Login, secret: str) -> FastAPI:
    """The application on one system. `login` is a dependency that gives the name of who is logged in or refuses with 401.

    `secret` signs the tokens of forms: the same in every process that answers. Nothing describes the interface to anybody.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, dependencies=[Depends(identified(login))])
    app.state.settings, app.state.secret = settings, secret
    for each in PAGES:
        app.include_router(each.router)

    @app.api_route("/{rest:path}", methods=["GET", "POST"])
    def nothing(rest: str) -> Response:
        raise HTTPException(404, "没有这一页")  # behind the login as every page is

    @app.middleware("http")
    async def with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        keep_what_is_loaded()
        response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    for kind in (WarehouseError, psycopg2.Error):
        app.add_exception_handler(kind, _away)
    return app


@cache
def keep_what_is_loaded() -> None:
    """Takes what the process has loaded by its first answer out of what is searched for circles, once.

    A page of 300 organisations makes so many objects that all of the process's are searched, Airflow's with them: every tenth
    page waited a fifth of a second for it.
    """
    gc.collect()
    gc.freeze()


def _refused(request: Request, error: Exception) -> Response:
    """What is refused, as a page that says why; one that nobody asked for by his name says nothing else."""
    status, told = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
    return refusal(request, status, told)


def _misunderstood(request: Request, error: Exception) -> Response:
    """An address or form with a part that can't be what it says."""
    return refusal(request, 422, "网址或表单里有写错的内容，请返回上一页重试")


def _away(request: Request, error: Exception) -> Response:
    """The database does not answer, or did not in time."""
    told = str(error).strip().splitlines()
    log.error("a page could not be made: %s: %s", type(error).__name__, told[0] if told else "")
    said = "查询时间过长，已停止；请缩小范围后再试" if isinstance(error, psycopg2.errors.QueryCanceled) else "数据库暂时连不上，请稍后再试"
    return refusal(request, 503, said)
