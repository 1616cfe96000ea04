"""Who asks: a name from Airflow's login, and what `users.csv` lets that name see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request

from huizong.answers.viewers import UnknownViewerError, Viewer, viewer_of
from huizong.settings import Settings


def identified(login: Callable[..., Any]) -> Callable[..., Any]:
    """The dependency of every route: notes the viewer on the request, or refuses; `login` gives the name or refuses with 401."""

    def identify(request: Request, name: str = Depends(login)) -> None:
        settings: Settings = request.app.state.settings
        try:
            request.state.viewer = viewer_of(settings.catalogue, name)
        except UnknownViewerError as error:
            raise HTTPException(403, str(error)) from error

    return identify


def viewer(request: Request) -> Viewer:
    """Who asks; the application's own dependency has looked before any route is entered."""
    found: Viewer | None = getattr(request.state, "viewer", None)
    if found is None:
        raise HTTPException(401)
    return found


def one_who_sees_all(request: Request) -> Viewer:
    """Who asks, if the page is about all organisations; a department's user is refused."""
    found = viewer(request)
    if not found.sees_all:
        raise HTTPException(403, "这一页涉及各单位的情况，填报单位用户不能查看")
    return found


def assert_sees(found: Viewer, reporter: str | None) -> None:
    """Refuse what is another organisation's, whether or not it is there."""
    if not found.sees(reporter):
        raise HTTPException(403, "这是其他单位的报送内容，不能查看")


def settings_of(request: Request) -> Settings:
    """The system that the board shows."""
    found: Settings = request.app.state.settings
    return found


Asking = Annotated[Viewer, Depends(viewer)]
SeeingAll = Annotated[Viewer, Depends(one_who_sees_all)]
System = Annotated[Settings, Depends(settings_of)]
