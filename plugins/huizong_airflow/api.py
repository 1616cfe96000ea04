"""Airflow's REST API as `make run` and the tests ask it: over loopback, logged in, past any proxy."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
TIMEOUT_SECONDS = 30


class ApiError(Exception):
    """The API refused or failed; the message has method, path, status and answer."""


@dataclass(frozen=True, slots=True)
class Api:
    """One logged-in caller."""

    url: str
    token: str

    @classmethod
    def enter(cls, url: str, user: str, password: str) -> Api:
        """Log in; raises ApiError, or OSError while nobody answers."""
        return cls(url, str(_request("POST", f"{url}/auth/token", {"username": user, "password": password})["access_token"]))

    def get(self, path: str) -> dict[str, Any]:
        """GET a path below /api/v2; raises ApiError."""
        return _request("GET", f"{self.url}/api/v2{path}", token=self.token)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """POST to a path below /api/v2; raises ApiError."""
        return _request("POST", f"{self.url}/api/v2{path}", body, self.token)

    def patch(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """PATCH a path below /api/v2; raises ApiError."""
        return _request("PATCH", f"{self.url}/api/v2{path}", body, self.token)

    def failed_tasks(self, since: str) -> list[str]:
        """Tasks that have failed since an instant (ISO 8601), as `dag.task`, each once."""
        found = self.get(f"/dags/~/dagRuns/~/taskInstances?state=failed&limit=100&start_date_gte={since}")["task_instances"]
        return sorted({f"{task['dag_id']}.{task['task_id']}" for task in found})


def is_healthy(url: str) -> bool:
    """Whether the API answers and has heard from scheduler, triggerer and dag-processor."""
    try:
        with OPENER.open(f"{url}/api/v2/monitor/health", timeout=5) as answer:
            health = json.load(answer)
    except (OSError, ValueError):
        return False
    return all(health.get(part, {}).get("status") == "healthy" for part in ("scheduler", "triggerer", "dag_processor"))


def _request(method: str, url: str, body: dict[str, Any] | None = None, token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - http on loopback
    try:
        with OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except HTTPError as error:
        raise ApiError(f"{method} {url}: {error.code} {error.read().decode('utf-8', 'replace')[:500]}") from error
