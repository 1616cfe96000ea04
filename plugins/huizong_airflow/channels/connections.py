"""Airflow connections as channels ask for them: what is missing is said by the connection's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow.sdk import BaseHook
from airflow.sdk.exceptions import AirflowException

from huizong.telling.message import RouteDownError

if TYPE_CHECKING:
    from airflow.sdk import Connection


def connection_named(name: str) -> Connection:
    """The connection; raises RouteDownError where there is none, or it can't be asked for now."""
    try:
        return BaseHook.get_connection(name)
    except (AirflowException, OSError, RuntimeError) as error:
        raise RouteDownError(
            f"there is no Airflow connection {name}, or it can't be read ({type(error).__name__}): see the runbook"
        ) from error
