"""The executor of one machine: it ends with a worker that was killed, since the others may wait for that one's lock for ever."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from huizong_airflow.executor import WorkersLiveExecutor


@pytest.fixture
def executor() -> Iterator[WorkersLiveExecutor]:
    made = WorkersLiveExecutor(parallelism=2)
    made.start()
    yield made
    for worker in made.workers.values():
        try:
            worker.kill()
        except ValueError:  # it was ended and closed
            continue


def killed(executor: WorkersLiveExecutor, pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    executor.workers[pid].join(10)


def test_with_all_its_workers_it_goes_on_and_ends_them(executor: WorkersLiveExecutor) -> None:
    executor.sync()
    assert len(executor.workers) == 2
    began = time.monotonic()
    executor.end()
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("which", [0, 1])
def test_where_one_was_killed_it_asks_to_be_started_again_and_leaves_no_other(executor: WorkersLiveExecutor, which: int) -> None:
    """One of two idle workers holds the lock of the pipe that both read: whichever it is, nobody is waited for."""
    killed(executor, list(executor.workers)[which])
    with pytest.raises(SystemExit):
        executor.sync()
    executor.end()
    assert [worker.is_alive() for worker in executor.workers.values()] == [False, False]
