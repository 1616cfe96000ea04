"""Processes that we started, and those they started: signalled together, told from others that have their number now."""

from __future__ import annotations

import os
import signal

import psutil


def started_at(pid: int) -> float:
    """When a process began, by which its number is told from one used again; 0 for one that is gone."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return 0.0


def children_of(pid: int) -> list[psutil.Process]:
    """All processes below one; none of one that is gone."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []


def signal_group(pid: int, number: signal.Signals) -> None:
    """Signals a process and those of its group; nothing to do when it is gone."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def kill_all(processes: list[psutil.Process]) -> None:
    """Ends processes at once, and waits until they are gone."""
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(processes, timeout=5)
