"""The name by which Airflow's records know this process's machine."""

from __future__ import annotations

import os
import socket


def name() -> str:
    """`HUIZONG_HOSTNAME` where it is set, as for several workers on one machine or in containers, else what the machine calls itself."""
    return os.environ.get("HUIZONG_HOSTNAME") or socket.getfqdn()
