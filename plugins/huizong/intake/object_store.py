"""Bytes of the archive in an object store, by their sha256: `<url>/<first two digits>/<sha256>`, written once, never changed.

Asked through fsspec, which knows a store by the first word of its address (`s3://bucket/county`); which account, and where the store is,
it reads from its own settings (`AWS_…`, `FSSPEC_S3_…`).
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast


class StoreAwayError(OSError):
    """The object store does not answer, or refuses; no file is to blame, and waiting may help."""


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """The store at an address. Every method raises StoreAwayError where it can't be asked."""

    url: str

    def put(self, name: str, source: Path) -> None:
        """Bring a file's bytes there, unless they are; when this returns the store has them whole."""
        if self.size(name) != source.stat().st_size:
            with _asked(self.url, there=True):
                _files(self.url).put_file(str(source), self._key(name))

    def fetch(self, name: str, target: BinaryIO) -> None:
        """Copy the bytes out. Raises FileNotFoundError if the store has none of that name."""
        with self.reading(name) as stream:
            while chunk := stream.read(1 << 20):
                target.write(chunk)

    @contextmanager
    def reading(self, name: str) -> Iterator[BinaryIO]:
        """The bytes as the store has them. Raises FileNotFoundError if it has none of that name."""
        with _asked(self.url), _files(self.url).open(self._key(name), "rb") as stream:
            yield cast("BinaryIO", stream)

    def size(self, name: str) -> int | None:
        """How many bytes the store has under the name; None if it has none."""
        try:
            with _asked(self.url):
                _files(self.url).invalidate_cache()
                return int(_files(self.url).size(self._key(name)))
        except FileNotFoundError:
            return None

    def names(self) -> Iterator[str]:
        """Every name there is, in order."""
        with _asked(self.url, there=True):
            _files(self.url).invalidate_cache()
            found = sorted(str(path).rpartition("/")[2] for path in _files(self.url).find(self._root))
        yield from (name for name in found if len(name) == 64)

    @property
    def _root(self) -> str:
        return self.url.partition("://")[2].rstrip("/")

    def _key(self, name: str) -> str:
        return f"{self._root}/{name[:2]}/{name}"


@lru_cache(maxsize=4)
def _files(url: str) -> Any:
    import fsspec

    return fsspec.filesystem(url.partition("://")[0])


@contextmanager
def _asked(url: str, *, there: bool = False) -> Iterator[None]:
    """What a store's client raises as one kind of error; that there is no such name stays what it is, unless there must be one."""
    try:
        yield
    except StoreAwayError:
        raise
    except Exception as error:
        if isinstance(error, FileNotFoundError) and not there:
            raise
        raise StoreAwayError(errno.EHOSTDOWN, f"the archive's object store can't be used: {type(error).__name__}: {error}", url) from error
