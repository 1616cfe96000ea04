"""Reads every file as people really send them: bytes in, documents of cells and paragraphs out, or the one right reason.

The readers themselves are loaded when they are first asked for: who has a pool read needs none of them.

Knock at `read`, or at `pool` to have a file read within its time and memory; `kinds` knows the reader of each kind.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huizong.reading.read import read_bytes, read_file

__all__ = ["read_bytes", "read_file"]


def __getattr__(name: str) -> Any:
    """The two doors of this room. Raises AttributeError for any other name."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from huizong.reading import read

    return getattr(read, name)
