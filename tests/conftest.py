"""What tests of every room may ask for: one PostgreSQL a session, a fresh migrated database a test, settings, a catalogue."""

from __future__ import annotations

import fcntl
import gc
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from functools import cache as remembered
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings

from huizong.catalogue.file import CatalogueFile
from huizong.checking.rules.cache import CompiledFile
from huizong.settings import INCLUDE, Settings
from huizong.storage.content_names import hash_of
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.seed import Contents, migrated_server

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue

# Properties are tried on the same examples everywhere: a test that fails says that a change is wrong, not that a day was unlucky.
# `make fuzz` looks for new ones at random; what it finds becomes a test of its own.
hypothesis_settings.register_profile("same", deadline=None, derandomize=True)
hypothesis_settings.register_profile("search", deadline=None, max_examples=3_000, print_blob=True)
hypothesis_settings.load_profile("same")

TEMPLATE = "huizong_template"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Database:
    """A test's own database, migrated; gone after the test."""

    name: str
    owner_url: str
    loader_url: str
    reader_url: str
    admin_url: str


def room(path: str) -> str:
    """The folder below `tests` in which a test lies, by its path or its node id."""
    return path.partition("tests/")[2].partition("/")[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first, Airflow's, and the shortest last, so that no worker waits for the other at the end.

    Of Airflow's those that run a DAG in a process of its own come before those that want the scheduler at work, and those that stop it
    come last: it is started once then.
    """

    def turn(item: pytest.Item) -> tuple[bool, int, bool]:
        wanted = getattr(item, "fixturenames", ())
        airflow = ("running" in wanted) + ("ending" in wanted) if room(item.nodeid) == "dags" else 0
        return room(item.nodeid) != "dags", airflow, room(item.nodeid) == "unit"

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """What collecting has made stays until the end: to look through all of it for garbage, again and again, took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Who gets which tests: those of a file stay together, and so do all of Airflow, which is started once then, not once a worker."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "dags" if room(nodeid) == "dags" else nodeid.partition("::")[0]

    return ByFile(config, log)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what is only there to spare work: one for all tests of a run, as the runs of one system share theirs."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cache"
    folder.mkdir(exist_ok=True)
    return folder


def _with_sample_rules(server: EmbeddedServer, cache: Path) -> None:
    """The sample county's rules as views of the migrated database; no catalogue is in force."""
    from huizong.checking.rules.compiled import compiled
    from huizong.checking.rules.installing import install
    from huizong.steps.preparing import load_catalogue
    from huizong.warehouse import connect

    sample = load_catalogue(INCLUDE / "catalogue", cache)
    rules = compiled(sample, cache)
    with closing(connect(server.urls().loader)) as connection:
        install(connection, sample, rules.rules, rules.known)
        connection.commit()


@pytest.fixture(scope="session")
def server(cache: Path) -> Iterator[EmbeddedServer]:
    """One throwaway PostgreSQL a session (a worker, under xdist), in memory: the first packs what the others begin with."""
    contents = Contents("the sample county's rules", partial(_with_sample_rules, cache=cache))
    with ExitStack() as ending:
        with (cache / "server.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for held in (None, contents):  # a rebuild begins with the schema alone
                with migrated_server(cache, held):
                    pass
        yield ending.enter_context(migrated_server(cache, contents))


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Callable[[str], Path]:
    """Makes the folder of a system beside the test's own one: it finds the sample's rules and the packed schema as all of them do."""

    def made(name: str) -> Path:
        home = tmp_path_factory.mktemp(name)
        share_cache(home, cache)
        return home

    return made


def share_cache(home: Path, cache: Path) -> None:
    """Have a system's folder share what spares work. Of each kind the newest are kept, and those of the sample stay among them."""
    (home / "cache").symlink_to(cache)
    for path in _of_sample(cache):
        with suppress(FileNotFoundError):
            os.utime(path)


@remembered
def _of_sample(cache: Path) -> tuple[Path, ...]:
    folder = INCLUDE / "catalogue"
    content = hash_of(folder)
    return CompiledFile.of(cache, content).path, CatalogueFile.of(cache, folder, content).path


@pytest.fixture(scope="session")
def template(server: EmbeddedServer) -> str:
    """The name of a migrated database that tests copy. The sample county's rules are views in it; no catalogue is in force."""
    server.create_database(TEMPLATE, template="huizong")
    return TEMPLATE


@pytest.fixture
def database(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """A fresh migrated database without rows of a county."""
    name = f"test_{next(_numbers)}"
    urls = server.create_database(name, template=template)
    yield Database(name, owner_url=urls.owner, loader_url=urls.loader, reader_url=urls.reader, admin_url=urls.admin)
    server.drop_database(name)


@pytest.fixture
def settings(tmp_path: Path, cache: Path, database: Database) -> Settings:
    """Settings of a system of its own: folders under tmp_path, the sample county's catalogue, that test's database."""
    environment = {"HUIZONG_HOME": str(tmp_path), "HUIZONG_STABLE_SECONDS": "0.001"}
    made = Settings.from_environment(environment).with_database(database.loader_url, database.owner_url, database.reader_url)
    share_cache(made.home, cache)
    for folder in (made.inbox, made.outbox, made.archive, made.published):
        folder.mkdir(parents=True)
    return made


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The sample county's catalogue, as `include/catalogue` says it."""
    from huizong.catalogue import load

    return load(INCLUDE / "catalogue")
