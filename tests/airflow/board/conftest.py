"""One sample county in a warehouse, and the board over it with people of every role; nothing of Airflow is needed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI, HTTPException, Request
from fastapi.testclient import TestClient

from huizong.flow import pipeline
from huizong.settings import Settings
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong_airflow import samples
from huizong_airflow.board.app import build
from huizong_airflow.board.security import token

SECRET = "a secret of this test"  # noqa: S105
ORIGIN = "http://board.test"


def by_header(request: Request) -> str:
    """Stands for Airflow's login: whoever says a name is believed, whoever says none is refused as Airflow refuses."""
    name = request.headers.get("x-name")
    if not name:
        raise HTTPException(401, "Not authenticated")
    return name


@dataclass(frozen=True)
class Board:
    """The board of one system, mounted as Airflow mounts it."""

    settings: Settings
    app: FastAPI

    def of(self, name: str) -> TestClient:
        """A browser of that user; of nobody for an empty name."""
        outer = FastAPI()
        outer.mount("/huizong", self.app)
        headers = {"x-name": name, "origin": ORIGIN} if name else {}
        return TestClient(outer, base_url=ORIGIN, headers=headers, follow_redirects=False, raise_server_exceptions=True)

    def posting(self, name: str) -> dict[str, str]:
        """What each form of that user carries."""
        return {"token": token(SECRET, name)}


def board_on(settings: Settings) -> Board:
    return Board(settings, build(settings, by_header, SECRET))


@pytest.fixture(scope="session")
def county(server: EmbeddedServer, template: str, new_home: Callable[[str], Path]) -> Iterator[Board]:
    """The sample county's files, judged and published. Tests only look at it."""
    urls = server.create_database("board", template=template)
    home = new_home("board")
    settings = Settings.from_environment({"HUIZONG_HOME": str(home), "HUIZONG_STABLE_SECONDS": "0.01"})
    settings = settings.with_database(urls.loader, urls.owner, urls.reader)
    settings.inbox.mkdir(parents=True)
    samples.drop(settings, samples.read_expected())
    time.sleep(0.02)
    pipeline.run_once(settings)
    yield board_on(settings)
    server.drop_database("board")


@pytest.fixture
def empty(settings: Settings) -> Board:
    """A system that has taken nothing in."""
    pipeline.prepare(settings)
    return board_on(settings)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)
