"""The system as a cluster on one machine, as `make cluster` starts it: Redis, Airflow's four, Celery workers with names of their own.

The same set as docker-compose.cluster.yml, on loopback, supervised and ended as `make run` does it (stack.py).
"""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec

from huizong.warehouse.server.machine import free_port
from huizong_airflow import stack
from huizong_airflow.components import ComponentError
from huizong_airflow.roster import Cluster, worker_names


def find() -> Cluster:
    """The cluster that this machine can carry: a task a processor and worker at a time. Raises ComponentError, SettingsError."""
    redis = shutil.which("redis-server")
    if redis is None:
        raise ComponentError("a cluster needs the Debian package redis-server: apt-get install redis-server")
    if find_spec("celery") is None:
        raise ComponentError("a cluster needs what requirements-cluster.txt lists: start it by `make cluster`, which installs that")
    return Cluster(redis, free_port(throwaway=True), worker_names(), max(2, os.cpu_count() or 1))


if __name__ == "__main__":
    sys.exit(stack.main(find))
