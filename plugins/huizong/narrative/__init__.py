"""Text to figures: every number in prose, and every one that is masked or has dropped out."""

from huizong.narrative.extraction import check_words, extract, extract_all, extract_document
from huizong.narrative.figure import Evidence, Extraction, NonFigure, ProseDate, ProseFigure
from huizong.narrative.lexicon import LexiconError

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
