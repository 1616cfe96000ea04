"""Runs a command of Airflow's as `python -m airflow` does, but looks for no garbage while it loads (decision 0072).

Loading makes millions of objects that stay, and rounds of the collector over them were a fifth of each process's start, of which
several start at once on a small machine. What was loaded is set apart before the process forks for the first time, or after a while
where it never does; from then on it collects as ever, and so does whatever it forks.
"""

from __future__ import annotations

import gc
import os
import runpy
import sys
import threading

FORKS = frozenset({"scheduler", "dag-processor", "triggerer", "celery"})
LOADED_SECONDS = 30.0  # longer than it takes on a machine that is busy with the others


def main() -> None:
    """Become the command named by the arguments."""
    gc.disable()
    if sys.argv[1] in FORKS:
        os.register_at_fork(before=settle)
    else:
        clock = threading.Timer(LOADED_SECONDS, settle)
        clock.daemon = True
        clock.start()
    runpy.run_module("airflow", run_name="__main__", alter_sys=True)


def settle() -> None:
    """Keep what is there for good, and collect from now on; the second time there is nothing to do."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


if __name__ == "__main__":
    main()
