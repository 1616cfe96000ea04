"""Names of folders and files in the outbox: safe whatever a department called its file."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from pathlib import PurePosixPath

from huizong.catalogue import Catalogue
from huizong.feedback.receipt.receipt_words import organisation_text
from huizong.reading.masking import mask
from huizong.settings import COUNTY_TIME

UNKNOWN_FOLDER = "_未识别"
UNKNOWN_PERIOD = "未定期别"
# 255 bytes is what file systems take; room is left for the time, the ending and the mark of a temporary file.
_LONGEST = 160
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


@lru_cache(maxsize=4096)  # a folder's name is compared with those of all other organisations
def safe_name(text: str) -> str:
    """The text as one component of a path that Windows and Linux take; never empty, never `.` or `..`.

    Separators, control and direction-changing characters become `_`, personal numbers are masked, what is too long is cut.
    """
    kept = "".join("_" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else c for c in mask(text))
    cleaned = _FORBIDDEN.sub("_", kept).strip(" .") or "_"
    if len(cleaned.encode()) <= _LONGEST:
        return cleaned
    stem, dot, ending = cleaned.rpartition(".")
    if not dot or len(ending.encode()) > 10:
        return _cut(cleaned, _LONGEST)
    return f"{_cut(stem, _LONGEST - len(ending.encode()) - 1)}.{ending}"


def folder_name(catalogue: Catalogue, reporter: str | None) -> str:
    """The reporter's folder in the outbox: its name, with the code where another organisation's name makes the same folder."""
    if reporter is None:
        return UNKNOWN_FOLDER
    name = organisation_text(catalogue, reporter)
    folder = safe_name(name).casefold()
    alike = [organisation for organisation in catalogue.organisations if safe_name(organisation.name).casefold() == folder]
    return safe_name(name if len(alike) < 2 else f"{name}（{reporter}）")


def outbox_folder(catalogue: Catalogue, reporter: str | None, period: str | None) -> PurePosixPath:
    """Where the receipt belongs, relative to the outbox (DESIGN §7)."""
    if reporter is None:
        return PurePosixPath(UNKNOWN_FOLDER)
    return PurePosixPath(folder_name(catalogue, reporter), safe_name(period) if period else UNKNOWN_PERIOD)


def stem(received_at: datetime, file_name: str, twin: int) -> str:
    """`<received>_<original name>`, different for different arrivals of one folder.

    `twin` tells apart files of one name and reporter received in the same second; a name that had to be changed gets the microseconds,
    because another may have become the same.
    """
    local = received_at.astimezone(COUNTY_TIME)
    name = safe_name(file_name)
    again = f"-{twin + 1}" if twin else ""
    changed = "" if name == file_name else f".{local:%f}"
    return f"{local:%Y%m%d-%H%M%S}{changed}{again}_{name}"


def _cut(text: str, size: int) -> str:
    """The text cut to so many bytes of UTF-8, at a whole character."""
    return text.encode("utf-8", "replace")[:size].decode("utf-8", "ignore").rstrip(" .")
