"""What a running Airflow tells those who watch it: StatsD lines on a socket of our own, OpenLineage events in a file."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

END = b"end"
OURS = re.compile(r"airflow\.(?P<name>[^:]+):(?P<value>[-\d.]+)\|(?P<type>c|ms|g)")


@dataclass
class Listener:
    """A StatsD server that keeps the lines, and the file that lineage events are appended to."""

    events_file: Path
    lines: list[str] = field(default_factory=list)
    socket: socket.socket = field(default_factory=lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))

    def start(self) -> None:
        """Listen on loopback until `stop`."""
        self.socket.bind(("127.0.0.1", 0))
        threading.Thread(target=self._listen, daemon=True).start()

    def stop(self) -> None:
        """End the thread."""
        self.socket.sendto(END, self.socket.getsockname())

    def environment(self) -> dict[str, str]:
        """What Airflow is told to be heard here."""
        host, port = self.socket.getsockname()
        return {
            "AIRFLOW__METRICS__STATSD_ON": "True",
            "AIRFLOW__METRICS__STATSD_HOST": host,
            "AIRFLOW__METRICS__STATSD_PORT": str(port),
            "AIRFLOW__OPENLINEAGE__NAMESPACE": "huizong",
            "AIRFLOW__OPENLINEAGE__TRANSPORT": json.dumps({"type": "file", "log_file_path": str(self.events_file), "append": True}),
        }

    def events(self) -> list[dict[str, Any]]:
        """The lineage events so far."""
        if not self.events_file.is_file():
            return []
        return [json.loads(line) for line in self.events_file.read_text("utf-8").splitlines() if line.strip()]

    def _listen(self) -> None:
        with self.socket:
            while (packet := self.socket.recv(65536)) != END:
                self.lines += packet.decode().splitlines()


def counted(lines: list[str], kind: str) -> Counter[str]:
    """Our counters of a kind that moved, by the last part of their names."""
    found = Counter[str]()
    for line in lines:
        match = OURS.fullmatch(line)
        if match and match["type"] == "c" and match["name"].startswith(f"{kind}."):
            found[match["name"].removeprefix(f"{kind}.")] += int(match["value"])
    return +found
