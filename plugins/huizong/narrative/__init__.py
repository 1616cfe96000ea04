"""A text in; every number in its prose, and every one that is masked or has dropped out, as figures out.

Knock at `extraction`; `decided_by` says which rule decided.

The grammar is imported when it is first used: it is patterns by the hundred, which a form has no use for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from huizong.narrative.figure import Evidence, Extraction, NonFigure, ProseDate, ProseFigure
from huizong.narrative.grammar.lexicon import LexiconError, check_words

if TYPE_CHECKING:
    from huizong.narrative.extraction import extract, extract_all, extract_document

__all__ = [
    "Evidence",
    "Extraction",
    "LexiconError",
    "NonFigure",
    "ProseDate",
    "ProseFigure",
    "check_words",
    "extract",
    "extract_all",
    "extract_document",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("huizong.narrative.extraction"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
