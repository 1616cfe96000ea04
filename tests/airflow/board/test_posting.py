"""What is posted: from where, by whom, under which token; a file that is tried leaves nothing; an act is its command."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import psycopg2
import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import FormData

from huizong.answers.viewers import Viewer
from huizong.settings import Settings
from huizong_airflow.board import acts, trial
from huizong_airflow.board.acts import ACTS, Filled, UnacceptableError
from huizong_airflow.board.commands import Done, run
from huizong_airflow.board.security import MEGABYTE
from huizong_airflow.samples import SAMPLES
from tests.airflow.board.conftest import Board, board_on
from tests.airflow.board.test_access import addresses
from tests.database.flow.test_explanation_loop import TOLD, asked  # noqa: F401

MASKED = SAMPLES / "云盘镇/2025-06/云盘镇6月月报.xlsx"
REPORT = {"reporter": "T01", "form": "F-ECON-M", "period": "2025-11", "number": "1"}


def tried(clerk: TestClient, board: Board, name: str, **fields: str) -> tuple[int, str]:
    with MASKED.open("rb") as file:
        answer = clerk.post("/huizong/try", data={**board.posting(name), **fields}, files={"file": (MASKED.name, file)})
    return answer.status_code, answer.text


def arrivals(board: Board) -> int:
    with psycopg2.connect(board.settings.owner_url) as connection, connection.cursor() as cursor:
        counted = ("raw.arrival", "raw.submission", "raw.file", "raw.cell")
        cursor.execute("select " + " + ".join(f"(select count(*) from {table})" for table in counted))  # noqa: S608
        ((count,),) = cursor.fetchall()
        return int(count)


def kept(board: Board) -> tuple[set[Path], set[str], set[str]]:
    """Everything that a trial could leave: files of the system but its cache, folders of the moment, databases."""
    home = {path for path in board.settings.home.rglob("*") if "cache" not in path.relative_to(board.settings.home).parts}
    moment = {path.name for path in Path(tempfile.gettempdir()).glob("huizong-try-*")}
    with psycopg2.connect(board.settings.owner_url) as connection, connection.cursor() as cursor:
        cursor.execute("select datname from pg_database")
        return home, moment, {name for (name,) in cursor.fetchall()}


def test_a_file_is_tried_and_nothing_of_it_is_kept(county: Board) -> None:
    before, everything = arrivals(county), kept(county)
    with county.of("t04") as clerk:
        status, html = tried(clerk, county, "t04")
    assert status == 200
    assert "试报，未计入" in html
    assert "「报表」D8" in html
    assert "“xx.xx”只是占位，不是数" in html
    assert "如果正式报送" in html
    assert "部分接收" in html
    assert "<h2>汀岚县乡镇主要经济指标月报表　2025年6月　云盘镇</h2>" in html
    assert (arrivals(county), kept(county)) == (before, everything)


def test_what_can_not_be_tried_is_said_clearly(county: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    with county.of("t04") as clerk:
        assert tried(clerk, county, "t04", organisation="T01")[0] == 403
        status, html = tried(clerk, county, "t04", period="六月")
        assert (status, "“六月”不是报告期" in html) == (422, True)
        nothing = clerk.post("/huizong/try", data=county.posting("t04"), files={"file": ("", b"")})
        assert (nothing.status_code, "请先选择一个文件" in nothing.text) == (422, True)
        broken = Done(2, "", "huizong: the catalogue can't be used")
        for done, told in ((Done(None, "", ""), "试算超过120秒，已停止"), (broken, "试算没有完成")):
            monkeypatch.setattr(trial, "run", lambda *_, done=done, **__: done)
            status, html = tried(clerk, county, "t04")
            assert (status, told in html, "catalogue can&#39;t" in html) == (503, True, False)


def test_a_post_from_elsewhere_or_without_its_token_does_nothing(county: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> Done:
        raise AssertionError("a command was run")

    monkeypatch.setattr(acts, "run", never)
    monkeypatch.setattr(trial, "run", never)
    good = {**county.posting("superior"), "period": "2025-06", "reason": "会议已按此数通报", "revision": "1"}
    with county.of("superior") as person:

        def answer(fields: dict[str, str], **headers: str) -> int:
            return person.post("/huizong/act/finalise", data=fields, headers=headers).status_code

        assert answer({**good, "token": ""}) == 403
        assert answer({**good, **county.posting("reviewer")}) == 403
        assert answer(good, origin="http://evil.test") == 403
        assert answer(good, origin="null") == 403
        assert answer(good, **{"sec-fetch-site": "cross-site"}) == 403
        person.headers.pop("origin")
        assert answer(good) == 403
        assert answer(good, referer="http://evil.test/huizong/") == 403
        large = person.post("/huizong/act/finalise", content=b"x", headers={"origin": "http://board.test", "content-length": "70000"})
        assert large.status_code == 413
        file = {"origin": "http://board.test", "content-length": str(21 * MEGABYTE)}
        assert person.post("/huizong/try", content=b"x", headers=file).status_code == 413


def test_whatever_takes_a_post_asks_for_origin_and_token(county: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (acts, trial):
        monkeypatch.setattr(module, "run", lambda *_, **__: pytest.fail("a command was run"))
    taking = [address for method, address in addresses(county) if method == "POST" and not address.endswith("/anything")]
    assert len(taking) == 2  # acts by name, and the file that is tried
    tried_acts = [address.replace("/act/a", f"/act/{act}") for address in taking for act in ACTS]
    fields = {**REPORT, "reason": TOLD, "until": "2099-12-31", "key": "0" * 12, "revision": "1", "number": "1"}
    with county.of("superior") as person:
        for address in dict.fromkeys(tried_acts):
            assert person.post(address, data=fields).status_code == 403, address  # no token
            elsewhere = person.post(address, data={**fields, **county.posting("superior")}, headers={"origin": "http://evil.test"})
            assert elsewhere.status_code == 403, address
            assert person.get(address).status_code in (404, 405) or address.endswith("/try"), address  # an act is never a link


@pytest.mark.parametrize(
    ("name", "act", "status"),
    [
        ("t01", "waive", 403),
        ("t01", "confirm", 403),
        ("t01", "settle", 403),
        ("reviewer", "waive", 403),
        ("reviewer", "finalise", 403),
        ("reviewer", "pass", 403),
        ("engineer", "explain", 403),
        ("engineer", "settle", 403),
        ("superior", "dismiss", 404),
        ("t02", "explain", 403),  # of another organisation
    ],
)
def test_nobody_does_what_his_role_does_not(county: Board, monkeypatch: pytest.MonkeyPatch, name: str, act: str, status: int) -> None:
    monkeypatch.setattr(acts, "run", lambda *_, **__: pytest.fail("a command was run"))
    with county.of(name) as person:
        fields = {**county.posting(name), **REPORT, "reason": TOLD, "until": "2099-12-31", "key": "0" * 12, "revision": "1"}
        assert person.post(f"/huizong/act/{act}", data=fields).status_code == status


def command(act: str, viewer: Viewer, **fields: str) -> list[str]:
    return ACTS[act].command(Filled(FormData(list(fields.items())), viewer))


SUPERIOR, CLERK = Viewer("superior", "superior", None), Viewer("t01", "department", "T01")


def test_each_act_is_the_command_with_the_name_of_who_did_it() -> None:
    report = ["--organisation=T01", "--period=2025-11", "--form=F-ECON-M"]
    assert command("explain", CLERK, **REPORT, reason=TOLD) == ["answer", *report, "--by=t01", f"--text={TOLD}", "--", "1"]
    by = "--by=superior"
    decided = [by, f"--reason={TOLD}", "--until=2026-12-31"]
    assert command("waive", SUPERIOR, **REPORT, reason=TOLD, until="2026-12-31") == ["waive", *report, *decided, "--", "1"]
    assert command("stand", SUPERIOR, **REPORT, reason=TOLD, until="2026-12-31") == ["waive", "--standing", *report, *decided, "--", "1"]
    assert command("confirm", SUPERIOR, number="12.3", reason=TOLD, indicator="E01", value="10.5") == [
        "confirm",
        by,
        f"--reason={TOLD}",
        "--indicator=E01",
        "--value=10.5",
        "--",
        "12.3",
    ]
    assert command("settle", SUPERIOR, key="0123456789ab", reason=TOLD) == ["settle", by, f"--reason={TOLD}", "--", "0123456789ab"]
    assert command("finalise", SUPERIOR, period="2025-06", reason=TOLD, revision="7") == [
        "finalise",
        "--period=2025-06",
        by,
        f"--reason={TOLD}",
        "--revision=7",
    ]
    assert command("reopen", SUPERIOR, period="2025-06", reason=TOLD)[:2] == ["finalise", "--reopen"]
    assert command("pass", SUPERIOR, period="2025-06", reason=TOLD)[:2] == ["publish", "--let-pass"]


@pytest.mark.parametrize(
    ("act", "changed", "told"),
    [
        ("explain", {"reason": "属实"}, "没有写出原因或数量"),
        ("explain", {"reason": "增产4120万元" * 400}, "理由太长"),
        ("explain", {"number": "--help"}, "序号写得不对"),
        ("explain", {"period": "--x"}, "报告期写得不对"),
        ("explain", {"form": "F ECON"}, "报表写得不对"),
        ("waive", {"until": "31.12.2026"}, "截止日期写得不对"),
        ("settle", {"key": "../../etc"}, "编号写得不对"),
        ("finalise", {"revision": "-1"}, "版本写得不对"),
        ("confirm", {"value": "1e9"}, "数值写得不对"),
    ],
)
def test_what_is_filled_in_wrongly_is_told_and_reaches_no_command(act: str, changed: dict[str, str], told: str) -> None:
    fields = {**REPORT, "reason": TOLD, "until": "2026-12-31", "key": "0123456789ab", "revision": "1", **changed}
    with pytest.raises(UnacceptableError, match=told):
        command(act, Viewer("superior", "superior", None), **fields)


def test_a_reason_that_looks_like_an_option_is_a_reason() -> None:
    assert command("explain", CLERK, **REPORT, reason="--by=赵局长 增产4120万元")[4:6] == ["--by=t01", "--text=--by=赵局长 增产4120万元"]


def test_an_act_at_the_board_is_in_the_journal_with_its_name(settings: Settings, asked: Path) -> None:  # noqa: F811
    board = board_on(settings)
    with board.of("t01") as clerk:
        page = "/huizong/report/T01/F-ECON-M/2025-11"
        assert "第1条：" in clerk.get(page).text
        fields = {**board.posting("t01"), **REPORT, "reason": TOLD, "back": page}
        done = clerk.post("/huizong/act/explain", data=fields)
        assert done.status_code == 200, done.text
        assert "已办理" in done.text
        assert f'<a href="{page}">返回</a>' in done.text
        after = clerk.get(page).text
        assert f"已说明：{TOLD}" in after
        assert 'action="/huizong/act/explain"' not in after
        again = clerk.post("/huizong/act/explain", data={**fields, "back": "https://evil.test/"})
        assert again.status_code == 409
        assert "no open query" in again.text
        assert 'href="/huizong/">返回' in again.text
    journal = [json.loads(line) for file in (settings.archive / "journal").glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert [line["by"] for line in journal if line["event"] == "arrival" and "by" in line] == ["t01"]


def test_a_command_that_takes_too_long_is_ended(county: Board) -> None:
    assert run(county.settings, "status", seconds=0.01).status is None
