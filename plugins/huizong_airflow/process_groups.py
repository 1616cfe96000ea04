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


def kill_session(leader: int) -> int:
    """Ends what is left of a session whose leader has ended, and waits until it is gone; returns how many processes that were.

    Nobody else gets the leader's number as long as one of its session lives; where somebody has it, nothing is left.
    """
    if psutil.pid_exists(leader):
        return 0
    left = [process for process in psutil.process_iter() if _session_of(process.pid) == leader]
    kill_all(left)
    return len(left)


def _session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None
