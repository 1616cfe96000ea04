"""Files over the size limit: their bytes stay outside the archive, and a note of ours stands there in their place.

So such a file has an arrival, a receipt and a place in the journal like any other, and a rebuild gives the same answer.
"""

from __future__ import annotations

from huizong.intake.inbox import InboxFile
from huizong.reading.containers.notes import note

MEGABYTE = 1024 * 1024


def note_for(file: InboxFile, most_bytes: int) -> bytes:
    """The note that is archived in place of a file; that of another file, or of a changed one, is another."""
    return note(file.size_bytes, most_bytes, (str(file.device), str(file.inode), str(file.mtime_ns)))
