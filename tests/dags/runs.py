"""Runs of DAGs by `dag.test()`, asked of one process that has loaded Airflow and forks for each of them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from huizong.settings import REPOSITORY

SCRIPT = Path(__file__).with_name("run_dag.py")


@dataclass
class Runs:
    """The process, started by the first who asks; its words, and those of the latest run, lie in the folder."""

    folder: Path
    process: list[subprocess.Popen[str]] = field(default_factory=list)

    def ask(self, dag_id: str, environment: dict[str, str]) -> dict[str, Any]:
        """Run a DAG with these variables and no others; returns run state, task states, return values and everything that was said."""
        if not self.process:
            self._start(environment)
        (process,) = self.process
        said = self.folder / "run.log"
        said.unlink(missing_ok=True)
        assert process.stdin
        assert process.stdout
        print(json.dumps({"dag": dag_id, "environment": environment, "said": str(said)}), file=process.stdin, flush=True)
        status = process.stdout.readline().strip()
        log = said.read_text("utf-8") if said.exists() else (self.folder / "runs.log").read_text("utf-8")
        assert status == "0", f"{dag_id} ended with {status or 'its parent'}: {log[-6000:]}"
        result: dict[str, Any] = json.loads(next(line for line in reversed(log.splitlines()) if line.startswith("{")))
        return {**result, "log": log}

    def stop(self) -> None:
        """End the process if there is one: it ends when nobody can ask any more."""
        for process in self.process:
            assert process.stdin
            assert process.stdout
            process.stdin.close()
            process.wait(30)
            process.stdout.close()
        self.process.clear()

    def _start(self, environment: dict[str, str]) -> None:
        with (self.folder / "runs.log").open("wb") as log:
            self.process.append(
                subprocess.Popen(
                    [sys.executable, str(SCRIPT)],
                    env=environment,
                    cwd=REPOSITORY,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
            )
