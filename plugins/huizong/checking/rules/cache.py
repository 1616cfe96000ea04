"""The compiled rules of a catalogue on disk, so that only the first process under a catalogue compiles them.

A cache and nothing else: its name is made of everything that the rules are made of, and whoever can't read or write it compiles.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from huizong.storage.cached_files import is_ours, put
from huizong.storage.content_names import key_of_rules

log = logging.getLogger(__name__)

_PARTS = {"rules", "known", "comparisons", "disagreements"}
_KEPT = 4  # catalogues: the one in force, those before it that a rebuild or a comparison puts in force for a while


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """One file `rules-<key>.json`: the rules with their queries, what they know of the catalogue, the words of their comparisons."""

    path: Path

    @classmethod
    def of(cls, folder: Path, catalogue_hash: str) -> CompiledFile:
        """The rules of the catalogue as this code compiles them."""
        return cls(folder / f"rules-{key_of_rules(catalogue_hash)}.json")

    def read(self) -> dict[str, Any]:
        """What the file holds; nothing where there is no whole file, or one that another account wrote."""
        if not is_ours(self.path):
            if self.path.exists():
                log.warning("%s belongs to another account: rules are compiled anew", self.path)
            return {}
        try:
            found = json.loads(self.path.read_bytes())
        except (OSError, ValueError) as error:
            log.warning("%s can't be used (%s): rules are compiled anew", self.path, error)
            return {}
        return found if isinstance(found, dict) and set(found) == _PARTS else {}

    @staticmethod
    def texts(folder: Path) -> dict[str, str]:
        """The queries of relations in all files of the folder, by origin."""
        found = (rule for path in folder.glob("rules-*.json") for rule in CompiledFile(path).read().get("rules", ()))
        return {rule["origin"]: rule["query"] for rule in found if rule.get("origin")}

    def write(self, content: Mapping[str, Any]) -> None:
        """Put the content there, whole or not at all; a folder that can't be written is no fault of the run."""
        try:
            put(self.path, partial(_write, content), _KEPT)
        except OSError as error:
            log.warning("%s can't be written (%s): every process compiles the rules", self.path, error)


def _write(content: Mapping[str, Any], stream: BinaryIO) -> None:
    stream.write(json.dumps(dict(content), ensure_ascii=False).encode())
