"""Who sees what: nobody without a login, a department its own alone; whatever is posted says where it comes from."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import product

import psycopg2
import pytest
from fastapi.routing import APIRoute

from huizong_airflow.board.security import is_token, token
from tests.airflow.board.conftest import SECRET, Board

OTHERS = {
    "reporter": "T02",
    "form": "F-ECON-M",
    "period": "2025-06",
    "submission_id": "1",
    "name": "a",
    "indicator": "E01",
    "basis": "current",
    "rule": "x",
}


def addresses(board: Board) -> list[tuple[str, str]]:
    """Every method and address of the application, with parts that are not the first town's."""
    routes = [route for route in board.app.routes if isinstance(route, APIRoute)]
    assert len(routes) > 3
    filled = [(route.path.replace(":path", "").format(**OTHERS, rest="anything"), route.methods) for route in routes]
    return [(method, f"/huizong{path}") for path, methods in filled for method in methods]


def test_without_a_login_there_is_no_page_no_file_no_style_and_no_description(county: Board) -> None:
    with county.of("") as nobody:
        extra = [("GET", f"/huizong/{path}") for path in ("docs", "redoc", "openapi.json", "static/board.css", "nothing")]
        for method, address in (*addresses(county), *extra):
            answer = nobody.request(method, address)
            assert answer.status_code == 401, (method, address)
            assert "请先登录" in answer.text
            assert "F-ECON-M" not in answer.text


def test_a_name_that_is_not_listed_is_refused_everywhere(county: Board) -> None:
    with county.of("somebody") as stranger:
        for method, address in addresses(county):
            answer = stranger.request(method, address)
            assert answer.status_code == 403, (method, address)
            assert "没有列入 users.csv" in answer.text


@pytest.mark.parametrize(("name", "status"), [("", 401), ("somebody", 403)])
def test_who_is_refused_finds_the_style_on_the_page_and_nothing_else_may_stand_there(county: Board, name: str, status: int) -> None:
    with county.of(name) as refused:
        answer = refused.get("/huizong/")
        assert answer.status_code == status
        (sheet,) = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}';" in answer.headers["Content-Security-Policy"]
        assert "board.css" not in answer.text
    with county.of("t04") as clerk:
        seen = clerk.get("/huizong/")
        assert "<style>" not in seen.text
        assert "style-src 'self';" in seen.headers["Content-Security-Policy"]


def submission_of(board: Board, reporter: str, form: str = "F-ECON-M") -> int:
    with psycopg2.connect(board.settings.owner_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select submission_id from raw.submission where reporter = %s and form = %s and period = '2025-06'", (reporter, form)
        )
        ((found,),) = cursor.fetchall()
        return int(found)


def test_a_department_sees_its_own_and_nothing_of_another(county: Board) -> None:
    with county.of("t04") as clerk:
        home = clerk.get("/huizong/?count=24")
        assert home.status_code == 200
        assert "云盘镇" in home.text
        assert "枫渡镇" not in home.text
        assert clerk.get("/huizong/report/T04/F-ECON-M/2025-06").status_code == 200
        own, others = submission_of(county, "T04"), submission_of(county, "T02")
        assert clerk.get(f"/huizong/file/{own}/original").status_code == 200
        refused = [
            "/huizong/report/T02/F-ECON-M/2025-06",
            "/huizong/report/T99/F-ECON-M/2025-06",  # whether it is there or not is not told either
            f"/huizong/file/{others}/original",
            f"/huizong/file/{others}/out/x",
            "/huizong/file/999999/original",
            f"/huizong/report/T04/F-ECON-M/2025-06?attempt={others}",
        ]
        assert [clerk.get(address).status_code for address in refused] == [403, 403, 403, 403, 403, 404]


def test_every_answer_carries_the_headers(county: Board) -> None:
    with county.of("reviewer") as reader, county.of("") as nobody:
        for who, address in product((reader, nobody), ("/huizong/", "/huizong/report/T02/F-ECON-M/2025-06", "/huizong/board.css")):
            headers = who.get(address).headers
            assert "frame-ancestors 'self'" in headers["content-security-policy"]
            assert "default-src 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"


def test_what_a_department_sent_is_only_to_be_saved(county: Board) -> None:
    own = submission_of(county, "T04")
    with county.of("reviewer") as reader:
        answer = reader.get(f"/huizong/file/{own}/original")
        page = reader.get("/huizong/report/T04/F-ECON-M/2025-06").text
        assert page.count("download>标注件：") == 1
    archived = (county.settings.inbox.parent / "archive").rglob("*")
    assert answer.content in [path.read_bytes() for path in archived if path.is_file()]
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "%E4%BA%91%E7%9B%98%E9%95%876%E6%9C%88%E6%9C%88%E6%8A%A5.xlsx" in answer.headers["content-disposition"]
    assert answer.headers["content-security-policy"].startswith("sandbox")


@pytest.mark.parametrize("name", ["../secrets.json", "..%2fsecrets.json", "%2e%2e", "20991231-000000_x_回执.html"])
def test_no_other_file_of_the_machine_is_to_be_had(county: Board, name: str) -> None:
    own = submission_of(county, "T04")
    with county.of("reviewer") as reader:
        assert reader.get(f"/huizong/file/{own}/out/{name}").status_code == 404


def test_a_token_is_of_one_name_and_ends(county: Board) -> None:
    from datetime import UTC, datetime, timedelta

    today = datetime.now(UTC).date()
    assert is_token(SECRET, "t01", token(SECRET, "t01"))
    assert is_token(SECRET, "t01", token(SECRET, "t01", today - timedelta(days=1)))
    assert not is_token(SECRET, "t01", token(SECRET, "t01", today - timedelta(days=2)))
    assert not is_token(SECRET, "t01", token(SECRET, "t02"))
    assert not is_token(SECRET, "t01", "")
