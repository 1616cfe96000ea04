"""A checked catalogue on disk, so that only the first process under it reads and checks its tables (decision 0049).

A cache and nothing else: its name is made of everything that the catalogue is made of, and whoever can't use it reads the tables.
"""

from __future__ import annotations

import logging
import pickle
from dataclasses import dataclass
from functools import cache as remembered
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from huizong.catalogue import Catalogue
from huizong.catalogue.defaults import DEFAULT_FOLDER
from huizong.storage.cached_files import code_hash, is_ours, put
from huizong.storage.content_names import hash_of

log = logging.getLogger(__name__)

_KEPT = 4  # catalogues: the one in force and those before it that somebody compares it with
_ROOMS = ("catalogue", "checking", "narrative")  # those that say whether a catalogue is good


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """One file `catalogue-<key>.pickle` of a catalogue without a fault."""

    path: Path

    @classmethod
    def of(cls, cache: Path, folder: Path, catalogue_hash: str) -> CatalogueFile:
        """The catalogue of a folder with that content, as this code reads and checks it."""
        key = sha256(f"{folder.absolute()} {catalogue_hash} {_code_hash()}".encode()).hexdigest()
        return cls(cache / f"catalogue-{key}.pickle")

    def read(self) -> Catalogue | None:
        """What the file holds; None where there is no whole file, or one that another account wrote."""
        if not is_ours(self.path):
            if self.path.exists():
                log.warning("%s belongs to another account: the tables are read", self.path)
            return None
        try:
            found = pickle.loads(self.path.read_bytes())  # noqa: S301  (written by this account, and by no other)
        except Exception as error:  # a file that was cut can make pickle raise whatever it likes
            log.warning("%s can't be used (%s): the tables are read", self.path, type(error).__name__)
            return None
        return found if isinstance(found, Catalogue) else None

    def write(self, catalogue: Catalogue) -> None:
        """Put it there, whole or not at all; a folder that can't be written is no fault of the run."""
        try:
            put(self.path, partial(_write, catalogue), _KEPT)
        except OSError as error:
            log.warning("%s can't be written (%s): every process reads the tables", self.path, error)


def _write(catalogue: Catalogue, stream: BinaryIO) -> None:
    pickle.dump(catalogue, stream, protocol=5)


@remembered
def _code_hash() -> str:
    """A hash of what turns tables into a catalogue: the code of the rooms that have a say, and the shipped defaults."""
    return code_hash(_ROOMS, also=hash_of(DEFAULT_FOLDER))
