"""House rules for every DAG: it loads, says what it is for, has an owner and tags, tries again what heals by waiting."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from huizong.settings import REPOSITORY

DAGS = REPOSITORY / "dags"
FILES = sorted(DAGS.glob("*.py"))
NAMES = [path.stem for path in FILES]


@pytest.fixture(scope="module")
def bag() -> Any:
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(str(DAGS))


def test_every_file_loads_and_holds_the_dag_of_its_name(bag: Any) -> None:
    assert bag.import_errors == {}
    assert sorted(bag.dags) == NAMES
    assert {"ingest_submissions", "publish_rollups"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_dag_explains_itself_and_has_owner_and_tags(bag: Any, name: str) -> None:
    dag = bag.dags[name]
    assert len(dag.doc_md.split()) > 30
    assert "**When.**" in dag.doc_md
    assert not dag.doc_md.startswith(" ")
    assert "huizong" in dag.tags
    assert dag.catchup is False
    assert type(dag.on_failure_callback).__name__ == "AlertOfRun"  # a run that fails is told
    for task in dag.tasks:
        assert len(task.doc_md.split()) > 5, task.task_id
        assert task.owner == "statistics", task.task_id
        assert task.retries >= 1, task.task_id


@pytest.mark.parametrize("name", NAMES)
def test_a_database_that_is_away_is_tried_again_and_a_fault_is_not(bag: Any, name: str) -> None:
    from airflow.sdk import RetryAction

    from huizong.warehouse.connection import WarehouseError
    from huizong.warehouse.schema.migrate import MigrationError

    for task in bag.dags[name].tasks:
        decide = task.retry_policy.evaluate if not task.is_mapped else task.partial_kwargs["retry_policy"].evaluate
        assert decide(psycopg2.OperationalError("gone"), 1, 5).action is RetryAction.RETRY
        assert decide(WarehouseError("the database can't be reached"), 1, 5).action is RetryAction.RETRY
        assert decide(MigrationError("changed"), 1, 5).action is RetryAction.FAIL
        assert decide(ValueError("a bad file"), 1, 5).action is RetryAction.FAIL


def test_ingesting_runs_twice_at_most_and_listens_to_inbox_and_clock(bag: Any) -> None:
    dag = bag.dags["ingest_submissions"]
    assert dag.max_active_runs == 2
    assert [asset.name for asset in dag.timetable.asset_condition.objects] == ["huizong_inbox"]
    assert dag.timetable.timetable.expression == "*/5 * * * *"


def test_ingesting_goes_in_the_order_of_the_data(bag: Any) -> None:
    upstream = {task.task_id: set(task.upstream_task_ids) for task in bag.dags["ingest_submissions"].tasks}
    assert upstream == {
        "take_in": set(),
        "judge_batch": {"take_in"},
        "finish": {"judge_batch"},
        "emit_dirty_periods": {"judge_batch"},
    }


class Pulled:
    """What the tasks before left, as a task pulls it; None where one failed."""

    def __init__(self, waited: list[list[str]] | None, first: dict[str, int] | None, judged: list[dict[str, int] | None]) -> None:
        self.waited, self.first, self.judged = waited, first, judged

    def xcom_pull(self, task_ids: str, key: str = "", map_indexes: range = range(0)) -> Any:
        if task_ids == "judge_batch":
            return [self.judged[number] for number in map_indexes]
        return self.first if key == "counts" else self.waited


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (Pulled(None, None, []), "a task before this one failed"),
        (
            Pulled([["a"], ["b"]], {"arrivals": 0, "quarantined": 0}, [{"arrivals": 1, "quarantined": 0}, None]),
            "a task before this one failed",
        ),
        (Pulled([["a"]], {"arrivals": 0, "quarantined": 0}, [{"arrivals": 1, "quarantined": 1}]), "1 files could not be processed"),
    ],
)
def test_a_run_of_which_a_part_failed_ends_its_work_and_fails(bag: Any, monkeypatch: pytest.MonkeyPatch, before: Pulled, told: str) -> None:
    from airflow.sdk.exceptions import AirflowFailException

    from huizong.flow import pipeline

    ended: list[object] = []
    monkeypatch.setattr(pipeline, "end_run", lambda settings: ended.append(settings) or {"receipts": 2, "removed": 1, "judged_again": 0})
    with pytest.raises(AirflowFailException, match=told):
        bag.dags["ingest_submissions"].get_task("finish").python_callable(ti=before)
    assert len(ended) == 1


def test_the_counts_of_a_run_are_those_of_all_its_parts(bag: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from huizong.flow import pipeline

    monkeypatch.setattr(pipeline, "end_run", lambda _: {"receipts": 2, "removed": 5, "judged_again": 0})
    first, batch = {"arrivals": 0, "receipts": 0, "quarantined": 0}, {"arrivals": 3, "receipts": 1, "quarantined": 0}
    counts = bag.dags["ingest_submissions"].get_task("finish").python_callable(ti=Pulled([["a"], ["b"]], first, [batch, batch]))
    assert counts == {"arrivals": 6, "receipts": 4, "quarantined": 0, "removed": 5, "judged_again": 0}


def test_ingesting_names_periods_to_publishing_even_if_a_batch_failed(bag: Any) -> None:
    ingest = bag.dags["ingest_submissions"]
    assert ingest.get_task("emit_dirty_periods").trigger_rule.value == "all_done"
    assert ingest.get_task("finish").trigger_rule.value == "all_done"
    assert [asset.name for asset in ingest.get_task("emit_dirty_periods").outlets] == ["huizong_figures"]
    publishing = bag.dags["publish_rollups"].timetable
    assert type(publishing).__name__ == "PartitionedAssetTimetable"
    assert bag.dags["publish_rollups"].max_active_runs == 1  # no row of waiting publications keeps files from being answered
    assert publishing.asset_condition.name == "huizong_figures"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_dag_imports_another_and_each_is_short(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not imported & (set(NAMES) | {f"dags.{name}" for name in NAMES})
    assert len(path.read_text("utf-8").splitlines()) <= 100


def test_what_dag_files_import_is_loaded_by_the_process_that_forks_their_readers() -> None:
    from huizong_plugin import OF_DAGS, reads_dags

    ours = {
        node.module
        for path in FILES
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("airflow", "huizong", "huizong_airflow")
    }
    assert {module for module in ours if not module.startswith("airflow.sdk")} == set(OF_DAGS)
    assert reads_dags(["airflow", "dag-processor"])
    assert not reads_dags(["airflow", "triggerer"])


def test_no_dag_file_loads_great_expectations() -> None:
    script = f"""
import sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag({str(DAGS)!r})
assert not bag.import_errors
print("great_expectations" in sys.modules)
"""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "plugins")}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "False"


def test_the_plugin_loader_keeps_away_from_the_packages() -> None:
    hidden = (REPOSITORY / "plugins" / ".airflowignore").read_text("utf-8").split()
    packages = {f"{path.name}/" for path in (REPOSITORY / "plugins").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert packages == set(hidden)
