"""How large a file may be, packed and unpacked. Every bound is checked before the memory is spent."""

from __future__ import annotations

from dataclasses import dataclass

from huizong.reading.refusals import refused

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file, in bytes and counts.

    A file is a bomb when it unpacks to more than `unpacked_bytes`, or to more than `suspect_bytes` at more than
    `ratio` times its packed size: formatted but empty rows of honest workbooks stay below 60 times.
    """

    file_bytes: int = 100 * MEGABYTE
    unpacked_bytes: int = 256 * MEGABYTE
    suspect_bytes: int = 32 * MEGABYTE
    ratio: int = 150
    members: int = 5000
    cells: int = 1_000_000

    def check_file(self, size: int) -> None:
        """Refuses a file of more than `file_bytes`."""
        if size > self.file_bytes:
            raise refused("file-too-large", observed=megabytes(size), expected=megabytes(self.file_bytes))

    def check_unpacked(self, packed: int, unpacked: int) -> None:
        """Refuses an archive whose directory announces too much."""
        if unpacked > self.unpacked_bytes:
            raise refused("file-too-large", observed=megabytes(unpacked), expected=megabytes(self.unpacked_bytes))
        if unpacked > self.suspect_bytes and unpacked > self.ratio * max(packed, 1):
            raise refused(
                "file-too-large",
                observed=f"{megabytes(unpacked)}，为压缩前的 {unpacked // max(packed, 1)} 倍",
                expected=f"{self.ratio} 倍",
            )

    def check_cells(self, count: int) -> None:
        """Refuses a table of more than `cells` filled cells."""
        if count > self.cells:
            raise refused("file-too-large", observed=f"超过 {self.cells} 个单元格", expected=f"{self.cells} 个单元格")


def megabytes(size: int) -> str:
    """A size as the clerk reads it: `12.3 MB`."""
    return f"{size / MEGABYTE:.1f} MB"


DEFAULT_LIMITS = Limits()
