"""Whether what a reader raised comes of memory that ran out: libraries catch that, and call the file broken."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator

# libxml2, zlib and PDFium have no exception of their own for it.
_SAID = re.compile(
    r"memory allocation|out of memory|(?:cannot|can't|unable to|failed to|could not) allocate|not enough memory", re.IGNORECASE
)


def ran_out(error: BaseException) -> bool:
    """Whether the error, or one that it stands for, is a want of memory."""
    return any(
        isinstance(one, MemoryError)
        or (isinstance(one, OSError) and one.errno == errno.ENOMEM)
        or _SAID.search(" ".join(part for part in one.args if isinstance(part, str))) is not None
        for one in behind(error)
    )


def behind(error: BaseException) -> Iterator[BaseException]:
    """The error, and all that it was raised from or while handling, each once."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__]
