"""Pages out of templates: every text escaped, every address below where the board is mounted."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from huizong.invisible import straight
from huizong.places import place_text
from huizong.settings import COUNTY_TIME
from huizong_airflow.board import words
from huizong_airflow.board.security import POLICY, policy, token

FOLDER = Path(__file__).parent
SHEET = (FOLDER / "static" / "board.css").read_text("utf-8")
_TOLD = {
    400: "请求有误",
    401: "请先登录",
    403: "不能查看",
    404: "没有这一页",
    405: "不能这样访问",
    409: "没有办成",
    411: "请求有误",
    413: "文件太大",
    422: "请求有误",
    503: "暂时不能服务",
}


def page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A page for the one who asks."""
    found = getattr(request.state, "viewer", None)
    common = {
        "root": root_of(request),
        "viewer": found,
        "token": "" if found is None else token(request.app.state.secret, found.name),
        "path": request.url.path,
        # who gets no file gets no stylesheet either: it stands on his page
        "sheet": SHEET if found is None else "",
    }
    text = _environment().get_template(template).render(**common, **values)
    return Response(text, status, {} if found else {POLICY: policy(SHEET)}, media_type="text/html; charset=utf-8")


def refusal(request: Request, status: int, told: str) -> Response:
    """Why nothing is shown; without a login nothing else stands on it."""
    if status == 401:
        request.state.viewer = None
        told = "请先登录"
    known = told if any("\u4e00" <= each <= "\u9fff" for each in told) else ""
    return page(request, "refused.html.j2", status, title=_TOLD.get(status, "出错了"), told=known)


def root_of(request: Request) -> str:
    """Where the board is mounted, without a slash at the end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def address(root: str, *parts: str, **query: object) -> str:
    """An address of the board, each part escaped; what is empty is left out of the query."""
    path = "/".join(quote(part, safe="") for part in parts)
    asked = urlencode({name: value for name, value in query.items() if value not in (None, "", False)})
    return f"{root}/{path}{'?' if asked else ''}{asked}"


def instant(moment: datetime | None) -> str:
    """An instant in the county's time: 2026-07-05 09:12."""
    return "" if moment is None else f"{moment.astimezone(COUNTY_TIME):%Y-%m-%d %H:%M}"


def number(value: Decimal | None, decimals: int | None = None) -> str:
    """A number as a person reads it: thousands apart, without needless zeros."""
    if value is None:
        return "—"
    if decimals is not None:
        return f"{round(value, decimals):,.{decimals}f}"
    return f"{round(value, 4).normalize():,f}"


def places(place: str, *, prose: bool = False) -> str:
    """A place, or several named together, in words; in `prose` a pair of numbers counts paragraphs."""
    return place_text(place, prose=prose) if place else "整个文件"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=straight,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"instant": instant, "number": number, "places": places, "period": words.period, "basis": words.basis}
    environment.globals |= {"address": address, "words": words}
    return environment
