"""What all DAGs share: owner, time zone, and what is worth a second try."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg2
from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule, task

from huizong.intake.object_store import StoreAwayError
from huizong.warehouse.connection import WarehouseError
from huizong.warehouse.schema.migrate import MigrationError
from huizong_airflow.notifiers import AlertOfRun

TIME_ZONE = "Asia/Shanghai"

# Every run takes all that is there, so only what heals by waiting is tried again; a fault in data or code fails at once.
RETRY_POLICY = ExceptionRetryPolicy(
    rules=[
        RetryRule(exception=MigrationError, action=RetryAction.FAIL, reason="the schema and this version don't fit together"),
        RetryRule(
            exception=[WarehouseError, psycopg2.OperationalError, psycopg2.InterfaceError],
            action=RetryAction.RETRY,
            retry_delay=timedelta(seconds=20),
            reason="the database is away or busy",
        ),
        RetryRule(
            exception=[TimeoutError, BlockingIOError, InterruptedError, StoreAwayError],
            action=RetryAction.RETRY,
            retry_delay=timedelta(seconds=20),
            reason="the file system, the archive's object store or a process was slow or away",
        ),
    ],
    default=RetryAction.FAIL,
)

# Every DAG gives it as its on_failure_callback.
RUN_FAILED = AlertOfRun()

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "statistics",
    "retries": 5,
    "retry_delay": timedelta(seconds=20),
    "retry_policy": RETRY_POLICY,
    "execution_timeout": timedelta(minutes=30),
}

# What only the warehouse's owner may do goes to a queue whose worker knows him, where the setting names one; else to whoever takes tasks.
OWNERS: dict[str, str] = {"queue": queue} if (queue := os.environ.get("HUIZONG_OWNER_QUEUE")) else {}

BEHIND = 10  # niceness


def give_way() -> None:
    """Let this task's process come after those that answer departments: a receipt is waited for by a person, a rollup is not."""
    os.nice(BEHIND)


def documented(function: Callable[..., Any]) -> Any:
    """A task to be mapped; `@task` shows a function's docstring in the UI only where it isn't."""
    return task(doc_md=inspect.getdoc(function))(function)
