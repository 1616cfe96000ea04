"""The words of the grammar, loaded from CSV files that a county may extend.

units.csv        unit,base_unit,factor,dimension,orphan,numeral
                 orphan: what makes the unit without a number a lost figure: strong (always), plain (a verb that takes a quantity in its
                 clause), noun (a counted noun or such a verb right before it), never
                 numeral: any Chinese numeral counts with it, only one in a verb's object, or no
words.csv        word,reason: words with a numeral inside that are no figure
unit_words.csv   word: words with a unit inside that is none (国家, 项目)
nouns.csv        noun,units: what each noun is counted by
cues.csv         cue,kind · quantities.csv word,kind · size_nouns.csv noun · dates.csv word,type
                 a quantity of kind sum is an indicator whose 完成 or 同比增长 calls for a number; a folder may have none
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

from huizong.narrative.grammar.shape_words import TAILS

FOLDER = Path(__file__).resolve().parents[4] / "include" / "catalogue" / "narrative"
DateWord = Literal["partial", "relative", "period"]
ORPHAN = frozenset({"strong", "plain", "noun", "never"})
NUMERAL = frozenset({"any", "verb", "no"})


MOST_MERGED = 20_000
# Kinds of cues that a folder made before them lacks: it gets the shipped words.
NEWER = frozenset({"alone", "whole_clause", "acted", "compared", "moved", "moved_also", "scored", "each_alone", "tenths", *TAILS})


class LexiconError(ValueError):
    """A word file that cannot be used, where and why; `line` is 0 where the whole file is meant."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ProseUnit:
    """A unit or classifier; one of it is `factor` of `base`."""

    name: str
    base: str
    factor: Decimal
    dimension: str
    orphan: str
    numeral: str


class Words:
    """A set of words that finds the one covering a place in a text in a few look-ups, whatever its size.

    Most places of a text hold no word, and two neighbouring signs tell: the tables go by pairs of signs, words of one sign apart.
    """

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self.reasons = dict(words)
        starts: dict[str, set[int]] = {}
        ends: dict[str, set[int]] = {}
        inner: dict[str, set[tuple[int, int]]] = {}
        last: dict[str, set[tuple[int, int]]] = {}
        for word in self.reasons:
            size = len(word)
            if size < 2:
                continue
            starts.setdefault(word[:2], set()).add(size)
            ends.setdefault(word[-2:], set()).add(size)
            for place in range(size - 1):
                inner.setdefault(word[place : place + 2], set()).add((place, size))
            last.setdefault(word[-2:], set()).add((size - 1, size))
        # the lengths of the words that begin or end with a pair of signs, longest first; the places in their words, and the
        # lengths, of a pair's first sign and of a last sign: last place (so the word that begins earliest), longest word first
        self.starts = {pair: tuple(sorted(sizes, reverse=True)) for pair, sizes in starts.items()}
        self.ends = {pair: tuple(sorted(sizes, reverse=True)) for pair, sizes in ends.items()}
        self.inner = {pair: tuple(sorted(places, reverse=True)) for pair, places in inner.items()}
        self.merged: dict[str, tuple[tuple[int, int], ...]] = {}
        self.last = {pair: tuple(sorted(places, reverse=True)) for pair, places in last.items()}

    def __contains__(self, word: str) -> bool:
        return word in self.reasons

    def covering(self, text: str, start: int, end: int) -> tuple[int, int, str] | None:
        """The earliest, longest word that contains text[start:end], as (start, end, reason)."""
        after, before = text[start : start + 2], text[start - 1 : start + 1]
        inner, last = self.inner.get(after), self.last.get(before)
        places = (self.merged.get(after + before) or self.merge(after, before)) if inner and last else inner or last or ()
        length = len(text)
        for place, size in places:
            at = start - place
            if at >= 0 and end <= at + size <= length and (reason := self.reasons.get(text[at : at + size])) is not None:
                return at, at + size, reason
        if end - start < 2 and (reason := self.reasons.get(text[start])) is not None:
            return start, start + 1, reason
        return None

    def merge(self, after: str, before: str) -> tuple[tuple[int, int], ...]:
        """The places and lengths of both pairs around a sign, in one order, kept for the next time."""
        if len(self.merged) > MOST_MERGED:
            self.merged.clear()
        places = tuple(sorted((*self.inner[after], *self.last[before]), reverse=True))
        self.merged[after + before] = places
        return places

    def starting(self, text: str, start: int, end: int) -> bool:
        """Whether a word begins at `start` and reaches at least to `end`."""
        reasons = self.reasons
        least = end - start
        if least < 2 and text[start] in reasons:
            return True
        return any(size >= least and text[start : start + size] in reasons for size in self.starts.get(text[start : start + 2], ()))

    def ending(self, text: str, end: int) -> str | None:
        """The longest word that ends at `end`."""
        for size in self.ends.get(text[end - 2 : end], ()):
            if size <= end and (word := text[end - size : end]) in self.reasons:
                return word
        word = text[end - 1 : end]
        return word if word in self.reasons else None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of the grammar; `cues` and `quantities` map a kind to its words, longest first.

    `measured` are the quantities of every kind, `counted` what a count may stand after: quantities, nouns and verbs.
    """

    units: dict[str, ProseUnit]
    words: Words
    unit_words: Words
    nouns: dict[str, frozenset[str]]
    noun_words: Words
    cues: dict[str, tuple[str, ...]]
    verbs: Words
    slots: Words
    due: Words
    numbered: Words
    quantities: dict[str, Words]
    measured: Words
    counted: Words
    size_nouns: tuple[str, ...]
    dates: dict[str, DateWord]


def rows(path: Path, *columns: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and the named columns of each row; a missing column or an empty first cell is a LexiconError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if absent := set(columns) - set(reader.fieldnames or ()):
                raise LexiconError(path.name, 1, f"column {', '.join(sorted(absent))} is missing; expected {','.join(columns)}")
            seen: dict[tuple[str, ...], int] = {}
            for row in reader:
                cells = [(row[column] or "").strip() for column in columns]
                if not all(cells) or None in row:
                    raise LexiconError(path.name, reader.line_num, f"{len(columns)} filled cells are expected: {','.join(columns)}")
                if (first := seen.setdefault(tuple(cells), reader.line_num)) != reader.line_num:
                    raise LexiconError(path.name, reader.line_num, f"{cells[0]} is already in line {first}; delete one")
                yield reader.line_num, cells
    except OSError as problem:
        raise LexiconError(path.name, 0, f"can't be read ({problem.strerror}): the folder {path.parent} must hold it") from problem
    except UnicodeDecodeError as problem:
        raise LexiconError(path.name, 0, f"not UTF-8 at byte {problem.start}: save it as UTF-8") from problem


def read_units(path: Path) -> dict[str, ProseUnit]:
    """The units by name."""
    units: dict[str, ProseUnit] = {}
    for line, (name, base, factor, dimension, orphan, numeral) in rows(
        path, "unit", "base_unit", "factor", "dimension", "orphan", "numeral"
    ):
        try:
            size = Decimal(factor)
        except InvalidOperation as problem:
            raise LexiconError(path.name, line, f"factor {factor!r} is no number") from problem
        if orphan not in ORPHAN or numeral not in NUMERAL:
            raise LexiconError(path.name, line, f"orphan is one of {sorted(ORPHAN)}, numeral one of {sorted(NUMERAL)}")
        if name in units:
            raise LexiconError(path.name, line, f"unit {name} is given twice")
        units[name] = ProseUnit(name, base, size, dimension, orphan, numeral)
    return units


def by_kind(path: Path, word: str, kind: str) -> dict[str, tuple[str, ...]]:
    """Words by kind, longest first."""
    kinds: dict[str, list[str]] = {}
    for _, (name, group) in rows(path, word, kind):
        kinds.setdefault(group, []).append(name)
    return {group: tuple(sorted(names, key=len, reverse=True)) for group, names in kinds.items()}


def read_dates(path: Path) -> dict[str, DateWord]:
    """Calendar words: partial (上半年), relative (今年) and period, which is no date (每月)."""
    known: dict[str, DateWord] = {"partial": "partial", "relative": "relative", "period": "period"}
    dates: dict[str, DateWord] = {}
    for line, (word, kind) in rows(path, "word", "type"):
        if kind not in known:
            raise LexiconError(path.name, line, f"type {kind} is none of {', '.join(known)}")
        dates[word] = known[kind]
    return dates


def load(folder: Path = FOLDER) -> Lexicon:
    """The lexicon of a folder; raises LexiconError with file, line and reason."""
    units = read_units(folder / "units.csv")
    nouns: dict[str, frozenset[str]] = {}
    for line, (noun, counted) in rows(folder / "nouns.csv", "noun", "units"):
        if unknown := [name for name in counted.split() if name not in units]:
            raise LexiconError("nouns.csv", line, f"{' '.join(unknown)} is not in units.csv")
        nouns[noun] = frozenset(counted.split())
    cues = by_kind(folder / "cues.csv", "cue", "kind")
    for kind in (
        "verb",
        "slot",
        "target",
        "actual",
        "gap_after",
        "due",
        "total",
        "numbered",
        "classifier_free",
        "classifier_led",
        "classifier_lead",
    ):
        if kind not in cues:
            raise LexiconError("cues.csv", 0, f"no cue of kind {kind}: the grammar needs some")
    if folder != FOLDER and (newer := NEWER - cues.keys()):
        shipped = by_kind(FOLDER / "cues.csv", "cue", "kind")
        cues.update({kind: shipped[kind] for kind in newer})
    quantities = by_kind(folder / "quantities.csv", "word", "kind")
    measured = [(word, "") for words in quantities.values() for word in words]
    return Lexicon(
        units=units,
        words=Words((word, reason) for _, (word, reason) in rows(folder / "words.csv", "word", "reason")),
        unit_words=Words((word, "") for _, (word,) in rows(folder / "unit_words.csv", "word")),
        nouns=nouns,
        noun_words=Words((noun, "") for noun in nouns),
        cues=cues,
        verbs=Words((verb, "") for verb in cues["verb"]),
        due=Words((word, "") for word in cues["due"]),
        numbered=Words((word, "") for word in cues["numbered"]),
        slots=Words((slot, "") for slot in cues["slot"]),
        quantities={kind: Words((word, "") for word in words) for kind, words in quantities.items()},
        measured=Words(measured),
        counted=Words([*((word, "") for word in (*cues["verb"], *nouns)), *measured]),
        size_nouns=tuple(noun for _, (noun,) in rows(folder / "size_nouns.csv", "noun")),
        dates=read_dates(folder / "dates.csv"),
    )


def check_words(folder: Path) -> None:
    """Raises LexiconError for a folder of words that can't be used; patterns are made of it when the first text comes."""
    load(folder)
