"""Acts of people: each is one of our own commands, run with the name of who is logged in as the name of who decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.datastructures import FormData

from huizong.answers.viewers import Act, Viewer
from huizong.catalogue import Period
from huizong.explanations import judge
from huizong_airflow.board.commands import BusyError, run
from huizong_airflow.board.identity import Asking, System, assert_sees
from huizong_airflow.board.pages import page, root_of
from huizong_airflow.board.security import Posted

router = APIRouter()
LONGEST = 2_000
_CODE = re.compile(r"[\w.-]{1,64}")
_NUMBER = re.compile(r"\d{1,6}([-.]\d{1,6})?")
_KEY = re.compile(r"[0-9a-f]{12}")
_VALUE = re.compile(r"-?\d{1,18}(\.\d{1,12})?")


class UnacceptableError(Exception):
    """What was filled in can't be taken; the message says what, to the one who filled it in."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in, each part looked at before it is handed to a command."""

    form: FormData
    viewer: Viewer

    def text(self, name: str) -> str:
        """A field without blanks at its ends; empty if it is not there."""
        found = self.form.get(name)
        return found.strip() if isinstance(found, str) else ""

    def like(self, name: str, shape: re.Pattern[str], told: str) -> str:
        """A field of that shape. Raises RefusedError."""
        found = self.text(name)
        if not shape.fullmatch(found):
            raise UnacceptableError(f"{told}写得不对：{found or '（空）'}")
        return found

    def reason(self, name: str = "reason") -> str:
        """A reason that says something. Raises RefusedError."""
        found = self.text(name)
        if len(found) > LONGEST:
            raise UnacceptableError(f"理由太长，请不超过{LONGEST}字")
        judged = judge(found)
        if not judged.accepted:
            raise UnacceptableError(f"理由{judged.refusal}：{found or '（空）'}。请写明具体原因或数量")
        return found

    def period(self) -> str:
        """A period. Raises RefusedError."""
        found = self.text("period")
        try:
            Period.parse(found)
        except ValueError as error:
            raise UnacceptableError(f"报告期写得不对：{found or '（空）'}") from error
        return found

    def until(self) -> str:
        """A day. Raises RefusedError."""
        found = self.text("until")
        try:
            return date.fromisoformat(found).isoformat()
        except ValueError as error:
            raise UnacceptableError(f"截止日期写得不对：{found or '（空）'}，请写成 2026-12-31") from error

    def optional(self, **shapes: tuple[re.Pattern[str], str]) -> list[str]:
        """Options for the fields that are filled in."""
        return [f"--{name}={self.like(name, *shape)}" for name, shape in shapes.items() if self.text(name)]

    def report(self) -> list[str]:
        """Which report, and the fault's number on its receipt; another organisation's is refused."""
        reporter = self.like("reporter", _CODE, "单位")
        assert_sees(self.viewer, reporter)
        form = self.like("form", _CODE, "报表")
        options = [f"--organisation={reporter}", f"--period={self.period()}", f"--form={form}"]
        return [*options, f"--by={self.viewer.name}"]


def _explain(filled: Filled) -> list[str]:
    return ["answer", *filled.report(), f"--text={filled.reason()}", "--", filled.like("number", _NUMBER, "序号")]


def _waive(filled: Filled) -> list[str]:
    decided = [f"--reason={filled.reason()}", f"--until={filled.until()}"]
    return ["waive", *filled.report(), *decided, "--", filled.like("number", _NUMBER, "序号")]


def _stand(filled: Filled) -> list[str]:
    command, *rest = _waive(filled)
    return [command, "--standing", *rest]


def _confirm(filled: Filled) -> list[str]:
    said = filled.optional(
        organisation=(_CODE, "单位"),
        indicator=(_CODE, "指标代码"),
        period=(_CODE, "报告期"),
        basis=(_CODE, "口径"),
        form=(_CODE, "报表"),
        value=(_VALUE, "数值"),
    )
    return ["confirm", f"--by={filled.viewer.name}", f"--reason={filled.reason()}", *said, "--", filled.like("number", _NUMBER, "编号")]


def _settle(filled: Filled) -> list[str]:
    return ["settle", f"--by={filled.viewer.name}", f"--reason={filled.reason()}", "--", filled.like("key", _KEY, "编号")]


def _finalise(filled: Filled) -> list[str]:
    revision = f"--revision={filled.like('revision', re.compile(r'[0-9]{1,18}'), '版本')}"
    return ["finalise", f"--period={filled.period()}", f"--by={filled.viewer.name}", f"--reason={filled.reason()}", revision]


def _reopen(filled: Filled) -> list[str]:
    return ["finalise", "--reopen", f"--period={filled.period()}", f"--by={filled.viewer.name}", f"--reason={filled.reason()}"]


def _pass(filled: Filled) -> list[str]:
    return ["publish", "--let-pass", f"--period={filled.period()}", f"--by={filled.viewer.name}", f"--reason={filled.reason()}"]


@dataclass(frozen=True, slots=True)
class Known:
    """An act: what it takes to do it, the command, and what it is called."""

    right: Act
    command: Callable[[Filled], list[str]]
    words: str


ACTS = {
    "explain": Known("explain", _explain, "填写说明"),
    "waive": Known("waive", _waive, "批准放行"),
    "stand": Known("stand", _stand, "说明长期有效"),
    "confirm": Known("confirm", _confirm, "确认线索"),
    "settle": Known("settle", _settle, "核定差异"),
    "finalise": Known("finalise", _finalise, "定稿"),
    "reopen": Known("finalise", _reopen, "打开定稿、批准更正"),
    "pass": Known("pass", _pass, "放行发布"),
}


@router.post("/act/{name}")
def act(request: Request, viewer: Asking, settings: System, form: Posted, name: str) -> Response:
    """Do it, and say what came of it."""
    known = ACTS.get(name)
    if known is None:
        raise HTTPException(404, "没有这一项操作")
    if not viewer.may(known.right):
        raise HTTPException(403, f"您的角色（{viewer.role_words}）不能{known.words}")
    filled = Filled(form, viewer)
    back = _back(request, filled.text("back"))
    try:
        done = run(settings, *known.command(filled))
    except UnacceptableError as error:
        return page(request, "done.html.j2", 422, words_of=known.words, back=back, told=str(error), lines=(), good=False)
    except BusyError:
        told = "同时办理的人太多，没有办理，请稍后再试"
        return page(request, "done.html.j2", 503, words_of=known.words, back=back, told=told, lines=(), good=False)
    if done.status == 0:
        lines = [line for line in done.output.splitlines() if line.strip()]
        return page(request, "done.html.j2", words_of=known.words, back=back, told="", lines=lines, good=True)
    told = "超过时限，已停止；请刷新后看是否已经办成" if done.status is None else "没有办成，可能已有别人办过，或页面打开后情况有变"
    return page(request, "done.html.j2", 409, words_of=known.words, back=back, told=told, lines=[done.told], good=False)


def _back(request: Request, path: str) -> str:
    """The page that the form stood on: a path of the board, whatever was posted."""
    root = root_of(request)
    inside = path.startswith(f"{root}/") and not path.startswith("//") and "\\" not in path and ":" not in path
    return path if inside else f"{root}/"
