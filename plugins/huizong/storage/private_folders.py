"""Folders whose content is for the service and one group: what departments send, and what is written back to them."""

from __future__ import annotations

import logging
import os
import shutil
import stat
from pathlib import Path

from huizong.settings import SettingsError

log = logging.getLogger(__name__)

MODE = 0o750


def close_to_others(folder: Path, group: str, *, writable: bool = False) -> None:
    """Make the folder, or take from a folder that is there what others than owner and group may do in it.

    With a group (a name or number, empty for none) the folder is that group's to read, or to write, and so is all that is made in it
    from then on (set-group-ID). Raises SettingsError for a group that there is not. Where the file system or its owner does not let
    us, that is logged: the folder is then a share, whose rights are set elsewhere.
    """
    folder.mkdir(MODE, parents=True, exist_ok=True)
    try:
        before = stat.S_IMODE(folder.stat().st_mode)
        wanted = before & ~0o007
        if group:
            shutil.chown(folder, group=int(group) if group.isascii() and group.isdecimal() else group)
            wanted |= (0o070 if writable else 0o050) | stat.S_ISGID
        if wanted != stat.S_IMODE(folder.stat().st_mode):
            os.chmod(folder, wanted)  # noqa: PTH101  (as chown above)
    except LookupError:
        raise SettingsError(f"HUIZONG_GROUP={group!r} is no group of this machine: name one that is, or unset it") from None
    except OSError as error:
        log.warning("the rights of %s can't be set (errno %s): see that only the service and its group can read it", folder, error.errno)
