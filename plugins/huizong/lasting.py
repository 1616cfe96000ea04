"""What a process loads once and keeps to its end: modules, the compiled catalogue. The garbage collector need not look at it again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """What is made within stays for good: no round of the collector meanwhile, and none goes over it later.

    Great Expectations alone brings half a million objects. Each full round over them takes a third of a second, and loading them
    begins several; and a forked process would copy every page that a round touches. What other threads hold at that moment is
    set apart too: it goes when its last reference goes, only circles of it stay.
    """
    with undisturbed():
        try:
            yield
        finally:
            gc.freeze()


@contextmanager
def undisturbed() -> Iterator[None]:
    """No round of the collector within: what takes a second and makes many small things is not searched for circles over and over."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
