"""Files that no department means to send: lock files, half-done copies, and what systems leave in folders."""

from __future__ import annotations

import re

LOCK = re.compile(r"^(~\$.*|\.~lock\..*#|\.~.*\.(xlsx?|docx?|et|wps|ods)|~.*\.lck)$", re.IGNORECASE)
LITTER = re.compile(
    r"^(thumbs\.db|ehthumbs(_vista)?\.db|desktop\.ini|autorun\.inf|\.ds_store|\.localized|\.directory|\._.*|__macosx"
    r"|~wr[ldad]\d*.*|ppt\d+\.tmp|\$recycle\.bin|system volume information|\.spotlight-.*|\.trash.*|\.fseventsd"
    r"|.*\.(tmp|temp|crdownload|part|partial|download|filepart|swp|lnk|url)|\.nfs[0-9a-f]+|\.fuse_hidden.*|\.sync.*|.*\.!ut)$",
    re.IGNORECASE,
)


def is_lock_file(name: str) -> bool:
    """Whether the name is that of the file which an office program keeps beside one that is open."""
    return LOCK.match(last_part(name)) is not None


def is_litter(name: str) -> bool:
    """Whether the name, or a folder in its path, is system litter, a temporary file or a lock file."""
    parts = [part for part in name.replace("\\", "/").split("/") if part]
    return any(LITTER.match(part) for part in parts) or is_lock_file(name)


def last_part(name: str) -> str:
    """The name without its folders."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2]
