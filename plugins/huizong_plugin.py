"""The one Airflow plugin: the board, and heavy libraries, catalogue and rules loaded once in the process that forks the tasks.

Importing Great Expectations takes seconds, reading a catalogue part of one. The scheduler (LocalExecutor) or Celery workers
fork a process for each task, so what they have loaded costs a task nothing; the dag-processor forks one for each file of DAGs,
every half minute. Needs `AIRFLOW__CORE__LAZY_LOAD_PLUGINS=False` there.
"""

from __future__ import annotations

import logging
import sys
from importlib import import_module

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin

from huizong.reading import births
from huizong_airflow.board.mounted import Mounted

log = logging.getLogger(__name__)


def forks_tasks(command_line: list[str], executor: str) -> bool:
    """Whether this process is one that forks tasks: `airflow scheduler …`, or with Celery `airflow celery worker …`."""
    return command_line[1:3] == ["celery", "worker"] if executor == "CeleryExecutor" else command_line[1:2] == ["scheduler"]


def reads_dags(command_line: list[str]) -> bool:
    """Whether this process forks those that read DAG files: `airflow dag-processor …`."""
    return command_line[1:2] == ["dag-processor"]


# What the files of DAGs import; it takes half a second of a processor, a file itself some milliseconds.
OF_DAGS = ("airflow.providers.standard.operators.hitl", "huizong.settings", "huizong_airflow.assets", "huizong_airflow.dag_defaults")
# What the tasks of the DAGs import, and what that imports when it is first used.
OF_TASKS = (
    "huizong_airflow.assets",
    "huizong_airflow.dag_defaults",
    "huizong_airflow.observing",
    "huizong.checking.counting",
    "huizong.flow.pipeline",
    "huizong.flow.publication",
    "huizong.publishing.files.data_docs",
    "huizong.publishing.publish",
    "huizong.revalidation.awaiting",
)


def load_all() -> None:
    """Imports what tasks import, begins the nursery of their readers, and reads the catalogue; a broken one is each task's to tell."""
    from huizong.checking import preload

    preload()  # before whoever imports the library by itself: it says what the import may leave out
    for module in OF_TASKS:
        import_module(module)
    births.begin()
    from huizong.catalogue import CatalogueError
    from huizong.settings import Settings
    from huizong.steps import preparing

    try:
        preparing.warm(Settings.from_environment())
    except CatalogueError as error:
        log.warning("the catalogue can't be used: %s", error)


if forks_tasks(sys.argv, conf.get_mandatory_value("core", "executor")):
    load_all()
elif reads_dags(sys.argv):
    for name in OF_DAGS:
        import_module(name)


class HuizongPlugin(AirflowPlugin):
    """The board below /huizong, and its place in Airflow's navigation (a frame: so its pages allow this origin to frame them)."""

    name = "huizong"
    fastapi_apps = [{"name": "huizong-board", "app": Mounted(), "url_prefix": "/huizong"}]  # noqa: RUF012 (Airflow's own shape)
    external_views = [  # noqa: RUF012
        {"name": "报送看板", "href": "huizong/", "destination": "nav", "url_route": "huizong-board", "category": "browse"}
    ]
