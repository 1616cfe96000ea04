"""Airflow's LocalExecutor, which ends with its scheduler when one of its workers was killed."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

from airflow.executors.local_executor import LocalExecutor

if TYPE_CHECKING:
    Workers = dict[int, multiprocessing.Process]


class WorkersLiveExecutor(LocalExecutor):
    """A LocalExecutor that doesn't outlive a worker.

    Workers wait for tasks in one pipe, and one of them always holds the lock of its reading end. Where that one is killed (out of
    memory, a hand) the lock is never given back: no worker, also no new one, gets a task again, and the scheduler says it is healthy.
    Nor does Airflow give back the slot of a task whose worker died. A scheduler that is started again has neither trouble, and
    takes up what the dead worker had in hand at once: so this one ends, and whoever watches it (`make run`, a container's
    restart policy) starts it again.
    """

    workers: Workers

    def sync(self) -> None:
        """What Airflow calls in each round. Raises SystemExit where a worker has ended: none does so by itself."""
        dead = [pid for pid, worker in self.workers.items() if not worker.is_alive()]
        if dead:
            self.log.error("workers %s were killed: this scheduler ends, to be started again with new ones", dead)
            raise SystemExit(1)
        super().sync()

    def end(self) -> None:
        """Ends the workers: after their tasks, or at once where one was killed, since the others may wait for its lock for ever."""
        if all(worker.is_alive() for worker in self.workers.values()):
            super().end()
            return
        for worker in self.workers.values():
            worker.kill()
        for worker in self.workers.values():
            worker.join()
