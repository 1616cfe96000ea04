"""Runs a command of Airflow's as `python -m airflow` does, but looks for no garbage while it loads (decision 0072).

Loading makes millions of objects that stay, and rounds of the collector over them were a fifth of each process's start, of which
several start at once on a small machine. What was loaded is set apart before the process forks for the first time, or after a while;
from then on it collects as ever, and so does whatever it forks.
"""

from __future__ import annotations

import gc
import os
import runpy
import threading

LOADED_SECONDS = 30.0  # longer than it takes on a machine that is busy with the others


def main() -> None:
    """Become the command named by the arguments."""
    gc.disable()
    clock = threading.Timer(LOADED_SECONDS, _settle)
    clock.daemon = True

    def before_a_fork() -> None:
        if clock.is_alive():  # no thread of ours is there when it forks
            clock.cancel()
            clock.join()
        _settle()

    os.register_at_fork(before=before_a_fork)
    clock.start()
    runpy.run_module("airflow", run_name="__main__", alter_sys=True)


def _settle() -> None:
    """Keep what is there for good, and collect from now on; the second time there is nothing to do."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


if __name__ == "__main__":
    main()
