"""Notes that intake archives in place of a file it did not keep: who reads one gives the refusal that the file itself gets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huizong.reading.refusals import refused
from huizong.reading.size_limits import megabytes

START = b"huizong note: not kept, too large\n"
NUMBERS = re.compile(rb"size (\d{1,20})\nlimit (\d{1,20})\n", re.ASCII)


def note(size: int, most: int, identity: Sequence[str]) -> bytes:
    """The note of a file of `size` bytes where `most` are taken; `identity` tells it from others of that size."""
    return START + f"size {size}\nlimit {most}\nfile {' '.join(identity)}\n".encode()


def refuse_note(data: bytes) -> None:
    """Raises FileRefusedError, as the file gets it that these bytes stand for, if they are a note."""
    found = NUMBERS.match(data, len(START)) if data.startswith(START) else None
    if found is not None:
        raise refused("file-too-large", observed=megabytes(int(found[1])), expected=megabytes(int(found[2])))
