"""One cluster a session: Redis, Airflow's four, two Celery workers, and SFTP for two towns; beside it a database for a single process."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
import pytest

from huizong.settings import INCLUDE, Settings
from huizong.steps import preparing
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.machine import free_port
from huizong_airflow import showing
from huizong_airflow.api import Api
from huizong_airflow.cluster import find
from huizong_airflow.components import ComponentError, Components
from tests.conftest import share_cache
from tests.faults.towns import TOWNS, report_of
from tests.system import sftp

LOST_AFTER = 12  # seconds without a word, after which a worker's task counts as lost
STABLE = "0.2"


@dataclass(frozen=True)
class System:
    """A warehouse with its folders, and whoever works on it."""

    settings: Settings
    admin_url: str

    def rows(self, statement: str, url: str = "") -> list[tuple[Any, ...]]:
        """What a statement of the warehouse's owner returns."""
        with closing(psycopg2.connect(url or self.settings.owner_url)) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def drop_month(self) -> None:
        """The month of every town, one of them with a sum that is wrong, and a file that can't be read."""
        files = {f"{town}/2025-05/{town}5月.csv": report_of(town) for town in TOWNS.values()}
        files["雁洲镇/2025-05/雁洲镇5月.csv"] = report_of("雁洲镇").replace(b"11020.7,55754.8", b"11020.7,5575.48")
        files["枫渡镇/2025-05/坏表.xlsx"] = b"PK\x03\x04 and no more of the workbook"
        for name, content in files.items():
            target = self.settings.inbox / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


@dataclass(frozen=True)
class ClusterSystem(System):
    """The same with a cluster at work on it."""

    components: Components
    share: sftp.Service

    @cached_property
    def api(self) -> Api:
        """Airflow's API, logged in."""
        login = self.components.login
        return Api.enter(login.url, login.user, login.password)

    def tasks(self, dag: str, run: str = "~") -> list[dict[str, Any]]:
        """Task instances of a DAG, of one run or of all."""
        found: list[dict[str, Any]] = self.api.get(f"/dags/{dag}/dagRuns/{quote(run)}/taskInstances?limit=100")["task_instances"]
        return found

    def is_settled(self) -> bool:
        """Whether every file is judged, answered and out of the inbox, and nothing waits to be published."""
        with closing(psycopg2.connect(self.settings.owner_url)) as connection:
            progress = showing.progress(connection)
        return progress.settled and not progress.lying and not any(path.is_file() for path in self.settings.inbox.rglob("*"))


def until(condition: Any, what: str, seconds: float = 400) -> Any:
    """What the condition gives once it gives anything; fails with `what` when it doesn't in time."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"after {seconds:.0f} s: {what}"
        time.sleep(0.2)
    return found


def settings_of(home: Path, server: EmbeddedServer, name: str, template: str, cache: Path) -> Settings:
    """Settings of a system of its own, prepared."""
    home.mkdir()
    share_cache(home, cache)
    urls = server.create_database(name, template=template)
    environment = {"HUIZONG_HOME": str(home), "HUIZONG_STABLE_SECONDS": STABLE, "HUIZONG_CATALOGUE": str(home.parent / "catalogue")}
    settings = Settings.from_environment(environment).with_database(urls.loader, urls.owner, urls.reader)
    preparing.prepare(settings)
    return settings


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder through which departments' accounts may pass, with the sample county's catalogue."""
    made = Path(tempfile.mkdtemp(prefix="huizong-cluster-"))
    made.chmod(0o755)
    shutil.copytree(INCLUDE / "catalogue", made / "catalogue")
    # an account takes half a second to make: three are enough
    users = "".join(f"t0{number},department,T0{number}\n" for number in (1, 2, 3))
    (made / "catalogue" / "users.csv").write_text(f"username,board_role,organisation\nadmin,engineer,\n{users}")
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def cluster(server: EmbeddedServer, template: str, folder: Path, cache: Path) -> Iterator[ClusterSystem]:
    """The running cluster; names the Debian packages that are missing."""
    sftp.assert_possible()
    try:
        wanted = find()
    except ComponentError as error:
        pytest.fail(str(error))
    os.environ["HUIZONG_STABLE_SECONDS"] = STABLE
    settings = settings_of(folder / "home", server, "cluster", template, cache)
    airflow_url = server.create_database("cluster_airflow", owner="airflow").airflow.replace("postgresql://", "postgresql+psycopg2://")
    sftp.make_accounts(folder, settings, ("T01", "T02"))
    components = Components(settings, airflow_url, free_port(throwaway=True), replace(wanted, lost_after_seconds=LOST_AFTER))
    components.migrate()
    components.start()
    try:
        with sftp.serving(folder, settings) as share:
            until(lambda: components.dead() or components.healthy(), "Airflow isn't healthy")
            assert not components.dead(), components.dead()
            yield ClusterSystem(settings, server.urls("postgres").admin, components, share)
    finally:
        components.stop()
        server.drop_database("cluster_airflow")
        server.drop_database("cluster")


@pytest.fixture(scope="session")
def single(server: EmbeddedServer, template: str, folder: Path, cache: Path) -> Iterator[System]:
    """A system that a single process works on."""
    yield System(settings_of(folder / "single", server, "single", template, cache), "")
    server.drop_database("single")
