"""The board by keyboard alone in a real Chromium: past the navigation, through a filter, to a report, to its act; no mouse, no Airflow."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from huizong.flow import pipeline
from huizong.settings import Settings
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.machine import free_port
from huizong_airflow.board.app import build
from huizong_airflow.samples import SAMPLES
from tests.system.browser import Browser, browser

pytestmark = pytest.mark.system

REPORTS = ("城南街道/2025-05/城南街道5月月报.xlsx", "城南街道/2025-06/城南街道6月月报.xlsx", "云盘镇/2025-06/云盘镇6月月报.xlsx")
KEYS = {"Tab": 9, "Enter": 13, "ArrowDown": 40}


@pytest.fixture(scope="module")
def url(server: EmbeddedServer, template: str, new_home: Callable[[str], Path]) -> Iterator[str]:
    """The board of a system with three reports, for a reviewer."""
    urls = server.create_database("keyboard", template=template)
    settings = Settings.from_environment({"HUIZONG_HOME": str(new_home("keyboard")), "HUIZONG_STABLE_SECONDS": "0.01"})
    settings = settings.with_database(urls.loader, urls.owner, urls.reader)
    for name in REPORTS:
        (settings.inbox / name).parent.mkdir(parents=True)
        (settings.inbox / name).write_bytes((SAMPLES / name).read_bytes())
        time.sleep(0.05)
        pipeline.run_once(settings)
    outer = FastAPI()
    outer.mount("/huizong", build(settings, lambda: "reviewer", "a secret of this test"))
    port = free_port(throwaway=True)
    serving = uvicorn.Server(uvicorn.Config(outer, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    while not serving.started:
        assert thread.is_alive()
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/huizong/"
    serving.should_exit = True
    thread.join()
    server.drop_database("keyboard")


def press(page: Browser, key: str) -> None:
    told = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]}
    page.command("Input.dispatchKeyEvent", type="keyDown", **told, **({"text": "\r"} if key == "Enter" else {}))
    page.command("Input.dispatchKeyEvent", type="keyUp", **told)


def tab_to(page: Browser, condition: str, most: int = 120) -> None:
    """Press Tab until what has the focus is `it`; each stop on the way shows that it has it."""
    for _ in range(most):
        press(page, "Tab")
        seen = page.evaluate("getComputedStyle(page.activeElement).outlineStyle")
        assert seen != "none", page.evaluate("page.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate(f"(it => {condition})(page.activeElement)"):
            return
    raise AssertionError(f"{most} stops, and none is {condition}")


def test_a_report_is_filtered_opened_and_answered_without_a_mouse(url: str, tmp_path: Path) -> None:
    with browser(tmp_path) as page:
        page.open(f"{url}?form=F-ECON-M&until=2025-06")
        # the first stop leads past the navigation, and is seen once it is reached
        press(page, "Tab")
        assert page.evaluate("page.activeElement.className === 'skip' && page.activeElement.getBoundingClientRect().height > 10")
        press(page, "Enter")
        page.wait("location.hash === '#main'")
        tab_to(page, "it.name === 'state'")
        press(page, "ArrowDown")
        press(page, "ArrowDown")
        assert page.evaluate("page.activeElement.value") == "accepted_with_queries"
        tab_to(page, "it.tagName === 'BUTTON'")
        press(page, "Enter")
        page.wait("page.querySelectorAll('table.matrix tbody tr').length === 1")
        tab_to(page, "it.closest('td.asked') !== null")
        press(page, "Enter")
        page.wait("page.querySelector('h1')?.innerText.includes('城南街道')")
        tab_to(page, "it.name === 'reason'")
        page.command("Input.insertText", text="5月误将退库的317万元项目投资计入，本月核减")
        press(page, "Enter")
        page.wait("page.querySelector('.notice.good') !== null", 120)
        assert "办理人 reviewer" in page.text()
