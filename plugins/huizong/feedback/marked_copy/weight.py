"""What a small workbook would cost to mark: told from its parts, before openpyxl spreads them out cell by cell."""

from __future__ import annotations

import io
import re
import zipfile

from huizong.feedback.marked_copy.packing import unpacked_bytes
from huizong.reading.cells.typed_cells import parse_range

# openpyxl takes about a second for each 2 MB of worksheet XML; a receipt shall not keep the others waiting.
SHEETS_AT_MOST_BYTES = 12 * 1024 * 1024
LINKS_AT_MOST_BYTES = 2 * 1024 * 1024  # copies of other workbooks' cells, of which it makes an object each
PLACES_AT_MOST = 50_000  # under merges and links, of which it makes a cell each: 100 microseconds
_WORKSHEET = re.compile(r"xl/worksheets/")
_EXTERNAL = re.compile(r"xl/externalLinks/")
_RANGE = re.compile(rb'<(?:\w+:)?(?:mergeCell|hyperlink)\b[^<>]*?\bref="([A-Za-z0-9$]{2,24}:[A-Za-z0-9$]{2,24})"')


def is_too_heavy(data: bytes) -> bool:
    """Whether marking the workbook would take many seconds or gigabytes."""
    if unpacked_bytes(data, _WORKSHEET) > SHEETS_AT_MOST_BYTES or unpacked_bytes(data, _EXTERNAL) > LINKS_AT_MOST_BYTES:
        return True
    return spread_places(data) > PLACES_AT_MOST


def spread_places(data: bytes) -> int:
    """How many places lie under merged ranges and under links over ranges; such a range that is none counts nothing."""
    places = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if not _WORKSHEET.match(member.filename):
                continue
            for reference in _RANGE.findall(archive.read(member)):
                try:
                    area = parse_range(reference.decode("ascii"))
                except ValueError:
                    continue
                places += abs(area.last_row - area.first_row + 1) * abs(area.last_column - area.first_column + 1)
    return places
