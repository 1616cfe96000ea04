"""The board in a real Chromium through a real Airflow: log in, open, filter, drill, fetch, act, log out, be refused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from huizong.flow import pipeline
from huizong.settings import Settings
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong_airflow.components import Components, free_ui_port
from huizong_airflow.samples import SAMPLES
from tests.system.browser import Browser, browser

pytestmark = pytest.mark.system

MAY, JUNE = "城南街道/2025-05/城南街道5月月报.xlsx", "城南街道/2025-06/城南街道6月月报.xlsx"
MASKED = "云盘镇/2025-06/云盘镇6月月报.xlsx"
FRAME = "iframe"
REASON = "5月误将退库的317万元项目投资计入，本月核减"


@dataclass(frozen=True)
class Running:
    """A system with three reports under Airflow: one asked about, one taken in part."""

    settings: Settings
    url: str
    passwords: dict[str, str]


@pytest.fixture(scope="module")
def running(server: EmbeddedServer, template: str, new_home: Callable[[str], Path]) -> Iterator[Running]:
    urls = server.create_database("board", template=template)
    airflow_url = server.create_database("board_airflow", owner="airflow").airflow.replace("postgresql://", "postgresql+psycopg2://")
    home = new_home("board")
    settings = Settings.from_environment({"HUIZONG_HOME": str(home), "HUIZONG_STABLE_SECONDS": "0.01"}).with_database(
        urls.loader, urls.owner, urls.reader
    )
    for sample in (MAY, JUNE, MASKED):
        (settings.inbox / sample).parent.mkdir(parents=True)
        (settings.inbox / sample).write_bytes((SAMPLES / sample).read_bytes())
        time.sleep(0.05)
        pipeline.run_once(settings)
    components = Components(settings, airflow_url, free_ui_port("")[0])
    components.migrate()
    components.start()
    try:
        end = time.monotonic() + 150
        while not components.healthy():
            assert not components.dead(), components.dead()
            assert time.monotonic() < end, "Airflow isn't healthy after 150 s"
            time.sleep(0.5)
        yield Running(settings, components.login.url, json.loads((components.home / "passwords.json").read_text("utf-8")))
    finally:
        components.stop()
        server.drop_database("board_airflow")
        server.drop_database("board")


def log_in(page: Browser, running: Running, name: str) -> None:
    """Through Airflow's own page of login, as a person does."""
    page.frame = ""
    page.open(f"{running.url}/auth/login/?next={running.url}/huizong/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", running.passwords[name])
    page.click("button[type=submit]")
    page.wait("location.pathname === '/huizong/' && page.querySelector('h1') !== null")


def test_a_reviewer_in_airflows_frame_filters_drills_fetches_and_answers(running: Running, tmp_path: Path) -> None:
    with browser(tmp_path) as page:
        page.open(f"{running.url}/huizong/")
        assert "请先登录" in page.text()
        log_in(page, running, "reviewer")
        page.open(f"{running.url}/plugin/huizong-board")
        page.frame = FRAME
        page.wait("page !== undefined && page.querySelector('table.matrix') !== null")
        assert "云盘镇" in page.text()
        # filter: what was accepted and is asked about
        page.fill("select[name=state]", "accepted_with_queries")
        page.click(".filters button")
        page.wait("page && page.querySelectorAll('table.matrix tbody tr').length === 1")
        assert "城南街道" in page.text()
        # drill: from the cell to the report
        page.click("table.matrix td.asked a")
        page.wait("page && page.querySelector('h1')?.innerText.includes('城南街道')")
        assert "固定资产投资：本月止累计应等于上月累计加本月" in page.text()
        # fetch: the very bytes that were sent
        page.click(".files a[href$='/original']")
        assert page.downloaded("城南街道6月月报.xlsx") == (SAMPLES / JUNE).read_bytes()
        # act
        page.fill("form.act input[name=reason]", "属实")
        page.click("form.act button")
        page.wait("page && page.querySelector('.notice.bad') !== null")
        assert "没有写出原因或数量" in page.text()
        page.click("main p:last-child a")
        page.wait("page && page.querySelector('form.act input[name=reason]') !== null")
        page.fill("form.act input[name=reason]", REASON)
        page.click("form.act button")
        page.wait("page && page.querySelector('.notice.good') !== null")
        assert "办理人 reviewer" in page.text()
        page.click("main p:last-child a")
        page.wait("page && page.querySelector('tr.settled') !== null")
        assert f"已说明：{REASON}" in page.text()
    lines = [line for file in (running.settings.archive / "journal").glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert [entry["by"] for entry in map(json.loads, lines) if entry["event"] == "arrival" and "by" in entry] == ["reviewer"]


def test_a_clerk_sees_her_own_tries_a_file_logs_out_and_is_refused(running: Running, tmp_path: Path) -> None:
    with browser(tmp_path) as page:
        log_in(page, running, "t04")
        assert "云盘镇" in page.text()
        assert "城南街道" not in page.text()
        page.open(f"{running.url}/huizong/report/T09/F-ECON-M/2025-06")
        assert "这是其他单位的报送内容" in page.text()
        page.open(f"{running.url}/huizong/rollups")
        assert "填报单位用户不能查看" in page.text()
        page.open(f"{running.url}/api/v2/dags")
        assert "Forbidden" in page.text()  # no permission in Airflow itself
        page.open(f"{running.url}/huizong/try")
        page.attach("input[type=file]", SAMPLES / MASKED)
        page.click("form.act button")
        page.wait("page.body.innerText.includes('试报，未计入')", 150)
        assert "“xx.xx”只是占位，不是数" in page.text()
        page.click(".who a")
        page.wait("!location.pathname.startsWith('/huizong')")
        for path in ("", "report/T04/F-ECON-M/2025-06", "board.css", "openapi.json", "docs"):
            page.open(f"{running.url}/huizong/{path}")
            assert "登录" in page.text()
            assert "云盘镇" not in page.text()
