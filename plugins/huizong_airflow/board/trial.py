"""Trying a file: a clerk sees its faults in seconds, and nothing of it is kept."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from huizong.answers import matrix as asked
from huizong.answers.asking import reading
from huizong.answers.viewers import Viewer
from huizong.catalogue import Period
from huizong.feedback.outbox.safe_names import safe_name
from huizong.settings import Settings
from huizong_airflow.board.commands import BusyError, Done, run
from huizong_airflow.board.identity import Asking, System, assert_sees
from huizong_airflow.board.pages import page
from huizong_airflow.board.security import MEGABYTE, posted

router = APIRouter()
MOST_MEGABYTES = 20
SECONDS = 120.0
SHOWN_FIGURES = 300
CHUNK = 1 << 20


async def _uploaded(request: Request) -> FormData:
    return await posted(request, most=MOST_MEGABYTES * MEGABYTE)


@dataclass(frozen=True, slots=True)
class PostedTrial:
    """A file that was posted, on disk for as long as it is judged."""

    name: str
    organisation: str | None
    period: str | None


@router.get("/try")
def show(request: Request, viewer: Asking, settings: System) -> Response:
    """The form to choose a file."""
    return _page(request, viewer, settings)


@router.post("/try")
async def attempt(request: Request, viewer: Asking, settings: System, form: Annotated[FormData, Depends(_uploaded)]) -> Response:
    """What the file that was posted would come to; the file is gone when this returns."""
    file = form.get("file")
    organisation = str(form.get("organisation", "")) or viewer.organisation
    period = str(form.get("period", "")).strip() or None
    if not isinstance(file, UploadFile) or not file.filename:
        return await run_in_threadpool(_page, request, viewer, settings, told="请先选择一个文件", status=422)
    if organisation is not None:
        assert_sees(viewer, organisation)
    if period is not None and not _is_period(period):
        told = f"“{period}”不是报告期，请写 2026-06、2026-Q2、2026-H1 或 2026"
        return await run_in_threadpool(_page, request, viewer, settings, told=told, status=422)
    with tempfile.TemporaryDirectory(prefix="huizong-try-") as folder:
        tried = PostedTrial(safe_name(file.filename), organisation, period)
        path = Path(folder) / tried.name
        with path.open("wb") as target:
            while chunk := await file.read(CHUNK):
                target.write(chunk)
        await file.close()
        try:
            done = await run_in_threadpool(run, settings, *_arguments(path, tried), seconds=SECONDS)
        except BusyError:
            return await run_in_threadpool(_page, request, viewer, settings, told="试报的人太多，请一分钟后再试", status=503)
    return await run_in_threadpool(_answer, request, viewer, settings, tried, done)


def _arguments(path: Path, tried: PostedTrial) -> list[str]:
    options = ["--format=json"]
    if tried.organisation is not None:
        options.append(f"--organisation={tried.organisation}")
    if tried.period is not None:
        options.append(f"--period={tried.period}")
    return ["check", *options, "--", str(path)]


def _answer(request: Request, viewer: Viewer, settings: Settings, tried: PostedTrial, done: Done) -> Response:
    """The page of what came of it."""
    if done.status is None:
        return _page(request, viewer, settings, told=f"试算超过{SECONDS:.0f}秒，已停止；请删去与报表无关的内容后再试", status=503)
    if done.status not in (0, 1):
        return _page(request, viewer, settings, told="试算没有完成，请稍后再试或告知管理员", detail=done.told, status=503)
    reports: list[dict[str, Any]] = json.loads(done.output)
    return _page(request, viewer, settings, tried=tried, reports=reports)


def _page(
    request: Request,
    viewer: Viewer,
    settings: Settings,
    *,
    told: str = "",
    detail: str = "",
    status: int = 200,
    tried: PostedTrial | None = None,
    reports: list[dict[str, Any]] | None = None,
) -> Response:
    with reading(settings) as connection:
        organisations = asked.organisations(connection) if viewer.sees_all else []
        shown = [each for report in reports or () for each in (report, *report["figures"])]
        codes = {each[key] for each in shown for key in ("organisation", "indicator") if each.get(key)}
        names = asked.names(connection, codes)
        forms = {form.code: form.title for form in asked.forms(connection, None)}
    return page(
        request,
        "try.html.j2",
        status,
        told=told,
        detail=detail if viewer.role == "engineer" else "",
        tried=tried,
        reports=reports,
        organisations=organisations,
        names=names,
        forms=forms,
        most=MOST_MEGABYTES,
        shown=SHOWN_FIGURES,
    )


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True
